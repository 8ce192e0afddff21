"""Whole page or part, languages, and what is refused: what holds of every page."""

from __future__ import annotations

import pytest

from pathways.domain.graph import Graph
from pathways.web.asking import SHOWN_LETTERS
from tests.builders import facts
from tests.visiting import Visited

MAIN = {"HX-Request": "true", "HX-Target": "main"}
PART = {"HX-Request": "true", "HX-Target": "rows"}


@pytest.mark.parametrize(
    ("headers", "whole", "heading"),
    [
        pytest.param({}, True, True, id="a link gets the page"),
        pytest.param(PART, False, False, id="a filter gets its block"),
        pytest.param(MAIN, False, True, id="a plate of the picture gets the main part"),
        pytest.param({**PART, "HX-Boosted": "true"}, True, True, id="a boosted link gets the page"),
        pytest.param({**MAIN, "HX-History-Restore-Request": "true"}, True, True, id="going back gets the page"),
        pytest.param({"HX-Request": "false"}, True, True, id="only the word true counts"),
    ],
)
def test_page_or_part(small, headers, whole, heading):
    for _ in ("rendered", "kept"):
        answer = small.get("/en/probe/analyst", headers=headers)
        assert answer.status_code == 200
        assert ("<html" in answer.text) == whole
        assert ("<h1>" in answer.text) == heading
        assert "Analyst" in answer.text
        assert {"HX-Request", "HX-Target", "Accept-Encoding"} <= {
            name.strip() for name in answer.headers["Vary"].split(",")
        }


def test_the_main_part_brings_its_title(small):
    assert small.get("/en/probe/analyst", headers=MAIN).text.startswith("<title>Probe</title>")


def test_a_name_that_does_not_exist_is_an_error(small):
    assert small.get("/en/undefined").status_code == 500


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("da", "da"),
        ("en-GB,en;q=0.9,da;q=0.8", "en"),
        ("de,fr;q=0.9", "en"),
        ("de,da;q=0.1", "da"),
        ("", "da"),
        ("*", "en"),
        ("x" * 3000, "en"),
    ],
)
def test_the_front_door_opens_in_the_browsers_language(small, accepted, language):
    answer = small.get("/", headers={"Accept-Language": accepted} if accepted else {})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in answer.headers["Vary"]


def test_the_language_switch_keeps_the_page_and_its_filters(small):
    page = small.get("/da/probe/analyst?kind=D&utm=1").text
    assert '<html lang="da">' in page
    assert 'href="/en/probe/analyst?kind=D"' in page


def test_an_address_that_is_remembered_is_that_of_its_language_and_site(small):
    app = small.application
    url_for = app.jinja_env.globals["url_for"]
    asked = [("/en/", ""), ("/da/", ""), ("/en/", "/town"), ("/en/", "")]
    found = []
    for path, site in asked:
        with app.test_request_context(path, environ_overrides={"SCRIPT_NAME": site}):
            app.preprocess_request()
            found.append(
                (
                    url_for("probe.show_probe", id="1"),
                    url_for("probe.show_probe", id="1", full=1),
                    url_for("probe.show_probe", id="1", full=True),
                )
            )
    assert [one for one, _, _ in found] == ["/en/probe/1", "/da/probe/1", "/town/en/probe/1", "/en/probe/1"]
    assert found[0][1:] == ("/en/probe/1?full=1", "/en/probe/1?full=True"), "1 and True are equal, and other words"


def test_absolute_addresses_never_come_from_the_request(small, small_settings):
    page = small.get("/en/probe/analyst", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}).text
    assert "evil" not in page
    assert f"{small_settings.address}/en/probe/analyst" in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_part_and_a_page_come_with_the_same_headers(small, method):
    for headers in ({}, PART):
        answer = getattr(small, method)("/en/probe/analyst", headers=headers)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/en", "/en/"),
        ("/en/probe/analyst/", "/en/probe/analyst"),
        ("/en/probe/analyst/?kind=D", "/en/probe/analyst?kind=D"),
        ("/en//probe///analyst", "/en/probe/analyst"),
        ("/en/probe/a%0d%0aX:b/", "/en/probe/a%0D%0AX%3Ab"),
        ("/en/probe/a%3Fb/", "/en/probe/a%3Fb"),
    ],
)
def test_a_slash_too_many_or_too_few_leads_on_by_path_alone(small, address, leads_to):
    answer = small.get(address, headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["Location"]) == (308, leads_to)


def test_a_new_revision_shows_at_once(small, still):
    assert "Analyst" in small.get("/en/probe/analyst").text
    still.graph_now = Graph(facts({"chemist": {"hplc": 2}}), revision=7)
    assert small.get("/en/probe/analyst").status_code == 404
    assert "Chemist" in small.get("/en/probe/chemist").text


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        pytest.param("/en/probe/analist", 404, "Analyst", id="the nearest role is offered"),
        pytest.param("/en/nowhere/at/all", 404, "", id="no such page"),
        pytest.param("/en/probe/%00", 404, "", id="NUL in the path"),
        pytest.param("/en/..%2f..%2fetc/passwd", 404, "", id="a way out of the folder"),
        pytest.param("/fr/probe/analyst", 404, "", id="a language we do not speak"),
        pytest.param("/en/probe/analyst?kind=X", 422, "Vocational", id="a filter value that does not exist"),
        pytest.param("/en/probe/analyst?kind=X&level=9", 422, ">6</a>", id="two of them, both named"),
        pytest.param("/en/probe/analyst?kind=%00", 422, "\ufffd", id="NUL in a filter"),
        pytest.param("/en/probe/analyst?kind=" + "x" * 10_000, 414, "", id="10 kB of query"),
        pytest.param("/en/probe/" + "x" * 10_000, 404, "", id="10 kB of path"),
        pytest.param("/en/probe/analyst?%ff%fe=%ff&=&&kind", 200, "", id="a query that is no text"),
        pytest.param("/en/broken", 500, "", id="our own mistake"),
        pytest.param("/da/broken", 500, "", id="our own mistake, in Danish"),
    ],
)
def test_what_bad_input_gets(small, address, status, said):
    answer = small.get(address)
    assert answer.status_code == status
    assert said in answer.text
    assert answer.headers["Content-Type"].startswith("text/html")
    for never in ("Traceback", "secret", "werkzeug", "\0"):
        assert never not in answer.text


@pytest.mark.parametrize(
    ("address", "leads_to", "name"),
    [
        pytest.param("/da/kort", "/da/map", "Kort", id="the name in Danish"),
        pytest.param("/en/kort", "/en/map", "Map", id="on an English page, too"),
        pytest.param("/da/map/x/privatliv", "/da/privacy", "", id="the end of a longer address"),
        pytest.param("/en/rotues", "/en/routes", "Plan a route", id="misspelt"),
        pytest.param("/da/compair", "/da/compare", "", id="a misspelt address on a Danish page"),
    ],
)
def test_an_address_like_a_page_s_name_leads_to_the_page(client, address, leads_to, name):
    answer = Visited(address, client.get(address))
    assert answer.response.status_code == 404
    first = answer.all("main .rows a.name")[0]
    assert first.get("href") == leads_to
    assert name in first.text_content()


@pytest.mark.parametrize("address", ["/da/no", "/en/nowhere-at-all", "/da/xyzzyx"])
def test_an_address_like_no_page_s_name_leads_to_none(client, address):
    answer = Visited(address, client.get(address))
    assert not [one for one in answer.all("main .rows .end") if one.text_content() in {"page", "side"}]


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7123 * 9871 }}", "%s%n"])
def test_what_was_typed_comes_back_as_text(small, typed):
    answer = small.get("/en/probe/analyst", query_string={"kind": typed})
    assert answer.status_code == 422
    assert typed not in answer.text or "<" not in typed
    assert str(7123 * 9871) not in answer.text
    answer = small.get("/en/probe/" + typed.replace("/", ""))
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text


def test_what_was_typed_is_shortened(small):
    told = small.get("/en/probe/analyst", query_string={"kind": "y" * 1500}).text.partition('role="alert"')[2]
    assert "y" * SHOWN_LETTERS + "…" in told
    assert "y" * (SHOWN_LETTERS + 1) not in told


def test_a_refused_filter_in_a_swap_takes_the_place_of_the_main_part(small):
    answer = small.get("/en/probe/analyst?kind=X", headers=PART)
    assert answer.status_code == 422
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#main", "innerHTML")
    assert "<html" not in answer.text


def test_our_own_mistake_is_told_once_in_the_log(small, caplog):
    small.get("/en/broken")
    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    assert len(errors) == 1
    assert "ZeroDivisionError" in caplog.text


def test_without_a_database_what_was_read_stays_up_and_the_rest_says_so(small, still):
    small.get("/en/probe/analyst")
    still.graph_now = None
    assert small.get("/en/probe/analyst").status_code == 200
    answer = small.get("/en/probe/operator")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert small.get("/healthz").text == "ok\n"


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/en/change", "/en/"),
        ("/en/flags/a-flag/comment", "/en/flags/a-flag"),
        ("/da/flags/a%20b/plan", "/da/flags/a%20b"),
        ("/en/guidance/join", "/en/guidance"),
        ("/da/guidance/class/an-hour/void", "/da/guidance/class/an-hour"),
        ("/en/guidance/talks/a-talk/change/next", "/en/guidance/talks/a-talk"),
        ("/en/guidance/talks/a-talk/mail?fresh=1", "/en/guidance/talks/a-talk/handout"),
        ("/en/sign-in/demo/company", "/en/sign-in"),
    ],
)
def test_who_opens_the_address_of_a_form_comes_to_its_page(small, method, address, page):
    answer = getattr(small, method)(address)
    assert (answer.status_code, answer.location) == (303, page)


def test_an_address_that_is_only_sent_to_does_not_say_that_it_is_for_reading(small):
    answer = small.put("/en/change")
    assert answer.status_code == 405
    assert "cannot be opened by itself" in answer.text
    assert "for reading only" in small.put("/en/probe/analyst").text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_reading_addresses_are_for_reading(small, method):
    answer = getattr(small, method)("/en/probe/analyst")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
