"""`pathways backup` and `pathways restore`, on SQLite and on PostgreSQL."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from pathways.catalogue import Catalogue
from pathways.domain.accounts import erased_address
from pathways.domain.errors import PathwaysError
from pathways.domain.flags import Action, Visibility
from pathways.domain.nouns import Interval
from pathways.store import accounts, flags, openings
from pathways.store.account_tables import AccountRow, AttemptRow, MarkRow, OneUseLinkRow
from pathways.store.backups import counted
from pathways.store.copies import NoBackup, opened
from pathways.store.engine import make_engine, writer
from pathways.store.flag_tables import RESTORING
from pathways.store.guidance_tables import ClassHourRow, GuidanceKeyRow, GuidanceRow, GuidanceVisitRow
from pathways.store.purging import delete_talk
from pathways.store.restoring import replace_all
from pathways.store.schema import downgrade, upgrade
from pathways.store.sweeping import owed
from pathways.store.writes import replace_catalogue
from tests.cli.conftest import COMMAND, called, one_line
from tests.histories import begun, next_event
from tests.kept_talks import NOW, ids_in, keep_account, keep_odds, keep_talk, type_notes, words
from tests.remains import remains
from tests.worlds import whole_town

HOUR = timedelta(hours=1)


@pytest.fixture
def catalogue(here, database_url, monkeypatch):
    """A catalogue of the small town in the database that the commands work with."""
    yield from made(database_url, monkeypatch)


@pytest.fixture
def on_file(here, sqlite_url, monkeypatch):
    """The same on SQLite only."""
    yield from made(sqlite_url, monkeypatch)


def made(url, monkeypatch):
    monkeypatch.setenv("PATHWAYS_DATABASE_URL", url)
    engine = make_engine(url)
    upgrade(engine)
    catalogue = Catalogue(engine)
    with catalogue.edit() as session:
        replace_catalogue(session, whole_town())
    yield catalogue
    catalogue.close()


def execute(catalogue, statement, **values):
    with catalogue.rows(write=True) as session:
        session.execute(text(statement), values)


def column(catalogue, name, row=GuidanceRow, key="id"):
    return dict(catalogue_rows(catalogue, f"SELECT {key}, {name} FROM {row.__tablename__}"))


def catalogue_rows(catalogue, question):
    with catalogue.rows() as session:
        return [tuple(row) for row in session.execute(text(question))]


def in_file(file, question):
    with closing(sqlite3.connect(file)) as copy:
        return copy.execute(question).fetchall()


def kept_file(catalogue, backup) -> Path:
    name = catalogue.engine.url.database
    return Path(f"{name}.before") if catalogue.engine.dialect.name == "sqlite" else Path(f"{backup}.before")


def test_a_copy_holds_no_word_that_somebody_typed(catalogue, here):
    kept = [keep_talk(catalogue, f"t{number}") for number in range(3)]
    keep_odds(catalogue, "link", NOW + HOUR)
    execute(catalogue, "UPDATE guidance SET talk = 'not to be read' WHERE id = 't2'")
    before = [*catalogue_rows(catalogue, "SELECT * FROM guidance ORDER BY id")]
    said = called("backup", "copy.db").output
    assert said == "Wrote copy.db: the catalogue, 1 account, 3 guidance talks without notes.\n"
    copy = here / "copy.db"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in here.iterdir() if "copy" in path.name] == ["copy.db"]
    assert remains([copy], *(text for one in kept for text in one.texts)) == []
    assert in_file(copy, "SELECT count(*) FROM guidance_key") == [(6,)]
    assert in_file(copy, "SELECT count(*) FROM guidance_visit") == [(3,)]
    assert in_file(
        copy, "SELECT json_extract(talk, '$.barriers', '$.shortlist[0].id') FROM guidance WHERE id = 't0'"
    ) == [('[["money"],"operator"]',)]
    for nothing in ("one_use_link", "attempt"):
        assert in_file(copy, f"SELECT * FROM {nothing}") == []
    assert in_file(copy, "PRAGMA integrity_check") == [("ok",)]
    assert catalogue_rows(catalogue, "SELECT * FROM guidance ORDER BY id") == before


def test_a_copy_with_notes_has_them_and_says_so(catalogue, here):
    kept = keep_talk(catalogue, "one")
    said = called("backup", "copy.db", "--with-notes").output
    assert "1 guidance talk with notes" in said
    assert "can read the notes" in said
    assert all(remains([here / "copy.db"], text) for text in kept.texts)


def test_flags_and_openings_come_back_with_all_that_was_said(catalogue, here):
    before = keep_flags(catalogue)
    called("backup", "copy.db")
    with catalogue.rows(write=True) as session:
        flags.add(session, "f2", lambda flag: next_event(flag, Action.WITHDRAW), 1)
        flags.flag(session, "f3", begun("f3").events[0])
    written = catalogue.newest().gaps
    called("restore", "copy.db")
    with catalogue.rows() as session:
        assert (flags.every(session), openings.history(session)) == before
        assert [row.after for row in flags.waiting_changes(session)] == ["3"]
    assert catalogue.newest().gaps > written, "what was made of the flags before is old"
    assert [name for name in ids_in(catalogue, MarkRow, "name") if name == RESTORING] == []
    for guarded in ("flag", "flag_event", "stated_opening"):
        with pytest.raises(Exception, match="never changed"):
            execute(catalogue, f"DELETE FROM {guarded}")
    with catalogue.rows(write=True) as session:  # and they go on, with numbers of their own
        flags.add(session, "f1", lambda flag: next_event(flag, Action.NOT_YET), 4)
        flags.add(session, "f1", lambda flag: next_event(flag, Action.DELIVER), 5)
        openings.withdraw(session, "works", "operator", 2027, NOW)
    kept = kept_file(catalogue, here / "copy.db")
    assert in_file(kept, "SELECT count(*) FROM flag_event WHERE flag_id IN ('f2', 'f3')") == [(3,)]


def keep_flags(catalogue):
    """Keep two flags, one with all that a flag can hold, and an opening; give what was said."""
    with catalogue.rows(write=True) as session:
        flags.flag(session, "f1", begun("f1", words="Ærligt: “ingen”").events[0], 1)
        flags.flag(session, "f2", begun("f2", unmapped=True).events[0])
        for action in (Action.ACKNOWLEDGE, Action.PLAN, Action.DELIVER):
            flags.add(session, "f1", lambda flag, action=action: next_event(flag, action), None)
        openings.state(session, "works", "operator", 2027, Interval(1, 2.5, 3), Visibility.POOLED, NOW)
        openings.withdraw(session, "works", "operator", 2027, NOW)
        openings.state(session, "works", "operator", 2027, Interval(2, 2, 2), Visibility.PUBLIC, NOW)
    with catalogue.rows() as session:
        return flags.every(session), openings.history(session)


@pytest.mark.postgres
def test_flags_go_from_one_kind_of_database_into_the_other(here, sqlite_url, postgres_url, monkeypatch):
    of = contextmanager(made)
    with of(sqlite_url, monkeypatch) as catalogue:
        before = keep_flags(catalogue)
        called("backup", "one.db")
    for address, copy, again in ((postgres_url, "one.db", "two.db"), (f"{sqlite_url}.new", "two.db", "three.db")):
        with of(address, monkeypatch) as catalogue:
            called("restore", copy)
            with catalogue.rows() as session:
                assert (flags.every(session), openings.history(session)) == before
            called("backup", again)


def test_a_restore_that_fails_leaves_the_flags_and_their_guard(catalogue, here):
    before = keep_flags(catalogue)
    called("backup", "copy.db")

    def restore_in_vain():
        with opened(here / "copy.db") as copy, catalogue.edit() as session:
            replace_all(session, copy, counted(copy), NOW, 180)
            raise PathwaysError("The power went out.")

    with pytest.raises(PathwaysError, match="power"):
        restore_in_vain()
    with catalogue.rows() as session:
        assert (flags.every(session), openings.history(session)) == before
    with pytest.raises(Exception, match="never changed"):
        execute(catalogue, "DELETE FROM flag_event")


def test_a_file_that_is_there_is_left_alone(on_file, here):
    (here / "copy.db").write_text("a letter to my aunt")
    with pytest.raises(PathwaysError, match="is there already"):
        called("backup", "copy.db")
    with pytest.raises(PathwaysError, match=r"nowhere/copy\.db cannot be written \(No such file"):
        called("backup", "nowhere/copy.db")
    assert (here / "copy.db").read_text() == "a letter to my aunt"


def test_what_was_deleted_since_does_not_come_back(catalogue, here):
    gone, late, lost, same = (keep_talk(catalogue, id) for id in ("gone", "late", "lost", "same"))
    keep_account(catalogue, 2)
    called("backup", "copy.db", "--with-notes")
    execute(catalogue, "UPDATE guidance SET expires_at = :at WHERE id = 'late'", at="2020-01-01 00:00:00+00")
    with closing(sqlite3.connect(here / "copy.db")) as copy:  # as if it had been made long ago
        copy.execute("UPDATE guidance SET expires_at = '2020-01-01' WHERE id = 'late'")
        copy.commit()
    with catalogue.rows(write=True) as session:
        delete_talk(session, "gone", now=NOW, days=180)
    catalogue.sweep()
    execute(catalogue, "DELETE FROM guidance WHERE id = 'lost'")  # by accident: nothing tells that it was meant
    type_notes(catalogue, "same", words("newer"))
    keep_talk(catalogue, "new")
    execute(catalogue, "DELETE FROM guidance_key WHERE hash = 'code-same'")
    execute(catalogue, "UPDATE account SET disabled = true WHERE id = 2")
    keep_odds(catalogue, "link", NOW + HOUR)
    revision, stamps = catalogue.revision, column(catalogue, "stamp", AccountRow)
    version = column(catalogue, "version")["same"]

    said = called("restore", "copy.db").output
    assert "Not brought back: 1 talk deleted since, 1 expired." in said
    assert "4 guidance talks with notes" in said
    assert column(catalogue, "notes") == {"lost": lost.notes, "same": same.notes}
    assert ids_in(catalogue, GuidanceVisitRow, "guidance_id") == ["lost", "same"]
    assert ids_in(catalogue, GuidanceKeyRow, "hash") == ["code-lost", "link-lost", "link-same"]
    assert column(catalogue, "version")["same"] > version
    assert ids_in(catalogue, OneUseLinkRow, "hash") == ids_in(catalogue, AttemptRow, "key") == []
    assert ids_in(catalogue, MarkRow, "name") == []
    assert [bool(closed) for _, closed in sorted(column(catalogue, "disabled", AccountRow).items())] == [False, True]
    assert not set(stamps.values()) & set(column(catalogue, "stamp", AccountRow).values())
    assert catalogue.revision > revision
    assert catalogue.graph().facts == whole_town()

    before = kept_file(catalogue, here / "copy.db")
    assert str(before.name) in said
    assert before.stat().st_mode & 0o777 == 0o600
    assert in_file(before, "SELECT id, notes FROM guidance WHERE id = 'same'") == [("same", words("newer"))]
    assert owed(catalogue.engine) is None
    files = [path for path in here.iterdir() if path.name != "copy.db"]
    assert remains(files, *gone.texts) == []
    if catalogue.engine.dialect.name == "sqlite":
        assert remains(files, *late.texts) == []


def test_an_account_that_was_deleted_since_does_not_come_back(catalogue, here):
    for id in (2, 3):
        keep_account(catalogue, id)
    called("backup", "copy.db")
    with catalogue.rows(write=True) as session:
        for id in (2, 3):
            accounts.erase_account(session, id, "gone")
    with closing(sqlite3.connect(here / "copy.db")) as copy:  # as if by this number it had somebody else
        copy.execute("UPDATE account SET created_at = '2020-01-01' WHERE id = 3")
        copy.commit()
    called("restore", "copy.db")
    with catalogue.rows() as session:
        assert accounts.find_account(session, 2) is None
        assert accounts.find_account(session, 3) is not None
    assert column(catalogue, "email", AccountRow)[2] == erased_address(2)
    assert column(catalogue, "name", AccountRow)[2] == ""


def test_a_copy_without_notes_takes_none_away(catalogue, here):
    keep_account(catalogue, 2)
    kept = keep_talk(catalogue, "kept")
    keep_talk(catalogue, "lost")
    keep_talk(catalogue, "gone")
    called("backup", "copy.db")
    with catalogue.rows(write=True) as session:
        delete_talk(session, "gone", now=NOW, days=180)
    execute(catalogue, "DELETE FROM guidance WHERE id = 'lost'")
    keep_odds(catalogue, "class", NOW + HOUR)
    keep_account(catalogue, 3)
    new = keep_talk(catalogue, "new", account_id=3, class_id="class")
    type_notes(catalogue, "kept", words("newer"))
    execute(catalogue, "DELETE FROM guidance_key WHERE hash = 'code-kept'")
    execute(catalogue, "UPDATE account SET email = 'somebody@else.example' WHERE id = 2")
    keep_talk(catalogue, "of-another", account_id=2)

    said = called("restore", "copy.db").output
    assert "without notes" in said
    assert "Left as they were, with their notes: 2 talks." in said
    assert "Not brought back: 1 talk deleted since, 0 expired." in said
    assert column(catalogue, "notes") == {"kept": words("newer"), "lost": "", "new": new.notes}
    assert kept.line in column(catalogue, "talk")["kept"]
    assert column(catalogue, "class_id")["new"] == "class"
    assert ids_in(catalogue, ClassHourRow) == ["class"]
    assert ids_in(catalogue, GuidanceKeyRow, "hash") == ["code-lost", "code-new", "link-kept", "link-lost", "link-new"]
    assert column(catalogue, "email", AccountRow) == {number: f"a{number}@example.org" for number in (1, 2, 3)}
    assert called("restore", kept_file(catalogue, here / "copy.db")).exit_code == 0
    assert sorted(column(catalogue, "notes")) == ["kept", "new", "of-another"], "the way back"


def test_who_has_the_database_open_sees_it_at_once(catalogue):
    other = Catalogue(make_engine(catalogue.engine.url.render_as_string(hide_password=False)))
    called("backup", "copy.db")
    with catalogue.edit() as session:
        session.execute(text("UPDATE organisation SET employees = 77 WHERE id = 'works'"))
    assert other.graph().organisation("works").employees == 77
    called("restore", "copy.db")
    assert other.graph().organisation("works").employees == whole_town().organisations[0].employees
    other.close()


def test_into_a_new_database(on_file, here, monkeypatch):
    keep_talk(on_file, "one")
    called("backup", "copy.db", "--with-notes")
    monkeypatch.setenv("PATHWAYS_DATABASE_URL", "sqlite:///new/town.db")
    said = called("restore", "copy.db").output
    assert "nothing here knows of them" in said
    assert [path.name for path in (here / "new").iterdir()] == ["town.db"]
    assert (here / "new" / "town.db").stat().st_mode & 0o777 == 0o600
    assert in_file("new/town.db", "SELECT count(*) FROM guidance") == [(1,)]


@pytest.mark.postgres
def test_from_sqlite_to_postgresql(on_file, postgres_url, monkeypatch):
    keep_account(on_file, 41)
    kept = keep_talk(on_file, "one", account_id=41)
    called("backup", "copy.db", "--with-notes")
    monkeypatch.setenv("PATHWAYS_DATABASE_URL", postgres_url)
    assert called("restore", "copy.db").exit_code == 0
    server = Catalogue(make_engine(postgres_url))
    assert server.graph().facts == whole_town()
    assert column(server, "notes") == {"one": kept.notes}
    with server.rows(write=True) as session:
        new = AccountRow(email="b@example.org", name="B", kind="editor", stamp="s", created_at=NOW)
        session.add(new)
        session.flush()
        assert new.id == 42
    server.close()


def test_a_copy_by_an_older_pathways(on_file, here):
    keep_account(on_file)
    called("backup", "copy.db")
    older = make_engine("sqlite:///copy.db")
    downgrade(older, "0003")
    older.dispose()
    assert "0 accounts" in called("restore", "copy.db").output
    town = whole_town()  # whether people were counted in the town is known from 0006 on
    assert on_file.graph().facts == replace(town, flows=tuple(replace(flow, here=False) for flow in town.flows))


def test_a_database_by_an_older_pathways_is_copied_and_left_as_it_is(on_file, here):
    downgrade(on_file.engine, "0003")
    called("backup", "copy.db")
    assert in_file("copy.db", "SELECT version_num FROM alembic_version") == [("0012",)]
    assert in_file("pathways.db", "SELECT version_num FROM alembic_version") == [("0003",)]


def damaged(file):
    whole = bytearray(file.read_bytes())
    for at in range(4096 * 3, len(whole), 8192):
        whole[at : at + 200] = b"\x55" * 200
    file.write_bytes(whole)


def somebody_elses(file):
    file.unlink()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE song (id)")


def newer(file):
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
        copy.commit()


def another_letter(file):
    """SQLite has nothing to say against it."""
    whole = file.read_bytes()
    at = whole.index(b"analyst")
    file.write_bytes(whole[:at] + b"A" + whole[at + 1 :])


def longer(file):
    file.write_bytes(file.read_bytes() + b"\0")


def altered(*statements):
    """Somebody wrote to it with SQLite, who keeps its own books; the seal holds no more."""

    def alter(file):
        with closing(sqlite3.connect(file, isolation_level=None)) as copy:
            for statement in statements:
                copy.execute(statement)

    return alter


def index_of_others(file):
    """An index that says something else than its table: every page can be read all the same."""
    altered(
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_master SET sql = replace(sql, '(family)', '(title_en)') WHERE name = 'ix_role_family'",
    )(file)


def townless(file):
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("DELETE FROM town")
        copy.commit()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda file: file.write_text("a letter to my aunt" * 99), "is no copy that", id="a letter"),
        pytest.param(lambda file: file.write_bytes(b""), "holds no database of Pathways", id="an empty file"),
        pytest.param(lambda file: file.write_bytes(file.read_bytes()[:20_000]), "damaged", id="half of one"),
        pytest.param(damaged, "damaged", id="a damaged one"),
        pytest.param(somebody_elses, "holds no database of Pathways", id="another program's"),
        pytest.param(newer, "newer Pathways", id="a newer one"),
        pytest.param(townless, "pathways seed", id="one without a town"),
        pytest.param(another_letter, "damaged. Some of its bytes", id="one with another letter"),
        pytest.param(longer, "damaged. Some of its bytes", id="one with a byte too many"),
        pytest.param(altered("DROP TABLE report"), "damaged. It lacks report", id="one without a table"),
        pytest.param(
            altered("ALTER TABLE account RENAME COLUMN name TO nom"), "It lacks account.name", id="one without a column"
        ),
        pytest.param(
            altered("UPDATE alembic_version SET version_num = '0008'"), "not those that they say", id="one of two ages"
        ),
        pytest.param(
            altered("DELETE FROM skill"), "Rows refer to what is not there: in need", id="one with rows of nobody"
        ),
        pytest.param(index_of_others, "Not all of it can be read", id="one with an index of something else"),
        pytest.param(lambda file: file.unlink(), "cannot be read", id="none at all"),
    ],
)
def test_what_is_no_copy_changes_nothing(on_file, here, change, said):
    keep_talk(on_file, "one")
    called("backup", "copy.db")
    change(here / "copy.db")
    on_file.sweep()
    before = (here / "pathways.db").read_bytes()
    with pytest.raises(PathwaysError, match=said):
        called("restore", "copy.db")
    assert (here / "pathways.db").read_bytes() == before
    assert ids_in(on_file) == ["one"]
    assert issubclass(NoBackup, PathwaysError)


def orphaned(catalogue):
    """Take a skill away that others refer to, past the guard of the database."""
    if catalogue.engine.dialect.name == "sqlite":
        altered("DELETE FROM skill WHERE id = 'sql'")(Path(catalogue.engine.url.database))
        return
    with catalogue.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("DELETE FROM skill WHERE id = 'sql'"))


def test_an_ill_database_is_copied_as_it_is_and_healed_by_a_sound_copy(catalogue, here):
    """The copy of an ill one is told to be one that no restore takes; the one of before is kept all the same."""
    called("backup", "sound.db")
    orphaned(catalogue)
    with pytest.raises(PathwaysError, match=r"no restore will take it: ill\.db is damaged"):
        called("backup", "ill.db")
    assert in_file("ill.db", "SELECT count(*) FROM skill WHERE id = 'sql'") == [(0,)]
    assert in_file("ill.db", "SELECT count(*) FROM need WHERE skill = 'sql'") != [(0,)]
    with pytest.raises(PathwaysError, match="Rows refer to what is not there: in need"):
        called("restore", "ill.db")
    called("restore", "sound.db")
    assert catalogue.graph().facts == whole_town()
    kept = kept_file(catalogue, here / "sound.db")
    assert in_file(kept, "SELECT count(*) FROM skill WHERE id = 'sql'") == [(0,)]


def test_a_file_that_is_no_database_any_more_is_named_by_a_backup(on_file, here):
    on_file.close()
    damaged(here / "pathways.db")
    with pytest.raises(PathwaysError, match="is no database, or a damaged one") as told:
        called("backup", "copy.db")
    assert "None" not in str(told.value)
    assert not (here / "copy.db").exists()


def test_a_demonstration_is_not_mixed_with_the_real_thing(on_file):
    keep_account(on_file)
    with on_file.rows(write=True) as session:
        session.add(MarkRow(name="demo", since=NOW))
    called("backup", "copy.db")
    execute(on_file, "DELETE FROM mark")
    with pytest.raises(PathwaysError, match="for demonstrations"):
        called("restore", "copy.db")
    assert ids_in(on_file, MarkRow, "name") == []


@pytest.fixture
def small_disk(here):
    """A disk of 3 MB; only root may make one."""
    disk = here / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("A small disk cannot be mounted here; a limit on the size of files stands for it.")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_copy_that_fills_the_disk_leaves_nothing_there(on_file, small_disk):
    keep_talk(on_file, "one")
    execute(on_file, "UPDATE guidance SET notes = hex(zeroblob(4000000))")  # more than SQLite holds back
    with pytest.raises(PathwaysError, match="is full"):
        called("backup", small_disk / "copy.db", "--with-notes")
    assert list(small_disk.iterdir()) == []


def short_of_room(kilobytes):
    """A limit on every file of a process: what a full disk is to it."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_full_disk_leaves_everything_as_it_was(on_file, here, environment, command):
    keep_talk(on_file, "one", letters=200_000)
    called("backup", "copy.db", "--with-notes")
    on_file.close()
    before = (here / "pathways.db").read_bytes()
    names = sorted(path.name for path in here.iterdir())
    target = "new.db" if command == "backup" else "copy.db"
    done = subprocess.run(
        [*COMMAND, command, target, *(["--with-notes"] if command == "backup" else [])],
        env={**environment, "PATHWAYS_DATABASE_URL": f"sqlite:///{here / 'pathways.db'}"},
        preexec_fn=short_of_room(100),
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "cannot " in one_line(done)
    assert (here / "pathways.db").read_bytes() == before
    assert sorted(path.name for path in here.iterdir()) == names
    engine = make_engine(f"sqlite:///{here / 'pathways.db'}")
    with writer(engine).begin() as connection:
        assert connection.execute(text("SELECT length(notes) FROM guidance")).scalar_one() == 200_000
    engine.dispose()
