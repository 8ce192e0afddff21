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
    least, most = sheet.reach
    gaps = max(1, len(ranks) - 1)
    docks = [sheet.dock * ((at > 0) + (at < len(ranks) - 1)) for at in range(len(ranks))]
    wishes = [_wish(rank, sheet, language) for rank in ranks]
    wide = _shared(wishes, sheet.across - gaps * least - sum(docks))
    reach = min(most, (sheet.across - sum(wide) - sum(docks)) / gaps)
    return wide, reach


def _abreast(rank: Sequence[Spot], sheet: Sheet) -> float:
    """Plates side by side fill the width that lanes and gaps leave."""
    plates = sum(spot.node is not None for spot in rank)
    taken = sheet.between * (len(rank) - 1) + sum(spot.stack for spot in rank if spot.node is None)
    return max(1.0, (sheet.across - taken) // max(1, plates))


def _wish(rank: Sequence[Spot], sheet: Sheet, language: str) -> float:
    """The width at which every title of a column takes one line when set densely, else two, and subs one."""
    bullet = _bullet(rank, sheet)
    return max((_natural(spot.node, bullet, sheet, language) for spot in rank if spot.node), default=NARROWEST)


def _natural(node: Node, bullet: float, sheet: Sheet, language: str) -> float:
    title = _title(node, sheet, language)
    longest = text.width(text.clean(title), sheet.title, _weight(node))
    if sheet.sub:
        shares = (longest * part for part in (0.5, 0.55, 0.6, 0.7, 0.8, 1.0))
        longest = next(part for part in shares if len(text.wrap(title, part, sheet.title, _weight(node))) <= TWO)
    sub = text.width(text.clean(node.sub[language]), sheet.sub, text.SUB) if node.sub and sheet.sub else 0.0
    beside = bullet + BULLET_GAP if node.code else 0.0
    return max(NARROWEST, max(longest, sub) + beside + 2 * sheet.pad_x + 1)


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
    return max((text.width(code, sheet.title - 1.5, text.STRONG) for code in codes), default=0.0) + 9
