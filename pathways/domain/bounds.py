"""What is left at the very least, or at the very most, from a programme to the end of any route to one role.

A search that knows this need not follow what cannot lead anywhere good. Every figure is admissible: no route does
better than it says, so nothing that belongs in the answer is lost. `no_bounds` knows nothing, and the search is
then the same search with everything followed to its end; the two are compared in `make bench`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathways.domain.network import Door, Network
    from pathways.domain.target import Target


@dataclass(frozen=True, slots=True)
class Bounds:
    """For each programme, by number, what may follow after it.

    `years`: least years to an end, infinite where none can be reached. `away`: least years of study not known to be
    here. `here`: most years of study here. `levels`: level bits that may be learnt. `asked`: condition bits that
    every way on brings with it.
    """

    years: list[float]
    away: list[float]
    here: list[float]
    levels: list[int]
    asked: list[int]


def no_bounds(net: Network, target: Target) -> Bounds:
    """Give bounds that rule out nothing."""
    size = len(net.programmes)
    return Bounds([0.0] * size, [0.0] * size, [inf] * size, [target.all] * size, [0] * size)


def bounds(net: Network, target: Target, met: int, passes: Callable[[Door], bool]) -> Bounds:
    """Give the bounds for one question: `met` are condition bits fulfilled already; filters let doors pass, or not."""
    size = len(net.programmes)
    found = Bounds([inf] * size, [inf] * size, [0.0] * size, [0] * size, [-1] * size)
    for at, endings in target.endings.items():
        found.years[at] = min(ending.years for ending in endings)
        found.away[at], found.asked[at] = 0.0, 0
    doors = [tuple(filter(passes, onward)) for onward in net.onward]
    settled = False
    while not settled:
        settled = True
        for at in net.children_first:
            before = found.years[at], found.away[at], found.levels[at], found.asked[at]
            for door in doors[at]:
                if found.years[door.programme] < inf:
                    _widen(found, at, door, door.clauses & ~met)
                    found.levels[at] |= target.levels.get(door.programme, 0) | found.levels[door.programme]
            settled &= before == (found.years[at], found.away[at], found.levels[at], found.asked[at])
    _most_here(found, net, doors)
    return found


def _widen(found: Bounds, at: int, door: Door, asked: int) -> None:
    """Take into account that a way on may lead through this door."""
    to = door.programme
    found.years[at] = min(found.years[at], door.years + found.years[to])
    found.away[at] = min(found.away[at], door.away + found.away[to])
    sure = asked & ~door.experience & ~(door.subjects if door.bridging else 0)
    found.asked[at] &= sure | found.asked[to]


def _most_here(found: Bounds, net: Network, doors: list[tuple[Door, ...]]) -> None:
    """Fill in the most years here: the longest way on, or, in a circle, all that can be reached."""
    for at in net.children_first:
        if net.reach[at] >> at & 1:
            within = (to for to, here in enumerate(net.here) if here and net.reach[at] >> to & 1)
            found.here[at] = sum(net.lengths[to][0] for to in within)
            continue
        for door in doors[at]:
            if found.years[door.programme] < inf:
                found.here[at] = max(found.here[at], door.here + found.here[door.programme])
