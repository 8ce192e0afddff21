"""People a year along the links of a map, as far as sources count them.

Only *pinned* flows are such counts. What nobody counted stays unknown, and a sum that leaves something
out says "at least". A count under 5 that no source printed is not shown, and neither is the one other part
that it could be worked out from (domain rule §1, small numbers).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pathways.domain.nouns import Basis, Text
from pathways.domain.plates import people

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Flow, Interval, ProgrammeId, RoleId

UNKNOWN = Text("antal ukendt", "number unknown")
TOO_FEW = Text("for få til at blive vist", "too few to be shown")
FEWEST = 5
"""Fewer people than this are only shown when a source printed the figure."""


class Count(NamedTuple):
    """People a year (None: nobody counted, or too few to show), in words, and the flows it rests on.

    `complete` is False where some of the people may not be among those counted.
    """

    likely: float | None
    words: Text
    flows: tuple[Flow, ...]
    complete: bool = True


def into_role(graph: Graph, programme: ProgrammeId, role: RoleId, organisation: str | None = None) -> Count:
    """People who go from a programme to a role, or to that role at one organisation; unknown where nobody counted.

    Where only the parts at some organisations are counted, all are at least their sum.
    """
    pinned = [flow for flow in graph.flows_of(programme) if flow.pinned and flow.role == role and flow.people]
    parts = [flow for flow in pinned if flow.organisation]
    hidden = _hidden(parts)
    if organisation is not None:
        return _counted([flow for flow in parts if flow.organisation == organisation], hidden)
    whole = [flow for flow in pinned if not flow.organisation]
    return _counted(whole, _small(whole)) if whole else _counted(parts, hidden, complete=False)


def into_study(graph: Graph, programme: ProgrammeId, further: ProgrammeId) -> Count:
    """People who go on from one programme to another; unknown where nobody counted."""
    flows = [flow for flow in graph.flows_of(programme) if flow.pinned and flow.onward == further and flow.people]
    return _counted(flows, _small(flows))


def together(counts: Iterable[Count]) -> Count:
    """Several counts, at least one, as one; at least their sum when one of them is unknown or not shown."""
    several = list(counts)
    known = [count for count in several if count.likely is not None]
    if len(several) == 1 or not known:
        return several[0]
    flows = tuple(flow for count in known for flow in count.flows)
    return _sum(flows, complete=len(known) == len(several) and all(count.complete for count in known))


def _counted(flows: Sequence[Flow], hidden: frozenset[str], *, complete: bool = True) -> Count:
    shown = tuple(flow for flow in flows if flow.id not in hidden)
    if not shown:
        return Count(None, TOO_FEW if flows else UNKNOWN, ())
    return _sum(shown, complete=complete and len(shown) == len(flows))


def _sum(flows: tuple[Flow, ...], *, complete: bool) -> Count:
    """Some flows as one count; a sum that may miss people is told as a lower bound."""
    intervals = [flow.people for flow in flows if flow.people]
    low, likely = sum(each.low for each in intervals), sum(each.likely for each in intervals)
    if not complete:
        words = Text(f"mindst {low:.0f} om året", f"at least {low:.0f} a year")
    elif len(intervals) == 1:
        words = people(intervals[0])
    else:
        words = Text(f"ca. {likely:.0f} om året", f"about {likely:.0f} a year")
    return Count(likely, words, flows, complete)


def is_small(people: Interval | None, basis: Basis) -> bool:
    """Whether a count is kept out of what is public: under 5, and printed by no source. None: nobody counted."""
    return people is not None and people.likely < FEWEST and basis is not Basis.STATED


def _small(flows: Iterable[Flow]) -> frozenset[str]:
    return frozenset(flow.id for flow in flows if is_small(flow.people, flow.evidence.basis))


def _hidden(parts: Sequence[Flow]) -> frozenset[str]:
    """Small parts of a whole; with only one of them, the smallest other goes too, or it could be worked out."""
    small = _small(parts)
    others = sorted((flow for flow in parts if flow.id not in small), key=_likely)
    return small | {others[0].id} if len(small) == 1 and others else small


def _likely(flow: Flow) -> float:
    return flow.people.likely if flow.people else 0.0
