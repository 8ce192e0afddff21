"""Talks deleted for good, and what is due to be forgotten: rows here, their bytes in `pathways.store.sweeping`.

A deleted talk leaves one row in `guidance_gone`, so that a backup from before is cleaned when it is restored. It is
kept for as long as any copy of the talk could be alive by its own date, and a month longer for a clock or a setting
that was changed; a copy restored after that has expired and goes at once.

Every deletion owes a sweep. The debt stands in the database (the mark `UNSWEPT`), in the same transaction as the
deletion: a process that dies between the two leaves it to the next one.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, exists, func, select

from pathways.store.account_tables import AttemptRow, OneUseLinkRow
from pathways.store.guidance_tables import (
    ClassHourRow,
    GuidanceGoneRow,
    GuidanceKeyRow,
    GuidanceRow,
    GuidanceVisitRow,
)
from pathways.store.marks import mark, since
from pathways.store.rows import table
from pathways.store.upserting import upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Table
    from sqlmodel import Session

MARGIN: Final = timedelta(days=30)
UNSWEPT: Final = "unswept"
"""The mark of a database that may still hold bytes of what was deleted; its day is that of the last deletion."""
PURGED: Final = "purged"
"""The mark of the last purge that a server made by itself."""
AT_ONCE: Final = 500
"""Ids in one statement; SQLite takes no more than 32,766."""

_guidance, _keys, _visits = table(GuidanceRow), table(GuidanceKeyRow), table(GuidanceVisitRow)
_gone, _hours = table(GuidanceGoneRow), table(ClassHourRow)


_WORDS: Final = (
    ("talk", "talks"),
    ("key to talks", "keys to talks"),
    ("link to set a password", "links to set a password"),
    ("count of tries", "counts of tries"),
    ("class hour", "class hours"),
    ("note of an older deletion", "notes of older deletions"),
)
"""One and several of each kind that goes, in the order of `Purged`."""


@dataclass(frozen=True, slots=True)
class Purged:
    """How many of each kind went. `forgotten` counts deleted talks whose number is no longer kept either."""

    talks: int
    keys: int
    links: int
    attempts: int
    class_hours: int
    forgotten: int

    def __bool__(self) -> bool:
        return any(astuple(self))

    def __str__(self) -> str:
        kinds = zip(astuple(self), _WORDS, strict=True)
        told = (f"{count} {one if count == 1 else several}" for count, (one, several) in kinds if count)
        return ", ".join(told) or "nothing"


@dataclass(frozen=True, slots=True)
class Held:
    """How many talks there are: to be used, past their day, and deleted ones whose number is still kept."""

    live: int
    expired: int
    gone: int


def delete_talk(session: Session, *ids: str, now: datetime, days: int) -> int:
    """Delete talks with all that belongs to them, and note their ids; tell how many there were.

    `days` is how long a talk lives after it was last touched, as it is set now. Afterwards, when the transaction is
    done, `Catalogue.sweep` sees to the bytes.
    """
    found = 0
    for some in _batches(ids):
        dated = select(_guidance.c.id, _guidance.c.expires_at).where(_guidance.c.id.in_(some))
        until = dict(session.execute(dated).all())
        if until:
            entomb(session, {id: max(expires, now + timedelta(days=days)) + MARGIN for id, expires in until.items()})
            _delete_rows(session, list(until))
            found += len(until)
    if found:
        mark(session, UNSWEPT, now)
    return found


def delete_gone(session: Session) -> int:
    """Delete talks that are noted as deleted and are there all the same, as in a copy from before."""
    ids = session.execute(select(_guidance.c.id).where(_guidance.c.id.in_(select(_gone.c.id)))).scalars().all()
    for some in _batches(ids):
        _delete_rows(session, some)
    return len(ids)


def purge_expired(session: Session, now: datetime, days: int) -> Purged:
    """Delete what has had its time: talks, keys, links, counted tries, empty class hours that are over, old tombs."""
    late = session.execute(select(_guidance.c.id).where(_guidance.c.expires_at <= now)).scalars().all()
    talks = delete_talk(session, *late, now=now, days=days)
    empty = ~exists().where(_guidance.c.class_id == _hours.c.id)
    return Purged(
        talks=talks,
        keys=_delete(session, _keys, _keys.c.expires_at <= now),
        links=_delete(session, table(OneUseLinkRow), table(OneUseLinkRow).c.expires_at <= now),
        attempts=_delete(session, table(AttemptRow), table(AttemptRow).c.expires_at <= now),
        class_hours=_delete(session, _hours, _hours.c.closes_at <= now, empty),
        forgotten=_delete(session, _gone, _gone.c.forget_at <= now),
    )


def purge_by_turn(session: Session, now: datetime, days: int, every: timedelta) -> Purged | None:
    """Purge, unless some process did less than `every` ago; None then. A sweep is owed for texts that changed as well.

    Pieces of an older wording of notes that somebody is still writing are nobody's business either.
    """
    last = since(session, PURGED)
    if not mark(session, PURGED, now, now - every):
        return None
    touched = select(_guidance.c.id).where(_guidance.c.touched_at >= last) if last else select(_guidance.c.id)
    if session.execute(touched.limit(1)).first():
        mark(session, UNSWEPT, now)
    return purge_expired(session, now, days)


def count_talks(session: Session, now: datetime) -> Held:
    """Count talks; nothing of what is in them is read."""
    total = session.execute(select(func.count()).select_from(_guidance)).scalar_one()
    late = session.execute(select(func.count()).where(_guidance.c.expires_at <= now)).scalar_one()
    gone = session.execute(select(func.count()).select_from(_gone)).scalar_one()
    return Held(live=total - late, expired=late, gone=gone)


def entomb(session: Session, until: dict[str, datetime]) -> None:
    """Note talks as deleted, each to be forgotten at its time; of two times the later one counts."""
    rows = [{"id": id, "forget_at": at} for id, at in until.items()]
    if rows:
        new = upsert(session, _gone)
        later = new.excluded.forget_at > _gone.c.forget_at
        kept = new.on_conflict_do_update(index_elements=["id"], set_={"forget_at": new.excluded.forget_at}, where=later)
        session.execute(kept, rows)


def _delete_rows(session: Session, ids: Sequence[str]) -> None:
    for each, id in ((_keys, _keys.c.guidance_id), (_visits, _visits.c.guidance_id), (_guidance, _guidance.c.id)):
        session.execute(delete(each).where(id.in_(ids)))


def _delete(session: Session, rows: Table, *conditions: object) -> int:
    return int(session.execute(delete(rows).where(*conditions)).rowcount)  # type: ignore[arg-type, attr-defined]  # conditions on columns; a delete has a count


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = list(dict.fromkeys(ids))
    while rest:
        yield rest[:AT_ONCE]
        rest = rest[AT_ONCE:]
