"""A first visit is light, waits for one file before it is drawn, and nothing moves while it arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.arriving import arriving, whole_things

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

IN_SIGHT = """() => {
    const inside = (at) => at.width && at.height && at.top < innerHeight;
    const seen = (it) => it.closest("main, header") && inside(it.getBoundingClientRect());
    return [...document.body.querySelectorAll("*")].findLastIndex(seen) + 1;
}"""
"""How many elements of a page come before the last one that its first window shows."""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(window.moved))))"
"""How far things have moved so far, told when all that is here has been drawn."""


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


@pytest.mark.parametrize(
    "path", ["", "map", "roles", "routes", "gaps", "programmes/neg-procesoperator", "roles/process-operator"]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_what_comes_bit_by_bit_moves_nothing(visitor, live, path, width):
    """Half a form, half a list of places or half a table stands where all of it will stand.

    The next thing comes when the one before is drawn, so each of them is once the last that is there. Without the
    typeface: whether it comes in time is another question, and another width of every word.
    """
    page = visitor(width).page
    page.route("**/*.woff2", lambda route: route.abort())
    page.add_init_script(LISTEN_FOR_SHIFTS)
    with arriving(live) as server:
        answer = page.goto(f"{server.address}/en/{path}")
        assert answer
        assert answer.ok, path
        body = answer.body()
        server.cuts = whole_things(body, page.evaluate(IN_SIGHT))
        assert len(server.cuts) > 40, "nothing to wait for"
        page.goto(f"{server.address}/en/{path}", wait_until="commit")
        for cut in server.cuts:
            assert page.evaluate(DRAWN) == [], f"when there was all up to {body[cut - 90 : cut]!r}"
            server.send_next()
        page.wait_for_load_state("load")
        assert page.evaluate(DRAWN) == []
