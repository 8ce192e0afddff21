"""Proposed changes: what stood before, and what is said when something else stands there now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain.delivering import Fit, New, fit, level_change, skills_asked, stands_now, words_change
from pathways.domain.flags import Change, Subject
from pathways.domain.graph import Graph
from pathways.domain.nouns import Level
from tests.builders import outcome
from tests.flag_stories import asking, own_words
from tests.worlds import bent, whole_town

TOWN = Graph(whole_town())


@pytest.mark.parametrize(
    ("programme", "skill", "before"),
    [("college", "sql", "2"), ("night", "r", ""), ("master", "r", "3")],
)
def test_before_is_what_the_catalogue_says(programme, skill, before):
    change = level_change(TOWN, programme, skill, 4)
    assert change == Change("outcomes", f"{programme}/{skill}", "level", before, "4")
    assert fit(TOWN, change) is Fit.FITS


def test_words_of_each_sort_in_the_language_they_were_written_in():
    assert words_change(TOWN, New.MODULE, "college", "A course", "en") == Change(
        "programmes", "college", "note_en", "Note", "A course"
    )
    assert words_change(TOWN, New.MODULE, "night", "Et kursus", "da").before == ""
    assert words_change(TOWN, New.ADMISSION, "college", "Two years at work", "da").before == "An exam (da)"
    assert words_change(TOWN, New.PROGRAMME, "", "Brewing", "en") == Change("programmes", "", "title_en", "", "Brewing")


def test_a_change_whose_before_is_gone_is_marked():
    change = level_change(TOWN, "college", "sql", 3)
    index = next(i for i, row in enumerate(TOWN.facts.outcomes) if (row.programme, row.skill) == ("college", "sql"))
    moved = Graph(bent(TOWN.facts, "outcomes", index, level=Level(1)))
    done = Graph(bent(TOWN.facts, "outcomes", index, level=Level(3)))
    assert (fit(moved, change), stands_now(moved, change)) == (Fit.CHANGED, "1")
    assert fit(done, change) is Fit.DONE
    assert fit(TOWN, replace(change, key="gone/sql")) is Fit.GONE
    assert fit(TOWN, replace(change, key="college/gone")) is Fit.GONE


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(Change("programmes", "college", "note_da", "Note (da)", "x"), Fit.FITS, id="as before"),
        pytest.param(Change("programmes", "college", "note_da", "Other", "x"), Fit.CHANGED, id="other words now"),
        pytest.param(Change("programmes", "gone", "note_da", "", "x"), Fit.GONE, id="no such programme"),
        pytest.param(Change("programmes", "college", "note_sv", "", "x"), Fit.GONE, id="no such language"),
        pytest.param(Change("programmes", "college", "years_da", "", "x"), Fit.GONE, id="no such words"),
        pytest.param(Change("programmes", "", "title_da", "", "x"), Fit.FITS, id="nothing is there yet"),
    ],
)
def test_how_words_stand_to_the_catalogue(change, expected):
    assert fit(TOWN, change) is expected


def test_a_level_that_came_into_the_catalogue_meanwhile():
    change = level_change(TOWN, "night", "r", 2)
    facts = replace(TOWN.facts, outcomes=(*TOWN.facts.outcomes, outcome("night", "r", 1)))
    assert fit(Graph(facts), change) is Fit.CHANGED


@pytest.mark.parametrize(
    ("ask", "skills"),
    [
        pytest.param(asking(), {"sql"}, id="the skill asked for"),
        pytest.param(asking(key="gone"), set(), id="a skill that is gone"),
        pytest.param(asking(subject=Subject.ROLE, key="analyst"), {"sql", "r"}, id="all that the role needs"),
        pytest.param(own_words(), {"sql", "r"}, id="any skill for own words"),
    ],
)
def test_which_skills_an_answer_may_raise(ask, skills):
    assert set(skills_asked(TOWN, ask)) == skills
