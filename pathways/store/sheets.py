"""One seed file, read whole: its rows as nouns, and every fault in it by line and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from pathways.domain.saying import said
from pathways.store.parts import CellError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pathways.store.parts import Column, Flat, Part
    from pathways.store.shapes import Shape

BOM = b"\xef\xbb\xbf"
WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
"""What UTF-16 begins with."""
MOST_ROWS: Final = 100_000
"""Rows of one table that are read; the largest of Kalundborg has 505."""
MOST_FAULTS: Final = 500
"""Faults of one table that are told one by one; a table without a column has one in every row."""
_ENDLESS: Final = re.compile(r"[^\n]{1048577}")
"""A line that no row fills; the csv module itself refuses a cell of more than 131,072 characters."""
LONGEST_HEADER: Final = 10_000
"""Letters of a header that are looked at for the sign between its cells; the longest has 400."""
STRIDE: Final = 500
"""Rows between two looks at whether anybody still waits for them."""
SIGNS: Final = {";": said("semicolons"), "\t": said("tabs")}
Told: TypeAlias = Callable[[], object]
"""Called every few hundred rows. What it raises ends the reading."""


def nobody_asks() -> None:
    """Read on, whoever waits."""


class Muted(CellError):
    """A cell that cannot be read, for a reason that was told already."""

    def __init__(self) -> None:
        super().__init__("", "")


@dataclass(frozen=True, slots=True)
class LocatedFault:
    """Something wrong, or doubtful, in what was read, and where.

    `file` is relative to the folder, or the sheet of a workbook, or the list in a document; `line` counts from 1, 0
    when the file as a whole is meant; `column` is a column's or key's name or empty. `severity` is `error` (refused) or
    `warning` (worth a look). `cell` is where a workbook shows it, as in `C7`; empty elsewhere.
    """

    file: str
    line: int
    column: str
    problem: str
    remedy: str
    severity: str = "error"
    cell: str = ""

    def __str__(self) -> str:  # on one line, and nothing in it that a terminal would obey
        place = f"{self.file}:{self.line}" if self.line else self.file
        words = [
            place,
            *(["warning"] if self.severity == "warning" else []),
            *([f"{self.column} ({self.cell})" if self.cell else self.column] if self.column else []),
        ]
        told = f"{': '.join(words)}: {self.problem} {self.remedy}".rstrip()
        return told if told.isprintable() else "".join(sign if sign.isprintable() else "\ufffd" for sign in told)


@dataclass(slots=True)
class Sheet:
    """What one file held. `lines` gives the first line of each row; `whole` is False when rows are missing.

    `blamed` holds the cells found faulty here, as (row, column); a row or a column of None means all of it.
    Their values are stand-ins, so nothing else should be said about them. `letters` names columns as a workbook does.
    """

    file: str
    rows: list[object] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    faults: list[LocatedFault] = field(default_factory=list)
    blamed: set[tuple[int | None, str | None]] = field(default_factory=set)
    whole: bool = True
    letters: dict[str, str] = field(default_factory=dict)

    def blame(self, line: int, column: str, problem: str, remedy: str) -> None:
        """Note one fault; after several hundred only that there are more, and the rules are then not looked at."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(self.fault(line, column, problem, remedy))
        elif self.whole:
            more = said("There are more faults in this table."), said("Mend these first, then look again.")
            self.faults.append(self.fault(line, "", *more))
            self.whole = False

    def fault(self, line: int, column: str, problem: str, remedy: str, severity: str = "error") -> LocatedFault:
        """Give a fault of a place in this file."""
        letter = self.letters.get(column, "")
        cell = f"{letter}{line}" if letter and line else ""
        return LocatedFault(self.file, line, column, problem, remedy, severity, cell)

    def is_blamed(self, row: int, columns: frozenset[str]) -> bool:
        """Tell whether a fault was already found in one of a row's columns."""
        wholesale = (row, None) in self.blamed
        return wholesale or any((row, c) in self.blamed or (None, c) in self.blamed for c in columns)


def read_sheet(file: str, content: Callable[[], bytes], shape: Shape, asked: Told = nobody_asks) -> Sheet:
    """Read one file; a file that cannot be read at all is one fault and no rows.

    `content` gives its bytes, or raises `OSError`; what `asked` raises is passed on.
    """
    sheet = Sheet(file)
    try:
        text = _decoded(content(), sheet)
    except OSError as error:
        problem = said("The file cannot be read: %(reason)s.", reason=error.strerror or str(error))
        sheet.blame(0, "", problem, said("Let it be a readable file."))
        text = None
    if text is None or _divided_otherwise(text, shape, sheet):
        sheet.whole = False
        return sheet
    records = _records(text, sheet)
    header = next(records, None)
    if header is None:
        if not sheet.faults:
            sheet.blame(1, "", said("The file is empty."), _headed(shape))
        sheet.whole = False
        return sheet
    reader = RowReader(header[1], shape, sheet)
    for line, cells in records:
        if len(sheet.rows) == MOST_ROWS:
            too_many(sheet, line)
            break
        if len(sheet.rows) % STRIDE == 0:
            asked()
        reader.read(line, cells)
    return sheet


def too_many(sheet: Sheet, line: int) -> None:
    """Note that a table has more rows than are read."""
    most = said("No more than %(most)s rows of a table can be read.", most=f"{MOST_ROWS:,}")
    sheet.blame(line, "", most, said("Delete what is not meant, down to the last row."))
    sheet.whole = False


def read_row(cells: Mapping[str, str | CellError], shape: Shape) -> Sheet:
    """Read one row from its cells by column, or why one has none; what is not named is a fault of its own."""
    sheet = Sheet(f"{shape.file}.csv")
    RowReader(list(cells), shape, sheet).read(1, list(cells.values()))
    return sheet


def _decoded(content: bytes, sheet: Sheet) -> str | None:
    """Text of a file. Where bytes are not UTF-8 that is a fault, and reading goes on around them; None for no text."""
    if content.startswith(WIDE) or b"\0" in content.partition(b"\n")[0]:
        sheet.blame(1, "", said("The file is UTF-16."), said("Save it as UTF-8."))
        return None
    if content.startswith(BOM):
        sheet.blame(1, "", said("The file begins with a byte order mark."), said("Save it as UTF-8 without one."))
        content = content.removeprefix(BOM)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = f"0x{content[error.start]:02x}"
        problem = said("The byte %(byte)s is not UTF-8; the file may be Latin-1.", byte=byte)
        sheet.blame(line, "", problem, said("Save the file as UTF-8."))
        return content.decode("utf-8", errors="replace")


def _divided_otherwise(text: str, shape: Shape, sheet: Sheet) -> bool:
    """Tell, and note, whether something else than commas stands between the cells, quoted or not."""
    known = {column.name for column in shape.columns}
    first = text.lstrip("\r\n")[:LONGEST_HEADER].partition("\n")[0].rstrip("\r")
    for sign, name in SIGNS.items():
        cells = next(csv.reader([first], delimiter=sign), [])
        if len(cells) > 1 and known & {cell.strip(" ") for cell in cells}:
            problem = said("Between the cells stand %(signs)s, not commas.", signs=name)
            sheet.blame(1, "", problem, said("Choose the comma when you save it, or send a workbook (.xlsx)."))
            return True
    return False


def _records(text: str, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Yield the line a record begins on and its cells; blank lines are passed over."""
    endless = _ENDLESS.search(text)
    if endless:
        line = text.count("\n", 0, endless.start()) + 1
        sheet.blame(line, "", said("The line is longer than a million letters."), said("Write a row a line."))
        sheet.whole = False
        return
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
            said("The row is not readable as CSV: %(reason)s.", reason=str(error)),
            said('Quote cells with ", and double a " inside.'),
        )
        sheet.whole = False


def _headed(shape: Shape) -> str:
    return said("Begin with the header %(header)s.", header=",".join(column.name for column in shape.columns))


def _places(header: list[str], shape: Shape, sheet: Sheet) -> dict[str, int]:
    """Where each known column stands; faults for columns that are missing, unknown or there twice."""
    names = [name.strip(" ") for name in header]
    known = [column.name for column in shape.columns]
    for name in known:
        if name not in names:
            sheet.blame(1, name, said("The column is missing."), _headed(shape))
            sheet.blamed.add((None, name))
    for place, name in enumerate(names):
        if name not in known:
            sheet.blame(1, name, said("No such column is known."), _headed(shape))
        elif names.index(name) != place:
            sheet.blame(1, name, said("The column is there twice."), said("Keep one of the two."))
    return {name: names.index(name) for name in known if name in names}


class RowReader:
    """Turns records into nouns, noting faults on the sheet as it goes."""

    def __init__(self, header: list[str], shape: Shape, sheet: Sheet) -> None:
        self._shape, self._sheet, self._width = shape, sheet, len(header)
        self._places = _places(header, shape, sheet)

    def read(self, line: int, cells: Sequence[str | CellError]) -> None:
        """Add one row; a faulty one is added with stand-ins, so that others can refer to it.

        What could not be read as text already stands there as the fault that it is.
        """
        sheet, self._row, self._line = self._sheet, len(self._sheet.rows), line
        self._silent = len(cells) != self._width
        if self._silent:
            count = said("The row has %(cells)s cells, the header has %(wide)s.", cells=len(cells), wide=self._width)
            sheet.blame(line, "", count, said("Put text that holds a comma in quotes."))
            sheet.blamed.add((self._row, None))
            cells = [*cells, *[""] * self._width][: self._width]
        sheet.rows.append(self._shape.noun(*[self._field(part, cells) for part in self._shape.parts]))
        sheet.lines.append(line)

    def _field(self, part: Part, cells: Sequence[str | CellError]) -> object:
        faulty = any(column.name not in self._places for column in part.columns)
        values: list[Flat] = []
        for column in part.columns:
            try:
                values.append(self._value(column, cells))
            except CellError as fault:
                self._blame(column, fault)
                values.append(None)
                faulty = True
        if faulty and not part.keeps:
            return part.stand_in
        try:
            return part.build(*values)
        except CellError as fault:
            wanted = fault.column or part.columns[0].name
            self._blame(next(column for column in part.columns if column.name == wanted), fault)
            return part.stand_in

    def _value(self, column: Column, cells: Sequence[str | CellError]) -> Flat:
        if column.name not in self._places:
            return None
        cell = cells[self._places[column.name]]
        if isinstance(cell, CellError):
            raise cell
        if words := cell.strip(" "):
            return column.read(words)
        if column.required:
            raise CellError(said("The cell is blank."), said("Fill it in."))
        return column.blank

    def _blame(self, column: Column, fault: CellError) -> None:
        if not self._silent and not isinstance(fault, Muted):
            self._sheet.blame(self._line, column.name, fault.problem, fault.remedy)
        self._sheet.blamed.add((self._row, column.name))
