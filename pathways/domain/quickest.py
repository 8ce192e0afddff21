"""The quickest routes, whatever else they are worth: best first, by the years so far and the least years left.

The least years left are known for every programme, so hardly a way is followed in vain; and a door is gone through
only when no other way can be quicker: of the many doors that lead on from a programme, most are never opened.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import TYPE_CHECKING

from pathways.domain.network import ROUND
from pathways.domain.pareto import Found, beside, straight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pathways.domain.network import Door
    from pathways.domain.pareto import Task, Way

    Onward = Iterator[tuple[float, int, Door]]


def quickest(
    task: Task, start: Way, left: Sequence[float], most: int, known: Iterable[tuple[int, ...]] = ()
) -> tuple[Found, ...]:
    """Find the `most` quickest routes, quickest first; one for each line of programmes, and equals as they come.

    `left` are the least years to the role from each programme, by number. Nobody bridges or works in between here:
    that only takes longer along the same programmes. `known` are lines (`Way.line`) that are not wanted.
    """
    queue = _Queue(task, left, known)
    queue.offer(start)
    for way in beside(task, start):  # with bridging too, but never before the same without it
        queue.offer_end(way)
    found: list[Found] = []
    for one in queue:
        found.append(one)
        if len(found) == most:
            break
    return tuple(found)


class _Queue:
    """Ends of ways, and doors not yet gone through, by the least years that a route along them takes."""

    def __init__(self, task: Task, left: Sequence[float], known: Iterable[tuple[int, ...]]) -> None:
        self._task, self._left, self._order = task, left, count()
        self._told = set(known)
        self._ends: list[tuple[float, int, Found]] = []
        self._doors: list[tuple[float, int, Way, Door, Onward]] = []

    def __iter__(self) -> Iterator[Found]:
        """Yield the ends, quickest first; of several along one line of programmes only the quickest."""
        gone: set[tuple[int, ...]] = set()
        while self._ends or self._doors:
            if self._ends and not (self._doors and self._doors[0][0] < self._ends[0][0]):
                years, _, found = heappop(self._ends)
                if years > self._task.most_years:
                    return
                if found.way.line not in self._told:
                    self._told.add(found.way.line)
                    yield found
                continue
            years, _, way, door, onward = heappop(self._doors)
            if years > self._task.most_years:
                return
            self._wait(way, onward)
            line = door.programme, *way.line
            if line not in gone:
                gone.add(line)
                self.offer(straight(self._task, way, door))

    def offer(self, way: Way) -> None:
        """Queue the end of a way, and the doors that lead on from it."""
        self.offer_end(way)
        doors = self._task.net.onward[way.at] if way.before else self._task.first
        self._wait(way, iter(sorted(self._open(way, doors))))

    def offer_end(self, way: Way) -> None:
        """Queue the end of a way, if it has one."""
        endings = self._task.target.endings.get(way.at)
        if endings:
            found = Found(way, endings[0])
            heappush(self._ends, (found.years, next(self._order), found))

    def _open(self, way: Way, doors: Sequence[Door]) -> Iterator[tuple[float, int, Door]]:
        """Yield the doors that may be gone through, each with the least years of the whole route, in any order."""
        for at, door in enumerate(doors):
            left = self._left[door.programme]
            if left < inf and not way.visited >> door.programme & 1 and self._task.passes(door):
                yield round(way.years + door.years + left, ROUND), at, door

    def _wait(self, way: Way, onward: Onward) -> None:
        """Queue the next door that leads on from a way."""
        for years, _, door in onward:
            heappush(self._doors, (years, next(self._order), way, door, onward))
            return
