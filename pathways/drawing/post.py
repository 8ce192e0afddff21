"""The picture that people see: an SVG drawn over the layout that Graphviz found.

Ribbons run level out of a dock, through one S to the next rank and level into a dock. Each lies in a casing
of the ground's colour, thick ones below thin ones, so crossings read as over and under, as on a road map.
Plates are links in reading order. Geometry stands in attributes and everything else in classes (see
the layer `picture` of `static/app.css`): the page's security policy allows neither `style` attributes nor `<style>` in
here.
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
    """Each rank's heading, above where its plates begin; further left where it would leave the picture."""
    if plan.sheet.upright:
        return
    for rank, heading in zip(plan.ranks, plan.headings, strict=True):
        begin = min(trace.boxes[place.name].x for place in rank if isinstance(place, Plate))
        left = max(0.0, min(begin, trace.wide - text.width(heading, plan.sheet.heading, text.STRONG)))
        yield (
            f'<text class="colhead" x="{_n(left)}" y="{_n(-_HEADROOM)}" '
            f'font-size="{_n(plan.sheet.heading)}">{_text(heading)}</text>'
        )


def _ribbons(plan: Plan, trace: Trace, strands: Sequence[int], language: str) -> Iterator[str]:
    """All ribbons, the thick ones first."""
    for number in sorted(range(len(plan.ribbons)), key=lambda i: (-plan.ribbons[i].thick, i)):
        ribbon = plan.ribbons[number]
        link, thick = ribbon.link, ribbon.thick
        cased, docked = _paths(trace.routes[number], plan.sheet.dock, upright=plan.sheet.upright)
        unknown = " unknown" if link.width is None else ""
        yield (
            f'<g class="rb l-{link.kind} ev-{link.basis[0]}{unknown} {classes(strands[number])}">'
            f"<title>{_text(link.tooltip[language])}</title>"
            f'<path class="case" d="{cased}" stroke-width="{thick + CASING:g}"/>'
            f'<path class="ribbon" d="{docked}" stroke-width="{thick:g}"/>{_core(ribbon, docked)}</g>'
        )


def _core(ribbon: Ribbon, path: str) -> str:
    if ribbon.link.kind is not Kind.TECHNICIAN or ribbon.thick < CORE_FROM or ribbon.link.width is None:
        return ""
    return f'<path class="core" d="{path}" stroke-width="{max(1, ribbon.thick * 0.34):.2g}"/>'


def _paths(route: Sequence[Piece], dock: float, *, upright: bool) -> tuple[str, str]:
    """Draw the ribbon from rank to rank: one S a piece, its bends at half way, level where it passes a rank.

    Returns:
        The path of its casing, which ends at the docks, and its own, which runs through them to the plates.
    """
    curves = []
    for x0, y0, x1, y1 in route:
        if upright:
            half = (y0 + y1) / 2
            curves.append(f"{x0:g},{y0:g}C{x0:g},{half:g} {x1:g},{half:g} {x1:g},{y1:g}")
        else:
            half = (x0 + x1) / 2
            curves.append(f"{x0:g},{y0:g}C{half:g},{y0:g} {half:g},{y1:g} {x1:g},{y1:g}")
    curve, first, last = "L".join(curves), route[0], route[-1]
    if upright:
        return f"M{curve}", f"M{first.x0:g},{first.y0 - dock:g}L{curve}V{last.y1 + dock:g}"
    return f"M{curve}", f"M{first.x0 - dock:g},{first.y0:g}L{curve}H{last.x1 + dock:g}"


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
        label = text.plain(label_of(node, language))
        yield (
            f'<a class="stop s{number}{looks} {classes(plates[number])}" href="{escape(href)}"{swap} '
            f'data-n="{escape(node.id)}" aria-label="{escape(label)}">'
            f'<rect class="card" {_frame(box)} rx="3"/>{"".join(_typeset(plate, box, plan, label))}</a>'
        )


def _frame(box: Box) -> str:
    return f'x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.wide)}" height="{_n(box.high)}"'


def label_of(node: Node, language: str) -> str:
    """What a plate says, in one line: code and title, then the line under it."""
    title = f"{node.code} {node.title[language]}" if node.code else node.title[language]
    between = ": " if node.noun == "folded" else ", "
    return f"{title}{between}{node.sub[language]}" if node.sub else title


def _typeset(plate: Plate, box: Box, plan: Plan, label: str) -> Iterator[str]:
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
        for words, space in _spaced(lines, label):
            base, said = _n(top + step / 2 + size * _CAP), escape(words)
            yield f'<text class="{name}" x="{_n(left)}" y="{base}" font-size="{_n(size)}">{said}</text>{space}'
            top += step


def _spaced(lines: Sequence[str], label: str) -> Iterator[tuple[str, str]]:
    """Give lines with the space at which they were broken: what is seen reads as in the label, word for word."""
    for line, following in zip(lines, (*lines[1:], ""), strict=False):
        next_word = following.split(" ")[0].rstrip("-" + text.ELLIPSIS)
        yield line, " " if not following or f"{line} {next_word}" in label else ""


def _bullet(plate: Plate, left: float, middle: float, plan: Plan) -> Iterator[str]:
    high, size = plan.sheet.bullet, plan.sheet.code
    yield (
        f'<rect class="bullet" x="{_n(left)}" y="{_n(middle - high / 2)}" width="{_n(plate.bullet)}" '
        f'height="{_n(high)}" rx="{_n(high * 0.28)}"/>'
        f'<text class="on" x="{_n(left + plate.bullet / 2)}" y="{_n(middle + size * _CAP)}" '
        f'text-anchor="middle" font-size="{_n(size)}">{_text(plate.node.code or "")}</text> '
    )
