"""Facts written out as a seed folder, to be read again by `pathways.store.seeds`.

What is read from a folder in the manner of `seeds/README.md` and written again is the same byte for byte: the rows in
their order, cells quoted only where they must be, a line feed at the end of each line.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from pathways.domain.errors import PathwaysError
from pathways.domain.nouns import LANGUAGES
from pathways.store.cells import flat_values, spelt
from pathways.store.shapes import SHAPES
from pathways.store.towns import FILE, TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pathways.domain.nouns import Facts, Town
    from pathways.store.shapes import Shape


def folder_files(facts: Facts) -> Mapping[str, bytes]:
    """Every file of a seed folder by its name, in the order of `seeds/README.md`; tables without rows have none."""
    tables = {f"{shape.file}.csv": csv_of(facts, shape) for shape in SHAPES if getattr(facts, shape.file)}
    return {FILE: town_file(facts.town), **tables}


def write_folder(facts: Facts, folder: Path) -> None:
    """Write a seed folder where there is none, or an empty one. It appears whole, or not at all.

    Raises:
        PathwaysError: something is there already, or it cannot be written; nothing is left of it.
    """
    part = folder.parent / f".{folder.name}.part"
    try:
        if folder.exists() and (not folder.name or not folder.is_dir() or any(folder.iterdir())):  # "." has no name
            raise PathwaysError(f"{folder} is there already and was left as it is. Name another folder.")
        shutil.rmtree(part, ignore_errors=True)  # what a process left that was killed
        part.mkdir(parents=True)
        for name, content in folder_files(facts).items():
            with (part / name).open("wb") as file:
                file.write(content)
                os.fsync(file.fileno())
        part.replace(folder)
    except OSError as error:
        raise PathwaysError(f"{folder} cannot be written ({error.strerror}). Nothing was left there.") from None
    finally:
        with suppress(OSError):
            shutil.rmtree(part)


def csv_of(facts: Facts, shape: Shape) -> bytes:
    """One table as a seed file: the header and a record for each row, UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in shape.columns])
    writer.writerows([spelt(value) for value in flat_values(shape, row)] for row in getattr(facts, shape.file))
    return text.getvalue().encode()


def town_file(town: Town) -> bytes:
    """The town as TOML, UTF-8; a JSON string is a TOML string."""
    lines = [f"id = {_quoted(town.id)}", f"as_of = {_quoted(town.as_of)}", f"fictional = {str(town.fictional).lower()}"]
    tables = [(f"[{name}]", getattr(town, name)) for name in TEXTS]
    for heading, text in [*tables, *(("[[missing]]", text) for text in town.missing)]:
        lines += ["", heading, *(f"{side} = {_quoted(text[side])}" for side in LANGUAGES)]
    return ("\n".join(lines) + "\n").encode()


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
