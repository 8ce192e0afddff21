"""The server as a process: what it says, what it answers to machines, and how it stops."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from pathways.cli.serving import STOP_LIMIT_S
from tests.cli.conftest import COMMAND, REAL, ROOT, copied, one_line
from tests.machine import free_port
from tests.remains import children
from tests.serving import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.serving import Server


@contextmanager
def served(folder: Path, ready: str = "/healthz", **settings: str) -> Iterator[Server]:
    kept = {name: "" for name in os.environ if name.startswith("PATHWAYS_")}
    with running((*COMMAND, "serve"), folder, ready=ready, **{**kept, "PYTHONPATH": str(ROOT), **settings}) as server:
        yield server


def get(address: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def program(folder: Path, script: str) -> str:
    file = folder / "renderer"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return str(file)


def stop(server: Server) -> int:
    server.process.send_signal(signal.SIGTERM)
    return server.process.wait(30)


@pytest.fixture
def log(tmp_path: Path):
    return (tmp_path / "server.log").read_text


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def server(folder, databases) -> Iterator[Server]:
    """One server for what does it no harm."""
    copied(databases["kalundborg"], folder)
    with served(folder, PATHWAYS_WORKERS="1") as one:
        yield one


def test_from_nothing_to_pages_in_one_command(tmp_path, log):
    with served(tmp_path) as server:
        for page in ("/en/", "/da/", "/en/programmes", "/en/roles", "/en/map"):
            assert get(server.address + page)[0] == 200, log()
        ready = get(server.address + "/readyz")
        assert ready[0] == 200
        assert json.loads(ready[1]) == {"ready": True, "database": "ok", "renderer": "ok", "revision": 1}
        assert get(server.address + "/healthz") == (200, b"ok\n")
    said = log()
    assert "Loading kalundborg into a new database" in said
    assert f"Open {server.address}/" in said
    assert (tmp_path / "instance" / "pathways.db").exists()


def test_a_second_start_loads_nothing_and_changes_nothing(tmp_path, real, log):
    before = real.read_bytes()
    with served(tmp_path):
        pass
    assert "Loading" not in log()
    assert real.read_bytes() == before


def test_a_taken_port_is_told_in_one_line(server, run):
    port = str(urlsplit(server.address).port)
    said = one_line(run("serve", PORT=port))
    assert f"Port {port} is taken" in said
    assert f"PORT={int(port) + 1}" in said
    assert get(server.address + "/healthz")[0] == 200


def test_seeds_that_changed_are_told_and_not_loaded(tmp_path, real, log):
    with sqlite3.connect(real) as connection:
        connection.execute("UPDATE catalogue SET digest = 'of other files'")
    connection.close()
    with served(tmp_path) as server:
        assert json.loads(get(server.address + "/readyz")[1])["revision"] == 1
    assert "not those that were loaded. Load them with: pathways seed" in log()


def test_seeds_that_changed_take_no_edit_back_unasked(tmp_path, real, run, log):
    assert run("export", "town").returncode == 0
    rows = tmp_path / "town" / "skills.csv"
    rows.write_text(rows.read_text().replace("Good manufacturing practice", "Very good manufacturing practice"))
    assert run("import", "town", "--why", "Looked up again").returncode == 0
    with sqlite3.connect(real) as connection:
        connection.execute("UPDATE catalogue SET digest = 'of other files'")
    connection.close()
    with served(tmp_path):
        pass
    assert (
        f"Facts were edited here since: pathways seed would take those edits back. See all that would change with: "
        f"pathways import {REAL} --dry-run" in log()
    )
    said = run("seed")
    assert said.returncode == 0
    assert "A copy of the database as it was: " in said.stdout
    assert len([*real.parent.glob("backups/before-seed-*.db")]) == 1
    assert "A copy" not in run("seed").stdout, "nothing changes, so nothing is lost"
    with sqlite3.connect(real) as connection:
        connection.execute("UPDATE catalogue SET digest = 'of other files'")
    connection.close()
    with served(tmp_path):
        pass
    assert "Load them with: pathways seed" in log(), "edits that were taken back already are no reason to wait"


def test_new_facts_show_without_a_restart(tmp_path, real, run):
    with served(tmp_path) as server:
        assert b"Kalundborg" in get(server.address + "/en/")[1]
        run("seed", str(ROOT / "seeds" / "example-town"))
        for _ in range(10):  # every worker
            assert b"Example Town" in get(server.address + "/en/")[1]


def test_stopping_answers_first(tmp_path, real):
    slow = program(tmp_path, f'sleep 2; exec {shutil.which("dot") or "dot"} "$@"')
    with served(tmp_path, PATHWAYS_DOT=slow, PATHWAYS_WORKERS="1") as server:
        answers: list[tuple[int, bytes]] = []
        visitor = threading.Thread(target=lambda: answers.append(get(server.address + "/en/roles/process-operator")))
        visitor.start()
        time.sleep(1)
        assert stop(server) == 0
        visitor.join()
    assert [status for status, _ in answers] == [200]
    assert answers[0][1].rstrip().endswith(b"</html>")


def is_told_where(_process: int, _address: str) -> bool:
    """It has said its address and imports what serves."""
    return True


def has_a_worker(process: int, _address: str) -> bool:
    """A worker has just split off; it needs a second or more until it serves."""
    return children(process) != []


def serves(_process: int, address: str) -> bool:
    try:
        return get(address + "/healthz")[0] == 200
    except OSError:
        return False


@pytest.mark.parametrize("moment", [is_told_where, has_a_worker, serves])
@pytest.mark.parametrize("told", ["SIGINT", "SIGTERM"])
@pytest.mark.usefixtures("real")
def test_it_stops_whenever_it_is_told(tmp_path, environment, told, moment):
    """A terminal sends Ctrl+C to every process; none may hang, complain, or have to be killed by the first one."""
    port = free_port()
    command = subprocess.Popen(
        [*COMMAND, "serve"],
        cwd=tmp_path,
        env={**environment, "PORT": str(port)},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with command, command.stdout as said:
        while "Open http" not in said.readline():
            assert command.poll() is None
        while not moment(command.pid, f"http://127.0.0.1:{port}"):
            assert command.poll() is None
            time.sleep(0.01)
        began = time.monotonic()
        (os.killpg if told == "SIGINT" else os.kill)(command.pid, getattr(signal, told))
        try:
            rest = command.communicate(timeout=2 * STOP_LIMIT_S)[0]
        finally:
            with suppress(ProcessLookupError):
                os.killpg(command.pid, signal.SIGKILL)
        assert time.monotonic() - began < STOP_LIMIT_S
    unasked = [line for line in rest.splitlines() if "operations.show_health" not in line]
    assert (unasked, command.returncode) == ([], 0)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("exit 3", id="it fails"),
        pytest.param("echo not a picture", id="it writes something else"),
        pytest.param("kill -9 $$", id="it is killed"),
    ],
)
def test_a_broken_renderer_leaves_the_table(tmp_path, real, script, log):
    with served(tmp_path, PATHWAYS_DOT=program(tmp_path, script), PATHWAYS_WORKERS="1") as server:
        status, page = get(server.address + "/en/roles/process-operator")
        assert status == 200
        assert b"<table" in page
        assert b'class="pipe' not in page
        assert get(server.address + "/en/roles/process-operator.svg")[0] == 503
        assert get(server.address + "/en/roles/process-operator.csv")[0] == 200
    assert "Traceback" not in log()


def test_pictures_come_back_when_the_renderer_does(tmp_path, real):
    missing = tmp_path / "renderer"
    with served(tmp_path, PATHWAYS_DOT=str(missing), PATHWAYS_WORKERS="1") as server:
        assert json.loads(get(server.address + "/readyz")[1])["renderer"] == "unavailable"
        assert get(server.address + "/readyz")[0] == 503
        assert b'class="pipe' not in get(server.address + "/en/roles/process-operator")[1]
        program(tmp_path, f'exec {shutil.which("dot") or "dot"} "$@"')
        until = time.monotonic() + 20
        while b'class="pipe' not in get(server.address + "/en/roles/process-operator")[1]:
            assert time.monotonic() < until
            time.sleep(1)


def test_logs_hold_no_query(server, folder):
    get(server.address + "/en/search?q=my-very-own-secret")
    get(server.address + "/da/map?kind=my-very-own-secret")
    said = (folder / "server.log").read_text()
    assert "searching.show_results 200" in said
    assert "map.show_map 422" in said
    assert "secret" not in said


def test_a_database_that_goes_away_while_it_serves(tmp_path, real):
    with served(tmp_path, PATHWAYS_WORKERS="1") as server:
        assert get(server.address + "/en/roles")[0] == 200
        for name in ("pathways.db", "pathways.db-wal", "pathways.db-shm"):
            (tmp_path / "instance" / name).unlink(missing_ok=True)
        assert get(server.address + "/healthz")[0] == 200
        assert get(server.address + "/en/roles")[0] == 200


@pytest.mark.postgres
def test_on_postgresql(tmp_path, postgres_url):
    with served(tmp_path, PATHWAYS_DATABASE_URL=postgres_url) as server:
        assert get(server.address + "/en/roles/process-operator")[0] == 200
        assert json.loads(get(server.address + "/readyz")[1])["database"] == "ok"


def test_a_hostile_request_leaves_the_server_standing(server):
    where = urlsplit(server.address)
    for path in ("/en/" + "x" * 100_000, "/en/map?" + "k=v&" * 5000, "/%00/%ff", "/en/../../etc/passwd"):
        connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=10)
        connection.request("GET", path)
        assert 400 <= connection.getresponse().status < 500, path
        connection.close()
    assert get(server.address + "/en/roles")[0] == 200


def test_python_without_the_folder_of_the_command(tmp_path):
    """`python -m pathways` is the command, wherever it is started."""
    said = subprocess.run(
        [*COMMAND, "--help"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert said.stdout.startswith("Usage: pathways")
