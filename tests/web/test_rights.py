"""Every route and every kind of account: the table is made from the routes there are, so none is left out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from flask import Blueprint

from pathways import web
from pathways.domain.rights import AccountKind
from pathways.web import create_app
from pathways.web.rights import DOOR, PUBLIC, RULES, SIGNED_IN, TALK, NoRule, only, own_path
from tests.people import make_account, sign_in, signed_in, stranger

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Rule

EXAMPLES = {
    "lang": "en",
    "room": "skills",
    "digest": "0" * 16,
    "secret": "s" * 43,
    "kind": "counsellor",
    "ending": "svg",
    "id": 1,
    "what": "stage",
    "action": "acknowledge",
    "year": 2024,
    "revision": 1,
    "table": "programmes",
}
"""What stands in an address where a route has an argument; a new argument makes the table fail until it is here."""
STRANGER = "stranger"
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def routes(app: Flask) -> list[tuple[Rule, str]]:
    """Every route with each method it takes, in the order of their addresses."""
    found = [(rule, method) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}]
    return sorted(found, key=lambda one: (one[0].rule, one[1]))


def address_of(app: Flask, rule: Rule) -> str:
    """Give an address of this route; whether there is anything at it is not the point here."""
    unknown = rule.arguments - EXAMPLES.keys()
    if RULES[rule.endpoint] is not TALK:  # what stands in those is known to their own tests
        assert not unknown, f"tests/web/test_rights.py does not know what {unknown} is in {rule.rule}"
    values = {name: EXAMPLES.get(name, "x") for name in rule.arguments}
    if rule.endpoint == "taking_home.download" or rule.endpoint.startswith("outlooks.download"):
        values["ending"] = "json"
    return app.url_map.bind("localhost").build(rule.endpoint, values, method=None)


def verdict(answer) -> str:
    """Say what a rule did: let somebody in, sent them to sign in, or told them that it is not for them."""
    if answer.status_code == 303 and answer.location.partition("?")[0] == "/en/sign-in":
        return "sign in"
    return "not for you" if answer.status_code == 403 else "in"


def expected(rule: str, kind: str) -> str:
    if not RULES[rule].kinds:
        return "in"
    if kind == STRANGER:
        return "sign in"
    return "in" if kind in RULES[rule].kinds else "not for you"


@pytest.fixture(scope="module")
def people(house) -> dict[str, tuple[str, str]]:
    """One account of each kind; the first account of the database is nobody's of these."""
    make_account(house)
    return {kind: make_account(house, kind, organisation_id="works") for kind in AccountKind}


@pytest.mark.parametrize("kind", [STRANGER, *AccountKind])
def test_every_route_for_every_kind_of_account(house, people, kind):
    """Each request begins with a sign-in of its own, since some of them sign out."""
    wrong = []
    for rule, method in routes(house):
        address = address_of(house, rule)
        asks = bool(RULES[rule.endpoint].kinds)
        visitor = sign_in(stranger(house), *people[kind]) if asks and kind != STRANGER else stranger(house)
        answer = visitor.open(address, method=method)
        if verdict(answer) != expected(rule.endpoint, kind) or answer.status_code >= 500:
            wrong.append(f"{method} {rule.rule} for {kind}: {answer.status_code} {answer.location or ''}")
    assert wrong == []


def test_the_table_has_every_line(house):
    """What it says of a kind of account is written out here, so that a rule is not loosened by the way."""
    for_all = {endpoint for endpoint, rule in RULES.items() if rule is SIGNED_IN}
    assert for_all == {
        *("accounts.show_account", "accounts.change_password", "accounts.sign_out_everywhere"),
        *("scenarios.list_saved", "scenarios.save", "scenarios.remove"),
        *("flags.show_flag", "flags.act"),  # each of them asks who sees the flag: test_flag_pages
    }
    administrators = {endpoint for endpoint, rule in RULES.items() if rule == only(AccountKind.ADMINISTRATOR)}
    assert administrators == {endpoint for endpoint in RULES if endpoint.startswith("administration.")}
    doors = {endpoint for endpoint, rule in RULES.items() if rule is DOOR}
    assert doors == {
        *("accounts.show_sign_in", "accounts.sign_in", "accounts.sign_out", "accounts.sign_in_to_show"),
        *("invitations.open_link", "invitations.show_choose_password", "invitations.choose_password"),
        *("invitations.show_forgotten", "invitations.send_link"),
        *("guiding.show_door", "guiding.join", "guiding.open_link", "guiding.leave"),
        *("reporting.show_form", "reporting.send"),
        "touring.show_tour",
    }
    counsellors = {endpoint for endpoint, rule in RULES.items() if rule == only(AccountKind.COUNSELLOR)}
    assert counsellors == {
        *("guiding.begin", "desk.show_desk", "desk.search", "class_hour.show_form", "class_hour.make"),
        *("class_hour.show_sheet", "class_hour.void"),
    }
    companies = {endpoint for endpoint, rule in RULES.items() if rule == only(AccountKind.COMPANY)}
    theirs = {"flagging", "withdrawing", "stating"}
    assert {one for one in companies if one.partition(".")[0] in theirs} == {
        endpoint for endpoint in RULES if endpoint.partition(".")[0] in theirs
    }
    at_a_talk = {endpoint for endpoint, rule in RULES.items() if rule is TALK}
    rooms = {
        "talking",
        "talk_changes",
        "talk_notes",
        "taking_home",
    }  # each of them asks who sits there: test_talk_rights
    assert at_a_talk == {endpoint for endpoint in RULES if endpoint.partition(".")[0] in rooms}


def test_nothing_public_changes_anything(house):
    changing = {rule.endpoint for rule, method in routes(house) if method not in READING}
    assert [endpoint for endpoint in changing if RULES[endpoint] is PUBLIC] == []
    assert len(changing) >= 10


def test_a_route_without_a_rule_fails_the_start(house, monkeypatch):
    bp = Blueprint("newcomer", __name__)
    bp.add_url_rule("/newcomer", "show_newcomer", lambda: "in")
    monkeypatch.setattr(web, "PAGES", (*web.PAGES, SimpleNamespace(bp=bp)))
    with pytest.raises(NoRule, match=r"without a rule \['newcomer.show_newcomer'\]"):
        create_app(house.config["PATHWAYS"], house.extensions["pathways"])


def test_a_rule_without_a_route_fails_the_start(house, monkeypatch):
    monkeypatch.setitem(RULES, "gone.show_gone", PUBLIC)
    with pytest.raises(NoRule, match=r"without a route \['gone.show_gone'\]"):
        create_app(house.config["PATHWAYS"], house.extensions["pathways"])


def test_a_route_that_came_later_is_closed(house):
    """Nothing registers routes after the start; if something did, they would not be open."""
    app = create_app(house.config["PATHWAYS"], house.extensions["pathways"])
    app.add_url_rule("/en/late", "late", lambda: "in")
    assert app.test_client().get("/en/late").status_code == 500


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="another site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="a neighbour"),
        pytest.param({"Origin": "https://evil.example"}, id="an older browser elsewhere"),
        pytest.param({"Origin": "null"}, id="a page without an origin"),
    ],
)
def test_no_route_takes_a_post_from_another_site(house, headers):
    visitor = signed_in(house, AccountKind.ADMINISTRATOR)
    posts = [(rule, method) for rule, method in routes(house) if method not in READING]
    answers = {
        rule.rule: visitor.open(address_of(house, rule), method=method, headers=headers) for rule, method in posts
    }
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 403} == {}
    assert visitor.get("/en/account").status_code == 200  # nobody was signed out either
    assert len(answers) >= 10


def test_what_is_not_public_is_kept_by_nobody(house):
    """Not by a browser, not by a proxy, not in the page cache: the next visitor gets none of it."""
    visitor = signed_in(house, AccountKind.ADMINISTRATOR)
    for rule, method in routes(house):
        if RULES[rule.endpoint] is PUBLIC or method != "GET":
            continue
        answer = visitor.get(address_of(house, rule))
        assert answer.headers["Cache-Control"] == "no-store", rule.rule
        assert answer.headers["X-Robots-Tag"] == "noindex", rule.rule
        assert "ETag" not in answer.headers, rule.rule
    assert visitor.get("/en/accounts").status_code == 200
    assert stranger(house).get("/en/accounts").status_code == 303


def test_a_refusal_says_what_is_the_matter(house):
    answer = signed_in(house).get("/en/accounts")
    assert answer.status_code == 403
    assert "another kind of account" in answer.text
    assert "It opens for one kind only: administrator." in answer.text
    assert "Signed in as <b>" in answer.text, "who one is here"
    assert 'href="/en/guidance/desk"' in answer.text, "where one's own rooms are"
    assert "another site" not in answer.text
    assert "It opens for these kinds: " in signed_in(house).get("/en/history").text


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        *((path, path) for path in ("/en/", "/da/account?x=1&y=%C3%A6", "/en", "/da/roles/a-b_c~d")),
        *(
            (path, None)
            for path in (None, "", "/", "/english/", "en/", "//en/", "/en//x", "/en/ x", "/en/\\x", "/en/#x")
        ),
    ],
)
def test_which_addresses_one_may_go_on_to(typed, path):
    assert own_path(typed) == path
