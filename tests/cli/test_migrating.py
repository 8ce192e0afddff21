"""A copy before tables are changed, and migrations that keep every row, up and down, on both databases."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import MetaData, select
from sqlmodel import Session

from pathways.catalogue import Catalogue
from pathways.cli.opening import ready_engine
from pathways.config import Settings
from pathways.domain.errors import PathwaysError
from pathways.domain.rights import KINDS
from pathways.store.copies import opened
from pathways.store.engine import make_engine
from pathways.store.health import examine
from pathways.store.reads import load_facts
from pathways.store.schema import State, downgrade, state, upgrade
from pathways.store.version import VERSIONS, newest
from pathways.store.writes import replace_catalogue
from pathways.web import create_app
from tests.asking_companies import town_of_companies
from tests.attacks.settling import settle
from tests.attacks.walking import visitor
from tests.caches import cache_in
from tests.cli.conftest import called

pytestmark = pytest.mark.slow
EVERY = sorted(file.name.partition("_")[0] for file in VERSIONS.glob("[0-9]*_*.py"))


@pytest.fixture(scope="module")
def settled_file(tmp_path_factory):
    """An SQLite file in which everybody has written something, to be copied."""
    folder = tmp_path_factory.mktemp("settled")
    settle_in(f"sqlite:///{folder / 'settled.db'}", folder).dispose()
    return folder / "settled.db"


@pytest.fixture
def lived_in(here, request, database_url, monkeypatch):
    """A database in which everybody has written something; gives its engine."""
    monkeypatch.setenv("PATHWAYS_DATABASE_URL", database_url)
    if database_url.startswith("sqlite"):
        shutil.copyfile(request.getfixturevalue("settled_file"), database_url.partition(":///")[2])
        engine = make_engine(database_url)
    else:
        engine = settle_in(database_url, here)
    yield engine
    engine.dispose()


def settle_in(database_url, folder):
    """Make a database in which everybody has written something; gives its engine."""
    engine = make_engine(database_url)
    upgrade(engine)
    with Catalogue(engine).edit() as session:
        replace_catalogue(session, town_of_companies())
    app = create_app(Settings(database_url=database_url, cache_dir=cache_in(folder), secret_key="only-for-tests"))
    settle(app, {kind: visitor(app, kind) for kind in KINDS})
    app.extensions["pathways"].close()
    return engine


def rows_of(engine) -> dict[str, list[dict]]:
    """Every row of every table, as the tables are now."""
    told, tables = {}, MetaData()
    with engine.connect() as connection:
        tables.reflect(connection)
        for name, table in tables.tables.items():
            if name != "alembic_version":
                rows = connection.execute(select(table)).mappings().all()
                told[name] = sorted((timeless(dict(row)) for row in rows), key=str)
    return told


def timeless(row: dict) -> dict:
    """The row; of the one that a migration itself writes, without the moment of it."""
    return {**row, "at": None} if row.get("via") == "begin" else row


def test_there_is_something_in_most_tables(lived_in):
    told = rows_of(lived_in)
    assert len([name for name, rows in told.items() if rows]) > 35
    assert {name for name in ("account", "guidance", "flag_event", "saved_scenario", "edit") if not told[name]} == set()


def test_every_migration_keeps_every_row_on_the_way_up_and_down(lived_in):
    """Down to each version, up to the newest, and down again: what that version can hold is what it was."""
    assert newest() == EVERY[-1]
    for version in reversed(EVERY[:-1]):
        downgrade(lived_in, version)
        assert state(lived_in) is State.OLDER
        before = rows_of(lived_in)
        upgrade(lived_in)
        assert [str(one) for one in examine(lived_in) if not one.sound] == []
        with Session(lived_in) as session:
            assert load_facts(session).programmes
        downgrade(lived_in, version)
        assert rows_of(lived_in) == before, version
    upgrade(lived_in)
    assert state(lived_in) is State.CURRENT


@pytest.mark.parametrize("version", EVERY[:-1])
def test_a_copy_is_made_before_the_tables_are_changed(here, lived_in, version, capsys, monkeypatch):
    downgrade(lived_in, version)
    upgrade(lived_in)
    after = rows_of(lived_in)  # what a migration from that version comes to
    with Session(lived_in) as session:
        facts = load_facts(session)
    downgrade(lived_in, version)
    ready_engine(Settings.read()).dispose()
    said = capsys.readouterr()
    (copy,) = here.rglob("before-migration-*.db")
    assert str(copy.name) in said.err
    assert said.out == ""
    assert copy.stat().st_mode & 0o077 == 0
    assert rows_of(lived_in) == after
    with opened(copy) as kept, Session(kept) as session:
        assert load_facts(session) == facts
    lived_in.dispose()
    monkeypatch.setenv("PATHWAYS_DATABASE_URL", f"sqlite:///{here / 'other.db'}")
    assert called("restore", copy).exit_code == 0
    other = make_engine(f"sqlite:///{here / 'other.db'}")
    restored = rows_of(other)
    other.dispose()
    kept_whole = {"account", "flag_event", "flag", "saved_scenario", "edit", "edited", "programme", "admission"}
    assert {name for name in kept_whole & after.keys() if len(restored[name]) != len(after[name])} == set()
    if "guidance" in after:
        assert [
            row["notes"] for row in restored["guidance"] if row["notes"]
        ] == []  # words of talks are in no such copy


def test_the_second_start_makes_no_copy(here, lived_in):
    downgrade(lived_in, "0008")
    for _ in range(2):
        ready_engine(Settings.read()).dispose()
    assert len(list(here.rglob("before-migration-*.db"))) == 1


def test_without_a_copy_nothing_is_changed(here, lived_in):
    downgrade(lived_in, "0008")
    before = rows_of(lived_in)
    for folder in {here / "instance", here}:
        folder.mkdir(exist_ok=True)
        (folder / "backups").write_text("a file is in the way")
    with pytest.raises(PathwaysError, match="left as it is, because no copy of it could be made first"):
        ready_engine(Settings.read())
    assert state(lived_in) is State.OLDER
    assert rows_of(lived_in) == before


def test_a_backup_of_an_older_database_can_be_made_too(here, lived_in):
    downgrade(lived_in, "0006")
    lived_in.dispose()
    assert called("backup", here / "older.db").exit_code == 0
    assert state(lived_in) is State.OLDER
    with opened(here / "older.db") as copy:
        assert state(copy) is State.CURRENT
