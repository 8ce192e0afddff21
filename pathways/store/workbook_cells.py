"""Cells of a workbook as the words of a seed file, and back.

A date, a number and a yes of a spreadsheet become the words that a seed file has for them; what no seed file could say
(a formula, an error, a time of day) is a fault of its cell. Spreadsheets write `_x0041_` for the letter A where it
could not be written otherwise, so that words which look like that are written with a further `_x005F_`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from pathways.domain.errors import PathwaysError
from pathways.domain.saying import said
from pathways.store.cells import spelt
from pathways.store.parts import CellError, pointed

if TYPE_CHECKING:
    from pathways.store.parts import Flat

LONGEST: Final = 32_767
"""Letters that a cell of a workbook can hold."""
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED: Final = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")


class BookCell(Protocol):
    """What openpyxl gives for a cell: `data_type` is `f` for a formula and `e` for an error."""

    value: object
    data_type: str
    number_format: str


def words_of(cell: BookCell, *, is_decimal: bool = False) -> str | CellError:
    """Give the words of a cell, or why it has none. `is_decimal`: its column holds numbers, typed with either mark."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return CellError(said("The cell holds a formula."), said("Paste its value in its place."))
    if cell.data_type == "e":
        error = said("The cell shows the error %(error)s.", error=str(value)[:20])
        return CellError(error, said("Write the value itself, or clear the cell."))
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, str):
        return _typed_number(value) if is_decimal else _ESCAPED.sub("_", value)
    if isinstance(value, datetime | date | time | timedelta):
        return _day(value, cell.number_format)
    return _number(value)


def _typed_number(words: str) -> str | CellError:
    """Give a number that is kept as text, as a Danish one with a comma is where the spreadsheet speaks English."""
    try:
        return pointed(words)
    except CellError as fault:
        return fault


def _number(value: object) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else spelt(value)
    return str(value)


def _day(value: datetime | date | time | timedelta, shown: str) -> str | CellError:
    """Give a date, no closer than the cell shows it: "2021-08" typed into a spreadsheet becomes the first of August."""
    if isinstance(value, time | timedelta) or (isinstance(value, datetime) and value.time() != time()):
        return CellError(said("The cell holds a time of day."), said("Write a date as 2021, 2021-08 or 2021-08-31."))
    picture = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", shown or "").casefold()
    if "d" in picture or "y" not in picture:
        return f"{value:%Y-%m-%d}"
    return f"{value:%Y-%m}" if "m" in picture else f"{value:%Y}"


def written(value: Flat) -> str | int | float | None:
    """Give what to write into a cell for a value; numbers stay numbers."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if isinstance(value, int) else round(value, 12)
    return _escaped(value) or None


def refuse_long(value: Flat, place: str) -> None:
    """Refuse what a spreadsheet would cut.

    Raises:
        PathwaysError: it is longer than a cell can hold; `place` names it.
    """
    if len(_escaped(value)) > LONGEST:
        raise PathwaysError(f"{place} is longer than {LONGEST:,} letters, which no workbook holds. Export it as CSV.")


def _escaped(value: Flat) -> str:
    return _LOOKS_ESCAPED.sub("_x005F_", spelt(value))
