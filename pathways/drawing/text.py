"""How wide text is, and where it breaks, without a font installed.

Widths come from the committed table (see `metrics`). Kerning is left out: in this face it makes text
narrower, never wider by more than a hair, so what fits here fits in the browser.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache

from pathways.drawing.metrics import TABLE

TITLE, SUB, STRONG = 650, 450, 750
"""Weights: a plate's title, its sub line, a bullet or a heading."""

SOFT_HYPHEN = "\u00ad"
ELLIPSIS = "…"

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # they turn or hide what follows
_BREAKS = re.compile(f"[^{SOFT_HYPHEN}/-]*(?:[{SOFT_HYPHEN}/-]|$)")
_STUB = 4  # letters, a hyphen among them
_ENOUGH = 400  # letters of a label that could ever be seen on a plate
_FOREIGN = 1000  # a letter that the font lacks is set in another one, at most about as wide as high


def inert(cell: object) -> object:
    """Give a cell that a spreadsheet would take for a formula, kept from being one."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")) else cell


@cache
def _widths() -> dict[int, dict[str, int]]:
    return {int(weight): advances for weight, advances in json.loads(TABLE.read_text(encoding="utf-8")).items()}


@lru_cache(maxsize=20_000)
def width(text: str, size: float, weight: int) -> float:
    """Width in px of one line of text at `size` px. Soft hyphens have none."""
    advances = _widths()[weight]
    return sum([advances.get(letter, _FOREIGN) for letter in text if letter != SOFT_HYPHEN]) * size / 1000


@lru_cache(maxsize=4_000)
def clean(text: str) -> str:
    """The text on one line, without characters that XML forbids or that nobody sees; soft hyphens stay."""
    return " ".join(_UNSEEN.sub("", _NOT_IN_XML.sub(" ", text)).split())


def plain(text: str) -> str:
    """The text as it is read aloud or put in a table: clean, without soft hyphens."""
    return clean(text).replace(SOFT_HYPHEN, "")


def covered(text: str) -> bool:
    """Tell whether our own typeface has every letter of a text."""
    known = _widths()[SUB]
    return all(letter in known or letter in SOFT_HYPHEN or letter.isspace() for letter in set(text))


@lru_cache(maxsize=4_000)
def wrap(text: str, room: float, size: float, weight: int, most: int = 4) -> tuple[str, ...]:
    """Break text into one to `most` lines, none wider than `room` px.

    Lines break at spaces; a word too long for a line breaks at a soft hyphen or after a hyphen or slash,
    and one that has none of these wherever it must. What is left over is cut, with an ellipsis.
    """
    lines: list[str] = []
    for word in clean(text[:_ENOUGH]).split(" "):
        first, *rest = _chunks(word, room, size, weight)
        if lines and width(f"{lines[-1]} {first}", size, weight) <= room:
            lines[-1] += f" {first}"
        else:
            lines.append(first)
        lines += rest
    return (*lines[: most - 1], _cut(lines[most - 1], room, size, weight)) if len(lines) > most else tuple(lines)


def _chunks(word: str, room: float, size: float, weight: int) -> list[str]:
    """Split one word so that each chunk fits a line; a hyphen shows where it was split."""
    whole = word.replace(SOFT_HYPHEN, "")
    if width(whole, size, weight) <= room:
        return [whole]
    chunks = [""]
    for part in _BREAKS.findall(word.strip(SOFT_HYPHEN)):
        for piece in _letters(part, room, size, weight):
            if width(chunks[-1] + piece.replace(SOFT_HYPHEN, "-"), size, weight) > room and chunks[-1]:
                chunks.append("")
            chunks[-1] = chunks[-1].replace(SOFT_HYPHEN, "") + piece
    return [chunk.replace(SOFT_HYPHEN, "-") for chunk in chunks]


def _letters(part: str, room: float, size: float, weight: int) -> list[str]:
    """One part of a word, cut by letters if even it alone is wider than a line; no piece is a mere stub."""
    if width(part.replace(SOFT_HYPHEN, "-"), size, weight) <= room:
        return [part]
    pieces = [""]
    for letter in part:
        if pieces[-1] and width(pieces[-1] + letter.replace(SOFT_HYPHEN, "-") + "-", size, weight) > room:
            pieces.append("")
        pieces[-1] += letter
    if len(pieces) > 1 and 0 < len(pieces[-1]) < _STUB < len(pieces[-2]) - _STUB:
        moved = _STUB - len(pieces[-1])
        pieces[-2:] = [pieces[-2][:-moved], pieces[-2][-moved:] + pieces[-1]]
    return [piece + SOFT_HYPHEN for piece in pieces[:-1]] + pieces[-1:]


def _cut(line: str, room: float, size: float, weight: int) -> str:
    while line and width(line + ELLIPSIS, size, weight) > room:
        line = line[:-1]
    return line.rstrip(" -") + ELLIPSIS
