"""The one description of how nouns lie flat agrees with the nouns, the seed format and the tables."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from pathways.domain import nouns as n
from pathways.store.rows import LINKS, ROWS, table
from pathways.store.shapes import SHAPES

EVIDENCE = ("basis", "sources", "as_of")
README = Path(__file__).resolve().parents[2] / "seeds" / "README.md"
BY_FILE = {shape.file: shape for shape in SHAPES}


def columns_told() -> dict[str, list[str]]:
    """The columns of each seed file, as the README tells them."""
    rows = re.findall(r"^\| (`.+\.csv`) \| (.+) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        name: columns.replace("*evidence*", ", ".join(EVIDENCE)).split(", ")
        for files, columns in rows
        for name in re.findall(r"`(\w+)\.csv`", files)
    }


def test_every_noun_has_a_shape_in_the_order_of_the_facts():
    assert ["town", *BY_FILE] == [field.name for field in fields(n.Facts)]


@pytest.mark.parametrize("shape", [pytest.param(shape, id=shape.file) for shape in SHAPES])
def test_parts_stand_in_the_order_of_the_noun(shape):
    named = [field.name for field in fields(shape.noun)]
    assert [part.field for part in shape.parts] == named[: len(shape.parts)]
    assert set(named[len(shape.parts) :]) <= {"description", "evidence"}


def test_the_readme_tells_every_column_of_every_file():
    assert columns_told() == {shape.file: [column.name for column in shape.columns] for shape in SHAPES}


@pytest.mark.parametrize("shape", [pytest.param(shape, id=shape.file) for shape in SHAPES])
def test_a_table_holds_every_column_of_its_shape(shape):
    columns = {column.name for column in shape.columns}
    if columns.issuperset(EVIDENCE):
        columns = columns.difference(EVIDENCE) | {"evidence_id"}
    if shape.file == "admissions":
        columns = columns - {"origin"} | {"id", "origin_programme", "origin_start"}
    linked = {field for file, field in LINKS if file == shape.file}
    assert set(table(ROWS[shape.file]).c.keys()) == columns - linked | {"position"}
