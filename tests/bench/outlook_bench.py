"""An outlook page that nobody asked for before, against what it cannot do without: its draws, and a page.

The page is made by the application itself, below the page cache. The yardstick is numpy drawing 10,000 futures of
every figure that the page rests on, in one call and with nothing done with them (the town's page says how each role
stands, so their figures belong to it), and the page of the same role rendered anew. Both use the invented town, where
everything is known; the rounds alternate.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from pathways.domain import outlook
from pathways.domain.supply import DRAWS, Dice
from pathways.domain.supply_inputs import inputs
from pathways.web.ahead import ahead
from tests.bench.measuring import Measured, own_seconds
from tests.conftest import EXAMPLE_TOWN, facts_of, make_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Interval

BAR = 1.5
ROUNDS = 7


def measure() -> Iterator[Measured]:
    """Give one line for the roles, one page each a round, and one for the town."""
    with tempfile.TemporaryDirectory() as name:
        app = make_app(facts_of(EXAMPLE_TOWN), Path(name))
        with app.app_context():
            graph: Graph = app.extensions["pathways"].graph()
        roles = tuple(graph.roles)
        of_roles = [drawn(graph, outlook.scope_of_role(graph, role)) for role in roles]
        of_town = np.concatenate([drawn(graph, outlook.scope_of_town(graph)), *of_roles])
        yield _compared(
            "outlook of a role, uncached",
            len(roles),
            lambda: [_visit(app, f"/en/roles/{role}/outlook") for role in roles],
            lambda: [_visit(app, f"/en/roles/{role}") for role in roles],
            lambda: [_draw(quantities) for quantities in of_roles],
        )
        yield _compared(
            "outlook of the town, uncached",
            1,
            lambda: _visit(app, "/en/outlook"),
            lambda: _visit(app, "/en/town"),
            lambda: _draw(of_town),
        )


def _compared(
    what: str, pages: int, ours: Callable[[], object], page: Callable[[], object], draws: Callable[[], object]
) -> Measured:
    ours(), page(), draws()  # templates compiled, pictures drawn
    rounds = [(own_seconds(ours), own_seconds(page) + own_seconds(draws)) for _ in range(ROUNDS)]
    cost, yardstick = (statistics.median(side) / pages for side in zip(*rounds, strict=True))
    against = f"draws and a page ({yardstick * 1000:.1f} ms)"
    return Measured(what, f"{cost * 1000:.1f} ms", cost / yardstick, BAR, against)


def _visit(app: Flask, path: str) -> None:
    """Ask for a page as the first of all visitors does: no outlook was drawn before.

    What the catalogue says, and what of it may be told, is collected once for each revision, as the graph is.
    """
    with app.test_request_context(path):
        app.preprocess_request()
        ahead().forget()
        answer = app.full_dispatch_request()
    assert answer.status_code == 200, f"{path}: {answer.status_code}"


class Recorder(Dice):
    """Stands where the dice stand and notes what is drawn with them."""

    drawn: ClassVar[list[tuple[float, float, float]]] = []

    def of(self, name: str) -> Dice:
        """Give these for every name."""
        return self

    def draw(self, value: Interval) -> np.ndarray:
        """Note one quantity that is not certain; every future has its likely value."""
        if value.low < value.high:
            self.drawn.append((value.low, value.likely, value.high))
        return np.full(self.draws, value.likely)


def drawn(graph: Graph, scope: outlook.Scope) -> np.ndarray:
    """Give the quantities that the outlook of a scope draws: rows of low, likely, high."""
    Recorder.drawn.clear()
    outlook.draw(graph, inputs(graph, (), 2026), scope, Recorder(np.random.default_rng(0), draws=1))
    return np.array(Recorder.drawn)


def _draw(quantities: np.ndarray) -> None:
    """Draw each quantity once for each future, as plainly as numpy can."""
    low, likely, high = (quantities[:, at, None] for at in range(3))
    np.random.default_rng(1).triangular(low, likely, high, size=(len(quantities), DRAWS))
