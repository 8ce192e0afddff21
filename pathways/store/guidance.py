"""Guidance talks as rows: found, changed by one at a time, finished, opened again. Notes: `store.guidance_notes`.

Every change reads the row as it stands now, inside the transaction that writes it, and never from what a page showed:
on SQLite writers queue up, on PostgreSQL the row is locked. A talk whose time is over is as good as gone, from the
moment it expires and not from the purge that takes it away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete
from sqlmodel import col, select

from pathways.domain import guidance as domain
from pathways.domain.errors import PathwaysError
from pathways.store.guidance_tables import GuidanceKeyRow, GuidanceRow, GuidanceVisitRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlmodel import Session

OPEN_FOR: Final = timedelta(hours=4)
"""How long a code lets somebody in."""


class TalkGone(PathwaysError):
    """There is no such talk: it never was, was deleted, or has expired."""


class TalkClosed(PathwaysError):
    """The talk is not open, so nothing in it can be changed."""


class ReadingAlong(PathwaysError):
    """The student reads along and does not write: the counsellor decides that."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What a screen must know to tell whether anything changed.

    `open` as long as it is not finished and its hours last; `lasting` while they do, finished or not. `said` is a
    print of everything but the notes.
    """

    account_id: int
    version: int
    open: bool
    lasting: bool
    link_salt: str
    visit: str
    said: str


@dataclass(frozen=True, slots=True)
class Keys:
    """The hashes of a talk's two ways in."""

    code: str
    link: str


def visit_of(opens_at: datetime) -> str:
    """Tell one visit from every other: by the moment it began, to the microsecond."""
    return f"{opens_at.timestamp():.6f}"


def said_of(talk: str) -> str:
    """Give a print of what was said in a talk."""
    return blake2b(talk.encode(), digest_size=6).hexdigest()


def is_open(row: GuidanceRow, now: datetime) -> bool:
    """Tell whether a talk is going on."""
    return row.finished_at is None and row.opens_at <= now < row.closes_at


def begin(session: Session, draft: Callable[[], tuple[GuidanceRow, Keys]]) -> GuidanceRow:
    """Keep a new talk with its two ways in; it is drafted again while one of them belongs to another talk."""
    row, keys = draft()
    while _is_taken(session, keys):
        row, keys = draft()
    session.add(row)
    session.flush()
    _let_in(session, row, keys)
    return row


def _let_in(session: Session, row: GuidanceRow, keys: Keys) -> None:
    """Put these ways in into the place of the ones before."""
    session.execute(delete(GuidanceKeyRow).where(col(GuidanceKeyRow.guidance_id) == row.id))
    session.add(GuidanceKeyRow(hash=keys.code, guidance_id=row.id, kind="code", expires_at=row.closes_at))
    session.add(GuidanceKeyRow(hash=keys.link, guidance_id=row.id, kind="link", expires_at=row.expires_at))
    session.flush()


def _is_taken(session: Session, keys: Keys) -> bool:
    wanted = select(GuidanceKeyRow.hash).where(col(GuidanceKeyRow.hash).in_([keys.code, keys.link]))
    return session.exec(wanted).first() is not None


def find(session: Session, id: str, now: datetime) -> GuidanceRow:
    """Give a talk.

    Raises:
        TalkGone: there is none.
    """
    row = session.get(GuidanceRow, id)
    if row is None or row.expires_at <= now:
        raise TalkGone("There is no such talk")
    return row


def way_in(session: Session, hashes: Sequence[str], now: datetime) -> tuple[GuidanceRow, str] | None:
    """Give the talk that one of these hashes lets into, and whether as `code` or `link`; None when none does.

    A code is good while the talk is open, a link until the talk expires.
    """
    wanted = (
        select(GuidanceRow, GuidanceKeyRow.kind)
        .join(GuidanceKeyRow, col(GuidanceKeyRow.guidance_id) == col(GuidanceRow.id))
        .where(col(GuidanceKeyRow.hash).in_(hashes))
        .where(col(GuidanceKeyRow.expires_at) > now, col(GuidanceRow.expires_at) > now)
    )
    found = session.exec(wanted).first()
    if found is None:
        return None
    row, kind = found
    return (row, kind) if kind == "link" or is_open(row, now) else None


def hashes_of(session: Session, id: str) -> frozenset[str]:
    """Give the hashes of a talk's ways in."""
    return frozenset(session.exec(select(GuidanceKeyRow.hash).where(GuidanceKeyRow.guidance_id == id)))


def let_in_by(session: Session, row: GuidanceRow, keys: Keys, now: datetime) -> None:
    """Let these ways in do so besides those that do: they were made with another key of the server.

    The code does so if the talk has hours left; one that was finished or withdrawn has none.
    """
    if session.get(GuidanceKeyRow, keys.link) is None:
        session.add(GuidanceKeyRow(hash=keys.link, guidance_id=row.id, kind="link", expires_at=row.expires_at))
    if row.finished_at is None and row.closes_at > now and session.get(GuidanceKeyRow, keys.code) is None:
        session.add(GuidanceKeyRow(hash=keys.code, guidance_id=row.id, kind="code", expires_at=row.closes_at))


def glance(session: Session, id: str, now: datetime) -> Glance:
    """Tell in one small read whether a talk has changed.

    Raises:
        TalkGone: there is none.
    """
    wanted = select(
        GuidanceRow.account_id, GuidanceRow.version, GuidanceRow.opens_at, GuidanceRow.closes_at,
        GuidanceRow.finished_at, GuidanceRow.expires_at, GuidanceRow.link_salt, GuidanceRow.talk,
    ).where(GuidanceRow.id == id)  # type: ignore[call-overload]  # eight columns are more than its signatures have  # fmt: skip
    found = session.exec(wanted).first()
    if found is None or found.expires_at <= now:
        raise TalkGone("There is no such talk")
    lasting = found.opens_at <= now < found.closes_at
    return Glance(
        account_id=found.account_id,
        version=found.version,
        open=lasting and found.finished_at is None,
        lasting=lasting,
        link_salt=found.link_salt,
        visit=visit_of(found.opens_at),
        said=said_of(found.talk),
    )


def change(
    session: Session, id: str, make: Callable[[domain.Talk], domain.Talk], now: datetime, *, student: bool
) -> GuidanceRow:
    """Change a talk, from what stands in it now; what changes nothing leaves its version alone.

    Raises:
        TalkGone: there is none.
        TalkClosed: it is not open.
        ReadingAlong: the student would change it and may only read.
        Meanwhile, ListFull: as `make` does; nothing was changed.
    """
    row = to_write(session, id, now, student=student)
    before = domain.from_json(row.talk)
    after = make(before)
    if after != before:
        row.talk, row.next_on = domain.to_json(after), after.next_on
        touched(row, now)
        session.add(row)
    return row


def finish(session: Session, id: str, kept: Callable[[domain.Talk], domain.Talk], as_of: str, now: datetime) -> None:
    """End a talk, and keep how it stood for the next visit; one that is finished stays as it is.

    `kept` gives what is to be kept of it; `as_of` is the day of the facts.

    Raises:
        TalkGone: there is none.
    """
    row = locked(session, id, now)
    if row.finished_at is not None:
        return
    row.talk = domain.to_json(kept(domain.from_json(row.talk)))
    row.finished_at = now
    touched(row, now)
    withdraw_code(session, id)
    visit = GuidanceVisitRow(
        guidance_id=id, number=len(visits_of(session, id)) + 1, finished_at=now, as_of=as_of, talk=row.talk
    )
    session.add(visit)
    session.add(row)


def open_again(session: Session, row: GuidanceRow, keys: Keys, now: datetime, expires_at: datetime) -> None:
    """Open a talk for a return visit, with the ways in that belong to its new salts."""
    row.opens_at, row.closes_at, row.expires_at = now, now + OPEN_FOR, expires_at
    row.finished_at = None
    touched(row, now)
    session.add(row)
    _let_in(session, row, keys)


def renew_link(session: Session, row: GuidanceRow, keys: Keys, now: datetime) -> None:
    """Let the ways in that were given out be good no longer."""
    touched(row, now)
    session.add(row)
    _let_in(session, row, keys)
    if row.finished_at is not None:
        withdraw_code(session, row.id)


def withdraw_code(session: Session, id: str) -> None:
    """Let the code of a talk let nobody in any more."""
    session.execute(
        delete(GuidanceKeyRow).where(col(GuidanceKeyRow.guidance_id) == id, col(GuidanceKeyRow.kind) == "code")
    )


def visits_of(session: Session, id: str) -> Sequence[GuidanceVisitRow]:
    """Give how a talk stood at the end of each visit, the first one first."""
    wanted = select(GuidanceVisitRow).where(GuidanceVisitRow.guidance_id == id).order_by(col(GuidanceVisitRow.number))
    return session.exec(wanted).all()


def talks_of(session: Session, account: int, now: datetime) -> Sequence[GuidanceRow]:
    """Give the talks of one account, the one that was touched last first."""
    wanted = (
        select(GuidanceRow)
        .where(GuidanceRow.account_id == account, col(GuidanceRow.expires_at) > now)
        .order_by(col(GuidanceRow.touched_at).desc(), col(GuidanceRow.id))
    )
    return session.exec(wanted).all()


def said_in(session: Session, accounts: Sequence[int], before: datetime, now: datetime) -> Sequence[tuple[int, str]]:
    """Give whose they are and what was said, without notes, of talks that were begun before a day, to be counted."""
    wanted = select(GuidanceRow.account_id, GuidanceRow.talk).where(
        col(GuidanceRow.account_id).in_(accounts),
        col(GuidanceRow.version) > 1,
        col(GuidanceRow.created_at) < before,
        col(GuidanceRow.expires_at) > now,
    )
    return session.exec(wanted).all()


def locked(session: Session, id: str, now: datetime) -> GuidanceRow:
    """Give a talk to be written by this transaction alone.

    Raises:
        TalkGone: there is none.
    """
    row = session.get(GuidanceRow, id, with_for_update=True)
    if row is None or row.expires_at <= now:
        raise TalkGone("There is no such talk")
    return row


def to_write(session: Session, id: str, now: datetime, *, student: bool) -> GuidanceRow:
    """Give a talk that is open, to be changed by this transaction alone.

    Raises:
        TalkGone: there is none.
        TalkClosed: it is not open.
        ReadingAlong: the student would change it and may only read.
    """
    row = locked(session, id, now)
    if not is_open(row, now):
        raise TalkClosed("The talk is not open")
    if student and not domain.from_json(row.talk).write_along:
        raise ReadingAlong("The student reads along")
    return row


def touched(row: GuidanceRow, now: datetime) -> None:
    """Note that a talk was changed, so that every screen of it asks for what is new."""
    row.version += 1
    row.touched_at = now
