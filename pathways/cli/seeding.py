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


@click.command()
@click.argument("directory", metavar="[DIR]", type=FOLDER, required=False)
def seed(directory: Path | None) -> None:
    """Load the seed files in DIR (the town that comes with the program) into the database.

    They take the place of everything in the catalogue. When a file has a fault, all faults are named and
    nothing is changed. The database is the one in PATHWAYS_DATABASE_URL; a server that runs shows the
    new facts with its next answer.

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
            graph = load(Catalogue(engine), read)
    if errors:
        for fault in errors:
            click.echo(told(town, fault), err=True)
        click.echo(f"Nothing was loaded: {many(len(errors), 'fault')}.", err=True)
        raise SystemExit(1)
    click.echo(f"Loaded {town} into {place(settings)}.")
    click.echo(summary(graph))
