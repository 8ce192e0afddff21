"""The life of a gap flag: who may do what, where it leads, and that nothing of its history can be otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain import flags as f
from pathways.domain.flag_json import event_of, said_of
from pathways.domain.flags import Action, Actor, State, Subject
from tests.histories import COMPANY, OTHER_SCHOOL, SCHOOL, START, ask, begun, next_event, standing, walk

TABLE = """
flagged       company      edit → flagged        renew → flagged       withdraw → withdrawn   comment → flagged
flagged       institution  acknowledge → acknowledged   pass-on → passed-on   decline → declined   comment → flagged
flagged       editor       map → flagged
flagged       clock        lapse → lapsed
acknowledged  company      edit → acknowledged   renew → acknowledged  withdraw → withdrawn   comment → acknowledged
acknowledged  institution  pass-on → passed-on   plan → planned   decline → declined   comment → acknowledged
acknowledged  editor       map → acknowledged
acknowledged  clock        lapse → lapsed
passed-on     company      edit → passed-on      renew → passed-on     withdraw → withdrawn   comment → passed-on
passed-on     institution  acknowledge → acknowledged   decline → declined   comment → passed-on
passed-on     editor       map → passed-on
passed-on     clock        lapse → lapsed
planned       company      edit → planned        renew → planned       withdraw → withdrawn   comment → planned
planned       institution  plan → planned   deliver → delivered   decline → declined   comment → planned
planned       editor       map → planned
planned       clock        lapse → lapsed
delivered     company      edit → delivered      renew → delivered     withdraw → withdrawn   comment → delivered
delivered     company      confirm → confirmed   not-yet → planned
delivered     institution  comment → delivered
delivered     editor       map → delivered
delivered     clock        lapse → lapsed
confirmed     company      comment → confirmed
confirmed     institution  comment → confirmed
declined      company      flag-again → flagged  comment → declined
declined      institution  comment → declined
"""
"""Who may do what with a flag that stands how, and where that leads. All else is refused."""


def written_out() -> dict[tuple[State, Actor, Action], State]:
    allowed = {}
    for line in TABLE.strip().splitlines():
        state, actor, *words = line.split()
        for action, arrow, after in zip(words[::3], words[1::3], words[2::3], strict=True):
            assert arrow == "→"
            allowed[State(state), Actor(actor), Action(action)] = State(after)
    return allowed


ALLOWED = written_out()
CASES = [
    pytest.param(*case, ALLOWED.get(case), id=" ".join(case) + (": allowed" if case in ALLOWED else ": refused"))
    for case in product(State, Actor, Action)
]


@pytest.mark.parametrize(("state", "actor", "action", "after"), CASES)
def test_who_may_do_what_with_a_flag_that_stands_how(state, actor, action, after):
    flag = standing(state, unmapped=action is Action.MAP)
    event = next_event(flag, action, actor)
    assert f.may(state, actor, action) == (after is not None)
    assert (action in f.actions_of(flag, actor)) == (after is not None)
    if after is None:
        with pytest.raises(f.NotAllowed) as refused:
            f.act(flag, event, flag.seen)
        assert (refused.value.state, refused.value.actor, refused.value.action) == (state, actor, action)
    else:
        done = f.act(flag, event, flag.seen)
        assert (done.state, done.events) == (after, (*flag.events, event))


def test_every_state_is_reached_and_only_the_open_ones_can_be_withdrawn():
    assert {standing(state).state for state in State} == set(State)
    assert {state for state, _, action in ALLOWED if action is Action.WITHDRAW} == f.OPEN
    assert {state for state in State if standing(state).is_open} == f.OPEN


@pytest.mark.parametrize(
    "event",
    [
        pytest.param({"actor": Actor.INSTITUTION}, id="by an institution"),
        pytest.param({"action": Action.COMMENT}, id="with a comment"),
        pytest.param({"ask": None}, id="without asking for anything"),
        pytest.param({"number": 2}, id="in the middle"),
    ],
)
def test_a_flag_begins_in_one_way_only(event):
    first = replace(begun().events[0], **event)
    with pytest.raises(f.NotAllowed) as refused:
        f.begin("f1", first)
    told = refused.value
    assert (told.state, told.actor, told.action) == (State.FLAGGED, first.actor, first.action)


def test_a_refusal_says_who_may_not_do_what():
    told = f.NotAllowed(State.DECLINED, Actor.COMPANY, Action.RENEW)
    assert str(told) == "company may not renew a flag that is declined."
    assert str(f.Meanwhile(())) == "Something happened with the flag meanwhile."


def test_only_own_words_are_offered_to_be_mapped():
    assert Action.MAP in f.actions_of(begun(unmapped=True), Actor.EDITOR)
    assert Action.MAP not in f.actions_of(begun(), Actor.EDITOR)


@pytest.mark.parametrize(
    ("way", "action", "change"),
    [
        pytest.param((), Action.ACKNOWLEDGE, {"number": 3}, id="a number is skipped"),
        pytest.param((), Action.ACKNOWLEDGE, {"number": 1}, id="a number is used again"),
        pytest.param((), Action.ACKNOWLEDGE, {"organisation": OTHER_SCHOOL}, id="it is addressed to somebody else"),
        pytest.param((Action.PASS_ON,), Action.ACKNOWLEDGE, {"organisation": SCHOOL}, id="it was passed on"),
        pytest.param((), Action.WITHDRAW, {"organisation": "mill"}, id="it is another company's"),
        pytest.param((), Action.DECLINE, {"words": ""}, id="it is declined without a why"),
        pytest.param((), Action.PASS_ON, {"words": ""}, id="it is passed on without a why"),
        pytest.param((), Action.PASS_ON, {"to": ""}, id="it is passed on to nobody"),
        pytest.param((), Action.PASS_ON, {"to": SCHOOL}, id="it is passed on to the same"),
        pytest.param((), Action.COMMENT, {"words": ""}, id="a comment says nothing"),
        pytest.param((), Action.COMMENT, {"to": OTHER_SCHOOL}, id="a comment passes it on"),
        pytest.param((), Action.COMMENT, {"ask": ask(people=9)}, id="a comment changes what is asked"),
        pytest.param((), Action.EDIT, {"ask": None}, id="an edit without anything asked"),
        pytest.param((), Action.RENEW, {"ask": ask()}, id="a renewal to the same day"),
        pytest.param((), Action.RENEW, {"ask": ask(by=date(2028, 1, 1), people=9)}, id="a renewal that asks for more"),
        pytest.param((Action.ACKNOWLEDGE,), Action.PLAN, {"plan": None}, id="a plan without a plan"),
        pytest.param(
            (Action.ACKNOWLEDGE,), Action.EDIT, {"ask": ask("python")}, id="another skill once it was answered"
        ),
        pytest.param((Action.ACKNOWLEDGE, Action.PLAN), Action.DELIVER, {"changes": ()}, id="nothing is delivered"),
        pytest.param((), Action.MAP, {}, id="what is no own words is mapped"),
    ],
)
def test_an_event_that_does_not_fit_is_refused(way, action, change):
    flag = walk(begun(), way)
    event = replace(next_event(flag, action), **change)
    with pytest.raises(f.NotAllowed):
        f.act(flag, event)


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        pytest.param({}, True, id="a skill takes their place"),
        pytest.param({"subject": Subject.ROLE, "key": "analyst", "level": None}, True, id="a role takes their place"),
        pytest.param({"key": ""}, False, id="nothing takes their place"),
        pytest.param({"words": "other words"}, False, id="the words themselves change"),
        pytest.param({"people": 99}, False, id="something else changes with it"),
    ],
)
def test_mapping_own_words(change, fits):
    flag = begun(unmapped=True)
    event = next_event(flag, Action.MAP)
    event = replace(event, ask=replace(event.ask, **change))
    if fits:
        assert f.act(flag, event).ask.words == flag.ask.words
    else:
        with pytest.raises(f.NotAllowed):
            f.act(flag, event)


def test_another_skill_may_be_asked_for_until_it_was_answered_and_when_it_was_declined():
    other = ask("python")
    flag = begun()
    assert f.act(flag, replace(next_event(flag, Action.EDIT), ask=other)).ask == other
    flag = walk(flag, (Action.DECLINE,))
    assert f.act(flag, replace(next_event(flag, Action.FLAG_AGAIN), ask=other)).ask == other


def test_who_acts_on_an_old_flag_is_told_exactly_what_happened_meanwhile():
    flag = walk(begun(), (Action.ACKNOWLEDGE, Action.COMMENT, Action.PLAN))
    event = next_event(flag, Action.WITHDRAW)
    for seen in range(1, flag.seen):
        with pytest.raises(f.Meanwhile) as told:
            f.act(flag, event, seen)
        assert [one.number for one in told.value.events] == list(range(seen + 1, flag.seen + 1))
    assert f.act(flag, event, flag.seen).state is State.WITHDRAWN
    assert f.act(flag, event).state is State.WITHDRAWN, "the clock has seen nothing"


def test_a_flag_remembers_all_it_was_addressed_to_and_all_that_was_delivered():
    way = (Action.ACKNOWLEDGE, Action.PASS_ON, Action.ACKNOWLEDGE, Action.PLAN, Action.DELIVER)
    flag = walk(begun(), (*way, Action.NOT_YET, Action.DELIVER))
    assert flag.addressees == (SCHOOL, OTHER_SCHOOL)
    assert (flag.addressee, flag.company, flag.since) == (OTHER_SCHOOL, COMPANY, START)
    assert flag.plan is not None
    assert len(flag.changes) == 2
    assert f.replay(flag.id, flag.events) == flag


def test_a_plan_ends_when_it_is_declined_and_its_words_stay_in_the_history():
    planned = walk(begun(), (Action.ACKNOWLEDGE, Action.PLAN))
    declined = walk(planned, (Action.DECLINE,))
    again = walk(declined, (Action.FLAG_AGAIN,))
    assert planned.plan is not None
    assert (declined.plan, again.plan) == (None, None)
    assert planned.plan in [event.plan for event in again.events]
    assert walk(again, (Action.ACKNOWLEDGE, Action.PLAN)).plan is not None


@pytest.mark.parametrize(
    ("by", "lapses"),
    [
        (date(2027, 8, 1), date(2028, 8, 1)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2027, 12, 31), date(2028, 12, 31)),
    ],
)
def test_it_lapses_a_year_after_its_date(by, lapses):
    flag = begun(by=by)
    assert f.lapses_on(flag) == lapses
    before = date.fromordinal(lapses.toordinal() - 1)
    assert (f.state_on(flag, before), f.state_on(flag, lapses)) == (State.FLAGGED, State.LAPSED)


def test_what_is_renewed_lapses_later():
    flag = walk(begun(by=date(2027, 8, 1)), (Action.ACKNOWLEDGE, Action.RENEW))
    assert flag.ask.by == date(2027, 11, 9)
    assert f.lapses_on(flag) == date(2028, 11, 9)
    assert f.state_on(flag, date(2028, 8, 1)) is State.ACKNOWLEDGED


@pytest.mark.parametrize("state", [State.CONFIRMED, State.DECLINED, State.WITHDRAWN])
def test_what_is_over_does_not_lapse(state):
    assert f.state_on(standing(state), date(2099, 1, 1)) is state


TEXTS = st.text(max_size=20)
ASKS = st.builds(
    f.Ask, st.sampled_from(Subject), TEXTS, TEXTS, st.none() | st.integers(1, 4), st.integers(1, 999), st.dates(),
    st.sampled_from(f.Shows), TEXTS, TEXTS, st.sampled_from(f.Visibility),
)  # fmt: skip
EVENTS = st.builds(
    f.Event, st.integers(1), st.datetimes(timezones=st.just(UTC)), st.sampled_from(Actor), TEXTS,
    st.sampled_from(Action), TEXTS, st.none() | ASKS, TEXTS, st.none() | st.builds(f.Plan, TEXTS, TEXTS, TEXTS),
    st.lists(st.builds(f.Change, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS), max_size=3).map(tuple),
)  # fmt: skip


@given(EVENTS)
def test_an_event_comes_back_from_its_row_as_it_was(event):
    row = (event.number, event.at, event.actor.value, event.organisation, event.action.value, said_of(event))
    again = event_of(*row)
    assert again == event
    assert {type(again.actor), type(again.action)} == {Actor, Action}


def test_what_is_empty_is_not_written():
    event = f.Event(1, datetime(2026, 9, 1, tzinfo=UTC), Actor.CLOCK, "", Action.LAPSE)
    assert said_of(event) == "{}"


def test_what_was_said_can_be_read_in_its_row_and_stands_in_one_order():
    event = f.Event(1, START, Actor.COMPANY, COMPANY, Action.PASS_ON, words="Blåbær på dåse", to=SCHOOL)
    assert said_of(event) == '{"to": "school", "words": "Blåbær på dåse"}'
