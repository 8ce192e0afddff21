"""What a change does to people, quantity by quantity: intervals move, what is unsure stays so, and all of it is own."""

from __future__ import annotations

import pytest

from pathways.domain.nouns import Basis, Interval, Kind, OrganisationId, ProgrammeId, RoleId
from pathways.domain.scenario_changes import Completion, NewProgramme, Seats, Stay, Wanted
from pathways.domain.scenario_supply import (
    OWN,
    branch_stream,
    finishing_at,
    more_wanted,
    new_stream,
    own_share,
    staying,
    with_seats,
)
from pathways.domain.supply import Cohort, Inputs, Known, Stream
from tests.builders import STATED

NOW = 2026
COURSE, BRANCH, NEW = ProgrammeId("course"), ProgrammeId("course-module-1"), ProgrammeId("new-programme-1")
ANALYST, WORKS = RoleId("analyst"), OrganisationId("works")
NOBODY = Known(Interval(0, 0, 0), Basis.ASSUMED, own=True)


def stated(low: float, likely: float, high: float) -> Known:
    return Known(Interval(low, likely, high), Basis.STATED, (STATED,))


def mine(low: float, likely: float, high: float) -> Known:
    """What `stated` becomes: somebody's own, and what it rested on is still named."""
    return Known(Interval(low, likely, high), Basis.ASSUMED, (STATED,), own=True)


def sure(value: float) -> Known:
    """Somebody's own from nothing."""
    return Known(Interval(value, value, value), Basis.ASSUMED, own=True)


def given(*wanted: Known) -> Inputs:
    cohorts = tuple(Cohort(COURSE, year, stated(3, 10, 20), year + 4, begun=year < NOW) for year in (2025, 2027, 2028))
    people = dict(zip((WORKS, OrganisationId("plant")), wanted, strict=False))
    return Inputs(
        NOW,
        {COURSE: Stream(COURSE, cohorts, stated(0.5, 0.75, 0.9))},
        {(COURSE, ANALYST): stated(0.25, 0.5, 0.75)},
        {ANALYST: {2026: people, 2027: people, 2028: {}}},
    )


def started(inputs: Inputs) -> dict[int, Known]:
    return {cohort.intake: cohort.started for cohort in inputs.streams[COURSE].cohorts}


def test_seats_move_every_end_from_a_year_on_and_never_below_nobody() -> None:
    more = started(with_seats(given(), Seats("course", 5, 2027)))
    assert more == {2025: stated(3, 10, 20), 2027: mine(8, 15, 25), 2028: mine(8, 15, 25)}
    fewer = started(with_seats(given(), Seats("course", -12, 2028)))
    assert fewer == {2025: stated(3, 10, 20), 2027: stated(3, 10, 20), 2028: mine(0, 0, 8)}


def test_another_share_that_finishes_is_as_unsure_as_it_was() -> None:
    finishing = finishing_at(given(), Completion("course", 50)).streams[COURSE].finishing
    assert finishing == mine(0.25, 0.5, 0.65)
    finishing = finishing_at(given(), Completion("course", 100)).streams[COURSE].finishing
    assert finishing == mine(0.75, 1, 1)


def test_those_who_stay_are_scaled_and_no_more_than_all() -> None:
    assert staying(given(), Stay("course", 25)).shares == {(COURSE, ANALYST): mine(0.125, 0.25, 0.375)}
    assert staying(given(), Stay("course", 100)).shares == {(COURSE, ANALYST): mine(0.5, 1, 1)}


def test_an_own_share_is_one_figure_beside_the_others() -> None:
    shares = own_share(given(), BRANCH, "clerk", 20).shares
    assert shares == {(COURSE, ANALYST): stated(0.25, 0.5, 0.75), (BRANCH, RoleId("clerk")): sure(0.2)}


def test_a_branch_has_the_people_who_start_from_its_year_on_and_nobody_finishes_it_before_them() -> None:
    branch = branch_stream(given(), COURSE, BRANCH, 2027)
    assert branch.programme == BRANCH
    assert branch.cohorts == tuple(
        Cohort(BRANCH, year, stated(3, 10, 20), year + 4, begun=False) for year in (2027, 2028)
    )
    assert branch.finishing == stated(0.5, 0.75, 0.9)
    assert branch.finished == dict.fromkeys(range(2016, 2031), NOBODY)


def test_a_new_programme_starts_all_its_seats_each_year_ten_years_ahead() -> None:
    change = NewProgramme(Kind.MASTERS, 1.5, 30, 2033, 80, (("analyst", 5.0),))
    new = new_stream(given(), NEW, change)
    assert new.programme == NEW
    assert new.cohorts == tuple(Cohort(NEW, year, sure(30), year + 2, begun=False) for year in range(2033, 2037))
    assert new.finishing == sure(0.8)
    assert new.finished == dict.fromkeys(range(2016, 2035), NOBODY)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        pytest.param(
            Wanted("analyst", 2027, 2028, 50, in_percent=True),
            {WORKS: mine(3, 6, 9), "plant": mine(6, 9, 12)}, id="half as many more at each of them",
        ),
        pytest.param(
            Wanted("analyst", 2027, 2028, -100, in_percent=True),
            {WORKS: mine(0, 0, 0), "plant": mine(0, 0, 0)}, id="none at all",
        ),
        pytest.param(
            Wanted("analyst", 2027, 2028, -5, in_percent=False),
            {WORKS: mine(1, 2, 3), "plant": mine(2, 3, 4)}, id="fewer people are taken from all in the same ratio",
        ),
        pytest.param(
            Wanted("analyst", 2027, 2028, -99, in_percent=False),
            {WORKS: mine(0, 0, 0), "plant": mine(0, 0, 0)}, id="never fewer than nobody",
        ),
        pytest.param(
            Wanted("analyst", 2027, 2028, 1, in_percent=False),
            {WORKS: stated(2, 4, 6), "plant": stated(4, 6, 8), OWN: sure(1)},
            id="one person more is wanted by nobody that is named",
        ),
    ],
)  # fmt: skip
def test_more_or_fewer_are_wanted_where_something_is_stated(change: Wanted, wanted: dict[str, Known]) -> None:
    before = given(stated(2, 4, 6), stated(4, 6, 8))
    openings = more_wanted(before, change).openings[ANALYST]
    assert openings == {2026: before.openings[ANALYST][2026], 2027: wanted, 2028: {}}


def test_what_likely_nobody_wants_cannot_be_fewer() -> None:
    """Nobody knows of how many a person is one less: so what may be wanted at most stays as it is."""
    fewer = more_wanted(given(stated(0, 0, 4)), Wanted("analyst", 2026, 2026, -1, in_percent=False))
    assert fewer.openings[ANALYST][2026] == {WORKS: mine(0, 0, 4)}


def test_people_wanted_twice_are_added_up() -> None:
    change = Wanted("analyst", 2026, 2026, 3, in_percent=False)
    twice = more_wanted(more_wanted(given(stated(2, 4, 6)), change), change)
    assert twice.openings[ANALYST][2026] == {WORKS: stated(2, 4, 6), OWN: sure(6)}
