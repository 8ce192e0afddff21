"""Work alike: what of a near occupation is shared and what is new, in which order, and who has it here."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pathways.domain.classification import Classification, Concept, ConceptLabel
from pathways.domain.graph import Graph
from pathways.domain.kindred import held_in_esco, kin_of_skills
from pathways.domain.match import Matcher
from pathways.domain.nouns import Esco, Match
from tests import builders as b

SQL, ART, BUS, CAD = range(4)
ESCO = "http://data.europa.eu/esco/skill/"
SQL_THERE = f"{ESCO}{SQL}"


@pytest.fixture
def classification() -> Classification:
    """One occupation: it asks for SQL and CAD, and art and buses are of use; art comes first by name."""
    none = np.empty((0, 2), np.int32)
    return Classification(
        "1", (Concept("work", ConceptLabel("work")),),
        tuple(Concept(f"{ESCO}{at}", ConceptLabel(name)) for at, name in enumerate(("sql", "art", "bus", "cad"))), (),
        np.array([(0, SQL), (0, CAD)], np.int32), np.array([(0, ART), (0, BUS)], np.int32), none,
    )  # fmt: skip


@pytest.fixture
def town() -> Graph:
    """A role under no occupation, and a skill that stands in ESCO."""
    facts = b.facts({"analyst": {"queries": 2, "talk": 1}})
    sql = Esco(SQL_THERE, "sql", Match.EXACT)
    skills = tuple(replace(skill, esco=sql if skill.id == "queries" else None) for skill in facts.skills)
    return Graph(replace(facts, skills=skills))


def test_skills_stand_essential_ones_first_then_by_name(classification: Classification, town: Graph) -> None:
    matcher = Matcher(classification)
    (whole,) = kin_of_skills(town, matcher, {SQL: 3, ART: 3, BUS: 3, CAD: 3}, 5)
    assert [skill.label.en for skill in whole.shared] == ["cad", "sql", "art", "bus"]
    (part,) = kin_of_skills(town, matcher, {CAD: 3}, 5)
    assert [skill.label.en for skill in part.shared] == ["cad"]
    assert [skill.label.en for skill in part.missing] == ["sql", "art", "bus"]


def test_it_is_said_how_near_it_comes_and_that_nobody_has_it_here(classification: Classification, town: Graph) -> None:
    matcher = Matcher(classification)
    (kin,) = kin_of_skills(town, matcher, {CAD: 3}, 5)
    assert (kin.ranked,) == matcher.ranked({CAD: 3}, 5)
    assert kin.roles == ()


@pytest.mark.parametrize("levels", [{"queries": 2, SQL_THERE: 4}, {SQL_THERE: 4, "queries": 2}])
def test_of_two_words_for_one_skill_the_higher_level_is_held(
    classification: Classification, town: Graph, levels: dict[str, int]
) -> None:
    assert held_in_esco(town, classification, {**levels, "talk": 3}) == ({SQL: 4}, ("talk",))
