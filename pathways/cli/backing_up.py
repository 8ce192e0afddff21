"""`pathways backup`: a copy of the database in one file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from pathways.cli.opening import require_database
from pathways.cli.words import many
from pathways.domain.errors import PathwaysError


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-notes", is_flag=True, help="Copy what was written in guidance talks, too.")
def backup(file: Path, with_notes: bool) -> None:
    """Write a copy of the database into FILE, an SQLite file whatever the database is. It may run while a server does.

    Without --with-notes every word that was typed in a guidance talk is left out; what was chosen stays. Links for
    passwords are never copied. Keep the secret key (PATHWAYS_SECRET_KEY, or the file secret-key beside the database)
    elsewhere: without it everybody is signed out, and codes that were given out let nobody in.

    \b
    Example:
      pathways backup monday.db
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.config import Settings
    from pathways.store.backups import write_backup
    from pathways.store.copies import NoBackup, opened
    from pathways.store.engine import make_engine

    settings = Settings.read()
    require_database(settings)
    engine = make_engine(settings.database_url)
    made = write_backup(engine, file, datetime.now(UTC), notes=with_notes)
    engine.dispose()
    talks = f"{many(made.talks, 'guidance talk')} {'with' if with_notes else 'without'} notes"
    click.echo(f"Wrote {file}: the catalogue, {many(made.accounts, 'account')}, {talks}.")
    try:
        with opened(file):
            pass  # as a restore would read it
    except NoBackup as error:
        raise PathwaysError(
            f"It is as the database is, and no restore will take it: {error} See: pathways doctor"
        ) from None
    if with_notes:
        click.echo("Who has this file can read the notes. Delete it when it is no longer needed.")
