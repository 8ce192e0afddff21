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
    finishing_by_year,
    id_of,
    is_open,
    is_printed,
    scopes_of,
    shown,
    supply_cells,
    supply_figure,
    told_openings,
)
from pathways.domain.graph import Graph
from pathways.domain.headcount import FEWEST
from pathways.domain.nouns import (
    Basis,
    Evidence,
    Interval,
    Kind,
    Opening,
    OrganisationId,
    ProgrammeId,
    RoleId,
    SourceId,
)
from pathways.domain.outlook import ScopeKind, draw, scope_of_role, scope_of_town
from pathways.domain.supply import Cohort, Dice, Known, Stream
from pathways.domain.supply_inputs import inputs
from tests import builders as b
from tests.domain.test_outlook import flow

PRINTED = Evidence(Basis.STATED, (SourceId("source"),), "2026")
OURS = Evidence(Basis.DERIVED, (SourceId("source"),), "2026")
SEVEN = Interval(7, 7, 7)


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
    left = [whole - part for whole in figures for part in figures if part < whole]
    assert [rest for rest in left if offer.is_small(rest)] == [], "cells that are hidden together are no small figure"


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
        pytest.param({"a": 1, "b": 9}, ["ab", "b"], [True, False], id="one person is a secret"),
        pytest.param(
            {"a": 1, "b": 9, "c": 9}, ["bc", "ab"], [True, True], id="of what only overlaps nothing is taken away"
        ),
        pytest.param(
            {"a": 1, "b": 1, "c": 9, "d": 9, "e": 1},
            ["abc", "cd", "abcde"],
            [True, True, False],
            id="of parts that overlap the smallest is taken away first",
        ),
        pytest.param(
            {"a": 5, "b": 5, "c": 9, "d": 2, "e": 2},
            ["abc", "cd", "abcde"],
            [True, True, False],
            id="of parts that overlap any may be taken away first",
        ),
        pytest.param(
            {"a": 5, "b": 5, "c": 9, "d": 2, "e": 2},
            ["abcde", "abc", "cd"],
            [True, False, True],
            id="a part gives way that leaves few of what is shown already",
        ),
        pytest.param(
            {"a": 9, "b": 9, "c": 2, "d": 2}, ["abcd", "a", "b"], [True, True, False], id="few are left of two parts"
        ),
        pytest.param(
            {"a": 9, "b": 9, "c": 3},
            ["ab", "bc", "ac"],
            [True, True, False],
            id="half of what two have more than the third is the small one",
        ),
    ],
)
def test_offers(people, figures, expected):
    offer = Offer({(one, ""): {2026: float(count)} for one, count in people.items()})
    offer.keep(frozenset([cell]) for cell in offer.values)
    assert [offer.show(frozenset((one, "") for one in figure)) for figure in figures] == expected


def test_a_small_figure_that_a_source_printed_is_shown():
    cell = ("a", "")
    assert Offer({cell: {2026: 3.0}}, printed=[cell]).show(frozenset([cell]))
    assert not Offer({cell: {2026: 3.0}}).show(frozenset([cell]))


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
        pytest.param({"x": (5, OURS), "y": (0, OURS)}, "xy", id="none of ours is small"),
        pytest.param({"x": (1, OURS), "y": (9, PRINTED)}, "y", id="one person is kept back"),
    ],
)
def test_openings_by_employer(stated, expected):
    told = told_openings({OrganisationId(one): known(*figure) for one, figure in stated.items()})
    assert told == frozenset(expected)


@pytest.mark.parametrize(
    ("one", "printed"),
    [
        pytest.param(Known(SEVEN, Basis.STATED, (PRINTED, PRINTED)), True, id="all that it rests on"),
        pytest.param(Known(SEVEN, Basis.DERIVED, (PRINTED, OURS)), False, id="only some of it"),
        pytest.param(Known(SEVEN, Basis.ASSUMED, own=True), True, id="somebody's own from nothing"),
        pytest.param(Known(SEVEN, Basis.ASSUMED, (OURS,), own=True), False, id="somebody's own on what we worked out"),
        pytest.param(
            Known(SEVEN, Basis.ASSUMED, flows=(flow("intake", 2025, 7),), own=True), False, id="or on what was counted"
        ),
        pytest.param(Known(SEVEN, Basis.ASSUMED), False, id="nobody's own, from nothing"),
    ],
)
def test_what_is_printed_or_own_is_shown_as_it_is(one, printed):
    assert is_printed(one) is printed


@pytest.mark.parametrize(("people", "is_told"), [(0, True), (0.5, False), (1, False), (4, False), (5, True)])
def test_a_count_that_nobody_printed_is_open_from_5_on(people, is_told):
    assert is_open(Known(SEVEN, Basis.DERIVED, (OURS,), (flow("employment", 2025, people, evidence=OURS),))) is is_told
    assert is_open(Known(SEVEN, Basis.DERIVED, (OURS,), (flow("employment", 2025, people, evidence=PRINTED),)))


def test_cohorts_that_finish_in_one_year_are_added_up_where_nobody_counted():
    course, half = ProgrammeId("course"), Known(Interval(0.5, 0.5, 0.5), Basis.DERIVED)
    cohorts = tuple(
        Cohort(course, intake, known(people, PRINTED), finishes, begun=True)
        for intake, people, finishes in ((2021, 40, 2025), (2022, 20, 2026), (2023, 10, 2026))
    )
    stream = Stream(course, cohorts, half, {2025: known(18, PRINTED)})
    assert finishing_by_year(stream) == {2025: 18, 2026: 15}


def going(*rows, **changes):
    """Of each programme a hundred start and finish, and so many become what its row says; nobody printed that."""
    roles = {role: {"sql": 2} for _, _, role, _ in rows}
    flows = [
        replace(one, role=one.role and RoleId(role))
        for programme, _, role, people in rows
        for one in counted(programme, 100, people)
    ]
    world = b.facts(roles, {row[0]: {"sql": 2} for row in rows}, [(row[0], row[2]) for row in rows], flows=tuple(flows))
    programmes = tuple(b.programme(programme, f"{kind}1", kind) for programme, kind, _, _ in rows)
    graph = Graph(replace(world, programmes=programmes, **changes))
    return graph, inputs(graph, (), 2026)


@pytest.mark.parametrize(
    ("people", "apart"),
    [
        pytest.param({"E": 40, "D": 20, "K": 3}, ["E", "DK"], id="the largest is told apart"),
        pytest.param({"E": 20, "D": 40, "K": 3}, ["EK", "D"], id="and they stand by line"),
        pytest.param({"E": 20, "D": 40, "K": 10}, ["E", "D", "K"], id="none is small"),
        pytest.param({"E": 40}, ["E"], id="there is one"),
    ],
)
def test_lines_are_told_apart_as_far_as_the_rest_is_no_small_figure(people, apart):
    told = shown(*going(*((kind.lower() * 3, Kind(kind), "analyst", many) for kind, many in people.items())))
    assert told.lines[ScopeKind.ROLE, "analyst"] == tuple(frozenset(map(Kind, kinds)) for kinds in apart)


def test_of_roles_the_largest_is_shown_where_two_would_tell_a_small_third():
    rows = [("one", "clerk", 20), ("two", "analyst", 40), ("three", "guard", 3)]
    told = shown(*going(*((name, kind, *row) for (name, *row), kind in zip(rows, Kind, strict=False))))
    assert {key for kind, key in told.supply if kind is ScopeKind.ROLE} == {"analyst"}
    assert (ScopeKind.TOWN, "") in told.supply


def test_openings_that_are_told_by_employer_keep_a_sum_back_that_would_tell_the_rest():
    printed, ours = (
        Opening(RoleId("analyst"), OrganisationId(org), 2027, Interval(people, people, people), evidence)
        for org, people, evidence in (("works", 9, PRINTED), ("plant", 2, OURS))
    )
    jobs = {"organisations": tuple(map(b.organisation, ("works", "plant")))}
    row = "course", Kind.ENGINEERING, "analyst", 40
    both = shown(*going(row, openings=(printed, ours), **jobs))
    assert both.openings == frozenset()
    alone = shown(*going(row, openings=(printed,), **jobs))
    assert (ScopeKind.ROLE, "analyst") in alone.openings


def test_what_a_company_told_us_is_not_printed():
    told = known(3, Evidence(Basis.STATED, (), date(2026, 5, 1).isoformat()))
    assert told_openings({OrganisationId("x"): told}) == frozenset()
