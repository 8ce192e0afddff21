"""What a test needs from the machine: a browser, a PostgreSQL, a Redis, a free port; or a loud reason why not."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

if TYPE_CHECKING:
    from collections.abc import Iterator

ON_CI = os.environ.get("CI") == "true"
START_LIMIT_S = 30
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A browser for tests speaks to nobody but the test, and starts as root too."""


def missing(package: str, reason: str) -> NoReturn:
    """Skip loudly; on a CI machine, where nobody reads skips, fail and name the package."""
    if ON_CI:
        pytest.fail(f"Install the package {package}: {reason}", pytrace=False)
    pytest.skip(f"{package} is missing: {reason}")


def chromium(*, windows: bool = False) -> str:
    """Find the browser, or skip. With `windows` it is the one that people have, else the quickest that draws alike."""
    without = () if windows else ("chromium-headless-shell",)
    for name in (*without, "chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    missing("chromium", "browser tests need a Chromium on PATH")


def free_port() -> int:
    """A port of the loopback interface that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Give the address of a PostgreSQL where databases can be made, as `postgresql://…`.

    In this order: `PATHWAYS_TEST_DATABASE_URL`; one on 127.0.0.1:5432 that answers; one started here in a
    temporary folder and ended afterwards.
    """
    if given := os.environ.get("PATHWAYS_TEST_DATABASE_URL"):
        yield make_url(given).set(drivername="postgresql").render_as_string(hide_password=False)
        return
    if answering := _answering():
        yield answering
        return
    programs = _programs()
    if programs is None:
        missing("postgresql", "none answers on 127.0.0.1:5432 and there is no initdb to start one")
    with _own_server(programs) as address:
        yield address


@contextlib.contextmanager
def database_on(server: str) -> Iterator[str]:
    """Make an empty database with a name of its own, give its SQLAlchemy address, drop it afterwards."""
    name = f"pathways_test_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    try:
        whole = make_url(server).set(drivername="postgresql+psycopg", database=name)
        yield whole.render_as_string(hide_password=False)
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def redis_server() -> Iterator[str]:
    """Give the address of a Redis, as `redis://…`: the one that answers on 127.0.0.1:6379, else one started here."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", 6379), timeout=2) as probe:
        probe.sendall(b"PING\r\n")
        if probe.recv(7) == b"+PONG\r\n":
            yield "redis://127.0.0.1:6379/0"
            return
    with own_redis() as address:
        yield address


@contextlib.contextmanager
def own_redis() -> Iterator[str]:
    """Start a Redis that keeps nothing, give its address and end it afterwards."""
    program, port = shutil.which("redis-server"), free_port()
    if program is None:
        missing("redis-server", "none answers on 127.0.0.1:6379 and there is none to start")
    command = [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + START_LIMIT_S
        while server.poll() is None and time.monotonic() < until:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=2).close()
                break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(START_LIMIT_S)


def _answering() -> str | None:
    for user in dict.fromkeys(("postgres", getpass.getuser())):
        address = f"postgresql://{user}@127.0.0.1:5432/postgres"
        with (
            contextlib.suppress(psycopg.OperationalError),
            psycopg.connect(address, connect_timeout=2, autocommit=True) as connection,
        ):
            row = connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
            if row is not None and row[0]:
                return address
    return None


def _programs() -> Path | None:
    """Find the folder of initdb and postgres, the newest first; Debian keeps it off PATH."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: int(path.parts[-3])).parent
    beside = shutil.which("initdb")
    return Path(beside).resolve().parent if beside else None


@contextlib.contextmanager
def _own_server(programs: Path) -> Iterator[str]:
    home, port = Path(tempfile.mkdtemp(prefix="pathways-postgres-")), free_port()
    user = "postgres" if os.getuid() == 0 else None  # a server refuses to run as root
    if user:
        shutil.chown(home, user)
    settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": home, "fsync": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    make = [programs / "initdb", "-D", home / "db", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    run = [programs / "postgres", "-D", home / "db", "-p", str(port), *options]
    try:
        with (home / "log").open("wb") as log:
            subprocess.run(make, check=True, user=user, stdout=log, stderr=log, cwd=home)
            server = subprocess.Popen(run, user=user, stdout=log, stderr=log, cwd=home)
        try:
            address = f"postgresql://postgres@127.0.0.1:{port}/postgres"
            _wait_for(address, server, home / "log")
            yield address
        finally:
            server.terminate()
            server.wait(START_LIMIT_S)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_LIMIT_S
    while server.poll() is None and time.monotonic() < until:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(address, connect_timeout=2).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
