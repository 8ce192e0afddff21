"""The tables' versions: which one a database has, and the way up and down between them.

Migrations live in `pathways/store/migrations` and run on SQLite and PostgreSQL alike. Nothing is ever
overwritten: a damaged file, a database made by a newer Pathways and tables of somebody else are refused.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from pathways.store.account_tables import ACCOUNTS
from pathways.store.digest_tables import DIGESTS
from pathways.store.edit_tables import EDITS
from pathways.store.engine import writer
from pathways.store.errors import DatabaseCorrupt, SchemaMismatch, explained
from pathways.store.esco_tables import ESCO
from pathways.store.flag_tables import FLAGS
from pathways.store.guidance_tables import GUIDANCE
from pathways.store.rows import CATALOGUE, table
from pathways.store.scenario_tables import SCENARIOS
from pathways.store.steward_tables import STEWARD
from pathways.store.tables import CatalogueRow
from pathways.store.upload_tables import UPLOADS

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

EVERY: Final[tuple[Table, ...]] = (
    table(CatalogueRow),
    *CATALOGUE,
    *ESCO,
    *ACCOUNTS,
    *GUIDANCE,
    *FLAGS,
    *SCENARIOS,
    *DIGESTS,
    *EDITS,
    *STEWARD,
    *UPLOADS,
)
"""Every table; one comes after those it refers to."""
MIGRATIONS = Path(__file__).parent / "migrations"


class State(StrEnum):
    """How a database stands to this program."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"
    CORRUPT = "corrupt"


_REFUSED = {
    State.NEWER: "The database was made by a newer Pathways. Start that one, or name another database.",
    State.FOREIGN: "The database holds tables of the same names from elsewhere. Name another in PATHWAYS_DATABASE_URL.",
}


def state(engine: Engine) -> State:
    """Tell how a database stands. An SQLite file that does not exist yet is made, and empty.

    Raises:
        DatabaseUnavailable: it cannot be opened, reached or written.

    """
    try:
        with explained(engine), engine.connect() as connection:
            return _state(connection)
    except DatabaseCorrupt:
        return State.CORRUPT


def _state(connection: Connection) -> State:
    script = ScriptDirectory(str(MIGRATIONS))
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None:
        ours = {each.name for each in EVERY}
        return State.FOREIGN if ours & set(inspect(connection).get_table_names()) else State.EMPTY
    if found == script.get_current_head():
        return State.CURRENT
    return State.OLDER if found in {revision.revision for revision in script.walk_revisions()} else State.NEWER


def lacking(connection: Connection) -> tuple[str, ...]:
    """Name the tables, then the columns of others, that a current database should have and lacks; none if whole."""
    look = inspect(connection)
    there = {name: {column["name"] for column in look.get_columns(name)} for name in look.get_table_names()}
    tables = [each.name for each in EVERY if each.name not in there]
    columns = [
        f"{each.name}.{column.name}"
        for each in EVERY
        for column in each.columns
        if each.name in there and column.name not in there[each.name]
    ]
    return (*tables, *columns)


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring an empty or older database to this program's tables, or to those of a version between; rows are kept.

    Raises:
        SchemaMismatch: it was made by a newer Pathways, or its tables are somebody else's.
        DatabaseCorrupt: it is no database, or a damaged one.
        DatabaseUnavailable: it cannot be opened, reached or written.

    """
    with explained(engine), writer(engine).connect() as connection:
        found = _state(connection)
        connection.rollback()
        if found in _REFUSED:
            raise SchemaMismatch(_REFUSED[found])
        if found is not State.CURRENT:
            command.upgrade(_config(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Take a database down to an older version, or to `base`, which leaves nothing.

    Rows of tables that the older version does not have are lost. Raises as `upgrade` does.
    """
    with explained(engine), writer(engine).connect() as connection:
        found = _state(connection)
        connection.rollback()
        if found in _REFUSED:
            raise SchemaMismatch(_REFUSED[found])
        command.downgrade(_config(connection), to)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
