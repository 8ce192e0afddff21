"""What an engine is set up to do: keys held, one state seen, writers in a queue, addresses understood."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from pathways.store.engine import make_engine, snapshot, writer
from pathways.store.errors import DatabaseUnavailable, SchemaMismatch, explained
from pathways.store.tables import CatalogueRow
from pathways.store.writes import replace_catalogue
from tests.worlds import whole_town

COUNT = text("SELECT count(*) FROM recipe")


@pytest.fixture
def recipes(bare_engine):
    with bare_engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipe (title VARCHAR)"))
    return bare_engine


def add(engine):
    with writer(engine).begin() as connection:
        connection.execute(text("INSERT INTO recipe VALUES ('bread')"))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        pytest.param("foreign_keys", 1, id="keys are held"),
        pytest.param("journal_mode", "wal", id="readers do not wait for writers"),
        pytest.param("synchronous", 1, id="a commit is safe against a crash of the program"),
        pytest.param("busy_timeout", 5000, id="writers wait for each other"),
    ],
)
def test_sqlite_is_set_up_on_every_connection(sqlite_url, pragma, value):
    engine = make_engine(sqlite_url)
    for _ in range(2):
        with engine.connect() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
        engine.dispose()


def test_a_reader_sees_one_state_however_long_it_reads(recipes):
    with snapshot(recipes).connect() as reader:
        assert reader.execute(COUNT).scalar_one() == 0
        add(recipes)
        assert reader.execute(COUNT).scalar_one() == 0
    with snapshot(recipes).connect() as reader:
        assert reader.execute(COUNT).scalar_one() == 1


@pytest.mark.postgres
def test_a_snapshot_is_for_reading_only(postgres_url):
    engine = make_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipe (title VARCHAR)"))
    with snapshot(engine).connect() as reader, pytest.raises(Exception, match="read-only transaction"):
        reader.execute(text("INSERT INTO recipe VALUES ('bread')"))
    add(engine)
    engine.dispose()


def test_a_writer_that_waits_too_long_is_told_why(sqlite_url):
    first, second = make_engine(sqlite_url), make_engine(sqlite_url)
    with writer(first).connect() as busy:
        busy.execute(text("CREATE TABLE recipe (title VARCHAR)"))
        with second.connect() as waiting:
            waiting.exec_driver_sql("PRAGMA busy_timeout=50")
            waiting.rollback()
        with pytest.raises(DatabaseUnavailable, match="another program"), explained(second):
            add(second)
    first.dispose()
    second.dispose()


def test_a_file_that_may_only_be_read_is_told(sqlite_url):
    first = make_engine(sqlite_url)
    with writer(first).begin() as connection:
        connection.execute(text("CREATE TABLE recipe (title VARCHAR)"))
    first.dispose()
    engine = make_engine(sqlite_url.replace("sqlite:///", "sqlite:///file:") + "?mode=ro&uri=true")
    with pytest.raises(DatabaseUnavailable, match="cannot be written"), explained(engine):
        add(engine)
    engine.dispose()


def test_a_full_disk_is_told(sqlite_url):
    engine = make_engine(sqlite_url)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")
        with pytest.raises(DatabaseUnavailable, match="disk is full"), explained(engine):
            connection.exec_driver_sql("CREATE TABLE recipe (title VARCHAR)")
    engine.dispose()


def test_a_disk_that_does_not_answer_is_told(sqlite_url):
    """What SQLite says of a write that failed in another way: of a disk that breaks, or that filled elsewhere."""
    with pytest.raises(DatabaseUnavailable, match="See to the disk"), explained(make_engine(sqlite_url)):
        raise sqlite3.OperationalError("disk I/O error")


@pytest.mark.postgres
def test_a_user_without_rights_is_told(postgres_url):
    engine = make_engine(postgres_url)
    with engine.connect() as connection:
        connection.execute(text("SET ROLE pg_monitor"))
        with pytest.raises(DatabaseUnavailable, match="refuses this user"), explained(engine):
            connection.execute(text("CREATE TABLE public.recipe (title VARCHAR)"))
    engine.dispose()


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/name", "sqlite+nothing:///x.db", "oracle:///x"])
def test_an_address_of_something_else_is_told(url):
    with pytest.raises(DatabaseUnavailable, match="must look like"):
        make_engine(url)


@pytest.mark.parametrize("url", ["postgresql://host/name", "postgresql+psycopg://host/name"])
def test_postgresql_is_spoken_to_by_psycopg(url):
    assert make_engine(url).dialect.driver == "psycopg"


def test_other_errors_come_through_as_they_are(recipes):
    with pytest.raises(DBAPIError, match="syntax error"), explained(recipes), recipes.connect() as connection:
        connection.execute(text("SELEC title FROM recipe"))


def test_a_column_that_is_not_there_means_older_tables(recipes):
    with pytest.raises(SchemaMismatch, match="old ones"), explained(recipes), recipes.connect() as connection:
        connection.execute(text("SELECT title_of_nothing FROM recipe"))


def test_a_moment_comes_back_in_utc_whatever_its_zone(engine):
    east = datetime(2026, 11, 23, 14, 30, tzinfo=timezone(timedelta(hours=2)))
    with Session(writer(engine)) as session:
        row = session.exec(select(CatalogueRow)).one()
        row.loaded_at = east
        session.commit()
    with Session(engine) as session:
        found = session.exec(select(CatalogueRow)).one().loaded_at
    assert found == east
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(engine):
    with Session(writer(engine)) as session:
        session.exec(select(CatalogueRow)).one().loaded_at = datetime(2026, 11, 23)  # noqa: DTZ001  # the point of it
        with pytest.raises(Exception, match="no time zone"):
            session.commit()


def test_a_seeding_leaves_its_digest_and_its_moment(engine):
    with Session(writer(engine)) as session:
        replace_catalogue(session, whole_town(), "abc")
        session.commit()
        row = session.exec(select(CatalogueRow)).one()
    assert row.digest == "abc"
    assert datetime.now(UTC) - row.loaded_at < timedelta(minutes=1)
