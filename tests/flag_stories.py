"""Flags for tests, told as stories: `story("acknowledge", ("plan", 3))` is a flag with three events.

The company `works` flags on day 0, 1 September 2026; the institution `academy` answers, unless a step says otherwise.
A step is an action, or an action and its day; each comes a day after the one before.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from pathways.domain.flags import (
    Action,
    Actor,
    Ask,
    Change,
    Event,
    Flag,
    Plan,
    Shows,
    Subject,
    Visibility,
    act,
    begin,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY_0 = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
COMPANY, OTHER_COMPANY, SCHOOL, OTHER_SCHOOL = "works", "rival", "academy", "polytechnic"
PLAN = Plan("college", "2027-08", "A course in the third semester")
CHANGE = Change("outcomes", "college/sql", "level", "2", "3")

BY: Mapping[Action, Actor] = {
    **dict.fromkeys(
        (Action.ACKNOWLEDGE, Action.PASS_ON, Action.PLAN, Action.DECLINE, Action.DELIVER, Action.COMMENT),
        Actor.INSTITUTION,
    ),
    **dict.fromkeys(
        (Action.EDIT, Action.RENEW, Action.WITHDRAW, Action.CONFIRM, Action.NOT_YET, Action.FLAG_AGAIN), Actor.COMPANY
    ),
    Action.MAP: Actor.EDITOR,
    Action.LAPSE: Actor.CLOCK,
}


def asking(**changes: object) -> Ask:
    """Four people who know `sql` at level 3, by 1 October 2027; for the addressed institution only."""
    base = Ask(
        Subject.SKILL, "sql", "", 3, 4, date(2027, 10, 1), Shows.APPLICANTS_LACK_IT, "analyst", "Two secret adverts",
        Visibility.ADDRESSED,
    )  # fmt: skip
    return replace(base, **changes)


def own_words(**changes: object) -> Ask:
    """The same, in the company's own words."""
    return asking(subject=Subject.WORDS, key="", words="database wizards", **changes)


def story(*steps: str | tuple[str, int], id: str = "flag", ask: Ask | None = None) -> Flag:
    """Tell a flag; a comment of the company is the step `comment-by-company`."""
    ask = ask or asking()
    first = Event(1, DAY_0, Actor.COMPANY, COMPANY, Action.FLAG, ask=ask, to=SCHOOL)
    flag, day = begin(id, first), 0
    for step in steps:
        name, day = (step, day + 1) if isinstance(step, str) else step
        flag = act(flag, step_of(flag, name, DAY_0 + timedelta(days=day)))
    return flag


def step_of(flag: Flag, name: str, at: datetime) -> Event:
    """Give the next event of a flag by the word for it."""
    by_company = name.endswith("-by-company")
    action = Action(name.removesuffix("-by-company"))
    actor = Actor.COMPANY if by_company else BY[action]
    speaks = {Actor.COMPANY: flag.company, Actor.INSTITUTION: flag.addressee}.get(actor, "")
    event = Event(flag.seen + 1, at, actor, speaks, action)
    return replace(event, **carried(flag, action))


def carried(flag: Flag, action: Action) -> dict[str, object]:
    """Give what an event of this action has to carry."""
    mapped = replace(flag.ask, subject=Subject.SKILL, key="sql", level=2)
    later = replace(flag.ask, by=flag.ask.by.replace(year=flag.ask.by.year + 1))
    return {
        Action.PASS_ON: {"words": "They teach it", "to": OTHER_SCHOOL if flag.addressee == SCHOOL else SCHOOL},
        Action.DECLINE: {"words": "No room"},
        Action.NOT_YET: {"words": "Nothing has started"},
        Action.COMMENT: {"words": "Between us"},
        Action.FLAG_AGAIN: {"words": "Three more need it", "ask": flag.ask},
        Action.EDIT: {"ask": replace(flag.ask, people=77, tried="A later secret")},
        Action.RENEW: {"ask": later},
        Action.MAP: {"ask": mapped},
        Action.PLAN: {"plan": PLAN},
        Action.DELIVER: {"changes": (CHANGE,)},
    }.get(action, {})
