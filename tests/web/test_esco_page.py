"""The page to look up ESCO: by name, code or address, with what the town uses a concept for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.catalogue import Catalogue
from pathways.config import Settings
from pathways.domain.nouns import Esco, Match
from pathways.store.engine import make_engine
from pathways.store.esco import read_esco
from pathways.store.schema import upgrade
from pathways.store.writes import replace_catalogue
from pathways.web import create_app
from tests import builders as b
from tests.caches import cache_in
from tests.store.esco_zips import BOIL, CHEF, CHOP, COOK, danish_zip, small_zips
from tests.visiting import Visited, check_html, check_page, check_part


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory):
    """A town whose analyst is nearly a cook in ESCO, with a small ESCO in both languages."""
    folder = tmp_path_factory.mktemp("kitchen")
    facts = b.facts({"analyst": {"sql": 2}})
    cook = replace(facts.roles[0], esco=Esco(COOK, "cook", Match.CLOSE))
    url = f"sqlite:///{folder}/kitchen.db"
    engine = make_engine(url)
    upgrade(engine)
    catalogue = Catalogue(engine)
    with catalogue.edit() as session:
        replace_catalogue(session, replace(facts, roles=(cook,)))
    catalogue.replace_classification(read_esco(*small_zips(folder), danish_zip(folder)).classification)
    app = create_app(Settings(database_url=url, cache_dir=cache_in(folder), secret_key="only-for-tests"), catalogue)
    yield app.test_client()
    catalogue.close()


@pytest.fixture
def look_up(kitchen):
    """Ask the page, hold it against the rules of the house, and give it."""

    def ask(query: str, language: str = "en") -> Visited:
        page = Visited(f"/{language}/esco{query}", kitchen.get(f"/{language}/esco{query}"))
        assert page.response.status_code == 200
        check_page(page)
        check_html(page)
        return page

    return ask


def addresses(page: Visited) -> list[str]:
    return [found.text_content() for found in page.all("code.uri")]


def test_a_concept_is_shown_with_its_address_whole_and_linked(look_up):
    page = look_up("?q=hed+cook")
    assert addresses(page)[0] == CHEF
    assert page.all(f'#results a[href="{CHEF}"]')
    assert "found as “head cook”" in page.words("#results")
    assert "3434.1" in page.words("#results")


def test_what_the_town_uses_it_for_is_told(look_up):
    page = look_up(f"?q={COOK}")
    assert addresses(page) == [COOK]
    assert "(role, nearly the same)" in page.words("#results")
    assert "/en/roles/analyst" in page.links()


def test_an_occupation_unfolds_its_skills_each_to_be_looked_up(look_up):
    page = look_up(f"?q={COOK}")
    assert page.words("details summary") == "Skills: 1 essential, 1 optional"
    lists = [[item.text_content().strip() for item in found.cssselect("li")] for found in page.all(".takes")]
    assert lists == [["boil"], ["chop"]]
    [boil] = page.all(".takes a")[:1]
    assert addresses(look_up(boil.get("href").removeprefix("/en/esco"))) == [BOIL]


def test_only_the_kind_that_is_chosen(look_up):
    assert CHOP in addresses(look_up("?q=chop&kind=skill"))
    assert CHOP not in addresses(look_up("?q=chop&kind=occupation"))


def test_both_names_are_shown_each_in_its_language(look_up):
    page = look_up(f"?q={COOK}", "da")
    assert page.words("#results li b") == "kok"
    assert next(found.text_content() for found in page.all("#results [lang=en]")) == "cook"
    assert "found as" not in look_up("?q=kok").words("#results")


def test_a_name_that_is_not_danish_is_marked_as_english(look_up):
    assert look_up("?q=chop&kind=skill", "da").words('#results b [lang="en"]') == "chop"


@pytest.mark.parametrize(("query", "said"), [("?q=qqqqqq", "Nothing is called “qqqqqq”"), ("", "3 occupations and 3")])
def test_nothing_found_and_nothing_asked_say_so(look_up, query, said):
    assert said in look_up(query).words("#results")


@pytest.mark.parametrize(
    "query", ["?q=%00", "?q=<script>alert(1)</script>", "?q=%ff", "?q=cook&q=chef", "?q=%F0%9F%A7%AA"]
)
def test_what_nobody_would_type_is_harmless(look_up, query):
    assert "<script>alert" not in look_up(query).text


def test_a_kind_that_does_not_exist_is_told_with_those_that_do(kitchen):
    page = Visited("/en/esco", kitchen.get("/en/esco?q=cook&kind=group"))
    assert page.response.status_code in {404, 422}
    assert "Kind: “group” is not one of the choices." in page.words("main")
    assert any("kind=skill" in link for link in page.links())


def test_as_a_part_only_the_results_come(kitchen):
    part = Visited("/en/esco", kitchen.get("/en/esco?q=cook", headers={"HX-Request": "true", "HX-Target": "results"}))
    check_part(part)
    assert "<h1" not in part.text
    assert COOK in part.text


def test_look_ups_do_not_fill_the_page_cache(kitchen):
    first = kitchen.get("/en/esco?q=cook")
    assert kitchen.get("/en/esco?q=chef").text != first.text
    assert kitchen.get("/en/esco?q=cook").text == first.text


def test_without_esco_there_is_nothing_to_search_and_no_command_for_readers(visit):
    page = visit("/en/esco?q=cook")
    assert not page.all("main form")
    assert "pathways import-esco" not in page.text
    assert "Look things up at its own site" in page.words("#results")
    assert "This service uses the ESCO classification of the European Commission." in page.words("main")


def test_the_licences_lead_there(visit):
    assert "/da/esco" in visit("/da/licences").links()
