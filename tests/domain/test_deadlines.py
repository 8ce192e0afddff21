"""Dates to keep: a day only where it is certain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pathways.domain import nouns as n
from pathways.domain.deadlines import Deadline, deadlines
from pathways.domain.graph import Graph
from pathways.domain.routes import Question, routes
from tests import builders as b
from tests.worlds import admission


def practical(when, topic="deadline"):
    words = n.Text("da", when) if when else None
    return n.Practical("p", topic, (n.ProgrammeId("college"),), b.text("Apply"), None, words, None, b.STATED)


def dates(year, *practicals):
    facts = b.facts({"analyst": {"sql": 2}}, {"college": {"sql": 2}}, feeding=[("college", "analyst")])
    graph = Graph(replace(facts, admissions=(admission("college", "school"),), practicals=practicals))
    (route,) = routes(graph, Question("school"), "analyst")
    return deadlines(graph, route, year)


def found(year, *practicals):
    return [(one.on, one.at) for one in dates(year, *practicals)]


@pytest.mark.parametrize(
    ("when", "on", "at"),
    [
        ("15 March at 12:00 every year", date(2027, 3, 15), (12, 0)),
        ("1 February", date(2027, 2, 1), None),
        ("5 July at 12:00", date(2027, 7, 5), (12, 0)),
        ("31 August", date(2027, 8, 31), None),
        ("1 September", None, None),
        ("31 June", None, None),
        ("1 December", None, None),
        ("1 March / 15 January", None, None),
        ("26 July (seen for 2024)", None, None),
        ("a November evening", None, None),
    ],
)
def test_a_day_is_told_only_where_it_is_certain(when, on, at):
    told = practical(when)
    assert dates(2027, told) == (Deadline(b.programme("college"), told, on, at),)


def test_without_a_year_nothing_is_certain():
    assert found(None, practical("15 March")) == [(None, None)]


def test_certain_days_come_first_and_other_topics_are_left_out():
    later, sooner = practical("5 July"), replace(practical("15 March"), id="q")
    words = replace(practical("in spring"), id="r")
    assert [on for on, _ in found(2027, words, later, sooner)] == [date(2027, 3, 15), date(2027, 7, 5), None]
    assert found(2027, practical("5 July", "housing"), replace(practical(None), id="s")) == []


def test_without_a_year_they_go_by_month_and_day_and_words_alone_come_last():
    words = ("in spring", "5 July", "26 July (seen for 2024)", "15 March at 12:00", "December", "1 March / 15 January")
    told = dates(None, *(replace(practical(when), id=f"p{at}") for at, when in enumerate(words)))
    assert [one.practical.when.en for one in told] == [
        "1 March / 15 January", "15 March at 12:00", "5 July", "26 July (seen for 2024)", "in spring", "December",
    ]  # fmt: skip
    certain = dates(2027, *(replace(practical(when), id=f"p{at}") for at, when in enumerate(words)))
    assert [one.practical.when.en for one in certain] == [
        "15 March at 12:00", "5 July", "1 March / 15 January", "26 July (seen for 2024)", "in spring", "December",
    ]  # fmt: skip


def test_what_is_due_on_one_day_goes_by_the_hour_and_the_whole_day_comes_first():
    noon, whole = practical("15 March at 12:00"), replace(practical("15 March"), id="r")
    early = replace(practical("15 March at 0:01"), id="q")
    assert [at for _, at in found(2027, noon, early, whole)] == [None, (0, 1), (12, 0)]


def test_what_is_due_before_a_later_step_is_told_once_in_the_year_it_begins():
    """Two years of paid work come first, for the sake of the same door."""
    facts = b.facts({"analyst": {"sql": 2}}, {"college": {"sql": 2}}, feeding=[("college", "analyst")])
    door = admission("college", "school", "experience 2")
    graph = Graph(replace(facts, admissions=(door,), practicals=(practical("15 March"),)))
    (route,) = (one for one in routes(graph, Question("school"), "analyst") if one.key == "college^2")
    assert [one.on for one in deadlines(graph, route, 2027)] == [date(2029, 3, 15)]


def test_a_step_that_begins_inside_a_year_has_no_certain_day(real_graph):
    role = "bioprocess-development-scientist"
    route = next(r for r in routes(real_graph, Question("neg-htx"), role) if r.key.endswith("ku-msc-biosolutions"))
    told = deadlines(real_graph, route, 2027)
    assert any(one.on == date(2027, 3, 15) for one in told)
    assert all(one.on is None for one in told if one.programme.id == "ku-msc-biosolutions")
