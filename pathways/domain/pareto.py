"""The search itself: every route to one role that no other route beats on all counts.

Cover is a highest level per skill, conditions are a set and the share here is a ratio: none of them adds up along a
route. So at a programme two ways there are compared by what they are made of: years, years of study here and
elsewhere, open conditions (as sets), and levels held on the role's needs, one by one. Only at the end are these
folded into the four criteria: years, cover, share here, number of open conditions.

Routes that are equal on all four stay side by side. A way is therefore dropped only when another is at least as
good in every part *and* sure to be better in one of the four whatever follows; see `_surely_better`.

The search is label setting, quickest first. `Bounds` tell what a way can still become; one that could only
become a route that is already beaten is not followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import TYPE_CHECKING, TypeAlias

from pathways.domain.conditions import distinct
from pathways.domain.network import ROUND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pathways.domain.bounds import Bounds
    from pathways.domain.network import Door, Network
    from pathways.domain.target import Ending, Target

Worth: TypeAlias = "tuple[float, float, float, int]"
"""The four criteria, each smaller for better: years, minus cover, minus share here, open conditions."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way as far as the programme `at`; `door` and `before` lead back to the start, where `at` is -1.

    `years` since the start; of them `here` and `away` studying (away: not known to be here). `open` and `levels` are
    sets of bits, `visited` the set of programmes taken. Before the door `bridged` years went to making up for
    subjects, `worked` years to paid work and `waited` years to the first intake.
    """

    at: int
    years: float
    here: float
    away: float
    open: int
    levels: int
    visited: int
    before: Way | None = None
    door: Door | None = None
    bridged: float = 0.0
    worked: float = 0.0
    waited: float = 0.0

    @property
    def line(self) -> tuple[int, ...]:
        """The programmes on it since the start, the last one first."""
        found, way = [], self
        while way.before is not None:
            found.append(way.at)
            way = way.before
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Found:
    """A way to its end, and what it is worth."""

    way: Way
    ending: Ending
    worth: Worth


@dataclass(frozen=True, slots=True)
class Task:
    """What is searched for. `passes` tells which doors may be used; `first` are those open at the start, and
    `besides` those to programmes that can only be the whole route.

    `met` and `met_first` are the condition bits fulfilled: at any door, and at the first one, where experience from
    before counts. `experience` years are held there. `most_years` ends a search; `year` is the calendar year of the
    start, None when it is not known, and then nobody waits for a first intake.
    """

    net: Network
    target: Target
    first: tuple[Door, ...]
    besides: tuple[Door, ...]
    passes: Callable[[Door], bool]
    bridging: bool
    met: int
    met_first: int
    experience: float
    most_years: float
    year: int | None


def front(task: Task, start: Way, known: Bounds) -> tuple[Found, ...]:
    """Find the routes that no other beats, ties included, in no particular order."""
    return _Search(task, known).run(start)


class _Search:
    def __init__(self, task: Task, known: Bounds) -> None:
        self._task, self._known = task, known
        self._found: list[Found] = []
        self._kept: dict[int, list[Way]] = {}
        self._queue: list[tuple[float, int, Way]] = []
        self._order = count()
        self._last_intake = _last_intake(task)
        self._counts: dict[int, int] = {}

    def run(self, start: Way) -> tuple[Found, ...]:
        if start.at >= 0:
            self._end(start)
        for way in beside(self._task, start):
            self._end(way)
        for door in self._task.first:
            self._follow(start, door)
        while self._queue:
            _, _, way = heappop(self._queue)
            if self._hopeless(way) or not any(way is kept for kept in self._kept[way.at]):
                continue
            self._end(way)
            for door in self._task.net.onward[way.at]:
                self._follow(way, door)
        return tuple(self._found)

    def _follow(self, way: Way, door: Door) -> None:
        if way.visited >> door.programme & 1 or not self._task.passes(door):
            return
        if self._known.years[door.programme] == inf:
            return
        for fresh in through(self._task, way, door):
            if not self._hopeless(fresh) and self._keep(fresh):
                heappush(self._queue, (fresh.years + self._known.years[fresh.at], next(self._order), fresh))

    def _keep(self, fresh: Way) -> bool:
        """Keep a way unless another to the same programme is better; let go of those that it beats."""
        kept = self._kept.setdefault(fresh.at, [])
        reach = self._task.net.reach[fresh.at]
        if any(self._beats(other, fresh, reach) for other in kept):
            return False
        kept[:] = [other for other in kept if not self._beats(fresh, other, reach)]
        kept.append(fresh)
        return True

    def _beats(self, one: Way, other: Way, reach: int) -> bool:
        return (
            one.years <= other.years
            and one.away <= other.away
            and one.here >= other.here
            and not one.open & ~other.open
            and not other.levels & ~one.levels
            and not one.visited & ~other.visited & reach
            and self._surely_better(one, other)
        )

    def _surely_better(self, one: Way, other: Way) -> bool:
        """Whether the years or the share here stay better whatever follows: levels and conditions may even out."""
        if one.years < other.years:
            return one.years >= self._last_intake
        return (one.away < other.away and one.here > 0) or (one.here > other.here and one.away > 0)

    def _hopeless(self, way: Way) -> bool:
        """Whether the best that this way can become is beaten already, or takes too long."""
        years = round(way.years + self._known.years[way.at], ROUND)
        if years > self._task.most_years:
            return True
        if not self._found:
            return False
        here, away = way.here + self._known.here[way.at], way.away + self._known.away[way.at]
        best = (
            years,
            -self._task.target.share(way.levels | self._known.levels[way.at]),
            -_share(here, away),
            self._count(way.open | self._known.asked[way.at]),
        )
        return any(beaten(found.worth, best) for found in self._found)

    def _end(self, way: Way) -> None:
        for ending in self._task.target.endings.get(way.at, ()):
            fresh = Found(way, ending, self.worth(way, ending))
            if fresh.worth[0] > self._task.most_years or any(beaten(f.worth, fresh.worth) for f in self._found):
                continue
            self._found = [found for found in self._found if not beaten(fresh.worth, found.worth)]
            self._found.append(fresh)

    def worth(self, way: Way, ending: Ending) -> Worth:
        """Fold a way into the four criteria."""
        return (
            round(way.years + ending.years, ROUND),
            -self._task.target.share(way.levels),
            -_share(way.here, way.away),
            self._count(way.open),
        )

    def _count(self, bits: int) -> int:
        found = self._counts.get(bits)
        if found is None:
            found = self._counts[bits] = len(distinct(self._task.net.named(bits)))
        return found


def beaten(one: Worth, other: Worth) -> bool:
    """Whether `one` is at least as good on all four counts and better on one."""
    return one != other and all(mine <= theirs for mine, theirs in zip(one, other, strict=True))


def _share(here: float, away: float) -> float:
    """Share of the study time that is here; 1 when nothing is studied, since nothing is then elsewhere."""
    if here == inf:
        return 1.0
    return round(here / (here + away), 9) if here + away else 1.0


def _last_intake(task: Task) -> float:
    """Years after the start from which on nobody waits for a first intake any more; 0 when nobody does."""
    if task.year is None:
        return 0.0
    intakes: Iterable[int] = (p.first_intake for p in task.net.programmes if p.first_intake is not None)
    return float(max(0, max(intakes, default=0) - task.year))


@dataclass(frozen=True, slots=True)
class _Detour:
    """Years spent before a door so that fewer conditions (bits) are `open` behind it."""

    worked: float
    bridged: float
    open: int


def through(task: Task, way: Way, door: Door) -> Iterator[Way]:
    """Yield the ways through a door: as one is, and with years of bridging or of paid work that meet conditions."""
    first = way.before is None
    asked = door.clauses & ~(task.met_first if first else task.met)
    works = [(0.0, asked)]
    if asked & door.experience:
        held = task.experience if first else 0.0
        works.append((_years_asked(task.net, asked & door.experience) - held, asked & ~door.experience))
    for worked, left in works:
        yield _after(task, way, door, _Detour(worked, 0.0, left))
        if task.bridging and door.bridging and asked & door.subjects:
            yield _after(task, way, door, _Detour(worked, door.bridging, left & ~door.subjects))


def beside(task: Task, start: Way) -> Iterator[Way]:
    """Yield the ways that are one step only, from what one must have finished to be at the start."""
    for door in task.besides:
        if task.passes(door) and not start.visited >> door.programme & 1:
            yield from through(task, start, door)


def _years_asked(net: Network, experience: int) -> float:
    return max(clause.at_least for clause in net.named(experience) if hasattr(clause, "at_least"))


def _after(task: Task, way: Way, door: Door, detour: _Detour) -> Way:
    arrives = way.years + detour.worked + detour.bridged
    opens = task.net.programmes[door.programme].first_intake
    waited = max(0.0, opens - task.year - arrives) if opens is not None and task.year is not None else 0.0
    return Way(
        at=door.programme,
        years=round(arrives + waited + door.years, ROUND),
        here=round(way.here + door.here, ROUND),
        away=round(way.away + detour.bridged + door.away, ROUND),
        open=way.open | detour.open,
        levels=way.levels | task.target.levels.get(door.programme, 0),
        visited=way.visited | 1 << door.programme,
        before=way,
        door=door,
        bridged=detour.bridged,
        worked=detour.worked,
        waited=waited,
    )


def quickest(task: Task, start: Way, known: Bounds, most: int) -> tuple[Found, ...]:
    """Find the `most` quickest routes, whatever else they are worth, quickest first; one for each line of programmes.

    Best first by the years so far and the least years left: with exact bounds hardly a way is followed in vain.
    Nobody bridges or works in between here: that only takes longer along the same programmes.
    """
    queue = _Queue(task, known)
    queue.offer(start, 0.0)
    for way in beside(task, start):
        if not (way.bridged or way.worked):
            queue.offer_ends(way)
    found: list[Found] = []
    for way, ending in queue:
        if ending is not None:
            found.append(Found(way, ending, queue.worth(way, ending)))
            if len(found) == most:
                break
            continue
        for door in task.net.onward[way.at] if way.before else task.first:
            left = known.years[door.programme]
            if left < inf and not way.visited >> door.programme & 1 and task.passes(door):
                queue.offer(next(through(task, way, door)), left)
    return tuple(found)


class _Queue:
    """Ways, and ends of ways, by the least years that a route along them takes; equals in the order they came.

    Of several along one line of programmes, by other doors or to other endings, only the quickest is given.
    """

    def __init__(self, task: Task, known: Bounds) -> None:
        self._task, self._order = task, count()
        self.worth = _Search(task, known).worth
        self._waiting: list[tuple[float, int, Way, Ending | None]] = []

    def __iter__(self) -> Iterator[tuple[Way, Ending | None]]:
        given: set[tuple[bool, tuple[int, ...]]] = set()
        while self._waiting:
            years, _, way, ending = heappop(self._waiting)
            if years > self._task.most_years:
                return
            line = ending is None, way.line
            if line not in given:
                given.add(line)
                yield way, ending

    def offer(self, way: Way, left: float) -> None:
        """Queue a way, with the least years `left` from it, and the ends that it has."""
        self.offer_ends(way)
        heappush(self._waiting, (round(way.years + left, ROUND), next(self._order), way, None))

    def offer_ends(self, way: Way) -> None:
        """Queue the ends of a way."""
        for ending in self._task.target.endings.get(way.at, ()):
            heappush(self._waiting, (round(way.years + ending.years, ROUND), next(self._order), way, ending))
