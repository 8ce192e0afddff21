"""What an editor saves meanwhile reaches the screens of talks soon, and not all of them at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from pathways.domain.editing import Change
from pathways.domain.nouns import Text
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.web.talking import SPREAD
from tests.conftest import make_app
from tests.people import signed_in
from tests.talks import begin_talk

TALKS = 12


@pytest.fixture
def app(real_facts, tmp_path):
    """An application of its own, whose facts are edited."""
    return make_app(real_facts, tmp_path)


@pytest.fixture
def clock():
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        yield clock


def retitle(app, words):
    """Give the first of the programmes another name."""

    def wanted(facts):
        first = facts.programmes[0]
        return [Change("programmes", first, replace(first, title=Text(words, words)))]

    app.extensions["pathways"].change(wanted, Hand(datetime.now(UTC), Via.FORM))


class Screen:
    """The student's screen of a talk."""

    def __init__(self, app, counsellor):
        self.talk = begin_talk(app, counsellor)
        self.etag = self.talk.join().get(f"{self.talk.address}/live").headers["ETag"]

    def asks(self):
        answer = self.talk.student.get(f"{self.talk.address}/live", headers={"If-None-Match": self.etag})
        self.etag = answer.headers["ETag"]
        return answer


def test_each_talk_takes_new_facts_up_at_a_moment_of_its_own_and_none_late(app, clock):
    counsellor = signed_in(app, "counsellor")
    screens = [Screen(app, counsellor) for _ in range(TALKS)]
    retitle(app, "Brewing by night")
    taken = []
    for _ in range(int(SPREAD.total_seconds()) + 1):
        taken.append(sum(b"Brewing by night" in screen.asks().data for screen in screens))
        clock.shift(timedelta(seconds=1))
    assert sum(taken) == TALKS, "once each, and all of them in time"
    assert max(taken) < TALKS / 2, "not all at once"
    assert all(screen.asks().status_code == 304 for screen in screens)


def test_two_screens_of_a_talk_take_them_up_together(app, clock):
    screen = Screen(app, signed_in(app, "counsellor"))
    mine = screen.talk.counsellor.get(f"{screen.talk.address}/live").headers["ETag"]
    retitle(app, "Brewing by night")
    answers = []
    for _ in range(int(SPREAD.total_seconds()) + 1):
        other = screen.talk.counsellor.get(f"{screen.talk.address}/live", headers={"If-None-Match": mine})
        mine = other.headers["ETag"]
        answers.append((other.status_code, screen.asks().status_code))
        clock.shift(timedelta(seconds=1))
    assert answers.count((200, 200)) == 1
    assert answers.count((304, 304)) == len(answers) - 1


@pytest.fixture
def waiting(app, clock, monkeypatch):
    """A screen that has not taken an edit up yet."""
    monkeypatch.setattr("pathways.web.talking.SPREAD", timedelta(days=1))
    screen = Screen(app, signed_in(app, "counsellor"))
    retitle(app, "Brewing by night")
    assert screen.asks().status_code == 304
    return screen


def test_notes_come_alone_meanwhile(waiting):
    waiting.talk.note("", "typed by the other")
    fresh = waiting.asks()
    assert b"typed by the other" in fresh.data
    assert b"t-stage" not in fresh.data
    assert waiting.asks().status_code == 304


def test_what_is_changed_in_the_talk_brings_them_along(waiting):
    waiting.talk.change("stage", stage="next")
    assert b"t-stage" in waiting.asks().data
    waiting.talk.note("", "typed by the other")
    assert b"t-stage" not in waiting.asks().data, "what is known by then is the newest"


def test_a_second_edit_is_not_waited_for(app, waiting):
    retitle(app, "Brewing by day")
    assert waiting.asks().status_code == 200
    assert waiting.asks().status_code == 304
