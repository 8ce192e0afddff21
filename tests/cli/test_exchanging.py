"""The catalogue out of the database into a folder and in again, what that changed, and the way back."""

from __future__ import annotations

import re
import shutil
import sqlite3

import pytest

from tests.cli.conftest import EXAMPLE, REAL
from tests.store.folders import plant


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def town(tmp_path, databases):
    """A database of the invented town in the folder where commands run."""
    (tmp_path / "instance").mkdir()
    shutil.copy(databases["example-town"], tmp_path / "instance" / "pathways.db")
    return tmp_path


def seeded(folder):
    return {name: content for name, content in files(folder).items() if name.endswith((".csv", ".toml"))}


def test_out_and_in_and_out_again_are_the_same_bytes(town, run):
    assert run("export", "out").returncode == 0
    assert files(town / "out") == seeded(EXAMPLE)
    said = run("import", "out")
    assert "Nothing was changed" in said.stdout
    assert not (town / "instance" / "backups").exists()
    assert run("export", "again").returncode == 0
    assert files(town / "again") == files(town / "out")


def test_another_town_comes_in_and_goes_out_as_it_is(town, run):
    assert run("import", str(REAL)).returncode == 0
    assert run("export", "out").returncode == 0
    assert {name: sorted(content.splitlines()) for name, content in files(town / "out").items()} == {
        name: sorted(content.splitlines()) for name, content in seeded(REAL).items()
    }


def test_a_dry_run_shows_every_change_and_writes_nothing(town, run):
    run("export", "out")
    plant(town / "out", "roles.csv", 2, eqf="5")
    before = (town / "instance" / "pathways.db").read_bytes()
    said = run("import", "out", "--dry-run").stdout
    assert re.search(r"~ roles \S+\n    eqf: \d → 5\n", said)
    assert "roles: 1 changed" in said
    assert "This was a dry run" in said
    assert (town / "instance" / "pathways.db").read_bytes() == before


def test_an_import_is_remembered_and_taken_back(town, run):
    run("export", "out")
    plant(town / "out", "roles.csv", 2, eqf="5")
    said = run("import", "out", "--why", "The new order").stdout
    (copy,) = (town / "instance" / "backups").iterdir()
    assert copy.name in said
    assert sqlite3.connect(copy).execute("PRAGMA quick_check").fetchone() == ("ok",)
    revision = int(re.search(r"at revision (\d+)", said)[1])
    listed = run("history").stdout.splitlines()
    assert re.search(rf"^ +{revision}  .* import · command line · 1 row · The new order", listed[0])
    assert "eqf: " in run("history", str(revision)).stdout
    assert "eqf: " in run("history", "--since", "2026-01-01").stdout
    assert run("undo", str(revision)).returncode == 0
    run("export", "back")
    assert files(town / "back") == seeded(EXAMPLE)
    assert "takes back" in run("history").stdout
    assert "eqf: " not in run("history", "--since", "2026-01-01").stdout


def test_what_was_changed_again_is_not_taken_back(town, run):
    run("export", "out")
    plant(town / "out", "roles.csv", 2, eqf="5")
    first = re.search(r"at revision (\d+)", run("import", "out").stdout)[1]
    plant(town / "out", "roles.csv", 2, eqf="4")
    run("import", "out")
    said = run("undo", first)
    assert said.returncode == 1
    assert "Changed meanwhile: roles" in said.stderr
    run("export", "kept")
    assert files(town / "kept") == files(town / "out")


def test_a_folder_with_faults_changes_nothing_and_all_are_told(town, run):
    run("export", "out")
    plant(town / "out", "roles.csv", 2, eqf="nine")
    plant(town / "out", "needs.csv", 3, skill="no-such-skill")
    said = run("import", "out")
    assert said.returncode == 1
    assert "roles.csv:2: eqf" in said.stderr
    assert "needs.csv:3: skill" in said.stderr
    assert not (town / "instance" / "backups").exists()


def test_nothing_is_written_over_a_folder_that_is_there(town, run):
    (town / "out").mkdir()
    (town / "out" / "mine.txt").write_text("mine")
    said = run("export", "out")
    assert said.returncode == 1
    assert "was left as it is" in said.stderr
    assert [path.name for path in (town / "out").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("undo", "99"), "No edit made revision 99"),
        (("undo", "1"), "changed no row"),
        (("history", "99"), "No edit made revision 99"),
    ],
)
def test_what_cannot_be_looked_at_or_taken_back_is_named(town, run, words, told):
    said = run(*words)
    assert said.returncode == 1
    assert told in said.stderr
