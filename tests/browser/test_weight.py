"""A first visit is light, waits for one file before it is drawn, and nothing moves while it arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOME_AT_MOST = 100_000
"""Bytes over the wire with headers, typeface included, on a first visit of the home page."""
LISTEN_FOR_SHIFTS = """
    window.moved = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved.push(entry.value);
    }).observe({ type: "layout-shift", buffered: true });
"""
BLOCKING = (
    "performance.getEntriesByType('resource').filter(e => e.renderBlockingStatus === 'blocking').map(e => e.name)"
)


SLOWLY = {"offline": False, "latency": 50, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""Bytes a second and milliseconds: so slow that a page is drawn before all of it is there."""


class FirstVisit(NamedTuple):
    """What came over the wire in bytes by address, what drawing waited for, and how far things moved (as CLS)."""

    sizes: dict[str, int]
    blocking: list[str]
    moved: list[float]


def first_visit(page: Page, address: str) -> FirstVisit:
    """Open an address in a window that was nowhere before, with the browser's own account of the network."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    asked: dict[str, str] = {}
    sizes: dict[str, int] = {}
    wire.on("Network.requestWillBeSent", lambda event: asked.setdefault(event["requestId"], event["request"]["url"]))
    wire.on(
        "Network.loadingFinished",
        lambda event: sizes.__setitem__(asked[event["requestId"]], int(event["encodedDataLength"])),
    )
    page.add_init_script(LISTEN_FOR_SHIFTS)
    answer = page.goto(address, wait_until="networkidle")
    assert answer
    assert answer.ok, address  # an error page would be light, and stand still
    return FirstVisit(sizes, page.evaluate(BLOCKING), page.evaluate("window.moved"))


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_home_is_light_and_stands_still(visitor, live, language, width):
    visit = first_visit(visitor(width).page, f"{live}/{language}/")
    assert any(address.endswith(".woff2") for address in visit.sizes), visit.sizes
    assert sum(visit.sizes.values()) <= HOME_AT_MOST, visit.sizes
    assert len(visit.blocking) <= 1, visit.blocking
    assert visit.moved == []


@pytest.mark.parametrize("path", ["map", "programmes", "roles", "routes", "gaps", "outlook", "town", "explore"])
@pytest.mark.parametrize("width", [390, 1280])
def test_other_pages_stand_still_too(visitor, live, path, width):
    visit = first_visit(visitor(width).page, f"{live}/en/{path}")
    assert visit.moved == []


@pytest.mark.parametrize("path", ["", "map", "roles", "routes", "gaps"])
@pytest.mark.parametrize("width", [390, 1280])
def test_what_comes_bit_by_bit_moves_nothing(visitor, live, path, width):
    """Half a form, half a list of places or half a table stands where all of it will stand.

    Without the typeface: whether it comes in time is another question, and another width of every word.
    """
    page = visitor(width).page
    page.route("**/*.woff2", lambda route: route.abort())
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOWLY)
    assert first_visit(page, f"{live}/en/{path}").moved == []
