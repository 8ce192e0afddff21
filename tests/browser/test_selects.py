"""What is chosen can be read whole on a phone, and long lists of choices have headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.addresses import first_and_last, pages

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = 15
"""More choices than fit on a screen need headings to be found among, unless they stand in the order of the alphabet."""
FAULTS = """(long) => {
  document.querySelectorAll('details').forEach(one => { one.open = true; });
  const words = one => [...one.options].map(its => its.text);
  const isOrdered = those => those.every((text, at) => !at || those[at - 1].localeCompare(text, 'da') <= 0);
  return [...document.querySelectorAll('select')].filter(one => one.checkVisibility()).flatMap(one => {
    const longest = words(one).reduce((a, b) => (b.length > a.length ? b : a), '');
    one.selectedIndex = words(one).indexOf(longest);
    const cut = one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight
      || getComputedStyle(one).appearance !== 'base-select';
    const flat = one.options.length > long && !one.querySelector('optgroup') && !isOrdered(words(one).slice(1));
    return [...(cut ? [`${one.id}: “${longest}” is cut`] : []),
      ...(flat ? [`${one.id}: ${one.options.length} choices without a heading`] : [])];
  });
}"""


@pytest.mark.parametrize("language", ["da", "en"])
def test_choices_on_a_phone(visitor, app, real_graph, language):
    window = visitor(390)
    faults = {
        f"{path}: {fault}"
        for path in pages(app, real_graph, language, first_and_last)
        for fault in faults_on(window.go(path))
    }
    assert faults == set()


def faults_on(page: Page) -> list[str]:
    """Say which lists of a page are hard to choose from."""
    return page.evaluate(FAULTS, LONG)
