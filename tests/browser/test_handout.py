"""What is taken home, printed by a browser: one sheet of A4, and nothing that matters is cut off."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.browser.test_every_page import AXE, overflow, violations
from tests.handouts import LINK, ODD, at_home, empty, full, shown, small
from tests.paper import A4, codes, pages, size, squeezed, words

pytestmark = pytest.mark.browser

LONG = "Stærk i matematik, kunne lide skiftehold på havnen. " * 400
TALKS = {
    "empty": empty,
    "small": small,
    "full": lambda: full("Min fætter gik den vej " * 6, LONG[:20_000], "Ring til skolen " * 12),
    "odd": lambda: full(ODD, ODD * 100, "Ask about it"),
}


@pytest.fixture
def home(browser, app, real_graph):
    """Open a handout in a window: its page, and from the application everything that the page asks for."""
    contexts = []

    def window(talk, language, width=1280, theme="light"):
        with at_home(app, real_graph, language):
            whole = TALKS[talk]()
            html = shown(whole)
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        contexts.append(context)
        page = context.new_page()

        def answer(route):
            path = urlsplit(route.request.url).path
            if path == "/taken":
                return route.fulfill(body=html, content_type="text/html; charset=utf-8")
            with app.test_client().get(path) as found:
                return route.fulfill(status=found.status_code, body=found.data, content_type=found.content_type)

        page.route("**/*", answer)
        page.goto("http://handout.example/taken")
        return page, whole

    yield window
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("talk", TALKS)
def test_printed_it_is_one_sheet_that_holds_what_it_is_for(home, talk, language):
    page, whole = home(talk, language, 390, "dark")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    (sheet,) = pages(pdf)
    assert size(sheet) == A4
    text = squeezed(words(pdf))
    for title in page.locator(".kepthead h2").all_inner_texts():
        assert squeezed(title) in text
    assert squeezed(whole.talk.next_step) in text
    assert squeezed(LINK.partition("://")[2]) in text
    assert codes(pdf) == [LINK]


@pytest.mark.parametrize("talk", ["full", "odd"])
def test_on_paper_nothing_but_the_end_of_the_notes_is_cut_off(home, talk):
    """What stands on a full sheet ends above its foot, so that neither a box nor an address is cut in two."""
    page, _ = home(talk, "da")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 695, "height": 1021})  # the width of A4 within its margins
    ends = page.evaluate(
        """() => {
          const foot = document.querySelector(".paperfoot").getBoundingClientRect().top;
          const seen = document.querySelectorAll(".kept, .boxes > li, .todo p, .asks > li, .works");
          return [...seen].map((one) => one.getBoundingClientRect().bottom - foot).filter((over) => over > 0);
        }"""
    )
    assert ends == []


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])
def test_on_a_screen_all_of_it_is_there_and_nothing_is_wider_than_the_window(home, width, theme):
    page, whole = home("odd", "en", width, theme)
    assert overflow(page) == []
    page.evaluate(AXE)
    assert violations(page) == []
    assert page.locator(".notes:visible").inner_text().strip() == whole.notes.strip()
