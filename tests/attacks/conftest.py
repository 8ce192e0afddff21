"""A house under attack: hostile facts, hostile forms, and ears on what reaches the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from tests.asking_companies import town_of_companies
from tests.attacks.hostile import poisoned
from tests.attacks.settling import settle
from tests.attacks.walking import KINDS, STRANGER, Walk, Watched, doors, visitor
from tests.attacks.weapons import MARK, WORDS
from tests.conftest import make_app

if TYPE_CHECKING:
    from flask import Flask


def listened(app: Flask) -> list[str]:
    """Give the list that every statement with the mark in it is put into: such a statement was made of typed words."""
    heard: list[str] = []

    def hear(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        if MARK in statement:
            heard.append(statement)

    event.listen(app.extensions["pathways"].engine, "before_cursor_execute", hear)
    return heard


@dataclass
class Stormed:
    """A house after everybody sent hostile words with every form. `taken` says what stands in each column of facts."""

    app: Flask
    walks: list[Walk]
    taken: dict[str, str]
    statements: list[str]

    @property
    def texts(self) -> str:
        """Every page that anybody saw."""
        return "\n".join(text for walk in self.walks for text in walk.texts)


@pytest.fixture(scope="module")
def stormed(tmp_path_factory: pytest.TempPathFactory) -> Stormed:
    """Everybody sends every form, and then looks at every page, in the other language."""
    facts, taken, _ = poisoned(town_of_companies(), WORDS)
    app = make_app(facts, tmp_path_factory.mktemp("stormed"))
    app.request_class = Watched
    statements = listened(app)
    walks = []
    people = {kind: visitor(app, kind) for kind in KINDS}
    people["student"] = settle(app, people)
    graph = app.extensions["pathways"].graph()
    for language, sending in (("en", True), ("da", False)):
        for kind, client in people.items():
            walk = Walk(app, kind, client)
            walks.append(walk.run(*doors(app, graph, language), sending=sending, everything=kind == STRANGER))
    return Stormed(app, walks, taken, statements)
