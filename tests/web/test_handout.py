"""What is taken home: the page holds everything, paper what fits, the files what they should and nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from icalendar import Calendar

from pathways.domain.guidance import Pick, PickKind, Talk
from pathways.web.handout import certain_dates, handout_of
from pathways.web.handout_files import as_ics, as_json
from pathways.web.handout_paper import shortened
from pathways.web.route_form import Problem
from tests.handouts import LINK, ODD, at_home, empty, full, shown, small, taken
from tests.visiting import Visited, check_html, check_page
from tests.web.test_claims import faults_of

TALKS = {"empty": empty, "small": small, "full": lambda: full("So near", "Many words. " * 800, "Ask")}


@pytest.fixture(params=["en", "da"])
def language(request):
    return request.param


@pytest.fixture
def home(app, real_graph):
    with at_home(app, real_graph):
        yield


def visited(html, language="en"):
    answer = SimpleNamespace(get_data=lambda as_text: html, headers={"Vary": "HX-Request"})
    return Visited(f"/{language}/taken", answer)


@pytest.mark.parametrize("name", TALKS)
def test_the_page_keeps_the_rules_of_the_house(app, real_graph, language, name):
    with at_home(app, real_graph, language):
        page = visited(shown(TALKS[name]()), language)
    check_page(page)
    check_html(page)
    assert faults_of(page) == []


def test_everything_of_the_talk_stands_on_the_page(home):
    page = visited(shown(small()))
    words = page.words("main")
    for said in (
        "Starting from HTX, with maths A, physics B and without chemistry.",
        "“Near home, and I can keep my job at the harbour”",
        "“If two years are enough”",
        "Ask the school about Chemistry B as a summer course 15 Jan 2027",
        "Curious about the pilot plant",
        "Not said yet: Chemistry B",
        "Professionshøjskolen Absalon",
        "15 Mar 2027 at 12:00",
        "until 22 May 2027",
    ):
        assert said in words, said
    assert page.one(".linkline a").get("href") == LINK
    assert [title.text_content().split(".")[0] for title in page.all(".kepthead h2")] == ["1", "2", "3"]


def test_the_words_of_the_talk_are_shown_as_they_were_written(home):
    page = visited(shown(full(ODD, f"{ODD}\n{ODD}", ODD)))
    assert page.all("main script") == []
    assert page.text.count("&lt;script&gt;alert(1)") >= 7
    assert page.one(".boxes .first").text_content().startswith(ODD)
    assert {one.get("dir") for one in page.all(".own, .boxes .first > span:first-child")} == {"auto"}


def test_what_is_gone_is_said_and_never_left_out(home):
    lost = Pick(PickKind.PROGRAMME, "closed-long-ago", line="My first idea")
    page = visited(shown(taken(Talk(shortlist=(lost,), start="no-such-start"))))
    words = page.words("main")
    assert "closed-long-ago" in page.words(".kepthead h2")
    assert "This is no longer in the catalogue: “closed-long-ago”." in words
    assert "Where you start is no longer in the catalogue: “no-such-start”." in words
    assert "“My first idea”" in words


def test_an_empty_talk_has_room_to_write_in(home):
    page = visited(shown(empty()))
    assert page.words("h1") == "Your guidance talk"
    assert "Your next step: none is chosen yet." in page.words(".boxes")
    assert len(page.all(".write line")) > 10
    assert "Dates for the calendar" not in page.words("main")


def test_a_link_that_was_made_anew_says_that_the_old_one_is_void(home):
    assert "one on an older page no longer works" not in shown(small())
    assert "one on an older page no longer works" in shown(replace(small(), fresh=True))


def test_mail_is_offered_where_it_can_be_sent_and_a_wrong_address_is_told(home):
    wrong = {"address": Problem("Write an address like name@school.dk.")}
    page = visited(shown(small(), problems=wrong, typed='"><script>'))
    check_page(page)
    assert page.one("#f-address").get("value") == '"><script>'
    assert "name@school.dk" in page.words("#e-address")
    ways = replace(shown.__globals__["WAYS"], mail=None)
    assert "f-address" not in shown(small(), ways=ways)


def test_dates_behind_us_are_left_out_and_none_stands_twice(home):
    whole = small()
    early, late = (certain_dates(replace(whole, on=day)) for day in (date(2026, 11, 23), date(2027, 4, 1)))
    assert {on for _, on in early} >= {date(2027, 3, 15), date(2027, 7, 5)}
    assert [on for _, on in late] == sorted(on for _, on in late)
    assert min(on for _, on in late) >= date(2027, 4, 1)
    dues = handout_of(whole).dates
    assert len({(one.what, one.on) for one in dues}) == len(dues)
    assert any(len(one.programmes) > 1 for one in dues)


@pytest.mark.parametrize(
    ("wishes", "step", "button"),
    [
        pytest.param({}, "Ask the school", "The next step for the calendar", id="no year, no certain day"),
        pytest.param({}, "", None, id="nothing is certain"),
        pytest.param(
            {"year": "2027"}, "", "The certain dates for the calendar", id="a lottery has no day in the facts"
        ),
    ],
)
def test_the_button_says_what_the_file_for_the_calendar_holds(home, wishes, step, button):
    whole = small()
    talk = replace(whole.talk, wishes=wishes, next_step=step, shortlist=whole.talk.shortlist[1:2])
    told = handout_of(replace(whole, talk=talk))
    page, events = visited(shown(told.taken)), Calendar.from_ical(as_ics(told.taken)).walk("VEVENT")
    assert [link.text_content() for link in page.all("a[href$='.ics']")] == ([button] if button else [])
    assert len(events) == bool(step) + sum(one.on is not None for one in told.dates)
    assert ("What has no certain day yet" in page.words(".todo")) == bool(button), "told where there is a file"


def test_where_every_day_is_certain_the_file_holds_the_dates(home):
    told = handout_of(small())
    assert replace(told, dates=tuple(one for one in told.dates if one.on)).calendar == "Dates for the calendar"


@pytest.mark.parametrize(
    ("notes", "most", "kept"),
    [
        pytest.param("Short and sweet", 100, "Short and sweet", id="what fits stays whole"),
        pytest.param("One two three four " * 9, 40, "One two three four One two three four …", id="cut at a word"),
        pytest.param("a\n\n\n b \n", 300, "a\nb", id="blank lines go"),
        pytest.param("a\nb\nc\nd", 130, "a\nb\nc …", id="many lines are long, too"),
        pytest.param("x" * 200, 40, "x" * 40 + " …", id="one endless word"),
        pytest.param("Anything", 0, "", id="no room at all"),
    ],
)
def test_notes_are_shortened_for_paper(notes, most, kept):
    assert shortened(notes, most) == kept


def test_the_calendar_holds_the_step_with_its_alarm_and_the_dates_that_are_certain(home):
    file = as_ics(replace(small(), notes="A secret of ours"))
    assert file == as_ics(replace(small(), notes="Other words"))
    calendar = Calendar.from_ical(file)
    step, *others = calendar.walk("VEVENT")
    assert (step["DTSTART"].dt, step["DTEND"].dt) == (date(2027, 1, 15), date(2027, 1, 16))
    assert "summer course" in step["SUMMARY"]
    (alarm,) = step.walk("VALARM")
    assert timedelta(days=-1) <= alarm["TRIGGER"].dt < timedelta(0)
    assert {event["DTSTART"].dt.isoformat()[:10] for event in others} >= {"2027-02-01", "2027-03-15", "2027-07-05"}
    assert len({str(event["UID"]) for event in (step, *others)}) == len(others) + 1
    assert b"secret" not in file
    assert LINK.rpartition("/")[2].encode() not in file.replace(b"\r\n ", b"")


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 3, 29), date(2027, 10, 31), date(2027, 11, 1)])
def test_summer_time_moves_neither_the_day_nor_the_hour(home, day):
    talk = replace(small().talk, next_on=day)
    step, *others = Calendar.from_ical(as_ics(replace(small(), talk=talk))).walk("VEVENT")
    assert (step["DTSTART"].dt, step["DTEND"].dt) == (day, day + timedelta(days=1))
    noons = [event["DTSTART"].dt for event in others if isinstance(event["DTSTART"].dt, datetime)]
    assert {noon.hour for noon in noons} == {12}
    assert {noon.astimezone(UTC).hour for noon in noons} == {10, 11}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("7.4 on average in the subjects asked for", "8 on average in the whole exam")),
        ("da", ("7,4 i snit i de krævede fag", "8 i snit på hele eksamen")),
    ],
)
def test_two_averages_are_told_apart(app, real_graph, language, words):
    with at_home(app, real_graph, language):
        talk = replace(small().talk, have=("average-7.4", "grade-8"))
        start = handout_of(replace(small(), talk=talk)).start
    for one in words:
        assert one in start


def test_without_a_day_the_step_is_in_no_calendar(home):
    talk = replace(small().talk, next_on=None, wishes={})
    assert Calendar.from_ical(as_ics(replace(small(), talk=talk))).walk("VEVENT") == []


def test_the_json_holds_everything_that_is_kept_and_what_it_rests_on_today(home):
    whole = replace(small(), notes=ODD)
    told = json.loads(as_json(whole))
    assert (told["notes"], told["link"], told["name"]) == (ODD, LINK, "FJORD 42")
    assert told["talk"]["barriers"] == ["money"]
    assert told["talk"]["likes"] == {"fix-machines": "like"}
    assert [one["name"] for one in told["today"]] == [pick.name for pick in whole.talk.shortlist]
    route, programme, role = (one["says"] for one in told["today"])
    assert route["legs"][0]["evidence"]["programme"]["sources"]
    assert programme["evidence"]["sources"][0]["url"].startswith("http")
    assert role["title"]["en"] == "Process operator"
    assert told["deadlines"][0]["evidence"]["basis"]


def test_in_danish_nothing_is_left_in_english(app, real_graph):
    with at_home(app, real_graph, "da"):
        page = visited(shown(small()), "da")
        ics = as_ics(small()).decode()
    words = page.words("main")
    assert "Dine muligheder" in words
    assert "15. marts 2027 kl. 12.00" in words
    assert not re.search(r"\b(Talk|What|Where|until|at least|talk|kept)\b", words)
    assert "Aftalt i samtalen FJORD 42." in ics
