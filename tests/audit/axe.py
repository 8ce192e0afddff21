"""axe: every page and state, as a phone in Danish and a screen in English show them, by light and by dark.

The states: as it opens; with everything unfolded that can be; with what comes while somebody types; and with every form
sent empty. There are no dialogs: what asks again is a page.
"""

from __future__ import annotations

import contextlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import TimeoutError as TimeoutError_
from playwright.sync_api import sync_playwright

from tests.audit.house import AGENT, STRANGER, TOWNS, open_house
from tests.audit.judging import Figure
from tests.audit.tools import room
from tests.audit.walking import public, walk
from tests.browser.test_every_page import AT_REST, AXE, COLOURS
from tests.machine import CHROMIUM_FLAGS, chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.audit.house import House

BAR = 0
WIDTHS = {"da": 390, "en": 1280}
OPTIONS = {"resultTypes": ["violations"]}
"""All rules that are on by themselves."""
RUN = "options => axe.run(document, options).then(said => said.violations)"
UNFOLD = """() => {
  const folded = [...document.querySelectorAll('details:not([open])')];
  folded.forEach(one => { one.open = true; });
  return folded.length;
}"""
TYPED = "main input:is([type=search], [type=text])[data-hx-get], main form[data-hx-get] input[type=search]"
FORMS = """() => [...document.querySelectorAll('main form[method=post]')]
  .map((form, at) => [at, form.getAttribute('action') || location.pathname, form])
  .filter(([at, action, form]) => form.querySelector('textarea, select, input:not([type=hidden], [type=file])'))
  .map(([at, action]) => [at, action.replace(/[0-9A-Za-z_-]{16}|[0-9]+/g, '*').split('?')[0]])"""
SEND_EMPTY = """at => {
  const form = document.querySelectorAll('main form[method=post]')[at];
  for (const field of form.elements) {
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = false;
    else if (field.type !== 'hidden' && 'value' in field && field.tagName !== 'BUTTON') field.value = '';
  }
  HTMLFormElement.prototype.submit.call(form);
}"""


@dataclass(frozen=True, slots=True)
class Looked:
    """How many states one person's pages were seen in, and what is wrong with them."""

    states: int
    faults: tuple[str, ...]


class Judge:
    """Opens pages as one person at one width, and keeps what is wrong with them."""

    def __init__(self, page: Page, who: str) -> None:
        self.page, self.who = page, who
        self.states = 0
        self.faults: dict[str, None] = {}
        self.sent: set[str] = set()

    def look(self, state: str) -> None:
        """Hold the page as it stands against axe: by dark its colours, by light everything."""
        self.states += 1
        for theme, rules in (("dark", {"runOnly": COLOURS}), ("light", {})):
            self.page.emulate_media(color_scheme=theme)
            self.page.evaluate(AT_REST)
            for one in self.page.evaluate(RUN, OPTIONS | rules):
                for node in one["nodes"]:
                    where = f"{urlsplit(self.page.url).path} as {self.who}, {state}"
                    summary = " ".join((node["failureSummary"] or "").split())[:200]
                    self.faults[f"{one['id']}: {node['html'][:140]} on {where}, {theme}: {summary}"] = None

    def visit(self, address: str) -> None:
        """Look at a page in all of its states."""
        self.page.goto(address, wait_until="load")
        self.look("as it opens")
        if self.page.evaluate(UNFOLD):
            self.look("unfolded")
        self._type()
        for at, action in self.page.evaluate(FORMS):
            if action not in self.sent:
                self.sent.add(action)
                with self.page.expect_navigation(wait_until="load"):
                    self.page.evaluate(SEND_EMPTY, at)
                self.look("with nothing filled in")
                self.page.goto(address, wait_until="load")

    def _type(self) -> None:
        field = self.page.locator(TYPED).first
        if field.count() and field.is_visible():
            with contextlib.suppress(TimeoutError_), self.page.expect_response(lambda said: said.ok, timeout=3000):
                field.press_sequentially("an")
            self.look("while somebody types")


def measure() -> Iterator[Figure]:
    """Give one figure for each town, the number of violations."""
    for town in TOWNS:
        with open_house(room("axe"), town) as house:
            looks = list(looked(house))
        faults = dict.fromkeys(fault for look in looks for fault in look.faults)
        states = sum(look.states for look in looks)
        yield Figure("axe", f"violations, {town}", f"{len(faults)} in {states} states", f"{BAR}", tuple(faults))


def looked(house: House) -> Iterator[Looked]:
    """Look at all pages of the real town; of the invented one, which has other facts, at those that all see.

    A browser looks at one page at a time and keeps one processor busy: each language has its own.
    """
    seen = [(page.who, page.answer.path) for page in walk(house, most=1)] if house.is_real else []
    seen = seen or [(STRANGER, path) for language in WIDTHS for path in public(house, language)]
    cookies = {who: dict(house.people[who].cookies) for who, _ in seen}
    with ProcessPoolExecutor(len(WIDTHS), get_context("spawn")) as pool:
        asked = [pool.submit(judged, house.address, language, seen, cookies) for language in WIDTHS]
        for one in asked:
            yield from one.result()


def judged(
    address: str, language: str, seen: list[tuple[str, str]], cookies: dict[str, dict[str, str]]
) -> list[Looked]:
    """Look at the pages of one language as each of the people who see them."""
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        for who, kept in cookies.items():
            with contextlib.closing(window(browser, address, kept, WIDTHS[language])) as context:
                judge = Judge(context.new_page(), who)
                paths = (path for one, path in seen if one == who and path.startswith(f"/{language}/"))
                for path in dict.fromkeys(paths):
                    judge.visit(address + path)
                found.append(Looked(judge.states, tuple(judge.faults)))
        browser.close()
    return found


def window(browser: Browser, address: str, cookies: dict[str, str], width: int) -> BrowserContext:
    """A browser in which somebody is signed in."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, user_agent=AGENT, reduced_motion="reduce", bypass_csp=False
    )
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    context.add_init_script(AXE)
    return context
