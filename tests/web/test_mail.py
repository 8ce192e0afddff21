"""Mail as a mail server gets it: the real protocol over a real connection."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.web import create_app, mail
from pathways.web.mail import Attachment, MailFailed
from tests.machine import free_port
from tests.mailbox import mailbox


@pytest.fixture(scope="module")
def post():
    with mailbox() as box:
        yield box


def app_for(house, url: str):
    settings = replace(house.config["PATHWAYS"], smtp_url=url, mail_from="pathways@school.example")
    return create_app(settings, house.extensions["pathways"])


@pytest.fixture(scope="module")
def mailing(house, post):
    return app_for(house, post.url)


def test_a_mail_with_a_file(mailing, post):
    post.mails.clear()
    with mailing.app_context():
        assert mail.can_mail()
        mail.send(
            "Kim@School.example", "Næste skridt", "Hej\n.\næøå", [Attachment("next.ics", "text/calendar", b"BEGIN")]
        )
    (sent,) = post.wait()
    assert (sent["To"], sent["From"], sent["Subject"]) == (
        *("kim@school.example", "pathways@school.example", "Næste skridt"),
    )
    assert sent["Date"]
    assert sent["Message-ID"].endswith("@school.example>")
    assert sent.get_body(("plain",)).get_content().splitlines() == ["Hej", ".", "æøå"]
    (file,) = sent.iter_attachments()
    assert (file.get_filename(), file.get_content_type(), file.get_content()) == (
        "next.ics",
        "text/calendar",
        "BEGIN",
    )


@pytest.mark.parametrize("to", ["", "nobody", "kim@school.example\r\nBcc: all@school.example", "a@b.dk, c@d.dk"])
def test_only_to_one_address(mailing, post, to):
    post.mails.clear()
    with mailing.app_context(), pytest.raises(MailFailed):
        mail.send(to, "Subject", "text")
    assert post.mails == []


def test_nothing_is_smuggled_into_the_subject(mailing, post):
    post.mails.clear()
    with mailing.app_context():
        mail.send("kim@school.example", "One\r\nBcc: all@school.example", "text")
    (sent,) = post.wait()
    assert sent["Subject"] == "One Bcc: all@school.example"
    assert sent["Bcc"] is None


def test_a_server_that_refuses(mailing, post):
    post.refuses = True
    try:
        with mailing.app_context(), pytest.raises(MailFailed, match="did not take it"):
            mail.send("kim@school.example", "Subject", "text")
    finally:
        post.refuses = False


def test_a_server_that_is_not_there(house):
    with app_for(house, f"smtp://127.0.0.1:{free_port()}").app_context(), pytest.raises(MailFailed):
        mail.send("kim@school.example", "Subject", "text")


def test_without_a_server(house):
    with house.app_context():
        assert not mail.can_mail()
        with pytest.raises(MailFailed, match="no mail server"):
            mail.send("kim@school.example", "Subject", "text")


def test_a_server_that_does_not_speak_tls(house, post):
    with app_for(house, post.url.replace("smtp:", "smtps:")).app_context(), pytest.raises(MailFailed):
        mail.send("kim@school.example", "Subject", "text")
