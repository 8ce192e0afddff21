"""Scenarios that somebody saved: each account sees its own, and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from pathways.domain.errors import PathwaysError
from pathways.store.account_tables import AccountRow
from pathways.store.scenario_tables import SavedScenarioRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

MOST: Final = 50
"""Scenarios that one account may keep."""


class TooManySaved(PathwaysError):
    """The account keeps as many as it may."""


def saved_by(session: Session, account: int) -> Sequence[SavedScenarioRow]:
    """List what an account has saved, the newest first."""
    wanted = select(SavedScenarioRow).where(SavedScenarioRow.account_id == account)
    return session.exec(wanted.order_by(col(SavedScenarioRow.saved_at).desc(), col(SavedScenarioRow.id).desc())).all()


def save(session: Session, account: int, name: str, query: str, now: datetime) -> None:
    """Save a scenario; one of the same name is put in its place.

    Raises:
        TooManySaved: the account has 50 already.
    """
    # Whoever else saves one for this account waits: a button pressed twice would keep two of a name.
    session.exec(select(AccountRow.id).where(AccountRow.id == account).with_for_update(key_share=True)).first()
    kept = saved_by(session, account)
    for row in kept:
        if row.name == name:
            row.query, row.saved_at = query, now
            session.add(row)
            return
    if len(kept) >= MOST:
        raise TooManySaved(f"Account {account} has {MOST} scenarios.")
    session.add(SavedScenarioRow(account_id=account, name=name, query=query, saved_at=now))


def remove(session: Session, account: int, id: int) -> str:
    """Remove a saved scenario of this account, and give what its address says; empty where it has no such one."""
    for row in saved_by(session, account):  # not by its id: one of more digits than a database counts is no error
        if row.id == id:
            session.delete(row)
            return row.query
    return ""
