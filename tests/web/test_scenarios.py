"""The page of a scenario: its address holds everything, what cannot be is told at its place, and it can be saved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathways.domain.scenario_text import FIELDS
from pathways.store import scenarios as store
from tests.people import signed_in, stranger
from tests.published_flags import TODAY
from tests.visiting import Visited, check_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

pytestmark = pytest.mark.usefixtures("in_their_year")

ROLE = "of=role:plant-electrician"
NEXT = TODAY.year + 1
LATER = NEXT + 1
MORE = f"add=seats&programme=beng-process&since={LATER}&more="
SEATS = f"c=seats:automation-academy:%2B10:{NEXT}"


@pytest.fixture
def look(example_app: Flask) -> Callable[..., Visited]:
    """Fetch an address of the invented town, check what must hold of every page, and give the page."""

    def fetch(query: str = "", *, status: int = 200, language: str = "en") -> Visited:
        address = f"/{language}/scenario{'?' + query if query else ''}"
        page = Visited(address, example_app.test_client().get(address))
        assert page.response.status_code == status, f"{address}: {page.response.status}"
        check_page(page)
        return page

    return fetch


def words(page: Visited, selector: str) -> str:
    return " ".join(" ".join(one.text_content().split()) for one in page.all(selector))


def lines(location: str) -> list[str]:
    return [value for name, value in parse_qsl(urlsplit(location).query) if name == "c"]


@pytest.mark.parametrize("language", ["en", "da"])
def test_without_a_change_the_page_shows_today_and_what_would_close_the_gap(look, language) -> None:
    page = look(ROLE, language=language)
    assert len(page.all("#compared svg.ahead-half")) == 1
    levers = page.all("#closing .levers tbody tr")
    assert levers
    assert all("/scenario?" in row.cssselect("a")[0].get("href") for row in levers)
    assert page.response.headers.get("X-Robots-Tag") is None
    assert not page.all('meta[name="robots"]')


def test_a_change_stands_beside_today_on_one_scale(look) -> None:
    page = look(f"{ROLE}&name=More+seats&{SEATS}&c=stay:plant-electrician-training:80")
    assert words(page, "h1") == "More seats: Plant electrician"
    charts = page.all("#compared svg.ahead-half")
    assert len(charts) == 2
    ticks = [[one.text for one in chart.cssselect('text.m[text-anchor="end"]')] for chart in charts]
    assert ticks[0] == ticks[1]
    assert f"10 more seats a year from {NEXT}" in words(page, "#changes")
    table = page.one("#compared table")
    assert [cell.text_content().strip() for cell in table.cssselect("thead tr:nth-child(2) th")] == [
        "today",
        "scenario",
    ] * 3
    moved = [row.cssselect("th")[0].text for row in table.cssselect("tbody tr") if row.cssselect(".moved")]
    assert min(moved) == str(NEXT)
    assert page.response.headers["X-Robots-Tag"] == "noindex"
    assert page.one('meta[name="robots"]').get("content") == "noindex"


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "Nothing changes: BEng processes does not lead to this role."),
     ("da", "Der ændres intet: Diplom\u00adingeniør, processer fører ikke til dette job.")],
)  # fmt: skip
def test_a_scenario_that_changes_nothing_says_so_and_why(look, language, told) -> None:
    page = look(f"{ROLE}&c=seats:beng-process:%2B10:{NEXT}", language=language)
    assert told in words(page, "#compared .nothing")
    assert not look(f"{ROLE}&{SEATS}", language=language).all("#compared .nothing")
    assert not look(f"{ROLE}&c=seats:beng-process:%2B10:{NEXT}&{SEATS}", language=language).all("#compared .nothing")
    assert not look(f"c=seats:beng-process:%2B10:{NEXT}", language=language).all("#compared .nothing")


def test_a_change_whose_people_come_after_the_last_year_shown_says_when_they_do(look) -> None:
    late = look(f"of=town&c=seats:energy-master:%2B10:{NEXT + 4}")
    (said,) = [one.text_content() for one in late.all("#compared .later")]
    ends = int(late.all("#compared table tbody tr")[-1].xpath("./th")[0].text_content())
    first = int(re.search(r"finish in (\d{4})", said)[1])
    assert first > ends
    assert f"The figures below end in {ends}" in said
    soon = look(f"of=town&{SEATS}")
    assert not soon.all("#compared .later"), "these come in a year that is shown"


def test_the_form_says_of_which_roles_nobody_knows_how_many_are_wanted(look, app) -> None:
    assert not look().all("#add-openings .hint a"), "of every role of the invented town it is known"
    real = Visited("/en/scenario", app.test_client().get("/en/scenario"))
    assert "Of no role here has anybody said how many are wanted." in words(real, "#add-openings .hint")
    (link,) = real.all("#add-openings .hint a")
    assert real.one(link.get("href")).get("name") == "role"
    assert link.text == "How many are wanted"
    role = next(iter(app.extensions["pathways"].graph().roles))
    address = f"/en/scenario?c=own-openings:{role}:{NEXT}:30"
    assumed = Visited(address, app.test_client().get(address))
    assert "They are marked in the list" in words(assumed, "#add-openings .hint")
    roles = assumed.all("#add-openings select[name=role] option[value]")[1:]
    assert [one.get("value") for one in roles if "not known how many" not in one.text] == [role]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("add=seats&programme=beng-process&more=5&since=1800", f"Choose a year from {NEXT} to {NEXT + 7}."),
        ("add=openings&role=data-analyst&by=5&period=1800", f"Choose a year from {NEXT - 1} to {NEXT + 9}, or"),
        ("add=stay&programme=beng-process&percent=150", "“150” is not possible."),
    ],
)  # fmt: skip
def test_what_is_not_possible_is_told_with_what_is(look, query, told) -> None:
    assert told in words(look(query, status=422), "#problem")


def test_the_best_cases_say_how_many_roles_they_leave_out(look) -> None:
    """Of two roles of the invented town it is not shown how many are wanted."""
    whole, alone = words(look(SEATS), "#compared"), words(look(f"{ROLE}&{SEATS}"), "#compared")
    assert "2 roles are left out of both" in whole
    assert "left out" not in alone


def test_the_lever_that_is_listed_is_the_scenario_that_it_leads_to(look, example_app) -> None:
    page = look(ROLE)
    first = page.all("#closing .levers tbody tr")[0]
    told = int(first.cssselect("td")[0].text.strip().lstrip("+"))
    there = look(first.cssselect("a")[0].get("href").partition("?")[2])
    short = [int(one.text.replace("−", "-")) for one in there.all(".shorts dd b")]
    assert abs(short[0] - short[1] - told) <= 1


@pytest.mark.parametrize(
    ("language", "told"), [("en", "Then nobody is short any more."), ("da", "Så mangler ingen mere.")]
)
def test_a_lever_that_brings_more_than_are_short_leaves_nobody_short(example_app, look, language, told) -> None:
    graph = example_app.extensions["pathways"].graph()
    rests = [words(look(f"of=role:{role}", language=language), "#closing .levers small") for role in graph.roles]
    assert any(told in rest for rest in rests)
    assert not any(re.search(r"(Still short then|Mangler så stadig): ([−-]|0)", rest) for rest in rests)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param(f"{MORE}10", f"seats:beng-process:+10:{LATER}", id="seats"),
        pytest.param("add=completion&programme=beng-process&percent=85,5", "completion:beng-process:85.5", id="comma"),
        pytest.param(
            "add=level&programme=beng-process&skill=sampling&level=3", "level:beng-process:sampling:3", id="level",
        ),
        pytest.param(
            f"add=module&programme=beng-process&since={LATER}&skill-1=sampling&level-1=3&skill-3=sensors&level-3=2",
            f"module:beng-process:{LATER}:sampling=3,sensors=2::", id="a module that leads nowhere",
        ),
        pytest.param(
            f"add=programme&kind=K&years=2&seats=30&since={LATER}&percent=80&role-1=data-analyst&percent-1=25,5",
            f"programme:K:2:30:{LATER}:80:data-analyst=25.5", id="a programme",
        ),
        pytest.param(
            f"add=openings&role=data-analyst&period={NEXT}-{LATER}&by=%2B10%25",
            f"openings:data-analyst:{NEXT}-{LATER}:+10%",
            id="openings in per cent",
        ),
        pytest.param(
            "add=own-openings&role=data-analyst&period=2030&people=10-20", "own-openings:data-analyst:2030:10-20",
            id="an assumption",
        ),
    ],
)  # fmt: skip
def test_a_change_that_is_sent_is_written_into_the_address(example_app, query, expected) -> None:
    answer = example_app.test_client().get(f"/en/scenario?{ROLE}&name=Mine&{SEATS}&{query}")
    assert answer.status_code == 303
    assert lines(answer.location) == [f"seats:automation-academy:+10:{NEXT}", expected]
    kept = dict(parse_qsl(urlsplit(answer.location).query))
    assert (kept["of"], kept["name"], kept["v"]) == ("role:plant-electrician", "Mine", "1")


@pytest.mark.parametrize(
    ("query", "field", "typed", "said"),
    [
        pytest.param(f"{MORE}a+few", "seats-more", "a few", "+10", id="a few"),
        pytest.param("add=own-intake&programme=beng-process&people=-3", "own-intake-people", "-3", "25-35", id="-3"),
        pytest.param(f"{MORE}1000000000", "seats-more", "1000000000", "1,000", id="10⁹"),
        pytest.param(
            "add=seats&programme=beng-process&more=5&since=2019", "seats-since", "2019", str(NEXT), id="a past year"
        ),
        pytest.param(
            "add=stay&programme=beng-process&percent=120", "stay-percent", "120", "0 to 100", id="more than all"
        ),
        pytest.param(
            f"add=seats&programme=&more=5&since={LATER}", "seats-programme", "", "not filled in", id="no programme"
        ),
        pytest.param(
            f"add=seats&programme=gone&more=5&since={LATER}",
            *("seats-programme", "gone", "not in the catalogue"),
            id="gone",
        ),
        pytest.param(f"{MORE}-500", "seats-more", "-500", "nobody", id="below nobody"),
    ],
)
def test_what_cannot_be_added_is_told_at_its_field(look, query, field, typed, said) -> None:
    page = look(f"{ROLE}&{SEATS}&{query}", status=422)
    message = page.one(f"#e-{field}").text_content().removeprefix("Error: ")
    assert said in message
    assert message in words(page, "#problem")
    at = page.one(f"#f-{field}")
    assert at.get("aria-invalid") == "true"
    chosen = [one.get("value") for one in at.cssselect("option[selected]")]
    assert (at.get("value") or "".join(chosen)) == typed
    assert page.one(f"details#add-{field.rpartition('-')[0]}").get("open") is not None
    assert f"10 more seats a year from {NEXT}" in words(page, "#changes")


def test_a_level_5_in_a_form_is_kept_and_told(look) -> None:
    page = look("add=level&programme=beng-process&skill=sampling&level=5", status=422)
    assert "1 to 4" in page.one("#e-level-level").text_content()
    assert [one.get("value") for one in page.all("#f-level-level option[selected]")] == ["5"]


def test_what_of_a_link_cannot_be_is_named_and_the_rest_still_counts(look) -> None:
    page = look(f"{ROLE}&c=seats:gone:5:{LATER}&{SEATS}&c=level:beng-process:sampling:5&c=nonsense", status=422)
    told = [" ".join(one.text_content().split()) for one in page.all("#changes .changed > li.wrong-field")]
    assert len(told) == 3
    assert "“gone” is not in the catalogue" in told[0]
    assert "level:beng-process:sampling:5" in told[1]
    assert "1 to 4" in told[1]
    assert "nonsense" in told[2]
    assert len(page.all("#compared svg.ahead-half")) == 2


def test_a_removed_role_is_named_and_the_town_is_shown(look) -> None:
    page = look("of=role:gone", status=422)
    assert "“role:gone”" in page.one("#e-of").text_content()
    assert words(page, "h1") == "Example Town: what if …?"


def test_each_change_can_be_taken_away_again(look) -> None:
    page = look(f"{ROLE}&{SEATS}&c=nonsense", status=422)
    hrefs = [one.get("href") for one in page.all("#changes .changed .end a")]
    assert [lines(href) for href in hrefs] == [["nonsense"], [f"seats:automation-academy:+10:{NEXT}"]]


def test_thirteen_changes_are_too_many(look) -> None:
    twelve = "&".join([SEATS] * 12)
    assert "12 changes at most" in words(look(f"{twelve}&{SEATS}", status=422), "#problem")
    added = look(f"{twelve}&add=seats&programme=beng-process&more=5&since={LATER}", status=422)
    assert "12 changes at most" in words(added, "#problem")


def test_twelve_long_changes_with_a_name_fit_into_an_address(example_app) -> None:
    graph = example_app.extensions["pathways"].graph()
    feeds = ",".join(f"{role}=10" for role in sorted(graph.roles, key=len)[-6:])
    query = {"name": "ø" * 80, "c": [f"programme:D:3.5:100:{NEXT}:80:{feeds}"] * 12, "v": 1}
    assert example_app.test_client().get("/en/scenario", query_string=query).status_code == 200


def test_an_assumption_of_ones_own_is_marked(look) -> None:
    page = look(f"{ROLE}&c=own-openings:plant-electrician:2030:20-30")
    assert words(page, "#changes .ev.a") == "your own assumption"
    assert "assumptions of your own" in words(page, "#compared .note")


def test_the_link_holds_the_scenario_and_what_was_short(look, example_app) -> None:
    page = look(f"{ROLE}&name=Æ%26b&{SEATS}")
    link = page.one("#link").text
    assert link.startswith("http")
    query = dict(parse_qsl(urlsplit(link).query))
    assert query["name"] == "Æ&b"
    day, year, short = query["then"].split(";")
    assert short.lstrip("-").isdigit()
    again = look(urlsplit(link).query)
    assert "Nothing has changed since" in words(again, ".note")
    other = look(f"{ROLE}&{SEATS}&then={day};{year};{int(short) + 4}")
    assert f"As you saved it: {int(short) + 4} short in {year}; now {short}." in words(other, ".note")


@pytest.mark.parametrize(
    ("then", "said"),
    [
        pytest.param("2026-01-01;2040;3", "now it is not known", id="a year of which nothing is known now"),
        pytest.param("2026-01-01;2040;?", "It still is not", id="not known then or now"),
        pytest.param("2026-01-01;2028;?", "it was not known how many are short in 2028; now", id="known now"),
    ],
)
def test_what_was_not_known_then_is_said_so(look, then, said) -> None:
    assert said in words(look(f"{ROLE}&{SEATS}&then={then}"), ".note")


def test_a_then_or_a_version_that_is_none_is_named(look) -> None:
    assert "“a few” cannot be read" in words(look(f"{SEATS}&then=a+few", status=422), "#problem")
    assert "“9” cannot be read" in words(look(f"{SEATS}&v=9", status=422), "#problem")


def test_a_level_shows_what_it_does_to_the_cover(look) -> None:
    page = look(
        "of=role:laboratory-analyst"
        f"&c=module:beng-process:{NEXT}:instrument-care%3D3,sampling%3D3:laboratory-analyst:10"
    )
    moved = words(page, "#compared .rows")
    assert "Gaps it closes:" in moved
    assert "→" in moved


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("level:beng-process:sampling:4", "1 cell would hold another level."),
        (f"module:beng-process:{NEXT}:instrument-care%3D3,sampling%3D3", "2 cells would hold another level."),
    ],
)
def test_a_level_says_what_it_does_to_the_gap_board_and_to_nobody(look, change, said) -> None:
    compared = words(look(f"c={change}"), "#compared")
    assert said in compared
    assert f"{said} The board of today A level by itself sends nobody to another job" in compared
    assert "gap board" not in words(look(SEATS), "#compared")


def test_a_new_line_is_drawn_and_named_by_its_letter(look) -> None:
    page = look(f"{ROLE}&c=programme:K:1:60:2027:100:plant-electrician%3D50")
    assert "K" in words(page, "#compared .aheadkey")
    assert "new programme" in words(page, "#changes")


def test_a_retired_programme_gives_way_to_its_successor(example_app, look) -> None:
    retired = [one for one in example_app.extensions["pathways"].graph().programmes.values() if one.successor]
    for one in retired:
        page = look(f"c=seats:{one.id}:5:{LATER}")
        assert "has closed. The scenario goes on with" in words(page, ".note")


@pytest.mark.parametrize(("language", "example"), [("en", "such as 3.5"), ("da", "for eksempel 3,5")])
def test_an_example_has_the_decimal_mark_of_its_language(look, language, example) -> None:
    hints = words(look(ROLE, language=language), "main")
    assert example in hints
    assert any(f"{said} 2028" in hints for said in ("such as", "for eksempel")), "a year has no thousands"


def test_a_town_of_which_nearly_nothing_is_known_says_what_is_missing(app) -> None:
    page = Visited("/en/scenario", app.test_client().get("/en/scenario"))
    check_page(page)
    assert "No shortage is known here" in words(page, "#closing")
    assert "What is missing, and who could say it" in words(page, "#closing a")
    assert not page.all("svg.ahead")


def test_own_assumptions_draw_a_picture_in_a_town_of_which_nothing_is_known(app, real_graph) -> None:
    """All that is missing of one role is assumed: then there is a picture, and it says whose figures these are."""
    role = next(one for one in real_graph.roles if len(real_graph.feeds_to(one)) == 1)
    (link,) = real_graph.feeds_to(role)
    length = "" if real_graph.programmes[link.programme].years else f"&c=own-length:{link.programme}:3"
    query = (
        f"of=role:{role}{length}&c=own-intake:{link.programme}:40&c=own-completion:{link.programme}:80"
        f"&c=own-share:{link.programme}:{role}:50&c=own-openings:{role}:{NEXT}-{NEXT + 3}:30-50"
    )
    page = Visited("/en/scenario", app.test_client().get(f"/en/scenario?{query}"))
    assert page.response.status_code == 200, words(page, "#problem")
    check_page(page)
    assert len(page.all("svg.ahead-half")) == 1
    assert "assumptions of your own" in words(page, ".note")


hostile = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)


@given(
    st.lists(
        st.tuples(st.sampled_from(["of", "name", "c", "then", "v", "add", "programme", "more"]), hostile), max_size=6
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_is_answered(example_app, pairs) -> None:
    answer = example_app.test_client().get("/en/scenario", query_string=pairs)
    assert answer.status_code in {200, 422}


def test_markup_in_a_link_stays_words(look) -> None:
    page = look("c=%3Cscript%3Ealert(1)%3C/script%3E&name=%3Cb%3Ebold", status=422)
    assert "<script>alert" not in page.response.text
    assert "<b>bold" not in page.response.text


@pytest.mark.parametrize("kind", list(FIELDS))
def test_every_kind_of_change_has_a_form_that_names_its_fields(look, kind) -> None:
    form = look().one(f"details#add-{kind} form")
    assert form.get("method", "get") == "get"
    names = {one.get("name") for one in form.cssselect("input, select")}
    assert {"add"} < names
    for name in FIELDS[kind]:
        assert {name, f"{ {'skills': 'skill', 'feeds': 'role'}.get(name, name) }-1"} & names


def test_pages_with_changes_are_not_kept_and_others_are(example_app) -> None:
    client = example_app.test_client()
    plain = client.get("/en/scenario")
    assert client.get("/en/scenario", headers={"If-None-Match": plain.headers["ETag"]}).status_code == 304
    changed = client.get(f"/en/scenario?{SEATS}")
    assert changed.text != plain.text
    assert changed.headers["Cache-Control"] == "no-cache"


def test_a_stranger_signs_in_before_saving(house) -> None:
    answer = stranger(house).get(f"/en/scenario/saved?{SEATS}")
    assert answer.status_code == 303
    assert dict(parse_qsl(urlsplit(answer.location).query))["next"].startswith("/en/scenario/saved?")


def test_a_scenario_is_saved_listed_and_removed(example_app) -> None:
    mine, other = signed_in(example_app, "company"), signed_in(example_app, "editor")
    address = f"/en/scenario/saved?{ROLE}&{SEATS}&c=nonsense&then=2026-01-01;2028;13"
    step = Visited(address, mine.get(address))
    assert words(step, "h1") == "Save the scenario"
    assert "It is not saved yet" in words(step, ".lead")
    form = step.one("form.scopeform")
    assert mine.post(form.get("action"), data={"name": ""}).status_code == 422
    answer = mine.post(form.get("action"), data={"name": "  Ten   more "})
    assert answer.status_code == 303
    page = Visited("saved", mine.get(answer.location))
    assert words(page, "h1") == "Saved scenarios"
    assert "“Ten more” is saved." in words(page, ".saved[role=status]")
    (link,) = page.all("ul.rows a.name")
    assert link.text == "Ten more"
    query = parse_qsl(urlsplit(link.get("href")).query)
    assert lines(link.get("href")) == [f"seats:automation-academy:+10:{NEXT}"]
    assert dict(query)["then"] == "2026-01-01;2028;13"
    assert mine.get(link.get("href")).status_code == 200
    remove = page.one("ul.rows form").get("action")
    assert other.post(remove).status_code == 303
    assert Visited("saved", mine.get("/en/scenario/saved")).all("ul.rows a.name")
    assert not Visited("saved", other.get("/en/scenario/saved")).all("ul.rows a.name")
    assert mine.post(remove).status_code == 303
    assert not Visited("saved", mine.get("/en/scenario/saved")).all("ul.rows a.name")


@pytest.mark.parametrize(("language", "told"), [("en", "“Ten & more” is removed."), ("da", "»Ten & more« er fjernet.")])
def test_a_scenario_that_was_removed_can_be_put_back(example_app, language, told) -> None:
    mine = signed_in(example_app, "company")
    mine.post(f"/en/scenario/saved?{ROLE}&{SEATS}&then=2026-01-01;2028;13", data={"name": "Ten & more"})
    listed = Visited("saved", mine.get(f"/{language}/scenario/saved"))
    (link,) = listed.all("ul.rows a.name")
    answer = mine.post(listed.one("ul.rows form").get("action"))
    page = Visited(answer.location, mine.get(answer.location))
    check_page(page)
    assert told in words(page, ".removed")
    assert not page.all("ul.rows a.name")
    form = page.one(".removed form")
    sent = {one.get("name"): one.get("value") for one in form.cssselect("input")}
    answer = mine.post(form.get("action"), data=sent)
    assert answer.status_code == 303
    (back,) = Visited("saved", mine.get(answer.location)).all("ul.rows a.name")
    assert (back.text, back.get("href")) == (link.text, link.get("href"))


def test_what_does_not_count_is_told_before_a_scenario_is_saved_and_its_link_opens_without_it(example_app) -> None:
    mine = signed_in(example_app, "company")
    address = f"/en/scenario/saved?{ROLE}&{SEATS}&c=seats:gone:5:{LATER}&c=stay:beng-process:101"
    asked = Visited(address, mine.get(address))
    check_page(asked)
    told = words(asked, "#f-changes p")
    assert "“gone” is not in the catalogue" in told
    assert "“101” is not possible" in told
    assert mine.post(address, data={"name": "Half of it"}).status_code == 303
    (link,) = Visited("saved", mine.get("/en/scenario/saved")).all("ul.rows a.name")
    assert lines(link.get("href")) == [f"seats:automation-academy:+10:{NEXT}"]
    assert mine.get(link.get("href")).status_code == 200


def test_a_scenario_of_which_nothing_counts_is_not_saved(example_app) -> None:
    mine = signed_in(example_app, "company")
    address = f"/en/scenario/saved?{ROLE}&c=seats:gone:5:{LATER}"
    asked = Visited(address, mine.get(address))
    assert not asked.all("form.scopeform")
    assert "“gone” is not in the catalogue" in words(asked, "#f-changes p")
    refused = Visited(address, mine.post(address, data={"name": "Nothing"}))
    assert refused.response.status_code == 422
    assert "Nothing of this scenario counts" in words(refused, "#problem")
    assert not refused.all("ul.rows a.name")


def test_a_scenario_that_nobody_saved_is_removed_by_nobody(example_app) -> None:
    mine = signed_in(example_app, "company")
    for id in ("0", "1", str(2**31 - 1)):
        assert mine.post(f"/en/scenario/saved/{id}/remove").status_code == 303
    for id in ("-1", "x", "1e3", str(2**31), "9" * 30):
        assert mine.post(f"/en/scenario/saved/{id}/remove").status_code == 404


def test_signs_that_turn_a_line_round_stay_out_of_a_name(example_app) -> None:
    mine = signed_in(example_app, "company")
    mine.post(f"/en/scenario/saved?{SEATS}", data={"name": "more\u202eseats\x00now"})
    (link,) = Visited("saved", mine.get("/en/scenario/saved")).all("ul.rows a.name")
    assert link.text == "more seats now"
    assert mine.post(f"/en/scenario/saved?{SEATS}", data={"name": "\x00"}).status_code == 422


def test_a_name_that_is_saved_again_stands_for_the_newest(example_app) -> None:
    mine = signed_in(example_app, "institution")
    for query in (SEATS, "c=stay:beng-process:80"):
        assert mine.post(f"/en/scenario/saved?{query}", data={"name": "Same"}).status_code == 303
    links = Visited("saved", mine.get("/en/scenario/saved")).all("ul.rows a.name")
    assert [lines(link.get("href")) for link in links] == [["stay:beng-process:80"]]


def test_nobody_keeps_more_than_fifty(example_app, monkeypatch) -> None:
    monkeypatch.setattr(store, "MOST", 1)
    mine = signed_in(example_app, "institution")
    assert mine.post(f"/en/scenario/saved?{SEATS}", data={"name": "One"}).status_code == 303
    answer = mine.post(f"/en/scenario/saved?{SEATS}", data={"name": "Two"})
    assert answer.status_code == 422
    assert "Remove one first" in answer.text
