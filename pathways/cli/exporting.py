"""`pathways export`: the whole catalogue, or its map, as a folder or a file."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from pathways.cli.opening import open_catalogue
from pathways.cli.showing import LANGUAGE
from pathways.domain.errors import PathwaysError

if TYPE_CHECKING:
    from pathways.domain.graph import Graph

FORMATS: Final = ("csv", "xlsx", "json", "dot")
ENDINGS: Final = {".xlsx": "xlsx", ".json": "json", ".dot": "dot", ".gv": "dot", ".zip": "csv"}
"""What a file holds, by its ending; a name with another is a folder of CSV files."""
ANY: Final = click.Path(path_type=Path)


@click.command()
@click.argument("target", type=ANY)
@click.option("--format", "form", type=click.Choice(FORMATS), help="What to write; else the ending of TARGET says.")
@click.option("--template", is_flag=True, help="An empty workbook to be filled in, with every sheet and column.")
@LANGUAGE
def export(target: Path, form: str | None, language: str, *, template: bool) -> None:
    """Write the catalogue into TARGET: a folder of CSV files, the same as .zip, an .xlsx, a .json or the map as .dot.

    TARGET must not be there yet. A folder that is imported and exported again is the same byte for byte; a workbook and
    a JSON document say the same. --language is that of the map.

    \b
    Examples:
      pathways export my-town
      pathways export my-town.xlsx
      pathways export --template new-town.xlsx
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.config import Settings
    from pathways.store.folders import write_folder

    form = form or ENDINGS.get(target.suffix.lower(), "csv")
    if template and form != "xlsx":
        raise click.UsageError("A template is a workbook: let its name end in .xlsx.")
    if template:
        from pathways.store.workbooks import template_of
        from pathways.web.book_words import outside

        write_new(target, template_of(outside()))
        click.echo(f"Wrote an empty workbook into {target}.")
        return
    graph = open_catalogue(Settings.read()).graph()
    if form == "csv" and target.suffix.lower() != ".zip":
        write_folder(graph.facts, target)
    else:
        write_new(target, made_of(graph, form, language))
    click.echo(f"Wrote revision {graph.revision} into {target}.")


def made_of(graph: Graph, form: str, language: str) -> bytes:
    """Give the catalogue, or its map, as one file."""
    if form == "dot":
        from pathways.domain.grounds import imprint
        from pathways.domain.pictures import whole_map
        from pathways.drawing.exports import as_dot

        return as_dot(whole_map(graph), language, imprint(graph.town)[language]).encode()
    if form == "xlsx":
        from pathways.store.workbooks import workbook_of
        from pathways.web.book_words import outside

        return workbook_of(graph.facts, outside())
    from pathways.store.documents import document_of
    from pathways.store.exchange import zip_of

    return document_of(graph.facts) if form == "json" else zip_of(graph.facts)


def write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there yet. It appears whole, or not at all.

    Raises:
        PathwaysError: something is there already, or it cannot be written; nothing is left of it.
    """
    part = file.parent / f".{file.name}.part"
    try:
        if file.exists():
            raise PathwaysError(f"{file} is there already and was left as it is. Name another file.")
        with part.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        raise PathwaysError(f"{file} cannot be written ({error.strerror}). Nothing was left there.") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
