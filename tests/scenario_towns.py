"""Small towns that scenarios are made in, and how an outlook of one is taken."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pathways.domain import nouns as n
from pathways.domain import outlook as o
from pathways.domain.discretion import id_of, shown
from pathways.domain.graph import Graph
from pathways.domain.outlook_view import view_of
from pathways.domain.scenario_changes import (
    Change,
    Scenario,
)
from pathways.domain.scenario_outlook import seen, spliced, telling, until_now
from pathways.domain.scenarios import Applied, apply
from pathways.domain.supply_inputs import inputs
from tests import builders as b
from tests.domain.test_outlook import FINISHED, INTAKES, NOW, OPENINGS, TAKEN_ON, flow

if TYPE_CHECKING:
    from pathways.domain.outlook import Outlook, Scope
    from pathways.domain.supply import Inputs


SEED = 7
DRAWS = 400


def certain(value: float) -> n.Interval:
    return n.Interval(value, value, value)


def scope(graph: Graph) -> Scope:
    return o.scope_of_role(graph, "analyst")


def look(graph: Graph, given: Inputs, draws: int = DRAWS) -> Outlook:
    return o.outlook(graph, given, scope(graph), np.random.default_rng(SEED), draws)


def supposed(graph: Graph, *changes: Change) -> Applied:
    return apply(Scenario("", changes), graph, inputs(graph, (), NOW))


def then(graph: Graph, *changes: Change) -> Outlook:
    """The outlook of a scenario; every change of it can be made."""
    applied, given_ = supposed(graph, *changes), inputs(graph, (), NOW)
    assert applied.problems == ()
    until = until_now(look(graph, given_), applied, given_, partial(look, graph))
    return spliced(until, look(applied.graph, applied.inputs), graph)


def by_year(outlook: Outlook) -> dict[int, float]:
    assert outlook.supply
    return dict(zip(outlook.supply.years, outlook.supply.p50, strict=True))


def two_roles() -> Graph:
    facts = b.facts(
        {"analyst": {"sql": 2}, "clerk": {"sql": 2}}, {"course": {"sql": 2}}, [("course", "analyst")],
        [("analyst", "works")], flows=(*INTAKES, *FINISHED, *TAKEN_ON), openings=OPENINGS,
    )  # fmt: skip
    return Graph(facts)


def short_town() -> Graph:
    """A role that is short of people, fed by one programme; another comes near it."""
    facts = b.facts(
        {"analyst": {"sql": 2}}, {"course": {"sql": 2}, "near": {"sql": 1}}, [("course", "analyst")],
        [("analyst", "works")],
        flows=(
            *INTAKES, *FINISHED, *TAKEN_ON,
            *(flow("intake", year, 30, programme="near") for year in range(2021, 2026)),
            flow("completion", 2025, 20, programme="near", base=25),
        ),
        openings=tuple(
            n.Opening(n.RoleId("analyst"), n.OrganisationId("works"), year, n.Interval(30, 34, 38), b.STATED)
            for year in (2026, 2027, 2028, 2031)
        ),
    )  # fmt: skip
    return Graph(facts)


GUESSED = n.Evidence(n.Basis.ASSUMED, (), "2024-05")


def few_town(evidence: n.Evidence) -> Graph:
    """Two programmes feed a role: one brings twenty, of the other three people were counted."""
    facts = b.facts(
        {"analyst": {"sql": 2}}, {"course": {"sql": 2}, "small": {"sql": 2}},
        [("course", "analyst"), ("small", "analyst")], [("analyst", "works")],
        flows=(
            *(flow("intake", year, 60) for year in range(2021, 2026)), flow("completion", 2025, 45, base=60),
            flow("employment", 2025, 30, base=45, role=n.RoleId("analyst"), pinned=True),
            *(flow("intake", year, 30, programme="small") for year in range(2021, 2026)),
            flow("completion", 2025, 30, programme="small", base=30),
            flow("employment", 2025, 3, programme="small", base=30, role=n.RoleId("analyst"), pinned=True,
                 evidence=evidence),
        ),
        openings=tuple(replace(each, people=n.Interval(30, 34, 38)) for each in OPENINGS),
    )  # fmt: skip
    return Graph(facts)


def seen_of(graph: Graph, *changes: Change) -> tuple[bool, bool]:
    """Whether supply and openings of a scenario are shown."""
    known = inputs(graph, (), NOW)
    today_seen = shown(graph, known)
    told = telling(graph, known, today_seen)
    applied = apply(Scenario("", changes), graph, known)
    assert applied.problems == ()
    today = look(graph, known)
    outlook = spliced(today, look(applied.graph, applied.inputs), graph)
    chosen = seen(told, scope(graph), today, outlook, now=(graph, known), applied=applied)
    view = view_of(outlook, chosen)
    assert bool(view.supply) <= (id_of(scope(graph)) in today_seen.supply or today.supply is None)
    return bool(view.supply), bool(view.openings)
