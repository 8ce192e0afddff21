"""A classification that exists is in order, whole, and cannot be changed."""

from __future__ import annotations

import numpy as np
import pytest

from pathways.domain.classification import Classification, Concept, ConceptLabel
from pathways.domain.errors import BrokenFacts, Fault, UnknownId
from tests.concepts import classification, concept, occupation_uri, skill_uri

COOK, SMITH = occupation_uri("cook"), occupation_uri("smith")


@pytest.mark.parametrize(
    ("label", "language", "expected"),
    [
        pytest.param(ConceptLabel("cook", "kok"), "en", "cook", id="English"),
        pytest.param(ConceptLabel("cook", "kok"), "da", "kok", id="Danish"),
        pytest.param(ConceptLabel("cook"), "da", "cook", id="English where there is no Danish"),
    ],
)
def test_a_label_in_a_language(label, language, expected):
    assert label[language] == Concept(COOK, label)[language] == expected


def test_concepts_are_found_by_their_address():
    made = classification({"cook": ["boil", "chop"], "smith": ["forge"]})
    assert [made.occupation(COOK), made.occupation(SMITH)] == [0, 1]
    assert made.skills[made.skill(skill_uri("forge"))].label.en == "forge"
    for ask, noun in ((made.occupation, "occupation"), (made.skill, "skill")):
        with pytest.raises(UnknownId, match=f"No {noun} has the id 'none'"):
            ask("none")


def made_with(essential):
    base = classification({"cook": ["boil", "chop"], "smith": ["forge"]})
    return Classification("1", base.occupations, base.skills, (), essential, base.optional, base.broader)


def test_pairs_are_put_in_order_and_cannot_be_changed():
    given = np.array([[1, 0], [0, 2], [0, 1]], np.int32)
    made = made_with(given)
    assert made.essential.tolist() == [[0, 1], [0, 2], [1, 0]]
    assert made.essential.dtype == np.int32
    given[:] = 0
    assert made.essential.tolist() == [[0, 1], [0, 2], [1, 0]]
    with pytest.raises(ValueError, match="read-only"):
        made.essential[0, 0] = 1


def test_pairs_in_order_are_its_own_if_somebody_could_write_to_them_and_else_not_copied():
    given = np.array([[0, 1], [1, 0]], np.int32)
    made = made_with(given)
    given[:] = 0
    assert made.essential.tolist() == [[0, 1], [1, 0]]
    again = made_with(made.essential)
    assert np.shares_memory(again.essential, made.essential)


@pytest.mark.parametrize("writeable", [True, False])
def test_wider_numbers_are_taken_too(writeable):
    given = np.array([[1, 0], [0, 2]], np.int64)
    given.flags.writeable = writeable
    made = made_with(given)
    assert (made.essential.tolist(), made.essential.dtype) == ([[0, 2], [1, 0]], np.int32)


def test_groups_stand_behind_the_skills():
    made = classification({"cook": ["boil", "chop"]}, groups=["heat"], broader=[("boil", "heat"), ("chop", "boil")])
    assert made.broader.tolist() == [[0, 2], [1, 0]]


def test_nothing_at_all_is_a_classification_too():
    made = classification({})
    assert (made.occupations, len(made.essential), len(made.broader_occupations)) == ((), 0, 0)


NOT_ORDERED = "The concept is out of order or there twice.", "Order them by address."
NOT_THERE = "A pair refers to a concept that is not there.", "Leave it out."
TWICE = "A pair is there twice.", "Keep one of the two."


@pytest.mark.parametrize(
    ("changes", "row", "said"),
    [
        pytest.param({"occupations": (concept(SMITH), concept(COOK))}, COOK, NOT_ORDERED, id="concepts out of order"),
        pytest.param({"occupations": (concept(COOK), concept(COOK))}, COOK, NOT_ORDERED, id="a concept twice"),
        pytest.param({"groups": (concept(SMITH), concept(COOK))}, COOK, NOT_ORDERED, id="groups out of order"),
        pytest.param({"essential": np.array([[0, 2]])}, "", NOT_THERE, id="a skill beyond the last"),
        pytest.param({"optional": np.array([[2, 0]])}, "", NOT_THERE, id="an occupation beyond the last"),
        pytest.param({"essential": np.array([[0, -1]])}, "", NOT_THERE, id="a skill below 0"),
        pytest.param({"essential": np.array([[1, 1], [-1, 0]])}, "", NOT_THERE, id="an occupation below 0"),
        pytest.param({"broader": np.array([[0, 3]])}, "", NOT_THERE, id="a group beyond the last"),
        pytest.param({"broader_occupations": np.array([[0, 2]])}, "", NOT_THERE, id="a broader one beyond the last"),
        pytest.param({"essential": np.array([[0, 1], [0, 0], [0, 1]])}, "", TWICE, id="a pair twice"),
        pytest.param({"optional": np.array([[0, 1], [0, 1]])}, "", TWICE, id="a pair twice, in order"),
    ],
)
def test_what_is_not_whole_is_refused(changes, row, said):
    base = classification({"cook": ["boil"], "smith": ["forge"]}, groups=["heat"])
    fields = ("occupations", "skills", "groups", "essential", "optional", "broader")
    with pytest.raises(BrokenFacts) as told:
        Classification("1", **{**{name: getattr(base, name) for name in fields}, **changes})
    (table,) = changes
    assert told.value.faults == (Fault(table, row, "uri" if row else "", *said),)
