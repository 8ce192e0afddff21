"""Changes told cell by cell, as a terminal and a page of the history tell them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pathways.domain.editing import TABLES
from pathways.store.cells import cells_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathways.domain.editing import Change, Key


class Deed(StrEnum):
    """What was done to a row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Cell:
    """One column that differs; empty is what was not there."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One row: which, what was done to it, and its cells; of one that came or went, those that hold something."""

    table: str
    key: Key
    deed: Deed
    cells: tuple[Cell, ...]


def telling(change: Change) -> Telling:
    """Tell one change."""
    before = cells_of(change.table, change.before) if change.before is not None else {}
    after = cells_of(change.table, change.after) if change.after is not None else {}
    cells = [Cell(column, before.get(column, ""), after.get(column, "")) for column in before | after]
    return Telling(
        change.table,
        change.key,
        deed_of(change.before, change.after),
        tuple(cell for cell in cells if cell.before != cell.after),
    )


def deed_of(before: object, after: object) -> Deed:
    """Tell what was done to a row that was this and is that; None where there was or is none."""
    return Deed.ADDED if before is None else Deed.REMOVED if after is None else Deed.CHANGED


def counts(changes: Iterable[Change]) -> dict[str, dict[Deed, int]]:
    """Count what is done, by table in the order of the facts; only tables of which anything changes."""
    return counted_deeds((change.table, deed_of(change.before, change.after)) for change in changes)


def counted_deeds(deeds: Iterable[tuple[str, Deed]]) -> dict[str, dict[Deed, int]]:
    """Count deeds by table as `counts` does."""
    counted = Counter(deeds)
    tables = [table for table in TABLES if any(name == table for name, _ in counted)]
    return {table: {deed: counted[table, deed] for deed in Deed if counted[table, deed]} for table in tables}
