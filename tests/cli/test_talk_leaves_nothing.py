"""A talk from its first word to its deletion through a real server: afterwards not a byte of it is anywhere."""

from __future__ import annotations

import os
import subprocess
import urllib.parse
from typing import TYPE_CHECKING

import pytest

from tests.caches import cache_in
from tests.conftest import REAL_TOWN
from tests.kept_talks import words
from tests.remains import open_files, remains
from tests.serving import PATHWAYS, ROOT, running
from tests.talks import SOON, account_beside
from tests.wire import Browser

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture
def served(tmp_path: Path):
    """A server whose database, log, pictures and temporary files all lie below one folder."""
    (tmp_path / "temporary").mkdir()
    env = {
        "PATHWAYS_DATABASE_URL": f"sqlite:///{tmp_path / 'pathways.db'}",
        "PATHWAYS_CACHE_DIR": str(cache_in(tmp_path)),
        "TMPDIR": str(tmp_path / "temporary"),
        "PYTHONPATH": str(ROOT),
    }
    seed = [*PATHWAYS, "seed", str(REAL_TOWN)]
    subprocess.run(seed, cwd=tmp_path, env={**os.environ, **env}, check=True, capture_output=True)
    with running((*PATHWAYS, "serve"), tmp_path, **env) as server:
        yield server


def talked(browser: Browser, typed: dict[str, str]) -> str:
    """Have a talk in which somebody writes everywhere one can, and take it home in every way."""
    talk = urllib.parse.urlsplit(browser.post("/en/guidance/begin", form={})[1]).path

    def change(what: str, **fields: str) -> None:
        browser.post(f"{talk}/change/{what}", form=fields)

    change("add", kind="programme", id="absalon-beng-biotek")
    change("line", name="programme:absalon-beng-biotek", line=typed["line"], was_line="")
    change("next", next_step=typed["step"], next_on=SOON, was="{}")
    base = ""
    for cut in (100, 250, len(typed["notes"])):
        mine = typed["notes"][:cut]
        browser.post(f"{talk}/notes", body={"base": base, "mine": mine, "once": str(cut)})
        base = mine
    browser.post(f"{talk}/notes", body={"base": base, "mine": typed["overwritten"], "once": "z"})
    browser.post(f"{talk}/notes", body={"base": typed["overwritten"], "mine": typed["notes"], "once": "y"})
    for path in ("", "/live", "/handout", "/handout.pdf", "/handout.ics", "/handout.json"):
        assert browser.get(talk + path)
    browser.post("/en/guidance/desk", form={"q": typed["sought"]})
    browser.post(f"{talk}/finish", form={})
    browser.post(f"{talk}/again", form={})
    return talk


def test_nothing_is_left_of_a_talk_that_was_deleted(served, tmp_path):
    browser = Browser(served.address)
    email, password = account_beside(tmp_path)
    browser.post("/en/sign-in", form={"email": email, "password": password})
    typed = {name: words(name, letters) for name, letters in (("line", 120), ("step", 180), ("notes", 4000),
                                                              ("overwritten", 4000), ("sought", 90))}  # fmt: skip
    talk = talked(browser, typed)
    for name in ("line", "step", "notes"):
        assert remains(tmp_path, typed[name]), f"{name} is found before, or this could not fail"
    browser.post(f"{talk}/delete", form={})
    assert remains(tmp_path, *typed.values()) == []
    assert remains(open_files(served.process.pid), *typed.values()) == []
    log = (tmp_path / "server.log").read_text()
    assert "talking.delete 303" in log
    assert talk.rpartition("/")[2] not in log
