"""Demo sign-ins are there when every condition holds, and otherwise there is no such address."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from lxml.html import document_fromstring

from pathways.domain.rights import AccountKind
from pathways.store.marks import mark_demo
from pathways.web import create_app, demoing
from tests.builders import facts, organisation
from tests.conftest import make_app
from tests.people import stranger

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

FORWARDED = (
    *("Forwarded", "Via", "X-Real-IP", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port"),
    *(
        "X-Forwarded-Prefix",
        "X-Forwarded-Anything",
        "x-forwarded-for",
        "True-Client-IP",
        "CF-Connecting-IP",
        "Client-IP",
    ),
)


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> Flask:
    """An application that was started with `--demo` over a database that was made so."""
    town = facts({"analyst": {"sql": 2}}, jobs=[("analyst", "works")])
    school = replace(organisation("school"), kind="institution")
    town = replace(town, organisations=(*town.organisations, school))
    app = make_app(town, tmp_path_factory.mktemp("shown"))
    with app.extensions["pathways"].rows(write=True) as session:
        mark_demo(session, datetime.now(UTC))
    return started(app)


def started(app: Flask, *, demo: bool = True, **changes: object) -> Flask:
    """Start another process over the same database."""
    return create_app(replace(app.config["PATHWAYS"], demo=demo, **changes), app.extensions["pathways"])


def sitting_at_it(app: Flask) -> FlaskClient:
    return stranger(app, address="127.0.0.1")


def enter(visitor: FlaskClient, kind: str = "counsellor", **more: object):
    return visitor.post(f"/en/sign-in/demo/{kind}", **more)


def is_offered(visitor: FlaskClient, **more: object) -> bool:
    return "/sign-in/demo/" in visitor.get("/en/sign-in", **more).text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (AccountKind.COUNSELLOR, "counsellor"),
        (AccountKind.COMPANY, "company"),
        (AccountKind.INSTITUTION, "educational institution"),
        (AccountKind.EDITOR, "editor"),
        (AccountKind.ADMINISTRATOR, "administrator"),
    ],
)
def test_one_for_each_kind_of_account_clearly_marked(shown, kind, words):
    visitor = sitting_at_it(shown)
    assert is_offered(visitor)
    answer = enter(visitor, kind, data={"next": "/en/account"})
    assert (answer.status_code, answer.location) == (303, "/en/account")
    page = document_fromstring(visitor.get("/en/account").text)
    who = " ".join(page.cssselect(".who p")[0].text_content().split())
    assert who == f"Demo: signed in as {words}"
    in_danish = document_fromstring(visitor.get("/da/account").text).cssselect(".who p")[0].text_content()
    assert "(" not in who + in_danish
    assert not page.cssselect("input[type=password]")


def test_every_time_it_is_the_same_account(shown):
    for _ in range(2):
        enter(sitting_at_it(shown), "administrator")
    visitor = sitting_at_it(shown)
    enter(visitor, "administrator")
    assert visitor.get("/en/accounts").text.count("administrator@<wbr>demo.invalid") == 1


def test_who_speaks_for_an_organisation_speaks_for_one_of_the_town(shown):
    for kind, organisation_id in (("company", "works"), ("institution", "school")):
        visitor = sitting_at_it(shown)
        enter(visitor, kind)
        assert f'href="/en/employers/{organisation_id}"' in visitor.get("/en/account").text


def test_a_demo_school_is_the_one_with_most_programmes(app, real_graph):
    with app.test_request_context("/en/"):
        app.preprocess_request()
        assert demoing.speaks_for(AccountKind.INSTITUTION) == max(
            {one.institution for one in real_graph.programmes.values()} - {None},
            key=lambda school: len(real_graph.taught_by(school)),
        )


def test_there_is_no_other_kind(shown):
    assert enter(sitting_at_it(shown), "owner").status_code == 404


@pytest.mark.parametrize("address", ["192.168.1.5", "10.0.0.1", "203.0.113.9", "2001:db8::1", "", "unix:"])
def test_not_for_another_machine(shown, address):
    visitor = sitting_at_it(shown)
    visitor.environ_base["REMOTE_ADDR"] = address
    assert enter(visitor).status_code == 404
    assert not is_offered(visitor)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_for_this_machine(shown, address):
    visitor = sitting_at_it(shown)
    visitor.environ_base["REMOTE_ADDR"] = address
    assert enter(visitor).status_code == 303


@pytest.mark.parametrize("header", FORWARDED)
@pytest.mark.parametrize("value", ["127.0.0.1", ""])
def test_not_through_anything_that_forwards(shown, header, value):
    visitor = sitting_at_it(shown)
    assert enter(visitor, headers={header: value}).status_code == 404
    assert not is_offered(visitor, headers={header: value})


def test_not_through_a_proxy_that_is_trusted_either(shown):
    """What the proxy says of its visitor is believed for limits, but not for this."""
    app = started(shown, trusted_proxies=1)
    headers = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "localhost", "X-Forwarded-Proto": "http"}
    assert enter(sitting_at_it(app), headers=headers).status_code == 404
    visitor = sitting_at_it(app)
    visitor.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert enter(visitor, headers=headers).status_code == 404


@pytest.mark.parametrize("host", ["plan.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.7:8000"])
def test_not_by_a_name_of_elsewhere(shown, host):
    """A page of another site can have its own name lead to this machine."""
    assert enter(sitting_at_it(shown), headers={"Host": host}).status_code == 404


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:9000", "[::1]:8000"])
def test_by_a_name_of_this_machine(shown, host):
    assert enter(sitting_at_it(shown), headers={"Host": host}).status_code == 303


def test_not_without_the_option(shown):
    app = started(shown, demo=False)
    assert enter(sitting_at_it(app)).status_code == 404
    assert not is_offered(sitting_at_it(app))


def test_not_in_a_database_that_was_not_made_for_it(house):
    app = started(house)
    assert enter(sitting_at_it(app)).status_code == 404
    assert not is_offered(sitting_at_it(app))


def test_not_from_another_site(shown):
    assert enter(sitting_at_it(shown), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_sign_in_is_worth_nothing_where_a_condition_fails(shown):
    visitor = sitting_at_it(shown)
    enter(visitor, "administrator")
    cookie = visitor.get_cookie("session").value
    assert visitor.get("/en/accounts").status_code == 200
    assert visitor.get("/en/accounts", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 303
    elsewhere = stranger(shown)
    elsewhere.set_cookie("session", cookie)
    assert elsewhere.get("/en/accounts").status_code == 303
    later = sitting_at_it(started(shown, demo=False))
    later.set_cookie("session", cookie)
    assert later.get("/en/accounts").status_code == 303


def test_a_demo_account_has_no_password_and_gets_no_link(shown):
    visitor = sitting_at_it(shown)
    enter(visitor, "administrator")
    enter(sitting_at_it(shown), "counsellor")
    typed = {"email": "counsellor@demo.invalid", "password": ""}
    assert stranger(shown).post("/en/sign-in", data=typed).status_code == 422
    accounts = document_fromstring(visitor.get("/en/accounts").text)
    links = [link.get("href") for link in accounts.cssselect("tbody a")]
    assert links
    for deed in ("link", "person", "delete"):
        assert {visitor.post(f"{link}/{deed}").status_code for link in links} == {404}


def test_a_demo_account_that_was_disabled_stays_out(shown):
    administrator = sitting_at_it(shown)
    enter(administrator, "administrator")
    enter(sitting_at_it(shown), "editor")
    page = document_fromstring(administrator.get("/en/accounts").text)
    (row,) = [row for row in page.cssselect("tbody tr") if "editor@demo.invalid" in row.text_content()]
    one = row.cssselect("a")[0].get("href")
    administrator.post(f"{one}/disable")
    assert enter(sitting_at_it(shown), "editor").status_code == 404
    administrator.post(f"{one}/enable")
    assert enter(sitting_at_it(shown), "editor").status_code == 303


def test_every_page_carries_the_band_and_only_there(shown):
    for app, banded in ((shown, True), (started(shown, demo=False), False)):
        for address in ("/en/", "/da/skills", "/en/nowhere", "/en/sign-in", "/da/map"):
            for visitor in (sitting_at_it(app), stranger(app)):
                text = visitor.get(address).text
                assert ("without a password. Do not" in text or "uden adgangskode. Skriv" in text) is banded, address
