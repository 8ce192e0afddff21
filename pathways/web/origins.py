"""Where one may come from, as several pages offer it: worked out once for a graph, and not for each page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from flask import g

from pathways.domain.entry import starting_shelves
from pathways.web.wording import plain

if TYPE_CHECKING:
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Kind, Programme, Start

    Shelves = tuple[tuple[Kind | None, tuple[Programme | Start, ...]], ...]

_shelves: WeakKeyDictionary[Graph, Shelves] = WeakKeyDictionary()


def origins() -> Shelves:
    """Give the starting points of the catalogue as `starting_shelves` lists them."""
    found = _shelves.get(g.graph)
    return found if found is not None else _shelves.setdefault(g.graph, starting_shelves(g.graph))


def origin_names() -> dict[str, str]:
    """Give the title of each starting point by its id, in the same order and the reader's language."""
    return {str(one.id): plain(one.title) for _, points in origins() for one in points}
