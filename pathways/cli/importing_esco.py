"""`pathways import-esco`: the official archives of ESCO into the database, as they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pathways.cli.opening import place, ready_engine
from pathways.cli.progress import working

if TYPE_CHECKING:
    from pathways.domain.classification import Classification
    from pathways.store.esco import Reading

ARCHIVE = click.Path(path_type=Path, dir_okay=False)
NOTICE = "This service uses the ESCO classification of the European Commission."
MOST_CAUSES = 8
"""Addresses that are named for each table with rows left out."""


class Labels(click.ParamType):  # type: ignore[type-arg]  # generic in its stubs only
    """A language and an archive: `da=FILE.zip`."""

    name = "da=ZIP"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Take the archive; only Danish is known beside English."""
        if isinstance(value, Path):
            return value
        language, equals, path = value.partition("=")
        if language != "da" or not equals or not path:
            self.fail(f"{value!r} is no language with its archive. Write it as da=ZIP.", param, ctx)
        return Path(path)


@click.command("import-esco")
@click.argument("first", metavar="CLASSIFICATION.zip", type=ARCHIVE)
@click.argument("second", metavar="RELATIONS.zip", type=ARCHIVE)
@click.option("--labels", type=Labels(), help="Danish names: the classification archive in Danish, as da=ZIP.")
def import_esco(first: Path, second: Path, labels: Path | None) -> None:
    """Import the classification ESCO from the two archives that its portal hands out, as they came.

    They are told apart by what is in them, so their names and their order do not matter. Rows that refer to
    concepts which are not there are counted, named and left out. When an archive has a fault, it is named and
    nothing is changed; importing the same again changes nothing either.

    \b
    Example:
      pathways import-esco "classification - en - csv.zip" "classification - csv.zip" --labels da=danish.zip
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.catalogue import Catalogue
    from pathways.config import Settings
    from pathways.store.esco import STEPS, read_esco

    settings = Settings.read()
    with working("Opening", *STEPS, "Writing") as step:
        step()
        catalogue = Catalogue(ready_engine(settings))
        read = read_esco(first, second, labels, step)
        step()
        changed = catalogue.replace_classification(read.classification)
    print_skipped(read)
    what = summary(read.classification, read.danish)
    unchanged = f"Nothing changed: {what} were there already."
    click.echo(f"Imported {what} into {place(settings)}." if changed else unchanged)
    click.echo(NOTICE)


def print_skipped(read: Reading) -> None:
    """Name what was left out, table by table, and why."""
    for skipped in read.skipped:
        click.echo(f"{skipped.table}: {skipped.rows:,} of {skipped.of:,} rows left out.")
        for cause in skipped.causes[:MOST_CAUSES]:
            click.echo(f"  {cause.uri} ({cause.times:,} times): {cause.why}.")
        if len(skipped.causes) > MOST_CAUSES:
            click.echo(f"  and {len(skipped.causes) - MOST_CAUSES:,} more.")


def summary(classification: Classification, danish: int) -> str:
    """Say what a classification holds."""
    parts = (
        (len(classification.occupations), "occupations"),
        (len(classification.skills), "skills"),
        (len(classification.essential) + len(classification.optional), "relations between them"),
        (len(classification.broader), "broader skills"),
    )
    counts = ", ".join(f"{number:,} {noun}" for number, noun in parts)
    return f"{counts}, {danish:,} names in Danish" if danish else counts
