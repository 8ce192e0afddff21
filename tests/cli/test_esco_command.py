"""`pathways esco`: a concept in a line, with its address whole."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import one_line
from tests.store.esco_zips import BOIL, CHEF, COOK, small_zips


@pytest.fixture
def imported(run, real, tmp_path):
    assert run("import-esco", *map(str, small_zips(tmp_path))).returncode == 0


def test_the_nearest_comes_first_with_its_address(run, imported):
    said = run("esco", "hed", "cook")
    assert said.returncode == 0, said.stderr
    first = said.stdout.splitlines()[0]
    assert first.startswith(f"{CHEF}  occupation  3434.1  chef")
    assert "found as “head cook”" in first


def test_a_program_gets_the_same_as_json(run, imported):
    [first, *_] = json.loads(run("esco", "simmer", "--kind", "skill", "--limit", "1", "--json").stdout)
    assert (first["uri"], first["kind"], first["label"], first["matched"], first["here"]) == (
        BOIL,
        "skill",
        "boil",
        "simmer",
        [],
    )
    assert json.loads(run("esco", "simmer", "--kind", "occupation", "--json").stdout) == []


def test_an_address_is_looked_up_as_it_is(run, imported):
    assert run("esco", COOK).stdout.split()[:2] == [COOK, "occupation"]


def test_what_is_not_there_is_told(run, imported):
    assert "Nothing in ESCO is called 'qqqqqq'." in one_line(run("esco", "qqqqqq"))


def test_without_esco_it_says_what_to_run(run, real):
    assert "pathways import-esco" in one_line(run("esco", "cook"))


@pytest.mark.parametrize("words", [[], ["cook", "--kind", "group"], ["cook", "--limit", "0"]])
def test_words_that_do_not_go_together_are_wrong_usage(run, words):
    assert run("esco", *words).returncode == 2


def test_a_first_start_leaves_the_answer_to_the_program_that_reads_it(run, tmp_path):
    run("import-esco", *map(str, small_zips(tmp_path)))
    said = run("esco", "cook", "--json")
    assert json.loads(said.stdout)[0]["uri"] == COOK
    assert "Loading kalundborg into a new database" in said.stderr


def test_where_esco_is_to_be_had_is_told(run, example):
    for words in (["esco", "welder"], ["match", "--have", "welding:2"]):
        said = one_line(run(*words))
        assert "at https://esco.ec.europa.eu and run: pathways import-esco" in said
