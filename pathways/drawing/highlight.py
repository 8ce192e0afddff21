"""The path through each plate, and the stylesheet that lights it up without a script.

Plates are numbered in reading order. Plate 7 carries the class `s7`; everything on a path through it
carries `p7`. While a plate is pointed at, focused or pinned (class `is-pinned`), one rule dims everything and
the plate's own rule lights its path again; two plates light both their paths. A plate's rule must end in its
own class: one that ends in what all ribbons share ("dim what is not on the path") is tried on all of them
whenever a page opens, and with a rule a plate that was two thirds of a browser's work on a large map.

The rules depend on nothing but how many plates there are. So there are few stylesheets, each for up to
`STEP` plates more than the one before; browsers keep them from page to page, and every worker can give out
any of them by its digest, whoever drew the picture and whether or not it could be kept on disk.
"""

from __future__ import annotations

from functools import cache, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathways.domain.views import Link, View

STEP = 16
MOST = 128
"""Plates that the largest stylesheet knows: twice as many as a picture holds."""


def stylesheet(plates: int) -> str:
    """Rules for a picture of so many plates. A plate beyond `MOST` would light no path."""
    return _rules(min(MOST, -(-max(1, plates) // STEP) * STEP))


def by_digest(digest: str) -> str | None:
    """The stylesheet of that digest, None if there is none."""
    return _all().get(digest)


def digest_of(css: str) -> str:
    """The name of a stylesheet: the same rules, the same name, on every machine."""
    return sha256(css.encode()).hexdigest()[:16]


@cache
def _all() -> dict[str, str]:
    return {digest_of(css): css for css in map(_rules, range(STEP, MOST + 1, STEP))}


@cache
def _rules(plates: int) -> str:
    dimmed = f"{_while('.stop')} :is(.rb,.stop){{opacity:var(--dim);--case:0}}\n"
    # A ribbon's casing goes with it: seen through what is dimmed, it would cut gaps into it.
    cased = ".pipe .case{opacity:var(--case,1)}\n"
    return "@layer picture{\n" + cased + dimmed + "".join(map(_lit, range(plates))) + "}\n"


def _lit(number: int) -> str:
    return f"{_while(f'.s{number}')} .p{number}{{opacity:1;--case:1}}\n"


def _while(plate: str) -> str:
    """A picture in which such a plate is pointed at, focused or pinned."""
    return f".pipe:has({plate}:is(:hover,:focus-visible,.is-pinned))"


def paths(view: View) -> tuple[list[int], list[int]]:
    """For each plate and for each link of a view: on whose paths it lies, as the bits of a number.

    Bit n stands for plate n in reading order. What lies behind a plate and what lies before it is on its
    path; a strand that only some programmes run through (`origins`) is on no other programme's path.
    """
    number = {node.id: at for at, node in enumerate(view.nodes)}
    rank = {node.id: at for at, column in enumerate(view.columns) for node in column.nodes}
    bounded = sum(1 << at for at in {number[o] for link in view.links for o in link.origins if o in number})
    forward = sorted(view.links, key=lambda link: rank[link.source])
    behind = [1 << at for at in number.values()]
    ahead = behind.copy()
    for link in forward:
        behind[number[link.target]] |= _carried(link, behind, number, bounded)
    for link in sorted(view.links, key=lambda link: -rank[link.target]):
        ahead[number[link.source]] |= ahead[number[link.target]]
    through = [_carried(link, behind, number, bounded) | ahead[number[link.target]] for link in view.links]
    return [back | on for back, on in zip(behind, ahead, strict=True)], through


def _carried(link: Link, behind: Sequence[int], number: dict[str, int], bounded: int) -> int:
    """Whose paths a link carries on from its source."""
    arriving = behind[number[link.source]]
    if not link.origins:
        return arriving
    own = sum(1 << number[origin] for origin in set(link.origins) if origin in number)
    return arriving & ~bounded | own & arriving


@lru_cache(maxsize=4_000)
def classes(bits: int) -> str:
    """The classes for the paths in `bits`, as in "p0 p7"."""
    return " ".join([f"p{at}" for at, bit in enumerate(f"{bits:b}"[::-1]) if bit == "1"])
