"""Copies of a database that are made by themselves, before all of it is changed: by an import, seeds or a migration.

A copy holds no notes of talks. It is read again, as `pathways restore` would read it, before anything relies on it; and
only then do the oldest ones go, so that the disk is not filled by what nobody counts. Each database keeps the newest of
its own, each occasion's apart: many imports in a day push out no copy of an older version's tables. A file that
was renamed or put there by hand is never touched.
"""

from __future__ import annotations

import logging
import re
from enum import StrEnum
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Final

from pathways.domain.errors import PathwaysError
from pathways.store.backups import write_backup
from pathways.store.copies import NoBackup, opened

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

log = logging.getLogger("pathways")

KEPT: Final = 20
"""How many copies of one database and occasion are kept, the newest ones."""
LEFT_S: Final = 3600
"""After how many seconds nobody is still writing a copy that is not finished."""


class Before(StrEnum):
    """What a copy is made before."""

    IMPORT = "import"
    SEED = "seed"
    MIGRATION = "migration"


def copy_before(engine: Engine, folder: Path, what: Before, number: int, now: datetime) -> Path:
    """Put a copy of the database into a folder, read it again, and let go of the oldest ones; give its name.

    Args:
        engine: of the database.
        folder: made where it is not there.
        what: what is about to happen.
        number: stands in the name, to tell copies of one moment apart: a revision, a process.
        now: stands in the name, and tells which are the newest.

    Raises:
        PathwaysError: it cannot be written, or not be read again; every older copy is still there.
        StoreError: the database cannot be read.
    """
    begins = f"before-{what}-{_name(engine)}-"
    file = folder / f"{begins}{now:%Y%m%dT%H%M%S%f}-{number}.db"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PathwaysError(f"{folder} cannot be made ({error.strerror}). Nothing was changed.") from None
    write_backup(engine, file, now, notes=False)
    _verify(file)
    _let_go(folder, begins, file)
    return file


def _verify(file: Path) -> None:
    """Read a copy again; one that cannot be read is no copy, and would stand in the way of one that can."""
    try:
        with opened(file):
            return
    except NoBackup as fault:
        file.unlink(missing_ok=True)
        raise PathwaysError(f"The copy that was written cannot be read again: {fault}") from None


def _name(engine: Engine) -> str:
    """Call the database by its name, or that of its file, as a part of a file's name."""
    return re.sub(r"[^\w.]", "_", Path(engine.url.database or "memory").stem)[:60]


def _let_go(folder: Path, begins: str, newest: Path) -> None:
    """Delete all but the newest copies, and what was never finished; what cannot be deleted is left and noted."""
    ours = re.compile(rf"(\.?){re.escape(begins)}(\d{{8}}T\d{{12}}-\d+)\.db(?:\.part(?:-journal)?)?")
    try:
        found = [(named[2], named[1], path) for path in folder.iterdir() if (named := ours.fullmatch(path.name))]
        whole = [path for _, hidden, path in sorted(found, reverse=True) if not hidden and path != newest]
        begun = [path for _, hidden, path in found if hidden and time() - path.stat().st_mtime > LEFT_S]
        for path in (*whole[KEPT - 1 :], *begun):
            path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("Old copies of the database in %s cannot be deleted: %s", folder, error)
