"""Facts written out as a folder: the very bytes that were read, and no cell that a spreadsheet computes."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain.editing import TABLES, rows_of
from pathways.store.cells import NotReadable, cells_of, noun_of, spelt
from pathways.store.folders import folder_files
from pathways.store.seeds import read_folder
from tests.conftest import EXAMPLE_TOWN, REAL_TOWN
from tests.full_towns import TOWN, towns_full_of_facts

slow = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def written(facts, folder):
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, content in folder_files(facts).items():
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("town", [REAL_TOWN, EXAMPLE_TOWN], ids=lambda path: path.name)
def test_a_town_is_written_byte_for_byte_as_it_was_read(town):
    facts = read_folder(town).facts
    there = {path.name: path.read_bytes() for path in town.iterdir() if path.suffix in {".csv", ".toml"}}
    assert folder_files(facts) == there


@slow
@given(facts=towns_full_of_facts())
def test_any_facts_written_and_read_and_written_are_the_same_bytes(tmp_path, facts):
    folder = written(facts, tmp_path / "out")
    again = read_folder(folder).facts
    assert again == facts
    assert folder_files(again) == folder_files(facts)


@slow
@given(facts=towns_full_of_facts())
def test_any_row_comes_back_from_its_cells(facts):
    for table in TABLES:
        for row in rows_of(facts, table):
            assert noun_of(table, cells_of(table, row)) == row


@given(words=st.text(st.sampled_from("=+-@'a1;"), min_size=1))
@example(words="=HYPERLINK(1)")
@example(words="'=1")
@example(words="-3")
def test_no_words_begin_like_a_formula_and_they_come_back(tmp_path_factory, words):
    facts = replace(TOWN, sources=(replace(TOWN.sources[0], title=words), *TOWN.sources[1:]))
    content = folder_files(facts)["sources.csv"].decode()
    cell = next(csv.DictReader(io.StringIO(content)))["title"]
    assert not cell.startswith(("=", "+", "-", "@"))
    assert noun_of("sources", cells_of("sources", facts.sources[0])).title == words


def test_a_number_below_nought_stays_a_number():
    figure = replace(TOWN.figures[0], value=-3.0)
    assert cells_of("figures", figure)["value"] == "-3"
    assert noun_of("figures", cells_of("figures", figure)) == figure


def test_every_column_that_cannot_be_read_is_named():
    cells = cells_of("roles", TOWN.roles[0]) | {"eqf": "five", "as_of": ""}
    with pytest.raises(NotReadable) as refused:
        noun_of("roles", cells)
    assert {fault.column for fault in refused.value.sheet.faults} == {"eqf", "as_of"}


@pytest.mark.parametrize(
    ("value", "cell"), [(None, ""), (False, ""), (True, "true"), (3.0, "3"), (0.125, "0.125"), (("a", "b"), "a;b")]
)
def test_cells(value, cell):
    assert spelt(value) == cell


def test_what_the_town_is_missing_comes_back_line_by_line():
    town = replace(TOWN.town, missing=(n.Text("a", "b"), n.Text("c", "d")))
    assert noun_of("town", cells_of("town", town)) == town
