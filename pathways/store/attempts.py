"""How often something was tried, counted in the database so that every worker counts the same.

A count belongs to one window of time, which begins with the first try. A window that is over counts as none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, delete, select
from sqlmodel import col

from pathways.store.account_tables import AttemptRow
from pathways.store.rows import table
from pathways.store.upserting import upsert

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session


def count_attempt(session: Session, key: str, now: datetime, expires_at: datetime) -> int:
    """Count one more try and give how many there are in this window; a new window ends at `expires_at`."""
    over = col(AttemptRow.expires_at) <= now
    first = upsert(session, table(AttemptRow)).values(key=key, count=1, expires_at=expires_at)
    session.execute(
        first.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((over, 1), else_=col(AttemptRow.count) + 1),
                "expires_at": case((over, expires_at), else_=col(AttemptRow.expires_at)),
            },
        )
    )
    return attempts(session, key, now)


def attempts(session: Session, key: str, now: datetime) -> int:
    """Give how many tries there are in this window."""
    wanted = select(col(AttemptRow.count)).where(col(AttemptRow.key) == key, col(AttemptRow.expires_at) > now)
    return session.scalar(wanted) or 0


def end_of_window(session: Session, key: str, now: datetime) -> datetime | None:
    """Give when the window ends; None when nothing was tried."""
    wanted = select(col(AttemptRow.expires_at)).where(col(AttemptRow.key) == key, col(AttemptRow.expires_at) > now)
    return session.scalar(wanted)


def take_back_attempt(session: Session, key: str) -> None:
    """Count one try less."""
    session.execute(delete(AttemptRow).where(col(AttemptRow.key) == key, col(AttemptRow.count) == 1))
    row = session.get(AttemptRow, key, with_for_update=True)
    if row is not None:
        row.count -= 1


def forget_attempts(session: Session, *, key: str | None = None, now: datetime | None = None) -> None:
    """Forget one count, or those whose window is over, or all. Rows that another is counting in are left to it."""
    chosen = select(col(AttemptRow.key))
    if key is not None:
        chosen = chosen.where(col(AttemptRow.key) == key)
    if now is not None:
        chosen = chosen.where(col(AttemptRow.expires_at) <= now)
    chosen = chosen.with_for_update(skip_locked=key is None)
    session.execute(delete(AttemptRow).where(col(AttemptRow.key).in_(chosen)))
