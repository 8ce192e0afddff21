"""All of ESCO out of the database and into arrays, against the driver that only fetches the same rows.

Both read an SQLite file that `pathways import-esco` would make: 17,543 concepts with their names and 145,617
relations. The cost is processor time, the rounds alternate; memory is the peak that loading adds in a process
of its own.
"""

from __future__ import annotations

import gc
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pathways.catalogue import Catalogue
from pathways.store.engine import make_engine
from pathways.store.schema import upgrade
from tests.bench.beside import ESCO, ROOT, classification
from tests.bench.measuring import Measured, own_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

BAR = 3.0
ROUNDS = 9
QUESTIONS = (
    "SELECT kind, uri, label_en, label_da, alternatives_en, alternatives_da, code FROM esco_concept ORDER BY id",
    "SELECT kind, first, second FROM esco_relation",
)
PEAK = """
import sys, tracemalloc
from sqlmodel import Session
from pathways.store.engine import make_engine
from pathways.store.esco_rows import read_classification
with Session(make_engine(sys.argv[1])) as session:
    session.connection()
    tracemalloc.start()
    kept = read_classification(session)
    print(tracemalloc.get_traced_memory()[1] // 2**20)
"""
"""Prints the most MB that loading ever held, what is kept included."""


def measure() -> Iterator[Measured]:
    """Give one line: loading, against fetching."""
    if not ESCO.is_dir():
        print(f"SKIPPED: ESCO is not measured, {ESCO} is not beside the project.")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "esco.db"
        url = f"sqlite:///{file}"
        engine = make_engine(url)
        upgrade(engine)
        catalogue = Catalogue(engine)
        catalogue.replace_classification(classification())
        catalogue.close()
        yield _compare(url, file)


def _compare(url: str, file: Path) -> Measured:
    loading, fetching = [], []
    for _ in range(ROUNDS):
        gc.collect()
        fetching.append(own_seconds(lambda: _fetch(file)))
        gc.collect()
        loading.append(own_seconds(lambda: _load(url)))
    ours, theirs = statistics.median(loading), statistics.median(fetching)
    peak = subprocess.run(
        [sys.executable, "-c", PEAK, url], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    return Measured(f"ESCO loaded, {peak} MB at its peak", f"{ours * 1e3:.0f} ms", ours / theirs, BAR,
                    f"sqlite3 rows ({theirs * 1e3:.0f} ms)")  # fmt: skip


def _load(url: str) -> None:
    catalogue = Catalogue(make_engine(url))
    assert catalogue.classification() is not None
    catalogue.close()


def _fetch(file: Path) -> None:
    connection = sqlite3.connect(file)
    for question in QUESTIONS:
        connection.execute(question).fetchall()
    connection.close()
