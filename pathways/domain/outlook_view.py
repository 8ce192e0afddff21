"""One view of an outlook: the chart, the table, the CSV and the JSON are all made from it, in its order.

It holds whole people, as many as everybody may see (`pathways.domain.discretion`): where a figure of it would be
under 5, the whole quantity is left out, and the view says so. Lines add up to the likely supply. Years run from the
first of which anything is shown to the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from pathways.domain.discretion import id_of
from pathways.domain.headcount import FEWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathways.domain.discretion import Shown
    from pathways.domain.nouns import Announcement, Kind, ProgrammeId
    from pathways.domain.outlook import Layer, Outlook, Scope, Shortage
    from pathways.domain.supply import Fan

LIKELY: Final = 2 / 3
"""Of all futures, from which on something is likely."""


class Prospect(StrEnum):
    """How an outlook looks, in a word."""

    SHORT = "short"
    ENOUGH = "enough"
    MORE = "more"
    FEW = "few"
    UNKNOWN = "unknown"


class Span(NamedTuple):
    """p10, p50 and p90 of the futures, whole people. Of a shortage they may be negative."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the supply, or several that may not be told apart, by year; `begun` as in `Layer`."""

    kinds: tuple[Kind, ...]
    programmes: tuple[ProgrammeId, ...]
    people: tuple[int, ...]
    begun: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One year of the table. None: not known, or not shown."""

    year: int
    supply: Span | None
    lines: tuple[int | None, ...]
    openings: Span | None
    short: Span | None
    begun: bool | None


@dataclass(frozen=True, slots=True)
class OutlookView:
    """What is shown of an outlook. `supply` and `openings` are by year; `lines` are in the order of their years.

    `supply_at_least` and `openings_at_least` say that something unknown is left out of the sum. `few_supply` and
    `few_openings` say that figures are known, but too small to be shown.
    """

    scope: Scope
    this_year: int
    supply: dict[int, Span]
    lines: tuple[Line, ...]
    supply_at_least: bool
    openings: dict[int, Span]
    openings_at_least: bool
    shortages: tuple[Shortage, ...]
    few_supply: bool
    few_openings: bool
    events: tuple[Announcement, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """All years from the first to the last of which something is shown."""
        shown = [*self.supply, *self.openings]
        return tuple(range(min(shown), max(shown) + 1)) if shown else ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The table: a row per year."""
        return tuple(self._row(year) for year in self.years)

    @property
    def worst(self) -> Shortage | None:
        """The year, this one or later, in which most are likely to be lacking."""
        ahead = [each for each in self.shortages if each.year >= self.this_year]
        return max(ahead, key=lambda each: (each.p50, -each.year)) if ahead else None

    @property
    def prospect(self) -> Prospect:
        """How it looks: short if two futures of three are, in the worst year; more if hardly one is, in any."""
        worst = self.worst
        if worst is None:
            return Prospect.FEW if self.few_supply or self.few_openings else Prospect.UNKNOWN
        if worst.chance >= LIKELY and round(worst.p50) > 0:
            return Prospect.SHORT
        ahead = [each for each in self.shortages if each.year >= self.this_year]
        return Prospect.MORE if max(each.chance for each in ahead) <= 1 - LIKELY else Prospect.ENOUGH

    @property
    def puts_together(self) -> bool:
        """Whether several lines are shown as one."""
        return any(len(line.kinds) > 1 for line in self.lines)

    @property
    def last_begun(self) -> int | None:
        """The last year in which all who finish have started already; None where that is so of all or of no years."""
        begun = [year for at, year in enumerate(self.supply) if self._begun(at)]
        return max(begun) if begun and len(begun) < len(self.supply) else None

    def _row(self, year: int) -> Row:
        at = list(self.supply).index(year) if year in self.supply else None
        short = next((each for each in self.shortages if each.year == year), None)
        return Row(
            year,
            self.supply.get(year),
            tuple(None if at is None else line.people[at] for line in self.lines),
            self.openings.get(year),
            Span(round(short.p10), round(short.p50), round(short.p90)) if short else None,
            None if at is None else self._begun(at),
        )

    def _begun(self, at: int) -> bool:
        return all(line.begun[at] for line in self.lines)


def view_of(outlook: Outlook, shown: Shown) -> OutlookView:
    """Make the view of an outlook that everybody may see."""
    scope = id_of(outlook.scope)
    supply = _spans(outlook.supply) if scope in shown.supply else {}
    openings = _spans(outlook.openings) if scope in shown.openings else {}
    return OutlookView(
        scope=outlook.scope,
        this_year=outlook.this_year,
        supply=supply,
        lines=_lines(outlook.layers, shown.lines[scope], supply) if supply else (),
        supply_at_least=not outlook.whole,
        openings=openings,
        openings_at_least=not outlook.openings_whole,
        shortages=outlook.shortages if supply and openings else (),
        few_supply=bool(outlook.supply and not supply),
        few_openings=bool(outlook.openings and not openings),
        events=outlook.events,
    )


def _spans(fan: Fan | None) -> dict[int, Span]:
    """Round to whole people; nothing is shown of a quantity that is small in some year, as it would be shown."""
    if fan is None:
        return {}
    rows = zip(fan.p10, fan.p50, fan.p90, strict=True)
    spans = {year: Span(*map(round, row)) for year, row in zip(fan.years, rows, strict=True)}
    return {} if any(p50 > 0 and round(p50) < FEWEST for p50 in fan.p50) else spans


def _lines(layers: Sequence[Layer], groups: Sequence[frozenset[Kind]], supply: dict[int, Span]) -> tuple[Line, ...]:
    """Put lines that may not be told apart together, and share whole people out among them."""
    merged = [[layer for layer in layers if layer.kind in group] for group in groups]
    merged = [several for several in merged if several]
    exact = [tuple(map(sum, zip(*(layer.people for layer in several), strict=True))) for several in merged]
    years = [_shared([line[at] for line in exact], span.likely) for at, span in enumerate(supply.values())]
    return tuple(
        Line(
            kinds=tuple(layer.kind for layer in several),
            programmes=tuple(programme for layer in several for programme in layer.programmes),
            people=tuple(year[number] for year in years),
            begun=tuple(map(all, zip(*(layer.begun for layer in several), strict=True))),
        )
        for number, several in enumerate(merged)
    )


def _shared(exact: Sequence[float], whole: int) -> list[int]:
    """Round numbers so that they add up: those with most behind the point are rounded up."""
    floors = [int(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda at: (floors[at] - exact[at], at))
    for step in range(max(0, whole - sum(floors))):
        floors[order[step % len(order)]] += 1
    return floors
