"""Pictures by keyboard: Tab goes where the eye goes, and what has focus lights its path."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from pathways.domain.graph import Graph

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STOPS = """() => [...document.querySelectorAll('svg a[data-n]')].filter(a => a.getClientRects().length > 0).length"""
FOCUSED = """() => {
  const plate = document.activeElement.closest('svg a[data-n]');
  if (!plate) return null;
  const box = plate.getBoundingClientRect();
  const svg = plate.closest('svg');
  const all = [...document.querySelectorAll('svg')];
  return {n: plate.dataset.n, picture: all.indexOf(svg),
          x: box.left + scrollX, y: box.top + scrollY, width: box.width, height: box.height};
}"""


def tabbed(page: Page) -> list[dict[str, float]]:
    """Where Tab goes, plate by plate, from the first one in sight to the last."""
    count = page.evaluate(STOPS)
    page.evaluate(
        "() => [...document.querySelectorAll('svg a[data-n]')].find(a => a.getClientRects().length > 0).focus()"
    )
    found = []
    for _ in range(count):
        focused = page.evaluate(FOCUSED)
        assert focused, f"Tab left the picture after {len(found)} of {count} plates"
        found.append(focused)
        page.keyboard.press("Tab")
    return found


def follows_the_eye(before: dict[str, float], after: dict[str, float]) -> bool:
    """Left to right by column and down each column; or, where ranks are rows, down and along each row.

    From one picture to the next: further down, or to the right where two stand side by side.
    """
    if before["picture"] != after["picture"]:
        return after["y"] >= before["y"] or after["x"] >= before["x"] + before["width"]
    next_column = after["x"] > before["x"] + before["width"] / 2
    next_row = after["y"] > before["y"] + before["height"] / 2
    return next_column or next_row


@pytest.mark.parametrize(
    ("noun", "width"),
    [("map", 1280), *product(["home", "programmes", "roles", "employers"], [320, 390, 768, 1280])],
)
def test_tab_follows_the_picture(visitor, app, real_graph, noun, width):
    stops = tabbed(visitor(width).go(path_of(noun, real_graph)))
    assert len(stops) > 2
    assert len({(stop["picture"], stop["n"]) for stop in stops}) == len(stops)
    jumps = [f"{a['n']} → {b['n']}" for a, b in pairwise(stops) if not follows_the_eye(a, b)]
    assert jumps == []
    if (noun, width) == ("map", 1280):
        assert columns(stops) == ["p", "r", "o"]
        assert [stop["x"] for stop in stops] == sorted(stop["x"] for stop in stops)


def path_of(noun: str, graph: Graph) -> str:
    """The page of the picture: the map, the front page with its excerpt, or the most linked of a noun."""
    from tests.addresses import most_linked

    return {"map": "/en/map", "home": "/en/"}.get(noun) or f"/en/{noun}/{most_linked(graph)[noun][0]}"


def columns(stops: list[dict[str, float]]) -> list[str]:
    """The kinds of plates in the order that Tab meets them first; folded rests stand in the column they belong to."""
    kinds = (str(stop["n"]).partition("-")[0] for stop in stops)
    return [kind for kind in dict.fromkeys(kinds) if kind != "f"]


IN_SIGHT = """() => [...document.querySelectorAll('svg.pipe')].filter(one => one.getClientRects().length).map(one => ({
  wide: one.getBoundingClientRect().width / one.parentElement.clientWidth,
  text: Math.min(...[...one.querySelectorAll('text')].map(
    text => parseFloat(getComputedStyle(text).fontSize) * one.getScreenCTM().a)),
}))"""


@pytest.mark.parametrize("noun", ["programmes", "roles"])
def test_one_picture_fills_a_tablet_with_text_one_can_read(visitor, real_graph, noun):
    from tests.addresses import most_linked

    window = visitor(1280)
    window.go(f"/da/{noun}/{most_linked(real_graph)[noun][0]}")
    for width in (764, 768, 1024, 1204, 1205, 1280):
        window.page.set_viewport_size({"width": width, "height": 900})
        (seen,) = window.page.evaluate(IN_SIGHT)
        assert seen["text"] >= 12, width
        assert seen["wide"] > 0.8, width


@pytest.mark.parametrize("noun", ["map", "home", "programmes", "roles", "employers", "skills"])
def test_text_in_a_picture_is_12_px_or_more_on_any_screen(visitor, real_graph, noun):
    window = visitor(1280)
    window.go(path_of(noun, real_graph).replace("/en/", "/da/"))
    for width in (*(() if noun == "map" else (320, 390, 759, 760)), 1205, 1280, 1920):
        window.page.set_viewport_size({"width": width, "height": 900})
        assert min(seen["text"] for seen in window.page.evaluate(IN_SIGHT)) >= 12, width


PARTS = "[...document.querySelectorAll('.only-l svg :is(.rb, .stop)')]"
FAINT = f"{PARTS}.filter(one => Number(getComputedStyle(one).opacity) < 0.5)"
AMISS = """numbers => PARTS.filter(one => {
    const lit = numbers.some(number => one.classList.contains(`p${number}`));
    const casing = one.querySelector('.case');
    const seen = Number(getComputedStyle(one).opacity);
    const cased = casing ? Number(getComputedStyle(casing).opacity) : Number(lit);
    return lit ? seen < 1 || cased < 1 : seen > 0.5 || cased > 0;
}).length""".replace("PARTS", PARTS)
"""How many ribbons and plates, with their casings, look amiss while the plates of those numbers are pointed at."""
NUMBER = r"one => [...one.classList].find(name => /^s\d+$/.test(name)).slice(1)"


def test_focus_dims_what_is_not_on_the_path_and_nothing_else(visitor):
    page = visitor(1280).go("/en/map")
    assert page.evaluate(f"{FAINT}.length") == 0
    plate = page.locator("svg a[data-n^=p-]:visible").first
    plate.focus()
    page.wait_for_function(f"numbers => ({AMISS})(numbers) === 0", arg=[plate.evaluate(NUMBER)])
    assert page.evaluate(f"{FAINT}.length") > 10


def test_a_pinned_path_stays_lit_beside_the_one_pointed_at(visitor):
    page = visitor(1280).go("/en/map")
    pinned, pointed = page.locator("svg a[data-n^=p-]:visible").first, page.locator("svg a[data-n^=p-]:visible").last
    pinned.focus()
    page.keyboard.press("p")
    pinned.blur()
    pointed.hover()
    numbers = [pinned.evaluate(NUMBER), pointed.evaluate(NUMBER)]
    page.wait_for_function(f"numbers => ({AMISS})(numbers) === 0", arg=numbers)
    assert page.evaluate(f"{FAINT}.length") > 10
