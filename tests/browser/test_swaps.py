"""What htmx swaps: the page stays whole, Back restores it, and the console has nothing to say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import TimeoutError as TimeoutError_
from playwright.sync_api import expect

from tests.addresses import first_and_last, pages

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WATCH = """
window.settled = window.answered = 0;
document.addEventListener('htmx:afterSettle', () => { window.settled += 1; });
document.addEventListener('htmx:afterOnLoad', () => { window.answered += 1; });
"""
"""What Back brings settles late as well, but only a swap is answered."""

KINDS_OF_SWAP = """() => {
  const seen = new Set(), found = [];
  document.querySelectorAll('[data-hx-get], [data-hx-post]').forEach((one, index) => {
    const kind = [one.tagName, one.dataset.hxTarget, one.closest('svg') !== null].join();
    const shown = one.getClientRects().length > 0 && !one.closest("details.why");
    if (shown && !seen.has(kind)) { seen.add(kind); found.push(index); }
  });
  return found;
}"""
"""One of each. What a route's fold fetches for itself is no swap of the page: see `test_planning`."""


def whole(page: Page) -> dict[str, object]:
    """What tells a whole page from a bare part."""
    return page.evaluate(
        """() => ({
          headings: document.querySelectorAll('h1').length,
          heading: document.querySelector('h1')?.textContent.trim(),
          mains: document.querySelectorAll('main').length,
          navigation: document.querySelectorAll('header nav').length,
          footers: document.querySelectorAll('footer').length,
          styles: document.styleSheets.length > 1,
          doubled: [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i),
        })"""
    )


def set_off(swap: Locator) -> None:
    """Do what a reader does to set off a swap: choose, type or press."""
    tag = swap.evaluate("one => one.tagName")
    if tag == "FORM" and swap.locator("select").count():
        select = swap.locator("select").first
        if not select.is_visible():  # on a narrow screen the filters are folded
            swap.page.locator(".sift > summary").click()
        select.select_option(index=select.evaluate("one => (one.selectedIndex + 1) % one.options.length"))
    elif tag == "FORM" and swap.locator("input[type=radio]").count():
        swap.locator("label:has(input[type=radio]:not(:checked))").first.click()
    elif tag in {"FORM", "INPUT"}:
        (swap if tag == "INPUT" else swap.locator("input[type=search]")).first.fill("gmp")
    else:
        swap.focus()
        swap.press("Enter")


def settled(page: Page) -> bool:
    """Wait until a swap is done; tell whether there was one."""
    try:
        page.wait_for_function("() => window.settled > 0 && window.answered > 0")
    except TimeoutError_:
        return False
    return True


@pytest.mark.parametrize(("width", "language"), [(390, "da"), (1280, "en")])
def test_every_kind_of_swap_keeps_the_page_whole_and_back_restores_it(visitor, app, real_graph, width, language):
    window = visitor(width)
    window.page.add_init_script(WATCH)
    swaps = 0
    for path in pages(app, real_graph, language, lambda ids: first_and_last(ids)[:1]):
        page = window.go(path)
        before = whole(page)
        for index in page.evaluate(KINDS_OF_SWAP):
            page.evaluate("window.settled = window.answered = 0")
            set_off(page.locator("[data-hx-get], [data-hx-post]").nth(index))
            assert settled(page), f"{path}: nothing was swapped by element {index}"
            after, address = whole(page), page.url
            assert after | {"heading": ""} == before | {"heading": ""}, f"{path} → {address}"
            page.evaluate("window.settled = 0")
            page.go_back()
            expect(page).to_have_url(window.live + path)
            expect(page.locator("h1")).to_have_text(str(before["heading"]))
            page.wait_for_function("() => window.settled > 0")  # until then a link there is a plain link
            assert whole(page) == before, f"{path}: Back from {address}"
            swaps += 1
    assert swaps > 5
    assert window.complaints == []


def test_a_filter_changes_the_list_the_address_and_the_language_switch(visitor):
    page = visitor().go("/en/programmes")
    everything = page.locator("#found li").count()
    page.get_by_label("Kind").select_option("E")
    expect(page).to_have_url(re.compile("kind=E"))
    expect(page.locator("#lang a[lang=da]")).to_have_attribute("href", "/da/programmes?kind=E")
    assert 0 < page.locator("#found li").count() < everything
    page.go_back()
    expect(page.get_by_label("Kind")).to_have_value("")


def test_a_plate_leads_to_its_page_and_focus_goes_to_the_new_heading(visitor):
    page = visitor().go("/en/map")
    plate = page.locator("svg a[data-n^=r-]").first
    href = plate.get_attribute("href")
    plate.focus()
    plate.press("Enter")
    page.wait_for_url(f"**{href}")
    expect(page.locator("h1")).to_be_focused()
    assert page.title().startswith(page.locator("h1").inner_text())


def test_search_answers_while_typing_and_by_keyboard(visitor):
    window = visitor()
    page = window.go("/da/search")
    box = page.locator("main input[type=search]")
    box.press_sequentially("procesoperator", delay=20)
    expect(page.locator("main a", has_text="rocesoperatør").first).to_be_visible()
    box.press("Tab")
    assert window.complaints == []
