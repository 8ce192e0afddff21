"""How the changes of a scenario alter what is known of people who start, finish, stay and are wanted.

Each function gives new `Inputs` and leaves the old ones alone. What is altered is marked as somebody's own. Intervals
are shifted or scaled, never made certain: what is unsure today is as unsure in a scenario, and every future of the
one stands beside the same future of the other.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Final

from pathways.domain.nouns import Basis, Interval, OrganisationId, ProgrammeId, RoleId
from pathways.domain.scenario_changes import FURTHEST
from pathways.domain.supply import Cohort, Known, Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pathways.domain.scenario_changes import Completion, NewProgramme, Seats, Stay, Wanted
    from pathways.domain.supply import Inputs

OWN: Final = OrganisationId("")
"""Whose openings those of a scenario are: nobody's that is named."""
NOBODY: Final = Known(Interval(0, 0, 0), Basis.ASSUMED, own=True)


def own(value: Interval) -> Known:
    """Give a quantity that somebody supposes."""
    return Known(value, Basis.ASSUMED, own=True)


def certain(value: float) -> Interval:
    """Give an interval of one number."""
    return Interval(value, value, value)


def altered(known: Known, by: Callable[[float], float]) -> Known:
    """Give a quantity with each end of it altered; what it rested on is still named."""
    value = Interval(by(known.value.low), by(known.value.likely), by(known.value.high))
    return replace(known, value=value, basis=Basis.ASSUMED, own=True)


def with_stream(given: Inputs, stream: Stream) -> Inputs:
    """Put another stream in the place of a programme's."""
    return replace(given, streams={**given.streams, stream.programme: stream})


def with_seats(given: Inputs, change: Seats) -> Inputs:
    """Have more, or fewer, start from an intake year on; never fewer than nobody."""
    stream = given.streams[ProgrammeId(change.programme)]
    cohorts = tuple(
        replace(cohort, started=altered(cohort.started, lambda people: max(0.0, people + change.more)))
        if cohort.intake >= change.since
        else cohort
        for cohort in stream.cohorts
    )
    return with_stream(given, replace(stream, cohorts=cohorts))


def finishing_at(given: Inputs, change: Completion) -> Inputs:
    """Have another share of those who start finish."""
    stream = given.streams[ProgrammeId(change.programme)]
    finishing = stream.finishing
    assert finishing is not None  # noqa: S101  # for mypy: another share of what is unknown is refused before
    shift = change.percent / 100 - finishing.value.likely
    return with_stream(given, replace(stream, finishing=altered(finishing, lambda share: _share(share + shift))))


def staying(given: Inputs, change: Stay) -> Inputs:
    """Have another share of those who finish take work here, in all roles alike."""
    theirs = {link: known for link, known in given.shares.items() if link[0] == change.programme}
    times = change.percent / 100 / stays(given, change.programme)
    scaled = {link: altered(known, lambda share: _share(share * times)) for link, known in theirs.items()}
    return replace(given, shares={**given.shares, **scaled})


def stays(given: Inputs, programme: str) -> float:
    """Give the likely share of a programme's finishers who take work in roles here, as far as it is known."""
    return sum(known.value.likely for link, known in given.shares.items() if link[0] == programme)


def own_share(given: Inputs, programme: ProgrammeId, role: str, percent: float) -> Inputs:
    """Have this share of a programme's finishers go to a role."""
    link = programme, RoleId(role)
    return replace(given, shares={**given.shares, link: own(certain(percent / 100))})


def branch_stream(given: Inputs, stem: ProgrammeId, branch: ProgrammeId, since: int) -> Stream:
    """Give those of a programme who start from a year on as a stream of their own."""
    stream = given.streams[stem]
    cohorts = tuple(replace(one, programme=branch) for one in stream.cohorts if one.intake >= since)
    return Stream(branch, cohorts, stream.finishing, _nobody_before(given, cohorts))


def new_stream(given: Inputs, id: ProgrammeId, change: NewProgramme) -> Stream:
    """Give the people of a programme that begins."""
    started, length = own(certain(change.seats)), ceil(change.years)
    cohorts = tuple(
        Cohort(id, year, started, year + length, begun=False)
        for year in range(change.since, given.this_year + FURTHEST + 1)
    )
    return Stream(id, cohorts, own(certain(change.percent / 100)), _nobody_before(given, cohorts))


def _nobody_before(given: Inputs, cohorts: tuple[Cohort, ...]) -> Mapping[int, Known]:
    """Say that nobody finishes before the first cohort does: that is known, and no gap in what is known.

    There is one: a change that would begin after the last intake, or too far ahead, is refused before.
    """
    first = min(cohort.finishes for cohort in cohorts)
    return dict.fromkeys(range(given.this_year - FURTHEST, first), NOBODY)


def more_wanted(given: Inputs, change: Wanted) -> Inputs:
    """Have more people wanted, or fewer, in the years of which something is stated; never fewer than nobody."""
    role = RoleId(change.role)
    years = {
        year: _wanted(stated, change) if stated and change.first <= year <= change.last else stated
        for year, stated in given.openings[role].items()
    }
    return replace(given, openings={**given.openings, role: years})


def _wanted(stated: Mapping[OrganisationId, Known], change: Wanted) -> Mapping[OrganisationId, Known]:
    total = sum(known.value.likely for known in stated.values())
    if change.in_percent or change.by < 0:
        times = max(0.0, 1 + (change.by / 100 if change.in_percent else change.by / total if total else 0))
        return {organisation: altered(known, lambda people: people * times) for organisation, known in stated.items()}
    if OWN in stated:
        return {**stated, OWN: altered(stated[OWN], lambda people: people + change.by)}
    return {**stated, OWN: own(certain(change.by))}


def _share(share: float) -> float:
    return min(1.0, max(0.0, share))
