"""What cannot be of a change: every problem with its field, what was typed, and what would be right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.graph import Graph
from pathways.domain.scenario_changes import (
    Change,
    Completion,
    Module,
    NewProgramme,
    Own,
    OwnOf,
    Problem,
    Seats,
    Stay,
    Teach,
    Wanted,
    Why,
)
from pathways.domain.scenario_checks import renewed
from tests import builders as b
from tests.domain.test_outlook import FINISHED, INTAKES, opening
from tests.scenario_towns import GUESSED, certain, few_town, supposed, two_roles

MASTERS = NewProgramme(n.Kind.MASTERS, 2, 30, 2027, 80, (("analyst", 5),))
MODULE = Module("course", 2027, (("sql", 2),), "clerk", 5)


def own(of: OwnOf, value: float = 5, *, role: str = "", programme: str = "course") -> Own:
    return Own(of, programme, role, certain(value))


def own_openings(first: int, last: int) -> Own:
    return Own(OwnOf.OPENINGS, "", "analyst", certain(9), first, last)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param(Seats("gone", 9, 2027), ("programme", Why.GONE, "gone", ""), id="a programme that is no more"),
        pytest.param(
            Wanted("gone", 2027, 2027, 5, in_percent=False), ("role", Why.GONE, "gone", ""), id="a role that is no more"
        ),
        pytest.param(Teach("course", "gone", 2), ("skill", Why.GONE, "gone", ""), id="a skill that is no more"),
        pytest.param(Seats("course", 9, 2026), ("since", Why.PAST, "2026", "2027"), id="an intake that has begun"),
        pytest.param(Seats("course", 9, 2035), ("since", Why.TOO_FAR, "2035", "2034"), id="an intake far ahead"),
        pytest.param(
            Wanted("analyst", 2025, 2027, 5, in_percent=False),
            ("period", Why.PAST, "2025", "2026"),
            id="wanted last year",
        ),
        pytest.param(own_openings(2030, 2037), ("period", Why.TOO_FAR, "2037", "2036"), id="openings far ahead"),
        pytest.param(Seats("course", -43, 2027), ("more", Why.BELOW_NOBODY, "-43", "-42"), id="fewer seats than none"),
        pytest.param(
            Wanted("analyst", 2026, 2028, -25, in_percent=False),
            ("by", Why.BELOW_NOBODY, "-25", "-24"),
            id="fewer wanted than none",
        ),
        pytest.param(
            Wanted("analyst", 2029, 2030, 5, in_percent=False),
            ("period", Why.UNKNOWN, "analyst", OwnOf.OPENINGS),
            id="more than nobody knows",
        ),
        pytest.param(replace(MODULE, role="analyst"), ("role", Why.LINKED, "analyst", ""), id="a role it leads to"),
        pytest.param(
            replace(MODULE, percent=50.1), ("percent", Why.TOO_MUCH, "50.1", "50"), id="a tenth more than are left"
        ),
        pytest.param(own(OwnOf.LENGTH), ("programme", Why.KNOWN, "course", ""), id="a length that is known"),
        pytest.param(own(OwnOf.INTAKE), ("programme", Why.KNOWN, "course", ""), id="an intake that is known"),
        pytest.param(own(OwnOf.COMPLETION), ("programme", Why.KNOWN, "course", ""), id="finishers that are known"),
        pytest.param(
            own(OwnOf.SHARE, role="analyst"), ("role", Why.KNOWN, "analyst", ""), id="a share that is known"
        ),
        pytest.param(own(OwnOf.SHARE, role="clerk"), ("role", Why.NO_LINK, "clerk", ""), id="a share without a link"),
        pytest.param(own_openings(2026, 2028), ("period", Why.KNOWN, "analyst", ""), id="openings that are known"),
    ],
)  # fmt: skip
def test_a_problem_names_the_field_what_was_typed_and_what_would_be_right(
    change: Change, problem: tuple[str, Why, str, str]
) -> None:
    assert supposed(two_roles(), MASTERS, change).problems == (Problem(1, *problem),)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(Seats("course", 9, 2034), id="the last intake that is looked at"),
        pytest.param(replace(MODULE, since=2034), id="a module for the last intake"),
        pytest.param(Seats("course", -42, 2027), id="no seat is left"),
        pytest.param(Wanted("analyst", 2026, 2028, -24, in_percent=False), id="nobody is wanted"),
        pytest.param(Wanted("analyst", 2028, 2031, 5, in_percent=False), id="one year of them is known"),
        pytest.param(own_openings(2028, 2029), id="one year of them is unknown"),
        pytest.param(replace(MODULE, percent=50), id="all who are left take the module"),
    ],
)
def test_a_change_may_go_as_far_as_the_message_says(change: Change) -> None:
    assert supposed(two_roles(), change).problems == ()


def test_years_beside_those_of_a_change_do_not_hold_it_up() -> None:
    few_later = tuple(opening(year, people, people, people) for year, people in ((2026, 24), (2027, 24), (2028, 4)))
    graph = Graph(replace(two_roles().facts, openings=few_later))
    assert supposed(graph, Wanted("analyst", 2026, 2027, -20, in_percent=False)).problems == ()


@pytest.mark.parametrize(
    ("change", "flows", "right"),
    [
        pytest.param(Seats("course", 9, 2027), (), OwnOf.INTAKE, id="seats of an unknown intake"),
        pytest.param(Completion("course", 90), INTAKES, OwnOf.COMPLETION, id="another share of unknown finishers"),
        pytest.param(Stay("course", 90), (*INTAKES, *FINISHED), OwnOf.SHARE, id="more of them stay than nobody knows"),
        pytest.param(MODULE, FINISHED, OwnOf.INTAKE, id="a module for an unknown intake"),
        pytest.param(MODULE, INTAKES, OwnOf.COMPLETION, id="a module of unknown finishers"),
    ],
)
def test_what_nobody_knows_is_to_be_assumed_first(change: Change, flows: tuple[n.Flow, ...], right: OwnOf) -> None:
    graph = Graph(replace(two_roles().facts, flows=flows))
    assert supposed(graph, change).problems == (Problem(0, "programme", Why.UNKNOWN, "course", right),)


def test_an_intake_is_assumed_after_the_length() -> None:
    facts = two_roles().facts
    graph = Graph(replace(facts, programmes=tuple(replace(one, years=None) for one in facts.programmes)))
    unknown = Problem(0, "programme", Why.UNKNOWN, "course", OwnOf.LENGTH)
    assert supposed(graph, own(OwnOf.INTAKE)).problems == (unknown,)
    assert supposed(graph, own(OwnOf.LENGTH), own(OwnOf.INTAKE)).problems == (
        Problem(1, "programme", Why.KNOWN, "course", ""),
    )


@pytest.mark.parametrize("told", [True, False])
def test_a_share_of_ones_own_is_not_measured_by_shares_that_are_hidden(told: bool) -> None:
    facts = few_town(b.STATED if told else GUESSED).facts
    clerk = b.facts({"clerk": {"sql": 2}})
    graph = Graph(
        replace(
            facts, roles=(*facts.roles, *clerk.roles), needs=(*facts.needs, *clerk.needs),
            feeds=(*facts.feeds, b.feeds("small", "clerk")),
        )
    )  # fmt: skip
    too_much = Problem(0, "percent", Why.TOO_MUCH, "95", "90")
    share = own(OwnOf.SHARE, 95, role="clerk", programme="small")
    assert supposed(graph, share).problems == ((too_much,) if told else ())


def test_only_a_retired_programme_is_replaced() -> None:
    facts = two_roles().facts
    old = b.programme("old", "D9", successor=n.ProgrammeId("course"))
    graph = Graph(replace(facts, programmes=(*facts.programmes, old)))
    seats = Seats("course", 9, 2027)
    assert renewed(graph, seats) == (seats, None)
    assert renewed(graph, replace(seats, programme="gone")) == (replace(seats, programme="gone"), None)
    change, replaced = renewed(graph, replace(seats, programme="old"))
    assert change == seats
    assert replaced
    assert (replaced.old, replaced.new) == (old, graph.programmes[n.ProgrammeId("course")])
