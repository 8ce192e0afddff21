"""Scenarios in a browser: a change is added, Back takes it away, and the link is copied."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_change_is_added_and_back_takes_it_away(visitor, real_graph, javascript):
    programme = next(one for one in real_graph.programmes if real_graph.feeds_from(one))
    window = visitor(390, javascript=javascript)
    page = window.go("/en/scenario")
    page.locator("#add-level > summary").click()
    form = page.locator("#add-level form")
    form.get_by_label("Programme").select_option(programme)
    form.get_by_label("Skill").select_option(index=1)
    form.get_by_label("Level").select_option("4")
    form.get_by_role("button", name="Add").click()
    expect(page.locator("#changes .changed > li")).to_have_count(1)
    expect(page.locator("#changes")).to_contain_text("level 4")
    assert f"c=level:{programme}:" in page.url
    page.go_back()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#changes .changed > li")).to_have_count(0)
    page.go_forward()
    page.get_by_role("link", name="Take away").click()
    expect(page.locator("#changes .changed > li")).to_have_count(0)
    assert window.complaints == []


def test_what_cannot_be_added_stays_in_its_field(visitor, real_graph):
    page = visitor(390, javascript=False).go("/en/scenario")
    page.locator("#add-own-intake > summary").click()
    page.locator("#f-own-intake-programme").select_option(next(iter(real_graph.programmes)))
    page.locator("#f-own-intake-people").fill("a few")
    page.locator("#add-own-intake form").get_by_role("button").click()
    expect(page.locator("#problem a")).to_have_count(1)
    expect(page.locator("#f-own-intake-people")).to_have_value("a few")
    expect(page.locator("#f-own-intake-people")).to_be_visible()


def test_the_link_is_copied_at_a_click(visitor, real_graph):
    programme = next(one for one in real_graph.programmes if real_graph.feeds_from(one))
    skill = real_graph.outcomes_of(programme)[0].skill
    window = visitor()
    window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = window.go(f"/en/scenario?name=Mine&c=level:{programme}:{skill}:4")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#link").text_content()
    assert window.complaints == []
