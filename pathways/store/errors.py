"""What can go wrong with a database, each told in one line that says what to do."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from pathways.domain.errors import PathwaysError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.engine import URL


class StoreError(PathwaysError):
    """The database cannot be used as it is. Nothing was changed."""


class EmptyCatalogue(StoreError):
    """No facts are loaded yet."""


class DatabaseUnavailable(StoreError):
    """The database cannot be opened, reached or written."""


class DatabaseCorrupt(StoreError):
    """The file is no database, or a damaged one."""


class SchemaMismatch(StoreError):
    """The tables, or their columns, are not those this program works with."""


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turn what is raised inside the block into a `StoreError` where it is about the database as such.

    A row that breaks a constraint, and a slip in the words of a query, come through as they are. Raw connections and
    the engine's own events raise the driver's errors unwrapped.
    """
    driver: type[Exception] = engine.dialect.loaded_dbapi.Error
    tell = _sqlite if engine.dialect.name == "sqlite" else _server
    try:
        yield
    except IntegrityError:
        raise
    except (SQLAlchemyError, driver) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        told = tell(cause, engine.url)
        if told is None:
            raise
        raise told from error


def _sqlite(cause: BaseException | None, url: URL) -> StoreError | None:
    file, reason = url.database or "What was read", str(cause)
    other = "or name another file in PATHWAYS_DATABASE_URL"
    if "not a database" in reason or "malformed" in reason:
        words = "is no database, or a damaged one. It was left as it is: move it away and restore a copy,"
        return DatabaseCorrupt(f"{file} {words} {other}.")
    if "unable to open" in reason:
        return DatabaseUnavailable(f"{file} cannot be opened. Make its folder and let this user write there, {other}.")
    if "readonly" in reason:
        return DatabaseUnavailable(f"{file} cannot be written. Let this user write it and its folder, {other}.")
    if "locked" in reason:
        return DatabaseUnavailable(f"{file} is being written by another program. Try again when it is done.")
    if "disk I/O" in reason:
        return DatabaseUnavailable(f"{file} cannot be read or written: its disk does not answer. See to the disk.")
    if "full" in reason:
        return DatabaseUnavailable(f"{file} cannot grow: the disk is full. Make room and try again.")
    return _no_tables() if re.search("no such (table|column)", reason) else None


def _server(cause: BaseException | None, url: URL) -> StoreError | None:
    reason = f"{' '.join(str(cause).split()).rstrip('.')}."
    place = f"{url.host or 'the local socket'}/{url.database}"
    if type(cause).__name__ in {"OperationalError", "AdminShutdown", "ConnectionTimeout", "InvalidPassword"}:
        return DatabaseUnavailable(
            f"The database {place} cannot be reached: {reason} Start it, or mend PATHWAYS_DATABASE_URL."
        )
    if type(cause).__name__ == "InsufficientPrivilege":
        return DatabaseUnavailable(f"The database {place} refuses this user: {reason} Grant it what it needs.")
    return _no_tables() if type(cause).__name__ in {"UndefinedTable", "UndefinedColumn"} else None


def _no_tables() -> StoreError:
    return SchemaMismatch(
        "The database has no tables yet, old ones, or not all of them. "
        "Make them with: pathways seed, or see: pathways doctor"
    )
