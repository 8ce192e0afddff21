"""`pathways import-esco`: taken in as it comes, told what was left out, and nothing changed by a fault."""

from __future__ import annotations

import sqlite3

import pytest

from tests.cli.conftest import one_line
from tests.store.esco_zips import danish_zip, small_zips

LEFT_OUT = {"occupationSkillRelations": [["http://data.europa.eu/esco/occupation/gone", "essential", "", "http://x/y"]]}


@pytest.fixture
def zips(tmp_path):
    return [str(path) for path in small_zips(tmp_path)]


def concepts(folder):
    with sqlite3.connect(folder / "instance" / "pathways.db") as database:
        return database.execute("SELECT * FROM esco_concept ORDER BY id").fetchall()


def test_it_is_imported_told_and_repeatable(run, zips, tmp_path):
    first = run("import-esco", *zips, "--labels", f"da={danish_zip(tmp_path)}")
    assert (first.returncode, first.stderr) == (0, "")
    assert "Imported 3 occupations, 3 skills, 4 relations between them" in first.stdout
    assert "This service uses the ESCO classification of the European Commission." in first.stdout
    again = run("import-esco", *reversed(zips), "--labels", f"da={danish_zip(tmp_path)}")
    assert again.returncode == 0
    assert "Nothing changed" in again.stdout
    assert len(concepts(tmp_path)) == 7


def test_rows_left_out_are_counted_and_named(run, tmp_path):
    said = run("import-esco", *map(str, small_zips(tmp_path, **LEFT_OUT))).stdout
    assert "1 of 5 rows left out" in said
    assert "esco/occupation/gone (1 times): the classification has no such occupation." in said


@pytest.mark.parametrize("harm", ["truncated", "missing", "the same twice"])
def test_a_fault_is_named_in_a_line_and_changes_nothing(run, zips, tmp_path, harm):
    run("import-esco", *zips)
    before = concepts(tmp_path)
    given = list(zips)
    if harm == "truncated":
        broken = tmp_path / "broken.zip"
        broken.write_bytes((tmp_path / "relations.zip").read_bytes()[:300])
        given[1] = str(broken)
    elif harm == "missing":
        given[1] = str(tmp_path / "nowhere.zip")
    else:
        given[1] = given[0]
    line = one_line(run("import-esco", *given))
    assert str(given[1]) in line
    assert concepts(tmp_path) == before


@pytest.mark.parametrize("words", [["import-esco"], ["import-esco", "a.zip", "b.zip", "--labels", "se=c.zip"]])
def test_words_that_do_not_go_together_are_wrong_usage(run, words):
    assert run(*words).returncode == 2
