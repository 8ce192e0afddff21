"""One workbook (.xlsx), read whole: the facts of a town, or every fault by sheet, row and column.

A sheet for each table, named as its seed file; the first row names the columns. A row that begins with `#` is a remark.
The town stands on a sheet of its own, a key a row. Only one sheet is in memory at a time.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any, Final

from pathways.domain.editing import TOWN
from pathways.domain.saying import said
from pathways.store.packed import NotTaken, damaged, unpacked
from pathways.store.seeds import REQUIRED, assembled, refused, unasked
from pathways.store.shapes import SHAPES
from pathways.store.sheets import MOST_ROWS, STRIDE, LocatedFault, RowReader, Sheet, too_many
from pathways.store.workbook_cells import words_of
from pathways.store.workbook_parts import MOST_LINES, SheetMarkup, markup_of, refuse
from pathways.store.workbook_rows import WIDEST, Cells, Merged, TownSheet, named_columns, refuse_beyond

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence
    from zipfile import ZipFile

    from pathways.store.seeds import Asked, SeedFolder
    from pathways.store.shapes import Shape
    from pathways.store.workbook_cells import BookCell

README: Final = "read me"
LISTS: Final = "lists"
"""Sheets that hold no rows of the catalogue: what the workbook is, and what its drop-downs offer."""
REMARK: Final = "#"
_TEMPLATE: Final = said("Begin with the template, which has every sheet and column.")


def read_workbook(name: str, content: bytes, asked: Asked = unasked) -> SeedFolder:
    """Read a workbook and check all of it; `name` is what a fault of the whole calls it. `asked`: see `seeds`."""
    try:
        with unpacked(content) as archive:
            refuse(archive)
            return _Book(archive, _opened(content)).read(asked)
    except NotTaken as fault:
        return refused(name, fault)


def _opened(content: bytes) -> Any:  # noqa: ANN401  # openpyxl ships no types
    from openpyxl import load_workbook  # half a second, which no other command should wait for

    return _guarded(lambda: load_workbook(io.BytesIO(content), read_only=True, keep_links=False))


def _guarded(asked: Callable[[], Any]) -> Any:  # noqa: ANN401  # as above
    """Ask openpyxl for something: it raises all kinds of errors on what no program would write.

    Its warnings are about what has no meaning here.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return asked()
    except Exception as error:  # noqa: BLE001  # whatever it trips over, the file is to blame, not the reader
        raise damaged(error) from None


class _Book:
    """A workbook being read."""

    def __init__(self, archive: ZipFile, book: Any) -> None:  # noqa: ANN401  # openpyxl ships no types
        self._archive, self._sheets = archive, {sheet.title: sheet for sheet in book.worksheets}
        self._markup: dict[str, SheetMarkup] = {}
        self._lines = self._all = 0

    def read(self, asked: Asked) -> SeedFolder:
        """Read every sheet; see `read_workbook`."""
        strangers = list(self._strangers())
        town = TownSheet()
        sheets = {shape.file: self._blank(shape) for shape in SHAPES}
        for name in (name for name in (TOWN, *sheets) if name in self._sheets):
            asked(name, 0.0)
            self._look_through(name, town.sheet if name == TOWN else sheets[name])
        self._all = sum(found.rows for found in self._markup.values()) or 1
        self._town(town, asked)
        for shape in SHAPES:
            if shape.file in self._markup:
                self._table(sheets[shape.file], shape, asked)
        return assembled(town, sheets, strangers, asked)

    def _look_through(self, name: str, sheet: Sheet) -> None:
        """Look at a sheet's markup; one that cannot be taken has none, and a fault."""
        try:
            self._markup[name] = markup_of(self._archive, self._sheets[name]._worksheet_path)  # noqa: SLF001  # told nowhere else
        except NotTaken as fault:
            sheet.blame(0, "", fault.problem, fault.remedy)
            sheet.whole = False

    def _strangers(self) -> Iterator[LocatedFault]:
        """Sheets that nothing reads, most likely a slip in a name."""
        known = (TOWN, *(shape.file for shape in SHAPES))
        others = said("Delete it, or give it one of these names: %(names)s.", names=", ".join(known))
        for name in (name for name in self._sheets if name not in {*known, README, LISTS}):
            alike = name.strip().casefold().replace(" ", "_")
            remedy = said("Name it %(name)s.", name=alike) if alike in known else others
            yield LocatedFault(name, 0, "", said("No such sheet is known."), remedy)
        if TOWN not in self._sheets:
            yield LocatedFault(TOWN, 0, "", said("The sheet is missing."), _TEMPLATE)

    def _blank(self, shape: Shape) -> Sheet:
        sheet = Sheet(shape.file)
        if shape.file not in self._sheets and shape.file in REQUIRED:
            sheet.blame(0, "", said("The sheet is missing."), _TEMPLATE)
            sheet.whole = False
        return sheet

    def _town(self, town: TownSheet, asked: Asked) -> None:
        if TOWN not in self._markup:
            return
        merged = Merged(self._markup[TOWN].merged)
        rows = self._rows(TOWN, merged, town.sheet, asked)
        header = next(rows, None)
        if header is None:
            town.sheet.blame(1, "", said("The sheet is empty."), _TEMPLATE)
        else:
            town.read(header[1], rows)
        merged.tell(town.sheet)

    def _table(self, sheet: Sheet, shape: Shape, asked: Asked) -> None:
        merged = Merged(self._markup[shape.file].merged)
        decimals: set[int] = set()  # the places of its columns, known once the header is read
        rows = self._rows(shape.file, merged, sheet, asked, decimals)
        header = next(rows, None)
        if header is None:
            sheet.blame(1, "", said("The sheet is empty."), _TEMPLATE)
            sheet.whole = False
            return
        names = named_columns(header[1], sheet)
        numbers = {column.name for column in shape.columns if column.has_decimals}
        decimals |= {at for at, name in enumerate(names) if name in numbers}
        reader = RowReader(names, shape, sheet)
        for line, cells in rows:
            if len(sheet.rows) == MOST_ROWS:
                too_many(sheet, line)
                break
            refuse_beyond(sheet, line, cells[len(names) :], len(names))
            reader.read(line, (cells + [""] * len(names))[: len(names)])
        merged.tell(sheet)

    def _rows(
        self, name: str, merged: Merged, sheet: Sheet, asked: Asked, decimals: Container[int] = ()
    ) -> Iterator[tuple[int, Cells]]:
        """Yield the rows that hold something, from the header on, each with its number; remarks are passed over.

        `decimals` are the places of cells that hold a number with decimals.
        """
        source = self._sheets[name]
        source.reset_dimensions()  # what a sheet says of its own size need not be true
        rows = iter(source.iter_rows(max_col=WIDEST))
        line = 0
        while (cells := _guarded(lambda: _next(rows, decimals))) is not None:
            line += 1
            if line > MOST_LINES:
                too_many(sheet, line)
                return
            if line % STRIDE == 0:
                asked(name, min(1.0, (self._lines + line) / self._all))
            if cells and not _is_remark(cells):
                yield line, merged.muted(line, cells)
        self._lines += self._markup[name].rows


def _next(rows: Iterator[Sequence[BookCell]], decimals: Container[int]) -> Cells | None:
    """Give the words of the next row up to the last that holds something; None after the last row."""
    row = next(rows, None)
    if row is None:
        return None
    last = max((at for at, cell in enumerate(row, 1) if cell.value is not None), default=0)
    cells = [words_of(cell, is_decimal=at in decimals) for at, cell in enumerate(row[:last])]
    return cells if any(cell != "" for cell in cells) else []


def _is_remark(cells: Cells) -> bool:
    first = next(cell for cell in cells if cell != "")
    return isinstance(first, str) and first.startswith(REMARK)
