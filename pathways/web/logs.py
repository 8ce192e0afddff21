"""One line for every request: route name, status, time, language. Never a query string.

The address is left out on purpose: later addresses may carry what only the visitor should know.
"""

from __future__ import annotations

import logging
import sys
from time import perf_counter
from typing import TYPE_CHECKING

from pathways.domain.nouns import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

requests = logging.getLogger("pathways.requests")


def set_up() -> None:
    """Send our lines to the error stream, once, whatever else has set up logging before."""
    ours = logging.getLogger("pathways")
    ours.disabled = requests.disabled = False
    ours.setLevel(logging.INFO)
    if not ours.handlers:
        stream = logging.StreamHandler(sys.stderr)
        stream.setFormatter(logging.Formatter("%(asctime)s %(levelname).1s %(message)s", "%Y-%m-%d %H:%M:%S"))
        ours.addHandler(stream)
        ours.propagate = False


class RequestLog:
    """A WSGI layer that writes the line. It knows the route by what the layers within put down."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on and write its line."""
        began = perf_counter()
        status = "500"

        def noted(line: str, headers: list[tuple[str, str]], *rest: object) -> object:
            nonlocal status
            status = line[:3]
            return start_response(line, headers, *rest)  # type: ignore[arg-type]  # handed on as it came

        try:
            return self._app(environ, noted)  # type: ignore[arg-type]  # as above
        finally:
            language = environ.get("PATH_INFO", "")[1:3]
            requests.info(
                "%s %s %.1f ms %s",
                environ.get("pathways.route", "static"),
                status,
                (perf_counter() - began) * 1000,
                language if language in LANGUAGES else "-",
            )
