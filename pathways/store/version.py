"""What a database says of itself, told without Alembic, whose import takes a third of a second of every start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from pathways.store.errors import explained

if TYPE_CHECKING:
    from sqlalchemy import Engine

VERSIONS = Path(__file__).parent / "migrations" / "versions"


def newest() -> str:
    """Give the version this program works with: the number of its last migration file."""
    return max(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*_*.py"))


def is_current(engine: Engine) -> bool:
    """Tell whether the tables are of the newest version; False says no more than that they may not be.

    Raises:
        DatabaseUnavailable: it cannot be opened or reached.
        DatabaseCorrupt: it is no database, or a damaged one.
    """
    with explained(engine), engine.connect() as connection:
        try:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
        except DatabaseError as error:
            if "alembic_version" in str(error.orig):
                return False  # no such table: an empty database
            raise
    return found == [newest()]


def loaded_digest(engine: Engine) -> str:
    """Give the digest of the seed folder that was loaded, see `seeds.digest_of`; empty when it is not known.

    Raises:
        StoreError: the database cannot be used, or has no tables yet.
    """
    with explained(engine), engine.connect() as connection:
        return str(connection.execute(text("SELECT digest FROM catalogue")).scalar() or "")
