"""Where one may come from, as several pages offer it: worked out once for a graph, and not for each page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from flask import g

from pathways.domain.entry import starting_shelves
from pathways.web.languages import current_language
from pathways.web.wording import plain

if TYPE_CHECKING:
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Kind

    Shelves = tuple[tuple[Kind | None, tuple[tuple[str, str], ...]], ...]

_shelves: WeakKeyDictionary[Graph, dict[str, Shelves]] = WeakKeyDictionary()


def origins() -> Shelves:
    """Give the starting points as `starting_shelves` lists them: id and title, in the reader's language."""
    known = _shelves.setdefault(g.graph, {})
    language = current_language()
    if language not in known:
        shelves = starting_shelves(g.graph)
        known[language] = tuple(
            (kind, tuple((str(one.id), plain(one.title)) for one in each)) for kind, each in shelves
        )
    return known[language]


def origin_names() -> dict[str, str]:
    """Give the title of each starting point by its id, in the same order and the reader's language."""
    return dict(point for _, points in origins() for point in points)
