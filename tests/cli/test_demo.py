"""A demo begins with a database that was made for it, and with nothing else."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import subprocess
import urllib.error
import urllib.request
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from pathways.cli import pathways
from pathways.cli.serving import prepare
from pathways.config import Settings
from pathways.domain.errors import PathwaysError
from tests.cli.conftest import COMMAND, ROOT
from tests.serving import running

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path / 'new.db'}", cache_dir=tmp_path, secret_key="only-for-tests")


def demo(settings: Settings) -> Settings:
    return replace(settings, demo=True)


def marks(settings: Settings) -> list[str]:
    with contextlib.closing(sqlite3.connect(settings.database_file)) as database:
        return [name for (name,) in database.execute("SELECT name FROM mark")]


def test_a_database_that_a_demo_makes_is_marked_for_good(settings, capsys):
    assert prepare(demo(settings)).demo
    assert marks(settings) == ["demo"]
    assert "anybody can sign in without a password" in capsys.readouterr().out
    assert prepare(demo(settings)).demo
    assert not prepare(settings).demo  # without the option it is no demo, whatever the database says
    assert "without a password" not in capsys.readouterr().out.rpartition("Database")[2]


def test_a_database_that_was_there_is_not_marked_and_gives_no_demo(settings, capsys):
    assert not prepare(settings).demo
    assert marks(settings) == []
    assert not prepare(demo(settings)).demo
    assert marks(settings) == []
    assert "No demo sign-ins: this database was not made for showing around" in capsys.readouterr().out


def test_older_tables_are_brought_up_to_date_but_not_marked(settings):
    from pathways.store.engine import make_engine
    from pathways.store.schema import downgrade

    prepare(settings)
    engine = make_engine(settings.database_url)
    downgrade(engine, "0003")
    engine.dispose()
    assert not prepare(demo(settings)).demo
    assert marks(settings) == []


def test_a_start_says_when_no_picture_can_be_drawn_or_kept(settings, tmp_path, capsys):
    prepare(settings)
    assert "PATHWAYS_" not in capsys.readouterr().err
    in_the_way = tmp_path / "in-the-way"
    in_the_way.write_text("no folder")
    prepare(replace(settings, dot="/no/such/dot", cache_dir=in_the_way / "cache"))
    said = capsys.readouterr().err
    assert "PATHWAYS_DOT is '/no/such/dot', and that cannot be run" in said
    assert f"PATHWAYS_CACHE_DIR: nothing can be kept in {in_the_way / 'cache'}" in said


def test_the_invented_town_is_filled_once_and_says_where_to_look(settings, capsys):
    shown = replace(settings, demo=True, example=True)
    for filled in (True, False):
        assert prepare(shown) == shown
        out, err = capsys.readouterr()
        assert "Example Town: 13 programmes" in out
        assert f"at {settings.address}/en/demo" in out
        assert ("was filled with" in err) is filled
    assert {"demo", "demo all"} <= set(marks(settings))
    done = CliRunner().invoke(pathways, ["doctor"], env={"PATHWAYS_DATABASE_URL": settings.database_url})
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("demo", [False, True], ids=["a database of one's own", "a demo of Kalundborg"])
def test_the_invented_town_takes_no_database_of_another(settings, demo):
    prepare(replace(settings, demo=demo))
    with pytest.raises(PathwaysError, match=r"it holds Kalundborg.*Nothing was written"):
        prepare(replace(settings, demo=True, example=True))


def test_the_invented_town_is_a_demo_only():
    done = CliRunner().invoke(pathways, ["serve", "--example"])
    assert done.exit_code == 2
    assert "say --demo as well" in done.output


@pytest.mark.postgres
def test_the_invented_town_on_postgresql(postgres_url, tmp_path):
    settings = Settings(postgres_url, tmp_path, secret_key="only-for-tests", demo=True, example=True)
    assert prepare(settings).example


@pytest.mark.postgres
def test_the_same_on_postgresql(postgres_url, tmp_path):
    settings = Settings(database_url=postgres_url, cache_dir=tmp_path, secret_key="only-for-tests")
    assert prepare(demo(settings)).demo
    assert not prepare(settings).demo


def test_nothing_in_the_environment_makes_a_demo():
    assert not Settings.read(dict.fromkeys(("DEMO", "PATHWAYS_DEMO", "PATHWAYS_SERVE_DEMO"), "1")).demo


def enter(address: str, **headers: str) -> int:
    request = urllib.request.Request(f"{address}/en/sign-in/demo/counsellor", data=b"", headers=headers)
    opener = urllib.request.build_opener(Stay)
    try:
        with opener.open(request, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


class Stay(urllib.request.HTTPRedirectHandler):
    """Go nowhere."""

    def redirect_request(self, *_args: object) -> None:
        return None


@pytest.mark.slow
def test_with_real_connections(tmp_path):
    """Through the real server, which says itself where a connection comes from."""
    env = {
        "PYTHONPATH": str(ROOT),
        "PATHWAYS_WORKERS": "2",
        "PATHWAYS_DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}",
    }
    with running((*COMMAND, "serve", "--demo"), tmp_path, ready="/healthz", **env) as server:
        assert enter(server.address) == 303
        assert enter(server.address, **{"X-Forwarded-For": "127.0.0.1"}) == 404
        assert enter(server.address, Host="plan.example") == 404
        for _ in range(4):  # both workers carry the band
            with urllib.request.urlopen(f"{server.address}/en/", timeout=30) as page:
                assert b'class="band"' in page.read()
    with running((*COMMAND, "serve"), tmp_path, ready="/healthz", **env) as server:
        assert enter(server.address) == 404
        with urllib.request.urlopen(f"{server.address}/en/", timeout=30) as page:
            assert b'class="band"' not in page.read()


def test_who_passes_the_option():
    makefile = (ROOT / "Makefile").read_text()
    recipes = dict(re.findall(r"^([a-z-]+):.*\n((?:\t.*\n)+)", makefile, re.MULTILINE))
    assert {name for name, recipe in recipes.items() if "--demo" in recipe} == {"serve", "demo"}
    said = subprocess.run(["git", "ls-files", "*.service"], cwd=ROOT, capture_output=True, text=True, check=False)
    units = [ROOT / name for name in said.stdout.split()]
    assert [unit.name for unit in units if "--demo" in unit.read_text()] == []
