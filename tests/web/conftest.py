"""A small application over a small graph, for what holds of every page whatever it shows."""

from __future__ import annotations

from ipaddress import IPv4Address
from itertools import count
from typing import TYPE_CHECKING

import pytest
from flask import Blueprint, g
from jinja2 import ChoiceLoader, DictLoader

from pathways.config import Settings
from pathways.domain.graph import Graph
from pathways.store.errors import DatabaseUnavailable
from pathways.web import create_app
from pathways.web.asking import choices
from pathways.web.languages import PREFIX
from pathways.web.pages import page
from pathways.web.rights import EXTENSION, PUBLIC
from tests.builders import facts
from tests.caches import cache_in
from tests.conftest import make_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask, Response
    from flask.testing import FlaskClient

TEMPLATE = """<!doctype html><html lang="{{ language }}"><title>{% block title %}Probe{% endblock %}</title>
{% block main %}<h1>Probe</h1>{% block rows %}<p>{{ chosen }} {{ role.title[language] }}</p>
<a href="{{ other_language_url() }}">{{ site_address ~ address_in("en") }}</a>{% endblock %}{% endblock %}</html>"""


class Still:
    """A catalogue that nobody writes to. Set `graph_now` to publish another graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph_now: Graph | None = graph

    def graph(self) -> Graph:
        if self.graph_now is None:
            raise DatabaseUnavailable("The database is away.")
        return self.graph_now


@pytest.fixture
def still() -> Still:
    return Still(Graph(facts({"analyst": {"sql": 2}, "operator": {"gmp": 2}}, {"beng": {"sql": 3}})))


@pytest.fixture
def small_settings(tmp_path: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{tmp_path}/none.db", cache_dir=cache_in(tmp_path), secret_key="only-for-tests"
    )


@pytest.fixture
def small_app(still: Still, small_settings: Settings) -> Flask:
    """The application with one page more: `/<language>/probe/<role>`, which reads `kind`."""
    app = create_app(small_settings, still)
    app.jinja_env.loader = ChoiceLoader([DictLoader({"probe.html": TEMPLATE}), app.jinja_env.loader])
    app.register_blueprint(probe(), url_prefix=PREFIX)
    mine = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("probe.")}
    app.extensions[EXTENSION].update(dict.fromkeys(mine, PUBLIC))
    return app


def probe() -> Blueprint:
    bp = Blueprint("probe", __name__)

    @bp.get("/probe/<id>")
    def show_probe(id: str) -> Response:
        chosen = choices(kind={"D": "BEng", "E": "Vocational"}, level=("5", "6"))
        return page("probe.html", block="rows", role=g.graph.role(id), chosen=chosen["kind"] or "all")

    @bp.get("/broken")
    def show_broken() -> Response:
        raise ZeroDivisionError("a secret in a trace")

    @bp.get("/undefined")
    def show_undefined() -> Response:
        return page("probe.html", block="rows", chosen="")

    @bp.post("/change")
    def change() -> str:
        return "changed"

    return bp


_addresses = count(1)


@pytest.fixture
def fresh_address() -> Callable[[], dict[str, str]]:
    """Give an address that nobody has come from yet, as WSGI tells it: what is counted there begins at nought."""
    return lambda: {"REMOTE_ADDR": str(IPv4Address(0x0A000000 + next(_addresses)))}


@pytest.fixture
def small(small_app: Flask) -> FlaskClient:
    """A visitor of the small application."""
    return small_app.test_client()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application over a small town, with a database of its own that accounts may be written to."""
    jobs = {"roles": {"analyst": {"sql": 2}}, "programmes": {"beng": {"sql": 3}}, "jobs": [("analyst", "works")]}
    return make_app(facts(**jobs), tmp_path_factory.mktemp("house"))
