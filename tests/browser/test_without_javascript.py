"""With JavaScript off every page is there, and every form does its work."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.addresses import first_and_last, pages

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_shows_its_heading_and_its_picture(visitor, app, real_graph, language):
    window = visitor(390, javascript=False)
    for path in pages(app, real_graph, language, first_and_last):
        page = window.go(path)
        expect(page.locator("h1")).to_be_visible()
        if page.locator("[data-picture]").count():
            expect(page.locator("[data-picture] svg:visible, .lines").first).to_be_visible()
    assert window.complaints == []


@pytest.mark.parametrize(("path", "field", "value"), [("/en/map", "kind", "D"), ("/da/programmes", "kind", "E")])
def test_filters_have_a_button(visitor, path, field, value):
    page = visitor(javascript=False).go(path)
    page.locator(f"#filters select[name={field}]").select_option(value)
    page.locator("#filters button").click()
    expect(page).to_have_url(re.compile(f"{field}={value}"))
    expect(page.locator(f"#filters select[name={field}]")).to_have_value(value)


def test_on_a_phone_the_filters_unfold(visitor):
    page = visitor(390, javascript=False).go("/da/map")
    expect(page.locator("#f-kind")).to_be_hidden()
    page.locator(".sift > summary").click()
    page.locator("#f-kind").select_option("D")
    page.locator("#filters button").click()
    expect(page.locator("#f-kind")).to_be_visible()


def test_search_is_a_form(visitor):
    page = visitor(javascript=False).go("/en/")
    page.locator("header form[role=search] input").fill("maskinmestr")
    page.locator("header form[role=search] button").click()
    expect(page.locator("main a", has_text=re.compile("marine", re.IGNORECASE)).first).to_be_visible()


def test_a_plate_is_a_plain_link(visitor):
    page = visitor(javascript=False).go("/en/map")
    plate = page.locator("svg a[data-n^=r-]:visible").first
    href = plate.get_attribute("href")
    plate.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href}")
    expect(page.locator("h1")).to_be_visible()


def test_what_is_for_them_is_not_shown_to_others(visitor):
    shown = "() => [...document.querySelectorAll('.nojs')].map(one => one.checkVisibility())"
    for address in ("/en/map", "/en/roles/process-operator", "/en/compare", "/en/routes"):
        found = visitor(1280).go(address).evaluate(shown)
        assert found, address
        assert not any(found), address
