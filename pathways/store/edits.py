"""Edits of the facts, made and remembered: who, when, by which way and why, and every row before and after.

Nothing here commits, and nothing checks what the facts say: `pathways.catalogue` does both.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, select, tuple_

from pathways.domain.editing import Change, applied, undone
from pathways.domain.errors import PathwaysError
from pathways.store.cells import json_of, noun_from
from pathways.store.edit_tables import EditedRow, EditRow, Via
from pathways.store.rows import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from pathways.domain.editing import Key, Noun
    from pathways.domain.nouns import Facts

_edits, _edited = table(EditRow), table(EditedRow)
AT_ONCE: Final = 500
"""Edits that are listed at most, where nobody asks for fewer."""
_COLUMNS: Final = tuple(_edited.c[name] for name in ("row_table", "cells_before", "cells_after", "place"))


class NoSuchEdit(PathwaysError):
    """No edit made this revision, or what was then is not known any more."""


class UnreadableEdit(PathwaysError):
    """A row of the history is not as this program writes it."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who edits, when, by which way, and why. Account and organisation are None for the command line."""

    at: datetime
    via: Via
    why: str = ""
    account: int | None = None
    organisation: str | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit as it is remembered; `rows` is how many rows it changed."""

    revision: int
    hand: Hand
    rows: int


def remember(session: Session, made: Sequence[Change], hand: Hand, revision: int) -> None:
    """Note an edit whose changes were made already."""
    session.execute(
        insert(_edits).values(
            revision=revision,
            at=hand.at,
            via=hand.via.value,
            account_id=hand.account,
            organisation_id=hand.organisation,
            why=hand.why,
            undoes=hand.undoes,
        )
    )
    rows = [_row(revision, number, change) for number, change in enumerate(made, 1)]
    if rows:
        session.execute(insert(_edited), rows)


def _row(revision: int, number: int, change: Change) -> dict[str, object]:
    return {
        "revision": revision,
        "number": number,
        "row_table": change.table,
        "row_key": spelt_key(change.key),
        "cells_before": json_of(change.table, change.before),
        "cells_after": json_of(change.table, change.after),
        "place": change.place or 0,
    }


def spelt_key(key: Key) -> str:
    """A key as one word."""
    return json.dumps(key, ensure_ascii=False)


def edit_of(session: Session, revision: int) -> Edit:
    """Read one edit. Raises `NoSuchEdit`."""
    found = _listed(session, _edits.c.revision == revision)
    if not found:
        raise NoSuchEdit(f"No edit made revision {revision}.")
    return found[0]


def edits(session: Session, *, after: int = 0, before: int | None = None, most: int = AT_ONCE) -> tuple[Edit, ...]:
    """List edits, the newest first: those that made revisions above `after` and below `before`."""
    limits = [_edits.c.revision > after, *([] if before is None else [_edits.c.revision < before])]
    return _listed(session, *limits, most=most)


def edits_of_rows(session: Session, rows: Collection[tuple[str, Key]], *, after: int = 0) -> tuple[Edit, ...]:
    """List the edits above revision `after` that changed any of these rows (table, and the key it was then known by).

    The newest first; the newest 500 at most.
    """
    wanted = [(name, spelt_key(key)) for name, key in rows]
    touched = select(_edited.c.revision).where(tuple_(_edited.c.row_table, _edited.c.row_key).in_(wanted))
    return _listed(session, _edits.c.revision > after, _edits.c.revision.in_(touched))


def _listed(session: Session, *where: object, most: int = AT_ONCE) -> tuple[Edit, ...]:
    rows = select(func.count()).where(_edited.c.revision == _edits.c.revision).correlate(_edits).scalar_subquery()
    wanted = select(_edits, rows.label("rows")).where(*where).order_by(_edits.c.revision.desc()).limit(most)  # type: ignore[arg-type]  # conditions on columns
    return tuple(_edit(row) for row in session.execute(wanted))


def _edit(row: Row[tuple[object, ...]]) -> Edit:
    found = row._mapping  # noqa: SLF001  # SQLAlchemy's public name for it begins like this
    hand = Hand(
        at=found["at"],
        via=Via(found["via"]),
        why=found["why"],
        account=found["account_id"],
        organisation=found["organisation_id"],
        undoes=found["undoes"],
    )
    return Edit(found["revision"], hand, found["rows"])


def changes_of(session: Session, revision: int) -> tuple[Change, ...]:
    """Read what an edit changed, in its order; empty for a revision that no edit made."""
    wanted = select(*_COLUMNS).where(_edited.c.revision == revision).order_by(_edited.c.number)
    return tuple(_changes(session.execute(wanted)))


def changes_by_edit(session: Session, revisions: Collection[int]) -> dict[int, tuple[Change, ...]]:
    """Read what each of several edits changed, in one question; an edit that cannot be read is left out."""
    of = _edited.c.revision
    wanted = select(of, *_COLUMNS).where(of.in_(revisions)).order_by(of, _edited.c.number)
    found = {}
    for revision, rows in groupby(session.execute(wanted), key=itemgetter(0)):
        with suppress(UnreadableEdit):
            found[revision] = tuple(_changes(row[1:] for row in rows))
    return found


def changes_since(session: Session, revision: int, until: int | None = None) -> tuple[Change, ...]:
    """Read every change made after a revision (up to another), in their order."""
    limits = [_edited.c.revision > revision, *([] if until is None else [_edited.c.revision <= until])]
    wanted = select(*_COLUMNS).where(*limits).order_by(_edited.c.revision, _edited.c.number)
    return tuple(_changes(session.execute(wanted)))


def changes_between(session: Session, since: datetime, until: datetime | None) -> tuple[Change, ...]:
    """Read every change made from a moment on, up to another, in their order."""
    last = revision_at(session, until) if until else None
    return changes_since(session, revision_at(session, since), last)


def _changes(rows: Iterable[Any]) -> Iterable[Change]:
    for name, before, after, place in rows:
        yield Change(name, _noun(name, before), _noun(name, after), place)


def _noun(name: str, cells: str | None) -> Noun | None:
    try:
        return noun_from(name, cells)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnreadableEdit(f"A row of {name} in the history of edits cannot be read: {error}") from error


def begins(session: Session) -> int:
    """The first revision of which it is known what the facts said; 0 when none is."""
    return int(session.execute(select(func.min(_edits.c.revision))).scalar() or 0)


def revision_at(session: Session, moment: datetime) -> int:
    """The revision that stood at a moment: of the last edit up to then. Before all of them, the first that is known."""
    wanted = select(func.max(_edits.c.revision)).where(_edits.c.at <= moment)
    return int(session.execute(wanted).scalar() or begins(session))


def facts_at(session: Session, now: Facts, revision: int) -> Facts:
    """What the facts said at a revision, from what they say `now`.

    Raises:
        NoSuchEdit: it lies before the history begins.
    """
    if revision < begins(session):
        raise NoSuchEdit(f"What the facts said at revision {revision} is not known.")
    return applied(now, undone(changes_since(session, revision)))[0]
