"""Columns of plates under change: swept by barycentres, spread by their links, sifted place by place.

The moves that `pathways.domain.order` seeks an order with, on plain numbered lists, because they run often.
"""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


class Passage(NamedTuple):
    """The place in column number `rank` that the links from `source` to `target` pass through."""

    source: str
    target: str
    rank: int


Place: TypeAlias = "str | Passage"

_NEARNESS = 1e-6
"""Between orders with equal crossings, plates keep close to what they are linked with."""

_TRIFLE = 1e-9
"""A change smaller than this is rounding, and would let plates change places for ever."""

_DIGITS = 9
"""Digits of a cost that count: `_TRIFLE`, as digits."""

_DRIFTS = 20
"""Steps of a drift; more bring it closer to the slowest mode and further from the order it began with."""

_ROUNDS = 8
"""Sweeps over all columns before we stop hoping; the full map settles in four to six."""


def ranks(columns: Sequence[Sequence[Place]]) -> Ranks:
    """Number the columns: which one each place stands in."""
    return Ranks((place, rank) for rank, column in enumerate(columns) for place in column)


class Ranks(dict["Place", int]):
    """Column number by place. Raises `ValueError` for a place that stands in none."""

    def __missing__(self, place: Place) -> int:
        raise ValueError(f"{place!r} is in no column.")


class Arrangement:
    """Columns under change. Places are numbered, so that the loops run over lists.

    `plain` says that no link skips a column. Links are source, target, width; pieces of links with the
    same ends count as one.
    """

    def __init__(self, columns: Sequence[Sequence[Place]], links: Iterable[tuple[str, str, float]]) -> None:
        self._places: list[Place] = [place for column in columns for place in column]
        number = {place: i for i, place in enumerate(self._places)}
        self._before: list[list[tuple[int, float]]] = [[] for _ in number]
        self._after: list[list[tuple[int, float]]] = [[] for _ in number]
        for (tail, head), width in _pieces(columns, links).items():
            self._after[number[tail]].append((number[head], width))
            self._before[number[head]].append((number[tail], width))
        self.plain = not any(isinstance(place, Passage) for place in self._places)
        self.lay([[number[place] for place in column] for column in columns])

    def lay(self, columns: list[list[int]]) -> None:
        """Put the numbered places in this order."""
        self._columns = columns
        self._at = [0] * len(self._places)
        for column in columns:
            self._number(column)

    def turned(self, first: int, last: int) -> Arrangement:
        """Copy it, with the outer columns upside down where the step is -1; places and links are shared."""
        copied = copy(self)
        steps = [first, *[1] * (len(self._columns) - 2), last]
        copied.lay([column[::step] for column, step in zip(self._columns, steps, strict=False)])
        return copied

    @property
    def size(self) -> int:
        """How many places there are."""
        return len(self._places)

    @property
    def order(self) -> tuple[tuple[Place, ...], ...]:
        """The columns as they stand."""
        return tuple(tuple(self._places[i] for i in column) for column in self._columns)

    @property
    def real(self) -> tuple[tuple[str, ...], ...]:
        """The order without passages."""
        return tuple(tuple(place for place in column if isinstance(place, str)) for column in self.order)

    def _number(self, column: list[int]) -> None:
        for at, place in enumerate(column):
            self._at[place] = at

    def crossings(self) -> float:
        """Count from the docks of each column to those of the next."""
        total = 0.0
        for column, following in pairwise(self._columns):
            arrived = [0.0] * len(following)
            for tail in column:
                ends = [(self._at[head], width) for head, width in self._after[tail]]
                total += sum([width * sum(arrived[at + 1 :]) for at, width in ends])
                for at, width in ends:
                    arrived[at] += width
        return total

    def sweep(self, *, forward: bool) -> None:
        """Sort each column by the mean place of what it is linked with, three times there and back."""
        there = range(1, len(self._columns))
        back = range(len(self._columns) - 2, -1, -1)
        turns = [(there, self._before), (back, self._after)]
        for ranks, linked in (turns if forward else turns[::-1]) * 3:
            for rank in ranks:
                column = self._columns[rank]
                middle = {i: self._mean(linked[i], self._at[i]) for i in column}
                column.sort(key=middle.__getitem__)
                self._number(column)

    def spread(self) -> None:
        """Let every place drift to the mean of all it is linked with, then sort the columns by where they are.

        That is the power method for the slowest mode of the drift, which tells apart what hangs together.
        """
        linked = [before + after for before, after in zip(self._before, self._after, strict=True)]
        pull = [sum([width for _, width in ends]) for ends in linked]
        whole = sum(pull) or 1.0
        at = [0.0] * self.size
        for column in self._columns:
            for row, place in enumerate(column):
                at[place] = (row + 0.5) / len(column)
        for _ in range(_DRIFTS):
            drawn = [
                (here + sum([at[i] * width for i, width in ends]) / total) / 2 if total else here
                for here, ends, total in zip(at, linked, pull, strict=True)
            ]
            middle = sum([here * weight for here, weight in zip(drawn, pull, strict=True)]) / whole
            far = max([abs(here - middle) for here in drawn], default=0.0) or 1.0
            at = [(here - middle) / far for here in drawn]
        for column in self._columns:
            column.sort(key=at.__getitem__)
            self._number(column)

    def _mean(self, linked: list[tuple[int, float]], fallback: float) -> float:
        if not linked:
            return fallback
        at = self._at
        return sum([at[i] * width for i, width in linked]) / sum([width for _, width in linked])

    def sift(self, *, only_passages: bool = False, rounds: int = _ROUNDS) -> None:
        """Sift every column against its neighbours until none changes, or for so many rounds."""
        ranks = range(len(self._columns))
        stale = set(ranks)
        for turn in range(rounds):
            for rank in ranks if turn % 2 == 0 else reversed(ranks):
                if rank in stale and self._sift_column(rank, only_passages=only_passages):
                    stale |= {rank - 1, rank + 1}
                stale.discard(rank)
            if not stale & set(ranks):
                break

    def _sift_column(self, rank: int, *, only_passages: bool) -> bool:
        """Bring one column into the best order that moving single places leads to; say whether it changed."""
        column = self._columns[rank]
        surplus = self._surplus(rank)
        order = list(range(len(column)))
        movable = [i for i in order if not only_passages or isinstance(self._places[column[i]], Passage)]
        while sum(_moved(order, i, surplus[i]) for i in movable):
            pass
        self._columns[rank] = [column[i] for i in order]
        self._number(self._columns[rank])
        return self._columns[rank] != column

    def _surplus(self, rank: int) -> list[list[float]]:
        """For the i-th and j-th of a column: what it costs more to have i before j than j before i.

        The places before and after the column are taken as one long row. An end of j crosses, if i stands
        first, what of i ends beyond it, and if j stands first, what of i ends short of it.
        """
        column = self._columns[rank]
        before = self._widths(column, self._before, rank - 1)
        after = self._widths(column, self._after, rank + 1)
        costs = _leaning(before) @ before.T + _leaning(after) @ after.T
        near = np.array([self._mean([*self._before[i], *self._after[i]], self._at[i]) for i in column]) * _NEARNESS
        later = np.triu(costs + near[:, np.newaxis] - near, 1)
        # Rounded, because processors add in different orders, and the same picture is to be drawn on all.
        surplus: list[list[float]] = np.round(later - later.T, _DIGITS).tolist()
        return surplus

    def _widths(self, column: list[int], linked: list[list[tuple[int, float]]], rank: int) -> NDArray[np.float64]:
        """Widths from the places of a column (rows) to those of the column at `rank`, which may not be there."""
        there = len(self._columns[rank]) if 0 <= rank < len(self._columns) else 0
        widths = np.zeros((len(column), there))
        for row, place in enumerate(column):
            for i, width in linked[place]:
                widths[row, self._at[i]] += width
        return widths


def _pieces(
    columns: Sequence[Sequence[Place]], links: Iterable[tuple[str, str, float]]
) -> dict[tuple[Place, Place], float]:
    """Cut the links at the columns they pass; pieces with the same ends are one, with the widths added."""
    rank = ranks(columns)
    pieces: defaultdict[tuple[Place, Place], float] = defaultdict(float)
    for source, target, width in links:
        between: list[Place] = [Passage(source, target, at) for at in range(rank[source] + 1, rank[target])]
        for piece in pairwise([source, *between, target]):
            pieces[piece] += width
    return pieces


def _leaning(widths: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each row, at each place: the widths that end beyond it less those that end short of it."""
    leaning: NDArray[np.float64] = widths.sum(axis=1, keepdims=True) - 2 * widths.cumsum(axis=1) + widths
    return leaning


def _moved(column: list[int], place: int, surplus: list[float]) -> bool:
    """Move one place to where it costs least in its column; say whether that is elsewhere."""
    here = column.index(place)
    up = list(accumulate([surplus[other] for other in column[:here][::-1]]))
    down = list(accumulate([surplus[other] for other in column[here + 1 :]]))
    won_above, won_below = -min(up, default=0.0), max(down, default=0.0)
    if max(won_above, won_below) <= _TRIFLE:
        return False
    there = here - 1 - up.index(-won_above) if won_above >= won_below else here + 1 + down.index(won_below)
    column.insert(there, column.pop(here))
    return True
