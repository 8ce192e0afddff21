"""Nouns as cells and back: what a seed file, a workbook, a form and the history of edits all write alike.

Cells are text: a number without trailing noughts, yes as `true`, several words with semicolons between. What is
unknown is empty. Words that a spreadsheet would take for a formula stand behind an apostrophe. The town itself is one
row, too; what it says is missing stands in two cells, an entry a line.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from pathways.domain.editing import TOWN
from pathways.domain.nouns import LANGUAGES, Text, Town
from pathways.store.parts import guarded
from pathways.store.shapes import SHAPES
from pathways.store.sheets import Sheet, read_row
from pathways.store.towns import TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathways.domain.editing import Noun
    from pathways.store.parts import Flat
    from pathways.store.shapes import Shape

Cells = dict[str, str]
SHAPE: Final[Mapping[str, Shape]] = {shape.file: shape for shape in SHAPES}
MISSING: Final = "missing"


class NotReadable(ValueError):
    """Cells that make no noun; `sheet` has the faults."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__("\n".join(map(str, sheet.faults)))
        self.sheet = sheet


def spelt(value: Flat) -> str:
    """A value as a cell."""
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    if isinstance(value, tuple):
        return guarded(";".join(value))
    if isinstance(value, float):
        return f"{value:.12f}".rstrip("0").rstrip(".")
    return guarded(value) if isinstance(value, str) else str(value)


def flat_values(shape: Shape, noun: Noun) -> list[Flat]:
    """The values of a noun, column by column."""
    return [value for part in shape.parts for value in part.spread(getattr(noun, part.field))]


def cells_of(table: str, noun: Noun) -> Cells:
    """The cells of a row, by column, in the order of the seed file."""
    if table == TOWN:
        return _town_cells(noun)
    shape = SHAPE[table]
    return {column.name: spelt(value) for column, value in zip(shape.columns, flat_values(shape, noun), strict=True)}


def noun_of(table: str, cells: Mapping[str, str]) -> Noun:
    """Make the noun that cells spell.

    Raises:
        NotReadable: naming every column that cannot be read.
    """
    if table == TOWN:
        return _town(cells)
    sheet = read_row(cells, SHAPE[table])
    if sheet.faults:
        raise NotReadable(sheet)
    return sheet.rows[0]


def json_of(table: str, noun: Noun | None) -> str | None:
    """The cells of a row as JSON; None for none."""
    return None if noun is None else json.dumps(cells_of(table, noun), ensure_ascii=False)


def noun_from(table: str, cells: str | None) -> Noun | None:
    """Make the noun of such JSON again; None of None.

    Raises:
        NotReadable: as `noun_of`.
        ValueError, LookupError, TypeError, AttributeError: it is not what `json_of` gives.
    """
    return None if cells is None else noun_of(table, json.loads(cells))


def _town_cells(town: Town) -> Cells:
    cells = {"id": town.id, "as_of": town.as_of, "fictional": spelt(town.fictional)}
    for name in TEXTS:
        cells |= {f"{name}_{side}": getattr(town, name)[side] for side in LANGUAGES}
    return cells | {f"{MISSING}_{side}": "\n".join(text[side] for text in town.missing) for side in LANGUAGES}


def _town(cells: Mapping[str, str]) -> Town:
    missing = [cells[f"{MISSING}_{side}"].split("\n") if cells[f"{MISSING}_{side}"] else [] for side in LANGUAGES]
    return Town(
        id=cells["id"],
        as_of=cells["as_of"],
        fictional=cells["fictional"] == spelt(value=True),
        missing=tuple(Text(da, en) for da, en in zip(*missing, strict=True)),
        **{name: Text(*(cells[f"{name}_{side}"] for side in LANGUAGES)) for name in TEXTS},
    )
