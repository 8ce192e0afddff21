"""No small figure is shown, and none can be worked out from those that are: sums, differences, layers, years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.domain.discretion import (
    Offer,
    id_of,
    scopes_of,
    shown,
    supply_cells,
    supply_figure,
    told_openings,
)
from pathways.domain.graph import Graph
from pathways.domain.headcount import FEWEST
from pathways.domain.nouns import Basis, Evidence, Interval, OrganisationId, RoleId, SourceId
from pathways.domain.outlook import ScopeKind, draw, scope_of_role, scope_of_town
from pathways.domain.supply import Dice, Known
from pathways.domain.supply_inputs import inputs
from tests import builders as b
from tests.domain.test_outlook import flow

PRINTED = Evidence(Basis.STATED, (SourceId("source"),), "2026")
OURS = Evidence(Basis.DERIVED, (SourceId("source"),), "2026")


@pytest.fixture(scope="module")
def example(example_facts):
    graph = Graph(example_facts)
    return graph, inputs(graph, (), 2026)


def follows(secret, figures) -> bool:
    """Whether a sum of cells is a combination of figures: Gaussian elimination with exact fractions."""
    cells = sorted({cell for figure in (secret, *figures) for cell in figure}, key=str)
    rows = [[Fraction(cell in figure) for cell in cells] for figure in figures]
    target, done = [Fraction(cell in secret) for cell in cells], []
    for at in range(len(cells)):
        pivot = next((row for row in rows if row[at] and row not in done), None)
        if pivot is None:
            continue
        done.append(pivot)
        for row in rows:
            if row is not pivot and row[at]:
                times = row[at] / pivot[at]
                row[:] = [value - times * taken for value, taken in zip(row, pivot, strict=True)]
        times = target[at] / pivot[at]
        target = [value - times * taken for value, taken in zip(target, pivot, strict=True)]
    return not any(target)


def figures_of(graph, values, told):
    """Every figure that a page shows: the whole of each scope, and its lines as they are told apart."""
    kinds = {str(programme.id): programme.kind for programme in graph.programmes.values()}
    found = []
    for scope in scopes_of(graph):
        key = (scope.kind, scope.key)
        whole = frozenset(cell for cell in values if cell[0] in scope.roles)
        if key in told.supply:
            found += [whole, *(frozenset(c for c in whole if kinds[c[1]] in group) for group in told.lines[key])]
    return [figure for figure in found if figure]


def test_no_small_figure_follows_from_what_the_example_town_shows(example):
    graph, known = example
    values, told = supply_cells(graph, known), shown(graph, known)
    figures = figures_of(graph, values, told)
    small = [
        frozenset([cell]) for cell, years in values.items() if any(0 < people < FEWEST for people in years.values())
    ]
    assert len(small) > 10
    assert [secret for secret in small if follows(secret, figures)] == []


def test_every_figure_that_the_example_town_shows_is_5_or_more(example):
    graph, known = example
    offer = Offer(supply_cells(graph, known))
    told = shown(graph, known)
    assert [figure for figure in figures_of(graph, offer.values, told) if offer.is_small(figure)] == []


def test_the_example_town_still_shows_every_whole(example):
    graph, known = example
    told = shown(graph, known)
    assert told.supply == {(scope.kind, scope.key) for scope in scopes_of(graph)}
    kept_back = {(scope.kind, scope.key) for scope in scopes_of(graph)} - told.openings
    assert kept_back == {(ScopeKind.ROLE, "harbour-planner"), (ScopeKind.ROLE, "project-lead")}


def counted(programme, started, gone_to):
    """Five cohorts of a programme of which all finish, and how many of them became analysts; nobody printed that."""
    return (
        *(flow("intake", year, started, programme=programme) for year in range(2021, 2026)),
        flow("completion", 2025, started, programme=programme, base=started),
        flow("employment", 2025, gone_to, programme=programme, base=started, role=RoleId("analyst"), pinned=True,
             evidence=OURS),
    )  # fmt: skip


def half_known():
    """Of a small programme, three became analysts, and nobody counted its clerks: the town's sum leaves it out."""
    graph = Graph(
        b.facts(
            {"analyst": {"sql": 2}, "clerk": {"sql": 2}}, {"course": {"sql": 2}, "small": {"sql": 2}},
            [("course", "analyst"), ("small", "analyst"), ("small", "clerk")],
            flows=(*counted("course", 60, 40), *counted("small", 30, 3)),
        )
    )  # fmt: skip
    return graph, inputs(graph, (), 2026)


def test_what_a_wider_sum_leaves_out_is_not_told_by_a_narrower_one_that_has_it():
    graph, known = half_known()
    told = shown(graph, known)
    town, analyst = scope_of_town(graph), scope_of_role(graph, "analyst")
    sums = [draw(graph, known, scope, Dice(np.random.default_rng(1), 500)).people for scope in (town, analyst)]
    apart = np.median(sums[1] - sums[0])
    assert 0 < apart < FEWEST
    assert not {id_of(town), id_of(analyst)} <= told.supply


def test_three_of_thirty_are_not_told_by_what_they_are_of_a_hundred():
    """A hundred finish, of whom a tenth become analysts: ten, who tell that of the thirty counted it were three."""
    flows = tuple(replace(each, base=each.base and 30) for each in counted("small", 100, 3))
    graph = Graph(
        b.facts(
            {"analyst": {"sql": 2}, "clerk": {"sql": 2}}, {"course": {"sql": 2}, "small": {"sql": 2}},
            [("course", "analyst"), ("small", "clerk")],
            flows=(*counted("course", 60, 40), *(replace(e, role=e.role and RoleId("clerk")) for e in flows)),
        )
    )  # fmt: skip
    known = inputs(graph, (), 2026)
    cells, told = supply_cells(graph, known), shown(graph, known)
    assert min(cells["clerk", "small"].values()) > FEWEST
    assert (ScopeKind.ROLE, "clerk") not in told.supply
    assert len({(ScopeKind.ROLE, "analyst"), (ScopeKind.TOWN, "")} & told.supply) == 1


@pytest.mark.parametrize("world", ["example", "half known"])
def test_the_figure_that_is_chosen_is_the_sum_that_is_drawn(example, world):
    graph, known = example if world == "example" else half_known()
    values = supply_cells(graph, known)
    for scope in scopes_of(graph):
        drawn, figure = draw(graph, known, scope, Dice(np.random.default_rng(1), 2)), supply_figure(graph, known, scope)
        assert {cell[1] for cell in figure} == set(map(str, drawn.parts))
        assert figure <= set(values)


cells = st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"))
worlds = st.dictionaries(cells, st.dictionaries(st.just(2026), st.floats(0, 12), min_size=1), min_size=1, max_size=10)


@settings(deadline=None)
@given(worlds, st.data())
def test_no_order_of_offers_gives_a_secret_away(values, data):
    offer = Offer(values)
    offer.keep(frozenset([cell]) for cell in values)
    small = [frozenset([cell]) for cell in values if offer.is_small(frozenset([cell]))]
    offered = data.draw(st.lists(st.frozensets(st.sampled_from(sorted(values)), min_size=1), max_size=12))
    figures = [figure for figure in offered if offer.show(figure)]
    assert [secret for secret in small if follows(secret, figures)] == []


@pytest.mark.parametrize(
    ("people", "figures", "expected"),
    [
        pytest.param({"a": 3, "b": 9}, ["ab", "b"], [True, False], id="what is left would be the small one"),
        pytest.param({"a": 3, "b": 9}, ["b", "ab"], [True, False], id="the total gives way when it comes later"),
        pytest.param(
            {"a": 2, "b": 2, "c": 9}, ["c", "abc"], [True, False], id="two small ones left are small together"
        ),
        pytest.param({"a": 3, "b": 4, "c": 9}, ["c", "abc"], [True, True], id="7 left of two may be shown"),
        pytest.param({"a": 3}, ["a"], [False], id="a small one is not shown"),
        pytest.param({"a": 0, "b": 9}, ["ab", "b"], [True, True], id="nobody is no secret"),
        pytest.param({"a": 5, "b": 9}, ["ab", "b", "a"], [True, True, True], id="5 may be shown"),
    ],
)
def test_offers(people, figures, expected):
    offer = Offer({(one, ""): {2026: float(count)} for one, count in people.items()})
    offer.keep(frozenset([cell]) for cell in offer.values)
    assert [offer.show(frozenset((one, "") for one in figure)) for figure in figures] == expected


def test_a_figure_that_is_small_in_one_year_is_shown_in_none():
    offer = Offer({("a", ""): {2025: 4.0, 2026: 8.0}})
    assert not offer.show(frozenset([("a", "")]))


def known(likely, evidence):
    return Known(Interval(likely, likely, likely), evidence.basis, (evidence,))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        pytest.param({"x": (2, PRINTED), "y": (9, PRINTED)}, "xy", id="as a source printed them"),
        pytest.param({"x": (2, OURS), "y": (9, PRINTED)}, "y", id="a small one of ours is kept back"),
        pytest.param({"x": (2, OURS), "y": (9, OURS)}, "", id="and the others of ours with it"),
        pytest.param({"x": (6, OURS), "y": (9, OURS)}, "xy", id="none of ours is small"),
    ],
)
def test_openings_by_employer(stated, expected):
    told = told_openings({OrganisationId(one): known(*figure) for one, figure in stated.items()})
    assert told == frozenset(expected)


def test_what_a_company_told_us_is_not_printed():
    told = known(3, Evidence(Basis.STATED, (), date(2026, 5, 1).isoformat()))
    assert told_openings({OrganisationId("x"): told}) == frozenset()
