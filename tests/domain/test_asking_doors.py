"""What is asked about the doors: which level, which condition and which date first, and what each rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pathways.domain import nouns as n
from pathways.domain.asking_state import Asking, Kind, Why
from pathways.domain.conditions import parse
from pathways.domain.graph import Graph
from tests import builders as b
from tests.domain.worlds_of_talks import NARROW, NEXT, SCHOOL, along, asked, dated, facts, listed, programme

DATED = Graph(dated())


def of_door(id: str) -> tuple[n.Evidence, ...]:
    """What the first door of a programme rests on."""
    return (DATED.admissions_to(n.ProgrammeId(id))[0].evidence,)


def doors(**conditions: str) -> Graph:
    """The town with other conditions at the doors of these programmes."""
    town = facts()
    ways = tuple(
        replace(way, condition=parse(conditions[way.programme])) if way.programme in conditions else way
        for way in town.admissions
    )
    return Graph(replace(town, admissions=ways))


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        pytest.param(
            SCHOOL, Asking(Kind.LEVEL, Why.TO_GOAL, ("mathematics", "A", "college"), None, of_door("college")),
            id="a level",
        ),
        pytest.param(
            listed(NARROW, programme("college"), have=("mathematics-B",)),
            Asking(
                Kind.RAISE, Why.ON_LIST, ("mathematics", "A", "college", "B"), parse("mathematics A"),
                of_door("college"),
            ),
            id="a level to raise",
        ),
        pytest.param(
            listed(NARROW, programme("college")),
            Asking(
                Kind.CONDITION, Why.ON_LIST, ("experience", "", "college"), parse("experience 2"), of_door("college")
            ),
            id="a condition",
        ),
        pytest.param(
            listed(NARROW, along("trade")),
            Asking(
                Kind.CONDITION, Why.ON_LIST, ("contract", "training", "trade"),
                parse("contract or (danish 9 and other motivation)"), of_door("trade"),
            ),
            id="a condition on a route",
        ),
        pytest.param(
            listed(NARROW, programme("faraway")),
            Asking(Kind.UNSEEN, Why.ON_LIST, ("faraway",), None, of_door("faraway")), id="nothing was seen",
        ),
        pytest.param(
            listed(NEXT, programme("college"), next_on=date(2027, 4, 1)),
            Asking(
                Kind.DEADLINE, Why.DEADLINE, ("college", "2027-03-15", "apply"), None,
                (DATED.practicals_of(n.ProgrammeId("college"))[0].evidence,),
            ),
            id="a deadline",
        ),
    ],
)  # fmt: skip
def test_a_question_says_what_it_is_about_and_what_it_rests_on(talk, expected):
    assert asked(talk, DATED)[expected.kind] == expected


def test_the_level_that_most_doors_turn_on_is_asked_for():
    graph = doors(college="mathematics A", faraway="physics B", night="physics C")
    talk = listed(SCHOOL, programme("college"), programme("faraway"), programme("night"), goal="")
    assert asked(talk, graph)[Kind.LEVEL].about == ("physics", "B", "faraway")


def test_of_a_choice_of_subjects_the_first_not_said_counts():
    graph = doors(college="physics B or chemistry B", faraway="chemistry B")
    talk = listed(SCHOOL, programme("college"), programme("faraway"), goal="")
    assert asked(talk, graph)[Kind.LEVEL].about == ("physics", "B", "college")


@pytest.mark.parametrize(
    ("condition", "have", "about"),
    [
        pytest.param(
            "physics C and mathematics A", ("mathematics-B", "not-physics"), ("mathematics", "A", "college", "B"),
            id="one level is less than all from the beginning",
        ),
        pytest.param("physics 9", ("not-physics",), ("physics", "9", "college", ""), id="the lowest level is a step"),
        pytest.param(
            "physics 10 and mathematics A", ("not-physics", "mathematics-C"), ("physics", "10", "college", ""),
            id="two levels from nothing are as much as two from C",
        ),
        pytest.param(
            "(mathematics B and physics B) or chemistry A", ("mathematics-B", "physics-C", "not-chemistry"),
            ("physics", "B", "college", "C"), id="what is high enough needs no step",
        ),
    ],
)  # fmt: skip
def test_the_smallest_step_is_asked_about(condition, have, about):
    talk = listed(NARROW, programme("college"), have=have)
    assert asked(talk, doors(college=condition))[Kind.RAISE].about == about


def test_who_can_tell_is_asked_only_where_nothing_was_seen_at_a_door_on_the_list():
    assert Kind.UNSEEN not in asked(listed(NARROW, programme("college"), programme("trade")))
    town = facts()
    graph = Graph(replace(town, feeds=(*town.feeds, b.feeds("faraway", "analyst"))))
    assert Kind.UNSEEN not in asked(NARROW, graph)


def test_the_first_deadline_is_asked_about_wherever_it_stands_on_the_list():
    town = facts()
    (late,) = town.practicals
    early = replace(late, id="early", programmes=("night",), when=n.Text("1. marts", "1 March"))
    graph = Graph(replace(town, practicals=(late, early)))
    talk = listed(NEXT, programme("college"), programme("night"), next_on=date(2027, 4, 1))
    assert asked(talk, graph)[Kind.DEADLINE].about == ("night", "2027-03-01", "early")


@pytest.mark.parametrize(
    ("today", "next_on", "on"),
    [
        pytest.param(date(2027, 3, 15), date(2027, 3, 20), "2027-03-15", id="it is today"),
        pytest.param(date(2027, 3, 1), date(2027, 3, 15), None, id="the step is on its day"),
        pytest.param(date(2027, 3, 1), date(2027, 3, 16), "2027-03-15", id="the step is a day later"),
        pytest.param(date(2027, 3, 16), date(2028, 4, 1), "2028-03-15", id="it comes again next year"),
        pytest.param(date(2027, 3, 16), date(2029, 4, 1), "2028-03-15", id="and that one is the next"),
        pytest.param(date(2027, 3, 20), date(2027, 3, 18), None, id="the day of the step has passed"),
    ],
)
def test_a_deadline_is_asked_about_from_today_to_the_day_of_the_step(today, next_on, on):
    found = asked(listed(NEXT, programme("college"), next_on=next_on), today=today).get(Kind.DEADLINE)
    assert (found.about[1] if found else None) == on


def test_without_a_step_no_deadline_comes_before_it():
    assert Kind.DEADLINE not in asked(listed(NEXT, programme("college"), next_step="", next_on=date(2027, 4, 1)))
