"""Which single changes would close a gap."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pathways.domain import nouns as n
from pathways.domain import outlook as o
from pathways.domain.graph import Graph
from pathways.domain.levers import closing
from pathways.domain.scenario_changes import (
    Scenario,
    Seats,
)
from pathways.domain.scenario_outlook import spliced
from pathways.domain.scenario_text import kind_of
from pathways.domain.scenarios import apply
from pathways.domain.supply_inputs import inputs
from tests import builders as b
from tests.domain.test_outlook import INTAKES, NOW, OPENINGS, TAKEN_ON, flow, world
from tests.scenario_towns import DRAWS, SEED, certain, look, scope, short_town

if TYPE_CHECKING:
    from pathways.domain.outlook import Scope


def test_levers_equal_a_run_of_their_own() -> None:
    graph = short_town()
    known, here = inputs(graph, (), NOW), scope(graph)
    found = closing(graph, known, here, np.random.default_rng(SEED), DRAWS)
    assert {kind_of(lever.change) for lever in found} == {"seats", "completion", "stay", "module"}
    for lever in found:
        applied = apply(Scenario("", (lever.change,)), graph, known)
        outlook = spliced(look(graph, known), look(applied.graph, applied.inputs), graph)
        year = lever.first if lever.too_late else lever.year
        (short,) = [one for one in outlook.shortages if one.year == year]
        assert lever.remains
        assert (lever.remains.p10, lever.remains.p50, lever.remains.p90) == pytest.approx(
            (short.p10, short.p50, short.p90)
        )
        assert lever.effect.p10 <= lever.effect.p50 <= lever.effect.p90


def test_levers_come_in_the_order_of_their_effect_and_the_late_ones_last() -> None:
    graph = short_town()
    found = closing(graph, inputs(graph, (), NOW), scope(graph), np.random.default_rng(SEED), DRAWS)
    assert [lever.too_late for lever in found] == sorted(lever.too_late for lever in found)
    for late in (True, False):
        effects = [lever.effect.p50 for lever in found if lever.too_late is late]
        assert effects == sorted(effects, reverse=True)
    again = closing(graph, inputs(graph, (), NOW), scope(graph), np.random.default_rng(SEED), DRAWS)
    assert found == again


def test_a_lever_says_when_its_first_people_come() -> None:
    graph = world(openings=tuple(replace(each, people=n.Interval(40, 44, 48)) for each in OPENINGS))
    found = closing(graph, inputs(graph, (), NOW), scope(graph), np.random.default_rng(SEED), DRAWS)
    (seats,) = [lever for lever in found if isinstance(lever.change, Seats)]
    assert (seats.intake, seats.length, seats.first, seats.year, seats.too_late) == (2027, 3.5, 2031, 2026, True)
    assert seats.effect.p50 == pytest.approx(10 * 0.8 * 0.5, rel=0.1)
    assert seats.remains is None


@pytest.mark.parametrize(
    "graph",
    [
        pytest.param(world(openings=()), id="no openings are known"),
        pytest.param(world(flows=()), id="no supply is known"),
        pytest.param(
            world(openings=tuple(replace(each, people=n.Interval(1, 2, 3)) for each in OPENINGS)), id="nobody is short"
        ),
        pytest.param(
            world(openings=tuple(replace(each, year=2024) for each in OPENINGS[:1])), id="openings of the past only"
        ),
    ],
)
def test_there_is_no_lever_where_no_shortage_is_likely(graph: Graph) -> None:
    assert closing(graph, inputs(graph, (), NOW), scope(graph), np.random.default_rng(SEED), DRAWS) == ()


def test_a_lever_that_may_not_be_told_is_left_out() -> None:
    graph = short_town()
    found = closing(
        graph, inputs(graph, (), NOW), scope(graph), np.random.default_rng(1), 50, may=lambda one: one != "course"
    )
    assert {lever.programme for lever in found} == {"near"}


def levers_in(graph: Graph, here: Scope | None = None) -> set[str]:
    found = closing(graph, inputs(graph, (), NOW), here or scope(graph), np.random.default_rng(SEED), DRAWS)
    return {kind_of(lever.change) for lever in found}


def test_nothing_is_tried_that_cannot_be_more() -> None:
    """All finish and all stay, so that only seats are left; where starters are unknown not even these."""
    full = (*INTAKES, flow("completion", 2025, 40, base=40), replace(TAKEN_ON[0], people=certain(40), base=40))
    many = tuple(replace(each, people=n.Interval(80, 90, 99)) for each in OPENINGS)
    assert levers_in(world(full, many)) == {"seats"}
    counted = (flow("completion", 2026, 8, base=10), replace(TAKEN_ON[0], people=certain(4), base=8))
    assert levers_in(world(counted, many)) == set()


def test_a_lever_that_brings_nobody_is_not_told() -> None:
    few = (
        *(replace(each, people=certain(2)) for each in INTAKES), flow("completion", 2025, 5, base=10),
        replace(TAKEN_ON[0], people=certain(1), base=100),
    )  # fmt: skip
    assert levers_in(world(few)) == set()


def test_modules_are_looked_for_in_few_roles_only() -> None:
    facts = short_town().facts
    more = b.facts({f"role-{at}": {"sql": 2} for at in range(12)})
    links = tuple(b.feeds("course", str(one.id)) for one in more.roles)
    share = TAKEN_ON[0]
    flows = tuple(replace(share, id=f"to-{one.id}", role=one.id, people=certain(1), base=32) for one in more.roles)
    openings = tuple(replace(facts.openings[0], role=one.id, year=year) for one in more.roles for year in (2026, 2027))
    graph = Graph(
        replace(
            facts, roles=(*facts.roles, *more.roles), needs=(*facts.needs, *more.needs),
            feeds=(*facts.feeds, *links), flows=(*facts.flows, *flows), openings=(*facts.openings, *openings),
        )
    )  # fmt: skip
    assert "module" in levers_in(graph)
    assert "module" not in levers_in(graph, o.scope_of_town(graph)) != set()


def test_only_programmes_that_come_near_a_role_and_lack_something_get_a_module() -> None:
    facts = short_town().facts
    far = tuple(one for one in facts.outcomes if one.programme != "near")
    assert "module" not in levers_in(Graph(replace(facts, outcomes=far)))
    outcomes = tuple(replace(one, level=n.Level.LEADS) for one in facts.outcomes)
    assert "module" not in levers_in(Graph(replace(facts, outcomes=outcomes)))
