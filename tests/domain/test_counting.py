"""Counts of talks: what is shown, and that nothing that is hidden can be worked out from it."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.counting import FEWEST, Counted, Counts, counted, counts, parts
from pathways.domain.guidance import Barrier, Stage, Talk

TALKS = st.lists(
    st.builds(
        Counted,
        stage=st.sampled_from(Stage), start=st.sampled_from(["", "htx", "stx", "eux"]),
        family=st.sampled_from(["", "lab"]), barriers=st.frozensets(st.sampled_from(Barrier)), agreed=st.booleans(),
    ),
    max_size=40,
)  # fmt: skip


def talk(**more):
    return Counted(**{"stage": Stage.NEXT, "start": "", "family": "", "barriers": frozenset(), "agreed": True, **more})


def test_of_a_talk_only_what_names_nobody_is_counted():
    told = Talk(start="htx", goal="r", next_step="Ring to the school", barriers=frozenset({Barrier.MONEY}))
    assert counted(told, {"r": "lab"}) == Counted(Stage.START, "htx", "lab", frozenset({Barrier.MONEY}), agreed=True)


def test_a_talk_that_looked_at_no_job_is_counted_under_no_family():
    assert counted(Talk(), {"r": "lab"}).family == ""


def test_each_number_of_a_period_stands_where_it_belongs():
    lab = talk(stage=Stage.START, start="htx", family="lab", barriers=frozenset({Barrier.MONEY, Barrier.HOURS}))
    rest = talk(start="stx", barriers=frozenset({Barrier.MONEY}), agreed=False)
    assert counts([*[lab] * 5, *[rest] * 8]) == Counts(
        all=13, agreed=5, stages={"next": 8, "start": 5}, starts={"stx": 8, "htx": 5}, families={"": 8, "lab": 5},
        barriers={"money": 13, "hours": 5},
    )  # fmt: skip


def test_none_is_told_apart_from_few():
    assert counts([]) == Counts(0, None, {}, {}, {}, {})
    assert counts([talk()] * (FEWEST - 1)) == Counts(None, None, {}, {}, {}, {})
    assert counts([talk()] * FEWEST).all == FEWEST


def test_the_next_smallest_is_hidden_with_a_single_small_one():
    assert parts({"a": 20, "b": 9, "c": 2}) == {"a": 20, "b": None, "c": None}
    assert parts({"a": 20, "b": 4, "c": 3}) == {"a": 20, "b": None, "c": None}
    assert parts({"a": 20, "b": 2, "c": 1}) == {"a": None, "b": None, "c": None}, "together they would be 3"
    assert parts({"a": 20, "b": 9}) == {"a": 20, "b": 9}
    assert parts(dict.fromkeys("abcde", 1)) == {}, "five ones are all told by their sum"
    assert parts({"a": 4, "b": 4, "c": 4, "d": 5}) == dict.fromkeys("abcd")


def test_two_hidden_parts_are_enough_where_their_sum_leaves_a_choice():
    assert parts({"a": 20, "b": 3, "c": 2}) == {"a": 20, "b": None, "c": None}, "five may be four and one"
    assert parts({"a": 20, "b": 3, "c": 3}) == {"a": 20, "b": None, "c": None}, "six may be four and two"


def test_five_are_shown_and_none_are_no_secret():
    assert parts({"a": 20, "b": 5}) == {"a": 20, "b": 5}
    assert parts({"a": 20, "b": 2, "z": 0}) == {"a": None, "b": None, "z": 0}


def test_parts_stand_largest_first_then_by_key():
    assert list(parts({"a": 9, "c": 20, "b": 20})) == ["b", "c", "a"]
    assert parts({"z": 9, "y": 9, "c": 2}) == {"y": None, "z": 9, "c": None}, "of equals the first key is hidden"


def test_parts_that_the_caller_hides_stay_hidden():
    assert parts({"a": 20, "b": 9}, hidden=["b"]) == {"a": None, "b": None}


def test_what_a_reader_could_take_off_is_hidden_as_well():
    money = frozenset({Barrier.MONEY})
    found = counts([*[talk()] * 5, talk(barriers=money)], own=[talk(barriers=money)] * 5)
    assert found.barriers == {"money": None}, "six, of which five are their own, leaves one"
    assert counts([talk()] * 4, own=[talk()] * 9).all is None
    assert counts([talk()], own=[talk()] * 9).all is None, "ten, of which nine are their own, leaves one"
    assert counts([], own=[talk()] * 9).all == 9, "their own are no secret to them"


def test_a_readers_own_talks_are_counted_with_the_others():
    stx, htx = talk(start="stx"), talk(start="htx")
    assert counts([stx] * 6, own=[*[stx] * 9, *[htx] * 7]).starts == {"stx": 15, "htx": 7}
    assert counts([*[stx] * 20, *[htx] * 2], own=[htx] * 5).starts == {"stx": None, "htx": None}


def test_what_few_agreed_on_is_hidden_on_both_sides():
    assert counts([*[talk()] * 2, *[talk(agreed=False)] * 20]).agreed is None
    assert counts([*[talk()] * 20, *[talk(agreed=False)] * 2]).agreed is None
    assert counts([talk()] * 20).agreed == 20
    assert counts([talk(agreed=False)] * 20).agreed == 0
    theirs, own = [*[talk()] * 2, *[talk(agreed=False)] * 3], [*[talk()] * 3, *[talk(agreed=False)] * 2]
    assert counts(theirs, own).agreed is None, "hidden, and not nobody"


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 30)))
def test_no_small_part_can_be_worked_out_from_the_others(numbers):
    shown = parts(numbers)
    if not shown:
        return  # nothing is shown at all
    hidden = {key for key, number in shown.items() if number is None}
    assert all(shown[key] == numbers[key] for key in shown.keys() - hidden)
    assert all(number == 0 or number >= FEWEST for number in shown.values() if number is not None)
    if any(0 < number < FEWEST for number in numbers.values()):
        rest = sum(numbers[key] for key in hidden)
        assert len(hidden) > 1
        assert rest >= FEWEST
        assert rest > len(hidden), "or each of them is 1"
        assert not all(numbers[key] == FEWEST - 1 for key in hidden), "or each of them is 4"


@given(TALKS)
def test_counts_agree_with_what_was_counted(told):
    found = counts(told)
    if found.all:
        assert found.all == len(told)
        real = Counter(one.start for one in told)
        assert all(number in {None, real[start]} for start, number in found.starts.items())
        assert all(number is None or number >= FEWEST for number in found.barriers.values())
