"""A company flags a gap on a telephone: how many things it has to do, and nothing to complain about on the way."""

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

    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COMPANY = "company@works.example"
SECONDS_A_TAP, SECONDS_A_LETTER = 5.0, 0.6
"""What a slow thumb takes, with looking and reading: generous."""
SMALLEST_TARGET = 44
SMALL = """limit => [...document.querySelectorAll(
  '.flagform :is(.btn, .in:not(textarea), .choice, summary), .card :is(.btn, .in:not(textarea), .choice, summary)')]
  .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < limit)
  .map(e => e.outerHTML.slice(0, 80) + ' ' + e.getBoundingClientRect().height)"""


@pytest.fixture(scope="module")
def live(tmp_path_factory) -> Iterator[str]:
    """A server of its own, whose database has one company."""
    folder = tmp_path_factory.mktemp("flagging")
    with serving(folder, EXAMPLE_TOWN) as server:
        app = create_app(Settings(database_url=f"sqlite:///{folder / 'pathways.db'}", cache_dir=cache_in(folder)))
        make_account(app, AccountKind.COMPANY, email=COMPANY, organisation_id="lighthouse-enzymes")
        app.extensions["pathways"].close()
        yield server.address


class Thumb:
    """Taps and types as somebody on a telephone does, and counts it."""

    def __init__(self) -> None:
        self.taps = self.letters = 0

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1

    def type(self, target: Locator, words: str) -> None:
        self.tap(target)
        target.press_sequentially(words)
        self.letters += len(words)

    @property
    def seconds(self) -> float:
        return self.taps * SECONDS_A_TAP + self.letters * SECONDS_A_LETTER


@pytest.fixture
def company(visitor) -> Callable[..., tuple[Page, list[str]]]:
    """Open a window in which the company is signed in."""

    def opened(width: int, *, javascript: bool = True) -> tuple[Page, list[str]]:
        window = visitor(width, javascript=javascript)
        if javascript:
            window.page.add_init_script(AXE)
        page = window.go("/en/sign-in?next=/en/flags/new")
        page.get_by_label("Mail address").fill(COMPANY)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Flag a gap")
        return page, window.complaints

    return opened


def look(page: Page) -> list[str]:
    """Say what is wrong with a page as it stands, in both themes."""
    page.emulate_media(color_scheme="dark")
    faults = [f"dark: {fault}" for fault in violations(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    small = page.evaluate(SMALL, SMALLEST_TARGET)
    return [*faults, *violations(page), *overflow(page), *small]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_company_flags_in_less_than_two_minutes(company, width):
    page, complaints = company(width)
    thumb, faults = Thumb(), look(page)
    thumb.type(page.get_by_label("Which skill or role"), "ferment")
    thumb.tap(page.get_by_role("radio", name="Fermentation in tanks"))
    expect(page.locator("#preview")).to_contain_text("What is taught already")
    expect(page.locator("#atonce")).to_contain_text("It goes to")
    faults += look(page)
    thumb.type(page.get_by_label("How many people?"), "4")
    thumb.tap(page.get_by_role("radio", name="Applicants lack it"))
    thumb.tap(page.get_by_role("button", name="Flag this gap"))
    expect(page).to_have_url(page.url.partition("/en/")[0] + "/en/flags/" + page.url.rpartition("/")[2])
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fermentation in tanks")
    assert faults == []
    assert complaints == []
    assert thumb.taps <= 6
    assert thumb.seconds < 120


def test_what_is_known_changes_with_the_level_and_keeps_the_focus(company):
    page, complaints = company(390)
    page.get_by_label("Which skill or role").fill("Fermentation in tanks")
    page.get_by_role("radio", name="Fermentation in tanks").check()
    expect(page.locator("#atonce")).to_contain_text("Taught well enough by 4")
    level = page.get_by_label("How well must they know it?")
    level.focus()
    level.select_option("4")
    expect(page.locator("#atonce")).to_contain_text("No programme we know of teaches it well enough")
    expect(page.locator("#preview")).to_contain_text("Taught, but to a lower level")
    expect(level).to_be_focused()
    school = page.get_by_label("Send it to")
    school.select_option("example-university")
    level.select_option("2")
    expect(page.locator("#atonce")).to_contain_text("Taught well enough by 4")
    expect(school).to_have_value("example-university")
    assert complaints == []


def test_bad_input_and_the_public_statement_on_a_telephone(company):
    page, complaints = company(390)
    page.get_by_label("Which skill or role").fill("Fermentation in tanks")
    page.get_by_role("radio", name="Fermentation in tanks").check()
    page.get_by_label("How many people?").fill("a few")
    page.get_by_text("What you have tried, and who may see it").click()
    page.get_by_role("radio", name="Everybody, with our name").check()
    page.get_by_role("radio", name="No applicants").check()
    page.get_by_role("button", name="Flag this gap").click()
    page.get_by_role("link", name="How many people: write a whole number").press("Enter")
    expect(page.get_by_label("How many people?")).to_be_focused()
    expect(page.get_by_label("How many people?")).to_have_value("a few")
    faults = look(page)
    page.get_by_label("How many people?").fill("4")
    page.get_by_role("button", name="Flag this gap").click()
    expect(page.get_by_text("This is a public statement.")).to_be_visible()
    faults += look(page)
    page.get_by_role("button", name="Flag this gap").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fermentation in tanks")
    assert faults == []
    assert [one for one in complaints if "422" not in one] == []


def test_without_javascript(company):
    page, _ = company(390, javascript=False)
    page.get_by_label("Which skill or role").fill("ferment")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("radio", name="Fermentation in tanks").check()
    page.get_by_label("How many people?").fill("4")
    page.get_by_role("radio", name="No applicants").check()
    page.get_by_role("button", name="Flag this gap").click()
    expect(page.get_by_role("link", name="Who gets it: check the school")).to_be_visible()
    expect(page.locator("#preview")).to_contain_text("What is taught already")
    page.get_by_role("button", name="Flag this gap").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fermentation in tanks")
    page.goto(page.url + "/withdraw")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("withdrawn").first).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_company_states_its_openings(company, width):
    page, complaints = company(width)
    page.goto(page.url.partition("/en/")[0] + "/en/openings")
    faults = look(page)
    page.get_by_label("Role").select_option(label="Tank operator")
    page.get_by_label("How many people, most likely?").fill("6")
    page.get_by_text("If you are not sure").click()
    page.get_by_label("At least", exact=True).fill("4")
    page.get_by_label("At most", exact=True).fill("9")
    page.get_by_role("button", name="State this").click()
    expect(page.locator(".stated")).to_contain_text("6 people (from 4 to 9)")
    faults += look(page)
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    assert faults == []
    assert complaints == []
