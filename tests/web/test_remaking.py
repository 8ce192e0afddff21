"""Pages that an edit took away are made again before anybody asks for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest
from flask import request
from werkzeug.test import Client, create_environ

from pathways.domain.editing import Change
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.errors import EmptyCatalogue
from pathways.web.caching import MOST_NOTED, PageCache
from pathways.web.remaking import Remaker, usual
from tests.conftest import make_app
from tests.web.test_caching import World

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

HTMX = {"HX-Request": "true", "HX-Target": "found"}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def made() -> list[WSGIEnvironment]:
    """What the application behind the cache is asked for, in this order."""
    return []


@pytest.fixture
def broken() -> set[str]:
    """The paths of pages that cannot be made."""
    return set()


@pytest.fixture
def cache(world, made, broken) -> PageCache:
    def noting(environ, start_response):
        made.append(environ)
        if environ["PATH_INFO"] in broken:
            raise RuntimeError
        return world(environ, start_response)

    return PageCache(noting, world.newest, today=world.today)


def remade(world, cache, made) -> list[tuple[str, str]]:
    """Edit, have one visitor see it at the front door, and give path and encoding of what is made again after that."""
    world.revision += 1
    Client(cache).get(DOOR)
    made.clear()
    Remaker(cache).remake()
    assert not any("HTTP_COOKIE" in environ for environ in made)
    return [(environ["PATH_INFO"], environ["HTTP_ACCEPT_ENCODING"]) for environ in made]


DOOR = "/en/door"


def paths_of(made, count):
    """Wait for so many, and give their paths but for the front door: the thread may be faster than who stands there."""
    until = monotonic() + 60
    while len(made) < count and monotonic() < until:
        sleep(0.01)
    return [environ["PATH_INFO"] for environ in made if environ["PATH_INFO"] != DOOR]


def test_what_was_asked_for_last_is_made_first(world, cache, made):
    visitor = Client(cache)
    visitor.set_cookie("session", "mine")
    for path in ("/en/map", "/da/roles", "/en/skills", "/en/map"):
        visitor.get(path, headers={"Accept-Encoding": "br"})
    again = remade(world, cache, made)
    assert again == [("/en/map", "br"), ("/en/skills", "br"), ("/da/roles", "br")]
    visitor.get("/da/roles", headers={"Accept-Encoding": "br"})
    assert len(made) == len(again), "it is there for the next visitor"


def test_what_nobody_asked_for_since_the_last_edit_is_not_made_again(world, cache, made):
    visitor = Client(cache)
    for path in ("/en/map", "/da/roles"):
        visitor.get(path)
    assert len(remade(world, cache, made)) == 2
    visitor.get("/en/map")
    assert [path for path, _ in remade(world, cache, made)] == ["/en/map"]


def test_a_part_is_made_again_as_a_part(world, cache, made):
    Client(cache).get("/en/map", headers=HTMX)
    assert len(remade(world, cache, made)) == 1
    Client(cache).get("/en/map", headers=HTMX)
    assert len(made) == 1
    Client(cache).get("/en/map")
    assert len(made) == 2


def test_answers_to_a_question_of_ones_own_are_not_made_again(world, cache, made):
    world.names = ("from", "to")
    Client(cache).get("/en/routes?from=htx&to=analyst")
    assert remade(world, cache, made) == []


def test_what_is_not_kept_is_not_made_again(world, cache, made):
    world.names = None
    Client(cache).get("/en/talk")
    assert remade(world, cache, made) == []


def test_there_is_an_end_to_it(world, cache, made):
    visitor = Client(cache)
    for number in range(MOST_NOTED + 20):
        visitor.get(f"/en/roles/{number}")
    again = remade(world, cache, made)
    assert len(again) == MOST_NOTED
    assert again[0] == (f"/en/roles/{MOST_NOTED + 19}", "identity")


def test_one_that_fails_keeps_none_of_the_others_back(world, cache, made, broken, caplog):
    for path in ("/en/map", "/en/broken"):
        Client(cache).get(path)
    broken.add("/en/broken")
    assert [path for path, _ in remade(world, cache, made)] == ["/en/broken", "/en/map"]
    assert "/en/broken" in caplog.text


def test_after_an_edit_the_thread_has_the_page_ready(example_facts, tmp_path):
    app = make_app(example_facts, tmp_path)
    catalogue, cache = app.extensions["pathways"], app.extensions["pathways.pages"]
    role, asked = example_facts.roles[0], []
    app.before_request(lambda: asked.append(request.path))
    remaker = Remaker(cache)
    remaker.start_s = remaker.settle_s = 0
    remaker.start()
    visitor, address = app.test_client(), f"/en/roles/{role.id}"
    assert "Another name" not in visitor.get(address).text
    renamed = replace(role, title=replace(role.title, en="Another name"))
    catalogue.change(lambda _: [Change("roles", role, renamed)], Hand(datetime.now(UTC), Via.FORM, why="Looked up"))
    visitor.get("/en/session")  # which is not kept
    until = monotonic() + 60
    while not cache.size and monotonic() < until:
        sleep(0.01)
    assert "Another name" in visitor.get(address).text
    assert asked.count(address) == 2, "once for the visitor, once ahead of the next"


def test_after_a_start_the_pages_of_all_nouns_are_there(example_facts, tmp_path):
    app = make_app(example_facts, tmp_path)
    asked = []
    app.before_request(lambda: asked.append(request.path))
    remaker, first = Remaker(app.extensions["pathways.pages"]), usual(app)
    for environ in first[:12]:
        remaker._make(environ)
    ahead = tuple(asked)
    assert ahead[:2] == ("/da/", "/da/map")
    for path in ahead:
        assert app.test_client().get(path, headers={"Accept-Encoding": "gzip, br"}).status_code == 200
    assert len(asked) == 12, "none of them is made for the visitor"
    nouns = {"programmes": example_facts.programmes, "roles": example_facts.roles, "skills": example_facts.skills}
    paths = {environ["PATH_INFO"] for environ in first}
    assert paths >= {f"/en/{room}/{one.id}" for room, them in nouns.items() for one in them}


def test_after_an_edit_what_was_asked_for_is_made_and_then_the_rest(world, cache, made):
    Client(cache).get("/en/map")
    remaker = Remaker(cache, lambda: [create_environ(path) for path in ("/en/map", "/en/skills/1")])
    remaker.start_s = remaker.settle_s = 0
    remaker.start()
    assert paths_of(made, 2) == ["/en/map", "/en/skills/1"]
    world.revision += 1
    Client(cache).get(DOOR)
    assert paths_of(made, 5) == ["/en/map", "/en/skills/1"] * 2


def test_an_edit_meanwhile_lets_what_was_asked_for_go_first(world, cache, made):
    def usual():
        yield create_environ("/en/skills/1")
        world.revision += 1
        Client(cache).get(DOOR)
        yield create_environ("/en/skills/2")

    remaker = Remaker(cache, usual)
    Client(cache).get("/en/map")
    cache.emptied.clear()
    remaker._make_usual()
    remaker.remake()
    assert [environ["PATH_INFO"] for environ in made] == ["/en/map", "/en/skills/1", DOOR, "/en/map"]


def test_a_catalogue_that_is_empty_is_waited_for(world, cache, made, caplog):
    def none() -> list[WSGIEnvironment]:
        raise EmptyCatalogue

    remaker = Remaker(cache, none)
    remaker.start_s = remaker.settle_s = 0
    remaker.start()
    Client(cache).get("/en/map")
    world.revision += 1
    Client(cache).get(DOOR)
    assert paths_of(made, 3) == ["/en/map", "/en/map"]
    assert "No pages were made ahead" in caplog.text
