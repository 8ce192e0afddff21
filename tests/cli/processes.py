"""Commands as processes of their own that need not read the code first: each leaves one that has read it.

A command has its folder, settings, output and end to itself, as when a person starts it; it is only spared the second
that reading the code takes, hundreds of times. That `python -m pathways` starts, answers and ends as it should is asked
in `test_commands` of processes that begin with nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from pathways.cli import COMMANDS, main

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST: Final = 120
"""Seconds after which a command is ended, and the test with it."""

_FORKS: Final = get_context("forkserver")
_FORKS.set_forkserver_preload(
    [
        *(f"pathways.cli.{module}" for module, _ in COMMANDS.values()),
        "pathways.store.workbooks",
        "pathways.web",
    ]
)


def forked(words: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run `pathways` with these words in a folder, with these settings and no others, and wait for its end."""
    with TemporaryDirectory() as kept:
        said, told = Path(kept, "stdout"), Path(kept, "stderr")
        command = _FORKS.Process(target=_command, args=(words, folder, dict(environment), said, told))
        command.start()
        command.join(LONGEST)
        code = command.exitcode
        if code is None:
            command.kill()
            command.join()
            raise subprocess.TimeoutExpired(words, LONGEST)
        return subprocess.CompletedProcess(words, code, said.read_text("utf-8"), told.read_text("utf-8"))


def _command(words: tuple[str, ...], folder: Path, environment: dict[str, str], said: Path, told: Path) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for stream, file in enumerate((os.devnull, said, told)):
        os.dup2(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), stream)
    sys.argv = ["pathways", *words]
    main()
