"""`pathways match`: ranked with reasons, and plain about what is missing."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import one_line
from tests.store.esco_zips import BOIL, CHEF, CHOP, small_zips


@pytest.fixture
def imported(run, real, tmp_path):
    assert run("import-esco", *map(str, small_zips(tmp_path))).returncode == 0


def test_skills_are_ranked_with_what_is_shared_and_lacking(run, imported):
    said = run("match", "--have", f"{BOIL}:3", "--have", "chop:2")
    assert said.returncode == 0, said.stderr
    assert "shares" in said.stdout
    assert "Half the score is how much" in said.stdout
    told = json.loads(run("match", "--have", f"{CHOP}:4", "--json").stdout)
    assert told[0]["uri"] == CHEF
    assert told[0]["shared"] == [CHOP]


def test_without_esco_it_says_what_to_run(run, real):
    assert "pathways import-esco" in one_line(run("match", "--role", "process-operator"))


def test_a_role_misspelt_names_the_nearest(run, imported):
    assert "process-operator" in one_line(run("match", "--role", "proces-operator"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--have", "http://x/y:3"], "ESCO has no skill with the address"),
        (["--have", "fermentaton:3"], "Nearest here: "),
    ],
)
def test_a_skill_that_is_not_there_is_told(run, imported, words, said):
    assert said in one_line(run("match", *words))


@pytest.mark.parametrize("words", [[], ["--have", "gmp"], ["--have", "gmp:9"], ["--have", "gmp:3", "--role", "x"]])
def test_words_that_do_not_go_together_are_wrong_usage(run, words):
    assert run("match", *words).returncode == 2
