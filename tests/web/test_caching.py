"""The page cache: what makes a page, when it is forgotten, and what it costs nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client

from pathways.domain.errors import BrokenFacts, Fault
from pathways.store.errors import DatabaseUnavailable
from pathways.web.caching import (
    BLOCK,
    HEARD,
    LONGEST_QUERY,
    MAIN,
    PART_HEADERS,
    WHOLE,
    Heard,
    PageCache,
    first_value,
    keep,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment


@dataclass
class World:
    """Stands in for a catalogue and the application behind the cache; counts how often it is asked."""

    revision: int = 1
    gaps: int = 0
    day: date = date(2026, 11, 30)
    names: tuple[str, ...] | None = ("kind",)
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b"page"
    heard: tuple[Heard, ...] | None = None
    public: dict[str, int] = field(default_factory=dict)
    asked: int = 0
    fails: Exception | None = None

    def newest(self) -> tuple[World, int]:
        if self.fails:
            raise self.fails
        return self, self.gaps

    def today(self) -> date:
        return self.day

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked += 1
        if self.names is not None:
            keep(environ, self.names)
        if self.heard is not None:
            environ[HEARD] = list(self.heard)
        start_response(self.status, [("Content-Type", "text/html"), ("Vary", "HX-Request"), *self.headers])
        return [self.body, b" ", environ["HTTP_ACCEPT_ENCODING"].encode()]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def client(world) -> Client:
    return Client(PageCache(world, world.newest, today=world.today, public=lambda: world.public))


@pytest.mark.parametrize(
    ("first", "second", "asked"),
    [
        pytest.param("/en/map", "/en/map", 1, id="the same page"),
        pytest.param("/en/map", "/da/map", 2, id="another language"),
        pytest.param("/en/map?kind=D", "/en/map?kind=E", 2, id="another filter"),
        pytest.param("/en/map?kind=D", "/en/map?kind=D&utm=1", 1, id="a parameter nobody reads"),
        pytest.param("/en/map?a=1", "/en/map?b=2", 1, id="only parameters nobody reads"),
        pytest.param("/en/map", "/en/map?kind=", 1, id="a filter left blank"),
        pytest.param("/en/map?kind=D", "/en/map?kind=%20D+", 1, id="space around a value"),
        pytest.param("/en/map?kind=D&kind=E", "/en/map?kind=D", 1, id="only the first value counts"),
        pytest.param("/en/map", "/en/map?x=" + "y" * LONGEST_QUERY, 2, id="a query too long to be a page's"),
    ],
)
def test_what_makes_a_page(client, world, first, second, asked):
    client.get(first)
    client.get(second)
    assert world.asked == asked


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        pytest.param({"HX-Request": "true", "HX-Target": "found"}, 2, id="a part is not the page"),
        pytest.param({"HX-Request": "true", "HX-Target": "main"}, 2, id="neither is the main part"),
        pytest.param({"HX-Request": "true", "HX-Boosted": "true"}, 1, id="a boosted link is the page"),
        pytest.param({"HX-Request": "true", "HX-History-Restore-Request": "true"}, 1, id="so is a restored one"),
        pytest.param({"Accept-Encoding": "br"}, 2, id="another encoding is another answer"),
        pytest.param({"Accept-Encoding": "br;q=0, x, identity"}, 1, id="an encoding refused is none"),
        pytest.param({"User-Agent": "something else", "Cookie": "a=b"}, 1, id="who asks does not matter"),
    ],
)
def test_what_else_makes_a_page(client, world, headers, asked):
    client.get("/en/map")
    client.get("/en/map", headers=headers)
    assert world.asked == asked


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("zstd;q=1.0, br;q=0.5", "zstd"),
        ("br;q=0, gzip;q=0", "identity"),
        ("*", "br"),
        ("", "identity"),
        ("nonsense;q=x", "identity"),
    ],
)
def test_one_encoding_for_every_browser_of_a_kind(client, accepted, chosen):
    assert client.get("/en/", headers={"Accept-Encoding": accepted}).data == b"page " + chosen.encode()


def test_a_new_revision_is_a_new_page(client, world):
    before = client.get("/en/map")
    world.revision, world.body = 2, b"newer"
    after = client.get("/en/map")
    assert (before.data, after.data) == (b"page identity", b"newer identity")
    assert before.headers["ETag"] != after.headers["ETag"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"gaps": 1}, id="a flag or an opening was written"),
        pytest.param({"day": date(2026, 12, 1)}, id="a day has begun"),
    ],
)
def test_what_shows_flags_is_made_anew(client, world, change):
    client.get("/en/map")
    vars(world).update(change, body=b"newer")
    assert client.get("/en/map").data == b"newer identity"
    assert (client.get("/en/map").data, world.asked) == (b"newer identity", 2)


def flags_of(topic: str, answer: int) -> Heard:
    return Heard(lambda public: public.get(topic, 0), answer)


@pytest.mark.parametrize(
    ("heard", "public", "asked"),
    [
        pytest.param((), {"sql": 1}, 1, id="a page that reads nothing of flags"),
        pytest.param((flags_of("sql", 0),), {"r": 1}, 1, id="a flag about something else"),
        pytest.param((flags_of("sql", 0),), {"sql": 1}, 2, id="a flag about what it shows"),
        pytest.param((flags_of("r", 0), flags_of("sql", 0)), {"sql": 1}, 2, id="or about part of it"),
        pytest.param(None, {}, 2, id="a page that does not say what it reads"),
    ],
)
def test_a_page_outlasts_a_flag_that_it_does_not_show(client, world, heard, public, asked):
    world.heard = heard
    client.get("/en/skills/sql")
    world.gaps, world.public = 1, public
    for _ in range(3):
        client.get("/en/skills/sql")
    assert world.asked == asked
    world.gaps, world.revision = 2, 2
    client.get("/en/skills/sql")
    assert world.asked == asked + 1, "and no page outlasts an edit"


def test_when_what_is_public_cannot_be_read_the_page_is_made_anew(world):
    def away() -> object:
        raise DatabaseUnavailable("no database")

    client = Client(PageCache(world, world.newest, today=world.today, public=away))
    world.heard = (flags_of("sql", 0),)
    client.get("/en/skills/sql")
    world.gaps = 1
    assert client.get("/en/skills/sql").status_code == 200
    assert world.asked == 2


@pytest.mark.parametrize("sent", ["{}", "W/{}", '"other", {}', "*"])
def test_unchanged_is_said_without_a_body(client, world, sent):
    etag = client.get("/en/map").headers["ETag"]
    again = client.get("/en/map", headers={"If-None-Match": sent.format(etag)})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert again.headers["Vary"] == "HX-Request"
    assert "Content-Type" not in again.headers
    assert world.asked == 1


def test_another_etag_gets_the_page(client):
    client.get("/en/map")
    assert client.get("/en/map", headers={"If-None-Match": '"old"'}).status_code == 200


@pytest.mark.parametrize(
    ("status", "names", "headers"),
    [
        pytest.param("404 NOT FOUND", None, [], id="not found"),
        pytest.param("200 OK", None, [], id="a page that did not say it may"),
    ],
)
def test_what_is_not_kept(client, world, status, names, headers):
    world.status, world.names, world.headers = status, names, headers
    client.get("/en/x")
    client.get("/en/x")
    assert world.asked == 2


def test_a_page_that_reads_more_at_times_is_never_taken_for_another(client, world):
    client.get("/en/map?kind=D&sort=y")
    world.names = ("kind", "sort")
    client.get("/en/map?kind=E")
    world.names = ("kind",)
    client.get("/en/map?kind=D&sort=z")
    client.get("/en/map?kind=E&sort=y")
    assert world.asked == 4


def test_what_may_not_be_stored_has_no_etag(client, world):
    world.names, world.headers = None, [("Cache-Control", "no-store")]
    assert "ETag" not in client.get("/en/session").headers


def test_a_head_is_the_page_without_its_body(client, world):
    client.get("/en/map")
    head = client.head("/en/map")
    assert (head.status_code, head.data, world.asked) == (200, b"", 1)
    assert "ETag" in head.headers


def test_a_post_goes_through(client, world):
    client.get("/en/map")
    client.post("/en/map")
    client.post("/en/map")
    assert world.asked == 3


def test_it_holds_no_more_than_it_may(world):
    world.body = b"x" * 1000
    cache = PageCache(world, world.newest, limit=10_000)
    client = Client(cache)
    for number in range(100):
        client.get(f"/en/roles/{number}")
    assert cache.size <= 10_000
    client.get("/en/roles/99")
    assert world.asked == 100
    client.get("/en/roles/0")
    assert world.asked == 101


def test_what_is_asked_for_stays(world):
    world.body = b"x" * 1000
    client = Client(PageCache(world, world.newest, limit=5_000))
    for number in range(50):
        client.get("/en/favourite")
        client.get(f"/en/roles/{number}")
    assert world.asked == 51


def test_an_answer_larger_than_the_cache_is_still_given(world):
    client = Client(PageCache(world, world.newest, limit=3))
    assert client.get("/en/map").data == b"page identity"


FAULT = Fault("roles", "analyst", "id", "The role needs no skill.", "Add at least one row to needs.")


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(DatabaseUnavailable("no database"), id="it does not answer"),
        pytest.param(BrokenFacts((FAULT, FAULT)), id="its facts break a rule"),
    ],
)
def test_pages_stay_up_when_there_is_no_new_graph(client, world, error, caplog):
    client.get("/en/map")
    world.fails = error
    assert client.get("/en/map").status_code == 200
    assert world.asked == 1
    assert len(caplog.messages) == 1
    assert "\n" not in caplog.messages[0]


def test_parts_named_alike_inside_and_outside_of_flask(app):
    """The cache reads htmx's headers by itself; `pages.wanted_part` must read them the same way."""
    from itertools import product

    from pathways.web.caching import _part
    from pathways.web.pages import wanted_part

    seen = set()
    for values in product(("true", "false", None), ("main", "found", None), ("true", None), ("true", None)):
        headers = {name: value for name, value in zip(PART_HEADERS, values, strict=True) if value is not None}
        with app.test_request_context("/en/", headers=headers) as context:
            assert wanted_part() == _part(context.request.environ), headers
            seen.add(wanted_part())
    assert seen == {WHOLE, MAIN, BLOCK}


@given(st.lists(st.text(max_size=20), max_size=4))
def test_a_value_is_fit_to_be_shown(values):
    value = first_value(values)
    assert value is None or (value == value.strip() != "" and "\0" not in value and "\n" not in value)
