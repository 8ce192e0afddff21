"""An INSERT that may meet a row: the two databases have the same one under two names."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlmodel import Session


def upsert(session: Session, rows: Table) -> sqlite.Insert:
    """Give the INSERT into a table; its `on_conflict_do_update` says what becomes of a row that is there."""
    chosen = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return cast("sqlite.Insert", chosen.insert(rows))
