"""Fixtures that every room shares. Each test gets a database of its own; nothing outlives the run."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import psycopg
import pytest
import time_machine

from pathways.config import HERE
from tests.caches import cache_in, fill
from tests.machine import CHROMIUM_FLAGS, chromium, database_on, postgres
from tests.published_flags import TODAY
from tests.visiting import Visited, check_page, check_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Facts

ROOT = Path(__file__).resolve().parent.parent
REAL_TOWN = ROOT / "seeds" / "kalundborg"
EXAMPLE_TOWN = ROOT / "seeds" / "example-town"


@pytest.fixture(scope="module")
def in_their_year() -> Iterator[None]:
    """Let it be the day of which the facts of the tests speak: in another year the outlook rightly tells of others."""
    with time_machine.travel(datetime.combine(TODAY, time(12), HERE)):
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL, `postgresql://…`; see `tests.machine.postgres`."""
    with postgres() as address:
        yield address


@pytest.fixture(scope="session")
def _postgres_database(postgres_server: str) -> Iterator[str]:
    with database_on(postgres_server) as address:
        yield address


@pytest.fixture
def postgres_url(_postgres_database: str) -> Iterator[str]:
    """The SQLAlchemy address of an empty PostgreSQL database."""
    yield _postgres_database
    plain = _postgres_database.replace("+psycopg", "", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The SQLAlchemy address of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'pathways.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The SQLAlchemy address of an empty database; a test that asks for it runs on SQLite and PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def facts_of(folder: Path) -> Facts:
    """Read a seed folder that must be without faults."""
    from pathways.store.seeds import read_folder

    read = read_folder(folder)
    assert read.facts is not None, "\n".join(map(str, read.faults))
    return read.facts


@pytest.fixture(scope="session")
def real_facts() -> Facts:
    """The facts of Kalundborg."""
    return facts_of(REAL_TOWN)


@pytest.fixture(scope="session")
def example_facts() -> Facts:
    """The facts of the invented town, which has people, openings and steps."""
    return facts_of(EXAMPLE_TOWN)


@pytest.fixture(scope="session")
def real_graph(real_facts: Facts) -> Graph:
    """The graph of Kalundborg."""
    from pathways.domain.graph import Graph

    return Graph(real_facts)


@pytest.fixture(scope="session")
def app(real_facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application over the real town. Shared, because nothing on a page writes."""
    return make_app(real_facts, tmp_path_factory.mktemp("real-town"))


@pytest.fixture(scope="session")
def example_app(example_facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application over the invented town."""
    return make_app(example_facts, tmp_path_factory.mktemp("example-town"))


def make_app(facts: Facts, folder: Path) -> Flask:
    """Make an application over these facts, with its database and its pictures in `folder`."""
    from pathways.config import Settings
    from pathways.web import create_app

    file = folder / "pathways.db"
    fill(file, facts)
    settings = Settings(database_url=f"sqlite:///{file}", cache_dir=cache_in(folder), secret_key="only-for-tests")
    app = create_app(settings)
    app.testing = True
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without a browser, in the real town."""
    return app.test_client()


class Visit(Protocol):
    """Fetch an address, check what must hold of every page, and give the page."""

    def __call__(self, address: str, *, status: int = 200, part: str | None = None) -> Visited:
        """Args: `part` is the id of the element that htmx would swap; None asks for the whole page."""


@pytest.fixture
def visit(client: FlaskClient) -> Visit:
    """A visitor who looks closely: status, one h1 that starts the title, unique ids, labels, actions."""

    def fetch(address: str, *, status: int = 200, part: str | None = None) -> Visited:
        headers = {} if part is None else {"HX-Request": "true", "HX-Target": part}
        page = Visited(address, client.get(address, headers=headers))
        assert page.response.status_code == status, f"{address}: {page.response.status}, expected {status}"
        (check_page if part is None else check_part)(page)
        return page

    return fetch


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start the Chromium of this machine; Playwright would download one of its own."""
    return {"executable_path": chromium(), "args": list(CHROMIUM_FLAGS), "headless": True}
