"""`pathways restore`: a copy brought back into the database that is there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pathways.cli.opening import has_database, place, ready_engine
from pathways.cli.sessions import swept
from pathways.cli.words import many

if TYPE_CHECKING:
    from pathways.config import Settings
    from pathways.store.backups import Copied
    from pathways.store.restoring import Restored


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(file: Path) -> None:
    """Bring back what `pathways backup` wrote into FILE, in the place of what is in the database.

    Guidance talks that were deleted since the copy was made, or that have expired, do not come back. From a copy
    without notes only lost talks come back; the others stay as they are. Everybody has to sign in again.

    The database of before is kept: beside it as .before, and for PostgreSQL as FILE.before. A server may run
    meanwhile and shows what was restored with its next answer.

    \b
    Example:
      pathways restore monday.db
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.catalogue import Catalogue
    from pathways.config import Settings
    from pathways.store.backups import copy_of, counted, write_file
    from pathways.store.copies import opened
    from pathways.store.restoring import replace_all
    from pathways.store.sweeping import kept_beside

    settings = Settings.read()
    with opened(file) as copy:
        copied, new = counted(copy), is_new(settings)
        catalogue = Catalogue(ready_engine(settings))
        kept = kept_beside(catalogue.engine) or file.with_name(f"{file.name}.before")
        with catalogue.edit() as session:
            restored = replace_all(session, copy, copied, datetime.now(UTC), settings.session_days)
            if not new:
                with copy_of(catalogue.engine) as before:
                    write_file(before, kept)
    click.echo(f"Restored {file} into {place(settings)}.")
    tell(copied, restored)
    if not new:
        click.echo(f"The database of before, notes and all, is kept in {kept}. Delete it when you no longer need it.")
    swept(catalogue)


def is_new(settings: Settings) -> bool:
    """Tell whether there is no database yet."""
    from pathways.store.engine import make_engine
    from pathways.store.schema import State, state

    if settings.database_file is not None:
        return not has_database(settings)
    engine = make_engine(settings.database_url)
    found = state(engine)
    engine.dispose()
    return found is State.EMPTY


def tell(copied: Copied, restored: Restored) -> None:
    """Say what was in the copy and what of it did not come back."""
    made = f"made {copied.made:%Y-%m-%d %H:%M} UTC" if copied.made else "a database file as it was"
    notes = "without notes" if copied.silent else "with notes"
    talks = f"{many(copied.talks, 'guidance talk')} {notes}"
    click.echo(f"The copy: {made}, {many(copied.accounts, 'account')}, {talks}.")
    deleted = f"{many(restored.gone, 'talk')} deleted since"
    click.echo(f"Not brought back: {deleted}, {restored.expired:,} expired.")
    if copied.silent:
        click.echo(f"Left as they were, with their notes: {many(restored.stayed, 'talk')}.")
    if not restored.compared:
        click.echo("The database was empty: if talks were deleted after the copy was made, nothing here knows of them.")
