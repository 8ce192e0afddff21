"""The best case on random towns: against another method, a linear programme, every set of roles, and re-solving."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from pathways.domain.flow import best_case, second_line

PEOPLE = st.integers(0, 12_000).map(lambda thousandths: thousandths / 1000) | st.integers(0, 12).map(float)


@st.composite
def towns(draw, most=6):
    """Supply, openings and links of a small town; every supply is known."""
    programmes = [f"p{n}" for n in range(draw(st.integers(0, most)))]
    roles = [f"r{n}" for n in range(draw(st.integers(0, most)))]
    pairs = [(p, r) for p in programmes for r in roles]
    return (
        {p: draw(PEOPLE) for p in programmes},
        {r: draw(PEOPLE) for r in roles},
        draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else [],
    )


def least_cut(supply, openings, links):
    """The smallest cut, by trying every set of roles as the part that stays connected with the openings."""
    return min(
        sum(supply[p] for p in {p for p, r in links if r in chosen})
        + sum(openings.values())
        - sum(map(openings.get, chosen))
        for size in range(len(openings) + 1)
        for chosen in combinations(openings, size)
    )


@settings(deadline=None)
@given(towns())
def test_the_largest_flow_is_the_smallest_cut(town):
    assert best_case(*town).filled == pytest.approx(least_cut(*town), abs=1e-9)


@settings(deadline=None)
@given(towns())
def test_another_method_of_scipy_fills_as_many(town):
    supply, openings, links = town
    programmes, roles = list(supply), list(openings)
    size = len(programmes) + len(roles) + 2
    arcs = {(0, 1 + i): round(1000 * supply[p]) for i, p in enumerate(programmes)}
    arcs |= {(1 + len(programmes) + j, size - 1): round(1000 * openings[r]) for j, r in enumerate(roles)}
    arcs |= {(1 + programmes.index(p), 1 + len(programmes) + roles.index(r)): 10**6 for p, r in links}
    tails, heads = zip(*arcs, strict=True) if arcs else ((), ())
    graph = csr_array((np.array([*arcs.values()], dtype=np.int32), (tails, heads)), shape=(size, size))
    other = maximum_flow(graph, 0, size - 1, method="edmonds_karp").flow_value
    assert round(1000 * best_case(*town).filled) == other


@settings(deadline=None)
@given(towns())
def test_a_linear_programme_fills_as_many(town):
    supply, openings, links = town
    found = best_case(*town)
    if not links:
        assert found.filled == 0
        return
    rows = [[float(link[0] == p) for link in links] for p in supply]
    rows += [[float(link[1] == r) for link in links] for r in openings]
    most = [*supply.values(), *openings.values()]
    solved = linprog([-1.0] * len(links), A_ub=rows, b_ub=most, method="highs")
    assert found.filled == pytest.approx(-solved.fun, abs=1e-6)


@settings(deadline=None)
@given(towns())
def test_flows_respect_what_there_is_and_what_is_wanted(town):
    supply, openings, links = town
    found = best_case(*town)
    assert set(found.flows) <= set(links)
    assert all(people > 0 for people in found.flows.values())
    assert sum(found.flows.values()) == pytest.approx(found.filled, abs=1e-9)
    for p, most in supply.items():
        assert sum(people for link, people in found.flows.items() if link[0] == p) <= most + 1e-9
    for r, most in openings.items():
        assert sum(people for link, people in found.flows.items() if link[1] == r) <= most + 1e-9


@settings(deadline=None)
@given(towns())
def test_the_arithmetic_of_what_is_named_adds_up(town):
    supply, openings, links = town
    found = best_case(*town)
    assert found.filled + found.unmet == pytest.approx(sum(openings.values()), abs=1e-9)
    assert sum(one.wanted - one.finishing for one in found.bottlenecks) == pytest.approx(found.unmet, abs=1e-9)
    for one in found.bottlenecks:
        assert one.wanted == pytest.approx(sum(openings[role] for role in one.roles), abs=1e-9)
        assert one.finishing == pytest.approx(sum(supply[programme] for programme in one.programmes), abs=1e-9)
        assert one.wanted > one.finishing
        assert set(one.programmes) == {p for p, r in links if r in one.roles}, "all that feed them are named"
        assert is_connected(one, links)
    programmes = [programme for one in found.bottlenecks for programme in one.programmes]
    assert len(programmes) == len(set(programmes)), "two bottlenecks share no programme"


def is_connected(bottleneck, links):
    found, rest = {bottleneck.roles[0]}, set(bottleneck.roles[1:])
    while near := {r for r in rest if {p for p, x in links if x == r} & {p for p, x in links if x in found}}:
        found, rest = found | near, rest - near
    return not rest


@settings(deadline=None)
@given(towns())
def test_no_smaller_set_of_roles_explains_what_is_unmet(town):
    supply, openings, links = town
    found = best_case(*town)
    named = {role for one in found.bottlenecks for role in one.roles}
    for size in range(len(named)):
        for chosen in combinations(sorted(named), size):
            feeding = {p for p, r in links if r in chosen}
            short = sum(openings[r] for r in chosen) - sum(supply[p] for p in feeding)
            assert short < found.unmet - 1e-9


@settings(deadline=None)
@given(towns())
def test_one_more_finisher_lowers_the_unmet_number_by_what_it_is_worth(town):
    supply, openings, links = town
    found = best_case(*town)
    assert set(found.worth) == {programme for programme, _ in links}
    for programme, worth in found.worth.items():
        more = best_case({**supply, programme: supply[programme] + 1}, openings, links)
        assert found.unmet - more.unmet == pytest.approx(worth, abs=1e-9)
        assert 0 <= worth <= 1


@settings(deadline=None)
@given(towns(), st.randoms(use_true_random=False))
def test_the_order_in_which_facts_come_changes_nothing(town, order):
    supply, openings, links = (list(part.items()) if isinstance(part, dict) else part for part in town)
    shuffled = [order.sample(part, len(part)) for part in (supply, openings, links)]
    once, again = best_case(*town), best_case(dict(shuffled[0]), dict(shuffled[1]), shuffled[2] * 2)
    assert once == again
    assert [*once.flows] == [*again.flows]
    assert [*once.worth] == [*again.worth]


@settings(deadline=None)
@given(towns(), st.sets(st.sampled_from([f"p{n}" for n in range(6)])))
def test_what_is_unknown_never_makes_more_unmet(town, dark):
    supply, openings, links = town
    known = {p: people for p, people in supply.items() if p not in dark}
    found = best_case(known, openings, links)
    assert set(found.unjudged) == {r for p, r in links if p in dark}
    assert not {role for one in found.bottlenecks for role in one.roles}.intersection(found.unjudged)
    plenty = best_case({**supply, **dict.fromkeys(dark, 1000.0)}, openings, links)
    assert found.unmet == pytest.approx(plenty.unmet, abs=1e-9), "at least this is unmet, and it may be no more"
    assert found.unmet <= best_case(*town).unmet + 1e-9


@settings(deadline=None)
@given(towns(), towns(), st.sets(st.sampled_from([f"p{n}" for n in range(6)])))
def test_with_effort_never_fills_fewer(town, another, dark):
    supply, openings, links = town
    known = {p: people for p, people in supply.items() if p not in dark}
    effort = [(p, r) for p, r in another[2] if p in supply and r in openings]
    first, second = best_case(known, openings, links), second_line(known, openings, links, effort)
    assert second.unmet <= first.unmet
    assert second.unjudged == first.unjudged
    assert first.filled + first.unmet == pytest.approx(second.filled + second.unmet, abs=1e-9)
