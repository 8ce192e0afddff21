"""Setting up: what a fresh machine may lack gets one clear line, and what is ready is left alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys._base_executable
"""The machine's Python, outside any environment."""
NEEDED = (".ci/setup", "pyproject.toml", "requirements.lock", "hatch_build.py", "Makefile")
TOOLS = ("sh", "dirname", "cksum", "cat", "head", "mkdir", "mktemp", "grep", "tail", "cut", "rm", "find", "make", "awk")


@pytest.fixture
def clone() -> Iterator[Path]:
    """As much of a fresh clone as the set-up reads, beside a PATH that holds no Python and no uv."""
    with tempfile.TemporaryDirectory(prefix="pathways-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # one test looks at it as another user
        for name in NEEDED:
            (home / "clone" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, home / "clone" / name)
        (home / "bin").mkdir()
        for tool in TOOLS:
            (home / "bin" / tool).symlink_to(str(shutil.which(tool)))
        yield home / "clone"


def program(clone: Path, name: str, script: str) -> None:
    """Put a program on the PATH of this clone."""
    file = clone.parent / "bin" / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def set_up(clone: Path, *command: str, **more: object) -> subprocess.CompletedProcess[str]:
    env = {"PATH": str(clone.parent / "bin"), "HOME": str(clone.parent), "TMPDIR": str(clone.parent)}
    return subprocess.run(
        command or ("sh", ".ci/setup", "run"), cwd=clone, env=env, capture_output=True, text=True, check=False, **more
    )


def assert_one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    assert done.returncode != 0
    assert len(said) == 1, said
    for word in words:
        assert word in said[0]


def test_without_python_one_line_says_which_is_needed(clone):
    assert_one_line(set_up(clone), "Python 3.11 or newer", "found none")


def test_a_too_old_python_is_named(clone):
    program(clone, "python3", 'case "$*" in *platform*) echo "Python 3.9.2";; *) exit 1;; esac')
    assert_one_line(set_up(clone), "Python 3.11 or newer", "found Python 3.9.2")
    assert not (clone / ".venv" / "bin").exists()


def test_a_python_without_venv_names_the_package(clone):
    program(clone, "python3", f'case "$*" in *ensurepip*) exit 1;; *) exec {PYTHON} "$@";; esac')
    version = "{}.{}".format(*sys.version_info[:2])
    assert_one_line(set_up(clone), "no venv module", f"python{version}-venv")


def test_a_folder_that_cannot_be_written_to_is_named(clone):
    program(clone, "python3", f'exec {PYTHON} "$@"')
    clone.chmod(0o555)
    done = set_up(clone, user="nobody") if os.getuid() == 0 else set_up(clone)
    clone.chmod(0o755)
    assert_one_line(done, "cannot write to", str(clone))


def test_make_passes_the_line_and_the_failure_on(clone):
    done = set_up(clone, "make", "--no-print-directory", "serve")
    assert done.returncode != 0
    assert "Python 3.11 or newer" in done.stderr
    assert len(done.stderr.splitlines()) == 2  # the second is make's own
    assert done.stdout == ""


def test_an_installation_that_fails_says_why_and_is_tried_again(clone):
    """A packages' index that does not answer: the reason stands in the line, and nothing counts as ready."""
    program(clone, "python3", f'exec {PYTHON} "$@"')
    program(clone, "uv", 'echo "error: Failed to fetch: no route to host" >&2; exit 2')
    done = set_up(clone)
    assert done.returncode != 0
    assert "no route to host" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(clone.glob(".venv/ready-*"))


@pytest.fixture
def ready(clone: Path) -> Path:
    """A clone whose environment was made there from the same files."""
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to(sys.executable)
    files = ("requirements.lock", "pyproject.toml", "hatch_build.py", ".ci/setup")
    sums = subprocess.run(["cksum", *files], cwd=clone, capture_output=True, text=True, check=True).stdout
    (clone / ".venv" / "ready-run").write_text(f"{clone}\n{sums}")
    return clone


def test_what_is_ready_is_left_alone(ready):
    """No Python starts and no package tool is asked: a second start costs nothing that can be felt."""
    before = time.monotonic()
    done = set_up(ready)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert time.monotonic() - before < 0.5


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_what_has_changed_is_installed(ready, changed):
    (ready / changed).write_text("# changed\n")
    assert "needs Python 3.11" in set_up(ready).stderr  # it set out to install, and found no Python on this PATH


def test_a_folder_that_was_moved_is_set_up_again(ready):
    moved = ready.rename(ready.parent / "elsewhere")
    assert "needs Python 3.11" in set_up(moved).stderr


def test_make_alone_lists_every_command(clone):
    done = set_up(clone, "make", "--no-print-directory")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert done.returncode == 0
    assert {line.split()[1] for line in done.stdout.splitlines()} == targets
