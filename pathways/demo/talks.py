"""Guidance talks and class hours of the demo, written through the doors of `pathways.store`."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import current_app

from pathways.demo.people import COUNSELLOR
from pathways.demo.talk_stories import of_class, stories
from pathways.domain.codes import name_of
from pathways.store import class_hours, guidance, guidance_notes
from pathways.store.guidance import OPEN_FOR
from pathways.store.guidance_notes import Sent
from pathways.store.guidance_tables import ClassHourRow
from pathways.web.guiding import Hours, draft_of
from pathways.web.talk_keys import Minted, known_ways_in
from pathways.web.talk_times import expiry, local_day
from pathways.web.talking import as_it_ends
from pathways.web.touring import CLASS_TODAY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlmodel import Session

    from pathways.demo.talk_stories import Story, Visit
    from pathways.demo.talk_words import Deed
    from pathways.demo.telling import Telling

PACE: Final = timedelta(minutes=2)
"""Between one thing done in a talk and the next."""
CODES, IN_USE_BEFORE, IN_USE_TODAY = 24, 18, 5
CLASS_BEFORE: Final = "demo-class-before"
CLASS_BEFORE_DAYS: Final = 38
"""Before this month, whichever day it is: the counts go up to its beginning."""
LONGEST_PART: Final = 0.45
"""How much of the days that a talk is kept for may lie between its first visit and today."""


def talk_all(told: Telling) -> None:
    """Tell every talk, and both class hours."""
    as_of = told.look().town.as_of

    def write(session: Session) -> None:
        for story in stories(told.moments):
            _tell(session, told, story, as_of)
        _class(session, told, CLASS_BEFORE, _days_ago(told, CLASS_BEFORE_DAYS, "09:50"), IN_USE_BEFORE)
        _class(session, told, CLASS_TODAY, told.moments.minutes_ago(18), IN_USE_TODAY)

    told.rows("talks", write)


def _days_ago(told: Telling, days: int, at: str = "10:15") -> datetime:
    """Give a moment that a talk can still be known from, however short talks are kept here."""
    most = int(current_app.config["PATHWAYS"].session_days * LONGEST_PART)
    return told.moments.ago(max(1, min(days, most)), at)


def _minted(id: str, label: str) -> Minted:
    return Minted(id, label, f"{id} code 1", f"{id} link")


def _tell(session: Session, told: Telling, story: Story, as_of: str) -> None:
    for number, visit in enumerate(story.visits):
        begins = _days_ago(told, visit.days) if visit.days else told.moments.minutes_ago(visit.minutes)
        if number == 0:
            hours = Hours(begins, begins, begins + OPEN_FOR)
            draft = partial(draft_of, _minted(story.id, story.label), told.hands[COUNSELLOR], hours)
            guidance.begin(session, draft)
        else:
            _open_again(session, story.id, begins, number)
        _hold(session, story.id, visit, begins, as_of)


def _open_again(session: Session, id: str, begins: datetime, number: int) -> None:
    row = guidance.locked(session, id, begins)
    row.code_salt = f"{id} code {number + 1}"
    keys = known_ways_in(row, guidance.hashes_of(session, id)).keys
    days = current_app.config["PATHWAYS"].session_days
    guidance.open_again(session, row, keys, begins, expiry(begins, days))


def _hold(session: Session, id: str, visit: Visit, begins: datetime, as_of: str) -> None:
    """Hold one visit: counsellor and student do things by turns, and both write."""
    last = _do(session, id, visit.deeds, begins, min(PACE, timedelta(minutes=visit.minutes or 60) / 20))
    if visit.notes:
        before = guidance.find(session, id, last).notes
        guidance_notes.save(session, id, Sent(before, visit.notes), last, student=False)
    if visit.finished:
        known = min(as_of, local_day(last).isoformat())  # of the day after a visit nobody in it knew anything
        guidance.finish(session, id, as_it_ends, known, last + PACE)


def _do(session: Session, id: str, deeds: Iterable[Deed], begins: datetime, pace: timedelta) -> datetime:
    at = begins
    for number, deed in enumerate(deeds):
        at += pace
        guidance.change(session, id, deed, at, student=number % 2 == 1)
    return at


def _class(session: Session, told: Telling, id: str, opens: datetime, in_use: int) -> None:
    """Make the codes of a class hour, of which some are in use."""
    closes, account = opens + OPEN_FOR, told.hands[COUNSELLOR]
    hour = ClassHourRow(id=id, account_id=account, opens_at=opens, closes_at=closes, created_at=opens)
    hours, first = Hours(opens, opens, closes), len(id) * 100
    names = [_minted(f"{id}-{number}", name_of(first + 47 * number)) for number in range(CODES)]
    class_hours.make(session, hour, [partial(draft_of, minted, account, hours, id) for minted in names])
    for number, minted in enumerate(names[:in_use]):
        _do(session, minted.id, of_class(number), opens, timedelta(seconds=90))
