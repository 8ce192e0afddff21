"""`pathways import`: the whole catalogue brought to what a folder or a file says."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

from pathways.cli.checking import told
from pathways.cli.exporting import ANY, ENDINGS
from pathways.cli.opening import open_catalogue, read_town
from pathways.cli.progress import counting
from pathways.cli.words import many
from pathways.domain.errors import BrokenFacts, PathwaysError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pathways.catalogue import Catalogue
    from pathways.domain.editing import Change
    from pathways.domain.nouns import Facts
    from pathways.store.seeds import Asked, SeedFolder

MOST_TOLD: Final = 200
"""Rows told one by one; a town that is another in everything would fill the screen for minutes."""
WHY: Final = click.option("--why", default="", help="Why, for the history; asked for at a terminal when not given.")


@click.command(name="import")
@click.argument("source", type=ANY)
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@WHY
def import_(source: Path, dry_run: bool, why: str) -> None:
    """Bring the catalogue to what SOURCE says: a seed folder, the same as .zip, a workbook .xlsx or a .json document.

    Every fault is named with its place and every change shown before anything is written, and a copy of the database is
    put beside it. The edit stands in `pathways history` and can be taken back. Ctrl-C ends it with nothing changed. A
    server that runs shows the new facts with its next answer.

    \b
    Examples:
      pathways import my-town.xlsx --dry-run
      pathways import my-town --why "Intakes of 2026"
    """  # noqa: D301  # \b is click's: keep these lines as they are
    try:
        revision = _brought(source, why, dry=dry_run)
    except KeyboardInterrupt:
        raise PathwaysError("Cancelled. Nothing was changed.") from None
    if revision is not None:
        click.echo(f"The catalogue is at revision {revision}.")


def _brought(source: Path, why: str, *, dry: bool) -> int | None:
    """Show what would change, and change it unless it is a dry run; give the revision where anything was changed."""
    from pathways.config import Settings
    from pathways.domain.editing import differences
    from pathways.store.automatic import Before, copy_before

    facts = readable(source)
    settings = Settings.read()
    catalogue = open_catalogue(settings)
    shown = catalogue.graph().facts
    if reused := catalogue.reused(facts):
        raise BrokenFacts(reused)
    changes = differences(shown, facts)
    show(changes)
    if not changes or dry:
        same = "The catalogue says all of this already." if not changes else "This was a dry run."
        click.echo(f"{same} Nothing was changed.")
        return None
    why = reason(why)
    number = catalogue.revision
    copy = copy_before(catalogue.engine, settings.backup_folder, Before.IMPORT, number, datetime.now(UTC))
    click.echo(f"A copy of the database as it was: {copy}")
    return made(catalogue, shown, changes, why)


def readable(source: Path) -> Facts:
    """Read a seed folder or a file, and tell every fault and warning of it.

    Raises:
        SystemExit: it has faults.
    """
    is_file = source.is_file() or (source.suffix.lower() in ENDINGS and not source.is_dir())
    with counting() as asked:
        read = _file(source, asked) if is_file else read_town(source, asked)
    for fault in read.faults:
        click.echo(told(source, fault), err=True)
    if read.facts is None:
        faults = sum(fault.severity == "error" for fault in read.faults)
        click.echo(f"Nothing was changed: {many(faults, 'fault')}.", err=True)
        raise SystemExit(1)
    return read.facts


def _file(source: Path, asked: Asked) -> SeedFolder:
    from pathways.store.exchange import read_file
    from pathways.store.packed import MOST_PACKED

    try:
        with source.open("rb") as file:
            return read_file(source.name, file.read(MOST_PACKED + 1), asked)  # one more shows that it is too large
    except OSError as error:
        raise PathwaysError(f"{source} cannot be read ({error.strerror}).") from None


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


def is_attended() -> bool:
    """Say whether somebody sits at a terminal who can be asked."""
    return sys.stdin.isatty()


def reason(why: str) -> str:
    """Give why an edit is made; at a terminal it is asked for when it was not given.

    Raises:
        PathwaysError: it was not given, and there is nobody to ask.
    """
    if why.strip():
        return why.strip()
    if not is_attended():
        raise PathwaysError('Nothing was changed. Say why, for the history, as in --why "Intakes of 2026".')
    return str(click.prompt("Why, for the history"))


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

    before = catalogue.revision
    try:
        return catalogue.change(wanted, Hand(datetime.now(UTC), Via.IMPORT, why))
    except KeyboardInterrupt:
        if catalogue.revision == before:
            raise
        return catalogue.revision  # it was written already when the key was pressed
