"""`pathways seed`: load a town's seed files into the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pathways.cli.checking import FOLDER, told
from pathways.cli.opening import default_town, load, place, read_town, ready_engine, summary
from pathways.cli.progress import working
from pathways.cli.words import many

if TYPE_CHECKING:
    from pathlib import Path

    from pathways.catalogue import Catalogue
    from pathways.config import Settings
    from pathways.domain.nouns import Facts


@click.command()
@click.argument("directory", metavar="[DIR]", type=FOLDER, required=False)
def seed(directory: Path | None) -> None:
    """Load the seed files in DIR (the town that comes with the program) into the database.

    They take the place of everything in the catalogue. When a file has a fault, all faults are named and
    nothing is changed. Edits made here are lost from it with all else that differs, so a copy of the database is made
    first, and the seeding can be taken back like any edit. The database is the one in PATHWAYS_DATABASE_URL; a server
    that runs shows the new facts with its next answer.

    \b
    Example:
      pathways seed seeds/example-town
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.catalogue import Catalogue
    from pathways.config import Settings

    settings, town = Settings.read(), directory or default_town()
    with working("Reading", "Opening", "Loading") as step:
        step()
        read = read_town(town)
        errors = [fault for fault in read.faults if fault.severity == "error"]
        if not errors:
            step()
            engine = ready_engine(settings)
            step()
            catalogue = Catalogue(engine)
            copy = copied(catalogue, settings, read.facts)
            graph = load(catalogue, read)
    if errors:
        for fault in errors:
            click.echo(told(town, fault), err=True)
        click.echo(f"Nothing was loaded: {many(len(errors), 'fault')}.", err=True)
        raise SystemExit(1)
    if copy is not None:
        click.echo(f"A copy of the database as it was: {copy}")
    click.echo(f"Loaded {town} into {place(settings)}.")
    click.echo(summary(graph))


def copied(catalogue: Catalogue, settings: Settings, facts: Facts | None) -> Path | None:
    """Put a copy of the database beside it, unless there is nothing in it that these facts would change.

    Raises:
        PathwaysError: it could not be made; nothing was changed.
    """
    from datetime import UTC, datetime

    from pathways.store.automatic import Before, copy_before
    from pathways.store.errors import EmptyCatalogue

    try:
        shown = catalogue.graph()
    except EmptyCatalogue:
        return None
    if facts is None or facts == shown.facts:
        return None
    return copy_before(catalogue.engine, settings.backup_folder, Before.SEED, shown.revision, datetime.now(UTC))
