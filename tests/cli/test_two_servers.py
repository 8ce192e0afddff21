"""Two servers on two ports share one PostgreSQL: what is written at one is seen at the other on its next request."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pathways.catalogue import Catalogue
from pathways.config import Settings
from pathways.domain.editing import Change
from pathways.domain.nouns import Text
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.engine import make_engine
from pathways.web import create_app
from tests.caches import cache_in
from tests.faults.conftest import SECRET, Writer, check_sound, get, served, settled
from tests.people import make_account
from tests.wire import Browser

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
TIMES = 5


@pytest.fixture
def pair(tmp_path, postgres_url):
    """Two servers, each with folders of its own, and a counsellor's account."""
    account = settled(tmp_path, postgres_url)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with served(tmp_path / "one", postgres_url) as one, served(tmp_path / "two", postgres_url) as two:
        assert one.address != two.address
        yield one, two, account


def retitled(url: str, words: str) -> int:
    """Give the first role another title, as an edit; gives its revision."""
    engine = make_engine(url)
    catalogue = Catalogue(engine)

    def wanted(facts):
        role = facts.roles[0]
        return [Change("roles", role, replace(role, title=Text(f"{words} (da)", words)))]

    revision = catalogue.change(wanted, Hand(datetime.now(UTC), Via.FORM))
    catalogue.close()
    return revision


def editor_of(url: str, folder) -> Browser:
    app = create_app(Settings(database_url=url, cache_dir=cache_in(folder), secret_key=SECRET))
    email, password = make_account(app, "editor")
    role = app.extensions["pathways"].graph().facts.roles[0]
    app.extensions["pathways"].close()
    browser = Browser("")
    browser.account, browser.role = {"email": email, "password": password}, role
    return browser


def heading(address: str) -> str:
    status, page = get(address)
    assert status == 200
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>|\u00ad|&shy;", "", found[1]).split())


def test_an_edit_at_one_is_seen_at_the_other_on_its_next_request(pair, postgres_url, tmp_path):
    """The page was asked for before at both, so that both have it ready; then the edit is taken back at one of them."""
    one, two, _ = pair
    browser = editor_of(postgres_url, tmp_path)
    browser.address = one.address
    assert browser.post("/en/sign-in", form=browser.account)[0] == 303
    path = f"/en/roles/{browser.role.id}"
    before = heading(one.address + path)
    for number in range(TIMES):
        here, there = (one, two) if number % 2 else (two, one)
        words = f"Retitled {number}"
        revision = retitled(postgres_url, words)
        for server in (here, there, here):
            assert words in heading(server.address + path)
        browser.address = here.address  # the sign-in is good at both
        assert browser.post(f"/en/history/{revision}/undo", form={"why": "Back"})[0] == 303
        assert heading(there.address + path) == before, "the other has not seen it"
        assert heading(here.address + path) == before


def test_a_talk_goes_on_at_the_other(pair, postgres_url):
    """Notes that one server acknowledged stand at the other, turn by turn."""
    one, two, account = pair
    writer = Writer.sitting(one, account)
    for number in range(TIMES):
        writer.browser.address = (two, one)[number % 2].address
        assert writer.write(letters=200) == 200
        writer.browser.address = (one, two)[number % 2].address
        status, page = writer.reads()
        assert status == 200
        assert writer.acknowledged in page
    check_sound(postgres_url, writer)
