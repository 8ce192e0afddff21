"""The words of good questions: for each kind how it may be said aloud, and why it is worth asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.asking_state import Kind, Thing, Why
from pathways.domain.conditions import Subject
from pathways.domain.nouns import InterestId, ProgrammeId, RoleId
from pathways.web.conditions import clause_words, subject_words
from pathways.web.labels import eqf_label, here_label, uncapital_language
from pathways.web.translate import _
from pathways.web.wording import day, plain, uncapital, years

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pathways.domain.asking_state import Asking
    from pathways.domain.graph import Graph
    from pathways.domain.guidance import Talk
    from pathways.domain.nouns import Programme
    from pathways.web.talk_form import Standing


@dataclass(frozen=True, slots=True)
class Said:
    """What the words of a question may draw on."""

    asking: Asking
    talk: Talk
    listed: Mapping[str, Standing]

    @property
    def about(self) -> tuple[str, ...]:
        """What it is about, by ids."""
        return self.asking.about

    def programme(self, at: int = 0) -> Programme:
        """The programme it is about."""
        graph: Graph = g.graph
        return graph.programmes[ProgrammeId(self.about[at])]

    def name(self, at: int = 0) -> str:
        """The name of the programme it is about, as in a sentence."""
        return plain(self.programme(at).short)

    def title(self, at: int) -> str:
        """What the thing on the shortlist that it is about is called."""
        return self.listed[self.about[at]].title


def _result(said: Said) -> tuple[str, str]:
    return (
        _("What came of this: “%(step)s”?", step=said.talk.next_step),
        _("The day you agreed on, %(day)s, has passed.", day=day(str(said.talk.next_on))),
    )


def _start(_said: Said) -> tuple[str, str]:
    return (
        _("What have you finished, and what are you in the middle of?"),
        _("It decides which doors are open, and it is not said yet."),
    )


def _likes(said: Said) -> tuple[str, str]:
    role = g.graph.roles.get(RoleId(said.talk.goal)) if said.about else None
    if role is None:
        return (
            _("What could you be busy with for hours without noticing the time?"),
            _("Nothing is said yet about what you like to do."),
        )
    groups = [uncapital(plain(g.graph.skill_groups[group].label)) for group in said.about]
    return (
        _(
            "Which part of a day as %(role)s would you look forward to: %(groups)s?",
            role=uncapital(plain(role.title)),
            groups=_("%(first)s, or %(last)s", first=", ".join(groups[:-1]), last=groups[-1]),
        ),
        _("Most of what the job takes lies there, and nothing is said yet about what you like."),
    )


def _goal(_said: Said) -> tuple[str, str]:
    return (
        _("Which of the jobs here would you like to follow for a day?"),
        _("No job is chosen yet. One to look at is enough to begin with."),
    )


def _level(said: Said) -> tuple[str, str]:
    subject, level, _programme = said.about
    asked = clause_words(Subject(subject, level))
    return (
        _("How far have you come with %(subject)s?", subject=subject_words(subject)),
        _(
            "%(programme)s asks for %(asked)s, and your level is not said yet.",
            programme=said.name(2),
            asked=uncapital(asked),
        ),
    )


def _raising(said: Said) -> tuple[str, str]:
    subject, level, _programme, passed = said.about
    asked = uncapital(clause_words(said.asking.condition or Subject(subject, level)))
    words = _("What would it take to get %(subject)s to %(level)s?", subject=subject_words(subject), level=level)
    if level.isdigit():
        words = _("What would it take to get this: %(asked)s?", asked=uncapital(clause_words(Subject(subject, level))))
    if not passed:
        return words, _("%(programme)s asks for %(asked)s. You have not had it.", programme=said.name(2), asked=asked)
    has = uncapital(clause_words(Subject(subject, passed)))
    return words, _("%(programme)s asks for %(asked)s. You have %(has)s.", programme=said.name(2), asked=asked, has=has)


def _condition(said: Said) -> tuple[str, str]:
    of, id, _programme = said.about
    clause = said.asking.condition
    asked = uncapital(clause_words(clause)) if clause else ""
    reason = _(
        "%(programme)s asks for this: %(asked)s. It has not been spoken of yet.", programme=said.name(2), asked=asked
    )
    return _condition_words(of, id), reason


def _condition_words(of: str, id: str) -> str:
    match of:
        case "experience":
            return _("What work have you been paid for so far?")
        case "job":
            return _("What job could you have beside the study?")
        case "average" | "grade":
            return _("What do you know about your average by now?")
        case "contract":
            return _("Which companies could you ask for a training agreement?")
        case "language" if id == "en":
            return _("What would it be like for you to study in English?")
        case "language":
            return _("What would it be like for you to study in Danish?")
        case _:
            label = g.graph.requirements.get(id)
            what = uncapital(plain(label.label)) if label else id
            return _("How could you find out more about this: “%(what)s”?", what=what)


def _unseen(said: Said) -> tuple[str, str]:
    return (
        _("What would you like to ask the school about getting into %(programme)s?", programme=said.name()),
        _("No source shows what it asks for."),
    )


def _money(said: Said) -> tuple[str, str]:
    return (
        _("What difference would it make to be paid while you learn?"),
        _(
            "You named money. %(programme)s pays apprentices; nothing on the list pays on the way.",
            programme=said.name(),
        ),
    )


def _commute(said: Said) -> tuple[str, str]:
    return (
        _("What would an ordinary day look like, there and back?"),
        _(
            "You named the way there and back. %(programme)s is in %(towns)s, and nothing on the list is in %(town)s.",
            programme=said.name(),
            towns=_(" and ").join(said.programme().towns) or _("another town"),
            town=plain(g.graph.town.name),
        ),
    )


def _hours(_said: Said) -> tuple[str, str]:
    return (
        _("What would a week with both work and study look like?"),
        _("You named working hours, and nothing on the list can be taken beside a job."),
    )


def _language(said: Said) -> tuple[str, str]:
    if not said.about:
        return (
            _("In which language do you learn best?"),
            _("You named the language, and no language of teaching is chosen."),
        )
    taught = _(" and ").join(map(uncapital_language, said.programme().languages))
    values = {"programme": said.name(), "language": taught, "wished": uncapital_language(said.about[1])}
    return (
        _("What would you need to be able to study in %(language)s?", language=taught),
        _("%(programme)s is taught in %(language)s, and you asked for %(wished)s.", **values),
    )


def _apart(said: Said) -> tuple[str, str]:
    do = plain(g.graph.interests[InterestId(said.about[0])].statement)
    return (
        _("You were not sure about this: “%(do)s”. How could you try it?", do=do),
        _(
            "It tells two on the list apart: as far as we know, %(more)s has more of it than %(less)s.",
            more=said.title(1),
            less=said.title(2),
        ),
    )


def _difference(said: Said) -> tuple[str, str]:
    one, other = said.title(0), said.title(1)
    if said.asking.why is Why.PAY:
        return (
            _("What difference would it make to be paid while you learn?"),
            _("%(one)s pays on the way. %(other)s does not, as far as we know.", one=one, other=other),
        )
    words, shown = _DIFFERENCES[said.asking.why]
    things = [Thing(at.pick, at.programmes, route=at.route) for at in (said.listed[name] for name in said.about)]
    this, that = map(shown, things)
    return words(), _("%(one)s: %(this)s. %(other)s: %(that)s.", one=one, this=this, other=other, that=that)


def _away_words() -> str:
    return _("What would you gain by going away to study, and what would you miss?")


_DIFFERENCES: Final[Mapping[Why, tuple[Callable[[], str], Callable[[Thing], str]]]] = {
    Why.PLACE: (_away_words, lambda thing: here_label(thing.here)),
    Why.LENGTH: (
        lambda: _("What speaks for the shorter one, and what for the longer one?"),
        lambda thing: years(thing.years),
    ),
    Why.LEVEL: (
        lambda: _("How far do you want to have come when you are done?"),
        lambda thing: _("level %(eqf)s", eqf=eqf_label(thing.programmes[-1].eqf)),
    ),
}


def _away(_said: Said) -> tuple[str, str]:
    return _away_words(), _("Nothing on the list is in %(town)s.", town=plain(g.graph.town.name))


def _list(_said: Said) -> tuple[str, str]:
    return _("What of all this is worth a second look?"), _("Nothing stands on the shortlist yet.")


def _other(said: Said) -> tuple[str, str]:
    return (
        _("What would you do if this did not work out: %(title)s?", title=said.title(0)),
        _("It is the only thing on the list."),
    )


def _step(_said: Said) -> tuple[str, str]:
    return _("What is the first small thing you could do this week?"), _("No next step is agreed yet.")


def _day(_said: Said) -> tuple[str, str]:
    return _("By when can it be done?"), _("The next step has no day yet.")


def _deadline(said: Said) -> tuple[str, str]:
    programme, iso, practical = said.about
    told = next(one for one in g.graph.practicals_of(ProgrammeId(programme)) if one.id == practical)
    values = {"day": day(iso), "what": plain(told.what), "programme": said.name()}
    return (
        _("How does the next step fit with this date: %(day)s?", day=day(iso)),
        _("%(programme)s, %(day)s: %(what)s. That is before the day of the next step.", **values),
    )


def _who(said: Said) -> tuple[str, str]:
    on = day(str(said.talk.next_on))
    return _("Who does what before %(day)s, and who could help?", day=on), _("The step and its day are agreed.")


WORDS: Final[Mapping[Kind, Callable[[Said], tuple[str, str]]]] = {
    Kind.RESULT: _result, Kind.START: _start, Kind.LIKES: _likes, Kind.GOAL: _goal, Kind.LEVEL: _level,
    Kind.RAISE: _raising, Kind.CONDITION: _condition, Kind.UNSEEN: _unseen, Kind.MONEY: _money,
    Kind.COMMUTE: _commute, Kind.HOURS: _hours, Kind.LANGUAGE: _language, Kind.APART: _apart,
    Kind.DIFFERENCE: _difference, Kind.AWAY: _away, Kind.LIST: _list, Kind.OTHER: _other, Kind.STEP: _step,
    Kind.DAY: _day, Kind.DEADLINE: _deadline, Kind.WHO: _who,
}  # fmt: skip
"""For each kind the question and its reason."""
