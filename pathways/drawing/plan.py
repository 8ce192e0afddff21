"""Size everything before Graphviz places it: what stands on a plate, how thick a ribbon is, where it docks.

A plan is a view in px. Ranks and the order within them are the view's; Graphviz decides only where in
its rank each plate lies.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pathways.domain.nouns import KINDS
from pathways.domain.order import Passage, passages
from pathways.domain.views import Measure
from pathways.drawing.plates import Plate, Spot, row, spread
from pathways.drawing.sheet import Form, Sheet, sheet_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathways.domain import order
    from pathways.domain.views import Link, Node, View
    from pathways.drawing.plates import Place

HAIRLINE = 1.5
"""The thinnest ribbon, px; a ribbon of unknown width is as thin, and dashed."""

FULL = {Measure.FIT: 1.0, Measure.LEVEL: 4.0}
"""The most a measure can say; people have no such end: there, the most there are."""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A link as it is drawn: `thick` px, through the places named in `stops`, from its source to its target."""

    link: Link
    thick: float
    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Docks:
    """The ribbons (by number) that arrive at a place and that leave it, in the order in which they lie."""

    arriving: tuple[int, ...] = ()
    leaving: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole picture, sized. `scale` is px per unit of the measure, `reach` px from rank to rank.

    Places are named n0, n1, … in reading order, lanes among them; ribbons are numbered as in the view.
    """

    form: Form
    sheet: Sheet
    headings: tuple[str, ...]
    ranks: tuple[tuple[Place, ...], ...]
    ribbons: tuple[Ribbon, ...]
    docks: Mapping[str, Docks]
    reach: float
    scale: float

    @property
    def plates(self) -> tuple[Plate, ...]:
        """The plates in reading order: rank by rank."""
        return tuple(place for rank in self.ranks for place in rank if isinstance(place, Plate))


def plan(view: View, language: str, form: Form) -> Plan:
    """Size a view for one form, in one language ("da" or "en"). Columns without a node are left out."""
    columns = [column for column in view.columns if column.nodes]
    sheet = sheet_for(form, max((len(column.nodes) for column in columns), default=0))
    scale = scale_of(view, sheet)
    thick = [thickness(link.width, scale) for link in view.links]
    ranks = passages(
        [[node.id for node in column.nodes] for column in columns],
        [(link.source, link.target, width) for link, width in zip(view.links, thick, strict=True)],
    )
    names = {place: f"n{number}" for number, place in enumerate(place for rank in ranks for place in rank)}
    ribbons = _ribbons(view.links, thick, ranks, names)
    docks = _docks(ribbons, names)
    stacks = _stacks(ribbons, docks)
    nodes: dict[order.Place, Node] = {node.id: node for column in columns for node in column.nodes}
    spots = [[Spot(names[place], nodes.get(place), stacks[names[place]]) for place in rank] for rank in ranks]
    wide, reach = spread(spots, sheet, language)
    sized = tuple(row(rank, width, sheet, language) for rank, width in zip(spots, wide, strict=True))
    headings = tuple(column.heading[language] for column in columns)
    return Plan(form, sheet, headings, sized, ribbons, docks, reach, scale)


def scale_of(view: View, sheet: Sheet) -> float:
    """Px per unit of the view's measure, so that neither a ribbon nor a stack of docks grows out of proportion."""
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    for link in view.links:
        sums["out", link.source] += link.width or 0
        sums["in", link.target] += link.width or 0
    most = max(sums.values(), default=0)
    full = FULL.get(view.measure) or max((link.width or 0 for link in view.links), default=0)
    return min(sheet.stack / most, sheet.thickest / full) if most else sheet.thickest


def thickness(width: float | None, scale: float) -> float:
    """Px, in halves: Graphviz cuts the cells that ribbons dock in to whole points, and places them at double size."""
    return HAIRLINE if width is None else max(HAIRLINE, round(width * scale * 2) / 2)


def _ribbons(
    links: Sequence[Link],
    thick: Sequence[float],
    ranks: Sequence[Sequence[order.Place]],
    names: Mapping[order.Place, str],
) -> tuple[Ribbon, ...]:
    rank = {place: at for at, places in enumerate(ranks) for place in places}
    ribbons = []
    for link, width in zip(links, thick, strict=True):
        between = range(rank[link.source] + 1, rank[link.target])
        through = [names[Passage(link.source, link.target, at)] for at in between]
        ribbons.append(Ribbon(link, width, (names[link.source], *through, names[link.target])))
    return tuple(ribbons)


def _docks(ribbons: Sequence[Ribbon], names: Mapping[order.Place, str]) -> dict[str, Docks]:
    """Stack what docks at one edge in the order of the other ends, so that nothing crosses at the plate.

    Strands with the same ends lie in the order of their kinds.
    """
    place = {name: at for at, name in enumerate(names.values())}
    kind = {kind: at for at, kind in enumerate(KINDS)}
    arriving: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    leaving: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, ribbon in enumerate(ribbons):
        strand = kind[ribbon.link.kind]
        for tail, head in pairwise(ribbon.stops):
            leaving[tail].append((place[head], strand, number))
            arriving[head].append((place[tail], strand, number))
    return {
        name: Docks(*(tuple(number for *_, number in sorted(side[name])) for side in (arriving, leaving)))
        for name in names.values()
    }


def _stacks(ribbons: Sequence[Ribbon], docks: Mapping[str, Docks]) -> dict[str, float]:
    """Px that the fuller of a place's two edges needs."""
    return {
        name: max(sum(ribbons[i].thick for i in side) for side in (dock.arriving, dock.leaving))
        for name, dock in docks.items()
    }
