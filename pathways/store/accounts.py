"""Accounts as rows: who may sign in, and the links that let somebody choose a password, once.

A function here reads or writes within the caller's transaction (`Catalogue.rows`). Of an account that was deleted a row
stays that holds nothing of its owner: what was done with it keeps its number, and a copy from before that is restored
is cleaned by it. Nothing here finds it.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from pathways.domain.accounts import Account, AccountState, AddressTaken, erased_address
from pathways.domain.rights import AccountKind
from pathways.store.account_tables import AccountRow, OneUseLinkRow
from pathways.store.digest_tables import DigestRow
from pathways.store.scenario_tables import SavedScenarioRow
from pathways.store.upload_tables import UploadRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Kept:
    """An account with what it is recognised by. `password_hash` is None until a password was chosen."""

    account: Account
    password_hash: str | None
    stamp: str


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is said of an account when it is made. `email` is as `mail_address` gives it."""

    email: str
    name: str
    kind: AccountKind
    organisation_id: str | None = None
    password_hash: str | None = None
    demo: bool = False


def find_account(session: Session, id: int) -> Kept | None:
    """Give the account with this number."""
    row = session.get(AccountRow, id)
    return _kept(row) if row and not _is_erased(row) else None


def account_of(session: Session, email: str) -> Kept | None:
    """Give the account of a mail address, written in small letters."""
    row = session.scalars(select(AccountRow).where(col(AccountRow.email) == email)).one_or_none()
    return _kept(row) if row and not _is_erased(row) else None


def all_accounts(session: Session) -> tuple[Account, ...]:
    """Give every account, by kind and then by name."""
    rows = session.scalars(select(AccountRow).order_by(col(AccountRow.kind), func.lower(col(AccountRow.name))))
    return tuple(_kept(row).account for row in rows if not _is_erased(row))


def counsellors_of(session: Session, organisation_id: str | None, own: int) -> tuple[int, ...]:
    """Give the ids of a school's counsellors, in no order; without a school, `own` alone."""
    if organisation_id is None:
        return (own,)
    wanted = select(col(AccountRow.id)).where(
        col(AccountRow.kind) == AccountKind.COUNSELLOR, col(AccountRow.organisation_id) == organisation_id
    )
    return tuple(id for id in session.execute(wanted).scalars() if id is not None)


def all_counsellors(session: Session) -> tuple[int, ...]:
    """Give the ids of all counsellors, in no order."""
    found = session.execute(select(col(AccountRow.id)).where(col(AccountRow.kind) == AccountKind.COUNSELLOR)).scalars()
    return tuple(id for id in found if id is not None)


def add_account(session: Session, new: NewAccount, stamp: str, now: datetime) -> Account:
    """Write a new account.

    Raises:
        AddressTaken: there is one with this address.
    """
    _require_free(session, new.email)
    row = AccountRow(
        email=new.email,
        name=new.name,
        kind=new.kind.value,
        organisation_id=new.organisation_id,
        password_hash=new.password_hash,
        demo=new.demo,
        stamp=stamp,
        created_at=now,
    )
    session.add(row)
    with _taken_meanwhile(new.email):
        session.flush()
    return _kept(row).account


def set_person(session: Session, id: int, name: str, email: str) -> None:
    """Say what somebody is called, and where mails go; links that went to another address let nobody in any more.

    Raises:
        AddressTaken: another account has this address.
    """
    kept = find_account(session, id)
    if kept is not None and kept.account.email != email:
        _require_free(session, email)
        _void_links(session, id)
    with _taken_meanwhile(email):
        _change(session, id, name=name, email=email)


def erase_account(session: Session, id: int, stamp: str) -> None:
    """Delete an account for good: who it was, its scenarios, its mails and its file. Talks stay until they expire.

    The row that stays has no name and a nobody's address; see above.
    """
    _change(
        session, id, email=erased_address(id), name="", password_hash=None, demo=False, disabled=True, stamp=stamp
    )  # fmt: skip
    _void_links(session, id)
    for own in (SavedScenarioRow, DigestRow, UploadRow):
        session.execute(delete(own).where(col(own.account_id) == id))


def _require_free(session: Session, email: str) -> None:
    if account_of(session, email) is not None:
        raise AddressTaken(f"There is an account for {email} already.")


@contextmanager
def _taken_meanwhile(email: str) -> Iterator[None]:
    """Tell whoever writes an address that somebody wrote since we looked."""
    try:
        yield
    except IntegrityError:
        raise AddressTaken(f"There is an account for {email} already.") from None


def _is_erased(row: AccountRow) -> bool:
    return row.id is not None and row.email == erased_address(row.id)


def set_password(session: Session, id: int, password_hash: str, stamp: str) -> None:
    """Keep another password; the new stamp signs out every device, and no link lets anybody in any more."""
    _change(session, id, password_hash=password_hash, stamp=stamp)
    _void_links(session, id)


def set_hash(session: Session, id: int, password_hash: str) -> None:
    """Keep the same password in another hash; nobody is signed out."""
    _change(session, id, password_hash=password_hash)


def set_stamp(session: Session, id: int, stamp: str) -> None:
    """Sign the account out on every device."""
    _change(session, id, stamp=stamp)


def set_organisation(session: Session, id: int, organisation_id: str | None) -> None:
    """Say which organisation the account speaks for."""
    _change(session, id, organisation_id=organisation_id)


def disable_account(session: Session, id: int, stamp: str) -> None:
    """Let nobody sign in with the account, sign it out everywhere and void its links."""
    _change(session, id, disabled=True, stamp=stamp)
    _void_links(session, id)


def enable_account(session: Session, id: int) -> None:
    """Let the account sign in again, with the password it had."""
    _change(session, id, disabled=False)


def add_link(session: Session, link: OneUseLinkRow, now: datetime) -> None:
    """Keep a link that lets an account choose a password; its earlier links are void.

    Links whose time is over, of any account, are forgotten by the way.
    """
    mine, over = col(OneUseLinkRow.account_id) == link.account_id, col(OneUseLinkRow.expires_at) <= now
    session.execute(delete(OneUseLinkRow).where(mine | over))
    session.add(link)


def account_by_link(session: Session, hash: str, now: datetime) -> Account | None:
    """Give whose link this is, without using it up; None when it is used, over or none of ours."""
    row = session.get(OneUseLinkRow, hash)
    if row is None or row.expires_at <= now:
        return None
    kept = find_account(session, row.account_id)
    return kept.account if kept and kept.account.state is not AccountState.DISABLED else None


def use_link(session: Session, hash: str, now: datetime) -> Account | None:
    """Give whose link this is and use it up: of two that come at once, one gets nothing."""
    account = account_by_link(session, hash, now)
    if account is None:
        return None
    used = session.execute(delete(OneUseLinkRow).where(col(OneUseLinkRow.hash) == hash))
    assert isinstance(used, CursorResult)  # noqa: S101  # for mypy: a DELETE has a count
    return account if used.rowcount == 1 else None


def _void_links(session: Session, id: int) -> None:
    session.execute(delete(OneUseLinkRow).where(col(OneUseLinkRow.account_id) == id))


def _change(session: Session, id: int, **values: object) -> None:
    session.execute(update(AccountRow).where(col(AccountRow.id) == id).values(**values))


def _kept(row: AccountRow) -> Kept:
    assert row.id is not None  # noqa: S101  # for mypy: it comes from the database
    if row.disabled:
        state = AccountState.DISABLED
    else:
        state = AccountState.ACTIVE if row.password_hash or row.demo else AccountState.INVITED
    account = Account(
        row.id, row.email, row.name, AccountKind(row.kind), row.organisation_id, demo=row.demo, state=state
    )
    return Kept(account, row.password_hash, row.stamp)
