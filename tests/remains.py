"""What is left of a text: any piece of eight bytes or more, in any file below a folder, however it was encoded.

A piece is looked for at every byte, not only as a line or a word, because a page of a database that was filled anew
keeps whatever stretch of the old text was not overwritten. Texts to look for are made of letters by chance
(`kept_talks.words`), so that no piece of them stands anywhere else.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PIECE = 8
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def remains(where: Path | Iterable[Path], *texts: str) -> list[str]:
    """Name each file that holds a piece of a text, and the piece; empty when nothing is left.

    `where` is a folder, with everything below it, or files. A path that holds a piece counts as well.
    """
    sought = np.unique(np.concatenate([_windows(text.encode(code)) for text in texts for code in ENCODINGS]))
    assert sought.size, "texts must be longer than a piece"
    files = sorted(_below(where)) if isinstance(where, Path) else where
    found = []
    for file in files:
        content = _content(file)
        at = np.flatnonzero(np.isin(_windows(content), sought))
        if at.size:
            found.append(f"{file}: {at.size} pieces, as {content[at[0] : at[0] + 40]!r}")
        if np.isin(_windows(os.fsencode(file.name)), sought).any():
            found.append(f"{file}: its name")
    return found


def open_files(process: int) -> Iterator[Path]:
    """Give what a process and its children hold open, files without a name too; a child may end meanwhile."""
    yield from _open_in(process)
    for child in children(process):
        with suppress(FileNotFoundError, ProcessLookupError):
            yield from _open_in(child)


def _open_in(process: int) -> list[Path]:
    return [link for link in Path(f"/proc/{process}/fd").iterdir() if link.is_file()]


def children(process: int) -> list[int]:
    """Give the ids of the processes that one has started and that have not ended, theirs too."""
    own = [int(id) for task in Path(f"/proc/{process}/task").glob("*/children") for id in task.read_text().split()]
    return [*own, *(below for child in own for below in children(child))]


def _below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""  # gone meanwhile, as a -wal is when the last one closes it


def _windows(content: bytes) -> np.ndarray:
    """Every piece of a content, one that begins at each byte, as a number."""
    if len(content) < PIECE:
        return np.empty(0, np.uint64)
    shifted = [np.frombuffer(content, "<u8", (len(content) - at) // PIECE, at) for at in range(PIECE)]
    whole = np.empty(len(content) - PIECE + 1, np.uint64)
    for at, numbers in enumerate(shifted):
        whole[at::PIECE] = numbers[: len(whole[at::PIECE])]
    return whole
