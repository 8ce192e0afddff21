"""A page that arrives piece by piece, the next piece only when the one before it is drawn."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.audit.passing_on import Door, Doorway

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PATIENCE = 30
"""Seconds after which a piece comes even if nobody asked for it, so that no thread stays behind."""
START = re.compile(rb"<[a-z][^>]*>")
WHOLE = re.compile(
    rb"</(?:a|button|d[dlt]|details|div|fieldset|footer|form|h[1-4]|header|label|li|main|nav|o[lp]|optgroup|option|p"
    rb"|section|select|summary|svg|t[dhr]|table|tbody|thead|ul)>",
)
"""The end of what a visitor takes in as one thing: never half a name, half a word or half a drawing."""


class Arriving(Doorway):
    """Passes on all that another server has; pages in the pieces they are cut into."""

    def __init__(self, origin: str) -> None:
        """Stand before the server at `origin`, an address without a slash at its end."""
        super().__init__(origin, {"Accept-Encoding": "identity"}, Piecemeal)  # cuts are counted in what is read
        self.cuts: Sequence[int] = ()
        self.asked_for = threading.Semaphore(0)

    def send_next(self) -> None:
        """Let the next piece go."""
        self.asked_for.release()


class Piecemeal(Door):
    """One request that is passed on."""

    server: Arriving

    def send_body(self, body: bytes, content_type: str) -> None:
        """Send a page up to its first cut, and each further piece when it is asked for."""
        cuts = self.server.cuts if content_type == "text/html" else ()
        for start, end in zip((0, *cuts), (*cuts, len(body)), strict=True):
            self.wfile.write(body[start:end])
            if end < len(body):
                self.server.asked_for.acquire(timeout=PATIENCE)


@contextmanager
def arriving(origin: str) -> Iterator[Arriving]:
    """Serve what `origin` serves, piece by piece, until the block ends."""
    server = Arriving(origin)
    with server.opened():
        yield server


def whole_things(page: bytes, elements: int) -> list[int]:
    """Where in a page each whole thing ends, as offsets in order, up to the given number of elements of its body."""
    body = page.index(b"<body")
    starts = [found.start() for found in START.finditer(page, body)]
    last = starts[min(elements, len(starts) - 1)]
    return [found.end() for found in WHOLE.finditer(page, body) if found.start() <= last]
