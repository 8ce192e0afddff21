"""Two or three things side by side: which of them is sure to be best at something, and where they differ.

Nothing is called best on a guess. A figure may be unknown, or a lower bound ("at least"), or only likely: then another
one may be better than it looks, and no word is said. Nor is one where all are alike. Cover alone is compared as it
stands, though it is a lower bound: the page then says "known to".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pathways.domain.cover import Standing
from pathways.domain.journey import is_apprenticeship
from pathways.domain.nouns import Importance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathways.domain.cover import Cover, Judged
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Admission, Need, Programme, Role


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a side: None when it is not known; `at_least` when it may be more.

    What may be more or less, such as likely years at work, is not known.
    """

    value: float | None
    at_least: bool = False

    @property
    def sure(self) -> bool:
        """Whether it is known, and no bound."""
        return self.value is not None and not self.at_least


def least(figures: Sequence[Figure]) -> frozenset[int]:
    """Give the places of those that are surely least, by number from 0; none when all are alike or one is not known.

    A figure that may be more is never surely least; that others may be more does no harm.
    """
    known = _known_and_unlike(figures)
    return frozenset(at for at, value in enumerate(known) if value == min(known) and figures[at].sure)


def most(figures: Sequence[Figure], limit: float = float("inf")) -> frozenset[int]:
    """Give the places of those that are surely most, by number from 0; none when all are alike or one is not known.

    One is surely most when none of the others may be more than they say; nothing is more than `limit`.
    """
    known = _known_and_unlike(figures)
    return frozenset(
        at
        for at, value in enumerate(known)
        if value == max(known) and (value >= limit or all(f.sure for n, f in enumerate(figures) if n != at))
    )


def _known_and_unlike(figures: Sequence[Figure]) -> list[float]:
    """Their values; none when one is not known, or when all are alike."""
    known = [figure.value for figure in figures if figure.value is not None]
    return known if len(known) == len(figures) and len({*known}) > 1 else []


@dataclass(frozen=True, slots=True)
class Compared:
    """One need of a role and how each side stands on it, in the order of the sides: None where nothing is known."""

    need: Need
    sides: tuple[Judged | None, ...]
    at_work: bool
    """Whether it is learnt at work: no programme teaches it."""

    @property
    def differs(self) -> bool:
        """Whether different levels of it are recorded of the sides, as far as the role asks for it."""
        return len({min(side.held, self.need.level) for side in self.sides if side}) > 1

    @property
    def partly_known(self) -> bool:
        """Whether some of it is recorded of a side, and of another nothing is known."""
        return None in self.sides and any(side.held > 0 for side in self.sides if side)

    @property
    def alike(self) -> bool:
        """Whether the same level of it, and some, is recorded of every side."""
        return not self.differs and all(side is not None and side.held > 0 for side in self.sides)


def compared(covers: Sequence[Cover]) -> tuple[Compared, ...]:
    """Put the needs of one role side by side: essential ones first, then what counts most, then as in the facts.

    Args:
        covers: of one role, one for each side; empty when there is no side.
    """
    known = [cover.share is not None for cover in covers]
    found = sorted(zip(*(cover.needs for cover in covers), strict=True), key=_place)
    return tuple(
        Compared(
            need=sides[0].need,
            sides=tuple(side if told else None for side, told in zip(sides, known, strict=True)),
            at_work=sides[0].standing is Standing.AT_WORK,
        )
        for sides in found
    )


def _place(sides: Sequence[Judged]) -> tuple[bool, int]:
    return sides[0].need.importance is not Importance.ESSENTIAL, -sides[0].weight


def shared_roles(graph: Graph, programmes: Sequence[Programme]) -> tuple[Role, ...]:
    """List the roles that every one of the programmes feeds, in the order of the facts."""
    fed = [{link.role for link in graph.feeds_from(programme.id)} for programme in programmes]
    return tuple(role for id, role in graph.roles.items() if fed and all(id in roles for roles in fed))


MOST_AKIN: Final = 3


def akin(graph: Graph, programme: Programme) -> tuple[Programme, ...]:
    """List the three programmes, or fewer, that feed most of the roles this one feeds: most first, then by line."""
    feeders = (other.programme for link in graph.feeds_from(programme.id) for other in graph.feeds_to(link.role))
    counts = Counter(id for id in feeders if id != programme.id)
    found = sorted((graph.programme(id) for id in counts), key=lambda one: (-counts[one.id], one.line_order))
    return tuple(found[:MOST_AKIN])


def contracts(graph: Graph, programme: Programme) -> tuple[Admission, ...]:
    """List the ways into a programme by a training agreement: a company then trains and pays."""
    return tuple(way for way in graph.admissions_to(programme.id) if is_apprenticeship(programme, way))
