"""Where Graphviz put everything: boxes of plates and ends of ribbons, read from its SVG, in px of the picture."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from pathways.drawing.dot import ZOOM
from pathways.drawing.renderer import RendererFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathways.drawing.plan import Plan

_OUTLINES = {"polygon": "points", "path": "d"}
"""The elements that draw plates and ribbons, and the attribute that says where."""


class Box(NamedTuple):
    """A plate or a lane: its upper left corner and its size."""

    x: float
    y: float
    wide: float
    high: float


class Piece(NamedTuple):
    """A ribbon from one rank to the next: from (x0, y0) to (x1, y1)."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Trace:
    """The whole picture, its upper left corner at 0, 0. Routes are in the order of the plan's ribbons."""

    wide: float
    high: float
    boxes: Mapping[str, Box]
    routes: tuple[tuple[Piece, ...], ...]


def trace(svg: bytes, plan: Plan) -> Trace:
    """Find every plate and ribbon of the plan in what Graphviz wrote.

    Raises:
        RendererFailed: it is no SVG, or something of the plan is not in it.
    """
    try:
        shapes = _shapes(svg)
        boxes = {place.name: _box(shapes[place.name]) for rank in plan.ranks for place in rank}
        routes = [
            [_piece(shapes[f"e{number}-{step}"]) for step in range(len(ribbon.stops) - 1)]
            for number, ribbon in enumerate(plan.ribbons)
        ]
    except (ExpatError, KeyError, ValueError) as error:
        raise RendererFailed(f"Graphviz wrote something that is not the picture asked for: {error!r}") from None
    return _placed(plan, boxes, routes)


def _shapes(svg: bytes) -> dict[str, str]:
    """The first outline in each group, by the group's id: a plate's corners, a ribbon's path."""
    shapes: dict[str, str] = {}
    group = ""

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal group
        if tag == "g":
            group = attributes.get("id", "")
        elif tag in _OUTLINES:
            shapes.setdefault(group, attributes.get(_OUTLINES[tag], ""))

    parser = ParserCreate()
    parser.StartElementHandler = begin
    parser.Parse(svg, True)
    return shapes


def _box(corners: str) -> Box:
    points = [_point(corner) for corner in corners.split()]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    return Box(left, top, max(x for x, _ in points) - left, max(y for _, y in points) - top)


def _piece(path: str) -> Piece:
    """A path runs `Mx,yCx,y x,y … x,y`; only its ends are read."""
    return Piece(*_point(path[1 : path.index("C")]), *_point(path[path.rindex(" ") + 1 :]))


def _point(text: str) -> tuple[float, float]:
    x, y = text.split(",")
    return float(x) / ZOOM, float(y) / ZOOM


def _shifts(plan: Plan, boxes: Mapping[str, Box]) -> dict[str, float]:
    """How far each place of an upright picture moves sideways, to stand side by side from the left edge on.

    The plates of a rank fill the width exactly, so there is one way to do it; Graphviz lets ranks slip.
    """
    if not plan.sheet.upright:
        return {}
    shifts: dict[str, float] = {}
    for rank in plan.ranks:
        left = 0.0
        for place in rank:
            shifts[place.name] = left - boxes[place.name].x
            left += place.wide + plan.sheet.between
    return shifts


def _placed(plan: Plan, boxes: Mapping[str, Box], routes: list[list[Piece]]) -> Trace:
    """Move everything so that the picture begins at 0, 0."""
    left, top = (min((box[at] for box in boxes.values()), default=0.0) for at in (0, 1))
    aside = _shifts(plan, boxes) or dict.fromkeys(boxes, -left)
    placed = {name: Box(x + aside[name], y - top, wide, high) for name, (x, y, wide, high) in boxes.items()}
    led = tuple(
        tuple(
            Piece(x0 + aside[tail], y0 - top, x1 + aside[head], y1 - top)
            for (x0, y0, x1, y1), (tail, head) in zip(route, pairwise(ribbon.stops), strict=True)
        )
        for ribbon, route in zip(plan.ribbons, routes, strict=True)
    )
    right = max((box.x + box.wide for box in placed.values()), default=0.0)
    bottom = max((box.y + box.high for box in placed.values()), default=0.0)
    return Trace(right, bottom, placed, led)
