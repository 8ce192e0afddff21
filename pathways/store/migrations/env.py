"""How a migration runs: on the connection it is given, in one transaction, with keys looked after.

On SQLite a change to a table is a new table, a copy and a drop, and the drop deletes the children of the
old one where keys cascade. So the keys are off while migrating and all checked at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from alembic import context
from sqlalchemy import text
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from pathways.store import schema  # noqa: F401  # it knows every table, and so brings them all into the metadata
from pathways.store.columns import Instant

if TYPE_CHECKING:
    import sqlite3

    from alembic.autogenerate.api import AutogenContext
    from sqlalchemy import Connection

ONE_AT_A_TIME = 7282410093  # any number: two processes that start at once queue up on this lock


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write SQLModel's strings and our instants as SQLAlchemy's, so that a migration imports nothing of ours."""
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    return False


def migrate(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=sqlite,
        render_item=render_item,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_AT_A_TIME})
        context.run_migrations()
        if sqlite:
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if orphans:
                raise RuntimeError(f"The migration would leave rows that refer to nothing: {orphans[:5]}")


def with_keys_off(connection: Connection) -> None:
    """The switch does nothing inside a transaction, so it goes past SQLAlchemy, which would begin one."""
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        migrate(connection)
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


given = context.config.attributes["connection"]
(with_keys_off if given.dialect.name == "sqlite" else migrate)(given)
