"""From an invitation to a signed-in counsellor, as two people see it, and nothing to complain about on the way."""

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
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ADMINISTRATOR = "administrator@school.example"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("accounts")


@pytest.fixture(scope="module")
def live(folder) -> Iterator[str]:
    """A server of its own, whose database has one administrator."""
    with serving(folder, EXAMPLE_TOWN) as server:
        app = create_app(Settings(database_url=f"sqlite:///{folder / 'pathways.db'}", cache_dir=cache_in(folder)))
        make_account(app, AccountKind.ADMINISTRATOR, email=ADMINISTRATOR, name="Åse Administrator")
        app.extensions["pathways"].close()
        yield server.address


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("width", [320, 1280])
def test_from_an_invitation_to_a_counsellor(visitor, width):
    faults: list[str] = []

    def look(page: Page) -> None:
        page.emulate_media(color_scheme="dark")
        faults.extend(f"dark: {fault}" for fault in violations(page, COLOURS))
        page.emulate_media(color_scheme="light")
        faults.extend([*violations(page), *overflow(page)])

    office, school = visitor(width), visitor(width)
    for window in (office, school):
        window.page.add_init_script(AXE)
    page = office.go("/en/accounts")
    expect(page).to_have_title("Sign in · Pathways")
    look(page)
    sign_in(page, ADMINISTRATOR, "not the right one")
    page.get_by_role("link", name="The mail address and the password do not match").press("Enter")
    expect(page.get_by_label("Mail address")).to_be_focused()
    expect(page.get_by_label("Mail address")).to_have_value(ADMINISTRATOR)
    expect(page.get_by_label("Password")).to_have_value("")
    look(page)
    sign_in(page, ADMINISTRATOR, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("All accounts")
    look(page)
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Name").fill("Toni Ny")
    page.get_by_label("Mail address").fill(f"toni-{width}@school")
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Write a mail address")
    look(page)
    page.get_by_label("Mail address").fill(f"toni-{width}@school.example")
    page.get_by_role("button", name="Invite", exact=True).click()
    link = page.locator("#made").inner_text()
    look(page)

    other = school.go(link[link.index("/en/") :])
    expect(other).to_have_title("Choose a password · Pathways")
    assert "/link/" not in other.url
    look(other)
    other.get_by_label("New password", exact=True).fill("eight geese over the bay")
    other.get_by_label("The new password again").fill("eight geese over the bay")
    other.get_by_role("button", name="Keep the password and sign in").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Your desk")  # where a counsellor's work is
    look(other)
    other = school.go("/en/account")
    expect(other.get_by_role("heading", level=1)).to_have_text("Your account")
    look(other)
    other.get_by_role("link", name="DA (Dansk)").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Din konto")
    other.get_by_role("button", name="Log ud", exact=True).click()
    expect(other).to_have_url(f"{school.live}/da/")
    other.go_back()
    expect(other).to_have_title("Log ind · Pathways")  # Back shows no page of somebody who has signed out

    assert faults == []
    assert [one for one in (*office.complaints, *school.complaints) if "422" not in one] == []


def test_without_javascript(visitor):
    window = visitor(390, javascript=False)
    page = window.go("/en/account")
    sign_in(page, ADMINISTRATOR, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page).to_have_url(f"{window.live}/en/")
