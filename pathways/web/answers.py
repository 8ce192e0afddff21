"""What is typed with each action on a flag: read field by field, with what is wrong and how it fills the event.

Every field is a string until it is read, and what was typed is kept. A problem is named `<action>-<field>`, as the
field's id on the page is: one page holds several of these forms.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flask import g, request

from pathways.domain.flags import LONGEST_TEXT, NEEDS_WORDS, Action, Plan, Subject
from pathways.domain.nouns import OrganisationId
from pathways.web.asking import shortened
from pathways.web.deliveries import delivered
from pathways.web.flag_form import LEVELS
from pathways.web.flag_preview import institutions
from pathways.web.flag_subjects import meant_by
from pathways.web.route_form import Problem
from pathways.web.translate import _
from pathways.web.typed import cleaned, whole
from pathways.web.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from pathways.domain.flags import Ask, Event, Flag

YEARS_AHEAD: Final = 10
LAST_MONTH: Final = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """An action as it was sent. `event` fills an event with what was typed; it is for use when `problems` is empty."""

    action: Action
    typed: Mapping[str, str]
    problems: Mapping[str, Problem]
    event: Callable[[Flag, Event], Event]

    @property
    def seen(self) -> int:
        """The number of the last event that whoever acts had read; 0 where it says nothing that can be read."""
        typed = self.typed.get("seen", "")
        return whole(typed, 0, 999_999) or 0


class Reader:
    """Reads the fields of one action, and notes what is wrong with each."""

    def __init__(self, action: Action, flag: Flag, today: date) -> None:
        self.action, self.flag, self.today = action, flag, today
        self.typed = {name: cleaned(value) for name, value in request.form.items()}
        self.problems: dict[str, Problem] = {}

    def get(self, name: str) -> str:
        """Give a field as typed; empty when it was not sent."""
        return self.typed.get(name, "")

    def blame(self, name: str, sentence: str) -> None:
        """Note what is wrong with a field."""
        self.problems.setdefault(f"{self.action}-{name}", Problem(sentence))

    def text(self, name: str, empty: str = "", longest: int = LONGEST_TEXT) -> str:
        """Read words; `empty` is what is said where there are none."""
        typed = self.get(name)
        if empty and not typed:
            self.blame(name, empty)
        if len(typed) > longest:
            field = text_label(self.action)
            words = _("%(field)s: keep it to %(most)s letters; this has %(have)s.",
                      field=field, most=longest, have=len(typed))  # fmt: skip
            self.blame(name, words)
        return typed


def read(action: Action, flag: Flag, today: date) -> Answer:
    """Read what was sent with an action."""
    reader = Reader(action, flag, today)
    filled = READERS.get(action, _bare)(reader)
    return Answer(action, reader.typed, reader.problems, filled)


def _bare(_reader: Reader) -> Callable[[Flag, Event], Event]:
    return lambda _flag, event: event


def _worded(reader: Reader) -> Callable[[Flag, Event], Event]:
    words = reader.text("words", why_words(reader.action))
    return lambda _flag, event: replace(event, words=words)


def why_words(action: Action) -> str:
    """Say what is to be written with an action that needs words, with an example."""
    return {
        Action.PASS_ON: _("Say why you pass it on, as in “They teach it in their second year.”"),
        Action.DECLINE: _("Say why you decline, as in “We can open no new course before 2028.”"),
        Action.NOT_YET: _("Say what is still missing, as in “The new course has not started.”"),
        Action.COMMENT: _("Write your comment, as in “Could half of them start in August?”"),
    }.get(action, "")


def text_label(action: Action) -> str:
    """Name the field in which words are written with an action."""
    return {
        Action.PASS_ON: _("Why"),
        Action.DECLINE: _("Why"),
        Action.NOT_YET: _("What is still missing"),
        Action.PLAN: _("What changes"),
        Action.DELIVER: _("In words"),
    }.get(action, _("Your comment"))


def _passed_on(reader: Reader) -> Callable[[Flag, Event], Event]:
    to, known = reader.get("to"), {one.id: one for one in institutions()}
    if to == reader.flag.addressee:
        reader.blame("to", _("It is with this institution already. Choose another."))
    elif OrganisationId(to) not in known:
        example = next((plain(one.name) for id, one in known.items() if id != reader.flag.addressee), "")
        reader.blame("to", _("Choose an institution from the list, as in “%(example)s”.", example=example))
    words = reader.text("words", why_words(Action.PASS_ON))
    return lambda _flag, event: replace(event, words=words, to=to)


def _planned(reader: Reader) -> Callable[[Flag, Event], Event]:
    programme = reader.get("programme")
    if programme and programme not in {one.id for one in g.graph.taught_by(OrganisationId(reader.flag.addressee))}:
        unknown = _("“%(typed)s” is none of your programmes. Choose one from the list.", typed=shortened(programme))
        reader.blame("programme", unknown)
    example = _("Say what changes, as in “A course in fermentation in the third semester.”")
    plan = Plan(programme, _intake(reader), reader.text("what", example))
    return lambda _flag, event: replace(event, plan=plan)


def _intake(reader: Reader) -> str:
    first, last = reader.today.year, reader.today.year + YEARS_AHEAD
    year, typed = whole(reader.get("year"), first, last), reader.get("month")
    if year is None:
        sentence = _("Write a year from %(first)s to %(last)s, as in %(example)s.", first=first, last=last,
                     example=first + 1)  # fmt: skip
        reader.blame("year", sentence)
        return str(first)
    month = whole(typed, 1, LAST_MONTH)
    if typed and month is None:
        reader.blame("month", _("Choose a month from the list, or leave it open."))
    if month is not None and (year, month) < (first, reader.today.month):
        reader.blame("month", _("This month is over. Choose one that is still to come."))
    return str(year) if month is None else f"{year}-{month:02}"


def _delivered(reader: Reader) -> Callable[[Flag, Event], Event]:
    changes = delivered(reader)
    return lambda _flag, event: replace(event, changes=changes)


def _mapped(reader: Reader) -> Callable[[Flag, Event], Event]:
    meant, level = meant_by(reader.get("topic")), whole(reader.get("level"), int(LEVELS[0]), int(LEVELS[-1]))
    if meant is None or meant.subject is Subject.WORDS:
        reader.blame(
            "topic", _("Choose the skill or role that the words mean. If it is not in the list, search again.")
        )
        return _bare(reader)
    if meant.subject is Subject.SKILL and level is None:
        reader.blame("level", _("Choose a level from 1 to 4, as in 3."))

    def ask(before: Ask) -> Ask:
        kept = level if meant.subject is Subject.SKILL else None
        return replace(before, subject=meant.subject, key=meant.key, level=kept)

    return lambda flag, event: replace(event, ask=ask(flag.ask))


READERS: Final[Mapping[Action, Callable[[Reader], Callable[[Flag, Event], Event]]]] = {
    **dict.fromkeys(NEEDS_WORDS - {Action.PASS_ON, Action.FLAG_AGAIN}, _worded),
    Action.ACKNOWLEDGE: _bare,
    Action.PASS_ON: _passed_on,
    Action.PLAN: _planned,
    Action.DELIVER: _delivered,
    Action.CONFIRM: _bare,
    Action.MAP: _mapped,
}
"""Every action of this page; the company's own (edit, renew, withdraw, flag again) have pages of their own."""
