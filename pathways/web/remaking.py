"""Pages made ahead, so that nobody waits for them: after a start all nouns, after an edit those that were asked for.

A thread in each worker, beside those that answer. It works a third of the time, asks as any visitor would, and
what it is told goes nowhere but into the page cache.
"""

from __future__ import annotations

import logging
from io import BytesIO
from itertools import product
from threading import Thread
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Final

from flask import url_for
from werkzeug.test import create_environ

from pathways.domain.errors import PathwaysError
from pathways.domain.nouns import LANGUAGES
from pathways.web.caching import AHEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import WSGIEnvironment

    from flask import Flask

    from pathways.web.caching import PageCache

log = logging.getLogger("pathways")

OVERVIEWS: Final = (
    *("home.show_home", "map.show_map", "programmes.list_programmes", "roles.list_roles", "skills.list_skills"),
    *("employers.list_employers", "outlooks.show_town"),
)
SETTLE_S: Final = 0.2
"""How long it lets things settle after an edit: what is written often comes in twos and threes."""


class Remaker(Thread):
    """A thread that ends with its process. `first` asks for the pages that are made after a start."""

    start_s = 20.0
    """How long after a start it begins: whoever comes first should have the worker to themselves."""

    def __init__(self, cache: PageCache, first: Callable[[], Iterable[WSGIEnvironment]] = tuple) -> None:
        super().__init__(name="remaker", daemon=True)
        self._cache, self._first = cache, first

    def run(self) -> None:
        """Make the first ones, then wait until pages were let go of, and make them again; whatever goes wrong."""
        sleep(self.start_s)
        try:
            for asked in self._first():
                self._make(asked)
        except PathwaysError as error:
            log.error("No pages were made ahead: %s", error)  # noqa: TRY400  # one line says it all
        while self._cache.emptied.wait():
            self._cache.emptied.clear()
            sleep(SETTLE_S)
            self.remake()

    def remake(self) -> None:
        """Make again what is noted; what is let go of meanwhile is noted anew and comes first."""
        while (asked := self._cache.noted()) is not None:
            self._make(asked)

    def _make(self, asked: WSGIEnvironment) -> None:
        began = perf_counter()
        try:
            self._cache({**asked, AHEAD: True, "wsgi.input": BytesIO()}, _unheard)  # type: ignore[arg-type]  # nobody writes
        except Exception:
            log.exception("A page could not be made ahead: %s", asked.get("PATH_INFO"))
        sleep(2 * (perf_counter() - began))


def usual(app: Flask) -> list[WSGIEnvironment]:
    """Ask, as most browsers would, for the lists and for the page of every programme, role and skill.

    Raises:
        EmptyCatalogue, StoreError: as `Catalogue.graph`.
    """
    graph, address = app.extensions["pathways"].graph(), app.config["PATHWAYS"].address
    nouns = {
        "programmes.show_programme": graph.programmes,
        "roles.show_role": graph.roles,
        "skills.show_skill": graph.skills,
    }
    with app.test_request_context(base_url=address):
        paths = [url_for(endpoint, lang=language) for language in LANGUAGES for endpoint in OVERVIEWS]
        for language, (endpoint, ids) in product(LANGUAGES, nouns.items()):
            paths += [url_for(endpoint, lang=language, id=id) for id in ids]
    return [create_environ(path, address, headers={"Accept-Encoding": "br"}) for path in paths]


def _unheard(_status: str, _headers: list[tuple[str, str]], _error: object = None) -> None:
    """Nobody waits for the answer."""
