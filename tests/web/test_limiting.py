"""Limits hold among threads and workers, in Redis and in the database, and nobody can tell who was counted."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import redis
from sqlalchemy import text

from pathways.config import Settings
from pathways.store.engine import make_engine
from pathways.store.schema import upgrade
from pathways.web import create_app, limiting
from pathways.web.limiting import Limit, TooMany
from tests.builders import graph
from tests.caches import cache_in
from tests.machine import own_redis, redis_server
from tests.web.conftest import Still

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

THREE = Limit(3)


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture(params=["redis", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def settings(request, tmp_path: Path) -> Settings:
    """Settings by which tries are counted in Redis, in SQLite or in PostgreSQL."""
    at = "sqlite" if request.param == "redis" else request.param
    database = request.getfixturevalue(f"{at}_url")
    engine = make_engine(database)
    upgrade(engine)
    engine.dispose()
    url = request.getfixturevalue("redis_url") if request.param == "redis" else ""
    return Settings(database_url=database, redis_url=url, secret_key=uuid4().hex, cache_dir=cache_in(tmp_path))


@pytest.fixture
def worker(settings: Settings) -> Iterator[Callable[..., Flask]]:
    """Make the application as one more worker does; all of them count together."""
    made: list[Flask] = []

    def one(**changes: object) -> Flask:
        made.append(create_app(replace(settings, **changes)))
        return made[-1]

    yield one
    for app in made:
        app.extensions["pathways"].close()


def counted(app: Flask, *parts: object, limit: Limit = THREE) -> bool:
    with app.app_context(), contextlib.suppress(TooMany):
        limiting.count("try", *parts, limit=limit)
        return True
    return False


def allowed(app: Flask, *parts: object, limit: Limit = THREE) -> bool:
    with app.app_context(), contextlib.suppress(TooMany):
        limiting.test("try", *parts, limit=limit)
        return True
    return False


def test_three_tries_and_no_more(worker):
    app = worker()
    assert [counted(app, "a") for _ in range(5)] == [True, True, True, False, False]
    assert counted(app, "b")
    assert not allowed(app, "a")
    assert allowed(app, "b")


def test_asking_does_not_count(worker):
    app = worker()
    assert all(allowed(app, "a") for _ in range(9))
    assert counted(app, "a")


def test_parts_are_not_run_together(worker):
    app = worker()
    assert [counted(app, "a", "bc") for _ in range(3)] == [True] * 3
    assert counted(app, "ab", "c")


def test_workers_count_together(worker):
    one, other = worker(), worker()
    assert [counted(app, "a") for app in (one, other, one, other)] == [True, True, True, False]


def test_none_is_lost_when_all_try_at_once(worker):
    apps = [worker(), worker()]
    with ThreadPoolExecutor(8) as threads:
        tries = threads.map(lambda number: counted(apps[number % 2], "a", limit=Limit(25)), range(60))
    assert sum(tries) == 25


def test_a_window_ends(worker):
    app, short = worker(), Limit(2, seconds=1)
    assert [counted(app, "a", limit=short) for _ in range(3)] == [True, True, False]
    time.sleep(1.2)
    assert allowed(app, "a", limit=short)
    assert [counted(app, "a", limit=short) for _ in range(3)] == [True, True, False]


def test_a_try_that_was_right_is_taken_back(worker):
    app = worker()
    for _ in range(9):
        assert counted(app, "a")
        with app.app_context():
            limiting.take_back("try", "a", limit=THREE)
    assert [counted(app, "a") for _ in range(4)] == [True, True, True, False]
    with app.app_context():
        limiting.take_back("try", "a", limit=THREE)
        limiting.take_back("try", "a", limit=THREE)
        limiting.take_back("try", "never counted", limit=THREE)
    assert [counted(app, "a") for _ in range(2)] == [True, False]
    assert [counted(app, "never counted") for _ in range(4)] == [True, True, True, False]


def test_nobody_can_tell_who_was_counted(worker, settings):
    before = held(settings)
    assert counted(worker(), "10.77.66.55", "kim@school.example")
    (mine,) = held(settings) - before
    assert not [word for word in ("10.77.66.55", "kim", "school", "try") if word in mine]


def held(settings: Settings) -> set[str]:
    """Everything that is held of what was counted, in Redis and in the database."""
    found: set[str] = set()
    if settings.redis_url:
        with contextlib.closing(redis.Redis.from_url(settings.redis_url, decode_responses=True)) as client:
            found |= set(client.keys("pathways:*"))
    engine = make_engine(settings.database_url)
    with engine.connect() as connection:
        found |= {str(row) for row in connection.execute(text("SELECT * FROM attempt"))}
    engine.dispose()
    return found


def test_windows_that_are_over_leave_nothing_behind(worker, settings):
    before, app = held(settings), worker()
    for number in range(5):
        counted(app, number, limit=Limit(3, seconds=1))
    assert len(held(settings) - before) == 5
    time.sleep(1.2)
    assert counted(app, "a")
    assert len(held(settings) - before) == 1


def test_when_redis_goes_the_database_counts_on(tmp_path, sqlite_url, caplog):
    engine = make_engine(sqlite_url)
    upgrade(engine)
    engine.dispose()
    with own_redis() as url:
        settings = Settings(
            database_url=sqlite_url, redis_url=url, secret_key="only-for-tests", cache_dir=cache_in(tmp_path)
        )
        app = create_app(settings)
        assert [counted(app, "a") for _ in range(4)] == [True, True, True, False]
        assert "Redis" not in caplog.text
    assert [counted(app, "a") for _ in range(4)] == [True, True, True, False]
    assert caplog.text.count("Redis does not answer (ConnectionError); the database counts tries instead.") == 1
    app.extensions["pathways"].close()


def test_where_a_request_comes_from(small_settings):
    app = create_app(small_settings, Still(graph(analyst={"sql": 2})))

    def where(address: str) -> str:
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            return limiting.where()

    assert where("10.0.0.7") == where("::ffff:10.0.0.7") == "10.0.0.7"
    assert where("2001:db8:1:2:3:4:5:6") == where("2001:db8:1:2::9") != where("2001:db8:1:3::9")
    assert where("a socket") == "a socket"
