"""Finished pages, kept as bytes: a page that was asked for before is answered without Flask.

It stands in front of the application and holds the whole answer: headers, compressed body, ETag. A
page is known by its path, the part of it that is asked for, the encoding and the parameters that the
page said it reads, so a query nobody reads neither misses nor fills it. What answers programs is known by
its whole query and by what the program takes, because a parameter that does not exist is refused there. It
holds at most `limit` bytes and forgets what was not asked for longest. A new revision of the catalogue and a new day
empty it; what visitors asked for since the last time is noted, for `web.remaking` to make again. After a flag or an
opening was written, a page that says what it read of these is good while it would read the same, any other is made
anew.

Measured against a bare WSGI application on the same server: see `make bench`.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple
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
MOST_NOTED: Final = 300
"""So many of the pages that the cache let go of are noted."""
OURS: Final = "pathways."
AHEAD: Final = OURS + "ahead"
"""Whether a request is made ahead of visitors: what only such ask for is not noted."""
HEARD: Final = OURS + "heard"
"""Where a request holds what its page reads of flags and openings; not there: it does not say."""
UNCHANGED_HEADERS: Final = frozenset(
    {
        *("cache-control", "content-location", "etag", "expires", "vary"),
        *("access-control-allow-origin", "access-control-expose-headers"),  # a browser asks a 304 for them, too
    }
)
ASKED_BY: Final = (
    *("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL"),
    *("wsgi.version", "wsgi.url_scheme", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once"),
    *("HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING"),
    *(f"HTTP_{name.upper().replace('-', '_')}" for name in PART_HEADERS),
)
"""What of a request an answer that is kept may depend on."""
WHOLE_QUERY: Final = ("?",)
"""In place of the names of parameters: this answer depends on the query string to the letter."""

log = logging.getLogger("pathways")


class Heard(NamedTuple):
    """What a page asked of all that is public of flags and openings, and what it was answered."""

    ask: Callable[[Any], object]
    answer: object


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `unchanged` are the headers of its 304; `etag` is empty when it has none."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    unchanged: list[tuple[str, str]]
    route: str
    asked: WSGIEnvironment
    """What asks for it again (`_again`)."""
    heard: tuple[Heard, ...] | None
    """What it read of flags and openings; None: it did not say."""


@dataclass(slots=True)
class _Kept:
    """An answer, how flags and openings stood when it was last good, and whether a visitor asked for it."""

    answer: Answer
    gaps: int
    wanted: bool


class World(NamedTuple):
    """How the world stood when a page was made."""

    revision: int
    today: date
    gaps: int

    @property
    def age(self) -> tuple[int, date]:
        """What no page outlasts."""
        return self.revision, self.today


def today_here() -> date:
    """Give the day that it is in the town."""
    return datetime.now(HERE).date()


def keep(environ: WSGIEnvironment, names: tuple[str, ...]) -> None:
    """Say that this answer may be kept, and which parameters of the query string it depends on."""
    environ[OURS + "names"] = names


def hear(environ: WSGIEnvironment, heard: Heard) -> None:
    """Say what this page reads of flags and openings: this, what else it says so, and nothing more."""
    environ.setdefault(HEARD, []).append(heard)


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
        public: gives all that is public of flags and openings; without it no page outlasts one that is written.
    """

    def __init__(
        self,
        app: WSGIApplication,
        newest: Callable[[], tuple[Graph, int]],
        limit: int = LIMIT,
        today: Callable[[], date] = today_here,
        public: Callable[[], object] | None = None,
    ) -> None:
        self._app, self._newest, self._limit, self._today, self._public = app, newest, limit, today, public
        self._kept: OrderedDict[tuple[object, ...], _Kept] = OrderedDict()
        self._noted: OrderedDict[tuple[object, ...], WSGIEnvironment] = OrderedDict()
        self._names: dict[str, tuple[str, ...]] = {}
        self.emptied = Event()
        """Set when pages were let go of because the world is another."""
        self._size, self._as, self._lock = 0, World(-1, date.min, -1), Lock()

    @property
    def size(self) -> int:
        """Bytes of pages held."""
        return self._size

    def noted(self) -> WSGIEnvironment | None:
        """Give what asks again for the page asked for last of those let go of, and strike it off; None: no more."""
        with self._lock:
            return self._noted.popitem()[1] if self._noted else None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory, else ask the application and keep what it allows."""
        encoding = _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        environ["HTTP_ACCEPT_ENCODING"] = encoding
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self._app(environ, start_response)
        path = environ.get("PATH_INFO", "")
        program = is_for_programs(path)
        world = self._current(environ) if program or path[1:3] in LANGUAGES else None
        about = (world.age if world else None, encoding, _taken(environ) if program else _part(environ))
        key = self._key(path, environ.get("QUERY_STRING", ""), about)
        answer = self._found(key, environ)
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
        now = environ[OURS + "world"] = World(graph.revision, self._today(), gaps)
        if now.age != self._as.age:
            self._empty()
        self._as = now
        return now

    def _empty(self) -> None:
        with self._lock:
            for (path, _age, *rest), page in self._kept.items():
                if page.wanted and not page.answer.asked["QUERY_STRING"]:
                    self._noted[(path, *rest)] = page.answer.asked
                    self._noted.move_to_end((path, *rest))
            while len(self._noted) > MOST_NOTED:
                self._noted.popitem(last=False)
            self._kept.clear()
            self._names.clear()
            self._size = 0
        self.emptied.set()

    def _key(self, path: str, query: str, about: tuple[object, ...]) -> tuple[object, ...] | None:
        names = self._names.get(path)
        if names is None or len(query) > LONGEST_QUERY:
            return None
        if names == WHOLE_QUERY:
            return (path, *about, query)
        return (path, *about, *(_chosen(query, names) if query and names else ()))

    def _found(self, key: tuple[object, ...] | None, environ: WSGIEnvironment) -> Answer | None:
        if key is None:
            return None
        with self._lock:
            page = self._kept.get(key)
            if page is None:
                return None
            self._kept.move_to_end(key)
            page.wanted = page.wanted or AHEAD not in environ
        world = environ.get(OURS + "world")
        if world is None or page.gaps == world.gaps:  # without a world the database is away
            return page.answer
        if self._stands(page.answer):
            page.gaps = world.gaps
            return page.answer
        return None

    def _stands(self, answer: Answer) -> bool:
        """Tell whether a page would read the same of flags and openings now."""
        if self._public is None or answer.heard is None:
            return False
        try:
            public = self._public() if answer.heard else None
        except PathwaysError:
            return False  # who makes it anew tells
        return all(one.ask(public) == one.answer for one in answer.heard)

    def _ask(self, environ: WSGIEnvironment, path: str, about: tuple[object, ...]) -> Answer:
        answer = _answer(self._app, environ)
        names = environ.get(OURS + "names")
        if names is not None and answer.body:
            with self._lock:
                self._names[path] = tuple(sorted({*self._names.get(path, ()), *names}))  # a page may read more at times
            key, world = self._key(path, environ.get("QUERY_STRING", ""), about), environ.get(OURS + "world")
            if key is not None and world is not None and world.age == self._as.age:
                self._hold(key, _Kept(answer, world.gaps, AHEAD not in environ))
        return answer

    def _hold(self, key: tuple[object, ...], page: _Kept) -> None:
        with self._lock:
            old = self._kept.pop(key, None)
            self._kept[key] = page
            self._size += len(page.answer.body) - (len(old.answer.body) if old else 0)
            while self._size > self._limit:
                _, gone = self._kept.popitem(last=False)
                self._size -= len(gone.answer.body)


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
    return Answer(
        status, headers, body, etag, unchanged, environ.get(OURS + "route", "-"), _again(environ), _heard(environ)
    )


def _heard(environ: WSGIEnvironment) -> tuple[Heard, ...] | None:
    heard = environ.get(HEARD)
    return None if heard is None else tuple(heard)


def _again(environ: WSGIEnvironment) -> WSGIEnvironment:
    """Ask for the same page, as nobody in particular: what is kept is the same for everybody."""
    asked = {name: environ[name] for name in ASKED_BY if name in environ}
    return {"PATH_INFO": "", "QUERY_STRING": "", **asked, "REQUEST_METHOD": "GET"}


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
