"""Finished pages, kept as bytes: a page that was asked for before is answered without Flask.

It stands in front of the application and holds the whole answer: headers, compressed body, ETag. A
page is known by its path, the part of it that is asked for, the encoding and the parameters that the
page said it reads, so a query nobody reads neither misses nor fills it. What answers programs is known by
its whole query and by what the program takes, because a parameter that does not exist is refused there. It
holds at most `limit` bytes and forgets what was not asked for longest. A new revision of the catalogue, a flag or
opening that was written, and a new day empty it: what is public of flags depends on all three.

Measured against a bare WSGI application on the same server: see `make bench`.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qsl

from werkzeug.http import parse_accept_header

from pathways.config import HERE
from pathways.domain.errors import PathwaysError
from pathways.domain.nouns import LANGUAGES
from pathways.web.wishes import is_for_programs, language_of, takes_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from pathways.domain.graph import Graph

WHOLE, MAIN, BLOCK = "whole", "main", "block"
"""What of a page is asked for."""
PART_HEADERS: Final = ("HX-Request", "HX-Target", "HX-Boosted", "HX-History-Restore-Request")
ENCODINGS: Final = ("br", "zstd", "gzip")
LONGEST_QUERY: Final = 2000
LIMIT: Final = 48 * 2**20
OURS: Final = "pathways."
UNCHANGED_HEADERS: Final = frozenset(
    {
        *("cache-control", "content-location", "etag", "expires", "vary"),
        *("access-control-allow-origin", "access-control-expose-headers"),  # a browser asks a 304 for them, too
    }
)
WHOLE_QUERY: Final = ("?",)
"""In place of the names of parameters: this answer depends on the query string to the letter."""

log = logging.getLogger("pathways")


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `unchanged` are the headers of its 304; `etag` is empty when it has none."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    unchanged: list[tuple[str, str]]
    route: str


class World(NamedTuple):
    """How the world stood when a page was made."""

    revision: int
    gaps: int
    today: date


def today_here() -> date:
    """Give the day that it is in the town."""
    return datetime.now(HERE).date()


def keep(environ: WSGIEnvironment, names: tuple[str, ...]) -> None:
    """Say that this answer may be kept, and which parameters of the query string it depends on."""
    environ[OURS + "names"] = names


def first_value(values: Sequence[str]) -> str | None:
    """Give the first value that is not blank, trimmed, with control characters made visible."""
    for value in values:
        trimmed = value.strip()
        if trimmed:
            return trimmed if trimmed.isprintable() else "".join(map(_visible, trimmed))
    return None


def _visible(letter: str) -> str:
    return letter if letter.isprintable() or letter == "\u00ad" else "\ufffd"


class PageCache:
    """A WSGI layer that answers from memory, makes ETags and says 304.

    Args:
        newest: gives the newest graph, and the count of flags and openings; asked once per request. The graph is
            handed on in the environment.
        today: gives the day in the town.
    """

    def __init__(
        self,
        app: WSGIApplication,
        newest: Callable[[], tuple[Graph, int]],
        limit: int = LIMIT,
        today: Callable[[], date] = today_here,
    ) -> None:
        self._app, self._newest, self._limit, self._today = app, newest, limit, today
        self._kept: OrderedDict[tuple[object, ...], Answer] = OrderedDict()
        self._names: dict[str, tuple[str, ...]] = {}
        self._size, self._as, self._lock = 0, World(-1, -1, date.min), Lock()

    @property
    def size(self) -> int:
        """Bytes of pages held."""
        return self._size

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory, else ask the application and keep what it allows."""
        encoding = _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        environ["HTTP_ACCEPT_ENCODING"] = encoding
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self._app(environ, start_response)
        path = environ.get("PATH_INFO", "")
        program = is_for_programs(path)
        world = self._current(environ) if program or path[1:3] in LANGUAGES else None
        about = (world, encoding, _taken(environ) if program else _part(environ))
        key = self._key(path, environ.get("QUERY_STRING", ""), about)
        answer = self._found(key)
        if answer is None:
            answer = self._ask(environ, path, about)
        environ[OURS + "route"] = answer.route
        if answer.etag and _matches(environ.get("HTTP_IF_NONE_MATCH"), answer.etag):
            start_response("304 NOT MODIFIED", answer.unchanged)
            return []
        start_response(answer.status, answer.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def _current(self, environ: WSGIEnvironment) -> World:
        """Take the newest graph once for this request; whatever was written since, or a new day, empties the cache.

        When the database does not answer, or holds facts that break a rule, the pages already made stay up:
        `/readyz` tells.
        """
        try:
            graph, gaps = self._newest()
        except PathwaysError as error:
            first, _, more = str(error).partition("\n")
            log.error("%s%s", first, " …" if more else "")  # noqa: TRY400  # the trace is the driver's
            return self._as
        environ[OURS + "graph"] = graph
        now = World(graph.revision, gaps, self._today())
        environ[OURS + "world"] = now
        if now != self._as:
            with self._lock:
                self._kept.clear()
                self._names.clear()
                self._size, self._as = 0, now
        return now

    def _key(self, path: str, query: str, about: tuple[object, ...]) -> tuple[object, ...] | None:
        names = self._names.get(path)
        if names is None or len(query) > LONGEST_QUERY:
            return None
        if names == WHOLE_QUERY:
            return (path, *about, query)
        return (path, *about, *(_chosen(query, names) if query and names else ()))

    def _found(self, key: tuple[object, ...] | None) -> Answer | None:
        if key is None:
            return None
        with self._lock:
            answer = self._kept.get(key)
            if answer is not None:
                self._kept.move_to_end(key)
        return answer

    def _ask(self, environ: WSGIEnvironment, path: str, about: tuple[object, ...]) -> Answer:
        answer = _answer(self._app, environ)
        names = environ.get(OURS + "names")
        if names is not None and answer.body:
            with self._lock:
                self._names[path] = tuple(sorted({*self._names.get(path, ()), *names}))  # a page may read more at times
            key = self._key(path, environ.get("QUERY_STRING", ""), about)
            if key is not None and about[0] == self._as:
                self._hold(key, answer)
        return answer

    def _hold(self, key: tuple[object, ...], answer: Answer) -> None:
        with self._lock:
            old = self._kept.pop(key, None)
            self._kept[key] = answer
            self._size += len(answer.body) - (len(old.body) if old else 0)
            while self._size > self._limit:
                _, gone = self._kept.popitem(last=False)
                self._size -= len(gone.body)


def _answer(app: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """Run the application to the end and give its answer an ETag, if it is one to come back for."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    chunks = app(environ, lambda status, headers, _error=None: started.append((status, headers)))  # type: ignore[arg-type]  # nobody writes
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    status, headers = started[-1]
    named = {name.lower(): value for name, value in headers}
    etag = named.get("etag", "")
    if status.startswith("200") and body and not etag and "no-store" not in named.get("cache-control", ""):
        etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
        headers = [*headers, ("ETag", etag)]
    unchanged = [(name, value) for name, value in headers if name.lower() in UNCHANGED_HEADERS]
    return Answer(status, headers, body, etag, unchanged, environ.get(OURS + "route", "-"))


def _chosen(query: str, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, errors="werkzeug.url_quote"):
        given.setdefault(name, []).append(value)
    values = ((name, first_value(given.get(name, ()))) for name in names)
    return tuple((name, value) for name, value in values if value is not None)


def _part(environ: WSGIEnvironment) -> str:
    """Tell which part is asked for, as `pages.wanted_part` does from the same headers."""
    if environ.get("HTTP_HX_REQUEST") != "true":
        return WHOLE
    if "true" in (environ.get("HTTP_HX_BOOSTED"), environ.get("HTTP_HX_HISTORY_RESTORE_REQUEST")):
        return WHOLE
    return MAIN if environ.get("HTTP_HX_TARGET") == "main" else BLOCK


def _taken(environ: WSGIEnvironment) -> str:
    """Tell what a program takes: which language, and whether JSON at all."""
    if not takes_json(environ.get("HTTP_ACCEPT", "")):
        return "nothing"
    return language_of(environ.get("HTTP_ACCEPT_LANGUAGE", ""))


@lru_cache(maxsize=256)
def _encoding(accepted: str) -> str:
    """Choose the one encoding this answer comes in, so that every browser of a kind shares a page."""
    offered = parse_accept_header(accepted)
    best = max(ENCODINGS, key=lambda name: (offered.quality(name), -ENCODINGS.index(name)))
    return best if offered.quality(best) > 0 else "identity"


def _matches(header: str | None, etag: str) -> bool:
    if not header:
        return False
    wanted = {etag.removeprefix("W/"), "*"}
    return header == etag or any(part.strip().removeprefix("W/") in wanted for part in header.split(","))
