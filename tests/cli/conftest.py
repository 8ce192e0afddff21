"""The commands, run as a person runs them: a process of its own in an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from click.testing import CliRunner

from pathways.cli import pathways
from tests.cli.processes import forked

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).resolve().parents[2]
REAL, EXAMPLE = ROOT / "seeds" / "kalundborg", ROOT / "seeds" / "example-town"
COMMAND = (sys.executable, "-m", "pathways")


class Run(Protocol):
    """Run `pathways` with these words and settings; give what it said and how it ended."""

    def __call__(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Settings that keep a command inside a folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PATHWAYS_")}
    return {**kept, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}


@pytest.fixture
def run(tmp_path: Path, environment: dict[str, str]) -> Run:
    def command(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return forked(words, tmp_path, {**environment, **settings})

    return command


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A database of each town, made by the command once; to be copied, never changed."""
    made = {}
    for town in (REAL, EXAMPLE):
        folder = tmp_path_factory.mktemp(town.name)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PATHWAYS_")}
        words = [*COMMAND, "seed", str(town)]
        subprocess.run(words, cwd=folder, env={**kept, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True)
        made[town.name] = folder / "instance" / "pathways.db"
    return made


@pytest.fixture
def real(tmp_path: Path, databases: dict[str, Path]) -> Path:
    """The database of Kalundborg, as a first start leaves it."""
    return copied(databases["kalundborg"], tmp_path)


@pytest.fixture
def example(tmp_path: Path, databases: dict[str, Path]) -> Path:
    """The database of Example Town, where a command will look for it."""
    return copied(databases["example-town"], tmp_path)


def copied(database: Path, folder: Path) -> Path:
    """Put a copy where a command started in `folder` looks for it."""
    (folder / "instance").mkdir(exist_ok=True)
    return Path(shutil.copy(database, folder / "instance" / "pathways.db"))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that commands called in this process start from, without settings of anybody."""
    for name in [name for name in os.environ if name.startswith("PATHWAYS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def called(*words: str | Path) -> Result:
    """What a command answers that needs no process of its own. A refusal is raised; `main` would tell it in a line."""
    answer = CliRunner().invoke(pathways, [str(word) for word in words], prog_name="pathways")
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """Give the only line a refused command says; it says nothing else and ends with 1."""
    assert done.returncode == 1, done
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stdout
    return lines[0]
