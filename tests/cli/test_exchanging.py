"""The catalogue out of the database into a folder and in again, what that changed, and the way back."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing, suppress

import pytest
from click.testing import CliRunner

from pathways.catalogue import Catalogue
from pathways.cli import pathways
from pathways.domain.errors import PathwaysError
from pathways.store.documents import document_of
from tests.cli.conftest import COMMAND, EXAMPLE, REAL
from tests.conftest import facts_of
from tests.store.books import book, planted, rows_of_numbers, with_rows
from tests.store.folders import plant
from tests.worlds import whole_town


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
    assert run("import", str(REAL), "--why", "Another town").returncode == 0
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
    assert run("undo", str(revision), "--why", "Too early").returncode == 0
    run("export", "back")
    assert files(town / "back") == seeded(EXAMPLE)
    assert "takes back" in run("history").stdout
    assert "eqf: " not in run("history", "--since", "2026-01-01").stdout


@pytest.mark.parametrize("words", [("import", "out"), ("import", "out", "--why", " "), ("undo", "2")])
def test_without_a_reason_and_nobody_to_ask_nothing_is_changed(town, run, words):
    run("export", "out")
    plant(town / "out", "roles.csv", 2, eqf="5")
    run("import", "out", "--why", "First")
    plant(town / "out", "roles.csv", 2, eqf="4")
    before = run("history").stdout
    said = run(*words)
    assert said.returncode == 1
    assert 'as in --why "Intakes of 2026"' in said.stderr
    assert run("history").stdout == before


def test_at_a_terminal_the_reason_is_asked_for(here, monkeypatch):
    monkeypatch.setattr("pathways.cli.importing.is_attended", lambda: True)
    ended = CliRunner().invoke(pathways, ["import", "new.json"], input="Intakes of 2026\n")
    assert "Why, for the history: " in ended.output
    assert f"The catalogue is at revision {revision(here)}." in ended.output
    assert "Intakes of 2026" in CliRunner().invoke(pathways, ["history"]).output


def test_what_was_changed_again_is_not_taken_back(town, run):
    run("export", "out")
    plant(town / "out", "roles.csv", 2, eqf="5")
    first = re.search(r"at revision (\d+)", run("import", "out", "--why", "First").stdout)[1]
    plant(town / "out", "roles.csv", 2, eqf="4")
    run("import", "out", "--why", "Second")
    said = run("undo", first, "--why", "Wrong")
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


# as one file


@pytest.mark.parametrize("name", ["town.xlsx", "town.json", "town.zip"])
def test_one_file_goes_out_and_comes_in_and_says_the_same(town, run, name):
    assert run("export", name).returncode == 0
    assert "Nothing was changed" in run("import", name).stdout
    assert run("import", str(REAL), "--why", "Another town").returncode == 0
    assert run("import", name, "--why", "Back").returncode == 0
    assert run("export", "back").returncode == 0
    assert {file: sorted(content.splitlines()) for file, content in files(town / "back").items()} == {
        file: sorted(content.splitlines()) for file, content in seeded(EXAMPLE).items()
    }


def test_what_is_told_of_a_workbook_is_sheet_row_and_column(town, run):
    run("export", "town.xlsx")
    (town / "bad.xlsx").write_bytes(planted((town / "town.xlsx").read_bytes(), "roles", 3, eqf="=1+1", family="gone"))
    before = (town / "instance" / "pathways.db").read_bytes()
    said = run("import", "bad.xlsx")
    assert said.returncode == 1
    assert "bad.xlsx: roles:3: eqf (H3): The cell holds a formula. Paste its value in its place." in said.stderr
    assert "bad.xlsx: roles:3: family (F3): " in said.stderr
    assert "Nothing was changed: 2 faults." in said.stderr
    assert (town / "instance" / "pathways.db").read_bytes() == before


def test_a_dry_run_of_a_workbook_shows_every_change_and_writes_nothing(town, run):
    run("export", "town.xlsx")
    (town / "other.xlsx").write_bytes(planted((town / "town.xlsx").read_bytes(), "roles", 3, eqf=8))
    before = (town / "instance" / "pathways.db").read_bytes()
    said = run("import", "other.xlsx", "--dry-run").stdout
    assert re.search(r"~ roles \S+\n    eqf: \d → 8\n", said)
    assert "roles: 1 changed" in said
    assert (town / "instance" / "pathways.db").read_bytes() == before


def test_a_template_is_written_without_a_database(tmp_path, run):
    assert run("export", "--template", "new.xlsx").returncode == 0
    assert "town:2: id (B2)" in run("import", "new.xlsx").stderr
    assert not (tmp_path / "instance" / "backups").exists()
    assert run("export", "--template", "new").returncode == 2


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_map_goes_out_as_dot(town, run, language):
    assert run("export", "map.dot", "--language", language).returncode == 0
    said = (town / "map.dot").read_text()
    assert "digraph pathways" in said
    for role in facts_of(EXAMPLE).roles[:5]:
        assert role.title[language].split()[0].replace("\xad", "") in said
    drawn = subprocess.run(["dot", "-Tsvg"], input=said.encode(), capture_output=True, check=True, timeout=60)
    assert b"<svg" in drawn.stdout


def test_the_ending_says_what_is_written_and_an_option_says_otherwise(town, run):
    assert run("export", "catalogue.txt", "--format", "json").returncode == 0
    assert (town / "catalogue.txt").read_bytes().startswith(b'{"format": "pathways-catalogue"')
    assert run("export", "folder.csv").returncode == 0
    assert (town / "folder.csv" / "roles.csv").is_file()
    assert run("export", "x", "--format", "pdf").returncode == 2


def test_a_file_that_is_there_is_left_as_it_is(town, run):
    (town / "mine.xlsx").write_text("mine")
    said = run("export", "mine.xlsx")
    assert said.returncode == 1
    assert "was left as it is" in said.stderr
    assert (town / "mine.xlsx").read_text() == "mine"
    assert "cannot be written" in run("export", "nowhere/town.xlsx").stderr


@pytest.mark.parametrize("words", [["."], [".", "--format", "json"], ["/"]], ids=" ".join)
def test_where_one_stands_nothing_is_written(here, monkeypatch, words):
    (here / "empty").mkdir()
    monkeypatch.chdir(here / "empty")
    monkeypatch.setenv("PATHWAYS_DATABASE_URL", f"sqlite:///{here}/instance/pathways.db")
    said = CliRunner().invoke(pathways, ["export", *words])
    assert "was left as it is" in str(said.exception)
    assert list((here / "empty").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "told"), [("nowhere", "no such folder"), ("nowhere.xlsx", "cannot be read (No such file")]
)
def test_a_source_that_is_not_there_is_named(town, run, name, told):
    said = run("import", name)
    assert said.returncode == 1
    assert told in said.stderr


# cancelled


@pytest.fixture
def here(town, monkeypatch):
    """The folder of the town, for a command that runs in this process."""
    monkeypatch.chdir(town)
    for name in [name for name in os.environ if name.startswith("PATHWAYS_")]:
        monkeypatch.delenv(name)
    (town / "new.json").write_bytes(document_of(facts_of(REAL)))
    return town


def revision(folder):
    with closing(sqlite3.connect(folder / "instance" / "pathways.db")) as database:
        return database.execute("SELECT revision FROM catalogue").fetchone()[0]


@pytest.mark.parametrize("moment", ["pathways.store.exchange.read_file", "pathways.store.automatic.copy_before"])
def test_what_is_cancelled_before_it_is_written_changes_nothing(here, monkeypatch, moment):
    def pressed(*_, **__):
        raise KeyboardInterrupt

    before = revision(here)
    monkeypatch.setattr(moment, pressed)
    ended = CliRunner().invoke(pathways, ["import", "new.json", "--why", "New"])
    assert isinstance(ended.exception, PathwaysError)
    assert str(ended.exception) == "Cancelled. Nothing was changed."
    assert revision(here) == before


@pytest.mark.parametrize("late", [False, True], ids=["before it was committed", "after it was committed"])
def test_what_is_cancelled_while_it_is_written_is_told_as_it_is(here, monkeypatch, late):
    true = Catalogue.change

    def pressed(self, wanted, hand):
        if late:
            true(self, wanted, hand)
        raise KeyboardInterrupt

    before = revision(here)
    monkeypatch.setattr(Catalogue, "change", pressed)
    ended = CliRunner().invoke(pathways, ["import", "new.json", "--why", "New"])
    assert revision(here) == before + late
    assert (f"The catalogue is at revision {before + 1}." in ended.output) == late
    assert ("Cancelled" in str(ended.exception)) == (not late)


@pytest.fixture
def key():
    """Started in the background by a shell, we and our children ignore Ctrl-C; from a terminal nobody does."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.usefixtures("key")
def test_a_large_import_shows_how_far_it_is_and_ends_at_a_key(town, run, environment):
    """A terminal that shows the bar, and Ctrl-C as soon as it does."""
    content = with_rows(book(whole_town()), "families", rows_of_numbers(400_000))
    (town / "large.xlsx").write_bytes(content)
    before = (town / "instance" / "pathways.db").read_bytes()
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "import", "large.xlsx"], cwd=town, env={**environment, "TERM": "xterm"}, stderr=theirs,
        stdout=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        while b"Reading families" not in shown:
            shown += os.read(ours, 4096)
        process.send_signal(signal.SIGINT)
        with suppress(OSError):  # the terminal is gone when the process is
            while more := os.read(ours, 4096):
                shown += more
    os.close(ours)
    assert process.returncode == 1
    assert b"%" in shown
    assert b"Cancelled. Nothing was changed." in shown
    assert (town / "instance" / "pathways.db").read_bytes() == before
