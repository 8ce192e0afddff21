"""The search page: what it finds, and what it does with what nobody would type."""

from __future__ import annotations

import pytest

from pathways.domain.everyday import MATTERS
from pathways.web.everyday_words import OUTSIDE, PAGES, headings


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


@pytest.mark.parametrize(("language", "typed"), [("en", "bsc"), ("en", "bsc in biology"), ("da", "bachelor")])
def test_where_somebody_may_come_from_leads_to_the_routes_from_there(visit, language, typed):
    page = visit(f"/{language}/search?q={typed}")
    starts = [link for link in page.links() if link.startswith(f"/{language}/routes?from=")]
    assert starts
    assert visit(starts[0]).words("h1")


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


def test_everyday_words_are_answered_with_facts_and_their_evidence(visit):
    page = visit("/da/search?q=SU")
    assert page.words(".told h2") == "SU"
    assert "hos styrelsen, der udbetaler SU" in page.words(".told")
    assert "/da/programmes/teknika-maskinmester" in page.links(), "each fact says which programmes it is about"
    assert page.all(".told a.ev")
    assert page.all(".told .whys a[rel=external]")


def test_a_subject_is_answered_with_the_programmes_that_ask_for_it(visit):
    page = visit("/en/search?q=maths+A")
    assert page.words(".told h2") == "Maths A"
    assert [link.get("href") for link in page.all(".told .row a")] == [
        "/en/programmes/absalon-beng-biotek",
        "/en/programmes/absalon-beng-maskin",
    ]


def test_a_question_without_facts_says_so_and_who_to_ask(visit):
    page = visit("/en/search?q=visa")
    assert "Pathways has found no facts about this." in page.words(".told")
    assert "immigration authorities" in page.words(".told")
    assert "found no facts" not in visit("/en/search?q=compare").text, "a page answers it"
    assert "found no facts" not in visit("/en/search?q=pay").text


def test_a_name_is_no_question(visit):
    assert not visit("/en/search?q=Refinery+control+room+operator").all(".told")
    assert not visit("/da/search?q=Helix+Lab+Fellowship").all(".told")


def test_outside_pages_are_those_of_the_sources(visit, real_graph):
    page = visit("/da/search?q=adgangskrav")
    shown = [link.get("href") for link in page.all(".told a[rel=external]")]
    assert shown == [real_graph.sources[id].url for id in OUTSIDE["entry"]]


def test_a_town_that_lacks_the_sources_shows_none(example_app):
    page = example_app.test_client().get("/en/search?q=entry+requirements")
    assert page.status_code == 200
    assert "Entry requirements" in page.text
    assert "ug.dk" not in page.text


def test_every_source_that_is_named_is_in_the_catalogue(real_graph):
    assert {id for ids in OUTSIDE.values() for id in ids} <= real_graph.sources.keys()


def test_every_matter_has_its_words(app):
    names = {matter.name for matter in MATTERS}
    with app.test_request_context("/en/search"):
        assert headings().keys() == names
    assert PAGES.keys() <= names
    assert OUTSIDE.keys() <= names


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.name)
def test_every_matter_is_answered_and_leads_to_pages_that_are_there(visit, client, language, matter):
    page = visit(f"/{language}/search?q={matter.words.partition(',')[0]}")
    assert page.all(".told h2")
    places = [link.get("href") for link in page.all(".told a.btn")]
    assert len(places) >= len(PAGES.get(matter.name, ()))
    for place in places:
        assert client.get(place).status_code in {200, 303}


def test_what_is_answered_is_not_called_nothing(visit):
    assert not visit("/en/search?q=housing").all(".empty")
    nothing = visit("/en/search?q=zzzzqq")
    assert {"/en/roles", "/en/programmes", "/en/explore"} <= set(nothing.links())
    assert nothing.all(".empty")
    assert not visit("/en/search").all(".empty")
