"""One's own assumptions: a number in the place of one that nobody knows, and marked so wherever it shows."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Final

from pathways.domain.nouns import Interval, ProgrammeId, RoleId
from pathways.domain.placing import estimated
from pathways.domain.scenario_changes import FURTHEST, Own, OwnOf
from pathways.domain.scenario_supply import OWN, altered, own, with_stream
from pathways.domain.supply import Cohort
from pathways.domain.supply_inputs import stream as stream_of

if TYPE_CHECKING:
    from pathways.domain.filling import Link
    from pathways.domain.graph import Graph
    from pathways.domain.supply import Inputs, Known

BACK: Final = 12
"""Years before this one for which an assumed intake holds, too: those students are on their way."""


def assume(graph: Graph, given: Inputs, change: Own) -> Inputs:
    """Put an assumption where nothing is known, or is only estimated; what is known stays."""
    match change.of:
        case OwnOf.LENGTH:
            return _length(graph, given, change)
        case OwnOf.INTAKE:
            return _intake(graph, given, change)
        case OwnOf.COMPLETION:
            stream = given.streams[ProgrammeId(change.programme)]
            return with_stream(given, replace(stream, finishing=own(_as_share(change.value))))
        case OwnOf.SHARE:
            return _goes_to(given, (ProgrammeId(change.programme), RoleId(change.role)), own(_as_share(change.value)))
        case _:
            return _openings(given, change)


def _length(graph: Graph, given: Inputs, change: Own) -> Inputs:
    """Make cohorts of the starters that were counted, now that they have an end."""
    programme = graph.programmes[ProgrammeId(change.programme)]
    return with_stream(given, stream_of(programme, graph.flows_of(programme.id), given.this_year))


def _intake(graph: Graph, given: Inputs, change: Own) -> Inputs:
    id = ProgrammeId(change.programme)
    stream, length = given.streams[id], ceil(graph.programmes[id].years or 0)
    counted = {cohort.intake for cohort in stream.cohorts}
    started = own(change.value)
    fresh = [
        Cohort(id, year, started, year + length, begun=False)
        for year in range(given.this_year - BACK, given.this_year + FURTHEST + 1)
        if year not in counted
    ]
    cohorts = tuple(sorted((*stream.cohorts, *fresh), key=lambda cohort: cohort.intake))
    return with_stream(given, replace(stream, cohorts=cohorts))


def _goes_to(given: Inputs, link: Link, share: Known) -> Inputs:
    """Fix one share; where it was estimated, the other estimates of the programme share what it leaves of them all."""
    shares = {**given.shares, link: share}
    if link in given.estimated:
        others = [other for other in given.estimated if other[0] == link[0] and other != link]
        whole = estimated(given, link[0]).likely
        rest = whole - given.shares[link].value.likely
        times = max(0.0, whole - share.value.likely) / rest if rest else 0.0
        shares |= {other: altered(given.shares[other], lambda part: part * times) for other in others}
    return replace(given, shares=shares, estimated=given.estimated - {link})


def _openings(given: Inputs, change: Own) -> Inputs:
    role = RoleId(change.role)
    years = dict(given.openings.get(role, {}))
    for year in range(change.first, change.last + 1):
        if not years.get(year):
            years[year] = {OWN: own(change.value)}
    return replace(given, openings={**given.openings, role: years})


def _as_share(value: Interval) -> Interval:
    return Interval(value.low / 100, value.likely / 100, value.high / 100)
