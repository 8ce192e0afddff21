"""The one door: what is committed is published, what is broken is not, whoever writes."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from pathways.catalogue import Catalogue
from pathways.domain.errors import BrokenFacts
from pathways.store.account_tables import MarkRow
from pathways.store.engine import make_engine
from pathways.store.errors import DatabaseCorrupt, DatabaseUnavailable, EmptyCatalogue, SchemaMismatch
from pathways.store.writes import replace_catalogue
from tests.store.workers import SET, hire, hire_often
from tests.worlds import whole_town

TOWN = whole_town()
DROP_THE_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def catalogue(engine):
    """A catalogue of the small town; nobody has been hired yet."""
    made = Catalogue(engine)
    with made.edit() as session:
        replace_catalogue(session, TOWN)
    yield made
    made.close()


def employees(catalogue):
    return catalogue.graph().organisation("works").employees


def edit(catalogue, *statements):
    with catalogue.edit() as session:
        for statement in statements:
            session.execute(text(statement))


def in_another_process(engine, times):
    address = engine.url.render_as_string(hide_password=False)
    return SPAWN.Process(target=hire_often, args=(address, times))


def test_what_was_put_in_is_published(catalogue):
    assert catalogue.graph().facts == TOWN
    assert catalogue.graph().revision == catalogue.revision == 1


def test_the_graph_is_the_same_one_until_somebody_writes(catalogue):
    before = catalogue.graph()
    assert catalogue.graph() is before
    hire(catalogue)
    assert catalogue.graph() is not before
    assert (employees(catalogue), catalogue.revision) == (1, 2)
    assert before.organisation("works").employees == 0


def test_an_edit_that_breaks_a_rule_names_its_reasons_and_changes_nothing(catalogue):
    before = catalogue.graph()
    with pytest.raises(BrokenFacts) as refusal:
        edit(catalogue, "DELETE FROM need WHERE role = 'chief'", "UPDATE programme SET code = 'X9' WHERE id = 'night'")
    assert [(f.table, f.row, f.column) for f in refusal.value.faults] == [
        ("programmes", "night", "code"),
        ("roles", "chief", "id"),
    ]
    assert catalogue.graph() is before
    assert catalogue.revision == 1
    assert Catalogue(catalogue._engine).graph().facts == TOWN


def test_an_edit_that_breaks_a_constraint_changes_nothing(catalogue):
    with pytest.raises(IntegrityError):
        edit(catalogue, "UPDATE organisation SET employees = 5", "UPDATE outcome SET level = 7")
    assert (employees(catalogue), catalogue.revision) == (0, 1)


def test_an_edit_that_fails_halfway_changes_nothing(catalogue):
    with pytest.raises(StatementError):
        edit(catalogue, "UPDATE organisation SET employees = 5", "UPDATE organisation SET employees = :unbound")
    assert (employees(catalogue), catalogue.revision) == (0, 1)
    hire(catalogue)
    assert employees(catalogue) == 1


def test_nothing_is_seen_of_an_edit_before_it_is_done(catalogue, engine):
    other = Catalogue(make_engine(engine.url.render_as_string(hide_password=False)))
    with catalogue.edit() as session:
        session.execute(text(SET), {"count": 5})
        assert (employees(catalogue), employees(other)) == (0, 0)
    assert (employees(catalogue), employees(other)) == (5, 5)
    other.close()


def test_an_edit_in_another_process_is_seen(catalogue, engine):
    assert employees(catalogue) == 0
    other = in_another_process(engine, 1)
    other.start()
    other.join(60)
    assert other.exitcode == 0
    assert (employees(catalogue), catalogue.graph().revision) == (1, 2)


def test_every_edit_of_two_processes_counts(catalogue, engine):
    others = [in_another_process(engine, 50) for _ in range(2)]
    for other in others:
        other.start()
    for other in others:
        other.join(120)
    assert [other.exitcode for other in others] == [0, 0]
    assert (employees(catalogue), catalogue.revision) == (100, 101)


def test_every_edit_of_many_threads_counts_and_revisions_never_fall(catalogue):
    seen, done = [], threading.Event()

    def watch():
        while not done.is_set():
            seen.append(catalogue.graph().revision)

    with ThreadPoolExecutor(6) as pool:
        watching = [pool.submit(watch) for _ in range(2)]
        for edit in [pool.submit(hire, catalogue) for _ in range(40)]:
            edit.result()
        done.set()
        for each in watching:
            each.result()
    assert (employees(catalogue), catalogue.revision) == (40, 41)
    assert set(seen) <= set(range(1, 42))


def test_a_revision_that_fell_because_a_copy_was_put_back_is_followed(catalogue, engine):
    hire(catalogue)
    with engine.begin() as connection:
        connection.execute(text("UPDATE catalogue SET revision = 1"))
        connection.execute(text(SET), {"count": 9})
    assert (employees(catalogue), catalogue.graph().revision) == (9, 1)


def test_one_thread_that_reloads_serves_all_that_wait(catalogue, monkeypatch):
    from pathways import catalogue as module

    loads = []
    load = module.load_graph
    monkeypatch.setattr(module, "load_graph", lambda session: loads.append(1) or load(session))
    fresh = Catalogue(catalogue._engine)
    start = threading.Barrier(5)

    def ask():
        start.wait()
        return fresh.graph()

    with ThreadPoolExecutor(5) as pool:
        graphs = {id(asked.result()) for asked in [pool.submit(ask) for _ in range(5)]}
    assert len(graphs) == len(loads) == 1


def test_a_database_without_facts_says_how_to_fill_it(engine):
    with pytest.raises(EmptyCatalogue, match="pathways seed"):
        Catalogue(engine).graph()


def test_a_database_without_tables_says_how_to_make_them(bare_engine):
    with pytest.raises(SchemaMismatch, match="pathways seed"):
        Catalogue(bare_engine).graph()
    with pytest.raises(SchemaMismatch, match="pathways seed"), Catalogue(bare_engine).edit():
        pass


def test_tables_that_another_version_changed_are_told(catalogue, engine):
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE role RENAME COLUMN experienced TO seasoned"))
        connection.execute(text("UPDATE catalogue SET revision = revision + 1"))
    with pytest.raises(SchemaMismatch, match="pathways seed"):
        catalogue.graph()


def test_a_damaged_file_is_told_and_left_as_it_is(tmp_path):
    file = tmp_path / "pathways.db"
    file.write_bytes(b"no database at all " * 100)
    with pytest.raises(DatabaseCorrupt, match="left as it is"):
        Catalogue(make_engine(f"sqlite:///{file}")).graph()
    assert file.read_bytes() == b"no database at all " * 100


@pytest.mark.postgres
def test_a_server_that_drops_connections_is_asked_again(postgres_url):
    from pathways.store.schema import upgrade

    engine = make_engine(postgres_url)
    upgrade(engine)
    catalogue = Catalogue(engine)
    with catalogue.edit() as session:
        replace_catalogue(session, TOWN)
    assert catalogue.revision == 1
    killer = make_engine(postgres_url)
    with killer.begin() as connection:
        connection.execute(text(DROP_THE_OTHERS))
    assert catalogue.revision == 1
    hire(catalogue)
    assert employees(catalogue) == 1
    catalogue.close()
    killer.dispose()


def test_a_server_that_is_not_there_is_told_in_one_line():
    nobody = Catalogue(make_engine("postgresql://someone:secret@127.0.0.1:9/pathways"))
    with pytest.raises(DatabaseUnavailable, match="cannot be reached") as refusal:
        nobody.graph()
    assert "\n" not in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_in_memory_all_threads_share_one_database():
    from pathways.store.schema import upgrade

    engine = make_engine("sqlite://")
    upgrade(engine)
    catalogue = Catalogue(engine)
    with catalogue.edit() as session:
        replace_catalogue(session, TOWN)
    with ThreadPoolExecutor(2) as pool:
        assert pool.submit(employees, catalogue).result() == 0
    hire(catalogue)
    assert employees(catalogue) == 1
    catalogue.close()


def test_rows_that_are_no_facts_leave_the_revision_alone(catalogue):
    then, before = datetime(2026, 11, 26, tzinfo=UTC), catalogue.revision
    with catalogue.rows(write=True) as session:
        session.add(MarkRow(name="demo", since=then))
    with catalogue.rows() as session:
        assert session.get(MarkRow, "demo").since == then
    assert catalogue.revision == before


def test_rows_of_a_block_that_fails_are_not_kept(catalogue):
    def slip():
        with catalogue.rows(write=True) as session:
            session.add(MarkRow(name="other", since=datetime(2026, 11, 26, tzinfo=UTC)))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        slip()
    with catalogue.rows() as session:
        assert session.get(MarkRow, "other") is None
