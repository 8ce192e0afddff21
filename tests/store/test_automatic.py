"""Copies that are made by themselves: read again, and the newest kept."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest

from pathways.catalogue import Catalogue
from pathways.domain.errors import PathwaysError
from pathways.store import automatic
from pathways.store.automatic import KEPT, Before, copy_before
from pathways.store.copies import opened
from pathways.store.engine import make_engine
from pathways.store.schema import upgrade
from pathways.store.writes import replace_catalogue
from tests.worlds import whole_town

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def town(tmp_path):
    """A small town in a file; gives its engine."""
    engine = make_engine(f"sqlite:///{tmp_path}/town.db")
    upgrade(engine)
    catalogue = Catalogue(engine)
    with catalogue.edit() as session:
        replace_catalogue(session, whole_town())
    yield engine
    catalogue.close()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


def copies(engine, folder, count, what=Before.IMPORT, start=NOW):
    return [copy_before(engine, folder, what, 7, start + timedelta(seconds=n)) for n in range(count)]


def test_the_newest_copies_are_kept_and_can_be_read(town, folder):
    made = copies(town, folder, KEPT + 3)
    assert sorted(folder.iterdir()) == made[3:]
    with opened(made[-1]):
        pass


def test_each_database_and_occasion_keeps_its_own(town, folder, tmp_path):
    before_migration = copies(town, folder, 1, Before.MIGRATION, NOW - timedelta(days=300))
    other = make_engine(f"sqlite:///{tmp_path}/other-town.db")
    upgrade(other)
    of_other = copies(other, folder, 2, start=NOW - timedelta(days=200))
    other.dispose()
    copies(town, folder, KEPT + 2)
    assert {*before_migration, *of_other} <= set(folder.iterdir())
    assert len(list(folder.iterdir())) == KEPT + 3


def test_what_was_put_there_by_hand_is_left(town, folder):
    folder.mkdir()
    by_hand = [folder / name for name in ("keep.db", "before-import-town-20200101T000000000000-1.db.keep", "notes.txt")]
    for path in by_hand:
        path.write_text("mine")
    copies(town, folder, KEPT + 1)
    assert all(path.read_text() == "mine" for path in by_hand)


def test_a_copy_just_made_stays_though_the_clock_was_put_back(town, folder):
    later = copies(town, folder, KEPT)
    (made,) = copies(town, folder, 1, start=NOW - timedelta(days=2))
    assert made.exists()
    assert sorted(folder.iterdir()) == [made, *later[1:]]


def test_what_a_killed_process_left_goes_and_what_is_being_written_stays(town, folder):
    folder.mkdir()
    left, written = (folder / f".before-import-town-20261127T12000000000{n}-1.db.part" for n in range(2))
    for path in (left, written):
        path.write_bytes(b"half")
    long_ago = NOW.timestamp() - 10**8
    os.utime(left, (long_ago, long_ago))
    copies(town, folder, 1)
    assert (left.exists(), written.exists()) == (False, True)


def test_no_older_copy_goes_before_the_new_one_was_read_again(town, folder, monkeypatch):
    made = copies(town, folder, KEPT)
    whole = automatic.write_backup

    def broken(engine, file, now, *, notes):
        whole(engine, file, now, notes=notes)
        file.write_bytes(file.read_bytes()[:5_000])  # what a disk does that lies about what it wrote

    monkeypatch.setattr(automatic, "write_backup", broken)
    with pytest.raises(PathwaysError, match="cannot be read again"):
        copies(town, folder, 1, start=NOW + timedelta(days=1))
    assert sorted(folder.iterdir()) == made


def test_what_cannot_be_deleted_stands_in_no_import_s_way(town, folder, caplog):
    made = copies(town, folder, KEPT)
    made[0].unlink()
    made[0].mkdir()
    assert copies(town, folder, 1, start=NOW + timedelta(days=1))[0].exists()
    assert "cannot be deleted" in caplog.text
