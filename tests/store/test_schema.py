"""Tables go up and down on both databases; what is not ours to touch is left as it is."""

from __future__ import annotations

import multiprocessing
import sqlite3
from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import Session, SQLModel

from pathways.store import schema
from pathways.store.engine import make_engine
from pathways.store.errors import DatabaseCorrupt, DatabaseUnavailable, SchemaMismatch
from pathways.store.reads import load_facts
from pathways.store.schema import EVERY, State, downgrade, state, upgrade
from pathways.store.writes import replace_catalogue
from tests.store.workers import upgrade_as_nobody
from tests.worlds import whole_town

SPAWN = multiprocessing.get_context("spawn")


def put_in(engine):
    with Session(engine) as session:
        replace_catalogue(session, whole_town())
        session.commit()


def tables(engine):
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def laid_down(engine):
    """Everything a schema says of its tables, in a form that can be compared."""
    found = inspect(engine)
    told = {}
    for name in sorted(tables(engine)):
        told[name] = {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in found.get_columns(name)},
            "key": found.get_pk_constraint(name),
            "foreign": sorted(str(sorted(key.items(), key=str)) for key in found.get_foreign_keys(name)),
            "unique": sorted((u["name"], u["column_names"]) for u in found.get_unique_constraints(name)),
            "checks": sorted((c["name"], c["sqltext"]) for c in found.get_check_constraints(name)),
            "indexes": sorted((i["name"], i["column_names"], i["unique"]) for i in found.get_indexes(name)),
        }
    return told


def test_up_down_and_up_again(bare_engine):
    assert state(bare_engine) is State.EMPTY
    upgrade(bare_engine)
    assert state(bare_engine) is State.CURRENT
    put_in(bare_engine)
    downgrade(bare_engine, "base")
    assert state(bare_engine) is State.EMPTY
    assert tables(bare_engine) == set()
    upgrade(bare_engine)
    put_in(bare_engine)
    with Session(bare_engine) as session:
        assert load_facts(session) == whole_town()


def test_going_up_when_there_already_keeps_the_facts(engine):
    put_in(engine)
    upgrade(engine)
    with Session(engine) as session:
        assert load_facts(session) == whole_town()


def test_the_migrations_make_the_tables_that_the_classes_say(engine):
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    migrated = laid_down(engine)
    downgrade(engine, "base")
    SQLModel.metadata.create_all(engine)
    assert laid_down(engine) == migrated
    assert {table.name for table in EVERY} == set(migrated)


def test_keys_hold_after_a_migration(engine):
    put_in(engine)
    with pytest.raises(Exception, match=r"(?i)foreign key"), engine.begin() as connection:
        connection.execute(text("UPDATE skill SET \"group\" = 'gone'"))


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE outcome SET level = 5", id="a level beyond the scale"),
        pytest.param("UPDATE programme SET eqf = 1", id="a level out of the framework"),
        pytest.param("UPDATE programme SET years = 0", id="no years"),
        pytest.param("UPDATE programme SET kind = 'Q'", id="a kind nobody knows"),
        pytest.param("UPDATE flow SET share = 1.5", id="more than all"),
        pytest.param("UPDATE flow SET low = 9, likely = 8, high = 9", id="an interval that falls"),
        pytest.param("UPDATE flow SET low = NULL, likely = 8, high = 9", id="half an interval"),
        pytest.param("UPDATE organisation SET note_da = NULL, note_en = 'x'", id="a note in one language"),
        pytest.param("UPDATE skill SET label_en = 'same'", id="one label for two skills"),
        pytest.param("UPDATE programme SET code = 'D1'", id="one code for two programmes"),
        pytest.param("UPDATE admission SET origin_start = 'school', origin_programme = 'night'", id="two origins"),
        pytest.param("UPDATE standing SET target_start = 'school', target_programme = 'night'", id="two at once"),
        pytest.param("UPDATE standing SET target_start = 'gone', target_programme = NULL", id="nobody at a start"),
        pytest.param("UPDATE interest_group SET target_id = 'gone'", id="a statement of no group"),
        pytest.param("UPDATE interest SET statement_en = 'same'", id="one statement made twice"),
        pytest.param("UPDATE step SET role = origin", id="a step on the spot"),
        pytest.param("UPDATE evidence SET basis = 'heard'", id="a basis nobody knows"),
        pytest.param("INSERT INTO catalogue (id, revision, digest) VALUES (2, 0, '')", id="a second revision"),
        pytest.param("DELETE FROM source", id="a source that claims rest on"),
    ],
)
def test_the_database_itself_refuses(engine, statement):
    put_in(engine)
    with pytest.raises(Exception, match=r"(?i)constraint"), engine.begin() as connection:
        connection.execute(text(statement))


def test_a_programme_takes_its_claims_with_it(engine):
    put_in(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM programme WHERE id = 'night'"))
        for table in ("outcome", "admission"):
            left = connection.execute(text(f"SELECT count(*) FROM {table} WHERE programme = 'night'"))
            assert left.scalar_one() == 0
        standing = connection.execute(text("SELECT target_start FROM standing"))
        assert standing.scalars().all() == ["grade-9"]


def test_a_database_of_a_newer_pathways_is_refused_and_kept(engine):
    put_in(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert state(engine) is State.NEWER
    for change in (upgrade, lambda engine: downgrade(engine, "base")):
        with pytest.raises(SchemaMismatch, match="newer Pathways"):
            change(engine)
    with Session(engine) as session:
        assert load_facts(session) == whole_town()


def test_a_town_of_an_older_version_keeps_all_it_had(engine):
    put_in(engine)
    downgrade(engine, "0001")
    assert state(engine) is State.OLDER
    assert tables(engine).isdisjoint({"standing", "interest", "interest_group"})
    upgrade(engine)
    assert state(engine) is State.CURRENT
    town = whole_town()
    alone = tuple(replace(start, also=()) for start in town.starts)
    anywhere = tuple(replace(flow, here=False) for flow in town.flows)
    with Session(engine) as session:
        assert load_facts(session) == replace(town, starts=alone, flows=anywhere, interests=())
    put_in(engine)
    with Session(engine) as session:
        assert load_facts(session) == town


def test_what_was_turned_down_is_withdrawn_on_the_way_down_and_a_question_stays(engine):
    with engine.begin() as connection:
        for state, words in (("declined", "Not so"), ("asked", "Since when?")):
            connection.execute(
                text(
                    "INSERT INTO proposal (at, account_id, organisation_id, why, state, answer) "
                    "VALUES ('2026-11-26 10:00:00', 1, 'academy', 'why', :state, :words)"
                ),
                {"state": state, "words": words},
            )
        connection.execute(
            text(
                "INSERT INTO proposed (proposal_id, number, row_table, cells_after) "
                "SELECT id, 1, 'roles', '{}' FROM proposal"
            )
        )
    downgrade(engine, "0011")
    with engine.begin() as connection:
        kept = connection.execute(text("SELECT state, asked FROM proposal ORDER BY state")).all()
        assert [tuple(row) for row in kept] == [("asked", "Since when?"), ("withdrawn", "")]
        assert connection.execute(text("SELECT count(*) FROM proposed")).scalar_one() == 2
    upgrade(engine)
    with engine.begin() as connection:
        kept = connection.execute(text("SELECT state, answer FROM proposal ORDER BY state")).all()
        assert [tuple(row) for row in kept] == [("asked", "Since when?"), ("withdrawn", "")]
        assert connection.execute(text("SELECT count(*) FROM proposed")).scalar_one() == 2


def test_tables_of_somebody_else_are_refused_and_kept(bare_engine):
    with bare_engine.begin() as connection:
        connection.execute(text("CREATE TABLE programme (recipe VARCHAR)"))
    assert state(bare_engine) is State.FOREIGN
    with pytest.raises(SchemaMismatch, match="from elsewhere"):
        upgrade(bare_engine)
    assert tables(bare_engine) == {"programme"}


def test_tables_of_other_names_do_not_disturb(bare_engine):
    with bare_engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (title VARCHAR)"))
    upgrade(bare_engine)
    assert state(bare_engine) is State.CURRENT
    assert "recipes" in tables(bare_engine)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"no database at all " * 100, id="a file of something else"),
        pytest.param(b"SQLite format 3\0" + b"\xff" * 4096, id="a damaged one"),
    ],
)
def test_a_corrupt_file_is_refused_and_kept(tmp_path, content):
    file = tmp_path / "pathways.db"
    file.write_bytes(content)
    engine = make_engine(f"sqlite:///{file}")
    assert state(engine) is State.CORRUPT
    with pytest.raises(DatabaseCorrupt, match="move it away"):
        upgrade(engine)
    assert file.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["pathways.db"]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DatabaseUnavailable, match="Make its folder"):
        upgrade(make_engine(f"sqlite:///{tmp_path / 'gone' / 'pathways.db'}"))


@pytest.mark.parametrize("there", [pytest.param(True, id="a file"), pytest.param(False, id="a folder")])
def test_what_cannot_be_written_is_told(tmp_path, there):
    file = tmp_path / "shut" / "pathways.db"
    file.parent.mkdir()
    if there:
        sqlite3.connect(file).close()
        file.touch()
        file.chmod(0o444)
    file.parent.chmod(0o555)
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(folder.stat().st_mode | 0o055)
    answers = SPAWN.Queue()
    child = SPAWN.Process(target=upgrade_as_nobody, args=(f"sqlite:///{file}", answers))
    child.start()
    answer = answers.get(timeout=60)
    child.join(60)
    assert "or name another file in PATHWAYS_DATABASE_URL" in answer
    assert "\n" not in answer
    file.parent.chmod(0o755)


def upgraded(url):
    upgrade(make_engine(url))


def test_two_processes_that_start_at_once_both_succeed(bare_engine):
    url = bare_engine.url.render_as_string(hide_password=False)
    both = [SPAWN.Process(target=upgraded, args=(url,)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(60)
    assert [each.exitcode for each in both] == [0, 0]
    assert state(bare_engine) is State.CURRENT


def test_a_migration_that_leaves_orphans_is_undone(tmp_path, monkeypatch):
    engine = make_engine(f"sqlite:///{tmp_path / 'pathways.db'}")
    upgrade(engine)
    put_in(engine)
    driver = sqlite3.connect(tmp_path / "pathways.db")
    driver.execute("PRAGMA foreign_keys=OFF")
    driver.execute("DELETE FROM skill_group")
    driver.commit()
    driver.close()
    monkeypatch.setattr(schema, "_state", lambda _: State.OLDER)
    with pytest.raises(RuntimeError, match="refer to nothing"):
        upgrade(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    engine.dispose()  # Python 3.13 complains of a database left open
