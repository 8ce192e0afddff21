"""Facts written out as a seed folder, and faults planted in it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from pathways.store.shapes import SHAPES
from pathways.store.towns import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pathways.domain.nouns import Facts, Town


def cell(value: object) -> str:
    """A value as a seed file holds it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    if isinstance(value, tuple):
        return ";".join(value)
    return f"{value:.12f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def write_folder(facts: Facts, folder: Path) -> Path:
    """Write every table, one row a line: row 0 stands on line 2."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "town.toml").write_text(town_file(facts.town), encoding="utf-8")
    for shape in SHAPES:
        with (folder / f"{shape.file}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([column.name for column in shape.columns])
            for row in getattr(facts, shape.file):
                writer.writerow(
                    [cell(value) for part in shape.parts for value in part.spread(getattr(row, part.field))]
                )
    return folder


def town_file(town: Town) -> str:
    """A town as TOML; a JSON string is a TOML string."""
    lines = [f"id = {json.dumps(town.id)}", f"as_of = {json.dumps(town.as_of)}"]
    lines.append(f"fictional = {str(town.fictional).lower()}")
    tables = [(f"[{name}]", getattr(town, name)) for name in TEXTS]
    for heading, text in [*tables, *(("[[missing]]", text) for text in town.missing)]:
        lines += ["", heading]
        lines += [f"{side} = {json.dumps(text[side], ensure_ascii=False)}" for side in ("da", "en")]
    return "\n".join(lines) + "\n"


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
