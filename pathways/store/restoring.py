"""A copy brought back: row by row, in one transaction, into the database that is there.

The file is not replaced: servers that have it open would go on with the old one. They see the new rows with their
next answer, all at once, and need no restart. What must not come back with a copy is taken out in the same
transaction: talks deleted since (the notes of the database that is replaced say which), talks that expired since,
keys that were withdrawn since. Accounts disabled or deleted since stay so, and everybody signs in anew.

A copy without notes says nothing of what was said in talks. So it replaces none: those the database still has stay as
they are, and only those it lost come back, without their words.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from pathways.domain.accounts import erased_address
from pathways.domain.errors import PathwaysError
from pathways.store.account_tables import AccountRow, AttemptRow, MarkRow, OneUseLinkRow
from pathways.store.accounts import erase_account
from pathways.store.backups import COPIED, SILENT, empty, fill
from pathways.store.esco_tables import ESCO, EscoRow
from pathways.store.flag_tables import GapCounterRow
from pathways.store.guidance_tables import (
    ClassHourRow,
    GuidanceGoneRow,
    GuidanceKeyRow,
    GuidanceRow,
    GuidanceVisitRow,
)
from pathways.store.marks import DEMO, mark
from pathways.store.purging import PURGED, UNSWEPT, delete_gone, entomb, purge_expired
from pathways.store.rows import table
from pathways.store.tables import CatalogueRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine, Table
    from sqlmodel import Session

    from pathways.store.backups import Copied

_catalogue, _accounts, _marks = table(CatalogueRow), table(AccountRow), table(MarkRow)
_talks, _keys, _visits = table(GuidanceRow), table(GuidanceKeyRow), table(GuidanceVisitRow)
_hours, _gone = table(ClassHourRow), table(GuidanceGoneRow)
_counter = table(GapCounterRow)
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did beside bringing back: talks deleted again, talks that had expired, talks left as they were.

    `compared` is False when there was nothing to tell by what was deleted since.
    """

    gone: int
    expired: int
    stayed: int
    compared: bool


@dataclass(frozen=True, slots=True)
class _Old:
    """What counts of the database that is replaced."""

    revision: int
    written: int
    demo: bool
    until: dict[str, datetime]
    version: int
    accounts: Rows
    hours: Rows
    talks: Rows
    keys: Rows
    visits: Rows

    @property
    def used(self) -> bool:
        """Whether anybody ever worked with it."""
        return bool(self.accounts or self.talks or self.until)


def replace_all(session: Session, copy: Engine, copied: Copied, now: datetime, days: int) -> Restored:
    """Put a copy in the place of everything, without what must not come back. Nothing is committed.

    Raises:
        PathwaysError: one of the two is a database for demonstrations and the other is not.
    """
    connection = session.connection()
    old = _read(connection)
    with copy.connect() as source:
        if old.used and old.demo != bool(source.execute(select(_marks).where(_marks.c.name == DEMO)).first()):
            raise PathwaysError(
                "One of the two is for demonstrations, with sign-ins that need no password, and the other is not. "
                "Nothing was changed; restore into a new database."
            )
        # It is nine rows of ten, and seconds of writing.
        same = ESCO if _esco_version(source) == _esco_version(connection) else ()
        empty(connection, but=same)
        fill(source, connection, but=same)
    connection.execute(update(_catalogue).where(_catalogue.c.revision < old.revision).values(revision=old.revision))
    connection.execute(update(_counter).values(number=_counter.c.number + old.written + 1))  # as no page ever saw it
    for each in (OneUseLinkRow, AttemptRow):
        connection.execute(delete(table(each)))
    connection.execute(delete(_marks).where(_marks.c.name.in_((COPIED, SILENT, PURGED))))
    _close_accounts(connection, old)
    _erase_accounts(session, old)
    stayed = _keep_talks(connection, old) if copied.silent else 0
    if not copied.silent:
        _withdraw_keys(connection, old)
        connection.execute(update(_talks).values(version=_talks.c.version + old.version))
    entomb(session, old.until)
    gone = delete_gone(session)
    purged = purge_expired(session, now, days)
    mark(session, UNSWEPT, now)
    return Restored(gone, purged.talks, stayed, old.used)


def _read(connection: Connection) -> _Old:
    def rows(of: Table) -> Rows:
        return [dict(row) for row in connection.execute(select(of)).mappings()]

    talks = rows(_talks)
    return _Old(
        revision=connection.execute(select(_catalogue.c.revision)).scalar_one(),
        written=connection.execute(select(_counter.c.number)).scalar_one(),
        demo=bool(connection.execute(select(_marks).where(_marks.c.name == DEMO)).first()),
        until={row["id"]: row["forget_at"] for row in rows(_gone)},
        version=max((row["version"] for row in talks), default=0),
        accounts=rows(_accounts),
        hours=rows(_hours),
        talks=talks,
        keys=rows(_keys),
        visits=rows(_visits),
    )


def _esco_version(connection: Connection) -> str | None:
    return connection.execute(select(table(EscoRow).c.version)).scalar()


def _close_accounts(connection: Connection, old: _Old) -> None:
    """Keep disabled who was disabled since, and sign everybody out: passwords and stamps are those of before."""
    closed = [row["email"] for row in old.accounts if row["disabled"]]
    connection.execute(update(_accounts).where(_accounts.c.email.in_(closed)).values(disabled=True))
    for id in connection.execute(select(_accounts.c.id)).scalars().all():
        connection.execute(update(_accounts).where(_accounts.c.id == id).values(stamp=secrets.token_urlsafe(16)))


def _erase_accounts(session: Session, old: _Old) -> None:
    """Delete again who was deleted since; a copy of another house may have somebody else by that number."""
    for row in old.accounts:
        same = (_accounts.c.id == row["id"]) & (_accounts.c.created_at == row["created_at"])
        is_erased = row["email"] == erased_address(row["id"])
        if is_erased and session.execute(select(_accounts.c.id).where(same)).first():
            erase_account(session, row["id"], secrets.token_urlsafe(16))


def _withdraw_keys(connection: Connection, old: _Old) -> None:
    """Of a talk that is in both, the ways in are those of now: one that was withdrawn since does not come back."""
    there = set(connection.execute(select(_talks.c.id)).scalars())
    both = [row for row in old.talks if row["id"] in there]
    for row in both:
        salts = {"code_salt": row["code_salt"], "link_salt": row["link_salt"]}
        connection.execute(delete(_keys).where(_keys.c.guidance_id == row["id"]))
        connection.execute(update(_talks).where(_talks.c.id == row["id"]).values(**salts))
    ids = {row["id"] for row in both}
    _insert(connection, _keys, [row for row in old.keys if row["guidance_id"] in ids])


def _keep_talks(connection: Connection, old: _Old) -> int:
    """Put the old talks in the place of those of the copy, with the accounts and class hours they are of."""
    owners = {row["account_id"] for row in (*old.talks, *old.hours)}
    found = dict(connection.execute(select(_accounts.c.id, _accounts.c.email)).all())
    lost = [row for row in old.accounts if row["id"] in owners - found.keys() and row["email"] not in found.values()]
    _insert(connection, _accounts, lost)
    same = {row["id"] for row in old.accounts if found.get(row["id"], row["email"]) == row["email"]} & (
        found.keys() | {row["id"] for row in lost}
    )
    there = set(connection.execute(select(_hours.c.id)).scalars())
    _insert(connection, _hours, [row for row in old.hours if row["account_id"] in same and row["id"] not in there])
    there |= {row["id"] for row in old.hours if row["account_id"] in same}
    talks = [row for row in old.talks if row["account_id"] in same]
    for row in talks:
        connection.execute(delete(_talks).where(_talks.c.id == row["id"]))  # and with it its keys and visits
    _insert(
        connection,
        _talks,
        [{**row, "class_id": row["class_id"] if row["class_id"] in there else None} for row in talks],
    )
    kept = {row["id"] for row in talks}
    _insert(connection, _keys, [row for row in old.keys if row["guidance_id"] in kept])
    _insert(connection, _visits, [row for row in old.visits if row["guidance_id"] in kept])
    return len(talks)


def _insert(connection: Connection, rows: Table, wanted: Sequence[dict[str, Any]]) -> None:
    if wanted:
        connection.execute(insert(rows), wanted)
