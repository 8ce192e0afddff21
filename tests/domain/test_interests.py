"""What someone likes against what a role takes: more liked never lowers it, and the order of answers is nothing."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain.graph import Graph
from pathways.domain.interests import Answer, Suggestion, Voice, explored, group_parts, suggestion
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


def test_a_suggestion_says_what_speaks_for_and_against_a_role_and_how_much_of_it_is_estimated():
    """An analyst takes `a` at 4 and `b` at 2; `b` is asked for by most roles, so it counts half: 8 to 2 parts."""
    facts = GRAPH.facts
    guessed = replace(facts.needs[0], evidence=b.ASSUMED)
    graph = Graph(replace(facts, needs=(guessed, *facts.needs[1:])))
    answers = {"measure": Answer.LIKE, "mend": Answer.NO, "meet": Answer.NO}
    lab, steel = graph.skill_groups["lab"], graph.skill_groups["steel"]
    measure, mend, meet = (graph.interests[id] for id in answers)
    assert suggestion(graph, graph.roles["analyst"], answers) == Suggestion(
        role=graph.roles["analyst"],
        liked=Fraction(4, 5),
        disliked=Fraction(1),
        because=(Voice(measure, (lab,), Fraction(4, 5)),),
        against=(Voice(meet, (lab,), Fraction(4, 5)), Voice(mend, (steel,), Fraction(1, 5))),
        programmes=(graph.programmes["beng"],),
        needs=2,
        estimates=1,
    )
    assert suggestion(GRAPH, GRAPH.roles["analyst"], answers).estimates == 0


def test_skills_of_one_group_count_together():
    facts = b.facts({"analyst": {"a": 1, "b": 2, "c": 1}})
    groups = {"a": "lab", "b": "lab", "c": "steel"}
    skills = tuple(b.skill(*pair) for pair in groups.items())
    graph = Graph(replace(facts, skills=skills, skill_groups=GRAPH.facts.skill_groups))
    assert group_parts(graph, graph.roles["analyst"]) == {"lab": Fraction(3, 4), "steel": Fraction(1, 4)}


def test_of_roles_that_score_alike_the_one_with_more_that_is_liked_comes_first():
    """Of one half is liked and nothing disliked; of the other three quarters are liked and one is disliked."""
    groups = {"a": "lab", "b": "people", "c": "lab", "d": "steel"}
    facts = replace(
        b.facts({"half": {"a": 1, "b": 1}, "more": {"c": 3, "d": 1}}),
        skills=tuple(b.skill(*pair) for pair in groups.items()),
        skill_groups=GRAPH.facts.skill_groups,
        interests=GRAPH.facts.interests,
    )
    found = explored(Graph(facts), {"measure": Answer.LIKE, "mend": Answer.NO})
    assert [(one.role.id, one.liked, one.disliked) for one in found] == [
        ("more", Fraction(3, 4), Fraction(1, 4)),
        ("half", Fraction(1, 2), 0),
    ]


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
