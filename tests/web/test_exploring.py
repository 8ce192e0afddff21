"""Explore by interest: a way to start, not a test."""

from __future__ import annotations

EXPLORE = "/en/explore"


def test_every_statement_can_be_answered_and_names_what_it_stands_for(visit, real_graph):
    page = visit(EXPLORE)
    assert len(page.all("fieldset")) == len(real_graph.interests) == 10
    assert all(len(one.cssselect("input[type=radio]")) == 3 for one in page.all("fieldset"))
    assert all(one.text_content().strip() for one in page.all("fieldset .about"))
    assert "not a test" in page.words("main")


def test_what_is_liked_ranks_jobs_with_a_reason_and_ways_to_them(visit):
    page = visit(f"{EXPLORE}?i-draw-places=like&i-work-with-power=no")
    first = page.all("ul.ideas > li")[0]
    assert "You like to draw houses" in " ".join(first.text_content().split())
    assert any(link.startswith("/en/routes?to=") for link in page.links())
    assert page.all("input[checked]")


def test_a_swap_brings_the_jobs_alone(visit):
    page = visit(f"{EXPLORE}?i-fix-machines=like", part="found")
    assert page.all("ul.ideas > li")
    assert not page.all("fieldset")


def test_on_a_phone_a_way_to_the_jobs_follows_the_questions_and_counts_them(visit):
    asked = f"{EXPLORE}?i-fix-machines=like"
    way = visit(asked).one("#tofound a")
    found = len(visit(asked).all("ul.ideas > li"))
    assert (way.get("href"), way.text_content()) == ("#found", f"See the {found} jobs that fit")
    swapped = visit(asked, part="found").one("[data-hx-swap-oob='innerHTML:#tofound']")
    assert swapped.text_content() == way.text_content()
    assert not visit(EXPLORE).all("#tofound a")


def test_nothing_liked_is_no_ranking(visit):
    assert not visit(f"{EXPLORE}?i-fix-machines=no").all("ul.ideas")


def test_an_answer_that_does_not_exist_is_refused(visit):
    assert "is not one of the choices" in visit(f"{EXPLORE}?i-fix-machines=perhaps", status=422).words("#problem")


def test_who_knows_neither_end_is_led_here(client):
    assert client.get("/en/find").headers["Location"] == EXPLORE


def test_a_town_without_statements_says_so(small):
    assert "There are no questions here yet" in small.get(EXPLORE).text
