"""What someone likes against what a role takes: more liked never lowers it, and the order of answers is nothing."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain.graph import Graph
from pathways.domain.interests import Answer, explored, suggestion
from tests import builders as b

GROUPS = ("lab", "steel", "people")
ROLES = {"analyst": {"a": 4, "b": 2}, "fitter": {"b": 3, "c": 1}, "lead": {"c": 4}}


def interest(id, *groups):
    return n.Interest(n.InterestId(id), b.text(id), groups)


def world():
    facts = b.facts(ROLES, {"beng": {"a": 2}}, feeding=[("beng", "analyst")])
    skills = tuple(b.skill(name, group) for name, group in zip("abc", GROUPS, strict=True))
    groups = tuple(n.SkillGroup(group, b.text(group)) for group in GROUPS)
    interests = (interest("measure", "lab"), interest("mend", "steel"), interest("meet", "people", "lab"))
    return Graph(replace(facts, skills=skills, skill_groups=groups, interests=interests))


GRAPH = world()
ANSWERS = st.dictionaries(st.sampled_from(sorted(GRAPH.interests)), st.sampled_from(list(Answer)))


def test_a_share_is_what_the_role_takes_of_the_groups_liked():
    found = suggestion(GRAPH, GRAPH.roles["analyst"], {"measure": Answer.LIKE, "mend": Answer.NO})
    assert found.liked + found.disliked == 1
    assert found.liked > found.disliked
    assert [voice.interest.id for voice in found.because] == ["measure"]
    assert [programme.id for programme in found.programmes] == ["beng"]


@given(ANSWERS)
def test_the_order_of_answers_is_nothing_and_unsure_says_nothing(answers):
    turned = dict(reversed(list(answers.items())))
    said = {id: answer for id, answer in answers.items() if answer is not Answer.UNSURE}
    assert explored(GRAPH, answers) == explored(GRAPH, turned) == explored(GRAPH, said)


@given(ANSWERS, st.sampled_from(sorted(GRAPH.interests)))
def test_liking_more_never_lowers_a_role(answers, more):
    for role in GRAPH.roles.values():
        before = suggestion(GRAPH, role, {**answers, more: Answer.UNSURE})
        after = suggestion(GRAPH, role, {**answers, more: Answer.LIKE})
        assert after.score >= before.score


@given(ANSWERS)
def test_what_is_ranked_is_liked_more_than_not_best_first(answers):
    found = explored(GRAPH, answers)
    assert all(one.score > 0 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert bool(found) <= (Answer.LIKE in answers.values())


def test_reasons_add_up_to_no_more_than_all(real_graph):
    answers = dict.fromkeys(real_graph.interests, Answer.LIKE)
    assert len(answers) == 10
    assert {group for one in real_graph.interests.values() for group in one.groups} == set(real_graph.skill_groups)
    assert all(one.liked == Fraction(1) for one in explored(real_graph, answers))
