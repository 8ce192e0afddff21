"""A year of the pipeline, for the alliance: lines, what was flagged and answered. Counts of sources, and no others.

People who started or finished in the year are added up as far as a source counted them; a sum that leaves a programme
out says "at least". A count under 5 that no source printed is left out like one that nobody made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pathways.domain.headcount import is_small
from pathways.domain.nouns import KINDS, Here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Flow, Kind, Programme
    from pathways.domain.publishing import PublicFlag, Published


class People(NamedTuple):
    """People of several programmes in a year; None where nobody was counted. `whole` if all programmes were."""

    people: float | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line in a year: its programmes, how many of them are wholly or partly here, the roles they lead to."""

    kind: Kind
    programmes: tuple[Programme, ...]
    here: int
    roles: int
    started: People
    finished: People


def lines(graph: Graph, year: int) -> tuple[Line, ...]:
    """Give each line that has programmes, in the order of the lines."""
    found = []
    for kind in KINDS:
        programmes = tuple(one for one in graph.programmes.values() if one.kind is kind)
        if programmes:
            here = sum(one.here is not Here.NO for one in programmes)
            roles = {link.role for one in programmes for link in graph.feeds_from(one.id)}
            started, finished = (_people(graph, programmes, word, year) for word in ("intake", "completion"))
            found.append(Line(kind, programmes, here, len(roles), started, finished))
    return tuple(found)


def _people(graph: Graph, programmes: Sequence[Programme], kind: str, year: int) -> People:
    counted = [next((flow for flow in graph.flows_of(one.id) if _counts(flow, kind, year)), None) for one in programmes]
    known = [flow.people.likely for flow in counted if flow and flow.people]
    return People(sum(known) if known else None, len(known) == len(programmes))


def _counts(flow: Flow, kind: str, year: int) -> bool:
    """Whether a flow counts this kind of people in this year, and may be shown."""
    asked_for = flow.kind == kind and flow.year == str(year) and flow.people is not None
    return asked_for and not is_small(flow.people, flow.evidence.basis)


def flagged_in(published: Published, year: int) -> tuple[PublicFlag, ...]:
    """Give the named flags that were flagged or first answered in a year, as they stand today, newest first."""
    return tuple(
        flag
        for flag in published.flags
        if flag.since.year == year or (flag.answered is not None and flag.answered.year == year)
    )
