"""Where Graphviz put everything: boxes of plates and ends of ribbons, read from its SVG, in px of the picture."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from pathways.drawing.dot import ZOOM
from pathways.drawing.renderer import RendererFailed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from pathways.drawing.plan import Plan

_SVG = "{http://www.w3.org/2000/svg}"
_POINT = re.compile(r"(-?[\d.]+(?:e-?\d+)?)[,\s]\s*(-?[\d.]+(?:e-?\d+)?)")


@dataclass(frozen=True, slots=True)
class Box:
    """A plate or a lane: its upper left corner and its size."""

    x: float
    y: float
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class Piece:
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
        groups = {group.get("id", ""): group for group in ET.fromstring(svg).iter(f"{_SVG}g")}  # noqa: S314 - from our own renderer
        boxes = {place.name: _box(groups[place.name]) for rank in plan.ranks for place in rank}
        routes = [
            [_piece(groups[f"e{number}-{step}"]) for step in range(len(ribbon.stops) - 1)]
            for number, ribbon in enumerate(plan.ribbons)
        ]
    except (ET.ParseError, KeyError, ValueError, IndexError) as error:
        raise RendererFailed(f"Graphviz wrote something that is not the picture asked for: {error!r}") from None
    if plan.sheet.upright:
        _flush(plan, boxes, routes)
    return _placed(boxes, routes)


def _points(element: Element, tag: str, attribute: str) -> list[tuple[float, float]]:
    found = element.find(f"{_SVG}{tag}")
    text = found.get(attribute, "") if found is not None else ""
    return [(float(x) / ZOOM, float(y) / ZOOM) for x, y in _POINT.findall(text)]


def _box(group: Element) -> Box:
    points = _points(group, "polygon", "points")
    left, top = min(x for x, _ in points), min(y for _, y in points)
    return Box(left, top, max(x for x, _ in points) - left, max(y for _, y in points) - top)


def _piece(group: Element) -> Piece:
    points = _points(group, "path", "d")
    return Piece(*points[0], *points[-1])


def _flush(plan: Plan, boxes: dict[str, Box], routes: list[list[Piece]]) -> None:
    """Set the plates of an upright picture side by side from the left edge on, and take their ribbons along.

    They fill the width exactly, so there is one way to do it; Graphviz would let the ranks slip sideways.
    """
    shift: dict[str, float] = {}
    for rank in plan.ranks:
        left = 0.0
        for place in rank:
            shift[place.name] = left - boxes[place.name].x
            boxes[place.name] = replace(boxes[place.name], x=left)
            left += place.wide + plan.sheet.between
    for ribbon, route in zip(plan.ribbons, routes, strict=True):
        for at, (piece, (tail, head)) in enumerate(zip(route, pairwise(ribbon.stops), strict=True)):
            route[at] = replace(piece, x0=piece.x0 + shift[tail], x1=piece.x1 + shift[head])


def _placed(boxes: Mapping[str, Box], routes: list[list[Piece]]) -> Trace:
    """Move everything so that the picture begins at 0, 0."""
    left, top = min((box.x for box in boxes.values()), default=0.0), min((box.y for box in boxes.values()), default=0.0)
    right = max((box.x + box.wide for box in boxes.values()), default=0.0)
    bottom = max((box.y + box.high for box in boxes.values()), default=0.0)
    return Trace(
        right - left,
        bottom - top,
        {name: Box(box.x - left, box.y - top, box.wide, box.high) for name, box in boxes.items()},
        tuple(tuple(Piece(p.x0 - left, p.y0 - top, p.x1 - left, p.y1 - top) for p in route) for route in routes),
    )
