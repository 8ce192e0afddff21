"""`pathways doctor`: whether everything that the planner needs is sound."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from pathways.cli.opening import has_database, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathways.config import Settings
    from pathways.store.health import Finding

SPARE_COPIES: Final = 3
"""Times the size of an SQLite file that ought to be free: for a copy, for VACUUM and for its -wal."""
SPARE_LEAST: Final = 50_000_000
"""Bytes that ought to be free beside any database."""


@click.command()
def doctor() -> None:
    """Say whether database, history, renderer and disk are sound, and what to do where one is not.

    Nothing is changed. Exit code 1 when something has to be done.

    \b
    Example:
      pathways doctor
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.config import Settings

    settings = Settings.read()
    click.echo(place(settings))
    ill = False
    for finding in findings(settings):
        click.echo(f"{'ok  ' if finding.sound else 'ILL '} {finding.name}: {finding.said}")
        if not finding.sound:
            ill = True
            click.echo(f"       {finding.remedy}")
    if ill:
        raise SystemExit(1)


def findings(settings: Settings) -> Iterator[Finding]:
    """Look at the database, then at what else is needed."""
    from pathways.store.engine import make_engine
    from pathways.store.health import Finding, examine

    if not has_database(settings):  # not even asked: SQLite would write its head into an empty file
        yield Finding(
            "database", "there is none yet", "Make one with: pathways serve, or name it in PATHWAYS_DATABASE_URL"
        )
    else:
        engine = make_engine(settings.database_url)
        yield from examine(engine)
        engine.dispose()
    yield _disk(settings)
    yield _renderer(settings)


def _disk(settings: Settings) -> Finding:
    from pathways.store.health import Finding

    file = settings.database_file
    folder = _existing(file.parent if file else settings.cache_dir.absolute())
    size = file.stat().st_size if file and file.exists() else 0
    free, wanted = shutil.disk_usage(folder).free, max(SPARE_LEAST, SPARE_COPIES * size)
    if not os.access(folder, os.W_OK):
        return Finding("disk", f"{folder} cannot be written", "Let this user write there, or name another place.")
    said = f"{free / 1e9:,.1f} GB free at {folder}"
    return Finding("disk", said, "" if free >= wanted else f"Free {wanted / 1e6:,.0f} MB.")


def _existing(folder: Path) -> Path:
    return next((each for each in (folder, *folder.parents) if each.exists()), Path.cwd())


def _renderer(settings: Settings) -> Finding:
    from pathways.drawing.renderer import DrawingFailed, find_renderer
    from pathways.store.health import Finding

    try:
        return Finding("renderer", find_renderer(settings.dot).version())
    except DrawingFailed as error:
        return Finding("renderer", error.reason, "Install graphviz, or set PATHWAYS_DOT. Pages show tables until then.")
