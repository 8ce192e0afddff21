"""Talks deleted for good: the rows, what is owed for them, and every byte."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlmodel import select

from pathways.catalogue import Catalogue
from pathways.cli.upkeep import Upkeep, tend
from pathways.store.account_tables import AttemptRow, OneUseLinkRow
from pathways.store.engine import make_engine, snapshot, writer
from pathways.store.guidance_tables import ClassHourRow, GuidanceGoneRow, GuidanceKeyRow, GuidanceVisitRow
from pathways.store.purging import (
    MARGIN,
    Held,
    Purged,
    count_talks,
    delete_gone,
    delete_talk,
    entomb,
    purge_by_turn,
    purge_expired,
)
from pathways.store.schema import upgrade
from pathways.store.sweeping import kept_beside, owed
from tests.kept_talks import NOW, ids_in, keep_odds, keep_talk, type_notes, words
from tests.remains import remains

DAYS, DAY, HOUR = 180, timedelta(days=1), timedelta(hours=1)
PATIENT_S = 60
"""Another test may write on the same server for some seconds, and a sweep waits for that."""


@pytest.fixture
def catalogue(engine):
    made = Catalogue(engine)
    yield made
    made.close()


@pytest.fixture
def on_file(sqlite_url):
    """A catalogue on an SQLite file."""
    engine = make_engine(sqlite_url)
    upgrade(engine)
    made = Catalogue(engine)
    yield made
    made.close()


@pytest.fixture
def on_server(postgres_url):
    """A catalogue on PostgreSQL."""
    engine = make_engine(postgres_url)
    upgrade(engine)
    made = Catalogue(engine)
    yield made
    made.close()


def another(catalogue) -> Catalogue:
    """The same database as another process has it."""
    return Catalogue(make_engine(catalogue.engine.url.render_as_string(hide_password=False)))


def delete(catalogue, *ids, now=NOW) -> int:
    with catalogue.rows(write=True) as session:
        return delete_talk(session, *ids, now=now, days=DAYS)


def tombs(catalogue) -> dict[str, object]:
    with catalogue.rows() as session:
        return {row.id: row.forget_at for row in session.exec(select(GuidanceGoneRow))}


def test_a_deleted_talk_goes_with_all_that_is_its_own(catalogue):
    for id in ("one", "two", "three"):
        keep_talk(catalogue, id)
    assert delete(catalogue, "one", "three", "one", "never-was") == 2
    assert ids_in(catalogue) == ["two"]
    assert ids_in(catalogue, GuidanceKeyRow, "guidance_id") == ["two", "two"]
    assert ids_in(catalogue, GuidanceVisitRow, "guidance_id") == ["two"]
    assert tombs(catalogue) == dict.fromkeys(("one", "three"), NOW + DAYS * DAY + MARGIN)
    assert delete(catalogue, "one") == 0
    assert owed(catalogue.engine) == NOW


def test_a_tomb_outlasts_every_copy_of_its_talk(catalogue):
    keep_talk(catalogue, "long", days=400)
    delete(catalogue, "long")
    assert tombs(catalogue)["long"] == NOW + 400 * DAY + MARGIN
    with catalogue.rows(write=True) as session:
        entomb(session, {"long": NOW})
    assert tombs(catalogue)["long"] == NOW + 400 * DAY + MARGIN


def test_more_talks_than_one_statement_takes(catalogue):
    with catalogue.rows(write=True) as session:
        entomb(session, {f"old-{number}": NOW - DAY for number in range(1_200)})
    for number in range(3):
        keep_talk(catalogue, f"t{number}")
    assert delete(catalogue, *(f"t{number}" for number in range(40_000))) == 3


def test_what_has_had_its_time_goes_and_the_rest_stays(catalogue):
    keep_talk(catalogue, "late", days=-1)
    keep_talk(catalogue, "young", days=1)
    keep_odds(catalogue, "over", NOW - HOUR)
    keep_odds(catalogue, "open", NOW + HOUR)
    keep_odds(catalogue, "full", NOW - HOUR)
    keep_talk(catalogue, "of-a-class", class_id="full")
    with catalogue.rows(write=True) as session:
        entomb(session, {"ancient": NOW - HOUR, "recent": NOW + HOUR})
        assert count_talks(session, NOW) == Held(live=2, expired=1, gone=2)
        purged = purge_expired(session, NOW, DAYS)
        assert purge_expired(session, NOW, DAYS) == Purged(0, 0, 0, 0, 0, 0)
    assert purged == Purged(talks=1, keys=0, links=2, attempts=2, class_hours=1, forgotten=1)
    assert str(purged) == (
        "1 talk, 2 links to set a password, 2 counts of tries, 1 class hour, 1 note of an older deletion"
    )
    assert ids_in(catalogue) == ["of-a-class", "young"]
    assert ids_in(catalogue, ClassHourRow) == ["full", "open"]
    assert ids_in(catalogue, OneUseLinkRow, "hash") == ids_in(catalogue, AttemptRow, "key") == ["open"]
    assert sorted(tombs(catalogue)) == ["late", "recent"]
    with catalogue.rows(write=True) as session:
        later = purge_expired(session, NOW + 5 * HOUR, DAYS)
    assert (later.talks, later.keys, later.class_hours) == (0, 2, 1)


def test_a_copy_from_before_is_cleaned(catalogue):
    keep_talk(catalogue, "gone")
    keep_talk(catalogue, "here")
    with catalogue.rows(write=True) as session:
        entomb(session, {"gone": NOW, "elsewhere": NOW})
        assert delete_gone(session) == 1
    assert ids_in(catalogue) == ["here"]


def test_of_many_workers_one_purges(catalogue):
    """All at once, each on connections of its own."""
    for number in range(20):
        keep_talk(catalogue, f"t{number}", days=-1)
    workers = [another(catalogue) for _ in range(4)]

    def turn(worker: Catalogue) -> Purged | None:
        with worker.rows(write=True) as session:
            return purge_by_turn(session, NOW, DAYS, HOUR)

    with ThreadPoolExecutor(4) as pool:
        done = [purged for purged in pool.map(turn, workers) if purged is not None]
    assert [purged.talks for purged in done] == [20]
    with catalogue.rows(write=True) as session:
        assert purge_by_turn(session, NOW + HOUR - DAY / 1000, DAYS, HOUR) is None
        assert purge_by_turn(session, NOW + HOUR, DAYS, HOUR) == Purged(0, 0, 0, 0, 0, 0)
        assert purge_by_turn(session, NOW - DAY, DAYS, HOUR) is not None, "a clock that was put right stops nothing"
    for worker in workers:
        worker.close()


def test_two_who_delete_the_same_at_once(catalogue):
    ids = [keep_talk(catalogue, f"t{number}").id for number in range(30)]
    workers = [another(catalogue) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda worker: delete(worker, *ids), workers))
        list(pool.map(lambda worker: worker.sweep(), workers))
    assert catalogue.sweep(PATIENT_S)
    assert owed(catalogue.engine) is None
    assert ids_in(catalogue) == []
    assert sorted(tombs(catalogue)) == sorted(ids)
    for worker in workers:
        worker.close()


def test_no_byte_of_a_deleted_talk_is_left(on_file, tmp_path):
    kept = [keep_talk(on_file, f"t{number}") for number in range(9)]
    typed = [words((number, "typed"), 3000) for number in range(9)]
    for one, notes in zip(kept, typed, strict=True):
        type_notes(on_file, one.id, notes)
    dead, alive = [*kept[::3], *typed[::3]], [kept[1].line, typed[1]]
    dead = [text for one in dead for text in (one if isinstance(one, str) else one.texts)]
    other = another(on_file)  # keeps the files open, as a second worker does
    assert other.sweep()
    for text_ in [*dead[1:3], typed[0], *alive]:
        assert remains(tmp_path, text_), "the search must find what is there"
    assert remains(tmp_path, *(one.notes for one in kept)) == []  # overwritten
    delete(on_file, *(one.id for one in kept[::3]))
    assert remains(tmp_path, *dead)
    assert on_file.sweep()
    assert remains(tmp_path, *dead) == []
    assert all(remains(tmp_path, text_) for text_ in alive)
    other.close()


def test_what_another_program_deleted_is_swept_too(on_file, tmp_path):
    """Without `secure_delete` the text stays in its page; a checkpoint alone would leave it there."""
    kept = keep_talk(on_file, "one")
    keep_talk(on_file, "two")
    file = str(tmp_path / "pathways.db")
    with closing(sqlite3.connect(file, isolation_level=None)) as careless:
        careless.execute("PRAGMA secure_delete=OFF")
        careless.execute("DELETE FROM guidance WHERE id = 'one'")
        careless.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert remains(tmp_path, kept.notes)
    assert on_file.sweep()
    assert remains(tmp_path, kept.notes) == []


@pytest.mark.parametrize("begin", ["BEGIN", "BEGIN IMMEDIATE"], ids=["somebody reads", "somebody writes"])
def test_a_sweep_that_is_in_the_way_is_put_off(on_file, tmp_path, begin, caplog):
    kept = keep_talk(on_file, "one")
    with closing(sqlite3.connect(tmp_path / "pathways.db", isolation_level=None)) as other:
        other.execute(begin)
        other.execute("SELECT * FROM guidance").fetchall()
        if begin == "BEGIN":
            delete(on_file, "one")
        assert on_file.sweep(patience_s=0.2) is False
        assert "Sweeping is put off" in caplog.text
        assert "Traceback" not in caplog.text
        other.execute("ROLLBACK")
    assert begin != "BEGIN" or owed(on_file.engine) == NOW
    delete(on_file, "one")
    tend(on_file, NOW, DAYS, HOUR)
    assert owed(on_file.engine) is None
    assert remains(tmp_path, *kept.texts) == []


def test_a_database_in_memory_has_nothing_to_sweep():
    engine = make_engine("sqlite://")
    upgrade(engine)
    catalogue = Catalogue(engine)
    keep_talk(catalogue, "one")
    delete(catalogue, "one")
    assert catalogue.sweep()
    assert owed(engine) is None
    catalogue.close()


def test_a_database_that_cannot_be_used_is_told_in_the_log(on_file, tmp_path, caplog):
    on_file.close()
    (tmp_path / "pathways.db").write_bytes(b"this is no database any more" * 50)
    for leftover in tmp_path.glob("pathways.db-*"):
        leftover.unlink()
    assert on_file.sweep() is False
    assert "is no database, or a damaged one" in caplog.text


FILES = """
    SELECT pg_relation_filepath(oid), pg_relation_filepath(nullif(reltoastrelid, 0))
    FROM pg_class WHERE relname ~ '^guidance' AND relkind IN ('r', 'i')
"""


def table_files(catalogue) -> list[Path]:
    """The files that PostgreSQL keeps guidance talks in, written out; skips where they may not be read."""
    with catalogue.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        home = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        ours = connection.execute(text(FILES)).all()
        files = [home / name for row in ours for name in row if name]
    if not all(file.exists() for file in files):
        pytest.skip("The files of this PostgreSQL cannot be read from here.")
    return files


@pytest.mark.postgres
def test_nothing_is_left_in_the_files_of_postgresql(on_server):
    kept, other = keep_talk(on_server, "one", letters=1200), keep_talk(on_server, "two")
    before = table_files(on_server)
    assert remains(before, *kept.texts)
    delete(on_server, "one")
    assert remains(table_files(on_server), *kept.texts), "PostgreSQL keeps deleted rows until VACUUM"
    assert on_server.sweep(PATIENT_S)
    assert owed(on_server.engine) is None
    assert remains(table_files(on_server), *kept.texts) == []
    assert remains([file for file in before if file.exists()], *kept.texts) == []
    assert remains(table_files(on_server), *other.texts)


@pytest.mark.postgres
@pytest.mark.parametrize("question", ["SELECT count(*) FROM guidance", "SELECT count(*) FROM town"])
def test_who_still_sees_a_deleted_talk_puts_the_sweep_off(on_server, question):
    """One who reads the table holds a lock; one who reads another holds what VACUUM must keep."""
    keep_talk(on_server, "one")
    with snapshot(on_server.engine).connect() as reader:
        reader.execute(text(question))
        delete(on_server, "one")
        assert on_server.sweep(patience_s=0.2) is False
        assert owed(on_server.engine) == NOW
    assert on_server.sweep(PATIENT_S)
    assert owed(on_server.engine) is None


@pytest.mark.postgres
def test_who_writes_in_another_database_puts_the_sweep_off(on_server, postgres_server):
    """It makes every new reader look as old as itself, and VACUUM keeps for that one what was deleted."""
    kept = keep_talk(on_server, "one", letters=1200)
    with psycopg.connect(postgres_server) as writer:
        writer.execute("SELECT pg_current_xact_id()")
        delete(on_server, "one")
        assert on_server.sweep(patience_s=0.2) is False
        assert owed(on_server.engine) == NOW
    assert on_server.sweep(PATIENT_S)
    assert remains(table_files(on_server), *kept.texts) == []


@pytest.mark.postgres
def test_a_sweep_waits_for_one_who_is_soon_gone(on_server):
    kept = keep_talk(on_server, "one", letters=1200)
    with snapshot(on_server.engine).connect() as reader, ThreadPoolExecutor() as beside:
        reader.execute(text("SELECT count(*) FROM town"))
        delete(on_server, "one")
        swept = beside.submit(on_server.sweep, PATIENT_S)
        with pytest.raises(TimeoutError):
            swept.result(0.3)
        reader.rollback()
        assert swept.result(PATIENT_S)
    assert remains(table_files(on_server), *kept.texts) == []


def test_the_database_kept_by_a_restore_is_cleaned_as_well(on_file, tmp_path):
    kept, late = keep_talk(on_file, "one"), keep_talk(on_file, "late", days=-1)
    other = keep_talk(on_file, "two")
    on_file.sweep()
    before = kept_beside(on_file.engine)
    before.write_bytes((tmp_path / "pathways.db").read_bytes())
    delete(on_file, "one", "late")
    assert remains([before], *kept.texts)
    assert remains([before], *late.texts)
    assert on_file.sweep()
    assert remains(tmp_path, *kept.texts, *late.texts) == []
    assert remains([before], *other.texts)
    assert sorted(path.name for path in tmp_path.iterdir() if "before" in path.name) == ["pathways.db.before"]
    assert before.read_bytes()[18:20] == b"\1\1", "no -wal belongs to it"


def test_a_server_deletes_by_itself(on_file, tmp_path, monkeypatch, caplog):
    """Two workers look at once; the first look fails, and the next one does not."""
    caplog.set_level("INFO", "pathways")
    kept = keep_talk(on_file, "late", days=-1)
    monkeypatch.setattr(Upkeep, "look_s", (0.01, 0.05))
    with writer(on_file.engine).begin() as connection:
        connection.execute(text("ALTER TABLE guidance RENAME TO hidden"))
    workers = [Upkeep(another(on_file), DAYS) for _ in range(2)]
    for worker in workers:
        assert worker.daemon
        worker.start()
    wait_until(lambda: "is tried again" in caplog.text)
    assert owed(on_file.engine) is None
    with writer(on_file.engine).begin() as connection:
        connection.execute(text("ALTER TABLE hidden RENAME TO guidance"))
    wait_until(lambda: "Purged: 1 talk" in caplog.text and owed(on_file.engine) is None)
    for worker in workers:
        worker.stop()
        worker._catalogue.close()
    assert caplog.text.count("Purged: ") == 1
    assert remains(tmp_path, *kept.texts) == []


def test_older_wordings_of_living_notes_are_swept_by_the_hour(on_file, tmp_path):
    kept = keep_talk(on_file, "one")
    tend(on_file, NOW, DAYS, HOUR)
    type_notes(on_file, "one", words("new"))
    assert remains(tmp_path, kept.notes)
    tend(on_file, NOW + 2 * HOUR, DAYS, HOUR)
    assert remains(tmp_path, kept.notes) == []
    assert remains(tmp_path, words("new"))
    with on_file.rows(write=True) as session:
        purge_by_turn(session, NOW + 4 * HOUR, DAYS, HOUR)
    assert owed(on_file.engine) is None, "nobody wrote since"


def wait_until(true) -> None:
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)
