"""Links to choose a password: once, within an hour, for one person, and never in an address that stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from lxml.html import document_fromstring

from pathways.store import accounts
from pathways.store.account_tables import OneUseLinkRow
from pathways.web import create_app
from pathways.web.one_use import hash_of
from pathways.web.signed_in import new_stamp
from tests.mailbox import Mailbox, mailbox
from tests.people import make_account, sign_in, signed_in, stranger
from tests.visiting import Visited
from tests.web.test_accounts import kept, try_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

NEW = "eight geese over the bay"
OVER = "This link cannot be used"


@pytest.fixture(scope="module")
def administrator(house) -> FlaskClient:
    return signed_in(house, "administrator")


def shown_link(page: str) -> str:
    """Give the path of the link that a page shows."""
    return urlsplit(document_fromstring(page).get_element_by_id("made").text).path


def invited(administrator, email: str, kind: str = "counsellor", **more: str) -> str:
    """Invite somebody as an administrator does, and give the path of the link."""
    typed = {"name": "Somebody New", "email": email, "kind": kind, **more}
    answer = administrator.post("/en/accounts/invite", data=typed, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return shown_link(answer.text)


def reset_link(house, administrator, email: str) -> str:
    id = kept(house, email).account.id
    return shown_link(administrator.post(f"/en/accounts/{id}/link", follow_redirects=True).text)


def choose(visitor, password: str = NEW, again: str | None = None):
    return visitor.post("/en/choose-password", data={"new": password, "again": again or password})


def test_from_an_invitation_to_an_account(house, administrator):
    link, visitor = invited(administrator, "one@school.example"), stranger(house)
    opened = visitor.get(link)
    assert (opened.status_code, opened.location) == (303, "/en/choose-password")
    page = visitor.get(opened.location)
    assert "Somebody New, you will sign in with one@school.example" in page.text
    assert choose(visitor).location == "/en/guidance/desk", "where a counsellor begins"
    assert "one@school.example" in visitor.get("/en/account").text
    assert try_in(stranger(house), "one@school.example", NEW).status_code == 303


def test_the_secret_leaves_the_address_and_is_kept_by_nobody(house, administrator, caplog):
    caplog.set_level("INFO")
    link, visitor = invited(administrator, "two@school.example"), stranger(house)
    secret = link.rpartition("/")[2]
    assert len(secret) == 43
    opened = visitor.get(link)
    assert opened.headers["Cache-Control"] == "no-store"
    assert opened.headers["Referrer-Policy"] == "same-origin"
    page = visitor.get(opened.location)
    with visitor.session_transaction() as session:
        assert session["link"] == hash_of(secret)
    folder = house.config["PATHWAYS"].database_file.parent
    files = [path.read_bytes() for path in folder.glob("pathways.db*")]
    assert any(hash_of(secret).encode() in content for content in files)
    assert not any(secret.encode() in content for content in files)
    assert secret not in page.text
    assert secret not in opened.text
    assert secret not in caplog.text


def test_a_link_is_shown_once(house, administrator):
    email, _ = make_account(house)
    page = administrator.post(f"/en/accounts/{kept(house, email).account.id}/link")
    assert 'id="made"' in administrator.get(page.location).text
    assert 'id="made"' not in administrator.get(page.location).text


def test_a_link_is_shown_beside_its_own_account_only(house, administrator):
    email, _ = make_account(house)
    administrator.post(f"/en/accounts/{kept(house, email).account.id}/link")
    assert 'id="made"' not in administrator.get("/en/accounts/1").text


def test_looking_uses_nothing_up(house, administrator):
    """Mail readers open links ahead of people."""
    link = invited(administrator, "three@school.example")
    for _ in range(3):
        reader = stranger(house)
        assert reader.get(reader.get(link).location).status_code == 200
    visitor = stranger(house)
    visitor.get(link)
    assert choose(visitor, "too short").status_code == 422
    assert choose(visitor).status_code == 303


def test_a_link_works_once(house, administrator):
    link = invited(administrator, "four@school.example")
    first, second = stranger(house), stranger(house)
    first.get(link)
    second.get(link)
    assert choose(first).status_code == 303
    answer = choose(second, "nine geese over the bay")
    assert (answer.status_code, OVER in answer.text) == (404, True)
    assert try_in(stranger(house), "four@school.example", NEW).status_code == 303


def test_of_two_at_once_one_gets_nothing(house, administrator):
    email, _ = make_account(house)
    link = reset_link(house, administrator, email)
    visitors = [stranger(house) for _ in range(4)]
    for visitor in visitors:
        visitor.get(link)
    with ThreadPoolExecutor(4) as threads:
        answers = [*threads.map(lambda one: choose(one).status_code, visitors)]
    assert sorted(answers) == [303, 404, 404, 404]


def test_a_link_works_for_an_hour(house, administrator):
    email, _ = make_account(house)
    link, visitor = reset_link(house, administrator, email), stranger(house)
    visitor.get(link)
    with house.extensions["pathways"].rows(write=True) as session:
        row = session.get(OneUseLinkRow, hash_of(link.rpartition("/")[2]))
        assert timedelta(minutes=59) < row.expires_at - datetime.now(UTC) <= timedelta(hours=1)
        row.expires_at = datetime.now(UTC) - timedelta(seconds=1)
    assert OVER in visitor.get("/en/choose-password").text
    assert choose(visitor).status_code == 404


def over(house, visitor, link: str) -> bool:
    answer = visitor.get(visitor.get(link).location)
    return answer.status_code == 404 and OVER in answer.text


def test_a_newer_link_voids_the_older(house, administrator):
    email, _ = make_account(house)
    older, newer = (reset_link(house, administrator, email) for _ in range(2))
    assert over(house, stranger(house), older)
    assert not over(house, stranger(house), newer)


def test_a_new_password_voids_every_link(house, administrator):
    email, password = make_account(house)
    link = reset_link(house, administrator, email)
    owner = sign_in(stranger(house), email, password)
    owner.post("/en/account", data={"current": password, "new": NEW, "again": NEW})
    assert over(house, stranger(house), link)


def test_a_disabled_account_is_not_let_in_by_its_link(house, administrator):
    email, _ = make_account(house)
    link, id = reset_link(house, administrator, email), kept(house, email).account.id
    administrator.post(f"/en/accounts/{id}/disable")
    assert over(house, stranger(house), link)
    assert administrator.post(f"/en/accounts/{id}/link").status_code == 404
    administrator.post(f"/en/accounts/{id}/enable")
    assert over(house, stranger(house), link)  # what was void stays void


def test_every_bad_link_gets_one_answer(house, administrator):
    used = invited(administrator, "five@school.example")
    visitor = stranger(house)
    visitor.get(used)
    choose(visitor)
    pages = set()
    for link in (used, "/en/link/" + "x" * 43, "/en/link/short", "/en/link/%00%ff", "/en/link/" + "å" * 500):
        client = stranger(house)
        assert client.get(link).status_code == 303
        pages.add(client.get("/en/choose-password").text)
    pages.add(stranger(house).get("/en/choose-password").text)
    assert len(pages) == 1


def test_a_reset_signs_out_every_device(house, administrator):
    email, password = make_account(house)
    device = sign_in(stranger(house), email, password)
    visitor = stranger(house)
    visitor.get(reset_link(house, administrator, email))
    choose(visitor)
    assert device.get("/en/account").status_code == 303
    assert try_in(stranger(house), email, password).status_code == 422


def test_who_was_locked_out_signs_in_with_the_password_that_a_link_let_choose(house, administrator):
    email, _ = make_account(house)
    place = stranger(house).environ_base["REMOTE_ADDR"]
    for _ in range(10):
        try_in(stranger(house, address=place), email, "not the one at all")
    visitor = stranger(house, address=place)
    visitor.get(reset_link(house, administrator, email))
    assert choose(visitor).status_code == 303
    assert try_in(stranger(house, address=place), email, NEW).status_code == 303


@pytest.mark.parametrize(
    ("new", "again", "words"),
    [
        ("short", "short", "at least 12"),
        (NEW, "another one", "not the same"),
        ("kodeord12345", "kodeord12345", "first"),
    ],
)
def test_a_password_that_cannot_be_used_is_told_and_never_shown(house, administrator, new, again, words):
    email, _ = make_account(house)
    visitor = stranger(house)
    visitor.get(reset_link(house, administrator, email))
    answer = choose(visitor, new, again)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'"{new}"' not in answer.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 90}, "name"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@b.dk\r\nBcc: c@d.dk"}, "email"),
        ({"kind": "owner"}, "kind"),
        ({"kind": "company"}, "organisation"),
        ({"kind": "institution", "organisation": "nowhere"}, "organisation"),
        ({"kind": "institution", "organisation": "works"}, "organisation"),
    ],
)
def test_an_invitation_that_cannot_be_used(administrator, typed, field):
    whole = {"name": "Kim <b>", "email": "six@school.example", "kind": "counsellor", **typed}
    answer = administrator.post("/en/accounts/invite", data=whole)
    page = document_fromstring(answer.text)
    assert answer.status_code == 422
    assert page.cssselect(f'#problem a[href="#f-{field}"]')
    assert page.get_element_by_id(f"f-{field}").get("aria-invalid") == "true"
    assert page.get_element_by_id("f-name").get("value") == whole["name"]


def test_an_address_has_one_account(house, administrator):
    email, _ = make_account(house)
    typed = {"name": "Kim", "email": email.upper(), "kind": "counsellor"}
    answer = administrator.post("/en/accounts/invite", data=typed)
    assert answer.status_code == 422
    assert "There is an account with this mail address already" in answer.text


def test_an_account_can_be_disabled_at_once_but_never_ones_own(house, administrator):
    email, password = make_account(house)
    visitor, id = sign_in(stranger(house), email, password), kept(house, email).account.id
    assert "It is done" in administrator.post(f"/en/accounts/{id}/disable", follow_redirects=True).text
    assert visitor.get("/en/account").status_code == 303
    administrator.post(f"/en/accounts/{id}/enable")
    assert try_in(stranger(house), email, password).status_code == 303
    assert visitor.get("/en/account").status_code == 303  # its old cookies stay void
    mine = make_account(house, "administrator")
    own = sign_in(stranger(house), *mine)
    answer = own.post(f"/en/accounts/{kept(house, mine[0]).account.id}/disable", follow_redirects=True)
    assert "neither disable nor delete your own account" in answer.text


def test_an_organisation_is_changed_and_shown(house, administrator):
    email, password = make_account(house, "company", organisation_id="works")
    id = kept(house, email).account.id
    assert administrator.post(f"/en/accounts/{id}", data={"organisation": ""}).status_code == 422
    assert administrator.post(f"/en/accounts/{id}", data={"organisation": "nowhere"}).status_code == 422
    counsellor, _ = make_account(house)
    other = kept(house, counsellor).account.id
    assert administrator.post(f"/en/accounts/{other}", data={"organisation": "works"}).status_code == 303
    assert kept(house, counsellor).account.organisation_id == "works"
    assert administrator.post(f"/en/accounts/{other}", data={"organisation": ""}).status_code == 303
    assert kept(house, counsellor).account.organisation_id is None
    assert 'href="/en/employers/works"' in sign_in(stranger(house), email, password).get("/en/account").text


def test_a_name_and_an_address_are_mended(house, administrator):
    (email, password), (taken, _) = make_account(house), make_account(house)
    id = kept(house, email).account.id
    for typed, told in (
        ({"name": "", "email": email}, "Write a name"),
        ({"name": "Kim", "email": "x"}, "Write a mail address"),
        ({"name": "Kim", "email": taken}, "There is an account with this mail address already"),
    ):
        refused = administrator.post(f"/en/accounts/{id}/person", data=typed)
        assert refused.status_code == 422
        assert told in document_fromstring(refused.text).get_element_by_id("problem").text_content()
        assert document_fromstring(refused.text).get_element_by_id("f-email").get("value") == typed["email"]
    mended = {"name": "Kim Example", "email": f"new-{email}".upper()}
    assert "It is done" in administrator.post(f"/en/accounts/{id}/person", data=mended, follow_redirects=True).text
    assert kept(house, f"new-{email}").account.name == "Kim Example"
    assert try_in(stranger(house), f"new-{email}", password).status_code == 303


def test_an_account_is_deleted_for_good_but_never_ones_own(house, administrator):
    email, password = make_account(house)
    visitor, id = sign_in(stranger(house), email, password), kept(house, email).account.id
    told = administrator.post(f"/en/accounts/{id}/delete", follow_redirects=True).text
    assert "The account is deleted" in told
    assert email not in told
    assert visitor.get("/en/account").status_code == 303
    assert try_in(stranger(house), email, password).status_code == 422
    assert administrator.get(f"/en/accounts/{id}").status_code == 404
    assert administrator.post(f"/en/accounts/{id}/enable").status_code == 404
    mine = make_account(house, "administrator")
    own = sign_in(stranger(house), *mine)
    answer = own.post(f"/en/accounts/{kept(house, mine[0]).account.id}/delete", follow_redirects=True)
    assert "neither disable nor delete your own account" in answer.text
    assert try_in(stranger(house), *mine).status_code == 303


def test_who_is_not_there(administrator):
    for path in (f"/en/accounts/{id}" for id in (99999, 0, "x", -1, 2**31, 2**63, 10**40)):
        assert administrator.get(path).status_code == 404
    assert administrator.post("/en/accounts/99999/disable").status_code == 404


@pytest.fixture(scope="module")
def post() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


@pytest.fixture(scope="module")
def mailing(house, post) -> Flask:
    """The same house with a mail server."""
    settings = replace(house.config["PATHWAYS"], smtp_url=post.url, mail_from="pathways@school.example")
    return create_app(replace(settings, public_url="https://plan.example"), house.extensions["pathways"])


def ask(app: Flask, email: str, visitor: FlaskClient | None = None, language: str = "en"):
    return (visitor or stranger(app)).post(f"/{language}/forgotten", data={"email": email}, follow_redirects=True)


def test_a_forgotten_password_by_mail(mailing, post):
    email, _ = make_account(mailing, name="Åse")
    post.mails.clear()
    ask(mailing, email, language="da")
    (mail,) = post.wait()
    assert (mail["To"], mail["From"]) == (email, "pathways@school.example")
    assert mail["Subject"] == "Ny adgangskode til Pathways"
    words = mail.get_content().split()
    assert words[:2] == ["Hej", "Åse"]
    (link,) = [word for word in words if word.startswith("https://plan.example/da/link/")]
    visitor = stranger(mailing)
    visitor.get(urlsplit(link).path)
    assert choose(visitor).status_code == 303


def test_whether_there_is_an_account_shows_in_nothing(mailing, post):
    """Not in words, and not in time: the answer is there before anything is looked up or sent."""
    email, _ = make_account(mailing)
    gone, _ = make_account(mailing)
    with mailing.extensions["pathways"].rows(write=True) as session:
        accounts.disable_account(session, kept(mailing, gone).account.id, new_stamp())
    post.mails.clear()
    post.delay_s = 0.5
    try:
        answers = [ask(mailing, address) for address in (email, "nobody@school.example", gone)]
        assert post.mails == []
        (mail,) = post.wait()
    finally:
        post.delay_s = 0.0
    assert mail["To"] == email
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert "If there is an account with that address" in answers[0].text


def test_a_place_may_ask_five_times_an_hour(mailing, post):
    emails = [make_account(mailing)[0] for _ in range(6)]
    visitor = stranger(mailing)
    post.mails.clear()
    answers = [ask(mailing, email, visitor) for email in emails]
    last, _ = make_account(mailing)
    ask(mailing, last)  # mails go in order: when this one is here, a sixth would be too
    assert [mail["To"] for mail in post.wait(6)] == [*emails[:5], last]
    assert len({answer.text for answer in answers}) == 1


def test_nobody_is_flooded_with_mails(mailing, post):
    email, _ = make_account(mailing)
    post.mails.clear()
    for _ in range(7):
        ask(mailing, email)
    last, _ = make_account(mailing)
    ask(mailing, last)
    assert [mail["To"] for mail in post.wait(6)] == [email] * 5 + [last]


def test_an_invitation_by_mail_is_shown_to_nobody(mailing, post):
    administrator = signed_in(mailing, "administrator")
    post.mails.clear()
    typed = {"name": "Toni", "email": "toni@school.example", "kind": "editor"}
    answer = administrator.post("/en/accounts/invite", data=typed, follow_redirects=True)
    assert "A link was sent to toni@school.example" in answer.text
    assert 'id="made"' not in answer.text
    (mail,) = post.wait()
    assert mail["Subject"] == "Your account in Pathways"


def test_an_invitation_whose_mail_fails_is_shown(mailing, post, caplog):
    administrator = signed_in(mailing, "administrator")
    post.refuses = True
    try:
        typed = {"name": "Toni", "email": "toni-2@school.example", "kind": "editor"}
        answer = administrator.post("/en/accounts/invite", data=typed, follow_redirects=True)
    finally:
        post.refuses = False
    visitor = stranger(mailing)
    assert visitor.get(visitor.get(shown_link(answer.text)).location).status_code == 200
    assert "The mail server did not take it" in caplog.text
    assert "toni-2" not in caplog.text


def test_an_address_that_is_none_is_told(mailing):
    answer = ask(mailing, "nobody")
    assert answer.status_code == 422
    assert 'value="nobody"' in answer.text


@pytest.mark.parametrize(
    ("contact", "said"), [("editors@example.org", "at editors@example.org"), ("", "Ask whoever runs")]
)
def test_without_a_mail_server_no_page_is_a_dead_end(house, monkeypatch, contact, said):
    monkeypatch.setitem(house.jinja_env.globals, "contact", contact)
    for path, status in (("/en/forgotten", 200), ("/en/choose-password", 404)):
        answer = stranger(house).get(path)
        page = Visited(path, answer)
        assert answer.status_code == status
        assert said in page.words("main")
        assert page.all("main a[href='/en/sign-in']")


def test_without_a_mail_server_the_page_says_who_can_help(house):
    for answer in (stranger(house).get("/en/forgotten"), ask(house, "kim@school.example")):
        assert answer.status_code == 200
        assert "This service sends no mail" in answer.text
        assert "<form class=" not in answer.text.partition("<main")[2].partition("</main")[0]


def test_the_old_password_works_until_a_new_one_is_chosen(mailing, post):
    email, password = make_account(mailing)
    post.mails.clear()
    ask(mailing, email)
    post.wait()
    assert try_in(stranger(mailing), email, password).status_code == 303
