"""Facts written out as a seed folder, to be read again by `pathways.store.seeds`.

What is read from a folder in the manner of `seeds/README.md` and written again is the same byte for byte: the rows in
their order, cells quoted only where they must be, a line feed at the end of each line.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from pathways.domain.nouns import LANGUAGES
from pathways.store.cells import flat_values, spelt
from pathways.store.shapes import SHAPES
from pathways.store.towns import FILE, TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathways.domain.nouns import Facts, Town
    from pathways.store.shapes import Shape


def folder_files(facts: Facts) -> Mapping[str, bytes]:
    """Every file of a seed folder by its name, in the order of `seeds/README.md`; tables without rows have none."""
    tables = {f"{shape.file}.csv": csv_of(facts, shape) for shape in SHAPES if getattr(facts, shape.file)}
    return {FILE: town_file(facts.town), **tables}


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
