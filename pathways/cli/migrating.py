"""Tables of an older version, brought up to date once a copy of the database has been made."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from pathways.domain.errors import PathwaysError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from pathways.config import Settings


def migrate(engine: Engine, settings: Settings) -> bool:
    """Bring the tables to this program's; tells whether there were none yet.

    Raises:
        PathwaysError: no copy could be made first, or the database cannot be used. Nothing was changed.
    """
    from pathways.store.schema import State, state, upgrade

    found = state(engine)
    if found is State.OLDER:
        kept = copied(engine, settings)
        # beside the answer, never in it: a program may be reading that
        click.echo(f"The tables are brought up to date. A copy of the database as it was: {kept}", err=True)
    upgrade(engine)
    return found is State.EMPTY


def copied(engine: Engine, settings: Settings) -> Path:
    """Put a copy of the database, without notes of talks, beside it; give its name.

    Raises:
        PathwaysError: it could not be made, and why.
    """
    from pathways.store.automatic import Before, copy_before

    try:
        return copy_before(engine, settings.backup_folder, Before.MIGRATION, os.getpid(), datetime.now(UTC))
    except PathwaysError as error:
        raise PathwaysError(
            "The database has tables of an older version. It was left as it is, because no copy of it could be made "
            f"first: {error}"
        ) from None
