"""Engines on databases of their own: an SQLite file, or a real PostgreSQL, with tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pathways.store.engine import make_engine
from pathways.store.schema import upgrade
from tests.store.folders import write_folder
from tests.worlds import whole_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def bare_engine(database_url: str) -> Iterator[Engine]:
    """An engine on a database without tables."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(bare_engine: Engine) -> Engine:
    """An engine on a database with tables and no facts."""
    upgrade(bare_engine)
    return bare_engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A seed folder without faults that holds some of everything."""
    return write_folder(whole_town(), tmp_path / "town")
