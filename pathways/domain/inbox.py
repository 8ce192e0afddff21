"""What waits for somebody: the flags that need something from them, by reason, and then all the rest by state.

    institution    new; passed to it; acknowledged without a plan; sent back ("not yet"); planned past its intake;
                   a comment of the company that nobody answered
    company        delivered, to be confirmed; declined in the last 60 days; lapsing within 60 days; a comment of the
                   institution that nobody answered
    editor         own words to be mapped

Each says since when it waits, so that a mail can tell what is new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING, Final

from pathways.domain.answering import ANSWERS
from pathways.domain.flags import Action, Actor, State, Subject, lapses_on, state_on
from pathways.domain.freshness import last_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pathways.domain.flags import Event, Flag

SOON: Final = timedelta(days=60)
"""How long before it lapses a flag waits for its company; how long a declined one does."""
DAY: Final = timedelta(days=1)


class Why(StrEnum):
    """Why something waits, most urgent first."""

    NEW = "new"
    PASSED_TO_YOU = "passed-to-you"
    SENT_BACK = "sent-back"
    PAST_INTAKE = "past-intake"
    NOT_PLANNED = "not-planned"
    TO_CONFIRM = "to-confirm"
    DECLINED = "declined"
    NOT_ANSWERED = "not-answered"
    LAPSES_SOON = "lapses-soon"
    TO_MAP = "to-map"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One flag that waits for somebody, why, and since when."""

    why: Why
    flag: Flag
    since: datetime


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits by reason, longest first, and every other flag by where it stands, newest first."""

    waiting: Mapping[Why, tuple[Waiting, ...]]
    rest: Mapping[State, tuple[Flag, ...]]

    @property
    def count(self) -> int:
        """How many flags wait; one that waits for two reasons counts once."""
        return len({one.flag.id for found in self.waiting.values() for one in found})

    def next_but(self, id: str) -> Flag | None:
        """Give the flag that waits most urgently, apart from one; None when nothing else waits."""
        every = (one.flag for why in Why for one in self.waiting.get(why, ()))
        return next((flag for flag in every if flag.id != id), None)

    def new_since(self, moment: datetime | None) -> tuple[Waiting, ...]:
        """List what began to wait after a moment; all of it when there was none."""
        return tuple(one for found in self.waiting.values() for one in found if moment is None or one.since > moment)


def for_institution(flags: Iterable[Flag], organisation: str, today: date) -> Inbox:
    """Give the inbox of an institution: `flags` are those that were ever addressed to it."""
    known = tuple(flags)
    mine = [flag for flag in known if flag.addressee == organisation]
    return _inbox(known, [one for flag in mine for one in _for_institution(flag, today)], today)


def for_company(flags: Iterable[Flag], today: date) -> Inbox:
    """Give the inbox of a company: `flags` are its own."""
    known = tuple(flags)
    return _inbox(known, [one for flag in known for one in _for_company(flag, today)], today)


def for_editor(flags: Iterable[Flag], today: date) -> Inbox:
    """Give the inbox of an editor: `flags` are those with own words."""
    known = [flag for flag in flags if flag.ask.subject is Subject.WORDS]
    waiting = [
        Waiting(Why.TO_MAP, flag, _last(flag, Action.FLAG, Action.EDIT, Action.FLAG_AGAIN).at)
        for flag in known
        if _is_open(flag, today)
    ]
    return Inbox(_by_reason(waiting), {})


def days_to_answer(flag: Flag, organisation: str) -> float | None:
    """Give the days from when a flag reached an institution to its first answer; None before."""
    reached = next((event.at for event in flag.events if event.to == organisation), None)
    answered = next(
        (event.at for event in flag.events if event.organisation == organisation and event.action in ANSWERS), None
    )
    return None if reached is None or answered is None else (answered - reached) / DAY


def median_days(flags: Iterable[Flag], organisation: str) -> float | None:
    """Give the median number of days that an institution took to answer; None when it has answered nothing yet."""
    days = [found for flag in flags if (found := days_to_answer(flag, organisation)) is not None]
    return median(days) if days else None


def intake_over(intake: str) -> date:
    """Give the day on which an intake (`2027`, `2027-08`, `2027-08-30`) is over."""
    return last_day(intake) + DAY


def _for_institution(flag: Flag, today: date) -> Iterator[Waiting]:
    state, last = state_on(flag, today), flag.events[-1]
    if state is State.FLAGGED:
        yield Waiting(Why.NEW, flag, _last(flag, Action.FLAG, Action.FLAG_AGAIN).at)
    elif state is State.PASSED_ON:
        yield Waiting(Why.PASSED_TO_YOU, flag, _last(flag, Action.PASS_ON).at)
    elif state is State.ACKNOWLEDGED:
        yield Waiting(Why.NOT_PLANNED, flag, _last(flag, Action.ACKNOWLEDGE).at)
    elif state is State.PLANNED and flag.plan is not None:
        planned, over = _last(flag, Action.PLAN, Action.NOT_YET), intake_over(flag.plan.intake)
        if planned.action is Action.NOT_YET:
            yield Waiting(Why.SENT_BACK, flag, planned.at)
        elif today >= over:
            yield Waiting(Why.PAST_INTAKE, flag, max(planned.at, _midnight(over)))
    if last.action is Action.COMMENT and last.actor is Actor.COMPANY and state is not State.LAPSED:
        yield Waiting(Why.NOT_ANSWERED, flag, last.at)


def _for_company(flag: Flag, today: date) -> Iterator[Waiting]:
    state, last = state_on(flag, today), flag.events[-1]
    if state is State.DELIVERED:
        yield Waiting(Why.TO_CONFIRM, flag, _last(flag, Action.DELIVER).at)
    if state is State.DECLINED:
        declined = _last(flag, Action.DECLINE).at
        if declined.date() + SOON > today:
            yield Waiting(Why.DECLINED, flag, declined)
    if last.action is Action.COMMENT and last.actor is Actor.INSTITUTION and state is not State.LAPSED:
        yield Waiting(Why.NOT_ANSWERED, flag, last.at)
    if _is_open(flag, today) and lapses_on(flag) - SOON <= today:
        asked = _last(flag, Action.FLAG, Action.EDIT, Action.RENEW, Action.FLAG_AGAIN).at
        yield Waiting(Why.LAPSES_SOON, flag, max(asked, _midnight(lapses_on(flag) - SOON)))


def _inbox(flags: Sequence[Flag], waiting: Sequence[Waiting], today: date) -> Inbox:
    busy = {one.flag.id for one in waiting}
    others = sorted((flag for flag in flags if flag.id not in busy), key=lambda flag: flag.since, reverse=True)
    by_state = {state: tuple(flag for flag in others if state_on(flag, today) is state) for state in State}
    return Inbox(_by_reason(waiting), {state: found for state, found in by_state.items() if found})


def _by_reason(waiting: Iterable[Waiting]) -> dict[Why, tuple[Waiting, ...]]:
    longest_first = sorted(waiting, key=lambda one: (one.since, one.flag.id))
    by_reason = {why: tuple(one for one in longest_first if one.why is why) for why in Why}
    return {why: found for why, found in by_reason.items() if found}


def _is_open(flag: Flag, today: date) -> bool:
    return flag.is_open and state_on(flag, today) is not State.LAPSED


def _last(flag: Flag, *actions: Action) -> Event:
    """Give the last event of these; a flag that stands like this has one."""
    return next(event for event in reversed(flag.events) if event.action in actions)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
