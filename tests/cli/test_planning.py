"""`pathways routes` and `pathways gaps`: answers of the domain, and plain words where there is none."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import one_line

HTX = ("routes", "htx", "bioprocess-development-scientist")


def test_routes_are_found_by_names_and_told_with_what_is_open(run):
    said = run(*HTX, "--have", "Matematik A", "--have", "physics B")
    assert said.returncode == 0, said.stderr
    assert "3.5 years, covers at least 69%, 100% here, with effort" in said.stdout
    assert "K1 Industrial MSc in Biomanufacturing, beside a job" in said.stdout
    assert "not said: chemistry B or biotechnology A; average 2" in said.stdout


def test_a_share_here_that_is_only_a_bound_is_not_printed_as_nought(run):
    assert "3.5 years, covers at least 42%, some of it here, with effort" in run(*HTX).stdout


def test_a_program_reads_the_same(run):
    told = json.loads(run(*HTX, "--json", "--max-years", "6").stdout)
    keys = {route["key"] for route in told}
    assert keys >= {"absalon-beng-biotek", "absalon-beng-biotek.ku-msc-biosolutions"}
    assert all(route["years"] <= 6 for route in told)


def test_no_route_names_the_change_that_opens_one(run):
    said = run(*HTX, "--beside-job")
    assert said.returncode == 1
    assert "Without the wish for beside job: 4 routes, the shortest that leads there 5.5 years." in said.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["routes", "htxx", "process-operator"], "neg-htx"),
        (["routes", "htx", "bioprocss"], "bioprocess-development-scientist"),
        (["gaps", "qa-profesional", "--with", "D1"], "qa-professional"),
    ],
)
def test_a_name_misspelt_names_the_nearest(run, words, said):
    run("show", "D1")  # makes the database, so that the line below is the only one
    assert said in one_line(run(*words))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([*HTX, "--have", "kmei B"], "Nearest: chemistry-B"),
        ([*HTX, "--have", "fysik"], "physics-B"),
        ([*HTX, "--max-years", "-3"], "-3"),
        (["gaps", "qa-professional"], "--with"),
    ],
)
def test_words_that_cannot_be_used_are_wrong_usage(run, words, said):
    done = run(*words)
    assert done.returncode == 2
    assert said in done.stderr


def test_gaps_are_named_with_the_bridge(run):
    said = run("gaps", "bioprocess-development-scientist", "--with", "D1").stdout
    assert "Covers at least 69% of the" in said
    assert "Scale-up and technology transfer: 1 of 3 (essential, in part)" in said
    assert "would close" in said
