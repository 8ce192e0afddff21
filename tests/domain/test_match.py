"""Match: scores between 0 and 1, the best for oneself, the same on every machine, and reasons that add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import hypot, log, log1p

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.classification import Classification, Concept, ConceptLabel
from pathways.domain.errors import UnknownId
from pathways.domain.graph import Graph
from pathways.domain.kindred import held_in_esco, kin_of_role, kin_of_skills
from pathways.domain.match import Matcher, Nearness, share_held
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
    nodes = st.integers(SKILLS, SKILLS + GROUPS - 1)
    kinds = draw(st.sets(st.tuples(nodes, nodes), max_size=3))
    broader = {(skill, draw(nodes)) for skill in range(SKILLS)} | {(one, more) for one, more in kinds if one < more}
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


def above(classification, skill):
    """A skill and every kind of skill above it, each once."""
    found, fresh = set(), {skill}
    while fresh:
        found |= fresh
        fresh = {broad for narrow, broad in classification.broader.tolist() if narrow in found} - found
    return found


def bundle(classification, shares):
    """How much of each skill, and of each kind of skill above, is in a bundle."""
    counts = Counter()
    for skill, share in shares.items():
        counts.update(dict.fromkeys(above(classification, skill), share))
    return counts


def by_hand(classification, held, occupation):
    """Score, cover and likeness as the module tells them, one sum after the other."""
    essential, optional = classification.essential.tolist(), classification.optional.tolist()
    count = len(classification.occupations)
    bundles = [
        bundle(classification, {skill: 1 for one, skill in [*essential, *optional] if one == at}) for at in range(count)
    ]
    askers = Counter(node for one in bundles for node in one)
    asked = Counter(skill for _, skill in [*essential, *optional])
    shares = {skill: min(1, level / 3) for skill, level in held.items() if level}
    needed = [skill for one, skill in essential if one == occupation]
    whole = sum(log1p(count / asked[skill]) for skill in needed)
    met = sum(log1p(count / asked[skill]) * shares.get(skill, 0) for skill in needed)

    def weighed(one):
        return {node: share * log1p(count / askers[node]) for node, share in one.items() if askers[node]}

    mine, theirs = weighed(bundle(classification, shares)), weighed(bundles[occupation])
    product = sum(share * theirs.get(node, 0) for node, share in mine.items())
    likeness = product / (hypot(*mine.values()) * hypot(*theirs.values())) if product else 0
    return ((met / whole + likeness) / 2, met / whole, likeness) if needed else (likeness, None, likeness)


@given(classifications(), HELD)
def test_scores_are_what_one_works_out_by_hand_to_six_places(classification, held):
    matcher = Matcher(classification)
    for occupation in range(len(classification.occupations)):
        fit = matcher.fit(held, occupation)
        found = [fit.score, fit.cover, fit.likeness]
        assert found == [one and pytest.approx(one, abs=1e-6) for one in by_hand(classification, held, occupation)]
        assert found == [one and round(one, 6) for one in found]


@given(classifications())
def test_what_an_occupation_asks_for_is_told_essential_skills_first(classification):
    matcher = Matcher(classification)
    for occupation in range(len(classification.occupations)):
        needed, wanted = (
            [skill for one, skill in pairs.tolist() if one == occupation]
            for pairs in (classification.essential, classification.optional)
        )
        assert matcher.essentials_of(occupation) == set(needed)
        assert matcher.skills_of(occupation).tolist() == needed + wanted


def test_half_a_match_worked_out_on_paper():
    """Both ask for skill 0, so it weighs log 2; skill 1 only the first: log 3. Known of, a skill counts a third."""
    classification = Classification(
        "1", concepts("occupation", 2), concepts("skill", 2), (),
        pairs({(0, 0), (0, 1), (1, 0)}), pairs(()), pairs(()),
    )  # fmt: skip
    fit = Matcher(classification).fit({0: 1}, 0)
    cover = log(2) / 3 / (log(2) + log(3))
    likeness = log(2) / hypot(log(2), log(3))
    assert (fit.cover, fit.likeness) == (round(cover, 6), round(likeness, 6))
    assert fit.score == pytest.approx((cover + likeness) / 2, abs=1e-6)


@pytest.mark.parametrize(("level", "share"), [(0, 0), (1, 1 / 3), (2, 2 / 3), (3, 1), (4, 1)])
def test_doing_a_skill_alone_counts_as_having_it(level, share):
    assert share_held(level) == share


def test_equals_stand_by_their_names():
    names = ("smith", "baker", "miller")
    found = zip(concepts("occupation", 3), names, strict=True)
    occupations = tuple(replace(one, label=ConceptLabel(name)) for one, name in found)
    asked = pairs({(occupation, 0) for occupation in range(3)})
    matcher = Matcher(Classification("1", occupations, concepts("skill", 1), (), asked, pairs(()), pairs(())))
    assert [names[one.occupation] for one in matcher.ranked({0: 3}, 3)] == ["baker", "miller", "smith"]
    assert [names[one.occupation] for one in matcher.similar(1, 1)] == ["miller"]


def test_kinds_that_stand_above_each_other_are_gone_round_once():
    circle = pairs({(0, 1), (1, 2), (2, 1)})
    classification = Classification(
        "1", concepts("occupation", 1), concepts("skill", 1), concepts("group", 2), pairs({(0, 0)}), pairs(()), circle
    )
    assert Matcher(classification).fit({0: 3}, 0).likeness == 1


def test_a_classification_of_nothing_fits_nothing():
    assert Matcher(Classification("1", (), (), (), *(pairs(()),) * 3)).ranked({}, 5) == ()


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
