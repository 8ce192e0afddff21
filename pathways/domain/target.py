"""A role as the end of a route: which programmes it may end with, and how much of the role each teaches.

Levels on the role's needs are kept as one whole number: a need at level 3 has three bits, and level 2 of it sets
two of them. What a route gives of a need is the highest level of its steps, so two sets of levels join by `or`, one
is at least as good as another if it holds all its bits, and cover is the sum of the bits' weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from pathways.domain.cover import says_something, weights
from pathways.domain.network import ROUND
from pathways.domain.reach import EQF_BELOW, SHARE_DIGITS, is_enough

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathways.domain.graph import Graph
    from pathways.domain.network import Network
    from pathways.domain.nouns import RoleId, Step

MOST_STEPS: Final = 3
"""Steps at work that a route may end with: beyond that nobody plans."""
MOST_SHARES: Final = 5000
"""So many sets of level bits have their share kept, for one role; then it begins anew."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a last programme leads to the role: it feeds it, comes near it, or feeds a role that `steps` lead on from.

    `years` at work pass before the role is reached, likely ones; 0 without steps.
    """

    steps: tuple[Step, ...]
    years: float


class Target:
    """What a search for ways to one role must know of it. Costs what its needs and their teachers cost."""

    def __init__(self, graph: Graph, net: Network, role: RoleId) -> None:
        self.role = graph.role(role)
        self.net = net
        self._bits: list[float] = []
        self.levels: Mapping[int, int] = self._learnt(graph)
        """The level bits that each programme teaches of the role; those that teach none are not there."""
        self._total = sum(self._bits)
        self._shares: dict[int, float] = {}
        self.endings: Mapping[int, tuple[Ending, ...]] = self._endings(graph)
        """How each programme that may be the last one leads to the role soonest; several take equally long."""

    def share(self, levels: int) -> float:
        """Cover of the role with these level bits, 0 to 1; 0 when no need can be judged."""
        found = self._shares.get(levels)
        if found is None:
            if len(self._shares) >= MOST_SHARES:
                self._shares = {}
            got = sum(weight for at, weight in enumerate(self._bits) if levels >> at & 1)
            found = self._shares[levels] = round(got / self._total, SHARE_DIGITS) if self._total else 0.0
        return found

    def _learnt(self, graph: Graph) -> dict[int, int]:
        found: dict[int, int] = {}
        counts = weights(graph, self.role.id)
        for need in graph.needs_of(self.role.id):
            first = len(self._bits)
            if need.skill not in counts:
                continue
            self._bits += [counts[need.skill] / need.level] * need.level
            for outcome in graph.teachers_of(need.skill):
                at = self.net.number[outcome.programme]
                if says_something(self.net.programmes[at], self.role):
                    found[at] = found.get(at, 0) | ((1 << min(outcome.level, need.level)) - 1) << first
        return found

    def _endings(self, graph: Graph) -> Mapping[int, tuple[Ending, ...]]:
        straight = Ending((), 0.0)
        found: dict[int, tuple[Ending, ...]] = {
            self.net.number[link.programme]: (straight,) for link in graph.feeds_to(self.role.id)
        }
        for at, levels in self.levels.items():
            if self.net.programmes[at].eqf >= self.role.eqf - EQF_BELOW and is_enough(self.share(levels)):
                found[at] = (straight,)
        for origin, endings in _soonest_at_work(graph, self.role.id).items():
            for link in graph.feeds_to(origin):
                at = self.net.number[link.programme]
                found[at] = _sooner(found.get(at, ()), endings)
        return found


_TARGETS: WeakKeyDictionary[Graph, dict[RoleId, Target]] = WeakKeyDictionary()


def target_of(graph: Graph, net: Network, role: RoleId) -> Target:
    """Give a role of a graph as the end of routes; looked up once, when it is first asked for.

    Raises:
        UnknownId: the role is not in the graph.
    """
    known = _TARGETS.setdefault(graph, {})
    if role not in known:
        known[role] = Target(graph, net, role)
    return known[role]


def _sooner(some: tuple[Ending, ...], others: tuple[Ending, ...]) -> tuple[Ending, ...]:
    """Give those that end sooner, or both where they take equally long; each is a set of equals."""
    if not some or others[0].years < some[0].years:
        return others
    return (*some, *others) if others[0].years == some[0].years else some


def _soonest_at_work(graph: Graph, role: RoleId) -> dict[RoleId, tuple[Ending, ...]]:
    """For each role from which steps at work lead to `role`, the endings by steps that get there soonest.

    Of several that take equally long all are given, those with fewer steps first; none goes twice through one role.
    """
    soonest: dict[RoleId, tuple[Ending, ...]] = {}
    latest = [Ending((), 0.0)]
    for _ in range(MOST_STEPS):
        found = [
            (step.origin, Ending((step, *ending.steps), round(step.years.likely + ending.years, ROUND)))
            for ending in latest
            for step in graph.steps_to(ending.steps[0].origin if ending.steps else role)
            if step.origin != role and all(step.origin != later.origin for later in ending.steps)
        ]
        latest = []
        for origin, ending in found:
            known = soonest.get(origin, ())
            soonest[origin] = _sooner(known, (ending,))
            if soonest[origin] is not known:
                latest.append(ending)
    return soonest
