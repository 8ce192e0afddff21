"""Workbooks for tests: a good one, what people do to them, and what people with bad intentions do."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook

from pathways.domain.nouns import Text
from pathways.store.shapes import SHAPES
from pathways.store.workbooks import Words, workbook_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pathways.domain.nouns import Facts

WORDS = Words(
    intro=(Text("En projektmappe.", "A workbook."),),
    tables={name: Text(f"{name} (da)", f"{name} (en)") for name in ("town", *(shape.file for shape in SHAPES))},
    column=lambda table, column: Text(f"{table} {column} (da)", f"{table} {column} (en)"),
    not_listed=Text("Findes ikke.", "Not there."),
)


def book(facts: Facts) -> bytes:
    """A workbook of these facts."""
    return workbook_of(facts, WORDS)


def edited(content: bytes, change: Callable[[object], object]) -> bytes:
    """Open a workbook as a spreadsheet program does, change it and save it."""
    opened = load_workbook(io.BytesIO(content))
    change(opened)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def place(sheet: object, column: str, line: int) -> object:
    """The cell of a column, by its name, in a row."""
    names = [cell.value for cell in sheet[1]]
    return sheet.cell(line, names.index(column) + 1)


def planted(content: bytes, table: str, line: int, **values: object) -> bytes:
    """Write other values into some cells of a row."""

    def change(opened: object) -> None:
        for column, value in values.items():
            place(opened[table], column, line).value = value

    return edited(content, change)


def parts(content: bytes) -> dict[str, bytes]:
    """Every part of a zip."""
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same zip with one part more, or another."""
    return zipped({**parts(content), name: part})


def path_of(content: bytes, table: str) -> str:
    """The part that a sheet is."""
    opened = load_workbook(io.BytesIO(content), read_only=True)
    return opened[table]._worksheet_path


def with_markup(content: bytes, table: str, old: bytes, new: bytes) -> bytes:
    """The same workbook with other markup in one sheet; `old` is a pattern that must be found."""
    path = path_of(content, table)
    markup = parts(content)[path]
    assert re.search(old, markup), old
    return with_part(content, path, re.sub(old, lambda _: new, markup, count=1))


def with_rows(content: bytes, table: str, rows: bytes) -> bytes:
    """The same workbook whose sheet has these rows under its header."""
    return with_markup(content, table, rb"</sheetData>", rows + b"</sheetData>")


def rows_of_numbers(count: int, first: int = 1_000) -> bytes:
    """So many rows of one number each."""
    return b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(first, first + count))


def locked(zip_: bytes) -> bytes:
    """The same zip, said to be encrypted."""
    broken = bytearray(zip_)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = broken.find(signature)
        while at >= 0:
            broken[at + offset] |= 1
            at = broken.find(signature, at + 4)
    return bytes(broken)
