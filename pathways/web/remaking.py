"""Pages made ahead, so that nobody waits for them: those that were asked for before an edit, then all nouns.

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


class Remaker(Thread):
    """A thread that ends with its process. `usual` asks for the pages that are made whether or not anybody came."""

    start_s = 20.0
    """How long after a start it begins: whoever comes first should have the worker to themselves."""
    settle_s = 2.5
    """How long it waits after an edit: they often come in twos and threes, and all talks are shown anew just then."""

    def __init__(self, cache: PageCache, usual: Callable[[], Iterable[WSGIEnvironment]] = tuple) -> None:
        super().__init__(name="remaker", daemon=True)
        self._cache, self._usual = cache, usual

    def run(self) -> None:
        """Make the pages of now, and again whenever they were let go of; whatever goes wrong."""
        sleep(self.start_s)
        while True:
            self._cache.emptied.clear()
            self.remake()
            self._make_usual()
            self._cache.emptied.wait()
            sleep(self.settle_s)

    def remake(self) -> None:
        """Make again what is noted; what is let go of meanwhile is noted anew and comes first."""
        while (asked := self._cache.noted()) is not None:
            self._make(asked)

    def _make_usual(self) -> None:
        """Make what nobody asked for yet; leave off when pages are let go of: those that were asked for come first."""
        try:
            for asked in self._usual():
                if self._cache.emptied.is_set():
                    return
                self._make(asked)
        except PathwaysError as error:
            log.error("No pages were made ahead: %s", error)  # noqa: TRY400  # one line says it all

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
