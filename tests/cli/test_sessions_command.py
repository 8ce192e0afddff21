"""`pathways sessions`, and what a server deletes by itself, with a real server that runs meanwhile."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
import urllib.request
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pathways.catalogue import Catalogue
from pathways.domain.errors import PathwaysError
from pathways.store.engine import make_engine
from pathways.store.purging import delete_talk
from pathways.store.sweeping import owed
from tests.cli.conftest import ROOT, called, copied
from tests.kept_talks import NOW, ids_in, keep_odds, keep_talk, type_notes, words
from tests.remains import open_files, remains
from tests.serving import running

if TYPE_CHECKING:
    from pathlib import Path

QUICK = "from pathways.cli import main, upkeep; upkeep.Upkeep.look_s = 0.2, 0.6; main()"
"""`pathways`, whose server looks after itself every half second and not every minute."""
PAGES = ("/en/", "/da/roles/process-operator", "/en/map", "/en/roles/process-operator.svg", "/nowhere")


@pytest.fixture
def catalogue(example: Path):
    made = Catalogue(make_engine(f"sqlite:///{example}"))
    yield made
    made.close()


def until(true) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def browse(address: str) -> None:
    for page in PAGES:
        try:
            urllib.request.urlopen(address + page, timeout=30).read()
        except urllib.error.HTTPError as error:
            error.close()


@pytest.mark.slow
def test_nothing_is_left_anywhere_while_a_server_runs(tmp_path, databases, run):
    """The database and its -wal and -shm, the log, the pictures, temporary files: all lie below one folder."""
    copied(databases["kalundborg"], tmp_path)
    (tmp_path / "temporary").mkdir()
    catalogue = Catalogue(make_engine(f"sqlite:///{tmp_path / 'instance' / 'pathways.db'}"))
    late, there = keep_talk(catalogue, "late", days=-1), keep_talk(catalogue, "there")
    kept = {name: "" for name in os.environ if name.startswith("PATHWAYS_")}
    settings = {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "temporary"), "PATHWAYS_SESSION_DAYS": "30"}
    with running((sys.executable, "-c", QUICK, "serve"), tmp_path, **kept, **settings) as server:
        until(lambda: ids_in(catalogue) == ["there"] and owed(catalogue.engine) is None)
        assert remains(tmp_path, *late.texts) == []

        first, second = keep_talk(catalogue, "first"), keep_talk(catalogue, "second")
        typed = words("typed", 5_000)
        type_notes(catalogue, "first", typed)
        browse(server.address)
        assert any(tmp_path.glob("instance/cache/*/*")), "pictures are kept, so that the search looks into some"
        assert all(remains(tmp_path, text) for text in (first.notes, first.line, first.step, typed, *second.texts))
        assert remains(open_files(server.process.pid), typed)

        with catalogue.rows(write=True) as session:
            delete_talk(session, "first", now=datetime.now(NOW.tzinfo), days=30)
        until(lambda: owed(catalogue.engine) is None)  # the server sees to it, whoever deleted
        assert remains(tmp_path, typed, *first.texts) == []

        with catalogue.rows(write=True) as session:
            session.connection().exec_driver_sql("UPDATE guidance SET expires_at = '2020-01-01' WHERE id = 'second'")
        said = run("sessions", "purge")
        assert (said.returncode, said.stderr) == (0, "")
        assert "Deleted 1 talk." in said.stdout
        assert remains(tmp_path, typed, *first.texts, *second.texts) == []
        assert remains(open_files(server.process.pid), typed, *first.texts, *second.texts) == []
        browse(server.address)
    log = (tmp_path / "server.log").read_text()
    assert log.count("Purged: 1 talk") == 1
    assert "Traceback" not in log
    assert remains(tmp_path, *there.texts)
    catalogue.close()


@pytest.mark.usefixtures("here")
def test_counts_tell_nothing_of_what_was_said(catalogue):
    kept = [keep_talk(catalogue, "one"), keep_talk(catalogue, "two"), keep_talk(catalogue, "late", days=-1)]
    with catalogue.rows(write=True) as session:
        delete_talk(session, "two", now=NOW, days=180)
    said = called("sessions", "count").output
    assert [line.split()[0] for line in said.splitlines()] == ["1", "1", "1"]
    assert not any(text[:8] in said for one in kept for text in one.texts)


@pytest.mark.usefixtures("here")
def test_a_purge_says_what_it_deleted(catalogue):
    keep_talk(catalogue, "late", days=-1)
    keep_odds(catalogue, "over", NOW - timedelta(hours=1))
    said = called("sessions", "purge").output
    assert said == "Deleted 1 talk, 1 link to set a password, 1 count of tries, 1 class hour.\n"
    assert called("sessions", "purge").output == "Deleted nothing.\n"


@pytest.mark.usefixtures("here")
def test_a_purge_that_cannot_sweep_says_so(catalogue, example, monkeypatch):
    monkeypatch.setattr("pathways.cli.sessions.PATIENCE_S", 0.3)
    keep_talk(catalogue, "late", days=-1)
    with closing(sqlite3.connect(example, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM guidance").fetchall()
        with pytest.raises(PathwaysError, match="may still be in the files"):
            called("sessions", "purge")
    assert ids_in(catalogue) == []
    assert owed(catalogue.engine) is not None
    called("sessions", "purge")
    assert owed(catalogue.engine) is None


@pytest.mark.parametrize("words", [("sessions", "count"), ("sessions", "purge"), ("backup", "copy.db")], ids=" ".join)
def test_where_there_is_no_database(here, words):
    with pytest.raises(PathwaysError, match=r"There is no database at instance/pathways\.db"):
        called(*words)
    assert list(here.iterdir()) == []
    (here / "instance").mkdir()
    (here / "instance" / "pathways.db").touch()
    with pytest.raises(PathwaysError, match=r"There is no database at instance/pathways\.db"):
        called(*words)
    assert (here / "instance" / "pathways.db").stat().st_size == 0, "an empty file is none, and stays as it is"
