"""What was said of a database when it was made, and is never said later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pathways.store.account_tables import MarkRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

DEMO: Final = "demo"


def mark_demo(session: Session, now: datetime) -> None:
    """Say that this database only shows how things work."""
    session.add(MarkRow(name=DEMO, since=now))


def is_demo(session: Session) -> bool:
    """Tell whether this database only shows how things work."""
    return session.get(MarkRow, DEMO) is not None
