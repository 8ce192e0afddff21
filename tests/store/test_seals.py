"""The seal on a copy: any other byte breaks it, and SQLite's own writing takes it off."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from pathways.store.engine import make_engine, writer
from pathways.store.seals import COUNTER, MODES, STATE, is_broken, seal

OF_STATE = {*range(*COUNTER.indices(100)), *range(*MODES.indices(100)), *range(*STATE.indices(100))}
"""Bytes of the head that say which state the seal is of: nothing of anybody's rows."""
IN_SUM = {*range(24, 26)}
"""The upper half of the count of changes, which no seal has room for."""


@pytest.fixture
def copy(tmp_path):
    file = tmp_path / "copy.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE town (name)")
        database.executemany("INSERT INTO town VALUES (?)", [(f"Town {number}",) for number in range(400)])
        database.commit()
    with file.open("rb+") as whole:
        seal(whole)
    return file


def broken(file) -> bool:
    with file.open("rb") as whole:
        return is_broken(whole)


def test_a_sealed_file_is_read_as_before(copy):
    assert not broken(copy)
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM town").fetchone() == (400,)
    assert not broken(copy), "reading is no writing"


def test_any_other_byte_breaks_it(copy):
    whole = copy.read_bytes()
    for at in (*range(100), *range(100, len(whole), 97)):
        copy.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert broken(copy) == (at not in OF_STATE or at in IN_SUM), at


@pytest.mark.parametrize("change", [lambda whole: whole[:-1], lambda whole: whole[:4096], lambda whole: whole + b"x"])
def test_another_length_breaks_it(copy, change):
    copy.write_bytes(change(copy.read_bytes()))
    assert broken(copy)


@pytest.mark.parametrize("content", [b"", b"PW", b"a letter to my aunt" * 99])
def test_what_has_no_seal_is_not_broken(tmp_path, content):
    (tmp_path / "file").write_bytes(content)
    assert not broken(tmp_path / "file")


def test_who_writes_with_sqlite_takes_it_off(copy):
    with closing(sqlite3.connect(copy)) as database:
        database.execute("UPDATE town SET name = 'Other' WHERE name = 'Town 7'")
        database.commit()
    assert not broken(copy)


def test_who_writes_as_the_planner_does_takes_it_off(copy):
    """With a log beside the file, and back."""
    engine = make_engine(f"sqlite:///{copy}")
    with writer(engine).begin() as connection:
        connection.exec_driver_sql("UPDATE town SET name = 'Other' WHERE name = 'Town 7'")
    engine.dispose()
    assert not broken(copy)
    with closing(sqlite3.connect(copy)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    assert not broken(copy)
