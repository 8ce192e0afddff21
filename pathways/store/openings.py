"""Openings that companies state, as rows: what is stated anew or taken back is a row more, and the newest one counts.

A function here reads or writes within the caller's transaction (`Catalogue.rows`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from pathways.domain.flags import Visibility
from pathways.domain.nouns import Interval
from pathways.domain.openings import Stated, standing
from pathways.store.flag_tables import StatedOpeningRow
from pathways.store.flags import raise_counter
from pathways.store.rows import table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

_said = table(StatedOpeningRow)


def state(  # noqa: PLR0917  # a statement has these parts
    session: Session,
    organisation: str,
    role: str,
    year: int,
    people: Interval,
    visibility: Visibility,
    now: datetime,
    account: int | None = None,
) -> None:
    """Keep how many people a year an organisation wants; it takes the place of what it said of the role and year."""
    _write(session, Stated(organisation, role, year, people, visibility, now), account)


def withdraw(  # noqa: PLR0917  # a statement has these parts
    session: Session,
    organisation: str,
    role: str,
    year: int,
    now: datetime,
    account: int | None = None,
) -> None:
    """Take back what an organisation said of a role and year; nothing happens where nothing stands."""
    for one in of(session, organisation):
        if (one.role, one.year) == (role, year):
            back = Stated(organisation, role, year, None, one.visibility, now)
            _write(session, back, account)


def of(session: Session, organisation: str) -> tuple[Stated, ...]:
    """List what stands of one organisation, by role and year."""
    return standing(_history(session, _said.c.organisation_id == organisation))


def history(session: Session) -> tuple[Stated, ...]:
    """List everything that was ever said, oldest first; what was taken back has no people."""
    return _history(session)


def _history(session: Session, *which: ColumnElement[bool]) -> tuple[Stated, ...]:
    return tuple(
        Stated(
            organisation=row.organisation_id,
            role=row.role_id,
            year=row.year,
            people=None if row.likely is None else Interval(row.low, row.likely, row.high),
            visibility=Visibility(row.visibility),
            at=row.stated_at,
        )
        for row in session.execute(select(_said).where(*which).order_by(_said.c.id))
    )


def _write(session: Session, said: Stated, account: int | None) -> None:
    raise_counter(session)
    people = said.people
    row = {
        "organisation_id": said.organisation,
        "role_id": said.role,
        "year": said.year,
        "low": people and people.low,
        "likely": people and people.likely,
        "high": people and people.high,
        "visibility": said.visibility.value,
        "stated_at": said.at,
        "account_id": account,
    }
    session.execute(insert(_said).values(row))
