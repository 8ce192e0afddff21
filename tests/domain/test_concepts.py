"""Concepts of ESCO are found by any of their names, and say what the town uses them for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.classification import ConceptLabel
from pathways.domain.concepts import ConceptIndex, asked_of, concept_labels, uses_of
from pathways.domain.graph import Graph
from pathways.domain.labels import Label
from tests.builders import facts, role, skill, text
from tests.concepts import classification, occupation_uri, skill_uri

BARE = classification({"baker": ["bake", "mix"], "smith": ["forge"]}, {"baker": ["sell", "count"], "waiter": ["sell"]})
BAKER, SMITH, WAITER = BARE.occupations
ESCO = replace(
    BARE,
    occupations=(
        replace(BAKER, label=ConceptLabel("baker", "bager"), alternatives=("bread maker",), code="7512.1"),
        replace(SMITH, alternatives=("waiter of iron", "baker")),
        replace(WAITER, alternatives_da=("opvarter",)),
    ),
)


@pytest.fixture(scope="module")
def index() -> ConceptIndex:
    """Three occupations and five skills."""
    return ConceptIndex(ESCO)


@pytest.mark.parametrize(
    ("typed", "language", "found", "matched"),
    [
        pytest.param("baker", "en", "baker", "", id="a name"),
        pytest.param("smiht", "en", "smith", "", id="a name misspelt"),
        pytest.param("bager", "en", "baker", "bager", id="the name in the other language"),
        pytest.param("bager", "da", "baker", "", id="the Danish name"),
        pytest.param("bread makker", "da", "baker", "bread maker", id="another name"),
        pytest.param("opvarter", "da", "waiter", "opvarter", id="another Danish name"),
        pytest.param("7512.1", "en", "baker", "", id="a code"),
        pytest.param("forge", "da", "forge", "", id="a skill that has no Danish name"),
        pytest.param(f"  {occupation_uri('smith')}\n", "en", "smith", "", id="an address"),
    ],
)
def test_a_concept_is_found(index, typed, language, found, matched):
    hit = index.find(typed, language)[0]
    assert (hit.concept.label.en, hit.matched) == (found, matched)
    assert hit.concept == {"occupation": ESCO.occupations, "skill": ESCO.skills}[hit.kind][hit.place]


def test_a_name_stands_before_the_same_as_another_name(index):
    assert [hit.concept.uri for hit in index.find("baker", "en")][:2] == [
        occupation_uri("baker"),
        occupation_uri("smith"),
    ]


@pytest.mark.parametrize("typed", ["bake", skill_uri("bake")])
def test_only_the_kind_that_is_asked_for(index, typed):
    assert [hit.kind for hit in index.find(typed, "en", kinds=("skill",))] == ["skill"]
    assert "skill" not in {hit.kind for hit in index.find(typed, "en", kinds=("occupation",))}


@pytest.mark.parametrize("typed", ["", " ", "\0", "zzzzqq", "http://data.europa.eu/esco/nowhere"[:4]])
def test_what_means_nothing_finds_nothing(index, typed):
    assert index.find(typed, "en") == ()


def test_no_more_than_the_limit(index):
    assert len(index.find("baker", "en", limit=1)) == 1


def test_twenty_are_listed_where_no_limit_is_given():
    assert len(ConceptIndex(classification({f"baker {at}": () for at in range(30)})).find("baker", "en")) == 20


def test_a_concept_met_word_for_word_scores_about_1_and_one_misspelt_less(index):
    assert index.find(occupation_uri("baker"), "en")[0].score == 1
    (baker, *_), (misspelt, *_) = index.find("baker", "en"), index.find("bakker", "en")
    assert baker.score == pytest.approx(1, abs=0.1)
    assert 0 < misspelt.score < baker.score


def test_labels_are_numbered_on():
    assert {label.owner for label in concept_labels(ESCO, 40)} == set(range(40, 48))


def test_every_name_is_a_label_in_its_language_and_other_names_come_last():
    bare = classification({"baker": ["bake"]})
    (baker,) = bare.occupations
    label = ConceptLabel("baker", "bager")
    baker = replace(baker, label=label, alternatives=("bread maker",), alternatives_da=("brødbager",), code="7512.1")
    assert list(concept_labels(replace(bare, occupations=(baker,)), 7)) == [
        Label(7, "occupation", "baker", "en"),
        Label(7, "occupation", "bager", "da"),
        Label(7, "occupation", "7512.1", ""),
        Label(8, "skill", "bake", "en"),
        Label(7, "occupation", "bread maker", "en"),
        Label(7, "occupation", "brødbager", "da"),
    ]


def test_an_occupation_asks_for_skills_in_the_order_of_their_names():
    essential, optional = asked_of(ESCO, 0, "en")
    assert [concept.label.en for concept in essential] == ["bake", "mix"]
    assert [concept.label.en for concept in optional] == ["count", "sell"]
    assert asked_of(ESCO, 2, "da").essential == ()


def test_what_the_town_uses_a_concept_for():
    uri = skill_uri("bake")

    def near(match: n.Match) -> n.Esco:
        return n.Esco(uri, "bake", match)

    world = replace(
        facts({"b": {"s": 2}, "a": {"s": 2}, "c": {"t": 1}}),
        roles=(role("b", esco=near(n.Match.CLOSE)), role("a", esco=near(n.Match.CLOSE)), role("c")),
        skills=(replace(skill("s"), esco=near(n.Match.EXACT)), skill("t")),
    )
    uses = uses_of(Graph(world))
    assert [(use.noun, use.id, use.name, use.match) for use in uses[uri]] == [
        ("skill", "s", text("S"), n.Match.EXACT),
        ("role", "a", text("A"), n.Match.CLOSE),
        ("role", "b", text("B"), n.Match.CLOSE),
    ]
    assert list(uses) == [uri]
