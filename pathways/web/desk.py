"""The counsellor's desk: their own talks, what is due, and a search through them.

What is searched for is sent and not put into the address: it may be a word of somebody's notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, request

from pathways.domain import guidance as domain
from pathways.domain.spelling import fold
from pathways.store import class_hours, guidance
from pathways.web.pages import page
from pathways.web.signed_in import catalogue, now
from pathways.web.talk_access import counsellor
from pathways.web.talk_form import short_title
from pathways.web.talk_times import local_day
from pathways.web.talk_view import stage_labels

if TYPE_CHECKING:
    from datetime import date, datetime

    from flask import Response

    from pathways.domain.accounts import Account
    from pathways.domain.guidance import Talk
    from pathways.store.guidance_tables import GuidanceRow

bp = Blueprint("desk", __name__)

SOON_DAYS: Final = 14
LONGEST_SEARCH: Final = 100
SHOWN: Final = 200
"""Talks listed at once; a search finds the others."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One talk on the desk. `titles` are those of its shortlist; `due` is `past`, `soon`, `later` or empty."""

    row: GuidanceRow
    talk: Talk
    titles: tuple[str, ...]
    open: bool
    due: str


@bp.get("/guidance/desk")
def show_desk() -> Response:
    """Show the counsellor's own talks."""
    return _desk(counsellor(), "")


@bp.post("/guidance/desk")
def search() -> Response:
    """Show those in which every word that was typed stands somewhere."""
    return _desk(counsellor(), request.form.get("q", "").strip()[:LONGEST_SEARCH])


def _desk(account: Account, q: str) -> Response:
    moment = now()
    with catalogue().rows() as session:
        rows = guidance.talks_of(session, account.id, moment)
        hours = class_hours.hours_of(session, account.id)
    wanted = fold(q).split()
    begun = [row for row in rows if row.class_id is None or row.version > 1]  # the others stand on their sheet alone
    entries = [_entry(row, moment) for row in begun]
    found = [entry for entry in entries if all(word in _words(entry) for word in wanted)]
    listed = found[:SHOWN]
    due = sorted((entry for entry in found if entry.due in {"past", "soon"}), key=lambda entry: str(entry.row.next_on))
    return page(
        "guidance/desk.html",
        block="main",
        q=q,
        entries=listed if wanted else [entry for entry in listed if entry.row.class_id is None],
        in_hour={} if wanted else {hour.id: [one for one in listed if one.row.class_id == hour.id] for hour in hours},
        more=max(0, len(found) - SHOWN),
        all=len(begun),
        alone=sum(row.class_id is None for row in begun),
        due=due,
        hours=hours,
        stages=stage_labels(),
        now=moment,
    )


def _entry(row: GuidanceRow, moment: datetime) -> Entry:
    talk = domain.from_json(row.talk)
    titles = tuple(map(short_title, talk.shortlist))
    return Entry(row, talk, titles, guidance.is_open(row, moment), due_word(row.next_on, local_day(moment)))


def due_word(on: date | None, today: date) -> str:
    """Say how near the day of a next step is."""
    if on is None:
        return ""
    days = (on - today).days
    return "past" if days < 0 else "soon" if days <= SOON_DAYS else "later"


def _words(entry: Entry) -> str:
    lines = (pick.line for pick in entry.talk.shortlist)
    return fold(" ".join((entry.row.label, entry.row.notes, entry.talk.next_step, *entry.titles, *lines)))
