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
from tests.histories import begun

TODAY = date(2026, 10, 1)


def reasons(inbox) -> list[str]:
    return [str(why) for why in inbox.waiting]


def days_of(inbox) -> dict[Why, float]:
    """How many days after it was flagged the first of each reason began to wait."""
    return {why: (found[0].since - DAY_0) / timedelta(days=1) for why, found in inbox.waiting.items()}


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


@pytest.mark.parametrize(
    ("steps", "why", "day"),
    [
        pytest.param((), Why.NEW, 0, id="flagged"),
        pytest.param((("edit", 2), ("comment", 3)), Why.NEW, 0, id="neither an edit nor a comment is a new flag"),
        pytest.param((("decline", 2), ("flag-again", 4), ("comment", 5)), Why.NEW, 4, id="flagged again"),
        pytest.param((("acknowledge", 2), ("comment", 4)), Why.NOT_PLANNED, 2, id="acknowledged"),
        pytest.param(("acknowledge", "plan", ("deliver", 6), ("not-yet", 8)), Why.SENT_BACK, 8, id="sent back"),
        pytest.param((("comment-by-company", 3),), Why.NOT_ANSWERED, 3, id="the company said something"),
    ],
)
def test_since_when_it_waits_for_an_institution(steps, why, day):
    assert days_of(for_institution([story(*steps)], SCHOOL, TODAY))[why] == day


@pytest.mark.parametrize(
    ("steps", "why", "day"),
    [
        pytest.param(("acknowledge", "plan", ("deliver", 6), ("comment", 7)), Why.TO_CONFIRM, 6, id="delivered"),
        pytest.param((("decline", 2), ("comment", 3)), Why.DECLINED, 2, id="declined"),
        pytest.param((("comment", 3),), Why.NOT_ANSWERED, 3, id="the institution said something"),
    ],
)
def test_since_when_it_waits_for_its_company(steps, why, day):
    assert days_of(for_company([story(*steps)], TODAY))[why] == day


@pytest.mark.parametrize(
    ("steps", "by", "day"),
    [
        pytest.param((("comment", 3),), 2025, 0, id="flagged so late that it lapses soon"),
        pytest.param((("edit", 3), ("acknowledge", 4)), 2025, 3, id="edited since"),
        pytest.param((("renew", 4), ("acknowledge", 5)), 2024, 4, id="renewed, and it lapses soon again"),
        pytest.param((("decline", 2), ("flag-again", 5), ("acknowledge", 6)), 2025, 5, id="flagged again"),
    ],
)
def test_what_lapses_soon_waits_from_when_its_company_last_spoke(steps, by, day):
    flag = story(*steps, ask=asking(by=date(by, 10, 20)))
    assert days_of(for_company([flag], TODAY))[Why.LAPSES_SOON] == day


def test_what_was_passed_on_waits_for_the_next_one_and_is_still_among_the_rest_of_the_first():
    flag = story("pass-on")
    assert reasons(for_institution([flag], OTHER_SCHOOL, TODAY)) == ["passed-to-you"]
    assert days_of(for_institution([flag, story(id="other")], OTHER_SCHOOL, TODAY)) == {Why.PASSED_TO_YOU: 1}
    assert for_institution([flag], SCHOOL, TODAY).rest == {State.PASSED_ON: (flag,)}


def test_a_plan_waits_from_the_day_its_intake_is_over(monkeypatch):
    monkeypatch.setattr(flag_stories, "PLAN", Plan("college", "2026-09", "Soon"))
    flag = story("acknowledge", "plan")
    assert reasons(for_institution([flag], SCHOOL, date(2026, 9, 30))) == []
    (waiting,) = for_institution([flag], SCHOOL, TODAY).waiting[Why.PAST_INTAKE]
    assert waiting.since == datetime(2026, 10, 1, tzinfo=UTC)


def test_what_was_delivered_or_withdrawn_waits_for_no_intake(monkeypatch):
    monkeypatch.setattr(flag_stories, "PLAN", Plan("college", "2026-09", "Soon"))
    flags = [story("acknowledge", "plan", step, id=step) for step in ("deliver", "withdraw")]
    inbox = for_institution(flags, SCHOOL, TODAY)
    assert (inbox.count, {*inbox.rest}) == (0, {State.DELIVERED, State.WITHDRAWN})


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


def test_it_waits_from_sixty_days_before_it_lapses():
    (waiting,) = for_company([story("acknowledge")], date(2028, 9, 30)).waiting[Why.LAPSES_SOON]
    assert waiting.since == datetime(2028, 8, 2, tzinfo=UTC)


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


@pytest.mark.parametrize(
    ("steps", "day"),
    [
        pytest.param((("acknowledge", 2), ("comment", 3)), 0, id="flagged"),
        pytest.param((("edit", 3), ("acknowledge", 4)), 3, id="written anew"),
        pytest.param((("decline", 2), ("flag-again", 4), ("acknowledge", 5)), 4, id="flagged again"),
    ],
)
def test_own_words_wait_from_when_the_company_last_wrote_them(steps, day):
    assert days_of(for_editor([story(*steps, ask=own_words())], TODAY)) == {Why.TO_MAP: day}


def test_after_one_flag_comes_what_waits_most_urgently():
    sent_back = story("acknowledge", "plan", "deliver", "not-yet", id="sent back")
    new, newer = story(id="new"), story("decline", "flag-again", id="newer")
    inbox = for_institution([sent_back, newer, new], SCHOOL, TODAY)
    assert inbox.next_but("another") == new
    assert inbox.next_but("new") == newer
    assert for_institution([sent_back, new], SCHOOL, TODAY).next_but("new") == sent_back
    assert for_institution([new], SCHOOL, TODAY).next_but("new") is None


def test_what_does_not_wait_stands_newest_first():
    middle, old, new = (begun(f"day {day}", at=DAY_0 + timedelta(days=day)) for day in (2, 1, 3))
    assert for_company([middle, old, new], TODAY).rest == {State.FLAGGED: (new, middle, old)}


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
        pytest.param((("acknowledge", 4),), OTHER_SCHOOL, None, id="it never came there"),
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
