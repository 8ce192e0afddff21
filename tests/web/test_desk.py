"""The counsellor's desk, codes for a class, and counts for the school."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from pathways.store import class_hours
from pathways.store.guidance_tables import ClassHourRow, GuidanceKeyRow, GuidanceRow
from pathways.web.desk import due_word
from pathways.web.talk_keys import code_hash
from pathways.web.talk_times import clock_of
from tests.conftest import make_app
from tests.people import make_account, sign_in, signed_in, stranger
from tests.talks import SOON, Talking, begin_talk, lost_key
from tests.visiting import Visited, check_page

CODE = re.compile(r"[A-ZÆØÅ]+-\d\d-[A-ZÆØÅ]+-\d\b")
DAY = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
HOURS = {"count": "6", "day": DAY, "from": "10:00", "to": "12:00"}


@pytest.fixture(scope="module")
def guided(real_facts, tmp_path_factory):
    return make_app(real_facts, tmp_path_factory.mktemp("desk"))


@pytest.fixture
def counsellor(guided):
    return signed_in(guided, "counsellor")


def desk_of(client, **typed):
    address = "/en/guidance/desk"
    page = Visited(address, client.post(address, data=typed) if typed else client.get(address))
    check_page(page)
    return page


def page_of_talk(talk, who):
    return Visited(talk.address, talk.see(who))


class TestDesk:
    def test_an_empty_desk_says_how_to_begin(self, counsellor):
        assert "No talks yet" in desk_of(counsellor).words("main")

    def test_talks_stand_by_code_the_one_touched_last_first(self, guided, counsellor):
        talks = [begin_talk(guided, counsellor) for _ in range(3)]
        talks[0].change("next", next_step="Ring the school", next_on=SOON, was="{}")
        page = desk_of(counsellor)
        labels = [link.text_content() for link in page.all("section[aria-labelledby=h-talks] a.name")]
        assert labels == [talks[0].row.label, talks[2].row.label, talks[1].row.label]
        assert "Ring the school" in page.words("section[aria-labelledby=h-talks]")

    def test_what_is_due_stands_on_top(self, guided, counsellor):
        today = datetime.now(UTC).date()
        for step, on in (("late", today - timedelta(days=3)), ("soon", today + timedelta(days=3)),
                         ("later", today + timedelta(days=90))):  # fmt: skip
            talk = begin_talk(guided, counsellor)
            assert talk.change("next", next_step=step, next_on=SOON, was="{}").status_code == 200
            talk.set(next_on=on)
        words = desk_of(counsellor).words("section[aria-labelledby=h-due]")
        assert words.index("late") < words.index("soon")
        assert "later" not in words

    @pytest.mark.parametrize(
        ("on", "word"), [(None, ""), (date(2027, 1, 14), "past"), (date(2027, 1, 15), "soon"),
                         (date(2027, 1, 29), "soon"), (date(2027, 1, 30), "later")],
    )  # fmt: skip
    def test_how_near_a_day_is(self, on, word):
        assert due_word(on, date(2027, 1, 15)) == word

    @pytest.mark.parametrize("q", ["RÅDHUS", "radhus", "pilot rådhus", "label"])
    def test_a_search_finds_every_word_wherever_it_stands_and_however_it_is_spelt(self, guided, counsellor, q):
        talk, other = begin_talk(guided, counsellor), begin_talk(guided, counsellor)
        talk.note("", "Talte om rådhuset")
        talk.note("Talte om rådhuset", "Talte om rådhus og mere")
        talk.change("next", next_step="See the pilot plant", was="{}")
        page = desk_of(counsellor, q=talk.row.label.lower() if q == "label" else q)
        assert talk.id in page.text
        assert other.id not in page.text or other.row.label == talk.row.label
        assert page.one("#f-q").get("value")

    def test_a_search_that_finds_nothing_says_so_and_keeps_what_was_typed(self, guided, counsellor):
        begin_talk(guided, counsellor)
        page = desk_of(counsellor, q="<b>no such word</b>")
        assert "No talk holds “<b>no such word</b>”" in page.words("main")
        assert page.one("#f-q").get("value") == "<b>no such word</b>"


class TestClassHour:
    def make(self, client, **changed):
        return client.post("/en/guidance/class", data={**HOURS, **changed})

    def test_the_form_proposes_an_hour_and_a_half_from_now_that_can_be_sent_as_it_is(self, counsellor):
        form = Visited("/en/guidance/class", counsellor.get("/en/guidance/class"))
        typed = {name: form.one(f"#f-{name}").get("value") for name in ("count", "day", "from", "to")}
        assert typed["to"] >= typed["from"]
        assert typed["from"] == "23:59" or counsellor.post("/en/guidance/class", data=typed).status_code == 303

    def test_what_is_missing_is_said_to_be_missing_by_the_name_of_its_field(self, counsellor):
        refused = Visited("/en/guidance/class", self.make(counsellor, **{"day": "", "from": "", "to": ""}))
        assert refused.words("#e-day") == "Error: Day: choose a day."
        assert "From: a time of day is missing." in refused.words("#e-from")
        assert "To: a time of day is missing." in refused.words("#e-to")

    def test_as_many_codes_as_asked_for_on_one_sheet(self, guided, counsellor):
        made = self.make(counsellor)
        assert made.status_code == 303
        page = Visited(made.location, counsellor.get(made.location))
        check_page(page)
        codes = CODE.findall(page.text)
        assert len(codes) == len(set(codes)) == 6
        assert "Valid from 10:00 to 12:00." in page.words("main")

    def test_all_are_good_for_the_same_hours_and_for_no_others(self, guided, counsellor, fresh_address):
        sheet = self.make(counsellor).location
        codes = CODE.findall(counsellor.get(sheet).get_data(as_text=True))
        early = guided.test_client().post("/en/guidance/join", data={"code": codes[0]}, environ_base=fresh_address())
        assert early.status_code == 422
        self.shift(guided, counsellor, sheet)
        for code in codes:
            joined = guided.test_client().post("/en/guidance/join", data={"code": code})
            assert joined.status_code == 303

    def shift(self, guided, counsellor, sheet):
        """Let the hours be now."""
        now, id = datetime.now(UTC), sheet.rpartition("/")[2]
        hours = {"opens_at": now - timedelta(minutes=5), "closes_at": now + timedelta(hours=1)}
        with guided.extensions["pathways"].rows(write=True) as session:
            talks = [row.id for row in class_hours.talks_in(session, id)]
            session.execute(update(GuidanceRow).where(col(GuidanceRow.class_id) == id).values(**hours))
            session.execute(update(ClassHourRow).where(col(ClassHourRow.id) == id).values(**hours))
            keys = update(GuidanceKeyRow).where(
                col(GuidanceKeyRow.guidance_id).in_(talks), col(GuidanceKeyRow.kind) == "code"
            )
            session.execute(keys.values(expires_at=hours["closes_at"]))

    def test_all_are_voided_at_once_and_what_was_written_stays(self, guided, counsellor, fresh_address):
        sheet = self.make(counsellor, count="3").location
        self.shift(guided, counsellor, sheet)
        codes = CODE.findall(counsellor.get(sheet).get_data(as_text=True))
        student = guided.test_client()
        id = student.post("/en/guidance/join", data={"code": codes[0]}).location.rpartition("/")[2]
        talk = Talking(guided, counsellor, student, id)
        assert talk.note("", "begun", student).status_code == 200
        assert guided.test_client().post("/en/guidance/join", data={"code": codes[1]}).status_code == 303
        before = Visited(sheet, counsellor.get(sheet))
        assert "1 of 3 talks begun. Whoever has joined but not written or" in before.words("main"), "two have joined"
        assert before.all("[data-print]")
        until = clock_of(datetime.now(UTC) + timedelta(hours=1))
        assert f"until {until[:3]}" in page_of_talk(talk, student).words("#t-bar")
        assert not page_of_talk(talk, student).all("[data-minutes]")
        assert "None of the 3 codes lets anybody in any more" in before.words("details"), "it is said before"
        assert "deleted, even while a student sits in one" in before.words("details")
        assert counsellor.post(f"{sheet}/void").status_code == 303
        for code in codes:
            refused = guided.test_client().post("/en/guidance/join", data={"code": code}, environ_base=fresh_address())
            assert refused.status_code == 422
        assert talk.see(student).status_code == 404
        assert talk.row.notes == "begun"
        page = Visited(sheet, counsellor.get(sheet))
        check_page(page)
        assert not CODE.findall(page.words("main"))
        assert not page.all("[data-print]"), "nothing is left to print"
        assert "The codes were valid from" in page.words("main")
        desk = counsellor.get("/en/guidance/desk").get_data(as_text=True)
        assert desk.count("/guidance/talks/") == 1, "those that nobody began are gone"

    def test_codes_voided_before_their_hours_are_not_said_to_be_valid(self, counsellor):
        sheet = self.make(counsellor).location
        assert counsellor.post(f"{sheet}/void").status_code == 303
        page = Visited(sheet, counsellor.get(sheet))
        assert page.words(".lead") == "The codes were voided before their hours began."

    def test_what_a_class_wrote_stands_under_its_hour_and_is_found_by_a_search(self, guided, counsellor):
        alone, sheet = begin_talk(guided, counsellor), self.make(counsellor, count="2").location
        self.shift(guided, counsellor, sheet)
        student = guided.test_client()
        door = student.post("/en/guidance/join", data={"code": CODE.findall(counsellor.get(sheet).text)[0]})
        of_class = Talking(guided, counsellor, student, door.location.rpartition("/")[2])
        assert of_class.note("", "windmills", student).status_code == 200
        page = desk_of(counsellor)
        assert page.one("section[aria-labelledby=h-talks] a.name").text_content() == alone.row.label
        assert "1 talk, the one touched last first. Those of a class stand below" in page.words("main")
        assert page.words(".of-hour summary") == "1 talk 1 open now"
        assert page.one(".of-hour a.name").text_content() == of_class.row.label
        assert counsellor.post(f"/en/guidance/talks/{alone.id}/delete").status_code == 303
        words = desk_of(counsellor).words("section[aria-labelledby=h-talks]")
        assert "Those of a class stand below" in words
        assert "0 talks" not in words
        found = desk_of(counsellor, q="windmills")
        assert found.one("section[aria-labelledby=h-talks] a.name").text_content() == of_class.row.label
        assert not found.all(".of-hour")

    @pytest.mark.parametrize(
        ("field", "typed"),
        [("count", "0"), ("count", "37"), ("count", "many"), ("count", ""), ("day", "2027-02-30"), ("day", "tomorrow"),
         ("day", "2020-01-01"), ("day", "9999-12-31"), ("day", "0001-01-01"), ("from", "25:00"), ("day", ""),
         ("to", "10:00"), ("to", ""), ("to", "23:59")],
    )  # fmt: skip
    def test_what_cannot_be_used_is_told_at_its_field_and_stays(self, counsellor, field, typed):
        refused = self.make(counsellor, **{field: typed})
        assert refused.status_code == 422
        page = Visited("/en/guidance/class", refused)
        check_page(page)
        assert page.all(f"#problem a[href='#f-{field}']")
        assert page.all(f"#e-{field}")
        assert {name: page.one(f"#f-{name}").get("value") for name in HOURS} == {**HOURS, field: typed}

    def test_a_sheet_printed_anew_after_the_server_lost_its_key_lets_in(self, guided):
        email, password = make_account(guided)
        sheet = self.make(sign_in(stranger(guided), email, password)).location
        with lost_key(guided):
            page = sign_in(stranger(guided), email, password).get(sheet)
            codes = CODE.findall(page.get_data(as_text=True))
            assert len(set(codes)) == 6
            with guided.app_context(), guided.extensions["pathways"].rows() as session:
                good = {row.hash for row in session.exec(select(GuidanceKeyRow)).all()}
                assert {code_hash(code) for code in codes} <= good

    def test_another_s_sheet_is_not_there(self, guided, counsellor):
        sheet = self.make(counsellor).location
        other = signed_in(guided, "counsellor")
        assert other.get(sheet).status_code == 404
        assert other.post(f"{sheet}/void").status_code == 404
        assert CODE.findall(counsellor.get(sheet).get_data(as_text=True)), "and it was not voided"


class TestCounts:
    def counts(self, client):
        page = Visited("/en/guidance/counts", client.get("/en/guidance/counts"))
        check_page(page)
        return page.words("main")

    def begun(self, guided, client, *, months_ago=1):
        talk = begin_talk(guided, client)
        talk.change("start", from_="neg-htx", was="{}")
        talk.set(created_at=datetime.now(UTC) - timedelta(days=31 * months_ago))

    def test_few_are_not_counted_and_a_school_is_counted_together(self, guided):
        one, two, three = (signed_in(guided, "counsellor", organisation_id="absalon") for _ in range(3))
        assert "no talks to count" in self.counts(one)
        for client in (one, one, two, two):
            self.begun(guided, client)
        assert "fewer than 5" in self.counts(one)
        for _ in range(3):
            self.begun(guided, two)
        words = self.counts(one)
        assert "7 talks up to" in words
        assert "Technical upper-secondary exam (HTX)7" in words
        assert "fewer than 5" in self.counts(two), "of the seven, five are their own: two would be left"
        assert "7 talks up to" in self.counts(three)

    def test_what_is_begun_this_month_is_counted_when_the_month_is_over(self, guided):
        client = signed_in(guided, "counsellor", organisation_id="zealand")
        for _ in range(6):
            self.begun(guided, client, months_ago=0)
        assert "no talks to count" in self.counts(client)

    def test_one_who_belongs_to_no_school_sees_their_own(self, guided, counsellor):
        assert "no talks to count" in self.counts(counsellor)

    @pytest.mark.parametrize(
        ("kind", "language", "heading"),
        [("counsellor", "en", "Counts for the school"), ("administrator", "en", "Counts for all schools"),
         ("counsellor", "da", "Skolens tal"), ("administrator", "da", "Skolernes tal")],
    )  # fmt: skip
    def test_the_heading_says_whose_counts_they_are(self, guided, kind, language, heading):
        address = f"/{language}/guidance/counts"
        page = Visited(address, signed_in(guided, kind).get(address))
        check_page(page)
        assert page.words("h1") == heading

    def test_a_talk_that_nobody_began_does_not_count(self, guided):
        client = signed_in(guided, "counsellor", organisation_id="dtu")
        for _ in range(6):
            begin_talk(guided, client)
        assert "no talks to count" in self.counts(client)
