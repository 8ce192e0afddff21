"""A plan to keep: its link is all there is, what differs is told, and each file is what it says."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from pathways.domain.nouns import Text
from tests.builders import facts as small_facts
from tests.conftest import make_app
from tests.worlds import admission

PLAN = "/en/plan?from=neg-htx&to=bioprocess-development-scientist"
KU = f"{PLAN}&route=absalon-beng-biotek.ku-msc-biosolutions"
MORE = ("", ".ku-msc-biosolutions", ".dtu-msc-biomanufacturing", ".other-univ-msc")
FOUR = "".join(f"&route=absalon-beng-biotek{more}" for more in MORE)


def file(client, address, ending):
    return client.get(address.replace("/plan?", f"/plan.{ending}?"))


def test_a_route_is_kept_by_its_link_and_nothing_differs_at_first(visit):
    found = visit("/en/routes?from=neg-htx&to=bioprocess-development-scientist&have=mathematics-A")
    link = found.one("#route-1 .keep a").get("href")
    plan = visit(link)
    assert "Nothing has changed since you saved it" in plan.words("main")
    assert "BEng Biotechnology" in plan.words("h2.routename")
    assert plan.one("svg.qr").get("viewbox")
    assert "have=mathematics-A" in plan.one(".linkline a").get("href")


def test_the_link_is_made_from_the_public_address_alone(real_facts, tmp_path):
    app = make_app(real_facts, tmp_path)
    page = app.test_client().get(KU, headers={"Host": "evil.example"}).text
    assert "evil.example" not in page
    assert "http://127.0.0.1:8000/en/plan" in page


def test_what_differs_since_is_told_in_figures(visit):
    words = visit(f"{KU}&then=5y;80c;2025-01;mathematics A;danish B").words(".health")
    assert "As you saved it: 5 years; now 5½ years." in words
    assert "Share of the job it covered: at least 80%; now: at least 86%." in words
    assert "No longer in the way: Danish B." in words
    assert "English for studying" in words
    assert "Saved with the facts of Jan 2025" in words


def test_requirements_of_a_programme_that_is_gone_since_are_told_by_its_id(visit):
    words = visit(f"{KU}&then=5y;80c;2025-01;unseen old-degree").words(".health")
    assert "No longer in the way: Entry requirements of old-degree." in words


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?route=absalon-beng-biotek", "does not say where it starts"),
        ("?from=neg-htx&to=bioprocess-development-scientist", "names no route"),
        ("?from=htxx&to=bioprocess-development-scientist&route=x", "no starting point called"),
        ("?from=neg-htx&to=process-operator&route=nothing", "a programme that we do not know: “nothing”"),
        ("?from=neg-htx&to=process-operator&route=%3Cscript%3E", "cannot be read: “<script>”"),
        ("?from=neg-htx&to=process-operator" + "&route=neg-procesoperator" * 5, "more than four routes"),
    ],
)
def test_a_plan_that_cannot_be_read_says_why_and_shows_nothing(visit, query, said):
    page = visit(f"/en/plan{query}", status=422)
    assert said in page.words("#problem")
    assert not page.all(".route")


@pytest.mark.parametrize(
    ("then", "unread"),
    [("9e9y;1c;2026", "9e9y"), ("4y;100c;soon", "soon"), ("4y;9c;2025;experience%20inf", "experience inf")],
)
def test_a_plan_whose_past_cannot_be_read_says_so_and_shows_its_routes(visit, then, unread):
    page = visit(f"/en/plan?from=neg-htx&to=process-operator&route=neg-procesoperator&then={then}")
    assert f"“{unread}” cannot be read" in page.words("#unread")
    assert len(page.all(".route")) == 1
    assert not page.all(".health"), "of what it was like nothing is known"


def test_a_day_that_is_certain_keeps_its_hour(visit):
    dates = visit(f"{KU}&year=2027").words("#dates")
    assert "15 Mar 2027 at 12:00" in dates


def test_without_a_plan_the_page_says_where_plans_are(visit):
    assert "A plan lives in its link" in visit("/en/plan").words("main")


def test_who_is_there_already_can_keep_that(visit):
    link = visit("/en/routes?from=absalon-beng-biotek&to=process-engineer-upstream").one("#route-1 .keep a").get("href")
    assert "Straight to work" in visit(link).words("main")


def test_a_way_that_is_not_there_is_told_and_not_drawn(visit):
    page = visit(f"{PLAN}&route=kglakademi-ka-arkitektur")
    assert "there is no way from" in page.words(".health")
    assert not page.all(".route")


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pdf_is_one_page_of_a4_also_with_four_routes(client, language):
    for address in (f"{KU}&year=2027", PLAN + FOUR):
        answer = file(client, address.replace("/en/", f"/{language}/"), "pdf")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        paper = PdfReader(BytesIO(answer.data))
        assert "HTX" in paper.metadata.title
        (page,) = paper.pages
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]


def test_the_pdf_holds_words_as_they_are(client):
    text = PdfReader(BytesIO(file(client, f"{KU}&have=all-subjects", "pdf").data)).pages[0].extract_text()
    assert "BEng Biotechnology, then MSc Biosolutions" in text
    assert "Maths A" in text


def test_a_share_here_that_is_only_a_bound_is_not_shown_as_nought(client):
    answer = file(client, f"{PLAN}&route=absalon-bioanalytiker", "pdf")
    text = PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    assert "some of it" in text
    assert "0%" not in text.replace("100%", "")


def test_the_calendar_holds_the_dates_that_are_certain_and_is_the_same_each_time(client):
    answer = file(client, f"{KU}&year=2027", "ics")
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert {event["DTSTART"].dt.isoformat()[:10] for event in events} >= {"2027-03-15", "2027-07-05"}
    noon = next(event for event in events if event["DTSTART"].dt.isoformat().startswith("2027-03-15T12:00"))
    assert noon["DTSTART"].dt.utcoffset().total_seconds() == 3600
    assert "ug.dk" in noon["DESCRIPTION"]
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert file(client, f"{KU}&year=2027", "ics").data == answer.data
    assert Calendar.from_ical(file(client, KU, "ics").data).walk("VEVENT") == []


def test_the_json_holds_everything_with_its_evidence(client):
    told = json.loads(file(client, f"{KU}&year=2027&have=mathematics-A", "json").data)
    (route,) = told["routes"]
    assert (route["years"], route["key"]) == (5.5, "absalon-beng-biotek.ku-msc-biosolutions")
    assert told["have"] == ["mathematics-A"]
    assert all(leg["evidence"]["programme"]["sources"] for leg in route["legs"])
    assert any(deadline["on"] == "2027-03-15" for deadline in route["deadlines"])


def test_a_file_of_a_plan_that_cannot_be_read_says_so(client):
    answer = file(client, f"{PLAN}&route=nothing", "pdf")
    assert (answer.status_code, answer.mimetype) == (422, "text/html")


def test_markup_in_a_title_reaches_no_file_as_markup(tmp_path):
    nasty = "#panic() <script>alert(1)</script> $x$ *b*"
    facts = small_facts({"analyst": {"sql": 2}}, {"college": {"sql": 2}}, feeding=[("college", "analyst")])
    odd = replace(facts.programmes[0], short=Text(nasty, nasty))
    app = make_app(replace(facts, programmes=(odd,), admissions=(admission("college", "school"),)), tmp_path)
    address = "/en/plan?from=school&to=analyst&route=college"
    assert "<script>alert" not in app.test_client().get(address).text
    answer = file(app.test_client(), address, "pdf")
    assert answer.status_code == 200
    assert "#panic()" in PdfReader(BytesIO(answer.data)).pages[0].extract_text()


def test_the_pdf_says_when_it_leaves_dates_out_and_keeps_a_deadline_of_each_programme(client):
    text = PdfReader(BytesIO(file(client, KU, "pdf").data)).pages[0].extract_text()
    assert "One more date is on the page of this plan." in [line.strip() for line in text.splitlines()]
    dates = text.partition("Dates to keep")[2]
    assert "BEng Biotechnology" in dates
    assert "MSc Biosolutions" in dates


def test_the_route_without_a_step_has_one_key_everywhere(visit):
    plan = visit("/en/plan?from=neg-procesoperator&to=process-operator&route=-")
    assert "Straight to work" in plan.words("main")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "2 more dates are on the page"), ("da", "Der er 2 datoer mere på planens side.")]
)
def test_a_plan_of_many_steps_says_how_many_dates_it_leaves_out(visit, client, language, words):
    steps = "neg-procesoperator.absalon-beng-biotek.ku-msc-biosolutions"
    address = f"/{language}/plan?from=grundskole&to=process-engineer-upstream&route={steps}"
    assert words in visit(address).words(".inprint")
    answer = file(client, address, "pdf")
    assert answer.status_code == 200
    assert words in " ".join(PdfReader(BytesIO(answer.data)).pages[0].extract_text().split())


@pytest.mark.parametrize("language", ["en", "da"])
def test_every_route_of_a_long_list_can_be_kept(visit, language):
    found = visit(f"/{language}/routes?from=grundskole&to=process-engineer-upstream")
    links = [one.get("href") for one in found.all(".route .keep a")]
    assert len(links) > 20
    for link in links:
        assert visit(link).one("svg.qr") is not None
