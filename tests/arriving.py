"""A page that arrives piece by piece, the next piece only when the one before it is drawn."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

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


class Arriving(ThreadingHTTPServer):
    """Hands on all that another server has; pages in the pieces they are cut into, typefaces never."""

    daemon_threads = True

    def __init__(self, origin: str) -> None:
        """Stand before the server at `origin`, an address without a slash at its end."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.origin = origin
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.cuts: Sequence[int] = ()
        self.asked_for = threading.Semaphore(0)

    def send_next(self) -> None:
        """Let the next piece go."""
        self.asked_for.release()


class Handler(BaseHTTPRequestHandler):
    """One request that is handed on."""

    server: Arriving
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with what the other server says, whole or in pieces."""
        if self.path.endswith(".woff2"):
            self.send_error(404)
            return
        with urlopen(Request(self.server.origin + self.path), timeout=PATIENCE) as answer:
            body, headers = answer.read(), answer.headers
        self.send_response(answer.status)
        for name in ("Content-Type", "Content-Security-Policy", "Cache-Control"):
            if name in headers:
                self.send_header(name, headers[name])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._send(body, self.server.cuts if headers.get_content_type() == "text/html" else ())

    def _send(self, body: bytes, cuts: Sequence[int]) -> None:
        try:
            for start, end in zip((0, *cuts), (*cuts, len(body)), strict=True):
                self.wfile.write(body[start:end])
                self.wfile.flush()
                if end < len(body):
                    self.server.asked_for.acquire(timeout=PATIENCE)
        except ConnectionError:  # the window was closed
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def arriving(origin: str) -> Iterator[Arriving]:
    """Serve what `origin` serves, piece by piece, until the block ends."""
    with Arriving(origin) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def whole_things(page: bytes, elements: int) -> list[int]:
    """Where in a page each whole thing ends, as offsets in order, up to the given number of elements of its body."""
    body = page.index(b"<body")
    starts = [found.start() for found in START.finditer(page, body)]
    last = starts[min(elements, len(starts) - 1)]
    return [found.end() for found in WHOLE.finditer(page, body) if found.start() <= last]
