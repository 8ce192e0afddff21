"""A sheet of paper as a test sees it: how many there are, what stands on it, and which codes a camera reads there."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import typst
import zxingcpp
from pypdf import PdfReader

if TYPE_CHECKING:
    from pypdf import PageObject

A4 = (595, 842)
"""Points, across and down."""
PPI = 110
_FRAME = '#set page(width: 210mm, height: 297mm, margin: 0mm)\n#image("sheet.pdf", width: 100%)'


def pages(pdf: bytes) -> list[PageObject]:
    """The pages of a PDF."""
    return list(PdfReader(BytesIO(pdf)).pages)


def size(page: PageObject) -> tuple[int, int]:
    """Points, across and down, in whole numbers."""
    return round(float(page.mediabox.width)), round(float(page.mediabox.height))


def words(pdf: bytes) -> str:
    """Everything that stands on its pages, white space collapsed, without what only says where a word may break."""
    text = " ".join(page.extract_text() for page in pages(pdf))
    return " ".join(text.replace("\u200b", "").replace("\u00ad", "").split())


def squeezed(text: str) -> str:
    """The letters alone: where a line breaks says nothing of what stands there."""
    return "".join(text.replace("\u200b", "").replace("\u00ad", "").split())


def codes(pdf: bytes) -> list[str]:
    """What a camera reads in the codes of the first page: it is drawn as dots, and these are decoded."""
    return [found.text for found in zxingcpp.read_barcodes(dots(pdf))]


def dots(pdf: bytes) -> np.ndarray:
    """The first page in grey, from above, 0 to 255."""
    with TemporaryDirectory() as folder:
        Path(folder, "sheet.pdf").write_bytes(pdf)
        frame = Path(folder, "frame.typ")
        frame.write_text(_FRAME, encoding="utf-8")
        made = typst.compile(str(frame), format="png", ppi=PPI, ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return red_of(made)


def red_of(png: bytes) -> np.ndarray:
    """One colour of a picture: enough for what is black on white."""
    at, packed, wide, high = 8, b"", 0, 0
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        if name == b"IHDR":
            wide, high, depth, colours = struct.unpack(">IIBB", body[:10])
            assert (depth, colours) == (8, 6), "Typst writes four colours of eight bits"
        packed += body if name == b"IDAT" else b""
        at += 12 + length
    rows = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(high, 4 * wide + 1)
    return _unfiltered(rows[:, 0], rows[:, 1::4].astype(int))


def _unfiltered(filters: np.ndarray, coded: np.ndarray) -> np.ndarray:
    """Undo what the format does to each line so that it packs better (PNG, chapter 9)."""
    found = np.zeros_like(coded)
    above = np.zeros(coded.shape[1], int)
    for at, (kind, row) in enumerate(zip(filters, coded, strict=True)):
        if kind == 0:
            found[at] = row
        elif kind == 1:
            found[at] = np.cumsum(row) % 256
        elif kind == 2:
            found[at] = (row + above) % 256
        else:
            found[at] = _one_by_one(kind, row.tolist(), above.tolist())
        above = found[at]
    return found.astype(np.uint8)


def _one_by_one(kind: int, row: list[int], above: list[int]) -> list[int]:
    made, left, corner = [], 0, 0
    for value, over in zip(row, above, strict=True):
        if kind == 3:
            near = (left + over) // 2
        else:
            away = abs(over - corner), abs(left - corner), abs(left + over - 2 * corner)
            near = left if away[0] <= away[1] and away[0] <= away[2] else over if away[1] <= away[2] else corner
        left, corner = (value + near) % 256, over
        made.append(left)
    return made
