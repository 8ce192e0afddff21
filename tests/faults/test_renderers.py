"""Renderers that never end, crash, or write what is no picture, under a server that runs."""

from __future__ import annotations

import shutil
import threading
import time

import pytest

from tests.faults.conftest import get, served, settled

pytestmark = pytest.mark.slow
LIMIT_S = 10.0
"""How long one picture may take (`renderer.TIMEOUT_S`)."""
WORDS = {"en": "picture", "da": "billede"}
READS_A_FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>'
REAL = shutil.which("dot") or "dot"


def renderer(folder, script: str) -> str:
    """Write a program in the place of Graphviz, whole at once; it may be written anew while a server runs."""
    file = folder / "renderer"
    part = folder / "renderer.part"
    part.write_text(f"#!/bin/sh\n{script}\n")
    part.chmod(0o755)
    part.replace(file)
    return str(file)


@pytest.fixture
def town(tmp_path):
    url = f"sqlite:///{tmp_path / 'pathways.db'}"
    settled(tmp_path, url)
    return url


def check_table(page: str, language: str) -> None:
    """A page that has its facts as a table, and says in its language that there is no picture now."""
    assert f'<html lang="{language}"' in page
    assert "<table" in page
    assert 'class="pipe' not in page
    assert WORDS[language] in page.lower()
    for word in ("Traceback", "renderer", "graphviz", "timeout", "subprocess"):
        assert word not in page.lower(), word


def test_one_that_never_ends_holds_up_nobody_for_long(tmp_path, town):
    """The table comes after the time limit, other pages meanwhile, and pictures again once it answers."""
    hanging = renderer(tmp_path, f'[ "$1" = -V ] && exec {REAL} -V; exec sleep 600')
    with served(tmp_path, town, PATHWAYS_DOT=hanging) as server:
        got: dict[str, tuple[float, int, str]] = {}

        def visit(language: str) -> None:
            began = time.monotonic()
            status, page = get(f"{server.address}/{language}/roles/process-engineer")
            got[language] = time.monotonic() - began, status, page

        visitors = [threading.Thread(target=visit, args=(language,)) for language in WORDS]
        for one in visitors:
            one.start()
        time.sleep(1)
        began = time.monotonic()
        for path in ("/en/programmes", "/da/roles", "/en/sources", "/healthz"):
            assert get(server.address + path)[0] == 200, path
        assert time.monotonic() - began < LIMIT_S / 2
        for one in visitors:
            one.join()
        for language, (took_s, status, page) in got.items():
            assert status == 200
            assert took_s < 2 * LIMIT_S + 5
            check_table(page, language)
        file = get(server.address + "/da/roles/process-engineer.svg")
        assert file[0] == 503
        assert '<html lang="da"' in file[1]
        assert get(server.address + "/en/roles/process-engineer.csv")[0] == 200
        renderer(tmp_path, f'exec {REAL} "$@"')
        until = time.monotonic() + 30
        while 'class="pipe' not in get(server.address + "/en/roles/process-engineer")[1]:
            assert time.monotonic() < until, "pictures did not come back"
            time.sleep(0.5)
        assert get(server.address + "/da/roles/process-engineer.svg")[0] == 200
    assert "Traceback" not in (tmp_path / "server.log").read_text()


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("exit 3", id="fails"),
        pytest.param("kill -SEGV $$", id="crashes"),
        pytest.param("head -c 100000 /dev/urandom", id="writes noise"),
        pytest.param("echo '<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>'", id="writes an empty picture"),
        pytest.param('echo \'<svg xmlns="http://www.w3.org/2000/svg"><g id="node1">\'', id="stops in the middle"),
        pytest.param(
            "echo '<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg>&a;</svg>'", id="reads a file"
        ),
        pytest.param(f'{REAL} "$@" | head -c 2000', id="writes half a picture"),
        pytest.param("exec cat /dev/zero", id="writes without end"),
    ],
)
def test_one_that_is_broken_leaves_the_table(tmp_path, town, script):
    with served(tmp_path, town, ready="/healthz", PATHWAYS_DOT=renderer(tmp_path, script)) as server:
        for language in WORDS:
            status, page = get(f"{server.address}/{language}/roles/process-engineer")
            assert status == 200
            check_table(page, language)
            assert "root:" not in page
        assert get(server.address + "/en/map.pdf")[0] == 503
        renderer(tmp_path, f'exec {REAL} "$@"')
        until = time.monotonic() + 30
        while 'class="pipe' not in get(server.address + "/en/roles/process-engineer")[1]:
            assert time.monotonic() < until, "pictures did not come back"
            time.sleep(0.5)
    assert "Traceback" not in (tmp_path / "server.log").read_text()
