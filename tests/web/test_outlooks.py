"""Outlooks as pages: complete in the example town; in the real one what is known, what is missing, who could say."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from flask import g

from pathways.domain.nouns import Basis, Interval
from pathways.domain.outlook import scope_of_role
from pathways.domain.outlook_view import Prospect
from pathways.domain.publishing import PublicOpening
from pathways.web import ahead as looking
from pathways.web.outlook_inputs import opening_words
from pathways.web.published import published
from tests.addresses import LANGUAGES
from tests.visiting import Visited, check_html, check_page

pytestmark = pytest.mark.usefixtures("in_their_year")

TOWNS = pytest.mark.parametrize("town", ["app", "example_app"])
SPEAKING = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def look(request):
    """Fetch a page of a town by the name of its application, and check what must hold of every page."""

    def fetch(town: str, address: str) -> Visited:
        page = Visited(address, request.getfixturevalue(town).test_client().get(address))
        assert page.response.status_code == 200, address
        check_page(page)
        return page

    return fetch


def addresses(app, language):
    graph = app.extensions["pathways"].graph()
    return [
        f"/{language}/outlook",
        *(f"/{language}/roles/{role}/outlook" for role in graph.roles),
        *(f"/{language}/outlook/families/{family}" for family in graph.families),
        *(f"/{language}/outlook/areas/{area}" for area in graph.focus_areas),
    ]


@SPEAKING
def test_every_outlook_of_the_example_town_is_complete(example_app, look, language):
    for address in addresses(example_app, language):
        page = look("example_app", address)
        assert all(len(page.all(f"svg.ahead-{frame}")) == 1 for frame in ("wide", "middle", "phone")), address
        assert len(page.all("#sure p")) >= 3
        assert page.all("#best .worths"), address
        assert page.all("#inputs tbody tr") or (address.endswith("/outlook") and "roles" not in address)
        assert not page.all("#missing"), address


@SPEAKING
def test_every_outlook_of_the_real_town_says_what_is_known_and_what_is_missing(app, look, language):
    for address in addresses(app, language):
        page = look("app", address)
        assert not page.all("main svg.ahead"), f"{address} draws from unknowns"
        assert page.all("#coming p"), address
        assert page.all("#missing .lacking li"), f"{address} does not say what is missing"
        assert page.all("#missing .lacking a.name"), f"{address} does not say who could say it"


def test_an_employer_is_asked_once_for_all_of_its_roles(app, look):
    page = look("app", "/en/outlook")
    asked = [link.get("href") for link in page.all("#missing .lacking a.name") if "/employers/" in link.get("href")]
    assert len(asked) > 20
    assert len(asked) == len(set(asked)), "the same employer stands in the list again and again"
    jobs = app.extensions["pathways"].graph().jobs_at("novo-nordisk")
    (row,) = [row for row in page.all("#missing .lacking li") if row.cssselect("a[href$='/novo-nordisk']")]
    assert f"in each of {len(jobs)} roles" in row.text_content()
    assert len(row.cssselect("details a")) == len(jobs)


def test_roles_of_which_nothing_is_known_are_folded(app, example_app, look):
    assert len(look("app", "/en/outlook").all("#roles details .prospects li")) == 45
    assert not look("example_app", "/en/outlook").all("#roles details")


def test_an_intake_of_2023_finishes_in_2026(app, look):
    page = look("app", "/en/outlook/areas/education-research-innovation")
    pages = [page, *(look("app", address) for address in addresses(app, "en") if "architect" in address)]
    known = [row for page in pages for row in page.all("#coming li[data-claim]")]
    told = [" ".join(row.text_content().split()) for row in known]
    assert any("35 in 2023, to finish in 2026" in words and "2023" in words for words in told), told
    assert all(row.cssselect("a.ev time") for row in known)


@SPEAKING
@TOWNS
def test_they_are_html(request, look, town, language):
    app = request.getfixturevalue(town)
    for address in addresses(app, language)[:: len(app.extensions["pathways"].graph().roles) // 3]:
        check_html(look(town, address))


@TOWNS
def test_the_heading_says_how_it_looks(request, look, town):
    """The words of the heading follow from the view."""
    app = request.getfixturevalue(town)
    wanted = {
        Prospect.SHORT: "wanted",
        Prospect.MORE: "more people are likely to finish",
        Prospect.ENOUGH: "about as many",
    }
    with app.test_request_context("/en/outlook"):
        app.preprocess_request()
        known = looking.ahead()
        states = {role: known.view(scope_of_role(known.graph, role)).prospect for role in known.graph.roles}
    for role, prospect in states.items():
        heading = look(town, f"/en/roles/{role}/outlook").words("h1")
        assert wanted.get(prospect, "what is known of the years ahead") in heading


def test_the_example_town_has_every_prospect_but_the_unknown(example_app):
    with example_app.test_request_context("/en/outlook"):
        example_app.preprocess_request()
        known = looking.ahead()
        seen = {known.view(scope_of_role(known.graph, role)).prospect for role in known.graph.roles}
    assert seen == set(Prospect) - {Prospect.UNKNOWN}


def test_table_csv_and_json_hold_the_same_figures_in_the_same_order(example_app, look):
    client = example_app.test_client()
    for address in addresses(example_app, "en"):
        page = look("example_app", address)
        rows = list(csv.DictReader(io.StringIO(client.get(f"{address}.csv").text)))
        whole = json.loads(client.get(f"{address}.json").text)
        table = [[cell.text_content().strip() for cell in row] for row in page.all("details.alt tbody tr")]
        assert (
            [row["year"] for row in rows] == [row[0] for row in table] == [str(year["year"]) for year in whole["years"]]
        )
        for row, cells, year in zip(rows, table, whole["years"], strict=True):
            assert f"{row['supply_p50']} ({row['supply_p10']}–{row['supply_p90']})" == cells[1]
            assert list(year["supply"].values()) == [int(row[f"supply_{at}"]) for at in ("p10", "p50", "p90")]
            assert [int(row[name]) for name in row if name.startswith("supply: ")] == year["lines"]
            assert (year["openings"] or {}).get("p50", "") == (int(row["openings_p50"]) if row["openings_p50"] else "")


def test_the_same_facts_give_the_same_page(example_app):
    first = example_app.test_client().get("/en/roles/automation-engineer/outlook").data
    with example_app.test_request_context("/en/outlook"):
        example_app.preprocess_request()
        looking.ahead().forget()
    again = example_app.test_client().get(
        "/en/roles/automation-engineer/outlook?fresh=1", headers={"HX-Request": "true"}
    )
    assert again.status_code == 200
    svg = first.decode().partition("<svg xmlns")[2].partition("</svg>")[0]
    assert svg
    assert svg in again.text


def test_openings_under_5_that_no_source_printed_are_told_nowhere(example_app, look):
    """The harbour planner: 4 in 2026 are printed, 4 in 2027 are derived."""
    for address in ("/en/roles/harbour-planner", "/en/roles/harbour-planner/outlook", "/en/employers/example-harbour"):
        assert "fewer than 5" in look("example_app", address).text, address
    page = look("example_app", "/en/roles/harbour-planner/outlook")
    assert not page.all("svg.ahead-wide .ink")
    files = example_app.test_client().get("/en/roles/harbour-planner/outlook.csv").text
    assert all(row["openings_p50"] == "" for row in csv.DictReader(io.StringIO(files)))


def test_all_openings_of_ours_are_kept_back_beside_a_small_one(example_app, look):
    """Packing in 2027: 4 and 8, both derived; their sum is shown, so neither may be."""
    page = look("example_app", "/en/roles/packing-operator")
    told = [" ".join(row.text_content().split()) for row in page.all("#employers li") if "2027" in row.text_content()]
    assert len(told) == 2
    assert {words.partition(" · ")[0] for words in told} == {"fewer than 5 a year", "not shown"}


def test_openings_of_ours_are_kept_back_beside_a_small_one_that_a_company_states(example_app):
    """Had the page of a role sources alone in mind, the sum that the outlook shows would tell the company's three."""
    with example_app.test_request_context("/en/outlook"):
        example_app.preprocess_request()
        told = [
            one for one in g.graph.facts.openings
            if opening_words(one)[0].isdigit() and one.people.likely >= 5 and one.evidence.basis is Basis.DERIVED
        ]  # fmt: skip
        opening = told[0]
        others = {one.organisation for one in g.graph.openings_of(opening.role)}
        company = next(id for id in g.graph.organisations if id not in others)
        g.published = replace(
            published(),
            openings=(PublicOpening(opening.role, opening.year, company, 1, Interval(3, 3, 3), date(2026, 11, 1)),),
        )
        assert opening_words(opening) == "not shown"


def test_what_is_not_told_apart_is_one_line(example_app, look):
    page = look("example_app", "/en/roles/process-engineer/outlook")
    heads = page.all("details.alt thead th")
    assert [len(head.cssselect(".bul")) for head in heads if head.cssselect(".bul")] == [2]


def test_a_group_wide_cut_keeps_its_words_and_is_in_no_sum(example_app, look):
    page = look("example_app", "/en/roles/automation-engineer/outlook")
    changes = page.words("#changes")
    assert "the town's share is not disclosed" in changes
    assert "nothing is added up" in changes


def test_a_scenario_that_would_close_the_gap_is_chosen_above_the_chart(look):
    page = look("example_app", "/en/roles/plant-electrician/outlook")
    form = page.one(".aheadways form")
    today, first, *_ = form.cssselect("option")
    assert (today.get("value"), today.text) == ("", "As today")
    there = look("example_app", f"/en/scenario?of=role:plant-electrician&v=1&c={first.get('value')}")
    assert first.text.partition(": ")[0] in there.one("#changes").text_content()
    assert len(there.all("#compared svg.ahead-half")) == 2
    assert look("example_app", "/en/scenario?of=role:plant-electrician&v=1&c=")


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/outlook", "/gaps"),
        ("/roles/plant-electrician/outlook", "/gaps?family=maintenance"),
        ("/outlook/areas/shared-heat", "/gaps?focus=shared-heat"),
    ],
)
def test_outlooks_lead_to_the_gap_board(look, address, leads):
    page = look("example_app", f"/en{address}")
    assert page.one('.aheadways a[href*="/gaps"]').get("href").endswith(leads)


def test_the_bottleneck_is_named_and_its_sum_is_right(example_app, look):
    words = look("example_app", "/en/outlook").words("#best")
    of_one = look("example_app", "/en/roles/plant-electrician/outlook").words("#best")
    assert "14 of the town’s roles, this one among them, together ask for 237 people in 2028" in of_one
    of_family = look("example_app", "/en/outlook/families/maintenance").words("#best")
    assert "14 of the town’s roles together ask for 237 people in 2028" in of_family
    assert "together ask for 237 people in 2028" in words
    assert "send at most 226 into work here" in words
    assert "at least 11 openings stay unfilled" in words


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/en/roles/tank-operator", "/en/roles/tank-operator/outlook"),
        ("/en/town", "/en/outlook"),
        ("/en/town/living-industry", "/en/outlook/areas/living-industry"),
        ("/en/roles", "/en/outlook/families/production"),
        ("/en/outlook", "/en/roles/tank-operator/outlook"),
    ],
)
def test_pages_lead_to_outlooks(look, address, leads):
    assert look("example_app", address).all(f'a[href="{leads}"]')


@pytest.mark.parametrize(
    "address", ["/en/roles/nobody/outlook", "/da/outlook/families/none", "/en/outlook/areas/none.csv"]
)
def test_what_does_not_exist_is_not_found(client, address):
    assert client.get(address).status_code == 404
