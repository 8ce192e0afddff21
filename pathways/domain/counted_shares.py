"""Which share of a programme's finishers goes to a role here, as far as somebody counted it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathways.domain.nouns import Basis, Interval, weakest
from pathways.domain.supply import Known
from pathways.domain.wilson import wilson

if TYPE_CHECKING:
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Flow, ProgrammeId, RoleId


def counted_shares(graph: Graph, programme: ProgrammeId) -> dict[RoleId, Known]:
    """Give the share, 0-1, of finishers for every role it feeds of which somebody counted it with its base.

    The interval is Wilson's, around the least and the most that were counted; a link has one pinned count at most.
    """
    fed = {link.role for link in graph.feeds_from(programme)}
    return {
        flow.role: _share(flow, flow.people, flow.base)
        for flow in graph.flows_of(programme)
        if flow.pinned and not flow.organisation and flow.people and flow.base and flow.role in fed
    }


def _share(flow: Flow, people: Interval, base: int) -> Known:
    low, likely, high = (min(count, base) for count in (people.low, people.likely, people.high))
    value = Interval(wilson(low, base).low, likely / base, wilson(high, base).high)
    return Known(value, weakest([Basis.DERIVED, flow.evidence.basis]), (flow.evidence,), (flow,))
