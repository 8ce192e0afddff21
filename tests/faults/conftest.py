"""A real server with something wrong around it, and a counsellor who writes notes there all the while."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from pathways.config import Settings
from pathways.store.engine import make_engine
from pathways.store.health import examine
from pathways.web import create_app
from tests.caches import cache_in
from tests.conftest import EXAMPLE_TOWN
from tests.people import make_account
from tests.serving import PATHWAYS, ROOT, running
from tests.talks import SOON
from tests.wire import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.serving import Server

SECRET = "only-for-tests-of-this-very-kind"
BROKEN = {"en": "Something went wrong on our side", "da": "Noget gik galt hos os"}
PUBLIC = ("/en/", "/da/", "/en/roles", "/da/map", "/en/programmes", "/da/town", "/en/sources")


def environment(folder: Path, url: str, **more: str) -> dict[str, str]:
    """Settings of a server whose cache lies in `folder`."""
    kept = {name: "" for name in os.environ if name.startswith("PATHWAYS_")}
    ours = {"PATHWAYS_DATABASE_URL": url, "PATHWAYS_CACHE_DIR": str(cache_in(folder)), "PATHWAYS_SECRET_KEY": SECRET}
    return {**kept, **ours, "PATHWAYS_WORKERS": "1", "PYTHONPATH": str(ROOT), **more}


def settled(folder: Path, url: str) -> tuple[str, str]:
    """Make a database of the invented town with a counsellor; gives the mail address and the password."""
    env = {**os.environ, **environment(folder, url)}
    subprocess.run([*PATHWAYS, "seed", str(EXAMPLE_TOWN)], cwd=folder, env=env, check=True, capture_output=True)
    app = create_app(Settings(database_url=url, cache_dir=cache_in(folder), secret_key=SECRET))
    account = make_account(app, "counsellor")
    app.extensions["pathways"].close()
    return account


@contextmanager
def served(folder: Path, url: str, ready: str = "/readyz", **more: str) -> Iterator[Server]:
    """Serve until the end of the block."""
    with running((*PATHWAYS, "serve"), folder, ready=ready, **environment(folder, url, **more)) as server:
        yield server


def get(address: str, limit_s: float = 30) -> tuple[int, str]:
    """Give the status and the page of an address."""
    try:
        with urllib.request.urlopen(address, timeout=limit_s) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode("utf-8", "replace")


@dataclass
class Writer:
    """A counsellor at a talk. `acknowledged` is the last note that the server said it had."""

    browser: Browser
    talk: str = ""
    acknowledged: str = ""
    told: list[int] = field(default_factory=list)
    number: int = 0

    @classmethod
    def sitting(cls, server: Server, account: tuple[str, str]) -> Writer:
        """Sign in and begin a talk."""
        browser = Browser(server.address)
        browser.post("/en/sign-in", form={"email": account[0], "password": account[1]})
        status, location, _ = browser.post("/en/guidance/begin", form={})
        assert status == 303
        return cls(browser, location)

    def write(self, letters: int = 3_000) -> int:
        """Write another note in the place of the last; gives the status of the answer."""
        self.number += 1
        mine = f"Note {self.number} " + "x" * letters
        status, _ = self.sent(f"{self.talk}/notes", body={"base": self.acknowledged, "mine": mine, "once": ""})
        if status == 200:
            self.acknowledged = mine
        self.told.append(status)
        return status

    def page_of_a_change(self, language: str) -> tuple[int, str]:
        """Change something by a form, as a browser without scripts does; gives the page that answers."""
        address = self.talk.replace("/en/", f"/{language}/", 1)
        return self.sent(f"{address}/change/next", form={"next_step": "Ring", "next_on": SOON, "was": "{}"})

    def reads(self, language: str = "en") -> tuple[int, str]:
        """Open the talk."""
        try:
            return 200, self.browser.get(self.talk.replace("/en/", f"/{language}/", 1)).decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def sent(self, path: str, form: dict[str, str] | None = None, body: object = None) -> tuple[int, str]:
        """Send a form, or JSON; gives the status and the page, status 0 where there was no answer."""
        try:
            status, _, page = self.browser.post(path, form=form, body=body)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError) as error:
            return 0, str(error)
        return status, page.decode()


def check_told(status: int, page: str, language: str) -> None:
    """Hold what a visitor is told against what it must be: a page in their language, no trace and no machine words."""
    assert status == 503, page[:500]
    assert f'<html lang="{language}"' in page
    assert BROKEN[language] in re.sub(r"\s+", " ", page)
    for word in ("Traceback", "sqlite", "psycopg", "sqlalchemy", "OperationalError", "disk", "/pathways/", "SELECT"):
        assert word not in page


def check_sound(url: str, writer: Writer) -> None:
    """See that the database is whole, and that the last acknowledged note is what stands in it."""
    engine = make_engine(url)
    assert [str(one) for one in examine(engine) if not one.sound] == []
    engine.dispose()
    status, page = writer.reads()
    assert status == 200
    assert writer.acknowledged in page


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[Path]:
    """Mount a file system of its own on a new folder; only root may."""
    folder.mkdir()
    done = subprocess.run(["mount", *options, folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("Nothing can be mounted here; a limit on the size of files stands for a full disk (test_backup).")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
