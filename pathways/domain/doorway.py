"""The way into a programme that asks least of somebody: of all that begin where they stand, or have stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathways.domain.conditions import Verdict, check
from pathways.domain.network import asked_at
from pathways.domain.standing import places

if TYPE_CHECKING:
    from pathways.domain.conditions import Held
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Admission, ProgrammeId


def nearest_way(graph: Graph, start: str, programme: ProgrammeId, held: Held) -> Admission | None:
    """Give the way into a programme with the fewest conditions not met, of equals the first in the facts.

    None when no way into it begins where somebody at `start` stands.
    """
    known = places(graph, start)
    ways = [way for way in graph.admissions_to(programme) if way.origin in known]
    return min(ways, key=lambda way: _unmet(way, held), default=None)


def _unmet(way: Admission, held: Held) -> int:
    return sum(check(clause, held) is not Verdict.MET for clause in asked_at(way))
