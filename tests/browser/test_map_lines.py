"""The map in a narrow window: unbroken lines, rows one can hit, and a way through it by keyboard or without scripts."""

from __future__ import annotations

from itertools import pairwise

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = (320, 390, 600, 768, 980, 1204)
SEEN = """() => {
  const shown = (css) => [...document.querySelectorAll('.lines ' + css)].filter(one => one.checkVisibility());
  const box = (one) => { const at = one.getBoundingClientRect(); return [at.top + scrollY, at.bottom + scrollY]; };
  const texts = shown('*').filter(one => [...one.childNodes].some(its => its.nodeType === 3 && its.data.trim()));
  return {
    lanes: shown('.lanes').map(box),
    rows: shown('summary, .plate:has(a.name), .only').map(box),
    text: Math.min(...texts.map(one => parseFloat(getComputedStyle(one).fontSize))),
    over: document.documentElement.scrollWidth - innerWidth,
  };
}"""
UNFOLD = "document.querySelectorAll('.lines details').forEach(one => { one.open = true; })"
FOCUSED = """() => {
  const row = document.activeElement.closest('.lines :is(summary, a.name, a.ev, .only)');
  return row && row.getBoundingClientRect().top + scrollY;
}"""


@pytest.mark.parametrize("address", ["/da/map", "/en/map?kind=E", "/da/map?sure=1"])
def test_lines_are_unbroken_and_rows_can_be_hit_at_any_width(visitor, address):
    window = visitor(390)
    page = window.go(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        for unfolded in (False, True):
            if unfolded:
                page.evaluate(UNFOLD)
            seen = page.evaluate(SEEN)
            gaps = [below[0] - above[1] for above, below in pairwise(seen["lanes"])]
            assert max(map(abs, gaps)) <= 1, (width, unfolded)
            assert min(bottom - top for top, bottom in seen["rows"]) >= 44, (width, unfolded)
            assert (seen["over"], seen["text"] >= 12) == (0, True), (width, unfolded)


def test_lines_and_picture_take_turns(visitor):
    page = visitor(1204).go("/en/map")
    shown = "() => ['.lines', '.pipe', '.key'].map(css => document.querySelector(css).checkVisibility())"
    assert page.evaluate(shown) == [True, False, False]
    page.set_viewport_size({"width": 1205, "height": 900})
    assert page.evaluate(shown) == [False, True, True]


def test_tab_goes_down_the_rows_and_enter_unfolds_one(visitor):
    page = visitor(390).go("/en/map")
    first = page.locator(".lines summary").first
    first.focus()
    assert page.locator(".lines .inner a.name:visible").count() == 0
    page.keyboard.press("Enter")
    inside = page.locator(".lines .inner a.name:visible").count()
    assert inside > 5
    tops = []
    while (top := page.evaluate(FOCUSED)) is not None:
        tops.append(top)
        page.keyboard.press("Tab")
    assert tops == sorted(tops)
    assert len(tops) > inside + 10


def test_without_javascript_rows_unfold_too(visitor):
    page = visitor(390, javascript=False).go("/da/map")
    row = page.locator(".lines summary").first
    row.click()
    page.locator(".lines .inner a.name:visible").first.click()
    assert "/da/programmes/" in page.url
