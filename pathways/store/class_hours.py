"""Codes for a whole class: talks that open and close together, and are voided at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from pathways.store.guidance import begin, is_open, withdraw_code
from pathways.store.guidance_tables import ClassHourRow, GuidanceRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlmodel import Session
    from sqlmodel.sql.expression import SelectOfScalar

    from pathways.store.guidance import Keys


def make(session: Session, hour: ClassHourRow, drafts: Iterable[Callable[[], tuple[GuidanceRow, Keys]]]) -> None:
    """Keep a new class hour and begin a talk for each of its codes (`pathways.store.guidance.begin`)."""
    session.add(hour)
    session.flush()
    for draft in drafts:
        begin(session, draft)


def hours_of(session: Session, account: int) -> Sequence[ClassHourRow]:
    """Give somebody's class hours, the latest first."""
    wanted = select(ClassHourRow).where(ClassHourRow.account_id == account).order_by(col(ClassHourRow.opens_at).desc())
    return session.exec(wanted).all()


def hour(session: Session, id: str, account: int) -> ClassHourRow | None:
    """Give a class hour of this account; None when it has no such one."""
    found = session.get(ClassHourRow, id)
    return found if found and found.account_id == account else None


def talks_in(session: Session, id: str) -> Sequence[GuidanceRow]:
    """Give the talks of a class hour, in the order of their sheet."""
    return session.exec(_of_hour(id)).all()


def _of_hour(id: str) -> SelectOfScalar[GuidanceRow]:
    return select(GuidanceRow).where(GuidanceRow.class_id == id).order_by(col(GuidanceRow.label), col(GuidanceRow.id))


def void(session: Session, id: str, now: datetime) -> list[str]:
    """Let the codes of a class hour be good no longer, and give the talks that nobody began, to be deleted.

    What somebody wrote in one that was begun stays; it is reached from the desk, and by its own link.
    """
    untouched = []
    for row in session.exec(_of_hour(id).with_for_update()).all():  # nobody begins one while it is looked at
        if row.version == 1:
            untouched.append(row.id)
        elif is_open(row, now) or row.opens_at > now:
            row.closes_at = max(row.opens_at, now)
            row.version += 1
            session.add(row)
        withdraw_code(session, row.id)
    row_of_hour = session.get(ClassHourRow, id)
    if row_of_hour is not None:
        row_of_hour.closes_at = max(row_of_hour.opens_at, min(row_of_hour.closes_at, now))
        session.add(row_of_hour)
    return untouched
