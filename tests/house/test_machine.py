"""What the tests need is found, started or asked for by name; never silently left out."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import psycopg
import pytest
from packaging.requirements import Requirement

from tests import machine

ROOT = Path(__file__).resolve().parents[2]
SHELL = ("sh", "cat", "head", "grep", "ls", "mktemp", "rm", "printf")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder to be the whole PATH: a shell, and nothing that the tests need."""
    for name in SHELL:
        if found := shutil.which(name):
            (tmp_path / name).symlink_to(found)
    return tmp_path


def program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def needs(path: Path, *purpose: str, **env: str) -> subprocess.CompletedProcess[str]:
    whole = {"PATH": str(path), "TMPDIR": str(path), "PATHWAYS_TEST_DATABASE_URL": "postgresql://elsewhere/x", **env}
    command = ["sh", str(ROOT / ".ci" / "needs"), *purpose]
    return subprocess.run(command, env=whole, capture_output=True, text=True, check=False)


def test_who_is_not_root_is_told_loudly_and_goes_on(bare):
    program(bare, "id", "echo 1000")
    done = needs(bare)
    assert done.returncode == 0
    assert "NOT INSTALLED: chromium graphviz redis-server" in done.stderr


def test_a_ci_machine_stops_and_names_the_packages(bare):
    program(bare, "id", "echo 1000")
    done = needs(bare, CI="true")
    assert done.returncode == 1
    assert "chromium graphviz redis-server" in done.stderr


def test_root_gets_by_apt_exactly_what_is_missing(bare):
    program(bare, "id", "echo 0")
    program(bare, "dot", "exit 0")
    program(bare, "apt-get", f'echo "$*" >>{bare}/asked')
    needs(bare)
    update, install = (bare / "asked").read_text().splitlines()
    assert update.startswith("update")
    assert install.split()[-2:] == ["chromium", "redis-server"]


def test_root_gets_the_browser_without_windows_where_it_is_packed(bare):
    program(bare, "id", "echo 0")
    program(bare, "dot", "exit 0")
    program(bare, "apt-get", f'echo "$*" >>{bare}/asked')
    program(bare, "apt-cache", f'grep -q update {bare}/asked && test "$*" = "show chromium-headless-shell"')
    needs(bare)
    assert (bare / "asked").read_text().splitlines()[-1].split()[-2:] == ["chromium-headless-shell", "redis-server"]
    program(bare, "chromium-headless-shell", "exit 0")
    assert "NOT INSTALLED: redis-server (" in needs(bare).stderr
    needs(bare, "audit")
    assert "chromium" in (bare / "asked").read_text().splitlines()[-1].split(), "Lighthouse measures that of people"


def test_the_browser_with_windows_is_taken_where_it_is_asked_for(bare, monkeypatch):
    monkeypatch.setenv("PATH", str(bare))
    program(bare, "chromium", "exit 0")
    assert (machine.chromium(), machine.chromium(windows=True)) == (str(bare / "chromium"),) * 2
    program(bare, "chromium-headless-shell", "exit 0")
    assert machine.chromium() == str(bare / "chromium-headless-shell")
    assert machine.chromium(windows=True) == str(bare / "chromium")


def test_where_nothing_is_missing_nothing_is_said_or_asked(bare):
    for name in ("chromium", "dot", "redis-server"):
        program(bare, name, "exit 0")
    program(bare, "apt-get", f"touch {bare}/asked")
    done = needs(bare, CI="true")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not (bare / "asked").exists()


def test_the_audit_needs_node_and_java_which_no_test_does(bare):
    for name in ("chromium", "dot", "redis-server"):
        program(bare, name, "exit 0")
    program(bare, "id", "echo 1000")
    assert needs(bare).stderr == ""
    assert "NOT INSTALLED: nodejs npm default-jre-headless" in needs(bare, "audit").stderr


def test_a_missing_package_is_a_skip_at_home_and_a_failure_on_a_ci_machine(monkeypatch):
    monkeypatch.setattr(machine, "ON_CI", False)
    with pytest.raises(pytest.skip.Exception, match="chromium is missing: no browser"):
        machine.missing("chromium", "no browser")
    monkeypatch.setattr(machine, "ON_CI", True)
    with pytest.raises(pytest.fail.Exception, match="Install the package chromium"):
        machine.missing("chromium", "no browser")


@pytest.mark.postgres
def test_a_server_of_our_own_is_started_and_ended(monkeypatch):
    monkeypatch.delenv("PATHWAYS_TEST_DATABASE_URL", raising=False)
    monkeypatch.setattr(machine, "_answering", lambda: None)
    with machine.postgres() as address:
        assert ":5432/" not in address
        with machine.database_on(address) as database:
            plain = database.replace("+psycopg", "")
            with psycopg.connect(plain) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address, connect_timeout=2)


def test_a_server_that_was_named_is_the_one_used(monkeypatch):
    monkeypatch.setenv("PATHWAYS_TEST_DATABASE_URL", "postgresql+psycopg://kim:pw@db.example/pathways")
    with machine.postgres() as address:
        assert address == "postgresql://kim:pw@db.example/pathways"


@pytest.mark.postgres
def test_a_test_database_is_dropped_afterwards(postgres_server):
    with machine.database_on(postgres_server) as database:
        name = database.rpartition("/")[2]
    with psycopg.connect(postgres_server) as connection:
        left = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    assert left is None


@pytest.mark.parametrize(
    ("lock", "groups"), [("requirements.lock", ["build"]), (".ci/requirements-dev.lock", ["build", "dev"])]
)
def test_the_lock_pins_what_the_project_asks_for(lock, groups):
    """After a change of pyproject.toml: `make lock`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [*project["project"]["dependencies"]]
    for group in groups:
        asked += [one for one in project["dependency-groups"][group] if isinstance(one, str)]
    lines = (ROOT / lock).read_text().splitlines()
    pinned = dict(line.split(" ")[0].split("==") for line in lines if "==" in line.split(" ")[0])
    for one in map(Requirement, asked):
        assert pinned[one.name] in one.specifier, f"{one}: {lock} pins {pinned[one.name]}"


@pytest.mark.parametrize("lock", ["requirements.lock", ".ci/requirements-dev.lock"])
def test_the_lock_has_a_hash_for_everything_and_no_address(lock):
    text = (ROOT / lock).read_text()
    pins = [pin for pin in text.replace("\\\n", " ").splitlines() if pin.strip()]
    assert len(pins) > 40
    assert [pin for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in text
    assert "index-url" not in text
