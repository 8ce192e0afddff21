"""An editor edits where the page is: a row unfolds its form, faults stand in it, and the saved row stays unfolded."""

from __future__ import annotations

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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EDITOR = "editor@town.example"


@pytest.fixture(scope="module")
def live(tmp_path_factory) -> Iterator[str]:
    """A server of its own, whose database has one editor."""
    folder = tmp_path_factory.mktemp("editing")
    with serving(folder, EXAMPLE_TOWN) as server:
        app = create_app(Settings(database_url=f"sqlite:///{folder / 'pathways.db'}", cache_dir=cache_in(folder)))
        make_account(app, AccountKind.EDITOR, email=EDITOR)
        app.extensions["pathways"].close()
        yield server.address


@pytest.fixture
def editor(visitor) -> Callable[..., tuple[Callable[[str], Page], list[str]]]:
    """Open a window in which the editor is signed in."""

    def opened(width: int, *, javascript: bool = True) -> tuple[Callable[[str], Page], list[str]]:
        window = visitor(width, javascript=javascript)
        if javascript:
            window.page.add_init_script(AXE)
        page = window.go("/en/sign-in?next=/en/edit")
        page.get_by_label("Mail address").fill(EDITOR)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Edit the catalogue")
        return window.go, window.complaints

    return opened


def look(page: Page) -> list[str]:
    page.emulate_media(color_scheme="dark")
    faults = [f"dark: {fault}" for fault in violations(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return [*faults, *violations(page), *overflow(page)]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_row_is_edited_where_the_page_is(editor, width):
    go, complaints = editor(width)
    page = go("/en/edit/about/programmes/beng-process")
    faults = look(page)
    fold = page.locator("details.rowfold", has_text="Fermentation in tanks").first
    fold.locator("summary").click()
    level = fold.get_by_label("Level")
    expect(level).to_be_visible()
    faults += look(page)
    other_level = {390: "4", 1280: "2"}[width]  # the server is the same for both
    level.select_option(other_level)
    fold.get_by_role("button", name="Save").click()
    expect(fold.get_by_role("alert")).to_contain_text("Say in a few words why")
    expect(level).to_have_value(other_level)
    faults += look(page)
    fold.get_by_label("Why").fill("A new course")
    fold.get_by_role("button", name="Save").click()
    expect(fold.get_by_role("status")).to_contain_text("Saved as edit")
    expect(level).to_have_value(other_level)
    expect(page).to_have_url(page.url.partition("/en/")[0] + "/en/edit/about/programmes/beng-process")
    fold.get_by_label("Why").fill("On second thoughts")
    fold.get_by_role("link", name="Leave it as it is").click()
    expect(fold.get_by_label("Why")).to_have_value("")
    expect(page).to_have_url(page.url.partition("/en/")[0] + "/en/edit/about/programmes/beng-process")
    other = page.locator("details.rowfold").first
    other.locator("summary").click()
    expect(other.get_by_label("EQF level")).to_be_visible()
    faults += look(page)
    page = go("/en/programmes/beng-process")
    expect(page.locator("main")).to_contain_text("Fermentation in tanks")
    assert faults == []
    assert [one for one in complaints if "422" not in one] == [], "a refusal is one, and the browser notes it"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_condition_is_read_back_while_it_is_typed(editor, width):
    go, complaints = editor(width)
    page = go("/en/edit/admissions")
    page.locator(".rows a", has_text="Technical exam").first.click()
    condition = page.get_by_label("Condition", exact=True)
    beneath = page.locator(".readas")
    expect(beneath).to_contain_text("Read as:")
    condition.fill("mathematics A and age 25")
    expect(beneath.get_by_role("listitem")).to_have_text(["Mathematics: Level A", "Age: At least 25 years old"])
    faults = look(page)
    condition.fill("mathematics A and luck")
    expect(beneath).to_contain_text("It cannot be read yet. Expected a value, found the end.")
    page.get_by_text("What can be written").click()
    expect(page.get_by_text("experience 2", exact=True)).to_be_visible()
    faults += look(page)
    condition.fill("")
    expect(beneath).to_be_hidden()
    expect(condition).to_be_focused()
    assert faults + complaints == []


def test_without_scripts_a_row_is_edited_on_a_page_of_its_own(editor):
    go, _complaints = editor(390, javascript=False)
    page = go("/en/edit/about/roles/data-analyst")
    fold = page.locator("details.rowfold").first
    fold.locator("summary").click()
    fold.get_by_role("link", name="Open its form").click()
    page.get_by_label("EQF level").fill("6")
    page.get_by_label("Why").fill("Asked")
    page.get_by_label("Takes experience").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved as edit")
    page.get_by_role("link", name="Back to where you were").click()
    expect(page).to_have_url(page.url.partition("/en/")[0] + "/en/edit/about/roles/data-analyst")


def test_enter_in_a_field_saves_and_in_the_search_searches(editor):
    go, complaints = editor(1280)
    page = go("/en/edit/about/roles/data-analyst")
    fold = page.locator("details.rowfold").first
    fold.locator("summary").click()
    fold.get_by_label("Search ESCO").fill("analyst")
    fold.get_by_label("Search ESCO").press("Enter")
    expect(fold.locator(".escofind")).to_contain_text("ESCO has nothing of that name, or was not imported here.")
    fold.get_by_label("Why").fill("Looked up")
    fold.get_by_label("EQF level").fill("8")
    fold.get_by_label("EQF level").press("Enter")
    expect(fold.get_by_role("status").first).to_contain_text("Saved as edit")
    assert look(page) == []
    assert complaints == []


EVERY_KIND = ("programmes", "flows", "admissions", "interests")
"""Tables that together have every kind of field: axe looks at these, and at the form of the town."""


@pytest.mark.parametrize("width", [390, 1280])
def test_the_forms_of_all_tables_fit_and_have_nothing_to_complain_about(editor, width):
    go, complaints = editor(width)
    faults = look(go("/en/edit"))
    tables = [link.get_attribute("href") for link in go("/en/edit").locator(".tables a").all()]
    for address in tables:
        page = go(address)
        rows = page.locator(".rows a.name")
        forms = [f"{address}/new", *([rows.first.get_attribute("href")] if rows.count() else [])]
        if "/row" in address:
            faults += look(page)
            continue
        faults += overflow(page)
        see = look if address.rpartition("/")[2] in EVERY_KIND else overflow
        for form in forms:
            faults += see(go(form))
    for address in (
        "/en/edit/worklist",
        "/da/edit/worklist?guessed=yes",
        "/en/wrong?page=roles/data-analyst",
        "/da/changes",
    ):
        faults += look(go(address))
    assert faults == []
    assert complaints == []
