"""A role as the end of a route: which programmes it may end with, and how much of the role each teaches.

Levels on the role's needs are kept as one whole number: a need at level 3 has three bits, and level 2 of it sets
two of them. What a route gives of a need is the highest level of its steps, so two sets of levels join by `or`, one
is at least as good as another if it holds all its bits, and cover is the sum of the bits' weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pathways.domain.cover import says_something, weights
from pathways.domain.reach import EQF_BELOW, near_enough

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pathways.domain.graph import Graph
    from pathways.domain.network import Network
    from pathways.domain.nouns import RoleId, Step

MOST_STEPS: Final = 3
"""Steps at work that a route may end with: beyond that nobody plans."""


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
        self._bits: list[float] = []
        self.levels: Mapping[int, int] = self._learnt(graph, net)
        """The level bits that each programme teaches of the role; those that teach none are not there."""
        self.endings: Mapping[int, tuple[Ending, ...]] = self._endings(graph, net)
        """How each programme that may be the last one leads to the role."""
        self.all = (1 << len(self._bits)) - 1
        self._total = sum(self._bits)
        self._shares: dict[int, float] = {}

    def share(self, levels: int) -> float:
        """Cover of the role with these level bits, 0 to 1; 0 when no need can be judged."""
        found = self._shares.get(levels)
        if found is None:
            got = sum(weight for at, weight in enumerate(self._bits) if levels >> at & 1)
            found = self._shares[levels] = round(got / self._total, 9) if self._total else 0.0
        return found

    def _learnt(self, graph: Graph, net: Network) -> dict[int, int]:
        found: dict[int, int] = {}
        counts = weights(graph, self.role.id)
        for need in graph.needs_of(self.role.id):
            first = len(self._bits)
            if need.skill not in counts:
                continue
            self._bits += [counts[need.skill] / need.level] * need.level
            for outcome in graph.teachers_of(need.skill):
                at = net.number[outcome.programme]
                if says_something(net.programmes[at], self.role):
                    found[at] = found.get(at, 0) | ((1 << min(outcome.level, need.level)) - 1) << first
        return found

    def _endings(self, graph: Graph, net: Network) -> dict[int, tuple[Ending, ...]]:
        straight = Ending((), 0.0)
        found: dict[int, list[Ending]] = {
            net.number[link.programme]: [straight] for link in graph.feeds_to(self.role.id)
        }
        for at in self.levels:
            programme = net.programmes[at]
            if (
                at not in found
                and programme.eqf >= self.role.eqf - EQF_BELOW
                and near_enough(graph, programme, self.role)
            ):
                found[at] = [straight]
        for steps in _ways_at_work(graph, self.role.id):
            ending = Ending(steps, sum(step.years.likely for step in steps))
            for link in graph.feeds_to(steps[0].origin):
                found.setdefault(net.number[link.programme], []).append(ending)
        return {at: tuple(endings) for at, endings in found.items()}


def _ways_at_work(graph: Graph, role: RoleId) -> Iterator[tuple[Step, ...]]:
    """Yield every chain of steps at work that ends in `role`, shortest first, never twice through one role."""
    chains: Iterable[tuple[Step, ...]] = [(step,) for step in graph.steps_to(role)]
    for _ in range(MOST_STEPS):
        yield from chains
        chains = [
            (step, *chain)
            for chain in chains
            for step in graph.steps_to(chain[0].origin)
            if step.origin != role and all(step.origin != later.origin for later in chain)
        ]
