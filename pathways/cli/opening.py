"""The catalogue for a command: opened, brought up to date, and filled when it is new.

Nothing that holds facts is overwritten here: only an empty database is filled.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pathways.catalogue import Catalogue
from pathways.cli.words import many
from pathways.config import folder
from pathways.domain.errors import PathwaysError
from pathways.store.engine import make_engine
from pathways.store.errors import EmptyCatalogue
from pathways.store.version import is_current

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from pathways.config import Settings
    from pathways.domain.graph import Graph
    from pathways.store.seeds import Asked, SeedFolder


def default_town() -> Path:
    """Give the folder of the town that comes with the program."""
    return folder("seeds") / "kalundborg"


def example_town() -> Path:
    """Give the folder of the invented town, which comes with the program as well."""
    return folder("seeds") / "example-town"


def open_catalogue(settings: Settings) -> Catalogue:
    """Open the database; make its tables and load the town that comes with the program when there is none.

    Raises:
        PathwaysError: it cannot be used; the message says what to do. Nothing was overwritten.
    """
    engine = ready_engine(settings)
    catalogue = Catalogue(engine)
    try:
        catalogue.graph()
    except EmptyCatalogue:
        # Beside the answer, never in it: a program may be reading that.
        click.echo(f"Loading {default_town().name} into a new database at {place(settings)} …", err=True)
        load(catalogue, read_town(default_town()))
    return catalogue


def has_database(settings: Settings) -> bool:
    """Tell whether there is anything in the SQLite file; of another database only asking it tells, and so this is True.

    An empty file counts as none: SQLite makes one before it has anything to write.
    """
    file = settings.database_file
    return file is None or (file.exists() and file.stat().st_size > 0)


def require_database(settings: Settings) -> None:
    """Refuse to make a database where one is expected.

    Raises:
        PathwaysError: there is none.
    """
    if not has_database(settings):
        raise PathwaysError(f"There is no database at {place(settings)}. Name it in PATHWAYS_DATABASE_URL.")


def ready_engine(settings: Settings) -> Engine:
    """Give an engine whose database has the newest tables; before older ones are changed, a copy is made.

    Raises:
        PathwaysError: as `open_catalogue`.
    """
    if settings.database_file is not None:
        make_folder(settings.database_file.parent)
        with suppress(OSError):  # the engine tells what is wrong
            # A new one is for its owner alone; SQLite's own files follow it.
            settings.database_file.touch(0o600, exist_ok=False)
    engine = make_engine(settings.database_url)
    if not is_current(engine):
        from pathways.cli.migrating import migrate

        try:
            new = migrate(engine, settings)
        except PathwaysError:
            engine.dispose()
            raise
        if new and settings.demo:
            _mark_demo(engine)
    return engine


def _mark_demo(engine: Engine) -> None:
    """Say of a database, on the day it is made and never later, that it is for showing around."""
    from datetime import UTC, datetime

    from pathways.store.marks import mark_demo

    with Catalogue(engine).rows(write=True) as session:
        mark_demo(session, datetime.now(UTC))


def load(catalogue: Catalogue, read: SeedFolder) -> Graph:
    """Put the facts of a seed folder in the place of all that is there, and give their graph.

    Raises:
        PathwaysError: the folder has faults, or the database cannot be used. Nothing was changed.
    """
    from datetime import UTC, datetime

    from pathways.store.edit_tables import Via
    from pathways.store.edits import Hand

    if read.facts is None:
        raise PathwaysError("The seed files have faults. See them with: pathways check")
    catalogue.replace(read.facts, Hand(datetime.now(UTC), Via.SEED), read.digest)
    return catalogue.graph()


def read_town(town: Path, asked: Asked | None = None) -> SeedFolder:
    """Read a seed folder; `asked` is called while it is read (`pathways.store.seeds.Asked`)."""
    from pathways.store.seeds import read_folder, unasked

    return read_folder(town, asked or unasked)


def make_folder(wanted: Path) -> None:
    """Make a folder, unless it is there.

    Raises:
        PathwaysError: this user may not.
    """
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PathwaysError(
            f"{wanted} cannot be made ({error.strerror}). Start from a folder you may write to, "
            "or name a database in PATHWAYS_DATABASE_URL."
        ) from None


def place(settings: Settings) -> str:
    """Name the database without its password."""
    if settings.database_file is not None:
        file = settings.database_file
        return str(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file)
    from sqlalchemy.engine import make_url

    return make_url(settings.database_url).render_as_string(hide_password=True)


def summary(graph: Graph) -> str:
    """Say in one line what a catalogue holds."""
    parts = (
        (len(graph.programmes), "programme"),
        (len(graph.roles), "role"),
        (len(graph.skills), "skill"),
        (len(graph.organisations), "organisation"),
        (len(graph.sources), "source"),
    )
    counts = ", ".join(many(number, noun) for number, noun in parts)
    return f"{graph.town.name.en}: {counts}."
