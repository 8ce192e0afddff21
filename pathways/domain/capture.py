"""How many of those who finish work here, or settle here, as far as a source says *here*; and what is no capture.

    works here      in work in the town, of all who finished
    settled here    made the town their home, of all who finished
    at the finish   in work, wherever it is: never capture, and never added to it

Only a source that counts people in the town itself (`Flow.here`) gives one of the first two. A count with its base has
a Wilson 95 % interval; a share that was printed without its base has none. Counts of those who went to single roles
here, of one year and one base, are added up where nobody counted them all: such a sum is derived, and says "at least"
as long as some role that the programme feeds is not in it. What single employers took on is a part of one of these
counts and never a rate.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pathways.domain.headcount import is_small
from pathways.domain.nouns import Basis, Interval, weakest
from pathways.domain.wilson import wilson

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Evidence, Flow, ProgrammeId, RoleId


class RateKind(StrEnum):
    """What those counted do, and where."""

    WORKS_HERE = "works-here"
    SETTLED_HERE = "settled-here"
    AT_FINISH = "at-finish"


RATE_KINDS = tuple(RateKind)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of those who finished a programme, with the counts it rests on.

    `part` of `whole` people were counted; None: only a share was `printed`, 0-1. `share` is 0-1 with its Wilson
    interval; None without a base, or where more were counted than the base holds. `at_least` marks a sum that leaves
    out roles. `basis` is derived, or weaker, where we added up.
    """

    kind: RateKind
    year: str
    part: Interval | None
    whole: int | None
    share: Interval | None
    printed: float | None
    at_least: bool
    flows: tuple[Flow, ...]
    basis: Basis

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What it rests on, count by count."""
        return tuple(flow.evidence for flow in self.flows)

    @property
    def is_hidden(self) -> bool:
        """Whether it stays out of what is public: under 5 and printed by no source, or it would tell a part that is."""
        if self.part is None or self.basis is Basis.STATED:
            return False
        small = [flow for flow in self.flows if is_small(flow.people, flow.evidence.basis)]
        return is_small(self.part, self.basis) or len(small) == 1


def capture(graph: Graph, programme: ProgrammeId) -> tuple[Rate, ...]:
    """List what is known of where a programme's finishers work and live: by kind, then newest first, then by id.

    Empty when nobody counted them, or the programme is not in the graph.
    """
    flows = [flow for flow in graph.flows_of(programme) if flow.programme == programme and not flow.organisation]
    told = [rate for flow in flows if (rate := _told(flow))]
    counted = {rate.year for rate in told if rate.kind is RateKind.WORKS_HERE}
    fed = {link.role for link in graph.feeds_from(programme)}
    rates = [*told, *(rate for rate in _sums(flows, fed) if rate.year not in counted)]
    rates.sort(key=lambda rate: rate.flows[0].id)
    rates.sort(key=lambda rate: rate.year, reverse=True)
    return tuple(sorted(rates, key=lambda rate: RATE_KINDS.index(rate.kind)))


def _told(flow: Flow) -> Rate | None:
    """Give the rate that a source tells as a whole: a count of a base, or a share in print."""
    kind = _kind(flow)
    counted = flow.people is not None and flow.base is not None
    if kind is None or not (counted or flow.share is not None):
        return None
    part, whole = (flow.people, flow.base) if counted else (None, None)
    basis = flow.evidence.basis
    return Rate(kind, flow.year, part, whole, _share(part, whole), flow.share, False, (flow,), basis)


def _kind(flow: Flow) -> RateKind | None:
    """Say what a count is of; None where it is of neither work nor settling, or of one role only."""
    if flow.role or flow.onward:
        return None
    if flow.kind == "employment":
        return RateKind.WORKS_HERE if flow.here else RateKind.AT_FINISH
    return RateKind.SETTLED_HERE if flow.kind == "retention" and flow.here else None


def _sums(flows: Iterable[Flow], fed: Collection[RoleId]) -> Iterator[Rate]:
    """Yield, by year and base, all who went to roles here that were counted."""
    together: defaultdict[tuple[str, int], list[Flow]] = defaultdict(list)
    for flow in flows:
        if flow.pinned and flow.here and flow.role and flow.base is not None:
            together[flow.year, flow.base].append(flow)
    for (year, whole), parts in together.items():
        people = [flow.people for flow in parts if flow.people]
        part = Interval(sum(p.low for p in people), sum(p.likely for p in people), sum(p.high for p in people))
        basis = weakest([Basis.DERIVED, *(flow.evidence.basis for flow in parts)])
        left_out = not {flow.role for flow in parts}.issuperset(fed)
        yield Rate(RateKind.WORKS_HERE, year, part, whole, _share(part, whole), None, left_out, tuple(parts), basis)


def _share(part: Interval | None, whole: int | None) -> Interval | None:
    """Give the Wilson interval of a count; of a count that is an interval itself, from its low end to its high one."""
    if part is None or not whole or not 0 <= part.likely <= whole:
        return None
    low, high = wilson(max(0, part.low), whole), wilson(min(part.high, whole), whole)
    return Interval(low.low, part.likely / whole, high.high)
