"""Who is written to about what waits for them, and when they last were.

A mail is claimed before it is sent, so that of several processes one sends it; a claim that came to nothing is given
back, and the mail is tried again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update
from sqlmodel import col

from pathways.domain.accounts import AccountState
from pathways.domain.rights import AccountKind
from pathways.store.accounts import all_accounts
from pathways.store.digest_tables import DigestRow
from pathways.store.marks import is_due, mark
from pathways.store.rows import table
from pathways.store.upserting import upsert

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from sqlmodel import Session

    from pathways.domain.accounts import Account

TURN: Final = "digests"
"""The mark of the last time that a server looked whom to write to."""
WRITTEN_TO: Final = frozenset({AccountKind.COMPANY, AccountKind.INSTITUTION, AccountKind.EDITOR})
"""Kinds of account that something can wait for."""


@dataclass(frozen=True, slots=True)
class Due:
    """An account that may be written to now. `before` is when it last was; None for never."""

    account: Account
    before: datetime | None


def due(session: Session, now: datetime, every: timedelta) -> Sequence[Due]:
    """List the accounts that may be written to: those that can sign in, want it, and were not written to since `every`.

    Demo accounts have no mailbox.
    """
    known = {row.account_id: row for row in session.scalars(select(DigestRow))}
    found = []
    for account in all_accounts(session):
        row = known.get(account.id, DigestRow(account_id=account.id))
        lately = row.sent_at is not None and now - every < row.sent_at <= now
        can = account.kind in WRITTEN_TO and account.state is AccountState.ACTIVE and not account.demo
        if can and not row.off and not lately:
            found.append(Due(account, row.sent_at))
    return found


def claim(session: Session, one: Due, now: datetime) -> bool:
    """Note that an account is written to now; False when somebody else did so since `due`, or it was switched off."""
    rows = table(DigestRow)
    new = upsert(session, rows).values(account_id=one.account.id, off=False, sent_at=now)
    same = rows.c.sent_at.is_not_distinct_from(one.before)
    put = new.on_conflict_do_update(index_elements=["account_id"], set_={"sent_at": now}, where=same & ~rows.c.off)
    return session.execute(put.returning(rows.c.account_id)).first() is not None


def give_back(session: Session, one: Due) -> None:
    """Note that an account was not written to after all."""
    session.execute(update(DigestRow).where(col(DigestRow.account_id) == one.account.id).values(sent_at=one.before))


def is_off(session: Session, account: int) -> bool:
    """Tell whether an account has switched its digests off."""
    row = session.get(DigestRow, account)
    return row is not None and row.off


def switch(session: Session, account: int, *, off: bool) -> None:
    """Switch the digests of an account off, or on again."""
    row = session.get(DigestRow, account) or DigestRow(account_id=account)
    row.off = off
    session.add(row)


def is_turn(session: Session, now: datetime, every: timedelta) -> bool:
    """Tell whether no process looked since `every` ago; reads only."""
    return is_due(session, TURN, now, every)


def take_turn(session: Session, now: datetime, every: timedelta) -> bool:
    """Take the turn to look whom to write to; of several processes one gets it."""
    return mark(session, TURN, now, now - every)
