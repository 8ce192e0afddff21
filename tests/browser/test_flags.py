"""From a flag to a closed gap, as a company on a telephone and a school at a desk see it; nothing to complain about.

Each page on the way is held against axe in both themes, and none is wider than its window.
"""

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
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COMPANY, SCHOOL, EDITOR = "company@works.example", "study@school.example", "editor@town.example"
SKILL = "Fermentation in tanks"


@pytest.fixture
def live(tmp_path) -> Iterator[str]:
    """A server of its own for each test, whose database has a company, a school, an editor and no flag."""
    with serving(tmp_path, EXAMPLE_TOWN) as server:
        app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'pathways.db'}", cache_dir=cache_in(tmp_path)))
        make_account(app, AccountKind.COMPANY, email=COMPANY, organisation_id="lighthouse-enzymes")
        make_account(app, AccountKind.INSTITUTION, email=SCHOOL, organisation_id="example-school")
        make_account(app, AccountKind.EDITOR, email=EDITOR)
        app.extensions["pathways"].close()
        yield server.address


class Desk:
    """A window in which somebody is signed in; `look` notes what is wrong with the page that it shows."""

    def __init__(self, window, email: str, lands_on: str = "Inbox") -> None:
        self.window, self.faults = window, []
        window.page.add_init_script(AXE)
        self.page: Page = window.go("/en/sign-in")
        self.page.get_by_label("Mail address").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(lands_on)
        self.look()

    def look(self) -> None:
        """Hold the page as it stands against axe, in both themes, and against its width."""
        page = self.page
        page.emulate_media(color_scheme="dark")
        self.faults += [f"dark: {fault}" for fault in violations(page, COLOURS)]
        page.emulate_media(color_scheme="light")
        self.faults += [*violations(page), *overflow(page)]

    def here(self, station: str) -> None:
        """Wait until the flag stands at this station of its line, and look."""
        expect(self.page.locator(".life [aria-current] b")).to_have_text(station)
        self.look()


def flag_it(company: Desk, words: str = "ferment", choice: str = SKILL) -> str:
    """Flag a gap publicly, to the school, and give the address of the flag's page."""
    page = company.page
    page.goto(f"{company.window.live}/en/flags/new")
    page.get_by_label("Which skill or role").fill(words)
    page.get_by_role("radio", name=choice).check()
    page.get_by_label("How many people?").fill("7")
    page.get_by_role("radio", name="Applicants lack it").check()
    page.get_by_label("Send it to").select_option("example-school")
    page.get_by_text("What you have tried, and who may see it").click()
    page.get_by_role("radio", name="Everybody, with our name").check()
    page.get_by_role("button", name="Flag this gap").click()
    expect(page.get_by_text("This is a public statement.")).to_be_visible()  # told once, by a 422
    page.get_by_role("button", name="Flag this gap").click()
    company.here("Flagged")
    return page.url.partition("/en/")[2]


def test_a_gap_is_flagged_answered_and_closed(visitor):
    company = Desk(visitor(390), COMPANY)
    expect(company.page.get_by_text("You have flagged nothing yet")).to_be_visible()
    path = flag_it(company)

    school = Desk(visitor(1280), SCHOOL)
    page = school.page
    expect(page.get_by_role("link", name="Inbox 1 waiting")).to_be_visible()
    page.get_by_role("link", name=SKILL).click()
    expect(page.locator(".askcard")).to_contain_text("7")
    page.get_by_role("button", name="Acknowledge").click()
    school.here("Acknowledged")
    page.get_by_label("From the intake of (year)").fill("soon")
    page.get_by_label("What changes?").fill("A course in fermentation in the third semester")
    page.get_by_role("button", name="Keep the plan").click()
    page.get_by_role("link", name="Write a year from").press("Enter")
    expect(page.get_by_label("From the intake of (year)")).to_be_focused()
    expect(page.get_by_label("What changes?")).to_have_value("A course in fermentation in the third semester")
    school.look()
    page.get_by_label("From the intake of (year)").fill("2030")
    page.get_by_label("Month").select_option(label="Aug")
    page.get_by_role("button", name="Keep the plan").click()
    school.here("Planned")
    expect(page.locator(".lead")).to_contain_text("from the intake of Aug 2030")

    page.get_by_text("Say that it is delivered").click()
    page.locator("#f-deliver-programme-1").select_option(index=1)
    page.locator("#f-deliver-level-1").select_option("4")
    page.locator("#f-deliver-about").select_option("module")
    page.locator("#f-deliver-of").select_option(index=1)
    page.locator("#f-deliver-new").fill("A course in fermentation")
    school.look()
    page.get_by_role("button", name="Send what was delivered").click()
    school.here("Delivered")
    expect(page.locator(".changes > li")).to_have_count(2)
    page.get_by_role("link", name="Changes that wait").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    school.look()

    company.page.goto(f"{company.window.live}/en/inbox")
    expect(company.page.get_by_role("heading", name="Delivered: confirm it, or say what is missing")).to_be_visible()
    company.look()
    company.page.get_by_role("link", name=SKILL).click()
    company.page.get_by_role("button", name="Yes, confirm it").click()
    company.here("Confirmed")

    stranger = visitor(390).page
    for public, section in (("gaps", "#answers"), ("skills/fermentation", "#flags")):
        stranger.goto(f"{company.window.live}/en/{public}")
        for words in (
            "Lighthouse Enzymes",
            "Confirmed",
            "A course in fermentation in the third semester",
            "5–19 people",
        ):
            expect(stranger.locator(section)).to_contain_text(words)
    assert path.startswith("flags/")
    assert [*company.faults, *school.faults] == []
    assert [one for one in (*company.window.complaints, *school.window.complaints) if "422" not in one] == []


def test_two_at_once_the_second_is_told(visitor):
    """The company comments while the school writes; nothing that the school typed is lost."""
    company = Desk(visitor(390), COMPANY)
    path = flag_it(company)
    school = Desk(visitor(390), SCHOOL)
    page = school.page
    page.goto(f"{school.window.live}/en/{path}")
    page.get_by_text("Decline", exact=True).click()
    page.get_by_label("Why?").last.fill("My careful reasons")
    company.page.get_by_text("Comment", exact=True).click()
    company.page.get_by_label("Your comment").fill("We could lend a trainer")
    company.page.get_by_role("button", name="Send the comment").click()
    expect(company.page.locator(".story")).to_contain_text("We could lend a trainer")
    page.get_by_role("button", name="Decline it").click()
    expect(page.get_by_role("alert")).to_contain_text("We could lend a trainer")
    expect(page.locator("#f-decline-words")).to_have_value("My careful reasons")
    school.look()
    page.get_by_role("button", name="Decline it").click()
    school.here("Declined")
    assert [*company.faults, *school.faults] == []
    complaints = [*company.window.complaints, *school.window.complaints]
    told = ("409 (", "/flags/new: console error: Failed to load resource: the server responded with a status of 422")
    assert [one for one in complaints if not any(words in one for words in told)] == []


def test_an_editor_maps_own_words_without_javascript(visitor):
    company = Desk(visitor(1280), COMPANY)
    path = flag_it(company, "vat whisperers", "vat whisperers")
    window = visitor(390, javascript=False)
    page = window.go("/en/sign-in")
    page.get_by_label("Mail address").fill(EDITOR)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="vat whisperers").click()
    expect(page.locator("main")).not_to_contain_text("Lighthouse")
    page.get_by_label("Search among skills and roles").fill("ferment")
    page.get_by_role("button", name="Search").last.click()
    page.get_by_role("radio", name=SKILL).check()
    page.get_by_label("Level, if it is a skill").select_option("3")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_role("status")).to_contain_text("It is done")
    company.page.goto(f"{company.window.live}/en/{path}")
    company.here("Flagged")
    expect(company.page.locator(".askcard")).to_contain_text("In the company's own words: vat whisperers")
    assert company.faults == []
