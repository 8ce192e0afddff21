"""How many questions each page asks the database: few, and as many in a large town as in a small one.

Counted are statements through the engine, of pages that nobody asked for before; beside them every request asks once
what was written last (`store.watch`). `python -m pytest tests/web/test_queries.py -s` prints the table.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from pathways.web.rights import PUBLIC, RULES
from tests.asking_companies import town_of_companies
from tests.attacks.settling import settle
from tests.attacks.walking import KINDS, STRANGER, Walk, doors, visitor
from tests.bench.generator import enlarge
from tests.conftest import make_app
from tests.web.test_rights import routes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Flask

    from pathways.domain.nouns import Facts

pytestmark = pytest.mark.slow
TIMES = 6
"""How many times as much there is in the large town: of nouns, and of what people keep."""
NOT_MET = {
    *("drawings.show_stylesheet", "flagging.show_again", "guiding.open_link", "home.find_way"),
    *("invitations.open_link", "invitations.show_choose_password", "root", "talking.follow"),
    *("touring.show_tour", "edit_conditions.read_line"),
}
"""Addresses that no link leads to, or one in a mail or a picture: a style sheet, a part of a form, ways on to a page.
The tour is there in the demo alone; its statements are counted in tests/web/test_showing.py."""
MOST_PUBLIC = 1
MOST_OWN = 8


class Counting:
    """A WSGI layer that counts the statements of each request; `most` is the most that a route took of anybody."""

    def __init__(self, app: Flask) -> None:
        self._inner, self._asked = app.wsgi_app, 0
        self.most: dict[str, int] = defaultdict(int)
        app.wsgi_app = self
        event.listen(app.extensions["pathways"].engine, "before_cursor_execute", self._count)

    def _count(self, _connection, _cursor, statement: str, *_: object) -> None:
        self._asked += not statement.startswith(("BEGIN", "PRAGMA"))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self._asked, told = 0, []

        def start(status: str, *more: object) -> object:
            told.append(status)
            return start_response(status, *more)

        answer = list(self._inner(environ, start))
        if environ["REQUEST_METHOD"] == "GET" and told[-1].startswith("200"):
            route = environ.get("pathways.route", "static")
            self.most[route] = max(self.most[route], self._asked)
        return answer


def counted(facts: Facts, times: int, folder) -> dict[str, int]:
    """Give, by route, the most statements that one of its pages took, whoever looked."""
    app = make_app(facts, folder)
    people = {kind: visitor(app, kind) for kind in KINDS}
    for _ in range(times):
        people["student"] = settle(app, people)
    catalogue = app.extensions["pathways"]
    catalogue.published()  # worked out once for everybody, whenever a flag was written
    counting = Counting(app)
    for kind, client in people.items():
        walk, everything = Walk(app, kind, client), kind == STRANGER
        walk.run(*doors(app, catalogue.graph(), "en"), sending=False, everything=everything)
    return dict(counting.most)


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> dict[str, tuple[int, int]]:
    """By route: statements in the small town and in the large one."""
    small = counted(town_of_companies(), 1, tmp_path_factory.mktemp("small"))
    large = counted(enlarge(town_of_companies(), TIMES), TIMES, tmp_path_factory.mktemp("large"))
    both = {route: (small[route], large[route]) for route in sorted(small.keys() & large.keys())}
    lines = [f"{route:38} {few:4} {many:4}" for route, (few, many) in both.items()]
    sys.stdout.write("\n".join(["", f"statements of a page: once, and {TIMES} times as much", *lines, ""]))
    return both


def test_every_page_was_counted(table, tmp_path):
    app = make_app(town_of_companies(), tmp_path)
    assert {rule.endpoint for rule, method in routes(app) if method == "GET"} - table.keys() == NOT_MET


def test_no_page_asks_more_often_in_a_large_town(table):
    assert {route: both for route, both in table.items() if both[1] > both[0]} == {}


def test_public_pages_ask_next_to_nothing(table):
    """The graph is in memory."""
    public = {route: both for route, both in table.items() if RULES.get(route) is PUBLIC}
    assert len(public) > 30
    assert {route: both for route, both in public.items() if max(both) > MOST_PUBLIC} == {}


def test_every_other_page_asks_little(table):
    assert {route: both for route, both in table.items() if max(both) > MOST_OWN} == {}
    assert any(few for few, _ in table.values())  # else nothing was counted
