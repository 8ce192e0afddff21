"""`pathways serve`: the planner in a web server, from nothing to an address in one command."""

from __future__ import annotations

import errno
import gc
import os
import socket
import sys
import time
from dataclasses import replace
from functools import partial
from shutil import which
from typing import TYPE_CHECKING

import click

from pathways.cli.stopping import end_when_told, guard_workers, obey_parent
from pathways.config import SETTINGS, Settings, misspelt, secret_key
from pathways.domain.errors import PathwaysError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from wsgiref.types import WSGIApplication

    from flask import Flask

    from pathways.domain.graph import Graph

MOST_THREADS = 16
"""Requests at a time in one worker, two a core at most; one that waits for a picture keeps a thread."""
TURN_S = 0.001
"""How long a thread may keep the interpreter from one that could go on, a fifth of Python's own: what takes a moment
then waits less behind a page that takes long (`make bench ARGS=mixed_bench`)."""
LOAD = " Load them with: pathways seed"
LOOK_FIRST = (
    " Facts were edited here since: pathways seed would take those edits back. "
    "See all that would change with: pathways import {town} --dry-run"
)
STOP_LIMIT_S = 20
"""How long a worker may take to finish what it was asked for before a stop."""


class Settled(click.Command):
    """A command whose help lists the settings."""

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write every setting: name, what it is for, default."""
        with formatter.section("Settings, from the environment"):
            formatter.write_dl([(name, f"{purpose}  [{default or 'none'}]") for name, default, purpose in SETTINGS])


@click.command(cls=Settled)
@click.option("--host", help="Address to listen on (HOST).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (PORT).")
@click.option("--workers", type=click.IntRange(1, 64), help="Worker processes (PATHWAYS_WORKERS).")
@click.option("--demo", is_flag=True, help="Sign-ins without a password, on this machine, in a database made for it.")
@click.option("--example", is_flag=True, help="With --demo: the invented town, with talks, flags and edits under way.")
def serve(host: str | None, port: int | None, workers: int | None, *, demo: bool, example: bool) -> None:
    """Open the planner in a web server. Ctrl+C or SIGTERM stops it once requests are answered.

    The first start makes the database and loads the town that comes with the program. A database that is made by
    a start with --demo is marked as one for showing around; in no other does --demo do anything. With --example
    it is filled with an invented town where everything is under way, and a page says where to look.

    \b
    Example:
      PORT=8080 pathways serve --workers 4
    """  # noqa: D301  # \b is click's: keep these lines as they are
    gc.disable()  # a start makes what stays; to look for garbage in it took a tenth of the start
    given = {"HOST": host, "PORT": port, "PATHWAYS_WORKERS": workers}
    settings = Settings.read({**os.environ, **{name: str(value) for name, value in given.items() if value is not None}})
    if example and not demo:
        raise click.UsageError("--example shows an invented town around: say --demo as well.")
    for doubt in misspelt(os.environ):
        click.echo(doubt, err=True)
    require_free_port(settings.host, settings.port)
    settings = prepare(replace(settings, demo=demo, example=example))
    end_when_told()
    click.echo(f"Open {settings.address}/ (Ctrl+C stops it)")
    run(settings)


def prepare(settings: Settings) -> Settings:
    """Make everything ready that may fail, before a worker starts; print what there is.

    Gives the settings to serve with: a demo only where the database was made for one.

    Raises:
        PathwaysError, SettingsError: what is wrong, in one line that says what to do.
    """
    from pathways.cli.exampling import open_example
    from pathways.cli.opening import default_town, make_folder, open_catalogue, place, summary
    from pathways.store.edit_tables import Via
    from pathways.store.edits import edits
    from pathways.store.marks import is_demo

    if settings.database_file is not None:
        make_folder(settings.database_file.parent)
    secret_key(settings)
    for doubt in doubts(settings):
        click.echo(doubt, err=True)
    catalogue = open_example(settings) if settings.example else open_catalogue(settings)
    graph = catalogue.graph()
    with catalogue.rows() as session:
        demo = settings.demo and is_demo(session)
        edited = any(edit.hand.via not in {Via.BEGIN, Via.SEED} for edit in edits(session, most=1))
    catalogue.close()  # a worker opens connections of its own
    click.echo(summary(graph))
    if changed_seeds(settings, graph):
        click.echo(
            "The seed files are not those that were loaded."
            + (LOOK_FIRST.format(town=default_town()) if edited else LOAD)
        )
    click.echo(f"Database: {place(settings)}")
    if demo:
        where = "demo" if settings.example else "sign-in"
        click.echo(f"Demo: on this machine anybody can sign in without a password, at {settings.address}/en/{where}")
    elif settings.demo:
        click.echo("No demo sign-ins: this database was not made for showing around (make demo has one that was).")
    return replace(settings, demo=demo)


def doubts(settings: Settings) -> tuple[str, ...]:
    """Say what is wrong with settings that a start can do without: no pictures are drawn, or none are kept.

    Nothing is run to find that out, as `pathways doctor` does: a renderer that never ends would hold up the start.
    """
    said = []
    if settings.dot is not None and which(settings.dot) is None:
        said.append(
            f"PATHWAYS_DOT is {settings.dot!r}, and that cannot be run. Until it can, tables stand for pictures. "
            "Give the path of Graphviz's dot, or unset it."
        )
    if not can_keep(settings.cache_dir):
        said.append(
            f"PATHWAYS_CACHE_DIR: nothing can be kept in {settings.cache_dir}. Each worker draws its pictures itself."
        )
    return tuple(said)


def can_keep(folder: Path) -> bool:
    """Tell whether finished pictures can be kept there; the folder is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def changed_seeds(settings: Settings, graph: Graph) -> bool:
    """Tell whether the seed files that come with the program differ from what was loaded of that town."""
    from pathways.cli.opening import default_town
    from pathways.store.engine import make_engine
    from pathways.store.seeds import digest_of
    from pathways.store.version import loaded_digest

    if graph.town.id != default_town().name:
        return False
    engine = make_engine(settings.database_url)
    loaded = loaded_digest(engine)
    engine.dispose()
    return loaded not in {"", digest_of(default_town())}


def run(settings: Settings, made: Callable[[Settings], WSGIApplication] | None = None) -> None:
    """Serve until told to stop; what was asked for is answered first. `made` makes another application than ours."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    import pathways.web  # noqa: F401  # before the workers split off, so that they share what is imported
    from pathways.drawing.cache import Shelf

    Shelf(settings.cache_dir).sweep(time.time())
    guard_workers()
    Server(
        "pathways.web.wsgi:app",
        address=socket.gethostbyname(settings.host) if settings.host == "localhost" else settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=min(MOST_THREADS, 2 * (os.cpu_count() or 1) + 1),
        websockets=False,
        log_level=LogLevels.error,  # it warns of workers that would not stop when they had stopped already
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_LIMIT_S,
    ).serve(target_loader=partial(made or application, settings), wrap_loader=False)


def application(settings: Settings) -> Flask:
    """Make the application of one worker."""
    obey_parent()  # again, for one that was started afresh and did not split off (Python 3.14)
    from pathways.cli.upkeep import Upkeep
    from pathways.web import create_app
    from pathways.web.digests import by_turn
    from pathways.web.remaking import Remaker, usual
    from pathways.web.uploading import forget_old

    app = create_app(settings)
    catalogue = app.extensions["pathways"]
    Upkeep(catalogue, settings.session_days, [partial(by_turn, app), partial(forget_old, catalogue)]).start()
    Remaker(app.extensions["pathways.pages"], partial(usual, app)).start()
    sys.setswitchinterval(TURN_S)
    gc.freeze()
    gc.enable()
    return app


def require_free_port(host: str, port: int) -> None:
    """Refuse to start where somebody listens already: the server would share the port and answer half.

    Raises:
        PathwaysError: the port is taken, or not ours to take, or the host is not of this machine.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reasons = {
            errno.EADDRINUSE: f"Port {port} is taken. Stop what listens there, or choose another: PORT={port + 1}",
            errno.EACCES: f"Port {port} needs more rights than this user has. Choose one above 1023: PORT=8000",
        }
        nowhere = f"{host!r} is no address of this machine. Set HOST to 127.0.0.1, or to 0.0.0.0 for all."
        raise PathwaysError(reasons.get(error.errno or 0, nowhere)) from None
