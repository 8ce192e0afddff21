"""A workbook is handed in with a browser, on a telephone and at a desk: read meanwhile, shown, and made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from pathways.config import Settings
from pathways.domain.rights import AccountKind
from pathways.web import create_app
from tests.browser.test_every_page import AXE, COLOURS, overflow, violations
from tests.caches import cache_in
from tests.conftest import EXAMPLE_TOWN
from tests.people import PASSWORD, make_account
from tests.serving import serving
from tests.store.books import book, edited, planted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EDITOR = "editor@town.example"


@pytest.fixture(scope="module")
def live(tmp_path_factory) -> Iterator[str]:
    """A server of its own with two workers, whose database has one editor."""
    folder = tmp_path_factory.mktemp("exchange")
    with serving(folder, EXAMPLE_TOWN) as server:
        app = create_app(Settings(database_url=f"sqlite:///{folder / 'pathways.db'}", cache_dir=cache_in(folder)))
        make_account(app, AccountKind.EDITOR, email=EDITOR)
        app.extensions["pathways"].close()
        yield server.address


@pytest.fixture
def editor(visitor) -> Callable[..., object]:
    """Open a window in which the editor is signed in and looks at the page of files."""

    def open_window(language: str, script: str = "", **window: object) -> object:
        opened = visitor(**window)
        if script:
            opened.page.add_init_script(script)
        page = opened.go(f"/{language}/sign-in?next=/{language}/exchange")
        page.locator("[name=email]").fill(EDITOR)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form .btn").first.click()
        expect(page.locator("#f-file")).to_be_attached()
        return opened

    return open_window


def hand_in(page, content):
    page.locator("#f-file").set_input_files(
        {"name": "town.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.locator(".handin .btn").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_workbook_is_read_shown_and_made(editor, example_facts, javascript):
    eqf = 7 if javascript else 8
    window = editor("en", width=1280, javascript=javascript)
    first, *others = example_facts.roles
    hand_in(window.page, book(replace(example_facts, roles=(replace(first, eqf=eqf), *others))))
    make = window.page.get_by_role("button", name="Make these changes")
    for _ in range(0 if javascript else 100):
        if make.count():
            break
        window.page.get_by_role("link", name="Look again").click()
    expect(make).to_be_visible()
    expect(window.page.locator(".changed-rows > li")).to_have_count(1)
    expect(window.page.locator(".changed-rows")).to_contain_text(f"becomes {eqf}")
    window.page.get_by_label("Why", exact=True).fill("Levels as they are now")
    make.click()
    expect(window.page.locator("h1")).to_contain_text("Edit")
    assert window.complaints == []


@pytest.mark.parametrize(("language", "width"), [("da", 390), ("en", 390), ("da", 1280)])
def test_both_pages_fit_and_can_be_read_by_everybody(editor, example_facts, language, width):
    window = editor(language, width=width, script=AXE)
    page = window.page
    faults = look(page)
    bad = planted(book(example_facts), "roles", 3, eqf="=1", as_of="31-05-2024", family="gone")
    hand_in(page, edited(bad, lambda opened: opened.create_sheet("Ark1")))
    expect(page.locator(".faults tbody tr")).to_have_count(4)
    assert [*faults, *look(page)] == []
    assert window.complaints == []


def look(page: Page) -> list[str]:
    """Say what is wrong with a page as it stands, in both themes."""
    page.emulate_media(color_scheme="dark")
    faults = [f"dark: {fault}" for fault in violations(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return [*faults, *violations(page), *overflow(page)]
