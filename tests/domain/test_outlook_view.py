"""One view: whole people that add up, how it looks in a word, and nothing of what may not be shown."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from pathways.domain.discretion import scopes_of, shown
from pathways.domain.graph import Graph
from pathways.domain.nouns import Kind, ProgrammeId
from pathways.domain.outlook import Layer, Outlook, Scope, ScopeKind, Shortage, outlook
from pathways.domain.outlook_view import Prospect, view_of
from pathways.domain.supply import Fan
from pathways.domain.supply_inputs import inputs

ROLE = Scope(ScopeKind.ROLE, "analyst", ())


def made(finish=(9.4, 10.6), wanted=(12.0, 20.0), chance=0.9, **changes) -> Outlook:
    years = (2026, 2027)
    fan = Fan(years, tuple(x - 2 for x in finish), finish, tuple(x + 2 for x in finish))
    openings = Fan(years, tuple(x - 1 for x in wanted), wanted, tuple(x + 1 for x in wanted))
    layers = (
        Layer(Kind.ENGINEERING, (ProgrammeId("a"),), tuple(0.55 * x for x in finish), (True, True)),
        Layer(Kind.MASTERS, (ProgrammeId("b"),), tuple(0.45 * x for x in finish), (True, False)),
    )
    short = tuple(
        Shortage(year, w - s - 3, w - s, w - s + 3, chance) for year, s, w in zip(years, finish, wanted, strict=True)
    )
    whole = {
        "scope": ROLE, "this_year": 2026, "supply": fan, "layers": layers, "whole": True, "openings": openings,
        "openings_whole": True, "shortages": short, "finishing": (), "onward": (), "used": (), "missing": (),
        "events": (),
    }  # fmt: skip
    return Outlook(**{**whole, **changes})


def told(supply=True, openings=True, groups=("D", "K")):
    """What may be shown, without asking what is secret."""
    from types import SimpleNamespace

    name = (ROLE.kind, ROLE.key)
    kinds = tuple(frozenset(map(Kind, group)) for group in groups)
    return SimpleNamespace(
        supply={name} if supply else set(), openings={name} if openings else set(), lines={name: kinds}
    )


def test_lines_add_up_to_the_likely_supply_in_whole_people():
    view = view_of(made(), told())
    assert [sum(line.people[at] for line in view.lines) for at in (0, 1)] == [9, 11]
    assert [span.likely for span in view.supply.values()] == [9, 11]


def test_lines_that_may_not_be_told_apart_are_one():
    (line,) = view_of(made(), told(groups=("DK",))).lines
    assert (line.kinds, line.people, line.begun) == ((Kind.ENGINEERING, Kind.MASTERS), (9, 11), (True, False))


@pytest.mark.parametrize(
    ("outlook", "seen", "prospect"),
    [
        pytest.param(made(), told(), Prospect.SHORT, id="nine futures of ten are short"),
        pytest.param(made(chance=0.5), told(), Prospect.ENOUGH, id="half of them"),
        pytest.param(made(wanted=(5.0, 6.0), chance=0.1), told(), Prospect.MORE, id="hardly any"),
        pytest.param(
            made(shortages=(Shortage(2026, -9, -6, -3, 0.1), Shortage(2027, -3, 1, 3, 0.6))),
            told(),
            Prospect.ENOUGH,
            id="hardly any in one year and many in another",
        ),
        pytest.param(made(finish=(4.0, 9.0)), told(), Prospect.FEW, id="four of them are under 5"),
        pytest.param(made(finish=(4.6, 9.0), chance=0.9), told(), Prospect.SHORT, id="five in whole people are not"),
        pytest.param(made(supply=None, shortages=()), told(), Prospect.UNKNOWN, id="nobody knows who finishes"),
        pytest.param(made(whole=False, shortages=()), told(), Prospect.UNKNOWN, id="something of it is unknown"),
        pytest.param(made(), told(openings=False), Prospect.FEW, id="openings are too few to be shown"),
        pytest.param(made(finish=(3.0, 8.0)), told(), Prospect.FEW, id="finishers are under 5 in one year"),
    ],
)
def test_how_it_looks(outlook, seen, prospect):
    assert view_of(outlook, seen).prospect is prospect


def test_what_is_not_shown_is_in_no_row_and_in_no_gap():
    view = view_of(made(), told(openings=False))
    assert [(row.openings, row.short) for row in view.rows] == [(None, None), (None, None)]
    view = view_of(made(), told(supply=False))
    assert [(row.supply, row.lines, row.short) for row in view.rows] == [(None, (), None)] * 2
    assert view.few_supply


def test_every_scope_of_the_example_town(example_facts):
    graph = Graph(example_facts)
    given = inputs(graph, (), 2026)
    seen = shown(graph, given)
    for scope in scopes_of(graph):
        view = view_of(outlook(graph, given, scope, np.random.default_rng(1), 500), seen)
        assert all(one + 1 == other for one, other in pairwise(view.years))
        for row in view.rows:
            assert row.supply is not None
            assert row.supply.low <= row.supply.likely <= row.supply.high
            assert sum(row.lines) == row.supply.likely >= 5


def test_nothing_is_shown_of_the_real_town_but_what_is_known(real_graph):
    given = inputs(real_graph, (), 2026)
    seen = shown(real_graph, given)
    for scope in scopes_of(real_graph):
        view = view_of(outlook(real_graph, given, scope, np.random.default_rng(1), 500), seen)
        assert (view.years, view.rows, view.prospect) == ((), (), Prospect.UNKNOWN)


def test_the_year_that_is_told_is_the_first_of_those_in_which_most_are_lacking():
    short = (Shortage(2026, 0, 6, 9, 0.9), Shortage(2027, 0, 6, 9, 0.9), Shortage(2025, 0, 60, 90, 0.9))
    assert view_of(made(shortages=short), told()).worst.year == 2026


def test_the_last_year_of_which_all_have_started():
    assert view_of(made(), told()).last_begun == 2026
    begun = tuple(Layer(layer.kind, layer.programmes, layer.people, (True, True)) for layer in made().layers)
    assert view_of(made(layers=begun), told()).last_begun is None
    assert view_of(made(), told(groups=("DK",))).puts_together
    assert not view_of(made(), told()).puts_together
