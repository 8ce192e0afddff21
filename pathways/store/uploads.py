"""Files that were handed in: kept, read by one worker, looked at by any, and gone when they were dealt with.

An account sees its own. Whoever reads a file gives a sign of life every second; one that has given none for a while has
died with its worker, and is never said to be still reading. Faults keep their pattern beside their words, so that they
can be told in either language.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, select, update

from pathways.domain.editing import Change
from pathways.domain.saying import Said
from pathways.store.cells import cells_of, noun_of
from pathways.store.rows import table
from pathways.store.sheets import LocatedFault
from pathways.store.tellings import counted_deeds, deed_of
from pathways.store.upload_tables import UploadRow, UploadState
from pathways.store.upserting import upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from pathways.domain.editing import Noun
    from pathways.store.tellings import Deed

KEPT: Final = timedelta(days=1)
SILENCE: Final = timedelta(seconds=20)
"""After how long without a sign of life a reader is believed dead; it gives one every second."""
MOST_FAULTS: Final = 20_000
"""Faults that are kept to be shown: more than a file can have in all its tables and rules together."""
EVERY: Final = slice(None)
LONGEST_NAME: Final = 100
_uploads = table(UploadRow)
_SHORT: Final = tuple(_uploads.c[name] for name in ("id", "name", "at", "state", "step", "part", "seen_at", "revision"))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was handed in, without what is in it. `part` of it was read, 0 to 1; `step` is the table read."""

    id: str
    name: str
    at: datetime
    state: UploadState
    step: str
    part: float
    seen_at: datetime
    revision: int

    def is_silent(self, now: datetime) -> bool:
        """Whether it should be being read, and nobody is reading it any more."""
        return self.state is UploadState.READING and now - self.seen_at > SILENCE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read: the faults, how many more there were, and the changes, or some of them.

    `rows` counts all changes, `counts` those of each table and deed; `digest` tells them apart.
    """

    faults: tuple[LocatedFault, ...]
    more: int
    changes: tuple[Change, ...]
    rows: int
    counts: Mapping[str, Mapping[Deed, int]]
    digest: str


def hand_in(session: Session, id: str, account: int, *, name: str, content: bytes, now: datetime) -> None:
    """Keep a file; the one before of the same account is gone, and so is every one that is older than a day."""
    sweep(session, now)
    row = {"id": id, "account_id": account, "name": name[-LONGEST_NAME:], "content": content, "at": now, **_begun(now)}
    new = upsert(session, _uploads).values(row)
    # In one statement: between a DELETE and an INSERT another of the same account may come in.
    kept = new.on_conflict_do_update(index_elements=["account_id"], set_={name: new.excluded[name] for name in row})
    session.execute(kept)


def _begun(now: datetime) -> dict[str, object]:
    nothing = {"step": "", "part": 0.0, "revision": 0, "faults": "{}", "changes": "[]"}
    return {"state": UploadState.READING.value, "seen_at": now, **nothing}


def begin_again(session: Session, id: str, now: datetime) -> None:
    """Forget what was read of a file, so that it is read again."""
    session.execute(update(_uploads).where(_uploads.c.id == id).values(_begun(now)))


def of_account(session: Session, account: int, id: str | None = None) -> Upload | None:
    """Find the file of an account, or None where it has none, or none of that name."""
    wanted = select(*_SHORT).where(_uploads.c.account_id == account)
    row = session.execute(wanted if id is None else wanted.where(_uploads.c.id == id)).one_or_none()
    return None if row is None else Upload(**{**row._mapping, "state": UploadState(row.state)})  # noqa: SLF001  # SQLAlchemy's public name for it begins like this


def content_of(session: Session, id: str) -> bytes | None:
    """Give what a file holds; None when it is gone."""
    return session.execute(select(_uploads.c.content).where(_uploads.c.id == id)).scalar()


def give_sign(session: Session, id: str, now: datetime, step: str, part: float) -> bool:
    """Say how far the reading has come; False when the file is gone, so that reading on is of no use."""
    values = {"seen_at": now, "step": step, "part": part}
    reading = _uploads.c.id == id, _uploads.c.state == UploadState.READING.value
    return bool(session.execute(update(_uploads).where(*reading).values(values)).rowcount)  # type: ignore[attr-defined]  # an update has one


def finish(
    session: Session, id: str, state: UploadState, revision: int, *,
    faults: Sequence[LocatedFault] = (), changes: Iterable[Change] = (),
) -> None:  # fmt: skip
    """Keep what was read, from which revision it leads."""
    told = {"more": max(0, len(faults) - MOST_FAULTS), "faults": [_told(fault) for fault in faults[:MOST_FAULTS]]}
    values = {
        "state": state.value,
        "revision": revision,
        "faults": json.dumps(told, ensure_ascii=False),
        "changes": json.dumps([_change(each) for each in changes], ensure_ascii=False),
    }
    session.execute(update(_uploads).where(_uploads.c.id == id).values(values))


def outcome_of(session: Session, id: str, some: slice = EVERY) -> Outcome:
    """Give what was read of a file, with all of its changes or some; nothing, when it is gone.

    To make nouns of a country's changes takes seconds, which no page should wait for that shows a hundred.
    """
    row = session.execute(select(_uploads.c.faults, _uploads.c.changes).where(_uploads.c.id == id)).one_or_none()
    faults, changes = row or ("{}", "[]")
    told, rows = json.loads(faults), json.loads(changes)
    made = tuple(Change(name, _noun(name, a), _noun(name, b), place) for name, a, b, place in rows[some])
    counts = counted_deeds((name, deed_of(before, after)) for name, before, after, _ in rows)
    found = tuple(_fault(*one) for one in told.get("faults", ()))
    return Outcome(found, told.get("more", 0), made, len(rows), counts, sha256(changes.encode()).hexdigest()[:16])


def remove(session: Session, id: str) -> None:
    """Forget a file, and all that was read of it."""
    session.execute(delete(_uploads).where(_uploads.c.id == id))


def is_owed(session: Session, now: datetime) -> bool:
    """Tell whether a file is older than a day."""
    return session.execute(select(_uploads.c.id).where(_uploads.c.at < now - KEPT).limit(1)).first() is not None


def sweep(session: Session, now: datetime) -> None:
    """Forget every file that is older than a day."""
    session.execute(delete(_uploads).where(_uploads.c.at < now - KEPT))


def _change(change: Change) -> list[object]:
    before, after = (None if row is None else cells_of(change.table, row) for row in (change.before, change.after))
    return [change.table, before, after, change.place]


def _noun(name: str, cells: dict[str, str] | None) -> Noun | None:
    return None if cells is None else noun_of(name, cells)


def _told(fault: LocatedFault) -> list[object]:
    words = _words(fault.problem), _words(fault.remedy)
    return [fault.file, fault.line, fault.column, *words, fault.severity, fault.cell]


def _fault(file: str, line: int, column: str, problem: Any, remedy: Any, severity: str, cell: str) -> LocatedFault:  # noqa: ANN401, PLR0917  # as JSON gives them, in this order
    return LocatedFault(file, line, column, _said(problem), _said(remedy), severity, cell)


def _words(sentence: str) -> object:
    """A sentence as JSON: with its pattern and what fills it, where it has one."""
    if not isinstance(sentence, Said):
        return sentence
    values = {name: _words(value) if isinstance(value, str) else value for name, value in sentence.values.items()}
    return {"pattern": sentence.pattern, "values": values}


def _said(words: Any) -> Any:  # noqa: ANN401  # as JSON gives it
    if not isinstance(words, dict):
        return words
    return Said(words["pattern"], {name: _said(value) for name, value in words["values"].items()})
