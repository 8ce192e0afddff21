"""The doctor: sound where all is sound, and each illness told by name with what to do."""

from __future__ import annotations

import json
import shutil
import sqlite3

import pytest
from sqlalchemy import text

from pathways.cli.examining import findings
from pathways.config import Settings
from pathways.store.engine import make_engine
from tests.cli.conftest import EXAMPLE

SKILL = {"id": "x", "label_da": "x", "label_en": "x", "group": "x", "esco_uri": "", "esco_label": "", "esco_match": ""}
NEVER_WAS = f"""INSERT INTO edited (revision, number, row_table, row_key, cells_before, cells_after, place)
    SELECT max(revision), 1, 'skills', '["x"]', NULL, '{json.dumps(SKILL)}', 0 FROM edit"""


@pytest.fixture
def town(tmp_path, databases):
    (tmp_path / "instance").mkdir()
    file = tmp_path / "instance" / "pathways.db"
    shutil.copy(databases["example-town"], file)
    return file


def run_sql(file, *statements):
    connection = sqlite3.connect(file, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_sound_database_is_told_line_by_line_and_left_as_it_is(town, run):
    run("doctor")
    before = town.read_bytes()
    said = run("doctor")
    assert said.returncode == 0, said.stdout
    lines = said.stdout.splitlines()[1:]
    assert all(line.startswith("ok ") for line in lines)
    names = [line.split()[1].rstrip(":") for line in lines]
    wanted = ["tables", "integrity", "references", "facts", "evidence", "history", "flags", "disk", "renderer"]
    assert names == wanted
    assert town.read_bytes() == before


@pytest.mark.parametrize(
    ("illness", "name", "told"),
    [
        pytest.param(
            ["PRAGMA foreign_keys=OFF", "DELETE FROM skill WHERE position = 0"],
            "references",
            "rows refer to what is not there",
            id="a row gone that others refer to",
        ),
        pytest.param(
            ["PRAGMA ignore_check_constraints=ON", "UPDATE role SET blurb_da = '' WHERE position = 0"],
            "facts",
            "break 1 rules: roles",
            id="facts that break a rule",
        ),
        pytest.param(["DROP TABLE report"], "tables", "not there: report", id="a table that is not there"),
        pytest.param(
            ["ALTER TABLE account RENAME COLUMN name TO nom"],
            "tables",
            "not there: account.name",
            id="a column that is not there",
        ),
        pytest.param(
            [
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_master SET sql = replace(sql, '(family)', '(title_en)') WHERE name = 'ix_role_family'",
            ],
            "integrity",
            "ix_role_family",
            id="an index that says something else",
        ),
        pytest.param(["DELETE FROM alembic_version"], "tables", "foreign", id="tables of nobody knows which version"),
        pytest.param(["UPDATE alembic_version SET version_num = '9999'"], "tables", "newer", id="a newer database"),
        pytest.param(
            ["INSERT INTO edit SELECT revision + 1, at, 'form', NULL, NULL, '', NULL FROM edit", NEVER_WAS],
            "history",
            "do not lead back",
            id="a history that tells of what never was",
        ),
        pytest.param(
            [
                "INSERT INTO edit SELECT revision + 1, at, 'form', NULL, NULL, '', NULL FROM edit",
                NEVER_WAS.replace("'{", "'{{"),
            ],
            "history",
            "cannot be read",
            id="a history that cannot be read",
        ),
    ],
)
def test_each_illness_is_named_with_what_to_do(town, run, illness, name, told):
    run_sql(town, *illness)
    said = run("doctor")
    assert said.returncode == 1
    lines = [*said.stdout.splitlines(), ""]
    at = next(at for at, line in enumerate(lines) if line.startswith("ILL"))
    line, remedy = lines[at], lines[at + 1]
    assert line.startswith(f"ILL  {name}:")
    assert told in line
    assert remedy.strip()


def test_a_damaged_file_is_no_stack_of_errors(town, run):
    sound = town.read_bytes()
    content = bytearray(sound)
    content[4096 : 4096 * 12] = b"\x5a" * 4096 * 11
    town.write_bytes(content)
    said = run("doctor")
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert "Move the file away" in said.stdout
    town.with_name("copy.db").write_bytes(sound)
    assert run("restore", "instance/copy.db").returncode == 1  # what is no database is not written to
    town.unlink()
    assert run("restore", "instance/copy.db").returncode == 0
    assert run("doctor").returncode == 0


def test_where_there_is_no_database_none_is_made(tmp_path, run):
    said = run("doctor")
    assert said.returncode == 1
    assert "ILL  database: there is none yet" in said.stdout
    assert not (tmp_path / "instance").exists()


def test_an_empty_file_is_no_database_and_is_not_written_to(tmp_path):
    file = tmp_path / "pathways.db"
    file.touch()
    first, *_ = findings(Settings(database_url=f"sqlite:///{file}"))
    assert (first.name, first.said) == ("database", "there is none yet")
    assert file.stat().st_size == 0


def test_a_renderer_that_is_not_there_is_told(town, run):
    said = run("doctor", PATHWAYS_DOT="/no/such/dot")
    assert said.returncode == 1
    assert "ILL  renderer" in said.stdout


@pytest.mark.parametrize(
    ("illness", "told"),
    [
        pytest.param(
            ["SET session_replication_role = replica", "DELETE FROM skill WHERE position = 0"],
            "references: rows refer to what is not there",
            id="a row gone that others refer to",
        ),
        pytest.param(["DROP TABLE report"], "tables: not there: report", id="a table that is not there"),
        pytest.param(
            ["ALTER TABLE account RENAME COLUMN name TO nom"], "tables: not there: account.name", id="another column"
        ),
        pytest.param(["UPDATE alembic_version SET version_num = '9999'"], "tables: the tables are newer", id="newer"),
    ],
)
def test_each_illness_of_postgresql_is_named_with_what_to_do(postgres_url, run, illness, told):
    """And a line each: what the driver says of it is longer."""
    assert run("seed", str(EXAMPLE), PATHWAYS_DATABASE_URL=postgres_url).returncode == 0
    engine = make_engine(postgres_url)
    with engine.begin() as connection:
        for statement in illness:
            connection.execute(text(statement))
    engine.dispose()
    said = run("doctor", PATHWAYS_DATABASE_URL=postgres_url)
    assert said.returncode == 1
    lines = said.stdout.splitlines()
    assert any(line.startswith(f"ILL  {told}") for line in lines), said.stdout
    assert all(line.startswith(("ok   ", "ILL  ", "       ")) for line in lines[1:]), said.stdout
    assert said.stderr == ""


def test_the_doctor_looks_at_postgresql(postgres_url, run):
    assert run("seed", PATHWAYS_DATABASE_URL=postgres_url).returncode == 0
    said = run("doctor", PATHWAYS_DATABASE_URL=postgres_url)
    assert said.returncode == 0, said.stdout
    assert "ok   history: leads back to revision" in said.stdout
