"""The plan as Graphviz reads it: text, with everything settled that can be.

- One PORT cell per ribbon and edge, as high as the ribbon is thick, and compass ports (`:e` to `:w`): each
  ribbon is a single S with level ends.
- Ranks and their order are locked by `rank=same` and a chain of invisible edges, so one run is enough.
- Everything is twice its size, because Graphviz cuts cells to whole points: so ribbons are true to half a px.
- Plates have a fixed size and carry their words, escaped, only so that the text can be read, and drawn, by
  itself: the SVG is set in our own font afterwards, and whatever Graphviz has for fonts moves nothing.
"""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from pathways.drawing import text
from pathways.drawing.colours import LINES
from pathways.drawing.plates import Lane, Plate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pathways.drawing.plan import Plan
    from pathways.drawing.plates import Place

ZOOM = 2
"""Points in the DOT text for a px of the picture."""

_INCH = 72
_ORDER = 2  # the weight of a chain; Graphviz does not see a chain of weight 0 when it counts crossings
_TABLE = 'BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0" FIXEDSIZE="TRUE"'


def finished(plan: Plan) -> str:
    """DOT text of the whole picture, ready for one run of `dot`."""
    lines = [
        "digraph pathways {",
        f"graph [{_settings(plan)}];",
        f'node [shape=plain, margin=0, fontname="Arial", fontsize={_points(plan.sheet.title)}];',
        "edge [dir=none];",
    ]
    for at, rank in enumerate(plan.ranks):
        lines += [_node(place, plan, at) for place in rank]
        lines.append(f"{{rank=same; {' '.join(place.name for place in rank)}}}")
        lines += [f"{a.name} -> {b.name} [style=invis, weight={_ORDER}];" for a, b in pairwise(rank)]
    lines += _spine(plan)
    lines += [line for number in range(len(plan.ribbons)) for line in _edges(plan, number)]
    return "\n".join([*lines, "}", ""])


def _settings(plan: Plan) -> str:
    direction = "TB" if plan.sheet.upright else "LR"
    room = f'ranksep="{_inches(plan.reach)}", nodesep="{_inches(plan.sheet.between)}"'
    return f"rankdir={direction}, splines=true, {room}, pad=0, margin=0, bgcolor=transparent, outputorder=edgesfirst"


def _points(px: float) -> int:
    return round(px * ZOOM)


def _inches(px: float) -> str:
    return f"{px * ZOOM / _INCH:.3f}"


def _spine(plan: Plan) -> Iterator[str]:
    """Hold ranks in sequence where no ribbon does it."""
    joined = {tail for ribbon in plan.ribbons for tail in ribbon.stops[:-1]}
    for upper, lower in pairwise(plan.ranks):
        if not any(place.name in joined for place in upper):
            yield f"{upper[0].name} -> {lower[0].name} [style=invis, weight=0];"


def _edges(plan: Plan, number: int) -> Iterator[str]:
    """One edge a rank that the ribbon crosses."""
    ribbon = plan.ribbons[number]
    leave, arrive = ("s", "n") if plan.sheet.upright else ("e", "w")
    ports = [f"o{number}", *[f"p{number}"] * (len(ribbon.stops) - 2), f"i{number}"]
    for step, (tail, head) in enumerate(pairwise(ribbon.stops)):
        out, into = (ports[0] if step == 0 else f"p{number}"), ports[step + 1]
        yield (
            f'{tail}:{out}:{leave} -> {head}:{into}:{arrive} [id="e{number}-{step}", '
            f'color="{LINES[ribbon.link.kind][0]}", penwidth={_points(ribbon.thick)}, '
            f"weight={max(1, round(ribbon.thick))}];"
        )


def _node(place: Place, plan: Plan, rank: int) -> str:
    docks = plan.docks[place.name]
    if isinstance(place, Lane):
        cells = [_cell(plan, number, f"p{number}", place) for number in docks.leaving]
        rows = _row(cells) if plan.sheet.upright else _column(cells)
        label = _table(place.wide, place.high, rows, ' BGCOLOR="white"')
    else:
        before = _dock(plan, place, docks.arriving, "i") if rank > 0 else ""
        after = _dock(plan, place, docks.leaving, "o") if rank < len(plan.ranks) - 1 else ""
        card = _sized("TD", place.wide, place.high, 'BGCOLOR="white"', _words(place))
        label = _plate(plan, place, [before, card, after])
    return f'{place.name} [id="{place.name}", label=<{label}>];'


def _words(plate: Plate) -> str:
    code = [text.clean(plate.node.code)] if plate.node.code else []
    return '<BR ALIGN="LEFT"/>'.join(escape(line) for line in (*code, *plate.lines, *plate.subs) if line)


def _plate(plan: Plan, plate: Plate, parts: Sequence[str]) -> str:
    """Docks before, the plate itself, docks after; whichever of the docks there are."""
    present = [part for part in parts if part]
    room = plan.sheet.dock * (len(present) - 1)
    if plan.sheet.upright:
        return _table(plate.wide, plate.high + room, _column(present))
    return _table(plate.wide + room, plate.high, _row(present))


def _dock(plan: Plan, plate: Plate, numbers: Sequence[int], side: str) -> str:
    """The strip at one edge of a plate: a cell for each ribbon, stacked in the middle."""
    upright, depth = plan.sheet.upright, plan.sheet.dock
    wide, high = (plate.wide, depth) if upright else (depth, plate.high)
    cells = [_cell(plan, number, f"{side}{number}", plate) for number in numbers]
    spare = _points(plate.wide if upright else plate.high) - sum(_points(plan.ribbons[i].thick) for i in numbers)
    for pad, at in ((spare // 2, 0), (spare - spare // 2, len(cells) + 1)):
        if pad > 0 and numbers:
            cells.insert(at, _sized("TD", pad / ZOOM, depth) if upright else _sized("TD", depth, pad / ZOOM))
    inner = _table(wide, high, _row(cells) if upright else _column(cells)) if numbers else ""
    return _sized("TD", wide, high, inner=inner)


def _cell(plan: Plan, number: int, port: str, place: Place) -> str:
    """Where one ribbon docks, or passes."""
    thick, upright = plan.ribbons[number].thick, plan.sheet.upright
    deep = plan.sheet.dock if isinstance(place, Plate) else (place.high if upright else place.wide)
    wide, high = (thick, deep) if upright else (deep, thick)
    return _sized("TD", wide, high, f'PORT="{port}"')


def _sized(tag: str, wide: float, high: float, more: str = "", inner: str = "") -> str:
    size = f'WIDTH="{_points(wide)}" HEIGHT="{_points(high)}"'
    return f'<{tag} FIXEDSIZE="TRUE" {size}{" " if more else ""}{more}>{inner}</{tag}>'


def _table(wide: float, high: float, rows: str, more: str = "") -> str:
    return f'<TABLE {_TABLE} WIDTH="{_points(wide)}" HEIGHT="{_points(high)}"{more}>{rows}</TABLE>'


def _row(cells: Sequence[str]) -> str:
    return f"<TR>{''.join(cells)}</TR>"


def _column(cells: Sequence[str]) -> str:
    return "".join(f"<TR>{cell}</TR>" for cell in cells)
