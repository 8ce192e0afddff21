"""The search page: what it finds, and what it does with what nobody would type."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("language", "typed", "leads_to"),
    [
        ("da", "procesoperator", "/da/roles/process-operator"),
        ("da", "maskinmestr", "/da/programmes/teknika-maskinmester"),
        ("en", "biotecnology", "/en/programmes/absalon-beng-biotek"),
        ("en", "procesoperatør", "/en/roles/process-operator"),
        ("da", "gmp", "/da/skills/gmp"),
        ("da", "novo nordisk", "/da/employers/novo-nordisk"),
        ("en", "d1", "/en/programmes/absalon-beng-biotek"),
    ],
)
def test_what_is_meant_is_among_the_first(visit, language, typed, leads_to):
    page = visit(f"/{language}/search?q={typed}")
    links = [link for link in page.links() if link.count("/") == 3]
    assert leads_to in links[:4]


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%20", "?q=%00", "?q=%F0%9F%A7%AA", "?q=<script>", "?q=%ff", "?q=a&q=b", "?nonsense"]
)
def test_what_means_nothing_is_a_page_as_well(visit, query):
    page = visit(f"/en/search{query}")
    assert "<script>" not in page.text.partition("<main")[2]
    assert "\0" not in page.text


def test_ten_kilobytes_are_refused_in_a_sentence(visit):
    page = visit("/da/search?q=" + "x" * 10_000, status=414)
    assert page.words("h1")


def test_searches_do_not_fill_the_page_cache(client):
    first = client.get("/en/search?q=kemi")
    assert client.get("/en/search?q=gmp").text != first.text
    assert client.get("/en/search?q=kemi").text == first.text


def test_as_a_part_only_the_results_come(visit):
    part = visit("/en/search?q=kemi", part="results")
    assert "<h1" not in part.text
    assert part.links()


def test_who_comes_to_search_can_type_at_once(visit):
    assert visit("/en/search").all("#q[autofocus]")
    assert not visit("/en/search?q=robot").all("#q[autofocus]")
