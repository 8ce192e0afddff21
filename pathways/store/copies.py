"""What is in the file of a copy: read only when every byte, page, table and reference of it is in order.

What somebody restores replaces everything, so nothing of a file is believed: the seal says whether its bytes are those
that were written, SQLite whether each page, row and index can be read and each key is there, and the tables are held
against those of the version that the file says it is of.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final, cast

from sqlalchemy.exc import SQLAlchemyError

from pathways.domain.errors import PathwaysError
from pathways.store.engine import make_engine
from pathways.store.schema import State, lacking, state, upgrade
from pathways.store.seals import is_broken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

MOST_TOLD: Final = 5


class NoBackup(PathwaysError):
    """The file is no copy that can be restored."""


@contextmanager
def opened(file: Path) -> Iterator[Engine]:
    """Give what is in a copy's file, in memory and with this program's tables; the file is only read.

    Raises:
        NoBackup: it is none, is damaged, or was made by a newer Pathways.
    """
    memory = make_engine("sqlite://")
    try:
        _load(file, memory)
        _bring_up(file, memory)
        yield memory
    finally:
        memory.dispose()


def _bring_up(file: Path, memory: Engine) -> None:
    found = state(memory)
    if found is State.NEWER:
        raise NoBackup(f"{file} was made by a newer Pathways. Restore it with that one.")
    if found not in {State.CURRENT, State.OLDER}:
        raise NoBackup(f"{file} holds no database of Pathways. Nothing was changed.")
    try:
        upgrade(memory)
    except (SQLAlchemyError, PathwaysError):
        raise _damaged(file, "Its tables are not those that they say they are.") from None
    with memory.connect() as connection:
        lacks = lacking(connection)
    if lacks:
        raise _damaged(file, f"It lacks {', '.join(lacks[:MOST_TOLD])}.")


def _damaged(file: Path, how: str) -> NoBackup:
    return NoBackup(f"{file} is damaged. {how} Nothing was changed; restore another copy.")


def _load(file: Path, memory: Engine) -> None:
    try:
        with file.open("rb") as whole:
            if is_broken(whole):
                raise _damaged(file, "Some of its bytes are not those that were written.")
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source:
            _examine(file, source)
            pooled = memory.raw_connection()
            with closing(pooled):
                source.backup(cast("sqlite3.Connection", pooled.driver_connection))
    except OSError as error:
        raise NoBackup(f"{file} cannot be read ({error.strerror}).") from None
    except sqlite3.Error:
        raise NoBackup(
            f"{file} is no copy that `pathways backup` made, or a damaged one. Nothing was changed."
        ) from None


def _examine(file: Path, source: sqlite3.Connection) -> None:
    if source.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise _damaged(file, "Not all of it can be read.")
    lost = sorted({str(row[0]) for row in source.execute("PRAGMA foreign_key_check")})
    if lost:
        raise _damaged(file, f"Rows refer to what is not there: in {', '.join(lost[:MOST_TOLD])}.")
