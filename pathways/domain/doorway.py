"""The way into a programme that asks least of somebody: of all that begin where they stand, or have stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathways.domain.conditions import Verdict, check
from pathways.domain.network import asked_at
from pathways.domain.nouns import ProgrammeId
from pathways.domain.routes import standing

if TYPE_CHECKING:
    from pathways.domain.conditions import Held
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Admission


def is_start(graph: Graph, id: str) -> bool:
    """Whether somebody can stand there: at a programme finished, or at a starting point."""
    return id in graph.programmes or id in graph.starts


def places(graph: Graph, start: str) -> frozenset[str]:
    """Give everywhere that somebody at `start` stands: what they must have finished, and all that this counts as.

    Empty when there is no such start.
    """
    if not is_start(graph, start):
        return frozenset()
    return frozenset(at for place in standing(graph, start) for at in graph.counts_as(place))


def finished(graph: Graph, start: str) -> tuple[ProgrammeId, ...]:
    """List the programmes that somebody at `start` has finished, the one they stand at first."""
    known = standing(graph, start) if is_start(graph, start) else ()
    return tuple(ProgrammeId(place) for place in known if place in graph.programmes)


def nearest_way(graph: Graph, start: str, programme: ProgrammeId, held: Held) -> Admission | None:
    """Give the way into a programme with the fewest conditions not met, of equals the first in the facts.

    None when no way into it begins where somebody at `start` stands.
    """
    known = places(graph, start)
    ways = [way for way in graph.admissions_to(programme) if way.origin in known]
    return min(ways, key=lambda way: _unmet(way, held), default=None)


def _unmet(way: Admission, held: Held) -> int:
    return sum(check(clause, held) is not Verdict.MET for clause in asked_at(way))
