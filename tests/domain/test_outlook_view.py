"""One view: whole people that add up, how it looks in a word, and nothing of what may not be shown."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.discretion import scopes_of, shown
from pathways.domain.graph import Graph
from pathways.domain.nouns import Announcement, Kind, ProgrammeId
from pathways.domain.outlook import Layer, Outlook, Scope, ScopeKind, Shortage, outlook
from pathways.domain.outlook_view import Prospect, Row, Span, view_of
from pathways.domain.supply import Fan
from pathways.domain.supply_inputs import inputs
from tests import builders as b

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


def two_lines(people, begun):
    """Two lines of which the second has other years."""
    return (
        Layer(Kind.ENGINEERING, (), (5.0, 5.0), (True, True)),
        Layer(Kind.MASTERS, (), people, begun),
    )


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
    assert line.programmes == ("a", "b")


@given(st.lists(st.floats(0, 30), min_size=3, max_size=3).filter(lambda parts: sum(parts) >= 5))
def test_no_line_is_rounded_by_a_whole_person_and_none_up_before_one_with_more_behind_the_point(parts):
    """So three lines of 5.1, 6.8 and 7.1 people, 19 in all, are 5, 7 and 7."""
    kinds = (Kind.ENGINEERING, Kind.MASTERS, Kind.ARCHITECTURE)
    layers = tuple(Layer(kind, (), (part,), (True,)) for kind, part in zip(kinds, parts, strict=True))
    whole = (sum(parts),)
    view = view_of(made(supply=Fan((2026,), whole, whole, whole), layers=layers), told(groups=kinds))
    people = [line.people[0] for line in view.lines]
    assert sum(people) == view.supply[2026].likely
    assert all(abs(one - part) < 1 for one, part in zip(people, parts, strict=True))
    behind = {True: [0.0], False: [1.0]}
    for one, part in zip(people, parts, strict=True):
        behind[one == int(part)].append(part % 1)
    assert max(behind[True]) <= min(behind[False])


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
        pytest.param(made(finish=(4.5, 9.0)), told(), Prospect.FEW, id="four and a half would be shown as four"),
        pytest.param(made(finish=(0.6, 9.0)), told(), Prospect.FEW, id="one of them is under 5"),
        pytest.param(
            made(finish=(0.0, 9.0), chance=0.9), told(), Prospect.SHORT, id="nobody at all is no small figure"
        ),
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


def test_a_row_tells_what_is_known_of_its_year_and_leaves_open_what_is_not():
    """Openings are known for one year more than those who finish."""
    wanted = Fan((2026, 2027, 2028), (11.0, 19.0, 29.0), (12.0, 20.0, 30.0), (13.0, 21.0, 31.0))
    short = (Shortage(2026, -0.6, 2.6, 5.6, 0.8), Shortage(2027, 6.4, 9.4, 12.4, 1.0))
    assert view_of(made(openings=wanted, shortages=short), told()).rows == (
        Row(2026, Span(7, 9, 11), (5, 4), Span(11, 12, 13), Span(-1, 3, 6), begun=True),
        Row(2027, Span(9, 11, 13), (6, 5), Span(19, 20, 21), Span(6, 9, 12), begun=False),
        Row(2028, None, (None, None), Span(29, 30, 31), None, begun=None),
    )


def test_a_view_says_what_it_is_of_and_which_of_its_sums_leave_something_out():
    event = Announcement("plant", None, "plan", b.text("A plant"), None, None, None, None, None, b.STATED)
    view = view_of(made(whole=False, events=(event,)), told())
    assert (view.scope, view.events, view.supply_at_least, view.openings_at_least) == (ROLE, (event,), True, False)
    view = view_of(made(openings_whole=False), told())
    assert (view.supply_at_least, view.openings_at_least) == (False, True)


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"openings": Fan((2026, 2027), (9.0, 9.0, 9.0), (9.0, 9.0), (9.0, 9.0))}, id="one p10 too many"),
        pytest.param({"openings": Fan((2026, 2027, 2028), (9.0, 9.0), (9.0, 9.0), (9.0, 9.0))}, id="one year too many"),
        pytest.param({"layers": two_lines((5.0, 5.0), (True,))}, id="a year less in which they have begun"),
        pytest.param({"layers": two_lines((5.0, 5.0, 5.0), (True, True))}, id="a year more of people"),
    ],
)
def test_figures_of_unequal_years_are_never_cut_to_the_shorter_in_silence(broken):
    with pytest.raises(ValueError, match="argument 2 is"):
        view_of(made(**broken), told(groups=("DK",)))


def test_every_scope_of_the_example_town(example_facts):
    graph = Graph(example_facts)
    known = inputs(graph, (), 2026)
    seen = shown(graph, known)
    for scope in scopes_of(graph):
        view = view_of(outlook(graph, known, scope, np.random.default_rng(1), 500), seen)
        assert all(one + 1 == other for one, other in pairwise(view.years))
        for row in view.rows:
            assert row.supply is not None
            assert row.supply.low <= row.supply.likely <= row.supply.high
            assert sum(row.lines) == row.supply.likely >= 5


def test_nothing_is_shown_of_the_real_town_but_what_is_known(real_graph):
    known = inputs(real_graph, (), 2026)
    seen = shown(real_graph, known)
    for scope in scopes_of(real_graph):
        view = view_of(outlook(real_graph, known, scope, np.random.default_rng(1), 500), seen)
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
