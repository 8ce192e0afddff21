"""Pages made again after something was written, those asked for last first, so that the next visitor need not wait.

A thread in each worker, beside those that answer. It works at most half of the time, asks as any visitor would, and
what it is told goes nowhere but into the page cache.
"""

from __future__ import annotations

import logging
from io import BytesIO
from threading import Thread
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathways.web.caching import PageCache

log = logging.getLogger("pathways")

SETTLE_S: Final = 0.2
"""How long it lets things settle first: what is written often comes in twos and threes."""


class Remaker(Thread):
    """A thread that ends with its process."""

    def __init__(self, cache: PageCache) -> None:
        super().__init__(name="remaker", daemon=True)
        self._cache = cache

    def run(self) -> None:
        """Wait until pages were let go of, and make them again; whatever goes wrong with one."""
        while self._cache.emptied.wait():
            self._cache.emptied.clear()
            sleep(SETTLE_S)
            self.remake()

    def remake(self) -> None:
        """Make again what is noted; what is let go of meanwhile is noted anew and comes first."""
        while (asked := self._cache.noted()) is not None:
            began = perf_counter()
            try:
                self._cache({**asked, "wsgi.input": BytesIO()}, _unheard)  # type: ignore[arg-type]  # nobody writes
            except Exception:
                log.exception("A page could not be made again: %s", asked.get("PATH_INFO"))
            sleep(perf_counter() - began)


def _unheard(_status: str, _headers: list[tuple[str, str]], _error: object = None) -> None:
    """Nobody waits for the answer."""
