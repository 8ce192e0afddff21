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

from bisect import insort
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain, count
from math import inf
from typing import TYPE_CHECKING, TypeAlias

from pathways.domain.conditions import Amount
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
    """A way to its end."""

    way: Way
    ending: Ending

    @property
    def years(self) -> float:
        """How long it takes from the start to the role."""
        return round(self.way.years + self.ending.years, ROUND)


@dataclass(frozen=True, slots=True)
class Task:
    """What is searched for. `passes` tells which doors may be used; `first` are those open at the start, and
    `besides` those to programmes that can only be the whole route.

    `met` and `met_first` are the condition bits fulfilled: at any door, and at the first one, where experience from
    before counts. `experience` years are held there. `most_years` ends a search; `year` is the calendar year of the
    start, None when it is not known, and then nobody waits for a first intake. `none_open`: only ways on which no
    condition is open are wanted; the others beat none of these, so that they need not be followed.
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
    none_open: bool = False


def front(task: Task, start: Way, known: Bounds) -> tuple[Found, ...]:
    """Find the routes that no other beats, ties included, in no particular order."""
    return _Search(task, known).run(start)


class _Best:
    """The ends that no other beats, of those found so far: by what they are worth, quickest first."""

    def __init__(self) -> None:
        self._worths: list[Worth] = []
        self._found: dict[Worth, list[Found]] = {}

    def __iter__(self) -> Iterator[Found]:
        return chain.from_iterable(self._found.values())

    def beats(self, worth: Worth) -> bool:
        """Whether one of them is at least as good on all four counts and better on one; in the innermost loop."""
        years, cover, here, conditions = worth
        for known in self._worths:
            if known[0] > years:
                return False
            if known[1] <= cover and known[2] <= here and known[3] <= conditions and known != worth:
                return True
        return False

    def add(self, worth: Worth, found: Found) -> None:
        """Take in an end that none beats, and let go of those that it beats."""
        if worth not in self._found:
            for worse in [known for known in self._worths if beaten(worth, known)]:
                self._worths.remove(worse)
                del self._found[worse]
            insort(self._worths, worth)
            self._found[worth] = []
        self._found[worth].append(found)


class _Search:
    def __init__(self, task: Task, known: Bounds) -> None:
        self._task, self._known = task, known
        self._best = _Best()
        self._kept: dict[int, list[Way]] = {}
        self._queue: list[tuple[float, int, Way]] = []
        self._order = count()
        self._last_intake = _last_intake(task)

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
        return tuple(self._best)

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
        for other in kept:
            if self._beats(other, fresh, reach):
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
        here, away = way.here + self._known.here[way.at], way.away + self._known.away[way.at]
        best = (
            years,
            -self._task.target.share(way.levels | self._known.levels[way.at]),
            -_share(here, away),
            self._task.net.count(way.open | self._known.asked[way.at]),
        )
        return self._best.beats(best)

    def _end(self, way: Way) -> None:
        for ending in self._task.target.endings.get(way.at, ()):
            fresh = Found(way, ending)
            worth = self._worth(fresh)
            if fresh.years <= self._task.most_years and not self._best.beats(worth):
                self._best.add(worth, fresh)

    def _worth(self, found: Found) -> Worth:
        """Fold a way into the four criteria."""
        way, target, net = found.way, self._task.target, self._task.net
        return found.years, -target.share(way.levels), -_share(way.here, way.away), net.count(way.open)


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


def straight(task: Task, way: Way, door: Door) -> Way:
    """Give the way through a door as one is, without a detour."""
    return _after(task, way, door, _Detour(0.0, 0.0, _asked(task, way, door)))


def through(task: Task, way: Way, door: Door) -> Iterator[Way]:
    """Yield the ways through a door: as one is, and with years of bridging or of paid work that meet conditions."""
    asked = _asked(task, way, door)
    works = [(0.0, asked)]
    if asked & door.experience:
        held = task.experience if way.before is None else 0.0
        works.append((_years_asked(task.net, asked & door.experience) - held, asked & ~door.experience))
    for worked, left in works:
        detours = [_Detour(worked, 0.0, left)]
        if task.bridging and door.bridging and asked & door.subjects:
            detours.append(_Detour(worked, door.bridging, left & ~door.subjects))
        yield from (_after(task, way, door, one) for one in detours if not (task.none_open and one.open))


def _asked(task: Task, way: Way, door: Door) -> int:
    """The conditions at a door that are not met yet."""
    return door.clauses & ~(task.met if way.before else task.met_first)


def beside(task: Task, start: Way) -> Iterator[Way]:
    """Yield the ways that are one step only, from what one must have finished to be at the start."""
    for door in task.besides:
        if task.passes(door) and not start.visited >> door.programme & 1:
            yield from through(task, start, door)


def _years_asked(net: Network, experience: int) -> float:
    return max(clause.at_least for clause in net.named(experience) if isinstance(clause, Amount))


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
