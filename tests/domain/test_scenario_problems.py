"""What of a scenario cannot be: each change is named with its field, and the rest is still computed."""

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
    Seats,
    Stay,
    Teach,
    Wanted,
    Why,
)
from tests import builders as b
from tests.domain.test_outlook import FINISHED, INTAKES, TAKEN_ON
from tests.scenario_towns import certain, supposed, two_roles

GONE = [
    pytest.param(Seats("gone", 10, 2028), "programme", Why.GONE, id="a programme that was removed"),
    pytest.param(Wanted("gone", 2028, 2028, 5, in_percent=False), "role", Why.GONE, id="a role that was removed"),
    pytest.param(Teach("course", "gone", 2), "skill", Why.GONE, id="a skill that was removed"),
    pytest.param(
        Module("course", 2028, (("gone", 2),)), "skills", Why.GONE, id="a module with a skill that is no more"
    ),
    pytest.param(NewProgramme(n.Kind.MASTERS, 2, 30, 2028, 80, (("gone", 5),)), "feeds", Why.GONE, id="feeds no role"),
    pytest.param(Seats("course", 10, 2026), "since", Why.PAST, id="an intake that has begun"),
    pytest.param(Module("course", 1999, (("sql", 2),)), "since", Why.PAST, id="a module in the past"),
    pytest.param(Seats("course", 10, 2090), "since", Why.TOO_FAR, id="an intake beyond all planning"),
    pytest.param(Wanted("analyst", 2025, 2027, 5, in_percent=False), "period", Why.PAST, id="openings of last year"),
    pytest.param(
        Own(OwnOf.OPENINGS, "", "analyst", certain(9), 2028, 2060), "period", Why.TOO_FAR, id="openings beyond planning"
    ),
    pytest.param(Seats("course", -60, 2028), "more", Why.BELOW_NOBODY, id="fewer seats than none"),
    pytest.param(
        Wanted("analyst", 2027, 2028, -90, in_percent=False), "by", Why.BELOW_NOBODY, id="fewer wanted than none"
    ),
    pytest.param(
        Wanted("analyst", 2031, 2031, 5, in_percent=False), "period", Why.UNKNOWN, id="more of what is unknown"
    ),
    pytest.param(
        Module("course", 2028, (("sql", 2),), "analyst", 5), "role", Why.LINKED, id="a role it leads to already"
    ),
    pytest.param(Module("course", 2028, (("sql", 2),), "clerk", 60), "percent", Why.TOO_MUCH, id="more go than finish"),
    pytest.param(Own(OwnOf.LENGTH, "course", "", certain(3)), "programme", Why.KNOWN, id="a length that is known"),
    pytest.param(Own(OwnOf.INTAKE, "course", "", certain(30)), "programme", Why.KNOWN, id="an intake that is known"),
    pytest.param(Own(OwnOf.COMPLETION, "course", "", certain(80)), "programme", Why.KNOWN, id="a known completion"),
    pytest.param(Own(OwnOf.SHARE, "course", "analyst", certain(9)), "role", Why.KNOWN, id="a share that is known"),
    pytest.param(Own(OwnOf.SHARE, "course", "clerk", certain(9)), "role", Why.NO_LINK, id="a share where no link is"),
    pytest.param(Own(OwnOf.OPENINGS, "", "analyst", certain(9), 2027, 2028), "period", Why.KNOWN, id="known openings"),
]


@pytest.mark.parametrize(("change", "field", "why"), GONE)
def test_what_cannot_be_is_named_and_the_rest_is_still_computed(change: Change, field: str, why: Why) -> None:
    graph = two_roles()
    sound = Completion("course", 90)
    applied = supposed(graph, change, sound)
    assert [(one.place, one.field, one.why) for one in applied.problems] == [(0, field, why)]
    assert applied.used == ((1, sound),)
    assert applied.inputs == supposed(graph, sound).inputs


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        pytest.param(Seats("course", 10, 2028), OwnOf.INTAKE, id="seats on top of an unknown intake"),
        pytest.param(Completion("course", 90), OwnOf.COMPLETION, id="another share where none is known"),
        pytest.param(Stay("course", 90), OwnOf.SHARE, id="more stay where nobody knows how many do"),
        pytest.param(Module("course", 2028, (("sql", 2),), "clerk", 5), OwnOf.INTAKE, id="a module for unknown people"),
        pytest.param(
            Wanted("analyst", 2028, 2028, 5, in_percent=True), OwnOf.OPENINGS, id="a share of unknown openings"
        ),
    ],
)
def test_a_change_of_something_unknown_says_what_to_assume_first(change: Change, missing: OwnOf) -> None:
    graph = Graph(replace(two_roles().facts, flows=(), openings=()))
    (problem,) = supposed(graph, change).problems
    assert (problem.why, problem.right) == (Why.UNKNOWN, missing)


def test_two_modules_of_a_programme_may_not_take_more_than_finish() -> None:
    facts = b.facts(
        {"analyst": {"sql": 2}, "clerk": {"sql": 2}, "guard": {"sql": 2}}, {"course": {"sql": 2}},
        [("course", "analyst")], [("analyst", "works")], flows=(*INTAKES, *FINISHED, *TAKEN_ON),
    )  # fmt: skip
    first, second = (Module("course", 2027, (("sql", 2),), role, 30) for role in ("clerk", "guard"))
    assert [one.why for one in supposed(Graph(facts), first, second).problems] == [Why.TOO_MUCH]


def test_problems_and_changes_are_told_in_the_order_of_the_scenario_whichever_is_made_first() -> None:
    """One's own assumptions are made first, wherever they stand; what is wrong with each change is all told."""
    own, seats = Own(OwnOf.LENGTH, "course", "", certain(3)), Seats("gone", 9, 2027)
    assert [(one.place, one.why) for one in supposed(two_roles(), seats, own).problems] == [
        (0, Why.GONE), (1, Why.KNOWN),
    ]  # fmt: skip
    later = (Seats("course", 9, 2027), Own(OwnOf.OPENINGS, "", "analyst", certain(9), 2029, 2030))
    assert supposed(two_roles(), *later).used == tuple(enumerate(later))


def test_own_shares_add_up_to_all_at_most() -> None:
    facts = two_roles().facts
    graph = Graph(replace(facts, feeds=(*facts.feeds, b.feeds("course", "clerk"))))
    for percent, whys in ((50, []), (60, [Why.TOO_MUCH])):
        problems = supposed(graph, Own(OwnOf.SHARE, "course", "clerk", certain(percent))).problems
        assert [one.why for one in problems] == whys


@pytest.mark.parametrize(
    ("flows", "change", "missing"),
    [
        pytest.param(
            INTAKES,
            Module("course", 2027, (("sql", 2),), "clerk", 5),
            OwnOf.COMPLETION,
            id="a module, of whom who finish?",
        ),
        pytest.param((), Own(OwnOf.INTAKE, "course", "", certain(30)), OwnOf.LENGTH, id="an intake without an end"),
    ],
)
def test_what_must_be_assumed_first_is_named(flows: tuple[n.Flow, ...], change: Change, missing: OwnOf) -> None:
    years = None if missing is OwnOf.LENGTH else 3.5
    programmes = tuple(replace(one, years=years) for one in two_roles().facts.programmes)
    graph = Graph(replace(two_roles().facts, flows=flows, programmes=programmes))
    (problem,) = supposed(graph, change).problems
    assert (problem.why, problem.right) == (Why.UNKNOWN, missing)
