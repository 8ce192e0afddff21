"""How wide and how high plates are: columns share the picture's width, text breaks to fit, plates grow in height."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from pathways.drawing import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathways.domain.views import Node
    from pathways.drawing.sheet import Sheet

NARROWEST = 96.0
"""A plate is at least so wide, px, where there is room."""

BULLET_GAP = 8.0
"""Between a bullet and the title beside it."""


TWO = 2
"""Lines that a title is meant to take; where there is no room it takes more."""

STACKED_GAP = 5.0
"""Between a bullet and the title under it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place before it has a size. `node` is None where ribbons only pass; `stack` is px of docks."""

    name: str
    node: Node | None
    stack: float


@dataclass(frozen=True, slots=True)
class Plate:
    """A node with its text broken to fit. `wide` and `high` are the plate's, without its docks.

    `bullet` is the line bullet's width, 0 without one; it stands above the title if `stacked`, else before it.
    """

    name: str
    node: Node
    wide: float
    high: float
    lines: tuple[str, ...]
    subs: tuple[str, ...]
    bullet: float
    stacked: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """The room that ribbons need where they pass a rank without stopping."""

    name: str
    wide: float
    high: float


Place: TypeAlias = "Plate | Lane"


def spread(ranks: Sequence[Sequence[Spot]], sheet: Sheet, language: str) -> tuple[list[float], float]:
    """Width of the plates in each rank, and px from rank to rank."""
    if sheet.upright:
        return [_abreast(rank, sheet) for rank in ranks], sheet.reach[0]
    least, fair, most = sheet.reach
    gaps = max(1, len(ranks) - 1)
    docks = sheet.dock * 2 * gaps
    bullets = [_beside(rank, sheet) for rank in ranks]
    for lines, reach in ((1, fair), (TWO, least)):
        wishes = [_wish(rank, sheet, language, lines) for rank in ranks]
        room = sheet.across - docks - sum(bullets) - gaps * reach
        if sum(wishes) <= room:
            break
    wide = [share + bullet for share, bullet in zip(_shared(wishes, room), bullets, strict=True)]
    return wide, min(most, (sheet.across - docks - sum(wide)) / gaps)


def _abreast(rank: Sequence[Spot], sheet: Sheet) -> float:
    """Plates side by side fill the width that lanes and gaps leave."""
    plates = sum(spot.node is not None for spot in rank)
    taken = sheet.between * (len(rank) - 1) + sum(spot.stack for spot in rank if spot.node is None)
    return max(1.0, (sheet.across - taken) // max(1, plates))


def _wish(rank: Sequence[Spot], sheet: Sheet, language: str, lines: int) -> float:
    """The width, bullets aside, at which no title of a column takes more than `lines`, and no sub more than one."""
    return max((_natural(spot.node, sheet, language, lines) for spot in rank if spot.node), default=NARROWEST)


def _natural(node: Node, sheet: Sheet, language: str, lines: int) -> float:
    title = _title(node, sheet, language)
    whole = text.width(text.clean(title), sheet.title, _weight(node))
    longest = whole
    if lines > 1:
        parts = (whole * share for share in (0.5, 0.55, 0.6, 0.7, 0.8, 1.0))
        longest = next(part for part in parts if len(text.wrap(title, part, sheet.title, _weight(node))) <= lines)
    sub = text.width(text.clean(node.sub[language]), sheet.sub, text.SUB) if node.sub and sheet.sub else 0.0
    return max(NARROWEST, max(longest, sub) + 2 * sheet.pad_x + 1)


def _shared(wishes: Sequence[float], room: float) -> list[float]:
    """Give each column what it wishes, the most modest first; those that wish for more share the rest."""
    shares = [0.0] * len(wishes)
    waiting = sorted(range(len(wishes)), key=lambda at: wishes[at])
    while waiting:
        at = waiting.pop(0)
        shares[at] = float(int(min(wishes[at], room / (len(waiting) + 1))))
        room -= shares[at]
    return shares


def row(rank: Sequence[Spot], wide: float, sheet: Sheet, language: str) -> tuple[Place, ...]:
    """Size the places of one rank; plates that stand side by side are equally high."""
    bullet = _bullet(rank, sheet)
    plates = {
        spot.name: _plate(spot, spot.node, sheet, language, bullet=bullet, wide=wide) for spot in rank if spot.node
    }
    if not sheet.upright:
        lane = wide + 2 * sheet.dock
        return tuple(plates.get(spot.name) or Lane(spot.name, lane, spot.stack) for spot in rank)
    high = max((plate.high for plate in plates.values()), default=0.0)
    level = {name: replace(plate, high=high) for name, plate in plates.items()}
    return tuple(level.get(spot.name) or Lane(spot.name, spot.stack, high) for spot in rank)


def _plate(spot: Spot, node: Node, sheet: Sheet, language: str, *, bullet: float, wide: float) -> Plate:
    bullet = bullet if node.code else 0.0
    stacked = bool(bullet) and sheet.upright and wide < sheet.across
    room = wide - 2 * sheet.pad_x - (bullet + BULLET_GAP if bullet and not stacked else 0)
    lines = text.wrap(_title(node, sheet, language), room, sheet.title, _weight(node))
    subs = text.wrap(node.sub[language], room, sheet.sub, text.SUB) if node.sub and sheet.sub else ()
    high = len(lines) * sheet.title_line + len(subs) * sheet.sub_line
    if bullet:
        high = high + sheet.bullet + STACKED_GAP if stacked else max(high, sheet.bullet)
    high = max(float(round(high + 2 * sheet.pad_y)), 0 if sheet.upright else spot.stack + 4)
    return Plate(spot.name, node, wide, high, lines, subs, bullet, stacked)


def _title(node: Node, sheet: Sheet, language: str) -> str:
    """What is set in the title's size; a folded plate says of what there is more, even where subs are left out."""
    title = node.title[language]
    return f"{title}: {node.sub[language]}" if node.noun == "folded" and node.sub and not sheet.sub else title


def _weight(node: Node) -> int:
    return text.STRONG if node.hub else text.TITLE


def _bullet(rank: Sequence[Spot], sheet: Sheet) -> float:
    """Width of the bullets of a rank: the longest code and 4.5 px on either side."""
    codes = [text.clean(spot.node.code) for spot in rank if spot.node and spot.node.code]
    return max((text.width(code, sheet.code, text.STRONG) for code in codes), default=0.0) + 9


def _beside(rank: Sequence[Spot], sheet: Sheet) -> float:
    """Room for the bullets of a rank that has any, and the gap after them."""
    coded = any(spot.node and spot.node.code for spot in rank)
    return float(round(_bullet(rank, sheet) + BULLET_GAP)) if coded else 0.0
