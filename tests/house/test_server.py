"""The section "On a server" of the README: what can be checked of it on this machine is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from secrets import token_hex, token_urlsafe

import click
import psycopg
import pytest
from sqlalchemy.engine import make_url

from pathways.cli import pathways
from pathways.config import SETTINGS, Settings, SettingsError
from pathways.store.engine import make_engine
from tests.caches import cache_in
from tests.serving import PATHWAYS, ROOT

README = Path(__file__).resolve().parents[2] / "README.md"
SECTION = README.read_text(encoding="utf-8").partition("\n## On a server\n")[2].partition("\n## ")[0]
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)
UNITS = [text for kind, text in BLOCKS if kind == "ini" and "[Unit]" in text]
(ENVIRONMENT,) = [text for kind, text in BLOCKS if kind == "ini" and text.startswith("PATHWAYS_")]
NAMES = ("pathways.service", "pathways-backup.service", "pathways-backup.timer")


def test_every_unit_is_there_and_named():
    assert len(UNITS) == len(NAMES)
    assert [
        name for name in NAMES if f"`/etc/systemd/system/{name}`" not in SECTION and f"`{name}`" not in SECTION
    ] == []


def test_the_settings_are_settings_and_can_be_read():
    given = dict(line.split("=", 1) for line in ENVIRONMENT.splitlines())
    assert given.keys() <= {name for name, _, _ in SETTINGS}
    with pytest.raises(SettingsError, match="PATHWAYS_SECRET_KEY"):  # the words in the place of a key are none
        Settings.read(given)
    settings = Settings.read(given | {"PATHWAYS_SECRET_KEY": token_urlsafe(32)})
    assert settings.secure
    assert settings.trusted_proxies == 1
    engine = make_engine(settings.database_url)
    assert engine.dialect.name == "postgresql"
    assert engine.url.query["host"] == "/var/run/postgresql"
    assert engine.url.query["connect_timeout"] == "3"


def test_every_address_of_a_database_can_be_used():
    for url in re.findall(r"`(postgresql\+psycopg://[^`]+)`", SECTION):
        assert make_engine(url).url.database == "pathways"


def test_what_the_units_start_are_commands():
    started = re.findall(r"^as_pathways ([a-z-]+)|/opt/pathways/bin/pathways ([a-z-]+)", SECTION, re.MULTILINE)
    names = {name for both in started for name in both if name}
    assert {"serve", "backup", "doctor", "users"} <= names
    assert names <= set(pathways.list_commands(click.Context(pathways)))


@pytest.mark.parametrize("name", NAMES)
def test_systemd_understands_the_units(name, tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("There is no systemd-analyze here.")
    for file, unit in zip(NAMES, UNITS, strict=True):
        there = re.sub(r"/opt/pathways/bin/pathways", "/bin/true", unit).replace("User=pathways\n", "")
        (tmp_path / file).write_text(re.sub(r"^EnvironmentFile=.*$", "", there, flags=re.MULTILINE))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in (done.stdout + done.stderr).splitlines() if name in line]
    assert said == []


def test_the_service_is_shut_in():
    for line in ("ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "PrivateDevices=yes"):
        assert f"\n{line}\n" in UNITS[0]


def test_the_proxy_says_what_is_believed_of_it():
    (proxy,) = [text for kind, text in BLOCKS if kind == "nginx"]
    for header in ("X-Forwarded-For $remote_addr", "X-Forwarded-Proto $scheme", "X-Forwarded-Host $host", "Host $host"):
        assert f"proxy_set_header {header};" in proxy
    assert "proxy_pass http://127.0.0.1:8000;" in proxy


@pytest.mark.slow
@pytest.mark.postgres
def test_a_user_who_owns_nothing_but_its_database_is_enough(postgres_server, tmp_path):
    """As `createuser` and `createdb --owner` make them: seed, examine, copy, bring the copy back."""
    plain = f"pathways_plain_{token_hex(6)}"  # its own: a run that was killed leaves its name behind
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {plain} LOGIN PASSWORD 'only-for-tests'")
        admin.execute(f"CREATE DATABASE {plain} OWNER {plain} ENCODING 'UTF8' TEMPLATE template0")
    try:
        own = {"username": plain, "password": "only-for-tests", "database": plain}
        url = make_url(postgres_server).set(drivername="postgresql+psycopg", **own)
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PATHWAYS_CACHE_DIR": str(cache_in(tmp_path))}
        env["PATHWAYS_DATABASE_URL"] = url.render_as_string(hide_password=False)
        for words in ("seed", "doctor", "sessions purge", "backup copy.db", "restore copy.db", "doctor"):
            done = subprocess.run(
                [*PATHWAYS, *words.split()], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
            assert "only-for-tests" not in done.stdout + done.stderr
    finally:
        with psycopg.connect(postgres_server, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {plain} WITH (FORCE)")
            admin.execute(f"DROP ROLE IF EXISTS {plain}")
