"""One seed file, read whole: its rows as nouns, and every fault in it by line and column."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pathways.domain.saying import said
from pathways.store.parts import CellError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pathways.store.parts import Column, Flat, Part
    from pathways.store.shapes import Shape

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class LocatedFault:
    """Something wrong, or doubtful, in a seed folder, and where.

    `file` is relative to the folder; `line` counts from 1, 0 when the file as a whole is meant; `column`
    is a column's or key's name or empty. `severity` is `error` (refused) or `warning` (worth a look).
    """

    file: str
    line: int
    column: str
    problem: str
    remedy: str
    severity: str = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        words = [
            place,
            *(["warning"] if self.severity == "warning" else []),
            *([self.column] if self.column else []),
        ]
        return f"{': '.join(words)}: {self.problem} {self.remedy}".rstrip()


@dataclass(slots=True)
class Sheet:
    """What one file held. `lines` gives the first line of each row; `whole` is False when rows are missing.

    `blamed` holds the cells found faulty here, as (row, column); a row or a column of None means all of it.
    Their values are stand-ins, so nothing else should be said about them.
    """

    file: str
    rows: list[object] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    faults: list[LocatedFault] = field(default_factory=list)
    blamed: set[tuple[int | None, str | None]] = field(default_factory=set)
    whole: bool = True

    def blame(self, line: int, column: str, problem: str, remedy: str) -> None:
        """Note one fault."""
        self.faults.append(LocatedFault(self.file, line, column, problem, remedy))

    def is_blamed(self, row: int, columns: frozenset[str]) -> bool:
        """Tell whether a fault was already found in one of a row's columns."""
        wholesale = (row, None) in self.blamed
        return wholesale or any((row, c) in self.blamed or (None, c) in self.blamed for c in columns)


def read_sheet(path: Path, shape: Shape) -> Sheet:
    """Read one file; a file that cannot be read at all is one fault and no rows."""
    sheet = Sheet(path.name)
    try:
        content = path.read_bytes()
    except OSError as error:
        sheet.blame(0, "", f"The file cannot be read: {error.strerror}.", "Let it be a readable file.")
        sheet.whole = False
        return sheet
    records = _records(_decoded(content, sheet), sheet)
    header = next(records, None)
    if header is None:
        sheet.blame(1, "", "The file is empty.", f"Begin with the header {_header(shape)}.")
        sheet.whole = False
        return sheet
    reader = _RowReader(header[1], shape, sheet)
    for line, cells in records:
        reader.read(line, cells)
    return sheet


def read_row(cells: Mapping[str, str], shape: Shape) -> Sheet:
    """Read one row from its cells by column; one that is not named is a fault of its own."""
    sheet = Sheet(f"{shape.file}.csv")
    _RowReader(list(cells), shape, sheet).read(1, list(cells.values()))
    return sheet


def _decoded(content: bytes, sheet: Sheet) -> str:
    """Text of a file. Where bytes are not UTF-8 that is a fault, and reading goes on around them."""
    if content.startswith(BOM):
        sheet.blame(1, "", "The file begins with a byte order mark.", "Save it as UTF-8 without one.")
        content = content.removeprefix(BOM)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        sheet.blame(line, "", f"The byte 0x{byte:02x} is not UTF-8.", "Save the file as UTF-8.")
        return content.decode("utf-8", errors="replace")


def _records(text: str, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Yield the line a record begins on and its cells; blank lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            if cells:
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        sheet.blame(
            begins,
            "",
            f"The row is not readable as CSV: {error}.",
            'Quote cells with ", and double a " inside.',
        )
        sheet.whole = False


def _header(shape: Shape) -> str:
    return ",".join(column.name for column in shape.columns)


def _places(header: list[str], shape: Shape, sheet: Sheet) -> dict[str, int]:
    """Where each known column stands; faults for columns that are missing, unknown or there twice."""
    names = [name.strip(" ") for name in header]
    known = [column.name for column in shape.columns]
    for name in known:
        if name not in names:
            sheet.blame(1, name, "The column is missing.", f"Write the header {_header(shape)}.")
            sheet.blamed.add((None, name))
    for place, name in enumerate(names):
        if name not in known:
            sheet.blame(1, name, "No such column is known.", f"Write the header {_header(shape)}.")
        elif names.index(name) != place:
            sheet.blame(1, name, "The column is there twice.", "Keep one of the two.")
    return {name: names.index(name) for name in known if name in names}


class _RowReader:
    """Turns records into nouns, noting faults on the sheet as it goes."""

    def __init__(self, header: list[str], shape: Shape, sheet: Sheet) -> None:
        self._shape, self._sheet, self._width = shape, sheet, len(header)
        self._places = _places(header, shape, sheet)

    def read(self, line: int, cells: list[str]) -> None:
        """Add one row; a faulty one is added with stand-ins, so that others can refer to it."""
        sheet, self._row, self._line = self._sheet, len(self._sheet.rows), line
        self._silent = len(cells) != self._width
        if self._silent:
            count = f"The row has {len(cells)} cells, the header has {self._width}."
            sheet.blame(line, "", count, "Put text that holds a comma in quotes.")
            sheet.blamed.add((self._row, None))
            cells = (cells + [""] * self._width)[: self._width]
        sheet.rows.append(self._shape.noun(*[self._field(part, cells) for part in self._shape.parts]))
        sheet.lines.append(line)

    def _field(self, part: Part, cells: list[str]) -> object:
        faulty = any(column.name not in self._places for column in part.columns)
        values: list[Flat] = []
        for column in part.columns:
            try:
                values.append(self._value(column, cells))
            except CellError as fault:
                self._blame(column, fault)
                faulty = True
        if faulty:
            return part.stand_in
        try:
            return part.build(*values)
        except CellError as fault:
            wanted = fault.column or part.columns[0].name
            self._blame(next(column for column in part.columns if column.name == wanted), fault)
            return part.stand_in

    def _value(self, column: Column, cells: list[str]) -> Flat:
        if column.name not in self._places:
            return None
        cell = cells[self._places[column.name]].strip(" ")
        if cell:
            return column.read(cell)
        if column.required:
            raise CellError(said("The cell is blank."), said("Fill it in."))
        return column.blank

    def _blame(self, column: Column, fault: CellError) -> None:
        if not self._silent:
            self._sheet.blame(self._line, column.name, fault.problem, fault.remedy)
        self._sheet.blamed.add((self._row, column.name))
