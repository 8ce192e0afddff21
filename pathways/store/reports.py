"""What visitors say is wrong: kept without a word of who said it, until somebody has looked it up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func
from sqlmodel import col, select

from pathways.store.steward_tables import ReportRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

LATELY: Final = 20
"""How many of those that were settled are listed."""


def report(session: Session, page: str, words: str, url: str, now: datetime) -> None:
    """Keep what somebody says is wrong with a page; the very same words once while they wait."""
    same = select(ReportRow).where(
        ReportRow.page == page, ReportRow.words == words, col(ReportRow.settled_at).is_(None)
    )
    if session.exec(same).first() is None:
        session.add(ReportRow(at=now, page=page, words=words, url=url))


def waiting(session: Session) -> Sequence[ReportRow]:
    """List what nobody has settled yet, oldest first."""
    wanted = select(ReportRow).where(col(ReportRow.settled_at).is_(None))
    return session.exec(wanted.order_by(col(ReportRow.at), col(ReportRow.id))).all()


def settled(session: Session) -> Sequence[ReportRow]:
    """List what was settled lately, the newest first."""
    wanted = select(ReportRow).where(col(ReportRow.settled_at).is_not(None))
    return session.exec(wanted.order_by(col(ReportRow.settled_at).desc(), col(ReportRow.id).desc()).limit(LATELY)).all()


def count_waiting(session: Session) -> int:
    """Count what nobody has settled yet."""
    return session.exec(select(func.count()).select_from(ReportRow).where(col(ReportRow.settled_at).is_(None))).one()


def settle(session: Session, id: int, answer: str, account: int | None, now: datetime) -> bool:
    """Say what came of a report; False where it is gone or was settled already."""
    row = session.get(ReportRow, id)
    if row is None or row.settled_at is not None:
        return False
    row.settled_at, row.settled_by, row.answer = now, account, answer
    session.add(row)
    return True
