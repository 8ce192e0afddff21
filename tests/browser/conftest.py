"""One server for all browser tests of a worker, and a visitor who hears every complaint of the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.conftest import REAL_TOWN
from tests.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Response


PATIENCE_MS = 30_000
"""A busy machine is slow, not broken."""
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real town, served as `pathways serve` does; ended by its id."""
    with serving(tmp_path_factory.mktemp("served"), REAL_TOWN) as server:
        yield server.address


class Visitor:
    """A browser window at one size and theme that remembers what its console said."""

    def __init__(self, context: BrowserContext, live: str) -> None:
        self.page: Page = context.new_page()
        self.live = live
        self.complaints: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", self._error)
        self.page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        self.complaints.append(f"{self.page.url}: console {message.type}: {message.text}")

    def _error(self, error: Error) -> None:
        self.complaints.append(f"{self.page.url}: {error.message}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{self.page.url}: {response.status} {response.url}")

    def go(self, path: str) -> Page:
        """Open an address of the site and wait until it is drawn."""
        self.page.goto(self.live + path, wait_until="load")
        return self.page


@pytest.fixture
def visitor(browser: Browser, live: str) -> Iterator[Callable[..., Visitor]]:
    """Open a window: `visitor(width=390, theme="dark", javascript=True)`; all are closed at the end."""
    contexts: list[BrowserContext] = []

    def window(width: int = 1280, theme: str = "light", *, javascript: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return Visitor(context, live)

    yield window
    for context in contexts:
        context.close()
