"""The best case: cases to check by hand."""

from __future__ import annotations

from math import inf, nan

import pytest

from pathways.domain.flow import Bottleneck, best_case, seat_worth, second_line
from pathways.domain.nouns import Interval


def links(*pairs):
    """`links("a-x")`: programme a feeds role x."""
    return [tuple(pair.split("-")) for pair in pairs]


def lack(roles, programmes, wanted, finishing):
    return Bottleneck(tuple(roles.split()), tuple(programmes.split()), wanted, finishing)


@pytest.mark.parametrize(
    ("supply", "openings", "pairs", "filled", "bottlenecks"),
    [
        pytest.param({}, {}, [], 0, [], id="nothing known, nothing said"),
        pytest.param({"a": 5}, {}, ["a-x"], 0, [], id="without openings there is no shortage"),
        pytest.param({}, {"x": 4}, [], 0, [lack("x", "", 4, 0)], id="a role that nobody feeds is short of all"),
        pytest.param({"a": 5}, {"x": 5}, ["a-x"], 5, [], id="just enough is enough"),
        pytest.param({"a": 5}, {"x": 0}, ["a-x"], 0, [], id="a role that wants nobody lacks nobody"),
        pytest.param({"a": 5}, {"x": 7.5}, ["a-x"], 5, [lack("x", "a", 7.5, 5)], id="one role, one programme"),
        pytest.param(
            {"a": 30, "b": 12},
            {"x": 20, "y": 25, "z": 15},
            ["a-x", "a-y", "b-y", "b-z"],
            42,
            [lack("x y z", "a b", 60, 42)],
            id="three roles together ask for 60, all programmes that feed them finish 42",
        ),
        pytest.param(
            {"a": 3, "b": 100},
            {"x": 5, "y": 10},
            ["a-x", "a-y", "b-y"],
            13,
            [lack("x", "a", 5, 3)],
            id="a role that another programme fills is not in it",
        ),
        pytest.param(
            {"a": 1, "b": 1},
            {"x": 2, "y": 5},
            ["a-x", "b-y"],
            2,
            [lack("y", "b", 5, 1), lack("x", "a", 2, 1)],
            id="two that share no programme are two, the larger first",
        ),
        pytest.param(
            {"a": 1, "b": 1},
            {"y": 2, "x": 2},
            ["b-x", "a-y"],
            2,
            [lack("x", "b", 2, 1), lack("y", "a", 2, 1)],
            id="equal ones go by their roles",
        ),
        pytest.param(
            {"a": 0}, {"x": 1}, ["a-x"], 0, [lack("x", "a", 1, 0)], id="a programme that finishes nobody is named"
        ),
        pytest.param({"a": 0.0004}, {"x": 0.0004}, ["a-x"], 0, [], id="what is under half a thousandth is nobody"),
        pytest.param(
            {"x": 3}, {"x": 4}, ["x-x"], 3, [lack("x", "x", 4, 3)], id="a programme and a role may share an id"
        ),
    ],
)
def test_best_case(supply, openings, pairs, filled, bottlenecks):
    found = best_case(supply, openings, links(*pairs))
    assert found.filled == filled
    assert found.unmet == round(sum(openings.values()) - filled, 3)
    assert list(found.bottlenecks) == bottlenecks
    assert found.unjudged == ()


@pytest.mark.parametrize(
    ("supply", "openings", "pairs", "worth"),
    [
        pytest.param({"a": 1, "b": 9}, {"x": 5, "y": 5}, ["a-x", "b-y"], {"a": 1, "b": 0}, id="only where it lacks"),
        pytest.param({"a": 1}, {"x": 1.25}, ["a-x"], {"a": 0.25}, id="no more than is lacking"),
        pytest.param(
            {"a": 1, "b": 5}, {"x": 5, "y": 1}, ["a-x", "a-y", "b-y"], {"a": 1, "b": 0}, id="one that fills elsewhere"
        ),
        pytest.param(
            {"a": 1, "b": 0}, {"x": 1, "y": 5}, ["a-x", "a-y", "b-x"], {"a": 1, "b": 1},
            id="one more frees somebody else for the role that lacks",
        ),
        pytest.param(
            {"a": 0.5, "b": 0}, {"x": 0.5, "y": 5}, ["a-x", "a-y", "b-x"], {"a": 1, "b": 0.5},
            id="half a person is freed, so it is worth a half",
        ),
        pytest.param({"a": 1, "b": 1}, {"x": 1}, ["a-x", "b-z"], {"a": 0}, id="who feeds no judged role is not judged"),
    ],
)  # fmt: skip
def test_worth_of_one_more_finisher(supply, openings, pairs, worth):
    assert best_case(supply, openings, links(*pairs)).worth == worth


def test_a_role_fed_by_an_unknown_programme_is_not_judged():
    found = best_case({"a": 2}, {"x": 5, "y": 3, "z": 9}, links("a-x", "a-y", "dark-x"))
    assert found.unjudged == ("x",)
    assert found.bottlenecks == (lack("z", "", 9, 0), lack("y", "a", 3, 2))
    assert (found.filled, found.unmet) == (2, 10)
    assert found.flows == {("a", "y"): 2}


def test_however_many_an_unknown_programme_finishes_no_less_is_unmet():
    pairs = links("a-x", "a-y", "dark-x")
    supply, openings = {"a": 2}, {"x": 5, "y": 3}
    at_least = best_case(supply, openings, pairs).unmet
    assert [best_case({**supply, "dark": n}, openings, pairs).unmet for n in (0, 4, 5, 1000)] == [6, 2, 1, 1]
    assert at_least == 1


def test_with_effort_is_counted_over_the_same_roles():
    supply, openings, feeds = {"a": 2, "b": 3, "c": 4}, {"x": 5, "y": 3, "z": 2}, links("a-x", "b-y", "dark-z")
    first = best_case(supply, openings, feeds)
    second = second_line(supply, openings, feeds, links("c-x", "dark-x", "c-z"))
    assert (first.unmet, second.unmet) == (3, 0)
    assert first.unjudged == second.unjudged == ("z",)


@pytest.mark.parametrize("people", [-1, nan, inf])
def test_impossible_numbers_are_refused_by_name(people):
    with pytest.raises(ValueError, match=f"a: {people} people cannot finish"):
        best_case({"a": people}, {"x": 1}, links("a-x"))
    with pytest.raises(ValueError, match=f"x: {people} people cannot be wanted"):
        best_case({"a": 1}, {"x": people}, links("a-x"))


def test_more_than_a_million_people_are_refused():
    with pytest.raises(ValueError, match="More than 1000000 people cannot finish"):
        best_case({"a": 999_999, "b": 2}, {"x": 1}, links("a-x"))


def test_a_million_people_are_counted():
    found = best_case({"a": 500_000, "b": 500_000}, {"x": 1_000_000}, links("a-x", "b-x"))
    assert (found.filled, found.unmet) == (1_000_000, 0)


def test_a_seat_is_worth_what_becomes_of_it():
    found = seat_worth(0.5, Interval(0.8, 0.9, 1), Interval(0.5, 0.6, 0.7), Interval(0.1, 0.2, 0.4))
    assert (found.low, found.likely, found.high) == pytest.approx((0.02, 0.054, 0.14))


def test_a_share_that_may_be_nought_may_be_worth_nothing():
    sure = Interval(1, 1, 1)
    assert seat_worth(1, sure, Interval(0, 0.25, 0.5), sure) == Interval(0, 0.25, 0.5)


@pytest.mark.parametrize("share", [Interval(-0.1, 0, 1), Interval(0, 0.5, 1.1), Interval(0.5, 0.4, 1)])
def test_a_share_that_is_none_is_refused(share):
    whole = Interval(1, 1, 1)
    with pytest.raises(ValueError, match="is no share from 0 to 1"):
        seat_worth(1, whole, whole, share)
    with pytest.raises(ValueError, match="is no share from 0 to 1"):
        seat_worth(2, whole, whole, whole)
