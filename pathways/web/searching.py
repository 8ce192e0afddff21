"""Search: one box over everything that has a name, and the nearest names where an address leads nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from flask import Blueprint, g, url_for

from pathways.domain.everyday import answers
from pathways.domain.search import NOUNS, SearchIndex
from pathways.web.addresses import address_of
from pathways.web.asking import asked, shortened
from pathways.web.everyday_words import told
from pathways.web.languages import current_language
from pathways.web.pages import keep_out, page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Response

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Kind
    from pathways.domain.search import Hit

bp = Blueprint("searching", __name__)
MOST_HITS, MOST_STARTS = 40, 5
START: Final = "start"

_indexes: WeakKeyDictionary[Graph, SearchIndex] = WeakKeyDictionary()
_building = Lock()


@dataclass(frozen=True, slots=True)
class Found:
    """A noun that was found, with the address of its page; see `Hit`."""

    noun: str
    id: str
    label: str
    matched: str
    url: str
    code: str | None
    kind: Kind | None


@bp.get("/search")
def show_results() -> Response:
    """Answer what the words in the box ask for, and list what they may mean, best first."""
    query = asked("q") or ""
    keep_out()  # free text: one page a reader would fill the page cache
    names = index(g.graph)
    return page(
        "search/results.html",
        block="results",
        query=shortened(query),
        answers=[told(one) for one in answers(g.graph, query, names=bool(names.named(query, NOUNS)))],
        hits=found((*names.find(query, current_language(), MOST_HITS), *_starts(names, query))),
    )


def _starts(names: SearchIndex, query: str) -> tuple[Hit, ...]:
    """List where somebody may come from who is called so: they have no page, but routes that begin there."""
    return names.among(query, current_language(), (START,), MOST_STARTS)


def index(graph: Graph) -> SearchIndex:
    """Give the index of a graph; built once, when it is first asked for."""
    with _building:
        if graph not in _indexes:
            _indexes[graph] = SearchIndex(graph)
        return _indexes[graph]


def found(hits: Iterable[Hit]) -> tuple[Found, ...]:
    """Give hits their addresses."""
    return tuple(Found(hit.noun, hit.id, hit.label, hit.matched, _leads_to(hit), hit.code, hit.kind) for hit in hits)


def _leads_to(hit: Hit) -> str:
    """Give the page of a noun, and of a start the routes from it."""
    if hit.noun == START:
        return f"{url_for('routing.show_routes')}?{urlencode({'from': hit.id})}"
    return address_of(hit.noun, hit.id)


def nearest(noun: str, id: str) -> tuple[Found, ...]:
    """List the nouns whose names are most like an id that does not exist; none when there is no graph."""
    graph = g.get("graph")
    return found(index(graph).nearest(noun, id, current_language())) if graph else ()
