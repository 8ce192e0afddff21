"""Gap flags for tests, in one line each: `walked(Action.ACKNOWLEDGE, Action.PLAN)` is a flag that was planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from pathways.domain.flags import (
    NEEDS_WORDS,
    Action,
    Actor,
    Ask,
    Change,
    Event,
    Flag,
    Plan,
    Shows,
    State,
    Subject,
    Visibility,
    act,
    begin,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

COMPANY, SCHOOL, OTHER_COMPANY, OTHER_SCHOOL = "works", "school", "mill", "college"
START = datetime(2026, 9, 1, 8, tzinfo=UTC)
BY = date(2027, 8, 1)
PLANNED = Plan("course", "2027-08", "A module")
DELIVERED = (Change("outcomes", "course/sql", "level", "2", "3"),)

WHO = {
    Action.ACKNOWLEDGE: Actor.INSTITUTION,
    Action.PASS_ON: Actor.INSTITUTION,
    Action.PLAN: Actor.INSTITUTION,
    Action.DECLINE: Actor.INSTITUTION,
    Action.DELIVER: Actor.INSTITUTION,
    Action.MAP: Actor.EDITOR,
    Action.LAPSE: Actor.CLOCK,
}
"""Who usually does it; else the company."""

WAY: dict[State, tuple[Action, ...]] = {
    State.FLAGGED: (),
    State.ACKNOWLEDGED: (Action.ACKNOWLEDGE,),
    State.PASSED_ON: (Action.PASS_ON,),
    State.PLANNED: (Action.ACKNOWLEDGE, Action.PLAN),
    State.DELIVERED: (Action.ACKNOWLEDGE, Action.PLAN, Action.DELIVER),
    State.CONFIRMED: (Action.ACKNOWLEDGE, Action.PLAN, Action.DELIVER, Action.CONFIRM),
    State.DECLINED: (Action.DECLINE,),
    State.WITHDRAWN: (Action.WITHDRAW,),
    State.LAPSED: (Action.LAPSE,),
}
"""A way to each state."""


def ask(key: str = "sql", **changes: object) -> Ask:
    """Ask for a skill at level 3; `unmapped=True` for own words that nobody has mapped."""
    base = Ask(Subject.SKILL, key, "", 3, 4, BY, Shows.NO_APPLICANTS, "analyst", "an advert", Visibility.ADDRESSED)
    if changes.pop("unmapped", False):
        base = replace(base, subject=Subject.WORDS, key="", words="someone who can mend the still", level=None)
    return replace(base, **changes)


def begun(id: str = "f1", company: str = COMPANY, to: str = SCHOOL, at: datetime = START, **asked: object) -> Flag:
    """Give a flag that was just flagged."""
    return begin(id, Event(1, at, Actor.COMPANY, company, Action.FLAG, ask=ask(**asked), to=to))


def next_event(flag: Flag, action: Action, actor: Actor | None = None, at: datetime | None = None) -> Event:
    """Give the next event of a flag, with all that its action needs, from whoever usually does it."""
    actor = actor or WHO.get(action, Actor.COMPANY)
    organisations = {
        Actor.COMPANY: flag.company,
        Actor.INSTITUTION: flag.addressee,
        Actor.OTHER_COMPANY: OTHER_COMPANY,
        Actor.OTHER_INSTITUTION: OTHER_SCHOOL,
    }
    return Event(
        number=flag.seen + 1,
        at=at or flag.events[-1].at + timedelta(days=1),
        actor=actor,
        organisation=organisations.get(actor, ""),
        action=action,
        words="because" if action in NEEDS_WORDS else "",
        ask=_asked(flag, action),
        to=_other(flag) if action is Action.PASS_ON else "",
        plan=PLANNED if action is Action.PLAN else None,
        changes=DELIVERED if action is Action.DELIVER else (),
    )


def _other(flag: Flag) -> str:
    return SCHOOL if flag.addressee == OTHER_SCHOOL else OTHER_SCHOOL


def _asked(flag: Flag, action: Action) -> Ask | None:
    match action:
        case Action.EDIT | Action.FLAG_AGAIN:
            return replace(flag.ask, people=flag.ask.people + 1)
        case Action.RENEW:
            return replace(flag.ask, by=flag.ask.by + timedelta(days=100))
        case Action.MAP:
            return replace(flag.ask, subject=Subject.SKILL, key="sql", level=3)
        case _:
            return None


def walk(flag: Flag, actions: Iterable[Action], at: datetime | None = None) -> Flag:
    """Do these things with a flag, a day apart, or all at one moment."""
    for action in actions:
        flag = act(flag, next_event(flag, action, at=at))
    return flag


def standing(state: State, **asked: object) -> Flag:
    """Give a flag that stands like this."""
    return walk(begun(**asked), WAY[state])
