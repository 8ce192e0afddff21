"""Flags and stated openings of the demo, written through the doors of `pathways.store`."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from functools import partial
from typing import TYPE_CHECKING, Final

from pathways.demo.flag_stories import stories
from pathways.demo.people import COMPANY, SECOND, THIRD
from pathways.domain.flags import Action, Actor, Event, Visibility, lapses_on, state_on
from pathways.domain.nouns import Interval
from pathways.store import flags, openings
from pathways.web.talk_times import moment_at

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from pathways.demo.flag_stories import Deed, Story
    from pathways.demo.telling import Telling
    from pathways.domain.flags import Flag


def flag_all(told: Telling) -> None:
    """Tell every flag, as it went."""
    graph = told.look()

    def write(session: Session) -> None:
        for story in stories(told.moments, graph):
            _tell(session, told, story)
        _lapse(session, told)

    told.rows("flags", write)


def _tell(session: Session, told: Telling, story: Story) -> None:
    at = told.moments.ago(story.days, "09:20")
    event = Event(1, at, Actor.COMPANY, story.company, Action.FLAG, ask=story.ask, to=story.to)
    flag = flags.flag(session, story.id, event, told.hands[story.company])
    for number, deed in enumerate(story.deeds):
        event_of = partial(_event, deed=deed, at=told.moments.ago(deed.days, f"{10 + number}:45"))
        flag = flags.add(session, story.id, event_of, flag.seen, told.hands[deed.by])


def _event(flag: Flag, deed: Deed, at: datetime) -> Event:
    actor = {flag.company: Actor.COMPANY, flag.addressee: Actor.INSTITUTION}.get(deed.by, Actor.EDITOR)
    carried = dict(deed.carried)
    if "ask" in carried:
        carried["ask"] = replace(flag.ask, **carried["ask"])
    speaks = "" if actor is Actor.EDITOR else deed.by
    return Event(flag.seen + 1, at, actor, speaks, deed.action, **carried)


def _lapse(session: Session, told: Telling) -> None:
    """Write down what has lapsed by now, on the day it did."""
    today = told.moments.day(0)
    late = {lapses_on(flag) for flag in flags.every(session) if state_on(flag, today) is not flag.state}
    for day in sorted(late):
        flags.lapse(session, day, moment_at(day, time(0, 30)))


STATED: Final = (
    (COMPANY, "project-lead", 1, (2, 3, 4), Visibility.PUBLIC, 44),
    (COMPANY, "process-developer", 3, (5, 7, 9), Visibility.ADDRESSED, 44),
    (SECOND, "plant-electrician", 1, (3, 5, 6), Visibility.PUBLIC, 39),
    (SECOND, "automation-engineer", 1, (2, 2, 3), Visibility.ADDRESSED, 39),
    (THIRD, "quality-coordinator", 1, (1, 2, 2), Visibility.PUBLIC, 36),
    (COMPANY, "harbour-planner", 1, (1, 1, 1), Visibility.ADDRESSED, 34),
)
"""Company, role, years from now, people at least, most likely and at most, who sees it, and how many days ago."""
TAKEN_BACK_DAYS: Final = 16


def state_openings(told: Telling) -> None:
    """Tell what openings were stated; the last of them was taken back."""
    at, year = told.moments, told.moments.day(0).year

    def write(session: Session) -> None:
        for company, role, ahead, people, seen, days in STATED:
            hand, said = told.hands[company], Interval(*people)
            openings.state(session, company, role, year + ahead, said, seen, at.ago(days, "13:15"), hand)
        company, role, ahead, *_rest = STATED[-1]
        openings.withdraw(session, company, role, year + ahead, at.ago(TAKEN_BACK_DAYS), told.hands[company])

    told.rows("openings", write)
