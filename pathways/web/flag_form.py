"""The form of a flag: what is typed, what it comes to, and what is said where it cannot be used.

Every field is a string until it is read; what was typed is always kept. What a flag is about is chosen among the
matches of the words in the box (`found` says for which words they were shown), so that a choice is never taken for
other words than those it was made for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flask import g, request

from pathways.domain.flags import FEWEST_PEOPLE, LONGEST_TEXT, LONGEST_WORDS, MOST_PEOPLE, Ask, Shows, Subject
from pathways.domain.flags import Visibility as Seen
from pathways.domain.nouns import Level
from pathways.web.asking import shortened
from pathways.web.flag_subjects import Meant, meant_by, named_by, only_choice, subject_of
from pathways.web.route_form import Problem
from pathways.web.translate import _
from pathways.web.typed import cleaned, day_typed, whole
from pathways.web.wording import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pathways.domain.flags import Flag

FIELDS: Final = (
    *("what", "found", "subject", "level", "role", "people", "by", "shows"),
    *("tried", "visibility", "to", "proposed", "told", "news", "seen"),
)
YEARS_AHEAD: Final = 15
MOST_EVENTS: Final = 999_999
"""More than any history has."""
LEVELS: Final = (Level.AWARE, Level.GUIDED, Level.INDEPENDENT, Level.LEADS)


@dataclass(frozen=True, slots=True)
class FlagForm:
    """A form as it was sent. `ask` is None while a field cannot be used; `draft` is for looking around meanwhile."""

    typed: Mapping[str, str]
    meant: Meant | None
    draft: Ask | None
    ask: Ask | None
    problems: Mapping[str, Problem]

    @property
    def seen(self) -> int:
        """The number of the last event its sender had read; 0 where it says nothing that can be read."""
        return number_seen(self.typed["seen"])


def typed_fields() -> dict[str, str]:
    """Read every field as typed, without what no page could show."""
    return {name: cleaned(request.form.get(name, "")) for name in FIELDS}


def fresh(today: date, meant: Meant | None = None) -> dict[str, str]:
    """Give the fields of a new flag: level 2, in a year, for the addressed institution only."""
    what = meant.label if meant else ""
    typed = dict.fromkeys(FIELDS, "")
    started = {"level": str(int(Level.GUIDED)), "by": in_a_year(today).isoformat(), "visibility": str(Seen.ADDRESSED)}
    return {**typed, **started, "what": what, "found": what, "subject": meant.value if meant else ""}


def fields_of(ask: Ask) -> dict[str, str]:
    """Give the fields of a flag that is there."""
    meant = subject_of(ask)
    return {
        **dict.fromkeys(FIELDS, ""),
        "what": meant.label,
        "found": meant.label,
        "subject": meant.value,
        "level": str(ask.level or int(Level.GUIDED)),
        "role": ask.role,
        "people": str(ask.people),
        "by": ask.by.isoformat(),
        "shows": str(ask.shows),
        "tried": ask.tried,
        "visibility": str(ask.visibility),
    }


def in_a_year(today: date) -> date:
    """Give the same day of the next year; of 29 February the day before."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=today.year + 1, day=day)


class _Reader:
    """Reads field by field, and notes what is wrong with each."""

    def __init__(self, typed: Mapping[str, str], today: date) -> None:
        self.typed, self.today = typed, today
        self.problems: dict[str, Problem] = {}

    def blame(self, name: str, sentence: str) -> None:
        self.problems[name] = Problem(sentence)

    def meant(self) -> Meant | None:
        what, chosen = self.typed["what"], self.typed["subject"]
        if len(what) > LONGEST_WORDS:
            self.blame("what", _("What you cannot find: keep it to %(most)s letters, as in “%(example)s”.",
                                 most=LONGEST_WORDS, example=example_skill()))  # fmt: skip
            return None
        if chosen and what == self.typed["found"]:
            found = meant_by(chosen)
            if found is None:
                self.blame("what", _("What you cannot find: no skill or role here is called “%(typed)s”. "
                                     "Write another, as in “%(example)s”.",
                                     typed=shortened(chosen.partition(":")[2]), example=example_skill()))  # fmt: skip
            return found
        found = named_by(what) or only_choice(what) if what else None
        if found is None:
            sentence = _("What you cannot find: choose what you mean by “%(typed)s”.", typed=shortened(what))
            empty = _("What you cannot find: write a skill or a role, as in “%(example)s”.", example=example_skill())
            self.blame("what", sentence if what else empty)
        return found

    def level(self, meant: Meant | None) -> int | None:
        typed = self.typed["level"]
        if meant is not None and meant.subject is Subject.ROLE:
            return None
        if typed in {str(int(level)) for level in LEVELS}:
            return int(typed)
        other = _("Level: choose one from 1 to 4, as in 2, not “%(typed)s”.", typed=shortened(typed))
        self.blame("level", other if typed else _("Level: choose one from 1 to 4, as in 2."))
        return int(Level.GUIDED)

    def role(self, meant: Meant | None) -> str:
        typed = self.typed["role"]
        if not typed or (meant is not None and meant.subject is Subject.ROLE):
            return ""
        if typed in g.graph.roles:
            return typed
        self.blame("role", unknown_role(typed))
        return ""

    def people(self) -> int:
        typed = self.typed["people"]
        found = whole(typed, FEWEST_PEOPLE, MOST_PEOPLE)
        if found is None:
            self.blame("people", _("How many people: write a whole number from %(fewest)s to %(most)s, as in 4.",
                                   fewest=FEWEST_PEOPLE, most=MOST_PEOPLE))  # fmt: skip
        return found or FEWEST_PEOPLE

    def by(self) -> date:
        found, soon = day_typed(self.typed["by"]), in_a_year(self.today)
        if found is None or not self.today <= found or found.year > self.today.year + YEARS_AHEAD:
            self.blame("by", _("By when: write a day from today on and within %(years)s years, as in %(example)s.",
                               years=YEARS_AHEAD, example=soon.isoformat()))  # fmt: skip
            return soon
        return found

    def shows(self) -> Shows:
        typed = self.typed["shows"]
        if typed in set(Shows):
            return Shows(typed)
        self.blame("shows", _("How it shows: choose one of the three, as in “Applicants lack it”."))
        return Shows.APPLICANTS_LACK_IT

    def tried(self) -> str:
        typed = self.typed["tried"]
        if len(typed) > LONGEST_TEXT:
            self.blame("tried", _("What you have tried: keep it to %(most)s letters; this has %(have)s.",
                                  most=LONGEST_TEXT, have=len(typed)))  # fmt: skip
        return typed

    def visibility(self) -> Seen:
        typed = self.typed["visibility"]
        if typed in set(Seen):
            return Seen(typed)
        self.blame("visibility", _("Who may see it: choose one of the three, as in “Only the school that gets it”."))
        return Seen.ADDRESSED

    def ask(self, meant: Meant | None) -> Ask | None:
        """Read the whole form, whatever is wrong with it; None only when nobody can tell what it is about."""
        level, role, people, by, shows = self.level(meant), self.role(meant), self.people(), self.by(), self.shows()
        tried, visibility = self.tried(), self.visibility()
        if meant is None:
            return None
        return Ask(
            *(meant.subject, meant.key, meant.words, level),
            people=people,
            by=by,
            shows=shows,
            role=role,
            tried=tried,
            visibility=visibility,
        )


def read(typed: Mapping[str, str], today: date, before: Flag | None = None, *, frozen: bool = False) -> FlagForm:
    """Read a form.

    Args:
        typed: every one of `FIELDS`.
        today: the day here.
        before: the flag that it changes; own words that were mapped stay with what they were mapped to.
        frozen: what the flag is about may not change any more.
    """
    reader = _Reader(typed, today)
    kept = before.ask if before else None
    meant = subject_of(kept) if kept and frozen else reader.meant()
    if kept and frozen and typed["subject"] not in {"", meant.value if meant else ""}:
        reader.blame("what", _("What it is about cannot change any more, because somebody has answered. "
                               "Withdraw this flag, and flag the other gap anew."))  # fmt: skip
    draft = reader.ask(meant)
    if draft and kept and (draft.subject, draft.key) == (kept.subject, kept.key):
        draft = replace(draft, words=kept.words, level=kept.level if frozen else draft.level)
    return FlagForm(typed, meant, draft, None if reader.problems else draft, reader.problems)


def with_problem(form: FlagForm, name: str, sentence: str) -> FlagForm:
    """Give the form with one thing more that is wrong."""
    return replace(form, ask=None, problems={**form.problems, name: Problem(sentence)})


def without_problems(form: FlagForm) -> FlagForm:
    """Give the form as it stands while somebody is still filling it in."""
    return replace(form, ask=None, problems={})


def number_seen(typed: str) -> int:
    """Read the number of the last event somebody had read; 0, so before all of them, where it says none."""
    return whole(typed, 1, MOST_EVENTS) or 0


def unknown_role(typed: str) -> str:
    """Say that there is no such role, and name one that there is."""
    example = plain(next(iter(g.graph.roles.values())).title) if g.graph.roles else ""
    return _("Role: none here is called “%(typed)s”. Choose one from the list, as in “%(example)s”.",
             typed=shortened(typed), example=example)  # fmt: skip


def example_skill() -> str:
    """Name a skill that there is."""
    return plain(next(iter(g.graph.skills.values())).label) if g.graph.skills else ""
