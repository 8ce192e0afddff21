"""A workbook's own parts, looked at before openpyxl takes it: what must not be there, and what a sheet holds.

openpyxl reads a sheet as a stream, but says nothing of merged cells then, and keeps whatever a row is made of in memory
while it reads that row. So each sheet's markup is searched first: how many rows, how large the largest, what is merged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pathways.domain.saying import said
from pathways.store.archives import MEBIBYTE
from pathways.store.packed import NotTaken, part_of

if TYPE_CHECKING:
    from zipfile import ZipFile

MOST_MARKUP: Final = 4 * MEBIBYTE
"""Bytes of a part that openpyxl reads as a whole: styles, names, relations."""
MOST_STRINGS: Final = 32 * MEBIBYTE
MOST_LINES: Final = 1_048_576
"""Rows of a sheet, as Excel counts them; blank ones are read over."""
MOST_OF_A_ROW: Final = MEBIBYTE
MOST_MERGED: Final = 100
"""Merged places that are named."""
_KINDS: Final = "[Content_Types].xml"
_STRINGS: Final = "sharedStrings"
_SHEETS: Final = "/worksheets/sheet"
_ROW: Final = re.compile(rb"<(?:\w+:)?row[\s>/]")
_END: Final = re.compile(rb"</(?:\w+:)?sheetData\s*>")
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})[\"']")
_OVERRIDE: Final = re.compile(rb"<(?:\w+:)?Override\s[^>]*>")
_TYPED: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)")


@dataclass(frozen=True, slots=True)
class SheetMarkup:
    """What a sheet's markup shows: how many rows it writes, and which ranges are merged, as `A3:A5`."""

    rows: int
    merged: tuple[str, ...]


def refuse(archive: ZipFile) -> None:
    """Refuse a workbook that holds more than cells.

    Raises:
        NotTaken: macros, links to other files, no workbook at all, or markup that no spreadsheet program writes.
    """
    names = archive.namelist()
    if _KINDS not in names or not any(name.startswith("xl/") for name in names):
        raise NotTaken(
            said("The file is a zip, but no workbook (.xlsx)."), said("Save it as .xlsx in your spreadsheet program.")
        )
    if "xl/workbook.bin" in names:
        raise NotTaken(said("This is a binary workbook (.xlsb)."), said("Save it as .xlsx."))
    for name in names:
        if "vbaproject" in name.casefold() or "macrosheets/" in name.casefold():
            raise NotTaken(
                said("The workbook holds macros."), said("Save it as .xlsx, a workbook without macros."), name
            )
        if "externallinks/" in name.casefold():
            raise NotTaken(
                said("The workbook takes values from other files."),
                said("Break the links, so that the values themselves stand there, and save it again."),
                name,
            )
        if name.endswith((".xml", ".rels")):
            _refuse_markup(name, part_of(archive, name))
    for kind in map(bytes.lower, _OVERRIDE.findall(part_of(archive, _KINDS))):
        if _SHEETS.encode() in kind and b"worksheet+xml" not in kind:  # it would be read whole, not as a stream
            raise NotTaken(*_NOT_WRITTEN, _KINDS)


_NOT_WRITTEN: Final = (
    said("The workbook is built in a way in which no spreadsheet program builds one."),
    said("Open it in a spreadsheet program and save it again as .xlsx."),
)


def _refuse_markup(name: str, markup: bytes) -> None:
    if _TYPED.search(markup) or b"\0" in markup[:200]:
        raise NotTaken(*_NOT_WRITTEN, name)
    most = MOST_STRINGS if _STRINGS in name else MOST_MARKUP
    if len(markup) > most and _SHEETS not in name.casefold():
        large = said("The part is %(size)s MiB large, which is more than can be read.", size=len(markup) // MEBIBYTE)
        raise NotTaken(large, said("Copy the cells into a new workbook, without their formats."), name)


def markup_of(archive: ZipFile, path: str) -> SheetMarkup:
    """Look through the markup of one sheet.

    Raises:
        NotTaken: it has too many rows, or one that is too large to read.
    """
    markup = part_of(archive, path)
    begins = [found.start() for found, _ in zip(_ROW.finditer(markup), range(MOST_LINES + 1), strict=False)]
    end = _END.search(markup)
    largest = max((b - a for a, b in pairwise([*begins, end.start() if end else len(markup)])), default=0)
    if len(begins) > MOST_LINES or largest > MOST_OF_A_ROW:
        raise NotTaken(
            said("The sheet has more rows than a spreadsheet program writes, or larger ones."),
            said("Copy the cells that are meant into a new sheet."),
        )
    merged = [found[1].decode() for found, _ in zip(_MERGED.finditer(markup), range(MOST_MERGED), strict=False)]
    return SheetMarkup(len(begins), tuple(merged))
