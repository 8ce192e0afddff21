"""`pathways export` and `pathways import`: the catalogue as a seed folder, out and in again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from pathways.cli.checking import FOLDER, told
from pathways.cli.opening import make_folder, open_catalogue, read_town
from pathways.cli.sessions import many
from pathways.domain.errors import PathwaysError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathways.catalogue import Catalogue
    from pathways.config import Settings
    from pathways.domain.editing import Change
    from pathways.domain.nouns import Facts

MOST_TOLD: Final = 200
"""Rows told one by one; a town that is another in everything would fill the screen for minutes."""


@click.command()
@click.argument("directory", metavar="DIR", type=FOLDER)
def export(directory: Path) -> None:
    """Write the catalogue into DIR, a new folder, as the files that `pathways import` reads.

    What is imported and exported again is the same byte for byte.

    \b
    Example:
      pathways export my-town
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.config import Settings
    from pathways.store.folders import write_folder

    graph = open_catalogue(Settings.read()).graph()
    write_folder(graph.facts, directory)
    click.echo(f"Wrote revision {graph.revision} into {directory}.")


@click.command(name="import")
@click.argument("directory", metavar="DIR", type=FOLDER)
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--why", default="", help="Why, for the history.")
def import_(directory: Path, dry_run: bool, why: str) -> None:
    """Bring the catalogue to what the seed files in DIR say; a server that runs shows it with its next answer.

    Every fault is named and every change shown before anything is written, and a copy of the database is put beside
    it. The edit stands in `pathways history` and can be taken back.

    \b
    Example:
      pathways import my-town --dry-run
      pathways import my-town --why "Intakes of 2026"
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.config import Settings
    from pathways.domain.editing import differences

    facts = readable(directory)
    settings = Settings.read()
    catalogue = open_catalogue(settings)
    shown = catalogue.graph().facts
    changes = differences(shown, facts)
    show(changes)
    if not changes:
        click.echo("The catalogue says all of this already. Nothing was changed.")
    elif dry_run:
        click.echo("This was a dry run. Nothing was changed.")
    else:
        click.echo(f"A copy of the database as it was: {copied(settings, catalogue)}")
        click.echo(f"The catalogue is at revision {made(catalogue, shown, changes, why)}.")


def readable(directory: Path) -> Facts:
    """Read a seed folder, and tell every fault and warning of it.

    Raises:
        SystemExit: it has faults.
    """
    read = read_town(directory)
    for fault in read.faults:
        click.echo(told(directory, fault), err=True)
    if read.facts is None:
        faults = sum(fault.severity == "error" for fault in read.faults)
        click.echo(f"Nothing was changed: {many(faults, 'fault')}.", err=True)
        raise SystemExit(1)
    return read.facts


def show(changes: Sequence[Change]) -> None:
    """Tell what changes, row by row and cell by cell, and how many rows of each table."""
    from pathways.store.tellings import counts

    for line in lines(changes[:MOST_TOLD]):
        click.echo(line)
    if len(changes) > MOST_TOLD:
        click.echo(f"… and {many(len(changes) - MOST_TOLD, 'more row')}")
    for table, deeds in counts(changes).items():
        click.echo(f"{table}: {', '.join(f'{number:,} {deed}' for deed, number in deeds.items())}")


def lines(changes: Iterable[Change]) -> Iterable[str]:
    """Give the lines that tell of changes: `~ roles analyst`, then `    eqf: 6 → 7` for each cell."""
    from pathways.store.tellings import Deed, telling

    signs = {Deed.ADDED: "+", Deed.CHANGED: "~", Deed.REMOVED: "-"}
    for change in changes:
        one = telling(change)
        yield f"{signs[one.deed]} {one.table} {' / '.join(one.key)}"
        if one.deed is Deed.CHANGED:
            for cell in one.cells:
                yield f"    {cell.column}: {cell.before or '(blank)'} → {cell.after or '(blank)'}"


def copied(settings: Settings, catalogue: Catalogue) -> Path:
    """Put a copy of the database, without notes of talks, beside it; give its name."""
    from pathways.store.backups import write_backup

    now = datetime.now(UTC)
    folder = (settings.database_file.parent if settings.database_file else Path("instance")) / "backups"
    make_folder(folder)
    file = folder / f"before-import-{now:%Y%m%dT%H%M%S}-{catalogue.revision}.db"
    write_backup(catalogue.engine, file, now, notes=False)
    return file


def made(catalogue: Catalogue, shown: Facts, changes: tuple[Change, ...], why: str) -> int:
    """Make the changes that were shown, and give the revision.

    Raises:
        PathwaysError: the facts are not those any more that the changes were shown for; nothing was changed.
    """
    from pathways.store.edit_tables import Via
    from pathways.store.edits import Hand

    def wanted(now: Facts) -> tuple[Change, ...]:
        if now != shown:
            raise PathwaysError("The catalogue was edited meanwhile. Nothing was changed; look at it again.")
        return changes

    return catalogue.change(wanted, Hand(datetime.now(UTC), Via.IMPORT, why))
