"""What the page of one flag shows to whoever may see it: nothing that is not theirs to read gets as far as the page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.delivering import OUTCOMES, SLASH, Fit, fit, stands_now
from pathways.domain.flags import Action, Actor, State, Subject, actions_of, lapses_on, state_on
from pathways.domain.inbox import days_to_answer
from pathways.domain.nouns import OrganisationId, ProgrammeId, SkillId
from pathways.domain.seeing import asked
from pathways.domain.stations import stations
from pathways.store.steward_tables import Stands
from pathways.web.ask_words import differences
from pathways.web.flag_subjects import subject_of
from pathways.web.gap_words import action_words, actor_words
from pathways.web.languages import HERE
from pathways.web.talk_times import clock_of, day_of, local_day
from pathways.web.translate import _
from pathways.web.wording import day, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from pathways.domain.flags import Ask, Change, Event, Flag
    from pathways.domain.seeing import Sight
    from pathways.domain.stations import Station
    from pathways.store.flag_tables import ProposedChangeRow
    from pathways.web.route_form import Problem

ANEW: Final = frozenset({Action.FLAG, Action.FLAG_AGAIN, Action.PASS_ON, Action.DECLINE})
"""After these, what was planned and delivered before counts no more."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that happened, in words. `hidden` says that something was said that this reader may not read."""

    at: datetime
    who: str
    did: str
    words: str
    hidden: bool
    event: Event
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A proposed change in words, and how it stands to the catalogue of today.

    On the page of a flag `stands` is what became of it, and `answer` what an editor said, as far as the reader may
    read it.
    """

    change: Change
    programme: str
    what: str
    fit: Fit
    now: str
    stands: Stands | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class FlagView:
    """A flag as one reader sees it. `action` is the form that is open, with what was typed and what is wrong.

    `meanwhile` is what others did while it was filled in, `delivered` holds the row of each change that was
    delivered, in which stands what became of it.
    """

    flag: Flag
    sight: Sight
    today: date
    delivered: Mapping[Change, ProposedChangeRow] = field(default_factory=dict)
    action: Action | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)
    meanwhile: tuple[Event, ...] = ()

    @property
    def ask(self) -> Ask:
        """What is asked, as far as this reader may read it."""
        return asked(self.flag, self.sight)

    @property
    def label(self) -> str:
        """Name what is asked for."""
        return subject_of(self.ask).label

    @property
    def state(self) -> State:
        """Where it stands today."""
        return state_on(self.flag, self.today)

    @property
    def stations(self) -> tuple[Station, ...]:
        """The line of its life, by the clocks here."""
        return stations(by_clocks_here(self.flag), self.today)

    @property
    def sent_back(self) -> Event | None:
        """The company's "not yet" that the institution is to answer now; None where it has none, or planned anew."""
        last = _latest(self.flag.events, {*ANEW, Action.PLAN, Action.NOT_YET})
        return last if self.state is State.PLANNED and last and last.action is Action.NOT_YET else None

    @property
    def actions(self) -> tuple[Action, ...]:
        """What this reader can do now; nothing with a flag that lapsed today, whoever has noted it yet."""
        return actions_of(self.flag, self.sight.actor) if self.state is self.flag.state else ()

    @property
    def is_company(self) -> bool:
        """Whether the reader speaks for the company that raised it."""
        return self.sight.actor is Actor.COMPANY

    @property
    def is_former(self) -> bool:
        """Whether the reader's institution has passed it on."""
        return self.sight.actor is Actor.OTHER_INSTITUTION

    @property
    def to(self) -> str:
        """Name who it is addressed to."""
        return organisation_name(self.flag.addressee)

    @property
    def company(self) -> str:
        """Name who raised it."""
        return organisation_name(self.flag.company)

    @property
    def lapses(self) -> date:
        """The day on which it lapses unless it is renewed."""
        return lapses_on(self.flag)

    @property
    def days(self) -> int | None:
        """The whole days until the institution answered; None before."""
        found = days_to_answer(self.flag, self.flag.addressee)
        return None if found is None else int(found)

    @property
    def waited(self) -> int:
        """The whole days since it reached the institution that has it."""
        reached = next((event.at for event in reversed(self.flag.events) if event.to), self.flag.since)
        return (self.today - local_day(reached)).days

    @property
    def history(self) -> tuple[Said, ...]:
        """All that happened, oldest first."""
        return tuple(self.said(event) for event in self.flag.events)

    @property
    def happened(self) -> tuple[Said, ...]:
        """What others did meanwhile."""
        return tuple(self.said(event) for event in self.meanwhile)

    def said(self, event: Event) -> Said:
        """Tell one event; its words only to those they were written for."""
        readable = event.number <= self.sight.until
        over = event.plan is not None and event.plan != self.flag.plan  # the plan of now has a place of its own
        words = event.plan.what if over and event.plan else event.words
        return Said(
            at=event.at,
            who=actor_words(event.actor, organisation_name(event.organisation) if event.organisation else ""),
            did=self._did(event),
            words=words if readable else "",
            hidden=bool(words) and not readable,
            event=event,
            changed=self._changed(event) if readable else (),
        )

    def _did(self, event: Event) -> str:
        before = [one for one in self.flag.events if one.number < event.number]
        last = _latest(before, {*ANEW, Action.PLAN})
        if event.action is Action.PLAN and last and last.action is Action.PLAN:
            return _("changed the plan")
        return action_words(event.action)

    def _changed(self, event: Event) -> tuple[str, ...]:
        before = [one.ask for one in self.flag.events if one.ask is not None and one.number < event.number]
        return differences(before[-1], event.ask) if before and event.ask is not None else ()

    @property
    def last_word(self) -> Said | None:
        """What somebody else said last, where that is what this reader would answer now."""
        own = {Actor.COMPANY: self.flag.company, Actor.INSTITUTION: self.flag.addressee}.get(self.sight.actor)
        event = self.flag.events[-1]
        if own is None or event.organisation in {"", own}:
            return None
        told = self.said(event)
        return told if told.words else None

    @property
    def changes(self) -> tuple[Row, ...]:
        """What was delivered; what was delivered once more after a "not yet" stands once."""
        return tuple(self._decided(change) for change in dict.fromkeys(self.flag.changes))

    def _decided(self, change: Change) -> Row:
        """Tell a change with what became of it; what an editor said only to the institution that delivered it."""
        row = self.delivered[change]
        is_theirs = self.sight.actor is Actor.INSTITUTION and row.institution_id == self.flag.addressee
        return replace(row_of(change), stands=Stands(row.state), answer=row.answer if is_theirs else "")

    @property
    def is_words(self) -> bool:
        """Whether it has only the company's own words yet."""
        return self.flag.ask.subject is Subject.WORDS


def _latest(events: Sequence[Event], actions: Collection[Action]) -> Event | None:
    return next((event for event in reversed(events) if event.action in actions), None)


def by_clocks_here(flag: Flag) -> Flag:
    """Give a flag whose events stand at the day they have here: at midnight that is not the day of UTC."""
    return replace(flag, events=tuple(replace(event, at=event.at.astimezone(HERE)) for event in flag.events))


def organisation_name(id: str) -> str:
    """Name an organisation; one that is gone from the catalogue stands by its id."""
    found = g.graph.organisations.get(OrganisationId(id))
    return plain(found.name) if found else id


def programme_title(id: str) -> str:
    """Name a programme; one that is gone stands by its id."""
    found = g.graph.programmes.get(ProgrammeId(id))
    return plain(found.title) if found else id


def row_of(change: Change) -> Row:
    """Say a proposed change in words."""
    if change.noun == OUTCOMES:
        programme, _slash, skill = change.key.partition(SLASH)
        known = g.graph.skills.get(SkillId(skill))
        what = _("level of %(skill)s", skill=plain(known.label) if known else skill)
    else:
        programme, what = change.key, field_words(change.field)
    return Row(
        change=change,
        programme=programme_title(programme) if programme else _("a new programme"),
        what=what,
        fit=fit(g.graph, change),
        now=stands_now(g.graph, change) or "",
    )


def field_words(name: str) -> str:
    """Name a field of a programme in which words are proposed, and the language they are in."""
    column, _underscore, language = name.rpartition("_")
    said = {"note": _("new course or module"), "entry": _("way in"), "title": _("name")}.get(column, column)
    return f"{said} ({language})"


def day_words(at: datetime) -> str:
    """Write the day of a moment by the clocks here: 2 Sept 2027."""
    return day(day_of(at))


def moment_words(at: datetime) -> str:
    """Write a moment by the clocks here: 2 Sept 2027, 10:42."""
    return f"{day(day_of(at))}, {clock_of(at)}"
