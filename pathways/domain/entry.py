"""How one gets in: the ways into a programme, gathered so that a person can read them.

Several exams often open a programme on the same conditions; they are one way with several keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathways.domain.nouns import Kind, Programme, ProgrammeId, StartId

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathways.domain.conditions import Condition
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Admission, Pace, RoleId, Start, Text


@dataclass(frozen=True, slots=True)
class Way:
    """One way into a programme: any of `origins` finished, and the condition met.

    `condition` and `text` None: none was seen, which is not "none". Years are None when no source gives them.
    """

    origins: tuple[Programme | Start, ...]
    condition: Condition | None
    text: Text | None
    bridging_years: float | None
    credit_years: float | None
    pace: Pace
    note: Text | None
    admissions: tuple[Admission, ...]


def ways_in(graph: Graph, programme: ProgrammeId) -> tuple[Way, ...]:
    """Gather the ways into a programme: with a condition seen, then surest, then most keys, then as in the facts.

    Empty where none is known, or the programme is not in the graph.
    """
    alike: dict[tuple[object, ...], list[Admission]] = {}
    for admission in graph.admissions_to(programme):
        same = (
            admission.condition,
            admission.condition_text,
            admission.bridging_years,
            admission.credit_years,
            admission.pace,
            admission.note,
        )
        alike.setdefault(same, []).append(admission)
    ways = [_way(graph, admissions) for admissions in alike.values()]
    return tuple(sorted(ways, key=lambda way: (way.condition is None, _doubt(way), -len(way.origins))))


def _doubt(way: Way) -> int:
    return min(admission.evidence.basis.doubt for admission in way.admissions)


def _way(graph: Graph, admissions: list[Admission]) -> Way:
    first = admissions[0]
    return Way(
        origins=tuple(origin(graph, admission.origin) for admission in admissions),
        condition=first.condition,
        text=first.condition_text,
        bridging_years=first.bridging_years,
        credit_years=first.credit_years,
        pace=first.pace,
        note=first.note,
        admissions=tuple(admissions),
    )


def origin(graph: Graph, id: str) -> Programme | Start:
    """Give the programme or the starting point that an admission of the graph begins at."""
    programme = graph.programmes.get(ProgrammeId(id))
    return graph.starts[StartId(id)] if programme is None else programme


@dataclass(frozen=True, slots=True)
class Meeting:
    """Another line at this programme: `way` leads from or to `programme`."""

    programme: Programme
    way: Admission


def lines_in(graph: Graph, programme: ProgrammeId) -> tuple[Meeting, ...]:
    """List the programmes that are a key to this one, upper secondary exams left out, by line.

    Among them are those that count as a start which is one; what is asked of a programme by name comes first.
    """
    ways = sorted(graph.admissions_to(programme), key=lambda way: way.origin not in graph.programmes)
    keys = ((origin(graph, id), way) for way in ways for id in graph.standing_at(way.origin) if id != programme)
    met = [Meeting(key, way) for key, way in keys if isinstance(key, Programme)]
    return _by_line(meeting for meeting in met if meeting.programme.kind is not Kind.UPPER_SECONDARY)


def lines_out(graph: Graph, programme: str) -> tuple[Meeting, ...]:
    """List the programmes that this one, finished, is a key to, by line."""
    return _by_line(Meeting(graph.programmes[way.programme], way) for way in graph.onward_from(programme))


def _by_line(meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    once: dict[ProgrammeId, Meeting] = {}
    for meeting in meetings:
        once.setdefault(meeting.programme.id, meeting)
    return tuple(sorted(once.values(), key=lambda meeting: meeting.programme.line_order))


@dataclass(frozen=True, slots=True)
class Approach:
    """A programme that feeds a role, and the ways into it from one starting point; none may be known."""

    programme: Programme
    ways: tuple[Admission, ...]


def approaches(graph: Graph, role: RoleId, start: str) -> tuple[Approach, ...]:
    """List the programmes that feed a role, those that `start` opens first, then by line; empty where none feeds it.

    Nobody goes on to what they have: where `start` itself feeds the role, it is left out.
    """
    found, standing = [], graph.counts_as(start)
    for link in graph.feeds_to(role):
        if link.programme == start:
            continue
        ways = tuple(way for way in graph.admissions_to(link.programme) if way.origin in standing)
        found.append(Approach(graph.programmes[link.programme], ways))
    return tuple(sorted(found, key=lambda a: (not a.ways, a.programme.line_order)))


def starting_points(graph: Graph) -> tuple[Programme | Start, ...]:
    """List where one may come from: the exams and programmes first, then every other starting point.

    A place that opens nothing, neither by name nor by what it counts as, is left out.
    """
    named = dict.fromkeys(str(way.origin) for way in graph.facts.admissions)
    keys = {id for origin in named for id in graph.standing_at(origin) if graph.onward_from(id)}
    programmes = sorted(
        (graph.programmes[p] for p in graph.programmes if p in keys),
        key=lambda p: (p.kind is not Kind.UPPER_SECONDARY, p.line_order),
    )
    return (*programmes, *(start for id, start in graph.starts.items() if id in keys))


def starting_shelves(graph: Graph) -> tuple[tuple[Kind | None, tuple[Programme | Start, ...]], ...]:
    """List the starting points by kind of programme, in the same order; None is the shelf of all that are none."""
    shelves: dict[Kind | None, list[Programme | Start]] = {}
    for point in starting_points(graph):
        shelves.setdefault(point.kind if isinstance(point, Programme) else None, []).append(point)
    return tuple((kind, tuple(points)) for kind, points in shelves.items())
