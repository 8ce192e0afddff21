"""A PostgreSQL whose tables are of an older version, copied as it is: the classes of today do not fit them.

The copy gets the tables of that version, which are then looked at on both sides, and every row of them. What is read
and written so is bare: instants come with the server's clocks and are kept by ours in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import MetaData, delete, insert, select, text

from pathways.store.engine import snapshot, writer
from pathways.store.schema import upgrade

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

AT_ONCE: Final = 2_000


def copy_older(engine: Engine, memory: Engine) -> None:
    """Fill an empty SQLite database with the tables and rows of an older one; its version stays the older one."""
    with snapshot(engine).connect() as source:
        upgrade(memory, source.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
        with writer(memory).begin() as target:
            target.execute(text("PRAGMA defer_foreign_keys=ON"))  # a programme may name one that comes after it
            _fill(source, target)


def _fill(source: Connection, target: Connection) -> None:
    theirs, ours = MetaData(), MetaData()
    theirs.reflect(source)
    ours.reflect(target)
    every = [table for table in ours.sorted_tables if table.name != "alembic_version"]
    for table in reversed(every):
        target.execute(delete(table))  # a migration may have put a first row there
    for table in every:
        found = theirs.tables[table.name]
        wanted = select(found).order_by(*found.primary_key)
        rows = source.execution_options(yield_per=AT_ONCE).execute(wanted).mappings()
        for some in rows.partitions():
            target.execute(insert(table), [_in_utc(dict(row)) for row in some])


def _in_utc(row: dict[str, object]) -> dict[str, object]:
    aware = {name: one for name, one in row.items() if isinstance(one, datetime) and one.tzinfo}
    return {**row, **{name: moment.astimezone(UTC) for name, moment in aware.items()}}
