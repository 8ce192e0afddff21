"""The openings that companies state: how many people they want for a role in a year, and who may see it.

A figure that is stated anew, or taken back, is a row more: the newest row of an organisation, role and year counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pathways.domain.flags import Visibility
from pathways.domain.nouns import Interval
from pathways.store.flag_tables import StatedOpeningRow
from pathways.store.flags import raise_counter

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Stated:
    """What an organisation said at a moment; `people` is None where it took back what it had said."""

    organisation: str
    role: str
    year: int
    people: Interval | None
    visibility: Visibility
    at: datetime


def state(  # noqa: PLR0917  # one statement has these parts
    session: Session,
    organisation: str,
    role: str,
    year: int,
    people: Interval | None,
    visibility: Visibility,
    now: datetime,
    account: int | None = None,
) -> None:
    """Keep what an organisation says; None takes back what it said before."""
    low, likely, high = (people.low, people.likely, people.high) if people else (None, None, None)
    session.add(
        StatedOpeningRow(
            organisation_id=organisation,
            role_id=role,
            year=year,
            low=low,
            likely=likely,
            high=high,
            visibility=visibility,
            stated_at=now,
            account_id=account,
        )
    )
    session.flush()
    raise_counter(session)


def withdraw(session: Session, organisation: str, role: str, year: int, now: datetime) -> None:
    """Take back what an organisation said of a role and a year; nothing happens when it said nothing."""
    standing = [one for one in of(session, organisation) if (one.role, one.year) == (role, year)]
    for one in standing:
        state(session, organisation, role, year, None, one.visibility, now)


def history(session: Session) -> tuple[Stated, ...]:
    """Give everything that was ever said, oldest first."""
    rows = session.exec(select(StatedOpeningRow).order_by(col(StatedOpeningRow.id)))
    return tuple(_stated(row) for row in rows)


def every(session: Session) -> tuple[Stated, ...]:
    """Give what stands now: the newest of each organisation, role and year that was not taken back."""
    newest = {(one.organisation, one.role, one.year): one for one in history(session)}
    return tuple(one for one in newest.values() if one.people)


def of(session: Session, organisation: str) -> tuple[Stated, ...]:
    """Give what stands of one organisation, by role and year."""
    own = [one for one in every(session) if one.organisation == organisation]
    return tuple(sorted(own, key=lambda one: (one.role, one.year)))


def told(session: Session) -> tuple[Stated, ...]:
    """Give what institutions may see with its company: what was stated to them, or in public."""
    return tuple(one for one in every(session) if one.visibility is not Visibility.POOLED)


def _stated(row: StatedOpeningRow) -> Stated:
    people = None
    if row.low is not None and row.likely is not None and row.high is not None:
        people = Interval(row.low, row.likely, row.high)
    return Stated(row.organisation_id, row.role_id, row.year, people, Visibility(row.visibility), row.stated_at)
