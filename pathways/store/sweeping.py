"""The bytes of what was deleted: made sure that none is left in the database's files.

SQLite overwrites what is deleted (`secure_delete`), but the -wal still has it: the checkpoint empties that. In the file
nothing was found afterwards, of 1,500 overwritten notes (SQLite 3.40). VACUUM writes every page anew all the same: a
deletion by another program, or an SQLite built otherwise, leaves the old text in its page. It takes 0.02 s, and 0.15 s
with all of ESCO loaded (17 MB). PostgreSQL keeps deleted rows in the table's file until VACUUM (FULL) writes another;
its own log (pg_wal) and copies made by its administrator are beyond this program.

A restore keeps the database of before beside the new one; what is deleted here is deleted there as well.

Others may read and write meanwhile. Who is in the way is waited for only briefly: a sweep that could not be done says
so, its mark stays, and it is tried again (`pathways.cli.upkeep`).
"""

from __future__ import annotations

import logging
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from sqlalchemy import delete, select, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from pathways.store.account_tables import MarkRow
from pathways.store.engine import make_engine, writer
from pathways.store.errors import StoreError, explained
from pathways.store.guidance_tables import GUIDANCE, GuidanceGoneRow
from pathways.store.purging import UNSWEPT, delete_gone, entomb, purge_expired
from pathways.store.rows import table

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

PATIENCE_S: Final = 4.0
LOOK_EVERY_S: Final = 0.05
NEXT_NUMBER: Final = "SELECT CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text)"
"""The number of the next transaction: all that has been deleted was deleted by one with a lower number."""
MAY_STILL_SEE: Final = """
    SELECT pg_snapshot_xmin(pg_current_snapshot()) < CAST(:number AS xid8) OR EXISTS (
        SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
            AND age(backend_xmin) > age(CAST(CAST(:number AS xid8) AS xid))
    )
"""
"""Whether VACUUM would keep something of what was deleted: for one who reads here since before, or because one who
writes since before, in whichever database of the server, makes new readers look as old as it is."""

log = logging.getLogger("pathways")
_marks, _gone = table(MarkRow), table(GuidanceGoneRow)


def owed(engine: Engine) -> datetime | None:
    """Tell since when a sweep is owed; None when all is clean."""
    with explained(engine), engine.connect() as connection:
        return connection.execute(select(_marks.c.since).where(_marks.c.name == UNSWEPT)).scalar()


def kept_beside(engine: Engine) -> Path | None:
    """Give the place where a restore keeps the SQLite file of before; None where there is no file."""
    name = engine.url.database
    return Path(f"{name}.before") if engine.dialect.name == "sqlite" and name not in {None, "", ":memory:"} else None


def sweep(engine: Engine, patience_s: float = PATIENCE_S) -> bool:
    """Leave no byte of what was deleted or overwritten; False when others were in the way, or the disk is full.

    Call it outside of any transaction. It raises nothing: the caller has deleted already, and this can be done later.
    """
    try:
        since = owed(engine)
        with explained(engine):
            done = (_sqlite if engine.dialect.name == "sqlite" else _postgresql)(engine, patience_s)
            done = _clean_kept(engine, patience_s) and done
            if done and since is not None:
                with writer(engine).begin() as connection:  # what was deleted meanwhile has a later mark, which stays
                    connection.execute(delete(_marks).where(_marks.c.name == UNSWEPT, _marks.c.since == since))
    except StoreError as error:
        log.warning("Sweeping is put off: %s", error)
        return False
    except Exception:
        log.exception("Sweeping failed")
        return False
    if not done:
        log.warning("Sweeping is put off: others are reading or writing.")
    return done


def _clean_kept(engine: Engine, patience_s: float) -> bool:
    kept = kept_beside(engine)
    if kept is None or not kept.exists():
        return True
    with engine.connect() as connection:
        gone = dict(connection.execute(select(_gone.c.id, _gone.c.forget_at)).all())
    other = make_engine(f"sqlite:///{kept}")
    try:
        with explained(other):
            with writer(other).begin() as connection, Session(connection) as session:
                entomb(session, gone)
                delete_gone(session)
                purge_expired(session, datetime.now(UTC), 0)
            clean = _sqlite(other, patience_s)
            with other.connect() as connection:
                driver = cast("sqlite3.Connection", connection.connection.driver_connection)
                connection.rollback()
                driver.execute("PRAGMA journal_mode=DELETE").close()  # one file again, as a copy should be
            return clean
    finally:
        other.dispose()


def _sqlite(engine: Engine, patience_s: float) -> bool:
    if kept_beside(engine) is None:
        return True  # in memory
    pooled = engine.raw_connection()
    with closing(pooled):
        driver = cast("sqlite3.Connection", pooled.driver_connection)
        patience = driver.execute("PRAGMA busy_timeout").fetchone()[0]
        driver.execute(f"PRAGMA busy_timeout={int(patience_s * 500)}").close()  # half of it for each of two waits
        try:
            driver.execute("VACUUM").close()
            busy: int = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            return False
        finally:
            driver.execute(f"PRAGMA busy_timeout={patience}").close()
    return not busy


def _postgresql(engine: Engine, patience_s: float) -> bool:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not _is_out_of_sight(connection, patience_s):
            return False
        connection.execute(text(f"SET lock_timeout = {int(patience_s * 1000)}"))
        try:
            for each in GUIDANCE:
                connection.execute(text(f"VACUUM (FULL) {each.name}"))
        except OperationalError as error:
            if type(error.orig).__name__ != "LockNotAvailable":
                raise
            return False
        finally:
            connection.execute(text("RESET lock_timeout"))
    return True


def _is_out_of_sight(connection: Connection, patience_s: float) -> bool:
    """Wait until nobody can see any more what has been deleted so far; False when that takes too long."""
    number = {"number": connection.execute(text(NEXT_NUMBER)).scalar_one()}
    until = time.monotonic() + patience_s
    while connection.execute(text(MAY_STILL_SEE), number).scalar_one():
        if time.monotonic() > until:
            return False
        time.sleep(LOOK_EVERY_S)
    return True
