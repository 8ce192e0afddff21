"""Programmes that were retired, and what took their place: an old link still names the old one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Programme


@dataclass(frozen=True, slots=True)
class Replaced:
    """A programme that was retired, and the one that took its place."""

    old: Programme
    new: Programme


def successor(graph: Graph, programme: Programme) -> Programme:
    """Give the programme that succeeded this one in the end: itself where it was not retired.

    Where programmes succeed each other in a circle, it is the last one before the circle closes.
    """
    seen = {programme.id}
    while programme.successor is not None and programme.successor not in seen:
        programme = graph.programmes[programme.successor]
        seen.add(programme.id)
    return programme
