"""Mails about what waits, as a mail server gets them: to whom, how often, and what is never in them."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from click.testing import CliRunner

from pathways.cli import pathways
from pathways.domain.editing import Change
from pathways.domain.flags import Action, Actor, Event
from pathways.domain.rights import AccountKind
from pathways.store import accounts, digests, flags, proposals
from pathways.store.accounts import NewAccount
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.steward_tables import Stands
from pathways.web import create_app
from pathways.web.digests import EVERY, LOOK, Sent, by_turn, send_due
from tests.asking_companies import COMPANY, OTHER, OTHER_SCHOOL, SCHOOL, town_of_companies
from tests.conftest import make_app
from tests.flag_stories import asking, own_words, step_of
from tests.machine import free_port
from tests.mailbox import mailbox
from tests.people import make_account, sign_in, stranger
from tests.visiting import Visited, check_page

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ADDRESS = "https://pathways.school.example"


@pytest.fixture(scope="module")
def post():
    with mailbox() as box:
        yield box


@pytest.fixture
def app(tmp_path, post):
    post.mails.clear()
    bare = make_app(town_of_companies(), tmp_path)
    return mailing(bare, post.url)


def mailing(bare, url):
    settings = replace(bare.config["PATHWAYS"], smtp_url=url, mail_from="pathways@school.example", public_url=ADDRESS)
    return create_app(settings, bare.extensions["pathways"])


def kept(app, *steps, id="one", ask=None, company=COMPANY, at=NOW - timedelta(days=9)):
    first = Event(1, at, Actor.COMPANY, company, Action.FLAG, ask=ask or asking(), to=SCHOOL)
    with app.extensions["pathways"].rows(write=True) as session:
        flags.flag(session, id, first)
    for name in steps:
        then(app, name, id, at)


def then(app, name, id="one", at=NOW):
    with app.extensions["pathways"].rows(write=True) as session:
        flags.add(session, id, lambda flag: step_of(flag, name, at), None)


def school(app, **more) -> str:
    return make_account(app, AccountKind.INSTITUTION, organisation_id=SCHOOL, name="Kim Study", **more)[0]


def text_of(mail) -> str:
    return "\n".join(mail.get_body(("plain",)).get_content().splitlines())


def test_a_mail_says_in_both_languages_what_is_new_and_leads_there(app, post):
    to = school(app)
    kept(app)
    assert send_due(app, NOW) == Sent(sent=1)
    (mail,) = post.wait()
    assert (mail["To"], mail["Auto-Submitted"]) == (to, "auto-generated")
    words = text_of(mail)
    for language in ("da", "en"):
        assert f"{ADDRESS}/{language}/flags/one" in words
        assert f"{ADDRESS}/{language}/inbox" in words
        assert f"{ADDRESS}/{language}/account" in words
    assert "Hello Kim Study" in words
    assert "New: nobody has answered yet\n- SQL: " in words
    assert "- SQL (da): " in words


SECRETS = ("works", "rival", "secret", "2027-10", "1 oct", "1. okt", "4 people", "4 personer", "database wizards")


@pytest.mark.parametrize("ask", [asking(), own_words(), asking(people=321)])
def test_nothing_secret_is_in_a_mail(app, post, ask):
    school(app)
    make_account(app, AccountKind.COMPANY, organisation_id=COMPANY, name="A person")
    make_account(app, AccountKind.EDITOR)
    kept(app, "comment-by-company", "comment", ask=ask)
    kept(app, "acknowledge", "plan", "deliver", id="two", company=OTHER)
    send_due(app, NOW)
    mails = post.wait(3)
    assert len(mails) == 3
    for mail in mails:
        words = text_of(mail).lower() + mail["Subject"].lower()
        assert [secret for secret in (*SECRETS, "321", "between us") if secret in words] == []


def test_one_mail_a_day_and_none_when_nothing_is_new(app, post):
    school(app)
    kept(app)
    assert send_due(app, NOW).sent == 1
    kept(app, id="two", at=NOW + timedelta(hours=1))
    assert send_due(app, NOW + timedelta(hours=2)).sent == 0, "not yet a day"
    assert send_due(app, NOW + EVERY).sent == 1
    assert send_due(app, NOW + 2 * EVERY).sent == 0, "nothing is new"
    first, second = post.mails
    assert "/flags/one" in text_of(first)
    assert "/flags/two" in text_of(second)
    assert "/flags/one" not in text_of(second)


@pytest.mark.parametrize(
    ("steps", "who", "words"),
    [
        pytest.param((), (AccountKind.INSTITUTION, SCHOOL), "New: nobody", id="new"),
        pytest.param(("pass-on",), (AccountKind.INSTITUTION, OTHER_SCHOOL), "Passed on to you", id="passed on"),
        pytest.param(("acknowledge", "plan", "deliver"), (AccountKind.COMPANY, COMPANY), "confirm it", id="delivered"),
        pytest.param(("decline",), (AccountKind.COMPANY, COMPANY), "Declined:", id="declined"),
        pytest.param(
            ("acknowledge", "plan", "deliver"), (AccountKind.EDITOR, None), "1 proposed change", id="a change"
        ),
        pytest.param(("pass-on",), (AccountKind.INSTITUTION, SCHOOL), None, id="passed on to others"),
        pytest.param((), (AccountKind.COMPANY, COMPANY), None, id="nothing waits for the company"),
        pytest.param((), (AccountKind.COMPANY, OTHER), None, id="another company"),
        pytest.param((), (AccountKind.EDITOR, None), None, id="no own words"),
        pytest.param((), (AccountKind.COUNSELLOR, SCHOOL), None, id="a counsellor"),
        pytest.param((), (AccountKind.ADMINISTRATOR, SCHOOL), None, id="an administrator"),
    ],
)
def test_who_is_written_to_about_what(app, post, steps, who, words):
    kind, organisation = who
    make_account(app, kind, **({"organisation_id": organisation} if organisation else {}))
    kept(app, *steps)
    assert send_due(app, NOW).sent == (words is not None)
    if words:
        assert words in text_of(post.wait()[0])


def test_an_institution_is_told_that_an_editor_answered_but_not_what(app, post):
    school(app)
    make_account(app, AccountKind.INSTITUTION, organisation_id=OTHER_SCHOOL)
    role = town_of_companies().roles[0]
    with app.extensions["pathways"].rows(write=True) as session:
        for eqf, state in ((6, Stands.ASKED), (7, Stands.DECLINED), (5, None)):
            hand = Hand(NOW, Via.PROPOSAL, "why", account=1, organisation=SCHOOL)
            id = proposals.propose(session, [Change("roles", role, replace(role, eqf=eqf))], hand)
            if state is not None:
                proposals.decide(session, id, state, 2, NOW, answer="a secret")
    assert send_due(app, NOW + timedelta(hours=1)).sent == 1
    words = text_of(post.wait()[0])
    assert f"2 answers of an editor to what you proposed: {ADDRESS}/en/changes" in words
    assert "a secret" not in words
    assert send_due(app, NOW + 2 * EVERY).sent == 0, "nothing is new"


def test_editors_are_told_of_words_but_not_which(app, post):
    make_account(app, AccountKind.EDITOR)
    kept(app, ask=own_words())
    send_due(app, NOW)
    words = text_of(post.wait()[0])
    assert "Own words: which skill or role do they mean?\n- own words: " in words


def test_who_cannot_sign_in_is_not_written_to(app, post):
    make_account(app, AccountKind.INSTITUTION, password=None, organisation_id=SCHOOL)
    email = school(app)
    with app.extensions["pathways"].rows(write=True) as session:
        accounts.disable_account(session, accounts.account_of(session, email).account.id, "new")
        demo = NewAccount("i@demo.invalid", "Demo", AccountKind.INSTITUTION, organisation_id=SCHOOL, demo=True)
        accounts.add_account(session, demo, "stamp", NOW)
    kept(app)
    assert send_due(app, NOW) == Sent()
    assert post.mails == []


def test_a_mail_server_that_refuses_is_tried_again(app, post, caplog):
    to = school(app)
    kept(app)
    post.refuses = True
    try:
        assert send_due(app, NOW) == Sent(failed=1)
    finally:
        post.refuses = False
    assert "is tried again" in caplog.text
    assert to not in caplog.text
    assert "example" not in caplog.text
    assert send_due(app, NOW + LOOK).sent == 1
    assert "/flags/one" in text_of(post.wait()[0])


def test_a_mail_server_that_is_away_is_left_alone_after_a_few(app, caplog):
    for _ in range(5):
        school(app)
    kept(app)
    away = mailing(app, f"smtp://127.0.0.1:{free_port()}")
    assert send_due(away, NOW) == Sent(failed=3)
    assert caplog.text.count("is tried again") == 3


def test_two_at_once_write_once(app, post):
    school(app)
    kept(app)
    post.delay_s = 0.2
    try:
        both = [Thread(target=send_due, args=(app, NOW)) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
    finally:
        post.delay_s = 0.0
    assert len(post.wait()) == 1


def test_servers_take_turns(app, post, caplog):
    caplog.set_level(logging.INFO, "pathways")
    school(app)
    kept(app)
    assert by_turn(app, NOW) == Sent(sent=1)
    assert by_turn(app, NOW + LOOK / 2) is None
    assert by_turn(app, NOW + LOOK) == Sent()
    assert "Digests sent: 1" in caplog.text
    assert len(post.mails) == 1


def test_without_a_mail_server_nothing_is_looked_up(app):
    bare = create_app(replace(app.config["PATHWAYS"], smtp_url=""), app.extensions["pathways"])
    assert by_turn(bare, NOW) is None
    with app.extensions["pathways"].rows() as session:
        assert digests.is_turn(session, NOW, LOOK)


def test_they_can_be_switched_off_and_on(app, post):
    email, password = make_account(app, AccountKind.INSTITUTION, organisation_id=SCHOOL)
    client = sign_in(stranger(app), email, password)
    kept(app)
    page = Visited("/en/account", client.get("/en/account"))
    check_page(page)
    assert page.one("#mails input").get("value") == "off"
    assert client.post("/en/account/mails", data={"mails": "off"}).status_code == 303
    assert "They are switched off" in Visited("/en/account", client.get("/en/account")).words("#mails")
    assert send_due(app, NOW) == Sent()
    assert client.post("/en/account/mails", data={"mails": "on"}).status_code == 303
    assert "They are switched on" in client.get("/en/account").text
    assert send_due(app, NOW).sent == 1


def test_switched_off_while_they_were_being_sent(app, post):
    """Who switches them off between the look and the mail gets none."""
    school(app)
    kept(app)
    with app.extensions["pathways"].rows(write=True) as session:
        (one,) = digests.due(session, NOW, EVERY)
        digests.switch(session, one.account.id, off=True)
        assert not digests.claim(session, one, NOW)


@pytest.mark.parametrize("kind", [AccountKind.COUNSELLOR, AccountKind.ADMINISTRATOR])
def test_who_has_no_inbox_has_no_switch(app, kind):
    client = sign_in(stranger(app), *make_account(app, kind))
    assert Visited("/en/account", client.get("/en/account")).all("#mails") == []
    assert client.post("/en/account/mails", data={"mails": "off"}).status_code == 403


def test_without_a_mail_server_there_is_no_switch(app):
    bare = create_app(replace(app.config["PATHWAYS"], smtp_url=""), app.extensions["pathways"])
    client = sign_in(stranger(bare), *make_account(bare, AccountKind.COMPANY, organisation_id=COMPANY))
    assert Visited("/en/account", client.get("/en/account")).all("#mails") == []


def run(app, monkeypatch, url):
    monkeypatch.setenv("PATHWAYS_DATABASE_URL", app.config["PATHWAYS"].database_url)
    monkeypatch.setenv("PATHWAYS_CACHE_DIR", str(app.config["PATHWAYS"].cache_dir))
    monkeypatch.setenv("PATHWAYS_SECRET_KEY", "only-for-tests-of-this-very-kind")
    monkeypatch.setenv("PATHWAYS_SMTP_URL", url)
    monkeypatch.setenv("PATHWAYS_MAIL_FROM", "pathways@school.example")
    return CliRunner().invoke(pathways, ["digests"])


def test_the_command_sends_them_now(app, post, monkeypatch):
    school(app)
    kept(app)
    first, second = run(app, monkeypatch, post.url), run(app, monkeypatch, post.url)
    assert (first.exit_code, first.output) == (0, "Sent 1 mail.\n")
    assert second.output == "Sent 0 mails.\n"
    assert "http://127.0.0.1:8000/en/inbox" in text_of(post.wait()[0])


def test_the_command_says_what_is_the_matter(app, monkeypatch):
    school(app)
    kept(app)
    assert "No mail server is named" in str(run(app, monkeypatch, "").exception)
    failed = run(app, monkeypatch, f"smtp://127.0.0.1:{free_port()}")
    assert "1 mail could not be sent" in str(failed.exception)
