"""Rows of a workbook's sheets: what their columns are called, which cells are merged, and the sheet of the town."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING, Final

from pathways.domain.editing import TOWN
from pathways.domain.nouns import LANGUAGES
from pathways.domain.saying import said
from pathways.store.parts import CellError, unguarded
from pathways.store.sheets import Muted
from pathways.store.towns import PLAIN, TEXTS, TownRead

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathways.store.sheets import Sheet

WIDEST: Final = 60
"""Columns of a sheet that are looked at; the widest table has 33."""
LETTERS: Final = (*ascii_uppercase, *(f"{first}{second}" for first in "AB" for second in ascii_uppercase))
TOWN_COLUMNS: Final = ("key", "value", *LANGUAGES)
"""The columns of the town's sheet: a key a row; `value` for plain ones, the languages for texts."""
Cells = list[str | CellError]


def named_columns(header: Cells, sheet: Sheet) -> list[str]:
    """Give what the first row calls the columns, and let the sheet know their letters."""
    names = [cell.strip(" ") if isinstance(cell, str) else "" for cell in header]
    for name, letter in zip(names, LETTERS, strict=False):
        sheet.letters.setdefault(name, letter)
    return names


def refuse_beyond(sheet: Sheet, line: int, cells: Sequence[str | CellError], wide: int) -> None:
    """Note what stands right of the last column that has a heading."""
    beyond = next((at for at, cell in enumerate(cells) if cell != ""), None)
    if beyond is not None:
        problem = said(
            "Right of the last column stands something, in %(cell)s.", cell=f"{LETTERS[wide + beyond]}{line}"
        )
        sheet.blame(line, "", problem, said("Clear it, or give its column a heading."))


class Merged:
    """The cells of a sheet that are merged: one fault for each range, and silence about what stands in it."""

    def __init__(self, ranges: Sequence[str]) -> None:
        self._ranges = [(text, *_bounds(text)) for text in ranges]

    def muted(self, line: int, cells: Cells) -> Cells:
        """Give the cells of a row without those that are merged; the header is left as it is."""
        here = [(left, right) for _, left, top, right, low in self._ranges if line > 1 and top <= line <= low]
        if not here:
            return cells
        wide = [*cells, *[""] * (min(WIDEST, max(right for _, right in here)) - len(cells))]
        return [Muted() if any(a <= at <= b for a, b in here) else cell for at, cell in enumerate(wide, 1)]

    def tell(self, sheet: Sheet) -> None:
        """Note a fault for each range, at its first cell."""
        names = {letter: name for name, letter in sheet.letters.items()}
        for text, _, top, _, _ in self._ranges:
            letter = text.partition(":")[0].rstrip("0123456789")
            problem = said("The cells %(cells)s are merged.", cells=text)
            sheet.blame(top, names.get(letter, letter), problem, said("Split them, and fill in each cell."))


def _bounds(text: str) -> tuple[int, int, int, int]:
    from openpyxl.utils import range_boundaries

    left, top, right, low = range_boundaries(text)
    return left, top, right, low


class TownSheet(TownRead):
    """The town's sheet: a key a row; what is missing may have several."""

    def __init__(self) -> None:
        super().__init__(TOWN)
        self._lines: dict[tuple[str, int], int] = {}
        self._letters: dict[str, str] = {}

    def line_of(self, column: str, entry: int = 0) -> int:
        """The row of a key, 1 where there is none."""
        table, _, language = column.rpartition("_")
        key = table if language in LANGUAGES and table else column
        return self._lines.get((key, entry if key == "missing" else 0), 1)

    def ask_plain(self, key: str) -> str:
        """Say how to write a key that is no text."""
        return said("Write true for yes, leave it blank for no.") if PLAIN[key] is bool else said("Fill it in.")

    def ask_text(self, key: str, language: str) -> str:  # noqa: ARG002  # others name it
        """Say where to write one language of a text."""
        return said("Fill it in.")

    def read(self, header: Cells, rows: Iterable[tuple[int, Cells]]) -> None:
        """Take the rows under a header, and make the town of them."""
        names = named_columns(header, self.sheet)
        places = {name: names.index(name) for name in TOWN_COLUMNS if name in names}
        for name in (name for name in TOWN_COLUMNS if name not in places):
            remedy = said("Begin with the header %(header)s.", header=", ".join(TOWN_COLUMNS))
            self.sheet.blame(1, name, said("The column is missing."), remedy)
        if len(places) < len(TOWN_COLUMNS):
            return
        self._learn_letters()
        content: dict[str, object] = {"fictional": False}
        missing: list[dict[str, str]] = []
        for line, cells in rows:
            key = self._words(line, "key", "key", places, cells)
            if key != "missing" and (key, 0) in self._lines:
                self.sheet.blame(line, "key", said("The key is there twice."), said("Keep one of the two."))
                continue
            entry = len(missing) if key == "missing" else 0
            self._lines[key, entry] = line
            sides = {side: self._words(line, side, f"{key}_{side}", places, cells, entry=entry) for side in LANGUAGES}
            if key == "missing":
                missing.append(sides)
            else:
                word = self._words(line, "value", key, places, cells)
                content[key] = _plain(key, word) if key in PLAIN else sides
        self.take({**content, "missing": missing})

    def _learn_letters(self) -> None:
        """Let a fault of a key name the cell where its value stands."""
        at = dict(self.sheet.letters)
        self.sheet.letters = {"key": at["key"], **dict.fromkeys(PLAIN, at["value"])}
        self.sheet.letters |= {f"{text}_{side}": at[side] for text in (*TEXTS, "missing") for side in LANGUAGES}

    def _words(self, line: int, at: str, column: str, places: dict[str, int], cells: Cells, *, entry: int = 0) -> str:
        """Give what stands in a row under a heading; `column` is what a fault calls that."""
        cell = cells[places[at]] if places[at] < len(cells) else ""
        if not isinstance(cell, CellError):
            return unguarded(cell.strip(" "))
        if not isinstance(cell, Muted):
            self.sheet.blame(line, column, cell.problem, cell.remedy)
        self.sheet.blamed.add((entry, column))
        return ""


def _plain(key: str, words: str) -> object:
    """Give the value of a key that is no text; None for what is neither yes nor no."""
    return {"true": True, "": False}.get(words.casefold()) if PLAIN[key] is bool else words
