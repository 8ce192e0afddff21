"""Facts written out as a seed folder, and faults planted in it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from pathways.store.folders import csv_of, town_file
from pathways.store.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pathways.domain.nouns import Facts


def write_folder(facts: Facts, folder: Path) -> Path:
    """Write every table, one row a line: row 0 stands on line 2; those without rows, too."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "town.toml").write_bytes(town_file(facts.town))
    for shape in SHAPES:
        (folder / f"{shape.file}.csv").write_bytes(csv_of(facts, shape))
    return folder


def plant(folder: Path, file: str, line: int, **cells: str) -> None:
    """Put other values into some cells of a line of a table."""

    def change(rows: list[list[str]]) -> None:
        for column, value in cells.items():
            rows[line - 1][rows[0].index(column)] = value

    rewrite(folder, file, change)


def rewrite(folder: Path, file: str, change: Callable[[list[list[str]]], object]) -> None:
    """Change the cells of a table in place, its header being row 0."""
    path = folder / file
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    change(rows)
    changed = io.StringIO(newline="")
    csv.writer(changed, lineterminator="\n").writerows(rows)
    path.write_text(changed.getvalue(), encoding="utf-8")


def replace_text(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first occurrence of some words in a file, which must be there."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def prepend(folder: Path, file: str, content: bytes) -> None:
    """Put bytes before a file's first."""
    path = folder / file
    path.write_bytes(content + path.read_bytes())


def replace_bytes(folder: Path, file: str, old: bytes, new: bytes) -> None:
    """Replace the first occurrence of some bytes in a file, which must be there."""
    content = (folder / file).read_bytes()
    assert old in content
    (folder / file).write_bytes(content.replace(old, new, 1))
