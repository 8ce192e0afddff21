"""Match: scores between 0 and 1, the best for oneself, the same on every machine, and reasons that add up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.classification import Classification, Concept, ConceptLabel
from pathways.domain.errors import UnknownId
from pathways.domain.graph import Graph
from pathways.domain.kindred import held_in_esco, kin_of_role, kin_of_skills
from pathways.domain.match import Matcher, Nearness
from pathways.domain.nouns import Esco, Match
from tests import builders as b

SKILLS, GROUPS = 8, 3


def concepts(kind, count):
    return tuple(Concept(f"http://data.europa.eu/esco/{kind}/{n}", ConceptLabel(f"{kind} {n}")) for n in range(count))


def pairs(found):
    return np.array(sorted(found), np.int32).reshape(-1, 2)


@st.composite
def classifications(draw):
    count = draw(st.integers(1, 6))
    asked = draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, SKILLS - 1)), min_size=1, max_size=30))
    essential = {pair for pair in asked if draw(st.booleans())}
    broader = {(skill, SKILLS + draw(st.integers(0, GROUPS - 1))) for skill in range(SKILLS)}
    return Classification(
        "1", concepts("occupation", count), concepts("skill", SKILLS), concepts("group", GROUPS),
        pairs(essential), pairs(asked - essential), pairs(broader),
    )  # fmt: skip


HELD = st.dictionaries(st.integers(0, SKILLS - 1), st.integers(0, 4))


@given(classifications(), HELD)
def test_every_score_lies_between_0_and_1_and_best_come_first(classification, held):
    found = Matcher(classification).ranked(held, 10)
    assert all(0 < one.score <= 1 and 0 <= one.likeness <= 1 for one in found)
    assert all(one.cover is None or 0 <= one.cover <= 1 for one in found)
    labels = [classification.occupations[one.occupation].label.en for one in found]
    order = [(-one.score, label) for one, label in zip(found, labels, strict=True)]
    assert order == sorted(order)


@given(classifications())
def test_nothing_fits_better_than_what_one_does_already(classification):
    matcher = Matcher(classification)
    for origin in range(len(classification.occupations)):
        own = matcher.alike(origin, origin)
        if len(matcher.skills_of(origin)):
            assert own.score == 1.0
        assert origin not in {one.occupation for one in matcher.similar(origin, 10)}


@given(classifications(), HELD, st.integers(0, SKILLS - 1))
def test_more_skills_never_cover_less(classification, held, more):
    matcher = Matcher(classification)
    for occupation in range(len(classification.occupations)):
        before, after = matcher.fit(held, occupation), matcher.fit({**held, more: 4}, occupation)
        assert (after.cover or 0) >= (before.cover or 0)


@given(classifications(), HELD, st.integers(0, 10))
def test_a_limit_only_cuts(classification, held, limit):
    matcher = Matcher(classification)
    assert matcher.ranked(held, limit) == matcher.ranked(held, 100)[:limit]


def test_nothing_held_finds_nothing():
    classification = Classification(
        "1", concepts("occupation", 1), concepts("skill", 1), (), pairs({(0, 0)}), pairs(()), pairs(())
    )
    assert Matcher(classification).ranked({}, 5) == ()
    assert Matcher(classification).ranked({0: 0}, 5) == ()
    assert Matcher(classification).ranked({0: 3}, 5)[0].nearness is Nearness.CLOSE


CLASSIFICATION = Classification(
    "1", concepts("occupation", 3), concepts("skill", 4), (),
    pairs({(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 3)}), pairs({(0, 2)}), pairs(()),
)  # fmt: skip


def town():
    facts = b.facts({"analyst": {"sql": 2}, "chief": {"sql": 3, "talk": 1}})
    esco = Esco(CLASSIFICATION.occupations[0].uri, "occupation 0", Match.CLOSE)
    other = Esco(CLASSIFICATION.occupations[1].uri, "occupation 1", Match.EXACT)
    sql = Esco(CLASSIFICATION.skills[0].uri, "skill 0", Match.EXACT)
    return Graph(
        replace(
            facts,
            roles=(replace(facts.roles[0], esco=esco), replace(facts.roles[1], esco=other)),
            skills=tuple(replace(skill, esco=sql if skill.id == "sql" else None) for skill in facts.skills),
        )
    )


def test_work_alike_names_what_is_shared_and_what_is_new_and_who_has_it_here():
    graph = town()
    (kin,) = kin_of_role(graph, Matcher(CLASSIFICATION), graph.roles["analyst"], 5)
    assert kin.occupation.uri == CLASSIFICATION.occupations[1].uri
    assert [skill.label.en for skill in kin.shared] == ["skill 0", "skill 1", "skill 2"]
    assert kin.missing == ()
    assert [role.id for role in kin.roles] == ["chief"]


def test_a_role_that_esco_does_not_know_has_no_kin():
    graph = town()
    for esco in (None, Esco("http://data.europa.eu/esco/occupation/x", "x", Match.BROAD)):
        assert kin_of_role(graph, Matcher(CLASSIFICATION), replace(graph.roles["analyst"], esco=esco), 5) == ()


def test_skills_are_carried_over_by_address_and_those_without_are_named():
    graph = town()
    held, without = held_in_esco(graph, CLASSIFICATION, {"sql": 2, "talk": 3, CLASSIFICATION.skills[0].uri: 4})
    assert (held, without) == ({0: 4}, ("talk",))
    assert kin_of_skills(graph, Matcher(CLASSIFICATION), held, 5)
    with pytest.raises(UnknownId):
        held_in_esco(graph, CLASSIFICATION, {"http://elsewhere": 1})
