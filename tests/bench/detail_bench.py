"""Pages about one noun, in the town as it is and in towns ten and a hundred times as large.

The same pages are asked for each time: those of the first copy, whose neighbours are the same at every
size. *Drawn* is the first visit ever, pictures included; *rendered* is a visit when the pictures are
there and the page is not, as after a restart.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from pathways.catalogue import Catalogue
from pathways.config import Settings
from pathways.store.engine import make_engine
from pathways.store.schema import upgrade
from pathways.store.writes import replace_catalogue
from pathways.web import create_app
from tests.addresses import most_linked
from tests.bench.beside import real_facts
from tests.bench.generator import enlarge
from tests.bench.measuring import Measured, own_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask import Flask

    from pathways.domain.nouns import Facts

SIZES = (1, 10, 100)
BAR = 2.0
PAGES_A_KIND = 8
KINDS = ("programmes", "roles", "employers", "skills")
COSTS = ("drawn", "rendered")


def measure() -> Iterator[Measured]:
    """Give two lines for each larger size, drawn and rendered, each against the town as it is."""
    facts = real_facts()
    costs = {size: _cost(enlarge(facts, size)) for size in SIZES}
    for name, now, *larger in zip(COSTS, *costs.values(), strict=True):
        for size, cost in zip(SIZES[1:], larger, strict=True):
            what = f"detail pages, {name}, {size} × the catalogue"
            yield Measured(what, f"{cost * 1000:.1f} ms", cost / now, BAR, f"1 × ({now * 1000:.1f} ms)")


def _cost(facts: Facts) -> tuple[float, ...]:
    """Seconds a page, drawn and rendered, over a real database that holds these facts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'pathways.db'}"
        engine = make_engine(url)
        upgrade(engine)
        with Session(engine) as session:
            replace_catalogue(session, facts)
            session.commit()
        catalogue = Catalogue(engine)
        settings = Settings(database_url=url, cache_dir=folder / "cache", secret_key="bench")  # no secret
        warm_up, pages = _addresses(catalogue)
        found = tuple(_seconds_a_page(create_app(settings, catalogue), warm_up, pages) for _ in COSTS)
        engine.dispose()
        return found


def _addresses(catalogue: Catalogue) -> tuple[list[str], list[str]]:
    """Pages to warm up with, which differ from those to be measured; both from the first copy."""
    ids = {kind: [id_ for id_ in ids if not id_[-1].isdigit()] for kind, ids in most_linked(catalogue.graph()).items()}
    warm_up = [f"/en/{kind}/{ids[kind][-1]}" for kind in KINDS]
    return warm_up, [f"/en/{kind}/{id_}" for kind in KINDS for id_ in sorted(ids[kind][:-1])[:PAGES_A_KIND]]


def _seconds_a_page(app: Flask, warm_up: Sequence[str], pages: Sequence[str]) -> float:
    visitor = app.test_client()

    def visit(addresses: Sequence[str]) -> None:
        for address in addresses:
            assert visitor.get(address).status_code == 200, address

    visit(warm_up)
    return own_seconds(lambda: visit(pages)) / len(pages)
