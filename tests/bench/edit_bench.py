"""From an edit to its being seen, in a catalogue a hundred times as large: here, and by another worker.

An edit builds the graph that would be, writes the rows that change, reads everything again and compares before it
commits; another worker reads everything once, with its next request. Held against reading everything once.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING

from sqlmodel import Session

from pathways.catalogue import Catalogue
from pathways.domain.editing import Change
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.engine import make_engine, snapshot
from pathways.store.reads import load_graph
from pathways.store.schema import upgrade
from tests.bench.beside import real_facts
from tests.bench.generator import enlarge
from tests.bench.measuring import Measured, own_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from pathways.domain.nouns import Facts

TIMES, ROUNDS, BAR = 100, 5, 3.0
HAND = Hand(datetime(2026, 11, 26, 12, tzinfo=UTC), Via.FORM)


def measure() -> Iterator[Measured]:
    """Give an edit seen where it is made, then one seen by another worker, each against one reading."""
    facts = real_facts()
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/pathways.db")
        upgrade(engine)
        here, there = Catalogue(engine), Catalogue(engine)
        here.replace(enlarge(facts, TIMES), HAND)
        loads, edits, seen = [], [], []
        for _ in range(ROUNDS):  # in turns: a machine that is slow for a while is so to all three
            loads.append(own_seconds(lambda: _load(engine)))
            edits.append(own_seconds(lambda: _edit(here)))
            seen.append(own_seconds(there.graph))
        engine.dispose()
    load, edit, other = median(loads), median(edits), median(seen)
    against = f"one graph load ({load:.2f} s)"
    yield Measured(f"edit seen here, {TIMES} × the catalogue", f"{edit:.2f} s", edit / load, BAR, against)
    yield Measured("the same, seen by another worker", f"{edit + other:.2f} s", (edit + other) / load, BAR, against)


def _load(engine: Engine) -> None:
    with Session(snapshot(engine)) as session:
        load_graph(session)


def _edit(catalogue: Catalogue) -> None:
    def other_level(facts: Facts) -> list[Change]:
        role = facts.roles[0]
        return [Change("roles", role, replace(role, eqf=5 if role.eqf != 5 else 6))]  # a level and the next

    catalogue.change(other_level, HAND)
