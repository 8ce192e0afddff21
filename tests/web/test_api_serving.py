"""How the API answers: named answers, languages, whoever asks, and nothing but problems for what cannot be read."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.domain.flags import Visibility
from pathways.store import flags
from pathways.web.api.parameters import Decimal
from pathways.web.api.serving import ENDPOINTS
from pathways.web.wishes import is_for_programs, language_of, takes_json
from tests.conftest import make_app
from tests.histories import begun
from tests.people import signed_in
from tests.programs import problem_of

ROLES = "/api/v1/roles"


@pytest.fixture
def own_app(example_facts, tmp_path):
    """An application that a test may write to."""
    return make_app(example_facts, tmp_path)


# Named answers


@pytest.mark.parametrize("address", [ROLES, f"{ROLES}?limit=3&lang=en", "/api/v1/openapi.json", "/api/v1/map?kind=E"])
@pytest.mark.parametrize("encoding", ["identity", "br", "gzip"])
def test_who_has_the_newest_answer_is_told_so(client, address, encoding):
    accept = {"Accept-Encoding": encoding}
    first = client.get(address, headers=accept)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = client.get(address, headers={**accept, "If-None-Match": known})
        assert again.status_code == 304, known
        assert again.data == b""
        assert again.headers["ETag"] == tag
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        assert "Accept-Language" in again.headers["Vary"]
    assert client.get(address, headers={**accept, "If-None-Match": '"other"'}).status_code == 200


def test_each_question_and_language_has_a_name_of_its_own(client):
    addresses = [ROLES, f"{ROLES}?lang=en", f"{ROLES}?limit=3", f"{ROLES}?limit=4", "/api/v1/skills"]
    tags = [client.get(address).headers["ETag"] for address in addresses]
    assert len(set(tags)) == len(tags)
    danish, english = (client.get(ROLES, headers={"Accept-Language": one}).headers["ETag"] for one in ("da", "en"))
    assert danish == tags[0] != english


def test_an_edit_and_a_flag_give_new_names_and_new_answers(own_app):
    client, catalogue = own_app.test_client(), own_app.extensions["pathways"]
    before = client.get("/api/v1/gaps?lang=en")
    graph = catalogue.graph()
    kinds = {one.kind: one.id for one in graph.organisations.values()}
    skill = next(iter(graph.skills))
    first = begun("f1", kinds["company"], kinds["institution"], key=skill, visibility=Visibility.PUBLIC).events[0]
    with catalogue.rows(write=True) as session:
        flags.flag(session, "f1", first)
    after = client.get("/api/v1/gaps?lang=en", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    row = next(one for one in client.get("/api/v1/gaps?lang=en&limit=200").get_json()["items"] if one["id"] == skill)
    assert [flag["company"] for flag in row["asking"][0]["named"]] == [kinds["company"]]
    with catalogue.edit():
        pass
    edited = client.get("/api/v1/gaps?lang=en", headers={"If-None-Match": after.headers["ETag"]})
    assert edited.status_code == 200


def test_an_answer_that_is_kept_answers_no_other_question(client):
    """The page cache knows it by its whole query: a slip in a name is refused, however often the list was given."""
    for _ in range(2):
        assert client.get(ROLES).status_code == 200
    problem_of(client.get(f"{ROLES}?limt=3"), 422)
    problem_of(client.get(ROLES, headers={"Accept": "text/html"}), 406)
    assert client.get(ROLES, headers={"Accept-Language": "en"}).get_json()["language"] == "en"
    assert client.get(ROLES, headers={"Accept-Language": "da"}).get_json()["language"] == "da"
    assert len(client.get(f"{ROLES}?limit=3").get_json()["items"]) == 3


def test_a_kept_list_is_given_without_asking_the_application(own_app):
    made = []
    own_app.before_request(lambda: made.append(1))
    client = own_app.test_client()
    answers = [client.get(ROLES) for _ in range(3)]
    assert len(made) == 1
    assert len({answer.data for answer in answers}) == 1


# Lists in parts


@pytest.mark.parametrize(
    ("query", "links"),
    [
        ("?limit=10", {"first": 0, "next": 10, "last": 40}),
        ("?limit=10&offset=10", {"first": 0, "prev": 0, "next": 20, "last": 40}),
        ("?limit=10&offset=40", {"first": 0, "prev": 30, "last": 40}),
        ("?limit=200", {"first": 0, "last": 0}),
        ("?limit=10&offset=900000", {"first": 0, "prev": 35, "last": 40}),
    ],
)
def test_links_lead_to_the_other_parts_with_the_same_question(client, real_graph, query, links):
    assert len(real_graph.roles) == 45
    answer = client.get(f"{ROLES}{query}&lang=en")
    found = dict(reversed(link.split("; ")) for link in answer.headers["Link"].split(", "))
    limit = query.partition("limit=")[2].partition("&")[0]
    assert found == {
        f'rel="{rel}"': f"<{ROLES}?limit={limit}&lang=en&offset={offset}>" for rel, offset in links.items()
    }
    for link in found.values():
        assert client.get(link.strip("<>")).status_code == 200


# Languages


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "da"), ("da", "da"), ("en-GB,da;q=0.5", "en"), ("de", "en"), ("de,da;q=0.1", "da")],
)
def test_the_language_is_what_the_program_reads_first(client, accepted, language):
    assert language_of(accepted) == language
    answer = client.get("/api/v1/town", headers={"Accept-Language": accepted})
    assert (answer.headers["Content-Language"], answer.get_json()["language"]) == (language, language)
    other = {"da": "en", "en": "da"}[language]
    asked = client.get(f"/api/v1/town?lang={other}", headers={"Accept-Language": accepted})
    assert asked.headers["Content-Language"] == other
    assert "Accept-Language" in answer.headers["Vary"]


# Whoever asks


def test_any_page_of_any_site_may_read_and_none_with_credentials(client):
    for address, status in ((ROLES, 200), (f"{ROLES}/nobody", 404), (f"{ROLES}?limit=x", 422), ("/api/v9", 404)):
        answer = client.get(address, headers={"Origin": "https://elsewhere.example"})
        assert answer.status_code == status
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
    before = client.options(
        ROLES, headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    )
    assert before.status_code == 200
    assert before.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Origin" not in client.get("/en/roles").headers


@pytest.mark.parametrize("kind", ["company", "institution", "editor", "administrator", "counsellor"])
def test_who_is_signed_in_is_told_the_same_as_everybody(own_app, kind):
    organisation = next(
        one.id for one in own_app.extensions["pathways"].graph().organisations.values() if one.kind == "company"
    )
    more = {"organisation_id": organisation} if kind in {"company", "institution"} else {}
    member, stranger = signed_in(own_app, kind, **more), own_app.test_client()
    for endpoint in ENDPOINTS:
        address = endpoint.example(own_app.extensions["pathways"].graph(), "en")
        one, other = member.get(address), stranger.get(address)
        assert one.data == other.data
        assert one.headers["ETag"] == other.headers["ETag"]
        assert "Set-Cookie" not in one.headers
        assert "Cookie" not in one.headers["Vary"]


# What cannot be read


GARBAGE = (
    "99999999999999999999999999", "-1", "0", "1e3", "1.5", "NaN", "Infinity", "", " ", "٣", "five", "\x00", "\x1b[31m",
    "%00", "[]", "{}", "<script>", "' OR 1=1 --", "../../etc/passwd", "ø" * 300, "null", "3\r\nSet-Cookie: a=b",
)  # fmt: skip


NUMBERS = {"-1", "0", "1e3", "1.5"}


@pytest.mark.parametrize("value", GARBAGE)
def test_garbage_in_any_parameter_is_named_and_refused(client, value):
    for endpoint in ENDPOINTS:
        for parameter in endpoint.query:
            if value in NUMBERS and (isinstance(parameter.form, Decimal) or parameter.name == "offset"):
                continue  # it may be what is asked for
            path = endpoint.path.replace("{id}", "x")
            answer = client.get(f"/api/v1{path}", query_string={parameter.name: value})
            told = problem_of(answer, 422)
            fault = next(one for one in told["errors"] if one["field"] == parameter.name)
            assert fault["detail"]
            assert told["type"].endswith("/en/api#parameters")


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("limit=201", "limit", "Write a whole number from 1 to 200."),
        ("limit=2&limit=2", "limit", "Say it once."),
        ("limit[]=2", "limit[]", "There is no such parameter here."),
        ("limt=2", "limt", "There is no such parameter here."),
        ("kind=Q", "kind", "“Q” is not one of the choices."),
        ("kind=", "kind", "It is blank. Write a value, or leave the parameter out."),
        ("lang=sv", "lang", "“sv” is not one of the choices."),
    ],
)
def test_a_refusal_names_the_field_and_what_would_be_right(client, query, field, words):
    told = problem_of(client.get(f"{ROLES}?{query}", headers={"Accept-Language": "en"}), 422)
    assert [(one["field"], one["detail"]) for one in told["errors"]] == [(field, words)]
    if "choices" in words:
        assert told["errors"][0]["allowed"]


def test_every_fault_is_told_at_once_in_the_language_that_was_asked_for(client):
    told = problem_of(client.get(f"{ROLES}?limit=0&kind=Q&level=9&x=1&lang=da"), 422)
    assert [one["field"] for one in told["errors"]] == ["level", "kind", "limit", "x"]
    assert told["errors"][0]["detail"] == "Skriv et helt tal fra 2 til 8."


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=neg-htx&to=process-operator&have=mathematics-A&have=mathematics-B", "have"),
        ("from=neg-htx&to=process-operator&have=mathematics-A&have=not-mathematics", "have"),
        ("from=neg-htx&to=nobody", "to"),
        ("to=process-operator", "from"),
    ],
)
def test_a_question_about_routes_that_contradicts_itself_or_lacks_an_end_is_refused(client, query, field):
    told = problem_of(client.get(f"/api/v1/routes?{query}"), 422)
    assert [one["field"] for one in told["errors"]] == [field]


def test_what_is_both_liked_and_not_is_refused(client, real_graph):
    one = next(iter(real_graph.interests))
    told = problem_of(client.get(f"/api/v1/match?like={one}&dislike={one}"), 422)
    assert [fault["field"] for fault in told["errors"]] == ["dislike"]


UNKNOWN = ("nobody", "a b", "ø", "%00", "..", "x" * 2000, "<b>", "%F0%9F%92%A9", "%ff%fe", "%2e%2e%2fetc", "a'--")


@pytest.mark.parametrize("id", UNKNOWN)
def test_an_id_that_does_not_exist_is_a_problem_whatever_it_is(client, id):
    for endpoint in ENDPOINTS:
        if endpoint.id:
            path = endpoint.path.replace("{id}", id if "%" in id else quote(id))
            told = problem_of(client.get(f"/api/v1{path}?lang=en"), 404)
            assert told["type"].endswith("/en/api#unknown")


def test_the_ids_that_are_most_like_an_unknown_one_are_told(client):
    told = problem_of(client.get(f"{ROLES}/process-operatr"), 404)
    assert "process-operator" in told["errors"][0]["allowed"]


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1", "/api/v2/roles", f"{ROLES}/", f"{ROLES}/a/b", "/api/v1/x"]
)
def test_an_address_that_is_none_is_a_problem(client, path):
    problem_of(client.get(path), 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_the_api_is_for_reading_only(client, method):
    for path in ("/roles", "/openapi.json", "/routes/to/process-operator"):
        answer = client.open(f"/api/v1{path}", method=method, data=b"x" * 2**21)
        problem_of(answer, 405)
        assert {"GET", "HEAD", "OPTIONS"} == set(answer.headers["Allow"].split(", "))
    override = client.get(ROLES, headers={"X-HTTP-Method-Override": "DELETE"})
    assert override.status_code == 200


def test_a_post_from_another_site_is_a_problem_too(client):
    problem_of(client.post(ROLES, headers={"Sec-Fetch-Site": "cross-site"}), 403)


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("", True), ("*/*", True), ("application/*", True), ("application/json;q=0.1", True),
        ("text/html,application/xhtml+xml,*/*;q=0.8", True), ("text/html", False), ("application/xml, text/*", False),
        ("application/json;q=0", False), ("garbage", False),
    ],
)  # fmt: skip
def test_who_takes_no_json_is_told_that_there_is_nothing_else(client, accepted, taken):
    assert takes_json(accepted) is taken
    for path in (ROLES, "/api/v1/openapi.json"):
        answer = client.get(path, headers={"Accept": accepted})
        if taken:
            assert answer.status_code == 200
        else:
            problem_of(answer, 406)


def test_an_address_that_is_too_long_is_a_problem(client):
    problem_of(client.get(f"{ROLES}?lang={'e' * 5000}"), 414)


def test_a_head_says_what_a_get_would(client):
    head, get = client.head(f"{ROLES}?limit=2"), client.get(f"{ROLES}?limit=2")
    assert head.status_code == 200
    assert head.data == b""
    assert head.headers["ETag"] == get.headers["ETag"]
    assert head.headers["Link"] == get.headers["Link"]


def test_when_the_database_is_away_a_program_is_told_in_its_form(still, small):
    still.graph_now = None
    answer = small.get(ROLES)
    told = problem_of(answer, 503)
    assert answer.headers["Retry-After"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "database" not in str(told)


def test_when_we_break_a_program_is_told_in_its_form_and_nothing_of_the_trace(small, monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a secret in a trace")

    monkeypatch.setattr("pathways.web.api.roles.roles_by_family", broken)
    told = problem_of(small.get(ROLES), 500)
    assert "secret" not in str(told)


@given(st.text(max_size=20), st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_whatever_a_program_says_of_itself_it_is_given_a_language_and_json_or_not(accepted, languages):
    assert language_of(languages) in {"da", "en"}
    assert takes_json(accepted) in {True, False}


@pytest.mark.parametrize(
    ("path", "ours"), [("/api", True), ("/api/v1/roles", True), ("/apiary", False), ("/en/api", False), ("/", False)]
)
def test_which_addresses_answer_programs(path, ours):
    assert is_for_programs(path) is ours
