"""A server that is killed while notes are saved: whatever was acknowledged is there afterwards."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import threading
import time
import urllib.parse
from http.client import HTTPException

import pytest

from pathways.config import Settings
from pathways.web import create_app
from tests.caches import cache_in
from tests.conftest import EXAMPLE_TOWN
from tests.people import make_account
from tests.serving import PATHWAYS, ROOT, running
from tests.wire import Browser

pytestmark = pytest.mark.slow
WRITERS = 3


@pytest.fixture
def folder_env(tmp_path, database_url):
    env = {
        "PATHWAYS_DATABASE_URL": database_url,
        "PATHWAYS_CACHE_DIR": str(cache_in(tmp_path)),
        "PATHWAYS_SECRET_KEY": "only-for-tests-of-this-very-kind",
        "PYTHONPATH": str(ROOT),
    }
    seed = [*PATHWAYS, "seed", str(EXAMPLE_TOWN)]
    subprocess.run(seed, cwd=tmp_path, env={**os.environ, **env}, check=True, capture_output=True)
    app = create_app(Settings(database_url=database_url, cache_dir=cache_in(tmp_path), secret_key="x" * 20))
    account = make_account(app, "counsellor")
    app.extensions["pathways"].close()
    return tmp_path, env, account


def children(server):
    """The workers: the processes that the first one started."""
    command = ["ps", "-o", "pid=", "--ppid", str(server.process.pid)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return [int(pid) for pid in told.stdout.split()]


def kill(server):
    for pid in (*children(server), server.process.pid):
        os.kill(pid, signal.SIGKILL)
    server.process.wait()


def begin(server, account):
    browser = Browser(server.address)
    email, password = account
    browser.post("/en/sign-in", form={"email": email, "password": password})
    _status, where, _body = browser.post("/en/guidance/begin", form={})
    return browser, urllib.parse.urlsplit(where).path


def write_on(browser, talk, number, acknowledged, stop):
    """Add numbered words at the end of one's own line until the server is gone; remember what was acknowledged."""
    base, count = "", 0
    while not stop.is_set():
        count += 1
        word = f"w{number}n{count}"
        mine = f"{base}{word} "
        try:
            _status, _where, body = browser.post(f"{talk}/notes", body={"base": base, "mine": mine})
        except (OSError, ValueError, HTTPException):  # cut off, at whichever byte
            return
        base = json.loads(body)["text"]
        acknowledged.append(word)


@pytest.mark.parametrize("after_s", [0.15, 0.6])
def test_what_was_acknowledged_is_there_after_a_kill(folder_env, after_s):
    folder, env, account = folder_env
    acknowledged, stop = [], threading.Event()
    with running((*PATHWAYS, "serve"), folder, **env) as server:
        browser, talk = begin(server, account)
        cookies = browser.jar
        writers = []
        for number in range(WRITERS):
            writer = Browser(server.address)
            for cookie in cookies:
                writer.jar.set_cookie(cookie)
            writers.append(threading.Thread(target=write_on, args=(writer, talk, number, acknowledged, stop)))
        for thread in writers:
            thread.start()
        while len(acknowledged) <= WRITERS:  # on a slow machine too, something was acknowledged before the kill
            time.sleep(0.01)
        time.sleep(after_s)
        kill(server)
        stop.set()
        for thread in writers:
            thread.join(20)
            assert not thread.is_alive()
    with running((*PATHWAYS, "serve"), folder, **env) as server:
        again = Browser(server.address)
        for cookie in cookies:
            again.jar.set_cookie(cookie)
        page = again.get(talk).decode()
    found = set(re.search(r"<textarea[^>]*name=\"mine\"[^>]*>(.*?)</textarea>", page, re.DOTALL)[1].split())
    assert set(acknowledged) <= found, sorted(set(acknowledged) - found)
