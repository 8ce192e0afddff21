"""Levers: which single changes are tried, what each would do about a shortage, and in which order they are told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pathways.domain import nouns as n
from pathways.domain import outlook as o
from pathways.domain.graph import Graph
from pathways.domain.levers import MOST_ROLES, Effect, Lever, closing, levers, modules
from pathways.domain.scenario_changes import Completion, Module, Seats, Stay
from pathways.domain.supply import Cohort, Inputs, Known, Stream
from tests import builders as b
from tests.domain.test_outlook import NOW, world

if TYPE_CHECKING:
    from collections.abc import Mapping

COURSE, ANALYST, CLERK, WORKS = (
    n.ProgrammeId("course"), n.RoleId("analyst"), n.RoleId("clerk"), n.OrganisationId("works"),
)  # fmt: skip


def sure(value: float) -> Known:
    return Known(n.Interval(value, value, value), n.Basis.ASSUMED)


def stream(id: n.ProgrammeId = COURSE, started: float = 50, finishing: float | None = 0.5) -> Stream:
    """So many start each year, and finish after four years."""
    cohorts = tuple(Cohort(id, year, sure(started), year + 4, begun=year <= NOW) for year in range(2022, 2035))
    return Stream(id, cohorts, None if finishing is None else sure(finishing))


def known(
    wanted: Mapping[int, float], *, started: float = 50, finishing: float | None = 0.5, share: float | None = 0.5
) -> Inputs:
    """Everything is certain: fifty start, half of them finish, half of these become analysts, 12.5 a year."""
    return Inputs(
        this_year=NOW,
        streams={COURSE: stream(started=started, finishing=finishing)},
        shares={} if share is None else {(COURSE, ANALYST): sure(share)},
        openings={ANALYST: {year: {WORKS: sure(people)} for year, people in wanted.items()}},
    )


def pulled(given: Inputs, graph: Graph | None = None) -> tuple[Lever, ...]:
    graph = graph or world()
    return closing(graph, given, o.scope_of_role(graph, "analyst"), np.random.default_rng(1), 10)


def exactly(people: float) -> Effect:
    return Effect(people, people, people)


def test_what_helps_in_time_comes_first_and_then_what_is_too_late() -> None:
    """Most are short next year, when the first of those who study already finish; new seats bring people in 2031."""
    assert pulled(known({2027: 30, 2031: 20})) == (
        Lever(Completion("course", 60), COURSE, 2027, exactly(2.5), exactly(15), 2027, None, None, too_late=False),
        Lever(Stay("course", 60), COURSE, 2027, exactly(2.5), exactly(15), 2027, None, None, too_late=False),
        Lever(Seats("course", 10, 2027), COURSE, 2027, exactly(2.5), exactly(5), 2031, 2027, 3.5, too_late=True),
    )


@pytest.mark.parametrize("started", [50, 50.000004])
def test_of_years_as_short_the_first_is_told_and_levers_that_bring_as_many_go_by_name(started: float) -> None:
    """A millionth of a person more is noise."""
    found = pulled(known({2031: 30, 2032: 30}, started=started))
    assert [(type(one.change), one.year, one.too_late) for one in found] == [
        (Completion, 2031, False), (Seats, 2031, False), (Stay, 2031, False),
    ]  # fmt: skip


@pytest.mark.parametrize(("wanted", "short"), [(12.5, False), (13.5, True)])
def test_one_who_is_short_is_enough_to_look_for_levers(wanted: float, short: bool) -> None:
    assert bool(pulled(known({2031: wanted}))) is short


@pytest.mark.parametrize(("share", "told"), [(0.1, True), (0.09, False)])
def test_a_lever_is_told_from_half_a_person_a_year_on(share: float, told: bool) -> None:
    """Ten seats, of whom half finish and a tenth of these become analysts, are half a person."""
    assert (Seats in {type(one.change) for one in pulled(known({2031: 30}, share=share))}) is told


def test_there_is_no_lever_where_a_programme_is_left_out_of_the_sum() -> None:
    """Nobody knows what the other programme brings, so nobody is known to be short."""
    graph = world(
        programmes=(b.programme(), b.programme("other", "D2")),
        feeds=(b.feeds("course", "analyst"), b.feeds("other", "analyst")),
    )
    given = known({2031: 30})
    other = n.ProgrammeId("other")
    unknown = replace(given, streams={**given.streams, other: Stream(other, (), None)})
    assert pulled(given) != ()
    assert pulled(unknown, graph) == ()


@pytest.mark.parametrize(
    ("finishing", "share", "tried"),
    [
        pytest.param(0.5, 0.5, [Completion("course", 60), Stay("course", 60)], id="ten points more of both"),
        pytest.param(5 / 7, 5 / 7, [Completion("course", 81.4), Stay("course", 81.4)], id="to a tenth of a per cent"),
        pytest.param(0.95, 0.95, [Completion("course", 100), Stay("course", 100)], id="never more than all"),
        pytest.param(1, 0.5, [Stay("course", 60)], id="all finish"),
        pytest.param(None, 0.5, [Stay("course", 60)], id="nobody knows how many finish"),
        pytest.param(0.5, 1, [Completion("course", 60)], id="all stay"),
        pytest.param(0.5, 0, [Completion("course", 60)], id="nobody stays"),
        pytest.param(0.5, None, [Completion("course", 60)], id="nobody knows how many stay"),
    ],
)
def test_only_what_can_be_more_is_tried(
    finishing: float | None, share: float | None, tried: list[Completion | Stay]
) -> None:
    given = known({}, finishing=finishing, share=share)
    found = list(levers(world(), given, o.scope_of_role(world(), "analyst")))
    assert found == [Seats("course", 10, 2027), *tried]


@pytest.mark.parametrize("more", [0, 1])
def test_modules_are_looked_for_in_up_to_twelve_roles(more: int) -> None:
    roles = {f"role-{at}": {"sql": 2} for at in range(MOST_ROLES + more)}
    graph = Graph(b.facts(roles, {"course": {"sql": 1}}))
    found = list(levers(graph, known({}, share=None), o.scope_of_town(graph)))
    assert [type(one) for one in found] == ([] if more else [Module] * MOST_ROLES)


def test_a_module_teaches_what_is_essential_first_to_those_who_have_no_role_yet() -> None:
    """Analysts must know SQL, and better know GMP; each programme comes near them in a way of its own."""
    taught = {"sql": 1, "gmp": 1}
    programmes = {
        "course": taught, "lacks-both": taught, "lacks-one": {"sql": 2, "gmp": 1}, "lacks-none": {"sql": 2, "gmp": 3},
        "far": {"gmp": 1}, "retired": taught, "unknown": taught, "all-gone": taught, "few-left": taught,
    }  # fmt: skip
    facts = b.facts({"analyst": {"sql": 2, "gmp": 3}}, programmes, [("course", "analyst")])
    graph = Graph(
        replace(
            facts,
            needs=(b.need("analyst", "sql"), b.need("analyst", "gmp", 3, n.Importance.PREFERRED)),
            programmes=tuple(
                replace(one, successor=n.ProgrammeId("lacks-both")) if one.id == "retired" else one
                for one in facts.programmes
            ),
        )
    )
    streams = {id: stream(id, finishing=None if id == "unknown" else 0.5) for id in graph.programmes}
    shares = {"all-gone": 1.0, "few-left": 0.99}
    given = Inputs(
        NOW, streams, {(n.ProgrammeId(id), CLERK): sure(share) for id, share in shares.items()}, openings={}
    )  # fmt: skip
    assert list(modules(graph, given, ANALYST)) == [
        Module("lacks-both", 2027, (("sql", 2),), "analyst", 10),
        Module("lacks-one", 2027, (("gmp", 3),), "analyst", 10),
        Module("few-left", 2027, (("sql", 2),), "analyst", 1),
    ]
