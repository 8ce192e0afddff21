"""Iterative proportional fitting: a table that keeps the ratios of a seed and adds up to given margins.

Rows and columns are scaled in turn until both add up (Deming and Stephan 1940). Of all tables with these margins it
is the one nearest to the seed, so nothing is put into it but the seed and the margins.

Where some cell must become nearly empty the turns creep: 0.001 people beside 3 took more than 10,000. So every
twentieth is followed by a step that scales rows and columns together. It is still the seed times a factor per row and
per column, so it leads to the very same table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from pathways.domain.errors import PathwaysError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Table: TypeAlias = NDArray[np.float64]

CLOSE: Final = 1e-9
"""How far a margin may be off; for totals above 10,000 as far as floating point goes, total × 1e-13."""
MOST_ROUNDS: Final = 2000
STRIDE: Final = 20
LONGEST_STEP: Final = 5.0
"""The largest change of a logarithm in one step: no cell grows or shrinks by more than e to the fifth."""
MOST_HALVINGS: Final = 30
FLATTEST: Final = 1e-15
"""The least curvature reckoned with, below which it is rounding; rows up and columns down by the same has none."""


class NoFit(PathwaysError):
    """No table has these margins: `rows` and `columns` are the places, from 0, of those that cannot hold."""

    def __init__(self, why: str, rows: ArrayLike = (), columns: ArrayLike = ()) -> None:
        self.rows: tuple[int, ...] = tuple(np.asarray(rows, dtype=int).tolist())
        self.columns: tuple[int, ...] = tuple(np.asarray(columns, dtype=int).tolist())
        super().__init__(f"{why} Rows {list(self.rows)}, columns {list(self.columns)}.")


def ipf(seed: ArrayLike, rows: ArrayLike, columns: ArrayLike, pins: ArrayLike | None = None) -> Table:
    """Fit a table to its margins.

    Args:
        seed: a row per row; ≥ 0. Only ratios mean something; what is 0 stays 0.
        rows: what each row adds up to, ≥ 0, pins included.
        columns: what each column adds up to, ≥ 0, pins included.
        pins: as `seed`: cells that are known and stay as they are, whatever the seed says; NaN where none is.

    Returns:
        A table whose margins hold to `CLOSE`: a row for each of `rows`, a column for each of `columns`.

    Raises:
        NoFit: the margins differ in total, a pin or an empty row or column makes one impossible, or the zeros of the
            seed do (found by not settling, so no places may be named that are to blame by themselves).
        ValueError: a number below 0 or without end, or shapes that do not belong together.
    """
    table, down, across = (_numbers(given) for given in (seed, rows, columns))
    shape = len(down), len(across)
    if not table.size and 0 in shape:  # a list of no rows does not say how long they would be
        table = table.reshape(shape)
    known = np.full(shape, np.nan) if pins is None else np.array(pins, dtype=np.float64)
    if not table.shape == known.shape == shape:
        raise ValueError(f"Tables of {table.shape} and {known.shape} do not have {shape} margins.")
    fixed = _numbers(np.where(np.isnan(known), 0.0, known))
    free = np.where(np.isnan(known), table, 0.0)
    close = max(CLOSE, 1e-13 * float(down.sum()))
    rest = _rest(down - fixed.sum(axis=1), across - fixed.sum(axis=0), free, close)
    return fixed + _scaled(free, *rest, close)


def _numbers(given: ArrayLike) -> Table:
    found = np.array(given, dtype=np.float64)
    if not np.all(np.isfinite(found) & (found >= 0)):
        raise ValueError("A table and its margins are numbers from 0 up.")
    return found


def _rest(down: Table, across: Table, free: Table, close: float) -> tuple[Table, Table]:
    """Give what is left of the margins for the cells that are free, once it is possible at all."""
    below = [np.flatnonzero(margin < -close) for margin in (down, across)]
    if below[0].size or below[1].size:
        raise NoFit("Pins add up to more than the margin.", *below)
    empty = [np.flatnonzero((margin > close) & ~free.any(axis=axis)) for margin, axis in ((down, 1), (across, 0))]
    if empty[0].size or empty[1].size:
        raise NoFit("Nothing can be put there.", *empty)
    if abs(down.sum() - across.sum()) > close:
        raise NoFit(f"Rows add up to {down.sum():g} and columns to {across.sum():g}.")
    return np.maximum(down, 0.0), np.maximum(across, 0.0)


def _scaled(free: Table, down: Table, across: Table, close: float) -> Table:
    table: Table = free / free.max(initial=1e-300)
    off = down
    for number in range(1, MOST_ROUNDS + 1):
        table = table * _ratio(down, table.sum(axis=1))[:, np.newaxis]
        table = table * _ratio(across, table.sum(axis=0))
        off = np.abs(table.sum(axis=1) - down)
        if off.max(initial=0.0) <= close:
            return table
        if number % STRIDE == 0:
            table = _leap(table, down, across)
    raise NoFit("The zeros of the seed leave no room.", np.flatnonzero(off > close))


def _leap(table: Table, down: Table, across: Table) -> Table:
    """Take a Newton step for the logarithms of the factors, halved until it leads down.

    Down is where the fitted table lies: it is the lowest point of Σ cells − Σ logarithm × margin, which is convex. So
    no step is wasted, however far apart large and small margins are; how near the margins are would not tell.
    """
    margins, totals = np.concatenate([down, across]), np.concatenate([table.sum(axis=1), table.sum(axis=0)])
    unit = _ratio(np.ones_like(totals), np.sqrt(totals))  # 1 of 3 people counts as much as 10,000 of 30,000
    curve = np.block([[np.diag(totals[: len(down)]), table], [table.T, np.diag(totals[len(down) :])]])
    bends, ways = np.linalg.eigh(curve * unit[:, np.newaxis] * unit)
    step = ways @ (((margins - totals) * unit) @ ways / np.maximum(bends, FLATTEST)) * unit
    logs = np.where(table > 0, step[: len(down), np.newaxis] + step[len(down) :], 0.0)
    size = 1.0 / max(1.0, float(np.abs(logs).max(initial=0.0)) / LONGEST_STEP)
    for _ in range(MOST_HALVINGS):
        if (table * np.expm1(size * logs)).sum() < size * (step @ margins):
            leap: Table = table * np.exp(size * logs)
            return leap
        size /= 2
    return table


def _ratio(margin: Table, total: Table) -> Table:
    ratio: Table = np.divide(margin, total, out=np.zeros_like(margin), where=total > 0)
    return ratio
