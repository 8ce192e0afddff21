"""What waits for whom, why and since when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from pathways.domain.flags import Plan, State
from pathways.domain.inbox import (
    Why,
    days_to_answer,
    for_company,
    for_editor,
    for_institution,
    intake_over,
    median_days,
)  # fmt: skip
from tests import flag_stories
from tests.flag_stories import DAY_0, OTHER_SCHOOL, SCHOOL, asking, own_words, story

TODAY = date(2026, 10, 1)


def reasons(inbox) -> list[str]:
    return [str(why) for why in inbox.waiting]


@pytest.mark.parametrize(
    ("steps", "school", "company"),
    [
        pytest.param((), ["new"], [], id="just flagged"),
        pytest.param(("acknowledge",), ["not-planned"], [], id="acknowledged, no plan"),
        pytest.param(("acknowledge", "plan"), [], [], id="planned for later"),
        pytest.param(("acknowledge", "plan", "deliver"), [], ["to-confirm"], id="delivered"),
        pytest.param(("acknowledge", "plan", "deliver", "not-yet"), ["sent-back"], [], id="not yet"),
        pytest.param(("acknowledge", "plan", "deliver", "not-yet", "plan"), [], [], id="planned anew"),
        pytest.param(("acknowledge", "plan", "deliver", "confirm"), [], [], id="confirmed"),
        pytest.param(("decline",), [], ["declined"], id="declined"),
        pytest.param(("withdraw",), [], [], id="withdrawn"),
        pytest.param(("lapse",), [], [], id="lapsed"),
        pytest.param(("comment",), ["new"], ["not-answered"], id="a comment of the school"),
        pytest.param(("acknowledge", "plan", "comment-by-company"), ["not-answered"], [], id="one of the company"),
        pytest.param(("acknowledge", "plan", "comment-by-company", "comment"), [], ["not-answered"], id="answered"),
        pytest.param(("pass-on",), [], [], id="passed on waits for the next one"),
    ],
)
def test_what_waits(steps, school, company):
    flag = story(*steps)
    assert reasons(for_institution([flag], SCHOOL, TODAY)) == school
    assert reasons(for_company([flag], TODAY)) == company


def test_what_was_passed_on_waits_for_the_next_one_and_is_still_among_the_rest_of_the_first():
    flag = story("pass-on")
    assert reasons(for_institution([flag], OTHER_SCHOOL, TODAY)) == ["passed-to-you"]
    assert for_institution([flag], SCHOOL, TODAY).rest == {State.PASSED_ON: (flag,)}


def test_a_plan_waits_from_the_day_its_intake_is_over(monkeypatch):
    monkeypatch.setattr(flag_stories, "PLAN", Plan("college", "2026-09", "Soon"))
    flag = story("acknowledge", "plan")
    assert reasons(for_institution([flag], SCHOOL, date(2026, 9, 30))) == []
    (waiting,) = for_institution([flag], SCHOOL, TODAY).waiting[Why.PAST_INTAKE]
    assert waiting.since == datetime(2026, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("intake", "over"),
    [
        ("2027", date(2028, 1, 1)),
        ("2027-08", date(2027, 9, 1)),
        ("2027-12", date(2028, 1, 1)),
        ("2027-12-31", date(2028, 1, 1)),
    ],
)
def test_when_an_intake_is_over(intake, over):
    assert intake_over(intake) == over


@pytest.mark.parametrize(
    ("today", "waits"),
    [
        pytest.param(date(2028, 8, 1), False, id="61 days before"),
        pytest.param(date(2028, 8, 2), True, id="60 days before"),
        pytest.param(date(2028, 9, 30), True, id="the day before"),
        pytest.param(date(2028, 10, 1), False, id="lapsed"),
    ],
)
def test_a_flag_waits_for_its_company_before_it_lapses(today, waits):
    assert (reasons(for_company([story("acknowledge")], today)) == ["lapses-soon"]) is waits


def test_a_declined_flag_does_not_wait_for_ever():
    flag = story("decline")
    assert reasons(for_company([flag], date(2026, 10, 31))) == ["declined"]
    later = for_company([flag], date(2026, 11, 1))
    assert (reasons(later), later.rest) == ([], {State.DECLINED: (flag,)})


def test_own_words_wait_for_editors_until_they_are_mapped():
    wordy, mapped = story(id="a", ask=own_words()), story("map", id="b", ask=own_words())
    closed = story("withdraw", id="c", ask=own_words())
    inbox = for_editor([wordy, mapped, closed, story(id="d")], TODAY)
    assert [one.flag.id for one in inbox.waiting[Why.TO_MAP]] == ["a"]
    assert (inbox.count, inbox.rest) == (1, {})


def test_the_longest_wait_stands_first_and_one_flag_counts_once():
    late = story(("comment", 5), id="late", ask=asking(by=date(2025, 10, 20)))
    early = story(("comment", 3), id="early")
    inbox = for_company([late, early], TODAY)
    assert [one.flag.id for one in inbox.waiting[Why.NOT_ANSWERED]] == ["early", "late"]
    assert [one.flag.id for one in inbox.waiting[Why.LAPSES_SOON]] == ["late"]
    assert inbox.count == 2


def test_what_is_new_is_what_began_to_wait_since():
    old, new = story(("comment", 3), id="old"), story(("comment", 9), id="new")
    inbox = for_company([old, new], TODAY)
    assert [one.flag.id for one in inbox.new_since(DAY_0 + timedelta(days=3))] == ["new"]
    assert [one.flag.id for one in inbox.new_since(None)] == ["old", "new"]
    assert inbox.new_since(DAY_0 + timedelta(days=9)) == ()


@pytest.mark.parametrize(
    ("steps", "school", "days"),
    [
        pytest.param((), SCHOOL, None, id="nothing answered"),
        pytest.param(("comment",), SCHOOL, None, id="a comment is no answer"),
        pytest.param((("acknowledge", 4), ("plan", 9)), SCHOOL, 4, id="the first answer counts"),
        pytest.param((("pass-on", 2),), SCHOOL, 2, id="passing on is an answer"),
        pytest.param((("pass-on", 2), ("acknowledge", 9)), OTHER_SCHOOL, 7, id="counted from when it came there"),
    ],
)
def test_days_to_answer(steps, school, days):
    assert days_to_answer(story(*steps), school) == days


def test_the_median_of_an_institution():
    flags = [story(("acknowledge", day), id=str(day)) for day in (1, 2, 30)] + [story()]
    assert median_days(flags, SCHOOL) == 2
    assert median_days([story()], SCHOOL) is None
