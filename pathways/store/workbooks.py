"""Facts written out as one workbook (.xlsx), to be read again by `pathways.store.workbook_reading`.

A sheet for each table with the columns of its seed file, both languages side by side. The first row names the columns,
the second, a remark, says what they mean; both stay in sight. Drop-downs offer the words and the ids that may stand
there. Cells are spelt as in a seed file, so that nothing in them is a formula; those for words are formatted as text,
so that a spreadsheet makes no date of "2021-08". The same without rows is the template.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from pathways.domain.editing import TOWN
from pathways.domain.nouns import Facts, Text, Town
from pathways.store.cells import flat_values
from pathways.store.choices import known, targets
from pathways.store.shapes import SHAPES
from pathways.store.towns import PLAIN, TEXTS
from pathways.store.workbook_cells import refuse_long, written
from pathways.store.workbook_reading import LISTS, README, REMARK
from pathways.store.workbook_rows import LETTERS, TOWN_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pathways.store.parts import Column
    from pathways.store.shapes import Shape

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_ROW: Final = 3
"""Where rows begin: under the columns' names and what they mean."""
SPARE: Final = 1_000
"""Rows below the last that the drop-downs reach to."""
_LONGEST_LIST: Final = 255
_WIDTHS: Final = {"id": 30, "number": 11, "claim": 11, "several": 30, "text": 44, "word": 24}


@dataclass(frozen=True, slots=True)
class Words:
    """What a workbook says of itself to people, in both languages.

    `intro` is the read-me, a paragraph an entry. `tables` says what a row of each is, `column` what a column means, by
    table and column. `not_listed` stands in the box that asks about an id which is in no drop-down.
    """

    intro: tuple[Text, ...]
    tables: Mapping[str, Text]
    column: Callable[[str, str], Text]
    not_listed: Text


def workbook_of(facts: Facts, words: Words) -> bytes:
    """Give the whole catalogue as a workbook.

    Raises:
        PathwaysError: a text is longer than a cell can hold; it is named.
    """
    from openpyxl import Workbook  # half a second, which no other command should wait for

    _refuse_long(facts)
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = f"Pathways: {facts.town.id or 'template'}", "Pathways"
    maker = _Maker(book, facts, words)
    maker.introduce()
    maker.town()
    for shape in SHAPES:
        maker.table(shape)
    maker.lists()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _refuse_long(facts: Facts) -> None:
    for shape in SHAPES:
        for number, row in enumerate(getattr(facts, shape.file), FIRST_ROW):
            for column, value in zip(shape.columns, flat_values(shape, row), strict=True):
                refuse_long(value, f"{shape.file} row {number}, {column.name},")
    for key in TEXTS:
        for text in getattr(facts.town, key).da, getattr(facts.town, key).en:
            refuse_long(text, f"town {key}")


def template_of(words: Words) -> bytes:
    """Give a workbook to be filled in: every sheet and column, and no row."""
    return workbook_of(BLANK, words)


_NOTHING: Final = Text("", "")
BLANK: Final = Facts(
    Town("", _NOTHING, _NOTHING, _NOTHING, _NOTHING, _NOTHING, fictional=False, as_of="", editors=_NOTHING),
    **{field.name: () for field in fields(Facts) if field.name != TOWN},
)
"""Facts that say nothing, and are not valid."""


class _Maker:
    """A workbook being written, a sheet after the other."""

    def __init__(self, book: Any, facts: Facts, words: Words) -> None:  # noqa: ANN401  # openpyxl ships no types
        from openpyxl.styles import Alignment, Font, PatternFill

        self._book, self._facts, self._words = book, facts, words
        self._bold, self._grey = Font(bold=True), Font(italic=True, color="4A5B6C")
        self._fill = PatternFill("solid", fgColor="E5EBEF")
        self._wrap = Alignment(wrap_text=True, vertical="top")

    def introduce(self) -> None:
        """Write what the workbook is, and what stands on which sheet."""
        sheet = self._book.create_sheet(README)
        self._widen(sheet, (18, 80, 80))
        sheet.append([self._styled(sheet, text, head=True) for text in ("", "Dansk", "English")])
        for text in self._words.intro:
            sheet.append([None, *(self._styled(sheet, side, wrap=True) for side in (text.da, text.en))])
        for table in (TOWN, *(shape.file for shape in SHAPES)):
            told = self._words.tables[table]
            sheet.append([table, told.da, told.en])

    def town(self) -> None:
        """Write the town: a key a row."""
        sheet, town = self._book.create_sheet(TOWN), self._facts.town
        self._widen(sheet, (20, 24, 70, 70))
        sheet.freeze_panes = "B2"
        sheet.append([self._styled(sheet, name, head=True) for name in TOWN_COLUMNS])
        plain = {"id": town.id, "as_of": town.as_of, "fictional": town.fictional}
        texts = [*((key, getattr(town, key)) for key in TEXTS), *(("missing", text) for text in town.missing)]
        for key in PLAIN:
            sheet.append([key, self._cell(sheet, plain[key], text=True), None, None])
        for key, text in texts:
            sides = [self._cell(sheet, side, text=True) for side in (text.da, text.en)]
            sheet.append([key, None, *sides])

    def table(self, shape: Shape) -> None:
        """Write one table."""
        sheet, rows = self._book.create_sheet(shape.file), getattr(self._facts, shape.file)
        columns = shape.columns
        kinds = [_kind(shape.file, column) for column in columns]
        self._widen(sheet, [_WIDTHS[kind] for kind in kinds])
        for letter, kind in zip(LETTERS, kinds, strict=False):
            if kind != "number":
                sheet.column_dimensions[letter].number_format = "@"
        sheet.freeze_panes = f"B{FIRST_ROW}"
        self._offer(sheet, shape, FIRST_ROW + len(rows) + SPARE)
        sheet.append([self._styled(sheet, column.name, head=True) for column in columns])
        sheet.row_dimensions[2].height = 64
        sheet.append([self._meaning(sheet, shape.file, at, column) for at, column in enumerate(columns)])
        text = [kind != "number" for kind in kinds]
        for row in rows:
            values = zip(flat_values(shape, row), text, strict=True)
            sheet.append([self._cell(sheet, value, text=is_text) for value, is_text in values])

    def lists(self) -> None:
        """Write what drop-downs offer that draw on several sheets."""
        sheet = self._book.create_sheet(LISTS)
        sheet.sheet_state = "hidden"
        for id in self._origins():
            sheet.append([id])

    def _origins(self) -> list[str]:
        return [*(str(row.id) for row in self._facts.starts), *(str(row.id) for row in self._facts.programmes)]

    def _meaning(self, sheet: Any, table: str, at: int, column: Column) -> Any:  # noqa: ANN401  # as above
        told = self._words.column(table, column.name)
        remark = f"{REMARK} " if at == 0 else ""
        cell = self._styled(sheet, f"{remark}{told.da}\n{told.en}", wrap=True)
        cell.font, cell.fill = self._grey, self._fill
        return cell

    def _offer(self, sheet: Any, shape: Shape, last: int) -> None:  # noqa: ANN401  # as above
        from openpyxl.worksheet.datavalidation import DataValidation

        for letter, column in zip(LETTERS, shape.columns, strict=False):
            source = self._source(shape.file, column)
            if source is None:
                continue
            offer = DataValidation(type="list", formula1=source, allow_blank=not column.required)
            offer.sqref.add(f"{letter}{FIRST_ROW}:{letter}{last}")
            offer.showErrorMessage = True
            if not source.startswith('"'):
                offer.errorStyle = "warning"  # an id that is still to be written on its own sheet may stand here first
                offer.errorTitle, offer.error = column.name, f"{self._words.not_listed.da}\n{self._words.not_listed.en}"
            sheet.data_validations.append(offer)

    def _source(self, table: str, column: Column) -> str | None:
        """Say where a drop-down finds what it offers: the words themselves, or the ids on another sheet."""
        if column.is_several:
            return None
        options = ("true",) if column.is_claim else known(table, column.name)
        if options:
            text = ",".join(options)
            return f'"{text}"' if len(text) <= _LONGEST_LIST else None
        wanted = targets(table, column.name)
        if not wanted:
            return None
        if len(wanted) > 1:
            return f"'{LISTS}'!$A$1:$A${max(1, len(self._origins()))}"
        last = FIRST_ROW + len(getattr(self._facts, wanted[0])) + SPARE
        return f"'{wanted[0]}'!$A${FIRST_ROW}:$A${last}"

    def _cell(self, sheet: Any, value: Any, *, text: bool) -> Any:  # noqa: ANN401  # as above
        from openpyxl.cell import WriteOnlyCell

        found = written(value)
        if found is None:
            return None
        cell = WriteOnlyCell(sheet, found)
        if text:
            cell.number_format = "@"
        return cell

    def _styled(self, sheet: Any, text: str, *, head: bool = False, wrap: bool = False) -> Any:  # noqa: ANN401  # as above
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(sheet, text)
        if head:
            cell.font, cell.fill = self._bold, self._fill
        if wrap:
            cell.alignment = self._wrap
        return cell

    def _widen(self, sheet: Any, widths: Sequence[int]) -> None:  # noqa: ANN401  # as above
        for letter, width in zip(LETTERS, widths, strict=False):
            sheet.column_dimensions[letter].width = width


def _kind(table: str, column: Column) -> str:
    """Say what kind of column it is, as far as its width goes."""
    if column.is_number or column.is_claim:
        return "number" if column.is_number else "claim"
    if column.is_several:
        return "several"
    if column.name == "id" or targets(table, column.name):
        return "id"
    return "text" if column.name.endswith(("_da", "_en")) or column.name in {"url", "condition", "title"} else "word"
