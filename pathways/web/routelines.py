"""A route drawn as a line over the years: where each leg begins and ends, what it is called, and all of it in words.

The drawing is one small SVG as wide as its column: places along it are per cent, all other sizes px, so nothing is
ever scaled. On wide screens the legs' names stand under their legs if all of them fit; otherwise, and on phones and
paper, they stand in a list below. `templates/parts/route_line.html` draws what is said here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.journey import LegKind
from pathways.drawing.text import SUB, width
from pathways.web.translate import _
from pathways.web.wording import plain, say, uncapital, years

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pathways.domain.journey import Leg, Route
    from pathways.domain.nouns import Programme

NARROWEST: Final = 820
"""Px of the column where the window is 900 px wide: from there on names may stand under their legs."""
NAME: Final = 13
"""Px: the type size of a name."""
BULLET: Final = 40
"""Px: room for a bullet and its space."""
INSET: Final = 14
"""Px after the beginning of its leg that a name begins."""
APART: Final = 12
"""Px: the least between two names."""
WORK: Final = "W"
"""The line of paid work and of steps at work: drawn in ink, as jobs are; no kind of programme has this letter."""
CROWDED: Final = 7
"""From so many years on a phone shows the number of every other year only."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis; `at` in per cent. `spare` ones lose their number on a phone."""

    at: float
    words: str
    spare: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """The years that several routes share: how many whole years, and the calendar year of the start, if known."""

    years: int
    first: int | None = None

    def at(self, moment: float) -> float:
        """Where a moment, in years after the start, lies: in per cent, at most 100."""
        return round(min(100.0, 100 * moment / self.years), 3)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Every year that begins on the axis."""
        first = self.first or 0
        return tuple(
            Tick(self.at(year), str(first + year), self.years > CROWDED and year % 2 == 1) for year in range(self.years)
        )


@dataclass(frozen=True, slots=True)
class Bar:
    """A leg as drawn: from `at` over `wide` per cent. `line` is the letter of its line; of work it is `WORK`.

    `look` is solid, core (a pale core), broken (length unknown), hatched (bridging) or hollow (waiting);
    `beside` draws the job beside it.
    """

    at: float
    wide: float
    line: str
    look: str
    beside: bool


@dataclass(frozen=True, slots=True)
class Station:
    """Where something begins: at the `start`, at a `change`, or at a `job`."""

    at: float
    shape: str


@dataclass(frozen=True, slots=True)
class Name:
    """What a leg is called, and where that stands; `programme` gives it a bullet."""

    at: float
    words: str
    programme: Programme | None


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One route, ready to be drawn on its axis. `direct` names fit under their legs on a wide screen."""

    axis: Axis
    bars: tuple[Bar, ...]
    stations: tuple[Station, ...]
    names: tuple[Name, ...]
    direct: bool
    said: str


def common_axis(routes: Iterable[Route], first: int | None = None) -> Axis:
    """Give the axis on which all of these routes fit; at least one year long."""
    return Axis(max(1, *(ceil(route.years - 1e-9) for route in routes), 1), first)


def route_line(route: Route, axis: Axis) -> RouteLine:
    """Lay one route out on an axis."""
    names = tuple(Name(axis.at(leg.begins), leg_name(leg), _bulleted(leg)) for leg in route.legs)
    return RouteLine(
        axis=axis,
        bars=tuple(_bars(route, axis)),
        stations=tuple(_stations(route, axis)),
        names=names,
        direct=_fit(names),
        said=in_words(route),
    )


def leg_name(leg: Leg) -> str:
    """Name one leg, briefly: the programme, or what is done instead, and whether there is a job beside it."""
    length = years(leg.years)
    match leg.kind:
        case LegKind.STUDY if leg.programme:
            title = plain(leg.programme.short)
            if not leg.known:
                title = _("%(title)s, length unknown", title=title)
            return _("%(title)s, beside a job", title=title) if leg.beside_job else title
        case LegKind.BRIDGING:
            return _("Bridging, %(length)s", length=length)
        case LegKind.WORK:
            return _("Paid work, %(length)s", length=length)
        case LegKind.WAITING:
            return _("Waiting for the first intake, %(length)s", length=length)
        case _:
            work = plain(_role_of_step(leg))
            return _("Work as %(role)s, %(length)s", role=uncapital(work), length=length)


def in_words(route: Route) -> str:
    """Tell the whole route in one sentence, for those who do not see it."""
    parts = [plain(route.start.title), *(_leg_in_words(leg) for leg in route.legs)]
    length = years(route.years)
    total = _("at least %(length)s in all", length=length) if route.at_least else _("%(length)s in all", length=length)
    goal = _("work as %(role)s", role=uncapital(plain(route.role.title)))
    return f"{'; '.join(parts)}; {goal}: {total}."


def _leg_in_words(leg: Leg) -> str:
    name = leg_name(leg)
    if leg.kind is not LegKind.STUDY or not leg.known:
        return uncapital(name) if leg.kind is not LegKind.STUDY else name
    return f"{name}, {years(leg.years)}"


def _role_of_step(leg: Leg) -> str:
    """The role that a step at work leads on from: it is what one works as on that leg."""
    return say(g.graph.roles[leg.step.origin].title) if leg.step else ""


def _bulleted(leg: Leg) -> Programme | None:
    return leg.programme if leg.kind is LegKind.STUDY else None


def _bars(route: Route, axis: Axis) -> Iterator[Bar]:
    for leg in route.legs:
        at, end = axis.at(leg.begins), axis.at(leg.ends)
        if end > at:
            yield Bar(at, round(end - at, 3), _line(leg), _look(leg), leg.beside_job)


def _line(leg: Leg) -> str:
    if leg.kind is LegKind.STUDY and leg.programme:
        return leg.programme.kind.value
    return WORK if leg.kind in {LegKind.WORK, LegKind.STEP} else "N"


def _look(leg: Leg) -> str:
    match leg.kind:
        case LegKind.BRIDGING:
            return "hatched"
        case LegKind.WAITING:
            return "hollow"
        case LegKind.STUDY if not leg.known:
            return "broken"
        case _:
            return "core" if _line(leg) == "T" else "solid"


def _stations(route: Route, axis: Axis) -> Iterator[Station]:
    yield Station(0.0, "start")
    for leg in route.legs:
        if leg.kind is LegKind.STEP:
            yield Station(axis.at(leg.begins), "job")
        elif leg.begins > 0:
            yield Station(axis.at(leg.begins), "change")
    yield Station(axis.at(route.years), "job")


def _fit(names: tuple[Name, ...]) -> bool:
    """Whether each name ends before the next one begins, in the narrowest column that would show them so."""
    ends = [*(name.at for name in names), 100.0][1:]
    for at, (name, end) in enumerate(zip(names, ends, strict=True)):
        begins = name.at / 100 * NARROWEST + (INSET if at else 0)
        wide = width(name.words, NAME, SUB) + (BULLET if name.programme else 0)
        if begins + wide + APART > end / 100 * NARROWEST:
            return False
    return True
