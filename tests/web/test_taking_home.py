"""What is taken home of a real talk: page, PDF, dates, JSON and mail, for the two who had it."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from icalendar import Calendar

from tests import paper
from tests.conftest import make_app
from tests.mailbox import mailbox
from tests.people import signed_in
from tests.talks import SOON, begin_talk
from tests.visiting import Visited, check_page

ROLE = "process-engineer-upstream"
NOTES = "Strong in maths. <b>Ask</b> about 👩‍🔬 and chemistry."


@pytest.fixture(scope="module")
def guided(real_facts, tmp_path_factory):
    return make_app(real_facts, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def counsellor(guided):
    return signed_in(guided, "counsellor")


@pytest.fixture
def talk(guided, counsellor):
    talk = begin_talk(guided, counsellor)
    talk.change("start", from_="neg-htx", have=["mathematics-A"], was="{}")
    talk.change("add", kind="route", id=ROLE, start="neg-htx", key="absalon-beng-biotek")
    talk.change("add", kind="role", id=ROLE)
    talk.change("next", next_step="Ask about chemistry B", next_on=SOON, was="{}")
    talk.note("", NOTES)
    return talk


@pytest.fixture
def box(guided):
    with mailbox() as box:
        before = guided.config["PATHWAYS"]
        guided.config["PATHWAYS"] = replace(before, smtp_url=box.url, mail_from="pathways@school.example")
        yield box
        guided.config["PATHWAYS"] = before


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_page_is_a_sound_page_in_both_languages(talk, language):
    address = f"{talk.address.replace('/en/', f'/{language}/')}/handout"
    page = Visited(address, talk.join().get(address))
    check_page(page)
    assert "Ask about chemistry B" in page.words("main")
    assert talk.row.label in page.words("main")
    assert talk.secret in page.text


def test_the_pdf_is_one_page_whose_code_opens_the_talk(talk):
    pdf = talk.counsellor.get(f"{talk.address}/handout.pdf")
    assert pdf.mimetype == "application/pdf"
    assert len(paper.pages(pdf.data)) == 1
    assert "Ask about chemistry B" in paper.words(pdf.data)
    (link,) = set(paper.codes(pdf.data))
    opened = talk.app.test_client().get(re.sub(r"https?://[^/]+", "", link))
    assert (opened.status_code, opened.location) == (303, talk.address)


def test_the_next_step_goes_into_a_calendar(talk):
    dates = talk.counsellor.get(f"{talk.address}/handout.ics")
    assert dates.mimetype == "text/calendar"
    events = {str(one["summary"]): one for one in Calendar.from_ical(dates.data).walk("VEVENT")}
    step = next(one for name, one in events.items() if "Ask about chemistry B" in name)
    assert str(step["dtstart"].dt) == SOON
    assert b"Strong in maths" not in dates.data


def test_everything_that_is_kept_is_in_the_json(talk):
    told = json.loads(talk.join().get(f"{talk.address}/handout.json").data)
    text = json.dumps(told, ensure_ascii=False)
    for kept in (NOTES, "Ask about chemistry B", SOON, "neg-htx", "mathematics-A", ROLE):
        assert json.dumps(kept, ensure_ascii=False)[1:-1] in text, kept


def test_a_new_link_is_said_to_be_new(talk):
    renewed = talk.counsellor.post(f"{talk.address}/new-link")
    page = Visited(renewed.location, talk.counsellor.get(renewed.location))
    check_page(page)
    assert talk.secret in page.text


class TestMail:
    def test_the_page_and_the_dates_are_mailed_and_the_address_is_not_kept(self, talk, box, caplog):
        with caplog.at_level("DEBUG"):
            student = talk.join()
            sent = student.post(f"{talk.address}/mail", data={"address": "Student@Home.example"})
            assert sent.status_code == 303, "who loads the page again sends nothing again"
            page = Visited(sent.location, student.get(sent.location))
        check_page(page)
        assert "not kept the address" in page.words("main")
        assert "Home.example" not in page.text
        (mail,) = box.wait()
        assert mail["To"].lower() == "student@home.example"
        files = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
        assert len(paper.pages(files["pathways.pdf"])) == 1
        assert "pathways.ics" in files
        assert "home.example" not in " ".join(record.getMessage() for record in caplog.records).lower()
        with talk.app.extensions["pathways"].engine.connect() as connection:
            dump = "\n".join(connection.connection.driver_connection.iterdump())
        assert "home.example" not in dump.lower()

    @pytest.mark.parametrize("typed", ["", "nobody", "a@b", "one@x.dk, two@x.dk", "a@x.dk\r\nBcc: b@x.dk", "<b>@x.dk"])
    def test_what_is_no_address_is_told_and_stays(self, talk, box, typed):
        refused = talk.counsellor.post(f"{talk.address}/mail", data={"address": typed})
        assert refused.status_code == 422
        page = Visited(talk.address, refused)
        check_page(page)
        assert page.all("#e-address")
        assert page.one("#f-address").get("value").split() == typed.split()
        assert box.mails == []

    def test_a_server_that_does_not_take_it_is_told(self, talk, box):
        box.refuses = True
        refused = talk.counsellor.post(f"{talk.address}/mail", data={"address": "student@home.example"})
        assert refused.status_code == 422
        assert "did not take it" in Visited(talk.address, refused).words("#e-address")

    def test_nobody_is_flooded(self, talk, box):
        for _ in range(5):
            assert talk.counsellor.post(f"{talk.address}/mail", data={"address": "a@home.example"}).status_code == 303
        sixth = talk.counsellor.post(f"{talk.address}/mail", data={"address": "a@home.example"})
        assert sixth.status_code == 422
        assert len(box.mails) == 5

    def test_without_a_mail_server_it_is_not_offered(self, talk):
        assert "/mail" not in talk.counsellor.get(f"{talk.address}/handout").get_data(as_text=True)
        assert talk.counsellor.post(f"{talk.address}/mail", data={"address": "a@home.example"}).status_code == 404
