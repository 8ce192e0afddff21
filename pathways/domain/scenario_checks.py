"""What cannot be of a change, held against the catalogue and against what is known: each problem by its field.

The messages of a problem may not tell what is kept back: whether there would be fewer than nobody is said only where
the numbers it is held against were printed by a source.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pathways.domain.discretion import is_open, is_printed
from pathways.domain.nouns import ProgrammeId, RoleId
from pathways.domain.placing import estimated
from pathways.domain.scenario_changes import (
    FURTHEST,
    LATEST,
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
from pathways.domain.scenario_supply import stays
from pathways.domain.successors import Replaced, successor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.scenario_facts import Added
    from pathways.domain.supply import Inputs

SLACK: Final = 1e-9
"""Shares that add up to 1 may be this much more, from adding."""
WHOLE: Final = 100


def renewed(graph: Graph, change: Change) -> tuple[Change, Replaced | None]:
    """Put the programme that succeeded a retired one in its place; tell which, if so."""
    if isinstance(change, NewProgramme | Wanted):
        return change, None
    old = graph.programmes.get(ProgrammeId(change.programme))
    if old is None or (new := successor(graph, old)) is old:
        return change, None
    return replace(change, programme=str(new.id)), Replaced(old, new)


def wrong_with(
    graph: Graph, given: Inputs, place: int, change: Change, added: Sequence[Added] = ()
) -> tuple[Problem, ...]:
    """List what of a change cannot be, field by field; empty when it can."""
    gone = [Problem(place, field, Why.GONE, id) for field, id in _gone(graph, change)]
    late = [Problem(place, field, why, str(year), right) for field, why, year, right in _years(given, change)]
    if gone or late:
        return (*gone, *late)
    return tuple(
        Problem(place, field, why, typed, right) for field, why, typed, right in _facts(graph, given, change, added)
    )


def _gone(graph: Graph, change: Change) -> Iterator[tuple[str, str]]:
    """Yield the ids that name nothing in the catalogue."""
    programme, role = getattr(change, "programme", ""), getattr(change, "role", "")
    if programme and programme not in graph.programmes:
        yield "programme", programme
    if role and role not in graph.roles:
        yield "role", role
    match change:
        case Teach() if change.skill not in graph.skills:
            yield "skill", change.skill
        case Module():
            yield from (("skills", skill) for skill, _ in change.skills if skill not in graph.skills)
        case NewProgramme():
            yield from (("feeds", fed) for fed, _ in change.feeds if fed not in graph.roles)


def _years(given: Inputs, change: Change) -> Iterator[tuple[str, Why, int, str]]:
    """Yield the years that have begun, or are too far ahead."""
    next_year, last = given.this_year + 1, given.this_year + FURTHEST
    match change:
        case Seats() | Module() | NewProgramme():
            if change.since < next_year:
                yield "since", Why.PAST, change.since, str(next_year)
            elif change.since > given.this_year + LATEST:
                yield "since", Why.TOO_FAR, change.since, str(given.this_year + LATEST)
        case Wanted() | Own(of=OwnOf.OPENINGS):
            if change.first < given.this_year:
                yield "period", Why.PAST, change.first, str(given.this_year)
            elif change.last > last:
                yield "period", Why.TOO_FAR, change.last, str(last)


def _facts(graph: Graph, given: Inputs, change: Change, added: Sequence[Added]) -> Iterator[tuple[str, Why, str, str]]:
    """Yield what does not go with what is known."""
    match change:
        case Seats():
            yield from _seats(given, change)
        case Completion() if given.streams[ProgrammeId(change.programme)].finishing is None:
            yield "programme", Why.UNKNOWN, change.programme, OwnOf.COMPLETION
        case Stay() if not stays(given, change.programme):
            yield "programme", Why.UNKNOWN, change.programme, OwnOf.SHARE
        case Module() if change.role:
            yield from _module(graph, given, change, added)
        case Wanted():
            yield from _wanted(given, change)
        case Own():
            yield from _own(graph, given, change)


def _seats(given: Inputs, change: Seats) -> Iterator[tuple[str, Why, str, str]]:
    cohorts = given.streams[ProgrammeId(change.programme)].cohorts
    later = [cohort.started for cohort in cohorts if cohort.intake >= change.since]
    if not later:
        yield "programme", Why.UNKNOWN, change.programme, OwnOf.INTAKE
    elif all(map(is_open, later)):
        least = min(known.value.likely for known in later)
        if least + change.more < 0:
            yield "more", Why.BELOW_NOBODY, f"{change.more:+d}", f"{-int(least):+d}"


def _module(graph: Graph, given: Inputs, change: Module, added: Sequence[Added]) -> Iterator[tuple[str, Why, str, str]]:
    stream = given.streams[ProgrammeId(change.programme)]
    if change.role in {link.role for link in graph.feeds_from(ProgrammeId(change.programme))}:
        yield "role", Why.LINKED, change.role, ""
    elif not any(cohort.intake >= change.since for cohort in stream.cohorts):
        yield "programme", Why.UNKNOWN, change.programme, OwnOf.INTAKE
    elif stream.finishing is None:
        yield "programme", Why.UNKNOWN, change.programme, OwnOf.COMPLETION
    else:
        branches = [str(one.id) for one in added if one.of == change.programme]
        left = 1 - sum(stays(given, programme) for programme in [change.programme, *branches])
        if change.percent / WHOLE > left + SLACK and _shares_open(given, change.programme):
            yield "percent", Why.TOO_MUCH, f"{change.percent:g}", _in_percent(left)


def _in_percent(left: float) -> str:
    """Write what may still be given, in whole per cent: a share that adding made a hair less than 0.75 is 75."""
    return f"{int(max(0.0, left + SLACK) * WHOLE)}"


def _shares_open(given: Inputs, programme: str) -> bool:
    """Whether it may be told how much of all finishers the known shares of a programme take."""
    return all(is_open(known) for link, known in given.shares.items() if link[0] == programme)


def _wanted(given: Inputs, change: Wanted) -> Iterator[tuple[str, Why, str, str]]:
    years = given.openings.get(RoleId(change.role), {})
    stated = [years[year] for year in range(change.first, change.last + 1) if years.get(year)]
    if not stated:
        yield "period", Why.UNKNOWN, change.role, OwnOf.OPENINGS
    elif not change.in_percent and all(is_printed(known) for of in stated for known in of.values()):
        least = min(sum(known.value.likely for known in of.values()) for of in stated)
        if least + change.by < 0:
            yield "by", Why.BELOW_NOBODY, f"{change.by:+g}", f"{-int(least):+d}"


def _own(graph: Graph, given: Inputs, change: Own) -> Iterator[tuple[str, Why, str, str]]:
    match change.of:
        case OwnOf.SHARE:
            yield from _own_share(graph, given, change)
        case OwnOf.OPENINGS:
            years = given.openings.get(RoleId(change.role), {})
            if all(years.get(year) for year in range(change.first, change.last + 1)):
                yield "period", Why.KNOWN, change.role, ""
        case _:
            yield from _own_programme(graph, given, change)


def _own_programme(graph: Graph, given: Inputs, change: Own) -> Iterator[tuple[str, Why, str, str]]:
    programme = graph.programmes[ProgrammeId(change.programme)]
    stream = given.streams[programme.id]
    is_known = {
        OwnOf.LENGTH: programme.years is not None,
        OwnOf.INTAKE: any(not cohort.begun for cohort in stream.cohorts),
        OwnOf.COMPLETION: stream.finishing is not None,
    }
    if is_known[change.of]:
        yield "programme", Why.KNOWN, change.programme, ""
    elif change.of is OwnOf.INTAKE and programme.years is None:
        yield "programme", Why.UNKNOWN, change.programme, OwnOf.LENGTH


def _own_share(graph: Graph, given: Inputs, change: Own) -> Iterator[tuple[str, Why, str, str]]:
    programme, role = ProgrammeId(change.programme), RoleId(change.role)
    link = programme, role
    # who goes away is known where there is an estimate: then there is no more to give than what is estimated
    is_estimated = link in given.estimated
    left = estimated(given, programme).likely if is_estimated else 1 - stays(given, programme)
    if role not in {link.role for link in graph.feeds_from(programme)}:
        yield "role", Why.NO_LINK, change.role, ""
    elif link in given.shares and not is_estimated:
        yield "role", Why.KNOWN, change.role, ""
    elif change.value.likely / WHOLE > left + SLACK and _shares_open(given, change.programme):
        yield "percent", Why.TOO_MUCH, f"{change.value.likely:g}", _in_percent(left)
