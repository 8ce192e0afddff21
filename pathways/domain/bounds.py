"""What is left at the very least, or at the very most, from a programme to the end of any route to one role.

A search that knows this need not follow what cannot lead anywhere good. Every figure is admissible: no route does
better than it says, so nothing that belongs in the answer is lost. With bounds that rule nothing out it is the same
search with everything followed to its end: the tests hold the answers of the two against each other, `make bench` the
times.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pathways.domain.network import Door, Network
    from pathways.domain.target import Target


@dataclass(frozen=True, slots=True)
class Bounds:
    """For each programme, by number, what may follow after it.

    `years`: least years to an end, infinite where none can be reached. `away`: least years of study not known to be
    here. `here`: most years of study here. `levels`: level bits that may be learnt. `asked`: condition bits that
    every way on brings with it.
    """

    years: Sequence[float]
    away: Sequence[float]
    here: Sequence[float]
    levels: Mapping[int, int]
    asked: Mapping[int, int]


def bounds(net: Network, target: Target, met: int, passes: Callable[[Door], bool]) -> Bounds:
    """Give the bounds for one question: `met` are condition bits fulfilled already; filters let doors pass, or not."""
    ends = tuple(target.endings)
    known = net.distances
    years = least_years(net, target, passes)
    return Bounds(
        years,
        known.away_to(ends),
        known.here_to(ends),
        _Levels(net, target, years),
        _Asked(net, target, met, lambda door: years[door.programme] < inf and passes(door)),
    )


def every_door(_door: Door) -> bool:
    """Let every door pass: no filter."""
    return True


def least_years(net: Network, target: Target, passes: Callable[[Door], bool]) -> list[float]:
    """Give, for each programme by number, the least years from its end to the role; infinite where nothing leads there.

    Filters lengthen no way, but they may close all: what then leads nowhere is not followed.
    """
    years = net.distances.years_to(tuple(target.endings), [ends[0].years for ends in target.endings.values()])
    if passes is every_door:
        return years
    leading = _leading(net, target, passes)
    return [left if at in leading else inf for at, left in enumerate(years)]


def _leading(net: Network, target: Target, passes: Callable[[Door], bool]) -> set[int]:
    """The programmes that lead to the role through doors that pass."""
    found = set(target.endings)
    waiting = list(found)
    while waiting:
        for origin, door in net.inward[waiting.pop()]:
            if origin not in found and passes(door):
                found.add(origin)
                waiting.append(origin)
    return found


class _Levels(dict[int, int]):
    """The level bits that may be learnt after a programme, on a way that can end: worked out where asked for."""

    def __init__(self, net: Network, target: Target, years: Sequence[float]) -> None:
        self._net = net
        self._learnt = [(1 << at, levels) for at, levels in target.levels.items() if years[at] < inf]

    def __missing__(self, at: int) -> int:
        reach, found = self._net.reach[at], 0
        for bit, levels in self._learnt:
            if reach & bit:
                found |= levels
        self[at] = found
        return found


class _Asked(dict[int, int]):
    """The condition bits that every way on from a programme brings with it: worked out where asked for.

    None where a route may end, and none on a circle, where every way on would have to be looked at together.
    """

    def __init__(self, net: Network, target: Target, met: int, passes: Callable[[Door], bool]) -> None:
        self._net, self._ends, self._met, self._passes = net, target.endings, met, passes

    def __missing__(self, at: int) -> int:
        found = 0
        if at not in self._ends and not self._net.reach[at] >> at & 1:
            found = (1 << len(self._net.clauses)) - 1
            for door in filter(self._passes, self._net.onward[at]):
                found &= self._sure(door) | self[door.programme]
                if not found:
                    break
        self[at] = found
        return found

    def _sure(self, door: Door) -> int:
        """What stays open at a door whatever one does before it."""
        return door.clauses & ~self._met & ~door.experience & ~(door.subjects if door.bridging else 0)
