"""The real server, as a process of its own on a free port, for browsers and for measurements."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.caches import cache_in
from tests.machine import START_LIMIT_S, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
PATHWAYS = (sys.executable, "-m", "pathways")
"""The command `pathways`, whether or not the project is installed."""


@dataclass(frozen=True)
class Server:
    """A server that answers. `process` is its first process; the workers are its children."""

    address: str
    process: subprocess.Popen[bytes]


@contextlib.contextmanager
def running(command: Sequence[str], folder: Path, ready: str = "/readyz", **env: str) -> Iterator[Server]:
    """Start a server on a free port, wait until it answers `ready`, end it by its id afterwards.

    `env` is added to the environment, beside PORT and HOST. What it says goes to `folder/server.log`.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    whole = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port), **env}
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [one.format(port=port) for one in command],
            cwd=folder,
            env=whole,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        _wait_until_ready(address + ready, process, log)
        yield Server(address, process)
    finally:
        process.terminate()
        try:
            process.wait(START_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def environment(folder: Path) -> dict[str, str]:
    """The settings of a program whose database and cache lie in `folder`."""
    return {
        "PATHWAYS_DATABASE_URL": f"sqlite:///{folder / 'pathways.db'}",
        "PATHWAYS_CACHE_DIR": str(cache_in(folder)),
        "PYTHONPATH": str(ROOT),
    }


@contextlib.contextmanager
def showing(folder: Path) -> Iterator[Server]:
    """Serve the invented town in full swing from a database made in `folder`, as `make demo` does."""
    with running((*PATHWAYS, "serve", "--demo", "--example"), folder, **environment(folder)) as server:
        yield server


@contextlib.contextmanager
def serving(folder: Path, town: Path) -> Iterator[Server]:
    """Serve a town from a database made in `folder`, as `pathways serve` does."""
    env = environment(folder)
    seed = [*PATHWAYS, "seed", str(town)]
    subprocess.run(seed, cwd=folder, env={**os.environ, **env}, check=True, capture_output=True)
    with running((*PATHWAYS, "serve"), folder, **env) as server:
        yield server


def _wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_LIMIT_S
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.05)
    raise RuntimeError(f"The server did not answer {address}:\n{log.read_text(errors='replace')}")
