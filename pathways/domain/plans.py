"""A plan: one route that somebody chose, and what it was like on the day they kept it.

A plan lives in a link and nowhere else, so it is not signed and nothing in it is believed: the route is followed
again and everything shown as true is worked out anew. What was true *then* is kept beside it,

    5.5y;86c;2026-11-23;mathematics A;physics B or geoscience A

years (`5.5y+` where they were a lower bound), cover in whole per cent rounded down (`?c` where not known), the day of
the facts, and the conditions that were open. What differs now is the plan's health: "as you saved it: 5½ years; now 6".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pathways.domain.checks import CUT_DATE
from pathways.domain.conditions import ConditionError, Token, clauses, parse, spell
from pathways.domain.network import UNSEEN
from pathways.domain.phrases import whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathways.domain.conditions import Condition
    from pathways.domain.graph import Graph
    from pathways.domain.journey import Route

LONGEST_THEN: Final = 1200
MOST_OPEN: Final = 24
MOST_YEARS: Final = 99.0
_YEARS: Final = re.compile(r"(\d{1,2}(?:\.\d{1,6})?)y(\+?)", re.ASCII)
_UNSEEN: Final = re.compile(rf"{UNSEEN} ([a-z0-9-]{{1,80}})")
_COVER: Final = re.compile(r"(\d{1,2}|100|\?)c", re.ASCII)


class ThenFault(ValueError):
    """What a plan says it was cannot be read: `part` is not what it should be, `why` a word for the reason.

    `too-long`, `years`, `cover`, `day` or `condition`.
    """

    def __init__(self, why: str, part: str) -> None:
        super().__init__(f"{why}: {part!r}")
        self.why, self.part = why, part[:40]


@dataclass(frozen=True, slots=True)
class Then:
    """What a route was like on the day it was kept.

    `cover` is in whole per cent, None where it was not known; `as_of` the day of the facts, as an ISO date.
    """

    years: float
    at_least: bool
    cover: int | None
    as_of: str
    open: tuple[Condition, ...]


def then_of(graph: Graph, route: Route) -> Then:
    """Say what a route is like now, to be kept with it."""
    return Then(
        years=route.years,
        at_least=route.at_least,
        cover=None if route.cover.share is None else whole_percent(route.cover.share),
        as_of=graph.town.as_of,
        open=tuple(gate.condition for gate in route.open),
    )


def written(then: Then) -> str:
    """Write it as one line that `read_then` reads back to the same value."""
    years = f"{then.years:.6g}y{'+' if then.at_least else ''}"
    cover = f"{'?' if then.cover is None else then.cover}c"
    return ";".join((years, cover, then.as_of, *map(spell, then.open)))


def read_then(line: str) -> Then:
    """Read what a plan says it was.

    Raises:
        ThenFault: it is not what `written` writes; nothing of it is to be used.
    """
    if len(line) > LONGEST_THEN:
        raise ThenFault("too-long", line)
    parts = line.split(";")
    years, cover, as_of, *asked = parts + [""] * (3 - len(parts))
    read_years, read_cover = _YEARS.fullmatch(years), _COVER.fullmatch(cover)
    if read_years is None or float(read_years[1]) > MOST_YEARS:
        raise ThenFault("years", years)
    if read_cover is None:
        raise ThenFault("cover", cover)
    if not CUT_DATE.fullmatch(as_of):
        raise ThenFault("day", as_of)
    if len(asked) > MOST_OPEN:
        raise ThenFault("too-long", line)
    return Then(
        years=float(read_years[1]),
        at_least=bool(read_years[2]),
        cover=None if read_cover[1] == "?" else int(read_cover[1]),
        as_of=as_of,
        open=tuple(map(_condition, asked)),
    )


def _condition(line: str) -> Condition:
    unseen = _UNSEEN.fullmatch(line)
    if unseen:
        return Token(UNSEEN, unseen[1])
    try:
        found = parse(line)
    except ConditionError:
        raise ThenFault("condition", line) from None
    if not clauses(found):  # what asks for nothing is never open
        raise ThenFault("condition", line)
    return found


class Changed(StrEnum):
    """What may differ between a plan as it was kept and the same route now."""

    YEARS = "years"
    COVER = "cover"
    OPENED = "opened"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was: figures before and now, or the conditions that came or went.

    Years are compared with whether they were a lower bound; `before` and `now` are None where not known.
    """

    what: Changed
    before: float | None = None
    now: float | None = None
    conditions: tuple[Condition, ...] = ()


def health(then: Then, now: Then) -> tuple[Difference, ...]:
    """List what differs between a plan as it was kept and the same route now; empty when nothing does."""
    found = []
    if (then.years, then.at_least) != (now.years, now.at_least):
        found.append(Difference(Changed.YEARS, then.years, now.years))
    if then.cover != now.cover:
        found.append(Difference(Changed.COVER, then.cover, now.cover))
    opened, closed = _without(now.open, then.open), _without(then.open, now.open)
    if opened:
        found.append(Difference(Changed.OPENED, conditions=opened))
    if closed:
        found.append(Difference(Changed.CLOSED, conditions=closed))
    return tuple(found)


def _without(some: Iterable[Condition], others: Iterable[Condition]) -> tuple[Condition, ...]:
    known = set(others)
    return tuple(one for one in some if one not in known)
