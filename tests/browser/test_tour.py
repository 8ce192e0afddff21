"""The tour of the demo, clicked through by a visitor who is somebody else at every stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_every_page import AXE, COLOURS, overflow, violations
from tests.serving import showing

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def live(tmp_path_factory) -> Iterator[str]:
    """A server of its own that shows the invented town."""
    with showing(tmp_path_factory.mktemp("shown")) as server:
        yield server.address


@pytest.mark.parametrize(("language", "width"), [("da", 320), ("en", 390), ("da", 1280)])
def test_the_tour_has_nothing_to_complain_about(visitor, language, width):
    one = visitor(width)
    page = one.go(f"/{language}/demo")
    page.evaluate(AXE)
    faults = [*violations(page), *overflow(page)]
    page.emulate_media(color_scheme="dark")
    faults += violations(page, COLOURS)
    assert faults == []
    assert one.complaints == []


def test_one_click_is_somebody_else_and_nothing_of_the_talk_stays(visitor):
    """A talk that was looked at as a counsellor is not offered to the company that signs in afterwards."""
    one = visitor(1280)
    page = one.go("/en/demo")
    page.get_by_role("button", name="A talk that goes on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is left, side by side")
    page.get_by_role("link", name="Where to look").click()
    expect(page.get_by_role("link", name="Back to the talk")).to_be_visible()
    page.get_by_role("button", name="A delivered flag").click()
    expect(page.get_by_role("button", name="Yes, confirm it")).to_be_visible()
    expect(page.get_by_role("link", name="Back to the talk")).to_have_count(0)
    page.get_by_role("link", name="Where to look").click()
    expect(page.get_by_role("link", name="Back to the talk")).to_have_count(0)
    assert one.complaints == []
