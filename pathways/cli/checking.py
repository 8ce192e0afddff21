"""`pathways check`: every fault of a seed folder, with file, line and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pathways.cli.opening import default_town, read_town
from pathways.cli.words import many

if TYPE_CHECKING:
    from pathways.store.sheets import LocatedFault

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("directory", metavar="[DIR]", type=FOLDER, required=False)
def check(directory: Path | None) -> None:
    """Check the seed files in DIR (the town that comes with the program) and name every fault.

    Faults come first, then warnings: what may be right but deserves a look. Exit code 1 when there are faults.

    \b
    Example:
      pathways check seeds/example-town
    """  # noqa: D301  # \b is click's: keep these lines as they are
    town = directory or default_town()
    read = read_town(town)
    warnings = [fault for fault in read.faults if fault.severity == "warning"]
    errors = [fault for fault in read.faults if fault.severity != "warning"]
    for fault in (*errors, *warnings):
        click.echo(told(town, fault))
    click.echo(f"{town.resolve().name}: {_count(errors, 'fault')}, {_count(warnings, 'warning')}.")
    if errors:
        raise SystemExit(1)


def told(town: Path, fault: LocatedFault) -> str:
    """Write a fault so that an editor can open the place: `DIR/file:line: column: problem remedy`.

    Of a workbook or a document it is `FILE: sheet:row: column (cell): problem remedy`.
    """
    if fault.file == str(town):
        return str(fault)
    return f"{town}/{fault}" if town.is_dir() else f"{town}: {fault}"


def _count(faults: list[LocatedFault], noun: str) -> str:
    return many(len(faults), noun) if faults else f"no {noun}s"
