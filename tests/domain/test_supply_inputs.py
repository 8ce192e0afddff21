"""What the facts say of supply: which intakes are assumed, what finishes, what is wanted, and what it all rests on."""

from __future__ import annotations

from datetime import date

import pytest

from pathways.domain import nouns as n
from pathways.domain.graph import Graph
from pathways.domain.publishing import PublicOpening
from pathways.domain.supply import Cohort, Known
from pathways.domain.supply_inputs import openings_by_role, stream
from tests import builders as b
from tests.domain.test_outlook import ANALYST, COURSE, NOW, flow

PROGRAMME = b.programme("course", years=3.0)
OLDER = n.Evidence(n.Basis.STATED, (b.SOURCE.id,), "2019-01")


def intakes(*years: int, people: float = 40) -> list[n.Flow]:
    return [flow("intake", year, people) for year in years]


def years_of(flows: list[n.Flow]) -> tuple[list[int], list[int]]:
    """The years whose intakes are counted, and those for which they are assumed."""
    cohorts = stream(PROGRAMME, flows, NOW).cohorts
    counted = [one.intake for one in cohorts if one.started.basis is not n.Basis.ASSUMED]
    return counted, [one.intake for one in cohorts if one.started.basis is n.Basis.ASSUMED]


TO_COME = list(range(NOW + 1, NOW + 9))


@pytest.mark.parametrize(
    ("counted", "assumed"),
    [
        pytest.param([2024, 2025, 2026], TO_COME, id="three are enough, this year's among them"),
        pytest.param([2022, 2023, 2024], [2025, 2026, *TO_COME], id="the newest may be two years old"),
        pytest.param([2021, 2022, 2023], [], id="but no older"),
        pytest.param([2025, 2026], [], id="two are too few"),
        pytest.param([2020, 2021, 2024, 2026], TO_COME, id="a year that was left out is not made up"),
        pytest.param([2024, 2025, 2026, 2028], [2027, *TO_COME[2:]], id="what is counted ahead stays as it is"),
    ],
)
def test_intakes_to_come_are_assumed_for_eight_years_where_lately_enough_were_counted(
    counted: list[int], assumed: list[int]
) -> None:
    assert years_of(intakes(*counted)) == (counted, assumed)


def test_an_assumed_intake_is_like_the_last_ones_and_rests_on_them() -> None:
    flows = [
        flow("intake", year, people, evidence=evidence)
        for year, people, evidence in ((2024, 30, OLDER), (2025, 50, b.STATED), (2026, 40, b.ASSUMED))
    ]
    *_, this_year, next_year = stream(PROGRAMME, flows, NOW).cohorts[:4]
    assert this_year == Cohort(
        COURSE,
        2026,
        Known(n.Interval(40, 40, 40), n.Basis.ASSUMED, (b.ASSUMED,), (flows[-1],)),
        finishes=2029,
        begun=True,
    )
    lately = Known(n.Interval(30, 40, 50), n.Basis.ASSUMED, (OLDER, b.STATED, b.ASSUMED), tuple(flows))
    assert next_year == Cohort(COURSE, 2027, lately, finishes=2030, begun=False)


def test_a_count_has_the_basis_of_its_source() -> None:
    (cohort,) = stream(PROGRAMME, [flow("intake", 2025, 40, evidence=b.STATED)], NOW).cohorts
    assert cohort.started.basis is n.Basis.STATED


def test_the_share_that_finishes_rests_on_both_ends_of_a_cohort() -> None:
    start, end = flow("intake", 2022, 40, evidence=OLDER), flow("completion", 2025, 30)
    finishing = stream(PROGRAMME, [start, end], NOW).finishing
    assert finishing is not None
    assert finishing.value.likely == 0.75
    assert (finishing.evidence, finishing.flows) == ((b.STATED, OLDER), (end, start))


def test_a_finisher_of_an_unknown_number_of_starters_is_no_share() -> None:
    assert stream(PROGRAMME, [flow("completion", 2025, 1)], NOW).finishing is None


def test_what_a_company_states_is_stated_on_that_day_and_stands_before_a_source() -> None:
    sourced, stated = n.Interval(9, 9, 9), n.Interval(3, 4, 5)
    works, others = n.OrganisationId("works"), n.OrganisationId("")
    graph = Graph(
        b.facts(
            {"analyst": {"sql": 2}},
            jobs=[("analyst", "works")],
            openings=tuple(n.Opening(ANALYST, works, year, sourced, OLDER) for year in (2026, 2027)),
        )
    )
    told = [
        PublicOpening(ANALYST, 2027, works, 1, stated, date(2026, 11, 2)),
        PublicOpening(ANALYST, 2027, None, 3, stated, date(2026, 11, 1)),
    ]
    first, second = (n.Evidence(n.Basis.STATED, (), day) for day in ("2026-11-02", "2026-11-01"))
    assert openings_by_role(graph, told) == {
        ANALYST: {
            2026: {works: Known(sourced, n.Basis.STATED, (OLDER,))},
            2027: {
                works: Known(stated, n.Basis.STATED, (first,)),
                others: Known(stated, n.Basis.STATED, (second,)),
            },
        }
    }
