from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.cover import Standing, cover, is_common, taught, weight, weights
from pathways.domain.errors import UnknownId
from pathways.domain.graph import Graph
from pathways.domain.nouns import Importance
from tests.builders import ASSUMED, STATED, facts, graph, label, need, outcome, role


def world(needed, *taught, **changes):
    """A role `analyst`, and programmes `p1`, `p2`, … that teach what is listed; `elsewhere` teaches all."""
    programmes = {f"p{n}": skills for n, skills in enumerate(taught, 1)}
    everything = {skill: 1 for skills in [needed, *taught] for skill in skills}
    return Graph(facts({"analyst": needed}, programmes | {"elsewhere": everything}, **changes))


@pytest.mark.parametrize(
    ("needed", "taught", "share"),
    [
        pytest.param({"sql": 2}, {"sql": 2}, 1.0, id="exactly enough is all"),
        pytest.param({"sql": 2}, {"sql": 4}, 1.0, id="more than enough is not more"),
        pytest.param({"sql": 4}, {"sql": 1}, 0.25, id="a part counts as its part"),
        pytest.param({"sql": 2, "ml": 2}, {"sql": 2}, 0.5, id="not seen counts as nothing"),
        pytest.param({"sql": 2}, {}, 0.0, id="nothing taught covers nothing"),
    ],
)
def test_cover_is_the_share_of_levels_asked_for(needed, taught, share):
    assert cover(world(needed, taught), ["p1"], "analyst").share == pytest.approx(share)


def test_an_essential_need_weighs_twice_a_preferred_one():
    needs = (need("analyst", "sql"), need("analyst", "ml", importance=Importance.PREFERRED))
    assert cover(world({"sql": 2, "ml": 2}, {"sql": 2}, needs=needs), ["p1"], "analyst").share == pytest.approx(2 / 3)


def test_a_need_weighs_the_level_it_asks_for():
    assert cover(world({"sql": 1, "ml": 3}, {"ml": 3}), ["p1"], "analyst").share == pytest.approx(3 / 4)


ASKED = {"analyst": {"sql": 3, "danish": 3, "tact": 2}, "dba": {"sql": 2, "danish": 4}, "clerk": {"danish": 4}}


def test_what_most_roles_ask_for_counts_half():
    """Danish is asked for by 3 of 4 roles, SQL by 2: so 3 for SQL, 3 / 2 for Danish; no one teaches tact."""
    asked = ASKED | {"nurse": {"care": 1}}
    found = Graph(facts(asked, {"p1": {"sql": 2, "danish": 4}, "elsewhere": {"care": 1}}))
    assert [is_common(found, skill) for skill in ("danish", "sql", "tact")] == [True, False, False]
    assert cover(found, ["p1"], "analyst").share == pytest.approx((3 * 2 / 3 + 3 / 2) / (3 + 3 / 2))
    assert weights(found, "analyst") == {"sql": 12, "danish": 6}
    assert [weight(found, need) for need in found.needs_of("analyst")] == [12, 6, 8]


def test_weights_of_an_unknown_role_are_refused():
    with pytest.raises(UnknownId, match="nobody"):
        weights(Graph(facts(ASKED)), "nobody")


def test_weights_follow_their_graph():
    """Without a fourth role more than half ask for SQL too, and both count half: the catalogue decides."""
    taught = {"p1": {"sql": 2, "danish": 4}}
    one, other = Graph(facts(ASKED, taught)), Graph(facts(ASKED | {"nurse": {"care": 1}}, taught))
    assert (weights(one, "dba"), weights(other, "dba")) == ({"sql": 4, "danish": 8}, {"sql": 8, "danish": 8})


def test_a_group_names_what_is_essential_first_then_what_counts_most():
    skills = {"small": 1, "wish": 4, "large": 3, "twin": 3}
    preferred = need("analyst", "wish", 4, Importance.PREFERRED)
    needs = tuple(preferred if s == "wish" else need("analyst", s, level) for s, level in skills.items())
    found = cover(world(skills, {}, needs=needs), ["p1"], "analyst")
    assert [judged.need.skill for judged in found.group(Standing.NOT_SEEN)] == ["large", "twin", "small", "wish"]


def test_what_nobody_teaches_is_learnt_at_work_and_left_out_of_the_sum():
    found = cover(Graph(facts({"analyst": {"sql": 2, "tact": 3}}, {"p1": {"sql": 2}})), ["p1"], "analyst")
    assert (found.share, found.judged, found.at_work) == (1.0, 1, 1)
    assert [judged.need.skill for judged in found.group(Standing.AT_WORK)] == ["tact"]


def test_a_role_that_is_only_learnt_at_work_has_no_cover():
    found = cover(Graph(facts({"analyst": {"tact": 3}}, {"p1": {"sql": 2}})), ["p1"], "analyst")
    assert (found.share, found.judged, found.at_work) == (None, 0, 1)


def test_the_best_level_of_several_programmes_counts():
    assert cover(world({"sql": 4}, {"sql": 1}, {"sql": 3}), ["p1", "p2"], "analyst").share == pytest.approx(0.75)


@pytest.mark.parametrize(("seen", "complete"), [((True, True), True), ((True, False), False)])
def test_only_whole_curricula_tell_what_is_not_taught(seen, complete):
    base = facts({"analyst": {"sql": 2}}, {"p1": {"sql": 2}, "p2": {"ml": 1}})
    programmes = tuple(replace(one, complete=whole) for one, whole in zip(base.programmes, seen, strict=True))
    assert cover(Graph(replace(base, programmes=programmes)), ["p1", "p2"], "analyst").complete is complete


def test_every_need_stands_in_one_of_four_groups_by_name():
    needed = {"sql": 2, "ml": 4, "law": 2, "tact": 2}
    taught = {"p1": {"sql": 3, "ml": 1}, "p2": {"law": 2}}
    found = cover(Graph(facts({"analyst": needed}, taught)), ["p1"], "analyst")
    groups = {standing: [judged.need.skill for judged in found.group(standing)] for standing in Standing}
    assert groups == {
        Standing.MET: ["sql"],
        Standing.PART: ["ml"],
        Standing.NOT_SEEN: ["law"],
        Standing.AT_WORK: ["tact"],
    }


@pytest.mark.parametrize(
    ("first", "second", "best"),
    [
        pytest.param((2, STATED), (3, ASSUMED), "p2", id="the higher level, though it is assumed"),
        pytest.param((2, ASSUMED), (2, STATED), "p2", id="of equals the one that is not assumed"),
        pytest.param((2, STATED), (2, ASSUMED), "p1", id="of equals the one that is not assumed, where it is first"),
        pytest.param((2, STATED), (2, STATED), "p1", id="else the first"),
    ],
)
def test_what_is_taught_twice_counts_as_the_best_of_it(first, second, best):
    outcomes = tuple(outcome(f"p{at}", "sql", *each) for at, each in enumerate((first, second), 1))
    world_ = world({"sql": 3}, {"sql": 1}, {"sql": 1}, outcomes=outcomes)
    assert taught(world_, ["p1", "p2"])["sql"].programme == best


def test_an_assumed_level_on_either_side_is_an_estimate():
    outcomes = (outcome("p1", "sql", 2, ASSUMED), outcome("p1", "ml", 2), outcome("elsewhere", "ml", 1))
    found = cover(world({"sql": 2, "ml": 2}, {}, outcomes=outcomes), ["p1"], "analyst")
    assert (found.estimates, found.judged) == (1, 2)


def test_one_row_for_many_degrees_says_nothing_outside_its_families():
    base = facts({"analyst": {"sql": 2}}, {"p1": {"sql": 2}}, families=(label("family"), label("other")))
    aggregate = replace(base, programmes=(replace(base.programmes[0], judged_families=("family",)),))
    assert cover(Graph(aggregate), ["p1"], "analyst").share == 1.0
    elsewhere = replace(aggregate, roles=(role("analyst", family="other"),))
    assert cover(Graph(elsewhere), ["p1"], "analyst").share is None


@pytest.mark.parametrize(("programmes", "asked"), [(["nobody"], "analyst"), (["p1"], "nobody")])
def test_an_unknown_id_is_said(programmes, asked):
    with pytest.raises(UnknownId, match="nobody"):
        cover(world({"sql": 2}, {"sql": 2}), programmes, asked)


levels = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 4))
roles = st.dictionaries(st.sampled_from(["analyst", "dba", "clerk", "nurse"]), levels.filter(bool), min_size=1)


@given(roles, levels, levels)
def test_learning_more_never_lowers_cover_and_all_needs_are_listed_once(asked, first, second):
    taught = {"p1": first, "p2": second, "elsewhere": dict.fromkeys("abcdefgh", 1)}
    world_ = Graph(facts(asked, taught))
    for name, needed in asked.items():
        one = cover(world_, ["p1"], name)
        both = cover(world_, ["p1", "p2"], name)
        assert one.share is not None
        assert both.share is not None
        assert 0 <= one.share <= both.share <= 1
        assert sorted(judged.need.skill for standing in Standing for judged in both.group(standing)) == sorted(needed)


@given(roles, levels, st.sampled_from("abcdefgh"), st.integers(1, 4))
def test_an_outcome_added_or_raised_never_lowers_cover(asked, taught, skill, level):
    """Where other programmes teach all skills; the first to teach one makes its need count, and may lower others."""
    raised = taught | {skill: max(level, taught.get(skill, 0))}
    elsewhere = {"elsewhere": dict.fromkeys("abcdefgh", 1)}
    before, after = (Graph(facts(asked, {"p1": held} | elsewhere)) for held in (taught, raised))
    for name in asked:
        assert cover(before, ["p1"], name).share <= cover(after, ["p1"], name).share


@given(roles, levels, levels)
def test_weights_add_up_to_cover_and_leave_out_what_is_learnt_at_work(asked, taught, other):
    world_ = Graph(facts(asked, {"p1": taught, "p2": other}))
    for name in asked:
        found = cover(world_, ["p1"], name)
        counts = weights(world_, name)
        assert set(counts) == set(asked[name]) & ({*taught} | {*other})
        if found.share is None:
            assert not counts
        else:
            got = sum(each * min(1, taught.get(skill, 0) / asked[name][skill]) for skill, each in counts.items())
            assert found.share == pytest.approx(got / sum(counts.values()))


def test_builders_make_a_valid_graph():
    assert list(graph(analyst={"sql": 2}).roles) == ["analyst"]
