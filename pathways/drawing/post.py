"""The picture that people see: an SVG drawn over the layout that Graphviz found.

Ribbons run level out of a dock, through one S to the next rank and level into a dock. Each lies in a casing
of the ground's colour, thick ones below thin ones, so crossings read as over and under, as on a road map.
Plates are links in reading order. Geometry stands in attributes and everything else in classes (see
`static/picture.css`): the page's security policy allows neither `style` attributes nor `<style>` in here.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from pathways.domain.nouns import Kind
from pathways.drawing import text
from pathways.drawing.highlight import classes, paths
from pathways.drawing.plates import BULLET_GAP, STACKED_GAP, Plate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pathways.domain.views import Node, View
    from pathways.drawing.plan import Plan, Ribbon
    from pathways.drawing.tracing import Box, Piece, Trace

CASING = 2.4
"""Px by which a ribbon's casing is wider than the ribbon."""

CORE_FROM = 3.0
"""A technician's line is amber with a pale core, from this thickness on."""

_SWAP = 'data-hx-target="#main" data-hx-push-url="true"'
_CAP = 0.355  # from the middle of a line of text down to its baseline, of the type size
_HEADROOM = 16.0  # px from the baseline of the headings to the first plate


def inline(plan: Plan, trace: Trace, view: View, language: str, *, uid: str, link: Callable[[Node], str]) -> str:
    """Write the SVG, ready to stand in a page.

    Args:
        plan: what to draw, made from `view`.
        trace: where it lies.
        view: gives words and paths.
        language: "da" or "en".
        uid: the SVG's id, unique in the page.
        link: the address a plate leads to. One that begins with `#` stays on the page.
    """
    plates, strands = paths(view)
    head = 0.0 if plan.sheet.upright else plan.sheet.heading + _HEADROOM
    wide, high = _n(trace.wide), _n(trace.high + head)
    size = f'width="{wide}" height="{high}" viewBox="0 {_n(-head)} {wide} {high}"'
    named = f'role="group" aria-labelledby="{uid}-t {uid}-d"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" id="{uid}" class="pipe pipe-{plan.form}" {size} {named}>',
            f'<title id="{uid}-t">{_text(view.title[language])}</title>',
            f'<desc id="{uid}-d">{_text(view.description[language])}</desc>',
            *_headings(plan, trace),
            '<g class="ribbons" fill="none" aria-hidden="true">',
            *_ribbons(plan, trace, strands, language),
            "</g>",
            *_stops(plan, trace, plates, language, link),
            "</svg>",
        ]
    )


def _n(number: float) -> str:
    return f"{round(number, 2):g}"


def _text(words: str) -> str:
    return escape(text.plain(words), quote=True)


def _headings(plan: Plan, trace: Trace) -> Iterator[str]:
    """Each rank's heading, above where its plates begin."""
    if plan.sheet.upright:
        return
    for rank, heading in zip(plan.ranks, plan.headings, strict=True):
        left = min(trace.boxes[place.name].x for place in rank if isinstance(place, Plate))
        yield (
            f'<text class="colhead" x="{_n(left)}" y="{_n(-_HEADROOM)}" '
            f'font-size="{_n(plan.sheet.heading)}">{_text(heading)}</text>'
        )


def _ribbons(plan: Plan, trace: Trace, strands: Sequence[int], language: str) -> Iterator[str]:
    """All ribbons, the thick ones first."""
    for number in sorted(range(len(plan.ribbons)), key=lambda i: (-plan.ribbons[i].thick, i)):
        ribbon, link = plan.ribbons[number], plan.ribbons[number].link
        middle = _middle(trace.routes[number], upright=plan.sheet.upright)
        whole = _docked(middle, trace.routes[number], plan)
        unknown = " unknown" if link.width is None else ""
        yield (
            f'<g class="rb l-{link.kind} ev-{link.basis[0]}{unknown} {classes(strands[number])}">'
            f"<title>{_text(link.tooltip[language])}</title>"
            f'<path class="case" d="{middle}" stroke-width="{_n(ribbon.thick + CASING)}"/>'
            f'<path class="ribbon" d="{whole}" stroke-width="{_n(ribbon.thick)}"/>{_core(ribbon, whole)}</g>'
        )


def _core(ribbon: Ribbon, path: str) -> str:
    if ribbon.link.kind is not Kind.TECHNICIAN or ribbon.thick < CORE_FROM or ribbon.link.width is None:
        return ""
    return f'<path class="core" d="{path}" stroke-width="{_n(max(1, ribbon.thick * 0.34))}"/>'


def _middle(route: Sequence[Piece], *, upright: bool) -> str:
    """One S a piece, its bends at half way; level where it passes a rank."""
    path = f"M{_n(route[0].x0)},{_n(route[0].y0)}"
    for at, piece in enumerate(route):
        if at:
            path += f"L{_n(piece.x0)},{_n(piece.y0)}"
        if upright:
            half = _n((piece.y0 + piece.y1) / 2)
            bends = f"{_n(piece.x0)},{half} {_n(piece.x1)},{half}"
        else:
            half = _n((piece.x0 + piece.x1) / 2)
            bends = f"{half},{_n(piece.y0)} {half},{_n(piece.y1)}"
        path += f"C{bends} {_n(piece.x1)},{_n(piece.y1)}"
    return path


def _docked(middle: str, route: Sequence[Piece], plan: Plan) -> str:
    """The ribbon led on into its docks, as far as the plates."""
    first, last, dock = route[0], route[-1], plan.sheet.dock
    curve = middle[middle.index("C") :]
    if plan.sheet.upright:
        return f"M{_n(first.x0)},{_n(first.y0 - dock)}V{_n(first.y0)}{curve}V{_n(last.y1 + dock)}"
    return f"M{_n(first.x0 - dock)},{_n(first.y0)}H{_n(first.x0)}{curve}H{_n(last.x1 + dock)}"


def _stops(
    plan: Plan, trace: Trace, plates: Sequence[int], language: str, link: Callable[[Node], str]
) -> Iterator[str]:
    """The plates as links, in reading order."""
    for number, plate in enumerate(plan.plates):
        node, box = plate.node, trace.boxes[plate.name]
        href = link(node)
        swap = "" if href.startswith("#") else f' data-hx-get="{escape(href)}" {_SWAP}'
        kind = f" l-{node.kind}" if node.kind else ""
        looks = f"{' hub' if node.hub else ''}{' folded' if node.noun == 'folded' else ''}{kind}"
        label = _text(label_of(node, language))
        yield (
            f'<a class="stop s{number}{looks} {classes(plates[number])}" href="{escape(href)}"{swap} '
            f'data-n="{escape(node.id)}" aria-label="{label}"><title>{label}</title>'
            f'<rect class="card" {_frame(box)} rx="3"/>{"".join(_typeset(plate, box, plan))}</a>'
        )


def _frame(box: Box) -> str:
    return f'x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.wide)}" height="{_n(box.high)}"'


def label_of(node: Node, language: str) -> str:
    """What a plate says, in one line: code and title, then the line under it."""
    title = f"{node.code} {node.title[language]}" if node.code else node.title[language]
    return f"{title}, {node.sub[language]}" if node.sub else title


def _typeset(plate: Plate, box: Box, plan: Plan) -> Iterator[str]:
    """Bullet, title and sub lines, centred as a block on the plate's height."""
    sheet = plan.sheet
    block = len(plate.lines) * sheet.title_line + len(plate.subs) * sheet.sub_line
    block += sheet.bullet + STACKED_GAP if plate.stacked else 0
    left, top = box.x + sheet.pad_x, box.y + (box.high - block) / 2
    if plate.bullet:
        middle = top + (sheet.bullet if plate.stacked else sheet.title_line) / 2
        yield from _bullet(plate, left, middle, plan)
        left += 0 if plate.stacked else plate.bullet + BULLET_GAP
        top += sheet.bullet + STACKED_GAP if plate.stacked else 0
    for size, step, name, lines in (
        (sheet.title, sheet.title_line, "t", plate.lines),
        (sheet.sub, sheet.sub_line, "s", plate.subs),
    ):
        for words in lines:
            base = top + step / 2 + size * _CAP
            yield f'<text class="{name}" x="{_n(left)}" y="{_n(base)}" font-size="{_n(size)}">{escape(words)}</text>'
            top += step


def _bullet(plate: Plate, left: float, middle: float, plan: Plan) -> Iterator[str]:
    high, size = plan.sheet.bullet, plan.sheet.title - 1.5
    yield (
        f'<rect class="bullet" x="{_n(left)}" y="{_n(middle - high / 2)}" width="{_n(plate.bullet)}" '
        f'height="{_n(high)}" rx="{_n(high * 0.28)}"/>'
        f'<text class="on" x="{_n(left + plate.bullet / 2)}" y="{_n(middle + size * _CAP)}" '
        f'text-anchor="middle" font-size="{_n(size)}">{_text(plate.node.code or "")}</text>'
    )
