"""A gap flag: a company says what it cannot find, a school answers, and both see it through.

A flag is nothing but its history. Every event says who did what, and the flag of now is worked out from all of them;
none is ever changed or taken away. `LIFE` is the whole life cycle: what is not in it is refused. Whoever acts says
how far they had read (`seen`), and is told what happened meanwhile instead of acting on a flag that is another one by
now.

    flagged → acknowledged → planned → delivered → confirmed
    delivered → planned                 the company: not yet, and why
    flagged / acknowledged → passed on  to another institution, and why; it acknowledges in its turn
    declined → flagged                  the company: with something new
    withdrawn                           from every open state
    lapsed                              a year after its date, unless it was renewed

It names no person: an event keeps the organisation that acted, and when.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pathways.domain.errors import PathwaysError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

FEWEST_PEOPLE: Final = 1
MOST_PEOPLE: Final = 999
LONGEST_WORDS: Final = 120
LONGEST_TEXT: Final = 1000


class State(StrEnum):
    """Where a flag stands."""

    FLAGGED = "flagged"
    ACKNOWLEDGED = "acknowledged"
    PASSED_ON = "passed-on"
    PLANNED = "planned"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


OPEN: Final = frozenset({State.FLAGGED, State.ACKNOWLEDGED, State.PASSED_ON, State.PLANNED, State.DELIVERED})
"""States in which somebody still has something to do."""


class Actor(StrEnum):
    """What somebody is to one flag. Only the first four ever change it."""

    COMPANY = "company"
    INSTITUTION = "institution"
    EDITOR = "editor"
    CLOCK = "clock"
    OTHER_COMPANY = "other-company"
    OTHER_INSTITUTION = "other-institution"
    COUNSELLOR = "counsellor"
    ADMINISTRATOR = "administrator"
    STRANGER = "stranger"


class Action(StrEnum):
    """What can be done with a flag. `MAP` puts a skill or role in the place of a company's own words."""

    FLAG = "flag"
    EDIT = "edit"
    RENEW = "renew"
    WITHDRAW = "withdraw"
    ACKNOWLEDGE = "acknowledge"
    PASS_ON = "pass-on"  # noqa: S105  # an action and no password
    PLAN = "plan"
    DECLINE = "decline"
    DELIVER = "deliver"
    CONFIRM = "confirm"
    NOT_YET = "not-yet"
    FLAG_AGAIN = "flag-again"
    MAP = "map"
    COMMENT = "comment"
    LAPSE = "lapse"


_UNPLANS: Final = frozenset({Action.DECLINE})
"""Actions that end a plan: its words stay in the history, but nobody waits for its intake any more."""


@dataclass(frozen=True, slots=True)
class Move:
    """Who may do an action, and where it leads from each state; a state that is not in it refuses."""

    actors: frozenset[Actor]
    leads: Mapping[State, State]


def _move(actors: Iterable[Actor], leads: Mapping[State, State]) -> Move:
    return Move(frozenset(actors), MappingProxyType(dict(leads)))


def _stays(states: Iterable[State]) -> dict[State, State]:
    return {state: state for state in states}


_TALKED: Final = (*OPEN, State.CONFIRMED, State.DECLINED)
_HEARD: Final = (State.FLAGGED, State.ACKNOWLEDGED, State.PASSED_ON, State.PLANNED)

LIFE: Final[Mapping[Action, Move]] = MappingProxyType(
    {
        Action.EDIT: _move([Actor.COMPANY], _stays(OPEN)),
        Action.RENEW: _move([Actor.COMPANY], _stays(OPEN)),
        Action.WITHDRAW: _move([Actor.COMPANY], dict.fromkeys(OPEN, State.WITHDRAWN)),
        Action.ACKNOWLEDGE: _move(
            [Actor.INSTITUTION], dict.fromkeys((State.FLAGGED, State.PASSED_ON), State.ACKNOWLEDGED)
        ),
        Action.PASS_ON: _move([Actor.INSTITUTION], dict.fromkeys((State.FLAGGED, State.ACKNOWLEDGED), State.PASSED_ON)),
        Action.PLAN: _move([Actor.INSTITUTION], dict.fromkeys((State.ACKNOWLEDGED, State.PLANNED), State.PLANNED)),
        Action.DECLINE: _move([Actor.INSTITUTION], dict.fromkeys(_HEARD, State.DECLINED)),
        Action.DELIVER: _move([Actor.INSTITUTION], {State.PLANNED: State.DELIVERED}),
        Action.CONFIRM: _move([Actor.COMPANY], {State.DELIVERED: State.CONFIRMED}),
        Action.NOT_YET: _move([Actor.COMPANY], {State.DELIVERED: State.PLANNED}),
        Action.FLAG_AGAIN: _move([Actor.COMPANY], {State.DECLINED: State.FLAGGED}),
        Action.MAP: _move([Actor.EDITOR], _stays(OPEN)),
        Action.COMMENT: _move([Actor.COMPANY, Actor.INSTITUTION], _stays(_TALKED)),
        Action.LAPSE: _move([Actor.CLOCK], dict.fromkeys(OPEN, State.LAPSED)),
    }
)
"""The life cycle. `FLAG` is not in it: it is how a flag begins."""


class Subject(StrEnum):
    """What a flag is about."""

    SKILL = "skill"
    ROLE = "role"
    WORDS = "words"


class Shows(StrEnum):
    """How a gap shows."""

    NO_APPLICANTS = "no-applicants"
    APPLICANTS_LACK_IT = "applicants-lack-it"
    OWN_PEOPLE_NEED_IT = "own-people-need-it"


class Visibility(StrEnum):
    """Who may see a flag: the addressed institution; everybody, but only counted; everybody, with the name."""

    ADDRESSED = "addressed"
    POOLED = "pooled"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Ask:
    """What a company cannot find.

    `key` is the id of the skill or role, empty while the flag has only the company's own `words`, which stay when an
    editor maps them. `level` is 1-4 for a skill, None for a role. `people` is 1-999, `by` the day they are needed.
    `role` is the role a skill is asked for in. `people`, `by` and `tried` are for the addressed institution only.
    """

    subject: Subject
    key: str
    words: str
    level: int | None
    people: int
    by: date
    shows: Shows
    role: str
    tried: str
    visibility: Visibility


@dataclass(frozen=True, slots=True)
class Plan:
    """How an institution means to answer: what changes in which programme, from the intake of which year and month.

    `programme` is empty for something that is no programme yet. `intake` is an ISO date cut to what is known.
    """

    programme: str
    intake: str
    what: str


@dataclass(frozen=True, slots=True)
class Change:
    """What was delivered, as a change of the catalogue that is still to be accepted.

    `noun` is the seed file it belongs to (`outcomes`, `programmes`), `key` the row in it (`programme/skill` for an
    outcome), `field` its column; `before` is empty where there was nothing.
    """

    noun: str
    key: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done. `number` counts from 1; `at` is in UTC; what does not belong to the action is empty.

    `organisation` acted; it is empty for editors and the clock. `to` is who the flag is addressed to from now on.
    """

    number: int
    at: datetime
    actor: Actor
    organisation: str
    action: Action
    words: str = ""
    ask: Ask | None = None
    to: str = ""
    plan: Plan | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag as its history makes it."""

    id: str
    company: str
    state: State
    ask: Ask
    addressee: str
    events: tuple[Event, ...]
    plan: Plan | None = None
    changes: tuple[Change, ...] = ()
    addressees: tuple[str, ...] = ()
    """Every institution it was ever addressed to, the present one last."""

    @property
    def seen(self) -> int:
        """The number of the last event."""
        return self.events[-1].number

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state in OPEN

    @property
    def since(self) -> datetime:
        """When it was flagged."""
        return self.events[0].at


class NotAllowed(PathwaysError):
    """An actor may not do this with a flag that stands like this."""

    def __init__(self, state: State, actor: Actor, action: Action) -> None:
        super().__init__(f"{actor} may not {action} a flag that is {state}.")
        self.state, self.actor, self.action = state, actor, action


class Meanwhile(PathwaysError):
    """Somebody else did something with the flag first: `events`, oldest first."""

    def __init__(self, events: tuple[Event, ...]) -> None:
        super().__init__("Something happened with the flag meanwhile.")
        self.events = events


def may(state: State, actor: Actor, action: Action) -> bool:
    """Whether this actor may do this with a flag that stands like this."""
    move = LIFE.get(action)
    return move is not None and actor in move.actors and state in move.leads


def actions_of(flag: Flag, actor: Actor) -> tuple[Action, ...]:
    """List what an actor may do now, in the order of `Action`."""
    return tuple(action for action in Action if may(flag.state, actor, action) and _fits(flag, action))


def begin(id: str, event: Event) -> Flag:
    """Begin a flag with the event that flagged it.

    Raises:
        NotAllowed: it is no first event, or not a company's.
    """
    if event.action is not Action.FLAG or event.actor is not Actor.COMPANY or event.ask is None or event.number != 1:
        raise NotAllowed(State.FLAGGED, event.actor, event.action)
    return Flag(id, event.organisation, State.FLAGGED, event.ask, event.to, (event,), addressees=(event.to,))


def act(flag: Flag, event: Event, seen: int | None = None) -> Flag:
    """Do one thing more with a flag.

    Args:
        flag: as it stands now.
        event: numbered one more than the last.
        seen: the number of the last event that whoever acts had read; None for the clock.

    Raises:
        Meanwhile: something happened after `seen`.
        NotAllowed: `LIFE` does not hold it, or the event does not follow on this flag.
    """
    if seen is not None and seen < flag.seen:
        raise Meanwhile(tuple(each for each in flag.events if each.number > seen))
    if not may(flag.state, event.actor, event.action) or not _follows(flag, event):
        raise NotAllowed(flag.state, event.actor, event.action)
    to = event.to or flag.addressee
    return replace(
        flag,
        state=LIFE[event.action].leads[flag.state],
        ask=event.ask or flag.ask,
        addressee=to,
        addressees=flag.addressees if to == flag.addressee else (*flag.addressees, to),
        events=(*flag.events, event),
        plan=None if event.action in _UNPLANS else event.plan or flag.plan,
        changes=(*flag.changes, *event.changes),
    )


def replay(id: str, events: Iterable[Event]) -> Flag:
    """Give the flag that a history makes.

    Raises:
        NotAllowed: no such history can have happened.
    """
    first, *rest = events
    flag = begin(id, first)
    for event in rest:
        flag = act(flag, event)
    return flag


def lapses_on(flag: Flag) -> date:
    """Give the day on which it lapses, unless it is renewed: a year after its date."""
    by = flag.ask.by
    day = 28 if (by.month, by.day) == (2, 29) else by.day
    return by.replace(year=by.year + 1, day=day)


def state_on(flag: Flag, today: date) -> State:
    """Give where it stands today, whether or not the clock has written down yet that it lapsed."""
    return State.LAPSED if flag.is_open and today >= lapses_on(flag) else flag.state


def _fits(flag: Flag, action: Action) -> bool:
    """Only own words are mapped."""
    return action is not Action.MAP or flag.ask.subject is Subject.WORDS


def _follows(flag: Flag, event: Event) -> bool:
    """Whether an event is the next one of this flag, from those it belongs to, and carries what its action needs."""
    by_whom = {
        Actor.COMPANY: event.organisation == flag.company,
        Actor.INSTITUTION: event.organisation == flag.addressee,
        Actor.EDITOR: True,
        Actor.CLOCK: True,
    }
    return (
        event.number == flag.seen + 1
        and by_whom.get(event.actor, False)
        and _fits(flag, event.action)
        and _carries(flag, event)
    )


NEEDS_WORDS: Final = frozenset({Action.PASS_ON, Action.DECLINE, Action.NOT_YET, Action.FLAG_AGAIN, Action.COMMENT})
"""Actions that say why, or what is new."""


def _carries(flag: Flag, event: Event) -> bool:
    if event.action in NEEDS_WORDS and not event.words:
        return False
    asks = event.action in {Action.EDIT, Action.RENEW, Action.MAP, Action.FLAG_AGAIN}
    return (
        (event.ask is not None) == asks
        and (event.ask is None or _same_subject(flag, event.action, event.ask))
        and (event.plan is not None) == (event.action is Action.PLAN)
        and bool(event.changes) == (event.action is Action.DELIVER)
        and bool(event.to) == (event.action is Action.PASS_ON)
        and (not event.to or event.to != flag.addressee)
    )


def _same_subject(flag: Flag, action: Action, after: Ask) -> bool:
    """What a flag is about changes only while nobody has answered, or when an editor maps own words."""
    before = flag.ask
    if action is Action.MAP:
        return after == replace(before, subject=after.subject, key=after.key, level=after.level) and bool(after.key)
    if action is Action.RENEW:
        return after == replace(before, by=after.by) and after.by > before.by
    same = (before.subject, before.key, before.words, before.level) == (
        after.subject,
        after.key,
        after.words,
        after.level,
    )
    return same or flag.state is State.FLAGGED or action is Action.FLAG_AGAIN
