"""Every page template, at three widths, in both themes and languages: nothing to complain about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import axe_playwright_python
import pytest

from tests.addresses import first_and_last, pages

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (
    (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    + """
axe.configure({rules: [{id: 'color-contrast', selector: '*:not(svg *)'}]});
"""
)
"""axe cannot judge contrast inside SVG (white on white is no violation to it), and takes five times as long to try."""
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that a theme can break; the others see no colour."""
AT_REST = """async () => {
  const moves = one => one.playState === 'running' && one.timeline === document.timeline;  // none on scrolling
  for (let still = 0, frames = 0; still < 3 && frames < 200; frames += 1) {
    await new Promise(requestAnimationFrame);
    still = document.getAnimations().some(moves) ? 0 : still + 1;
  }
}"""
BROKEN = ("/no-such-page", "/programmes/no-such-programme", "/map?kind=nonsense")
"""Pages that say what went wrong are pages too: 404, 404 with the nearest names, 422."""


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """Say what axe finds, one line for each element; all of its rules, or only these."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    page.evaluate(AT_REST)
    found = page.evaluate("options => axe.run(document, options).then(r => r.violations)", options)
    return [
        f"{page.url}: {one['id']}: {node['html'][:160]} {json.dumps(node['failureSummary'])[:300]}"
        for one in found
        for node in one["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """Say by how much a page is wider than its window, and which elements stick out."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wider <= 0:
        return []
    culprits = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
        ".slice(0, 5).map(e => e.tagName + '.' + e.getAttribute('class'))"
    )
    return [f"{page.url}: {wider} px too wide: {culprits}"]


JUDGED = ((390, "da"), (1280, "en"))
"""Where axe looks. The other widths and languages have the same elements; of these only what is too wide is asked."""


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_scroll_and_console(visitor, app, real_graph, width, language):
    """Each page is loaded once a width; the theme is switched under it, as the system would."""
    window, judged = visitor(width), (width, language) in JUDGED
    if judged:
        window.page.add_init_script(AXE)
    faults: list[str] = []
    for path in [*pages(app, real_graph, language, first_and_last), *(f"/{language}{broken}" for broken in BROKEN)]:
        page = window.go(path)
        if judged:
            page.emulate_media(color_scheme="dark")
            faults += [f"dark: {fault}" for fault in violations(page, COLOURS)]
            page.emulate_media(color_scheme="light")
            faults += [f"light: {fault}" for fault in violations(page)]
        faults += overflow(page)
    assert faults == []
    assert [one for one in window.complaints if not any(broken in one for broken in BROKEN)] == []


SQUEEZED = """[...document.querySelectorAll('main .rows > li > :first-child')]
    .filter(e => e.textContent.trim().length > 12 && e.getBoundingClientRect().width
        && e.getBoundingClientRect().width < 0.35 * e.parentElement.getBoundingClientRect().width)
    .map(e => e.textContent.trim().slice(0, 40))"""


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("width", [320, 390])
def test_what_stands_at_the_end_of_a_row_leaves_its_name_room(visitor, width, language):
    window = visitor(width)
    for path in (
        "routes?from=kglakademi-ba-arkitektur&to=process-operator",
        "routes?from=neg-htx&to=bioprocess-development-scientist&years=1",
        "programmes/absalon-bioanalytiker",
        "programmes/absalon-beng-biotek",
    ):
        page = window.go(f"/{language}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        assert page.locator("main .rows > li").count() > 0
        assert page.evaluate(SQUEEZED) == [], path
        assert overflow(page) == []
