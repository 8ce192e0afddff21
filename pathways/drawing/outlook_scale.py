"""Where things stand in an outlook's chart: its sizes, its two axes, and labels pushed apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pathways.drawing import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathways.domain.outlook_view import OutlookView

SMALL: Final = 13.0
"""Px: the type size of numbers, years and sub lines."""
STEPS: Final = (1, 2, 5)
MARK: Final = 9.0
"""Px: half the height of a mark on the axis."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One form of the chart, px. `labels` is the room at the right end for names; 0: they stand in a key below."""

    name: str
    wide: float
    high: float
    labels: float
    strong: float
    finding: float
    ticks: int


WIDE: Final = Frame("wide", 1120, 500, 226, 14, 19, 7)
MIDDLE: Final = Frame("middle", 704, 460, 226, 14, 17, 6)
HALF: Final = Frame("half", 544, 400, 0, 13, 16, 6)
PHONE: Final = Frame("phone", 358, 340, 0, 13, 15, 4)
LABEL: Final = 48.0
"""Px that a name at the right end takes up, with what stands under it and some air."""
HEAD: Final = 66.0
"""Px above the plot, for "today" and the sentence of the gap: so they never lie on anything."""
FOOT: Final = 30.0
"""Px below the plot for the years; the marks of announced changes take as much again."""


@dataclass(frozen=True, slots=True)
class Plot:
    """The plot's edges in px, its years and the number at its top."""

    frame: Frame
    left: float
    right: float
    top: float
    bottom: float
    years: tuple[int, ...]
    most: int
    step: int

    def x(self, year: float) -> float:
        """Px of a year; a plot of one year has it in the middle."""
        if len(self.years) == 1:
            return (self.left + self.right) / 2
        return self.left + (self.right - self.left) * (year - self.years[0]) / (self.years[-1] - self.years[0])

    def y(self, people: float) -> float:
        """Px of a number of people."""
        return self.bottom - (self.bottom - self.top) * people / self.most

    @property
    def ticks(self) -> range:
        """The numbers at the grid lines."""
        return range(0, self.most + 1, self.step)

    @property
    def named_years(self) -> tuple[int, ...]:
        """The years that have a label: as many as have room beside one another, the last one among them."""
        apart = text.width("2000", SMALL, text.SUB) + 14
        room = abs(self.x(self.years[-1]) - self.x(self.years[0])) / max(1, len(self.years) - 1)
        every = next(each for each in (1, 2, 3, 4, 5, 10, 20) if each * room >= apart or each == 20)  # noqa: PLR2004  # the last of them
        return tuple(reversed(self.years[::-1][::every]))


def plot_of(view: OutlookView, frame: Frame, beside: Sequence[OutlookView] = ()) -> Plot:
    """Lay the plot out: numbers rise to the next round one above everything that is drawn.

    Plots of views that are drawn `beside` each other have the same axes.
    """
    views = [view, *beside]
    spans = [span for one in views for spans in (one.supply, one.openings) for span in spans.values()]
    ends = [year for one in views for year in one.years]
    most, step = rounded(max(span.high for span in spans), frame.ticks)
    left = text.width(str(most), SMALL, text.SUB) + 10
    right = frame.wide - (frame.labels or text.width("2000", SMALL, text.SUB) / 2 + 1)
    foot = FOOT * (2 if any(one.events for one in views) else 1)
    return Plot(
        frame, max(left, 20), right, HEAD, frame.high - foot, tuple(range(min(ends), max(ends) + 1)), most, step
    )


def rounded(most: int, ticks: int) -> tuple[int, int]:
    """Give the number at the top and the step between grid lines, of which there are at most `ticks` above nought."""
    size = 1
    while True:
        for step in STEPS:
            lines = -(-max(1, most) // (step * size))
            if lines <= ticks:
                return lines * step * size, step * size
        size *= 10


def apart(wanted: Sequence[float], high: Sequence[float], top: float, bottom: float) -> list[float]:
    """Move blocks, given by their middles and heights, apart until none lies on another, in their order from below.

    All stay between `top` and `bottom` if there is room for them.
    """
    order = sorted(range(len(wanted)), key=lambda at: -wanted[at])
    placed = list(wanted)
    floor = bottom
    for at in order:
        placed[at] = min(wanted[at], floor - high[at] / 2)
        floor = placed[at] - high[at] / 2
    ceiling = top
    for at in reversed(order):
        placed[at] = max(placed[at], ceiling + high[at] / 2)
        ceiling = placed[at] + high[at] / 2
    return placed
