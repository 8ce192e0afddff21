"""Admission conditions as a person reads them, in both languages."""

from __future__ import annotations

import pytest
from flask import g

from pathways.domain.conditions import parse
from pathways.domain.graph import Graph
from pathways.domain.nouns import Label, Text
from pathways.web.conditions import clause_words, requirements, requirements_beside
from tests.builders import facts

SUBJECTS = (
    Label("mathematics", Text("Matematik", "Mathematics")),
    Label("physics", Text("Fysik", "Physics")),
    Label("geoscience", Text("Geovidenskab", "Geoscience")),
    Label("english", Text("Engelsk", "English")),
)
REQUIREMENTS = (Label("talk", Text("En samtale med skolen", "A talk with the school")),)


@pytest.fixture
def spelt(small_app):
    """Spell a condition in a language, as rows of (about, asked)."""
    graph = Graph(facts(subjects=SUBJECTS, requirements=REQUIREMENTS))

    def spell(line: str, language: str) -> list[tuple[str, str]]:
        with small_app.test_request_context(f"/{language}/"):
            g.graph, g.language = graph, language
            return [(row.about, row.asked) for row in requirements(parse(line))]

    return spell


@pytest.mark.parametrize(
    ("line", "english", "danish"),
    [
        pytest.param(
            "mathematics A and (physics B or geoscience A)",
            [("Mathematics", "Level A"), ("Physics", "Level B or geoscience at level A")],
            [("Matematik", "A-niveau"), ("Fysik", "B-niveau eller geovidenskab på A-niveau")],
            id="all rows must be met, alternatives share a row",
        ),
        pytest.param(
            "average 2.0 and english B",
            [("Grades", "At least 2.0 on average in the subjects asked for"), ("English", "Level B")],
            [("Karakterer", "Mindst 2,0 i snit i de fag, der kræves"), ("Engelsk", "B-niveau")],
            id="grades have a decimal of the language",
        ),
        pytest.param(
            "experience 2 and job 25",
            [
                ("Work", "At least 2 years of relevant paid work"),
                ("Work", "A relevant job of at least 25 hours a week while you study"),
            ],
            [
                ("Arbejde", "Mindst 2 års relevant lønnet arbejde"),
                ("Arbejde", "Et relevant job på mindst 25 timer om ugen ved siden af studiet"),
            ],
            id="work before and beside",
        ),
        pytest.param(
            "2 of (mathematics B, english B, physics B)",
            [("Choose", "2 of these: mathematics at level B, English at level B and physics at level B")],
            [("Vælg", "2 af disse: matematik på B-niveau, engelsk på B-niveau og fysik på B-niveau")],
            id="so many of the listed; a language keeps its capital in English",
        ),
        pytest.param(
            "contract or (mathematics 9 and other talk)",
            [
                (
                    "One of these",
                    (
                        "A training agreement with a company; or mathematics in the exam after grade 9 "
                        "and a talk with the school"
                    ),
                )
            ],
            [
                (
                    "En af disse",
                    (
                        "En uddannelsesaftale med en virksomhed; eller matematik ved afgangsprøven efter 9. klasse "
                        "og en samtale med skolen"
                    ),
                )
            ],
            id="alternatives that are bundles are kept apart",
        ),
        pytest.param(
            "language en and age 18",
            [("Language", "English at the level the school asks for"), ("Age", "At least 18 years old")],
            [("Sprog", "Engelsk på det niveau, skolen kræver"), ("Alder", "Mindst 18 år")],
            id="language and age",
        ),
    ],
)
def test_conditions_are_spelt_in_both_languages(spelt, line, english, danish):
    assert spelt(line, "en") == english
    assert spelt(line, "da") == danish


WAYS = "contract or (mathematics 9 and average 2 and other talk) or other test"


@pytest.mark.parametrize(
    ("line", "english", "danish"),
    [
        (
            WAYS,
            (
                "One of these: a training agreement with a company; or mathematics in the exam after grade 9, at least "
                "2.0 on average in the subjects asked for and a talk with the school; or a test"
            ),
            (
                "En af disse: en uddannelsesaftale med en virksomhed; eller matematik ved afgangsprøven efter 9. "
                "klasse, mindst 2,0 i snit i de fag, der kræves, og en samtale med skolen; eller en prøve"
            ),
        ),
        (
            "mathematics A or (physics B and geoscience A)",
            "One of these: mathematics at level A; or physics at level B and geoscience at level A",
            "En af disse: matematik på A-niveau; eller fysik på B-niveau og geovidenskab på A-niveau",
        ),
        (
            "2 of (mathematics B, other both, english B)",
            "2 of these: mathematics at level B, 2.0 in this and in that, and English at level B",
            "2 af disse: matematik på B-niveau, 2,0 i dette og i hint, og engelsk på B-niveau",
        ),
    ],
)
def test_a_choice_between_whole_ways_is_seen_to_be_one_inside_a_sentence(small_app, line, english, danish):
    labels = (*REQUIREMENTS, Label("test", Text("En prøve", "A test")),
              Label("both", Text("2,0 i dette og i hint", "2.0 in this and in that")))  # fmt: skip
    graph = Graph(facts(subjects=SUBJECTS, requirements=labels))
    for language, told in (("en", english), ("da", danish)):
        with small_app.test_request_context(f"/{language}/"):
            g.graph, g.language = graph, language
            assert clause_words(parse(line)) == told


def test_the_first_subject_of_a_choice_between_whole_ways_is_no_heading_of_it(spelt):
    (row,) = spelt("mathematics A or (physics B and geoscience A)", "en")
    assert row == ("One of these", "Mathematics at level A; or physics at level B and geoscience at level A")


@pytest.mark.parametrize(
    ("line", "rows"),
    [("mathematics A", 1), ("physics B or geoscience A", 1), ("(age 18 and mathematics A) or other talk", 0)],
)
def test_a_choice_between_whole_ways_is_left_to_the_words_of_the_facts(small_app, line, rows):
    graph = Graph(facts(subjects=SUBJECTS, requirements=REQUIREMENTS))
    condition, told = parse(line), Text("Sådan er det.", "That is how it is.")
    with small_app.test_request_context("/en/"):
        g.graph, g.language = graph, "en"
        assert len(requirements_beside(condition, told)) == rows
        assert len(requirements_beside(condition, None)) == 1


def test_no_condition_seen_is_no_row():
    assert requirements(None) == ()
