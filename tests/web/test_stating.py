"""A company states its openings: one number or a span, seen by whom it chooses; bad input is told at its field."""

from __future__ import annotations

from datetime import date

import pytest

from pathways.domain.flags import Visibility
from pathways.domain.nouns import Interval
from pathways.domain.rights import AccountKind
from pathways.store import openings
from tests.asking_companies import COMPANY, OTHER, SCHOOL, town_of_companies
from tests.conftest import make_app
from tests.people import signed_in
from tests.visiting import Visited, check_html, check_page


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return make_app(town_of_companies(), tmp_path_factory.mktemp("stating"))


@pytest.fixture(autouse=True)
def one_day(monkeypatch):
    monkeypatch.setattr("pathways.web.stating.today_here", lambda: date(2026, 11, 26))


@pytest.fixture
def client(app):
    return signed_in(app, AccountKind.COMPANY, organisation_id=COMPANY)


def fields(**changes: str) -> dict[str, str]:
    good = {"role": "analyst", "year": "2027", "likely": "4", "low": "", "high": "", "visibility": "addressed"}
    return {**good, **changes}


def stated(app, organisation: str = COMPANY) -> dict[tuple[str, int], tuple[Interval, str]]:
    with app.extensions["pathways"].rows() as session:
        return {(one.role, one.year): (one.people, one.visibility) for one in openings.of(session, organisation)}


def state(client, **changes: str) -> Visited:
    return Visited("/", client.post("/en/openings", data=fields(**changes)))


@pytest.mark.parametrize(
    ("changes", "people", "seen"),
    [
        pytest.param({}, Interval(4, 4, 4), Visibility.ADDRESSED, id="one number is stated exactly"),
        pytest.param({"low": "2", "high": "7"}, Interval(2, 4, 7), Visibility.ADDRESSED, id="a span"),
        pytest.param({"low": "2"}, Interval(2, 4, 4), Visibility.ADDRESSED, id="a lower end alone"),
        pytest.param({"high": "4", "low": "4"}, Interval(4, 4, 4), Visibility.ADDRESSED, id="a span of nothing"),
        pytest.param({"likely": "0", "high": "2"}, Interval(0, 0, 2), Visibility.ADDRESSED, id="perhaps none"),
        pytest.param({"visibility": "pooled"}, Interval(4, 4, 4), Visibility.POOLED, id="counted in sums"),
        pytest.param({"visibility": "public", "told": "yes"}, Interval(4, 4, 4), Visibility.PUBLIC, id="named"),
    ],
)
def test_what_is_stated_is_kept(app, client, changes, people, seen):
    answer = state(client, **changes).response
    assert (answer.status_code, answer.location) == (303, "/en/openings")
    assert stated(app)["analyst", 2027] == (people, seen)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        pytest.param("role", "astronaut", "as in “Analyst”", id="an unknown role"),
        pytest.param("role", "", "choose one from the list", id="no role"),
        pytest.param("year", "2025", "from 2026 to 2041, as in 2027", id="a year in the past"),
        pytest.param("year", "2042", "as in 2027", id="more than fifteen years ahead"),
        pytest.param("year", "next", "as in 2027", id="no year"),
        pytest.param("year", "2027-01-01", "as in 2027", id="a day for a year"),
        pytest.param("likely", "a few", "from 0 to 999, as in 4, not “a few”", id="a few"),
        pytest.param("likely", "-3", "as in 4", id="fewer than none"),
        pytest.param("likely", "1000000000", "as in 4", id="a thousand million"),
        pytest.param("likely", "٣", "as in 4", id="digits of another script"),
        pytest.param("likely", "", "from 0 to 999, as in 4.", id="no number"),
        pytest.param("low", "some", "as in 4, not “some”", id="a lower end that is no number"),
        pytest.param("low", "5", "cannot be more than the most likely", id="a lower end above"),
        pytest.param("high", "3", "cannot be less than the most likely", id="an upper end below"),
        pytest.param("high", "1e9", "as in 4", id="an upper end that is no number"),
        pytest.param("visibility", "friends", "as in “Schools only”", id="seen by nobody known"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(app, client, name, typed, said):
    before = stated(app)
    page = state(client, **{name: typed})
    assert page.response.status_code == 422
    check_page(page)
    assert said in page.words(f"#e-{name}")
    assert [one.get("href") for one in page.all("#problem a")] == [f"#f-{name}"]
    for box in ("year", "likely", "low", "high"):
        assert page.one(f"#f-{box}").get("value") == fields(**{name: typed})[box]
    assert page.all("#f-role option[selected]") == [] or page.one("#f-role option[selected]").get("value") == (
        typed if name == "role" else "analyst"
    )
    assert stated(app) == before


def test_stating_again_takes_the_place_and_withdrawing_takes_it_away(app, client):
    state(client, year="2030", likely="4")
    state(client, year="2030", likely="6", low="5", high="9")
    assert stated(app)["analyst", 2030] == (Interval(5, 6, 9), Visibility.ADDRESSED)
    page = Visited("/", client.get("/en/openings"))
    check_page(page)
    check_html(page)
    assert "Analyst, 2030 6 people (from 5 to 9)" in page.words(".stated")
    again = Visited("/", client.get("/en/openings?role=analyst&year=2030"))
    assert [again.one(f"#f-{box}").get("value") for box in ("year", "likely", "low", "high")] == ["2030", "6", "5", "9"]
    answer = client.post("/en/openings/withdraw", data={"role": "analyst", "year": "2030"})
    assert answer.status_code == 303
    assert ("analyst", 2030) not in stated(app)
    told = Visited("/", client.get("/en/openings"))
    assert "Withdrawn: Analyst, 2030, 6 people (from 5 to 9)." in told.words(".note[role=status]")
    check_html(told)
    assert not Visited("/", client.get("/en/openings")).all(".note[role=status]"), "it is told once"
    assert client.post("/en/openings/withdraw", data={"role": "analyst", "year": "2030"}).status_code == 303


@pytest.mark.parametrize("year", ["", "x", "9" * 30])
def test_withdrawing_what_cannot_be_named_does_nothing(app, client, year):
    before = stated(app)
    assert client.post("/en/openings/withdraw", data={"role": "analyst", "year": year}).status_code == 303
    assert stated(app) == before


def test_what_another_company_stated_is_neither_shown_nor_touched(app, client):
    rival = signed_in(app, AccountKind.COMPANY, organisation_id=OTHER)
    state(rival, year="2033", likely="777")
    assert "777" not in Visited("/", client.get("/en/openings")).words()
    client.post("/en/openings/withdraw", data={"role": "analyst", "year": "2033"})
    assert ("analyst", 2033) in stated(app, OTHER)


def test_who_is_named_for_the_first_time_is_told_once(app):
    newcomer = signed_in(app, AccountKind.COMPANY, organisation_id=OTHER)
    first = state(newcomer, visibility="public")
    assert first.response.status_code == 422
    assert "listed company" in first.words(".named-once")
    assert state(newcomer, visibility="public", told="yes").response.status_code == 303
    assert state(newcomer, visibility="public", year="2029").response.status_code == 303


@pytest.mark.parametrize("kind", [kind for kind in AccountKind if kind is not AccountKind.COMPANY])
def test_only_companies_state(app, kind):
    visitor = signed_in(app, kind, organisation_id=SCHOOL)
    for path in ("/en/openings", "/en/openings/withdraw"):
        assert visitor.post(path, data=fields()).status_code == 403
    assert visitor.get("/en/openings").status_code == 403


def test_it_speaks_danish(client):
    page = Visited("/", client.post("/da/openings", data=fields(likely="et par")))
    assert "Skriv et helt tal fra 0 til 999, for eksempel 4, ikke »et par«" in page.words("#e-likely")
