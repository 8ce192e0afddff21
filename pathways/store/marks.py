"""What was said of a database once, and is never taken back: above all that it was made to be shown around."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pathways.store.account_tables import MarkRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

DEMO: Final = "demo"


def is_marked(session: Session, name: str) -> bool:
    """Tell whether this was said of the database."""
    return session.get(MarkRow, name) is not None


def mark(session: Session, name: str, now: datetime) -> None:
    """Say this of the database, for good; it must not be said twice."""
    session.add(MarkRow(name=name, since=now))


def mark_demo(session: Session, now: datetime) -> None:
    """Say that this database only shows how things work."""
    mark(session, DEMO, now)


def is_demo(session: Session) -> bool:
    """Tell whether this database only shows how things work."""
    return is_marked(session, DEMO)
