"""Which questions are good to ask now: each from what is open, never about what was answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from pathways.domain.asking_now import MOST_SHOWN, ORDER, questions
from pathways.domain.asking_state import Kind, Why
from pathways.domain.conditions import SUBJECT_LEVELS, parse
from pathways.domain.graph import Graph
from pathways.domain.guidance import Barrier, Stage, Talk
from pathways.domain.having import read
from tests.builders import feeds, need
from tests.domain.worlds_of_talks import (
    ALL,
    NARROW,
    NEXT,
    SCHOOL,
    TALKS,
    TODAY,
    TOWN,
    along,
    asked,
    facts,
    listed,
    programme,
    role,
    routes_of,
)

MATHS_AND_MORE = ("mathematics-A", "physics-B", "average-7", "experience-3")


@pytest.mark.parametrize(
    ("talk", "kind", "about", "why"),
    [
        pytest.param(Talk(), Kind.START, (), Why.NOT_SAID, id="nobody said where they start"),
        pytest.param(Talk(start="nowhere"), Kind.START, (), Why.NOT_SAID, id="a start that is gone is none"),
        pytest.param(Talk(), Kind.LIKES, (), Why.NOT_SAID, id="nothing is said about what is liked"),
        pytest.param(
            replace(SCHOOL, likes={}), Kind.LIKES, ("desk", "shop"), Why.NOT_SAID, id="likes in the words of the goal"
        ),
        pytest.param(
            replace(SCHOOL, likes={}, goal="chief"), Kind.LIKES, (), Why.NOT_SAID, id="a job of one group has no choice"
        ),
        pytest.param(Talk(stage=Stage.EXPLORE), Kind.GOAL, (), Why.NOT_SAID, id="no job is looked at"),
        pytest.param(SCHOOL, Kind.LEVEL, ("mathematics", "A", "college"), Why.TO_GOAL, id="a level towards the goal"),
        pytest.param(
            replace(SCHOOL, have=("mathematics-A",)), Kind.LEVEL, ("physics", "B", "college"), Why.TO_GOAL,
            id="when it is said, the next one follows",
        ),
        pytest.param(
            replace(SCHOOL, have=("mathematics-A", "physics-C")), Kind.LEVEL, ("chemistry", "B", "college"),
            Why.TO_GOAL, id="the other half of an or",
        ),
        pytest.param(
            listed(replace(SCHOOL, goal=""), programme("college")), Kind.LEVEL, ("mathematics", "A", "college"),
            Why.ON_LIST, id="a level for a door on the list",
        ),
        pytest.param(
            listed(NARROW, programme("college"), have=("mathematics-B",)), Kind.RAISE,
            ("mathematics", "A", "college", "B"), Why.ON_LIST, id="a level that is too low",
        ),
        pytest.param(
            listed(NARROW, programme("college"), have=("not-mathematics", "physics-C", "not-chemistry")), Kind.RAISE,
            ("physics", "B", "college", "C"), Why.ON_LIST, id="the smallest step first",
        ),
        pytest.param(
            listed(NARROW, programme("college"), have=("all-subjects",)), Kind.RAISE,
            ("physics", "B", "college", ""), Why.ON_LIST, id="a subject that one does not have",
        ),
        pytest.param(
            listed(NARROW, programme("college")), Kind.CONDITION, ("experience", "", "college"), Why.ON_LIST,
            id="a condition that is no subject",
        ),
        pytest.param(
            listed(NARROW, programme("college"), have=("experience-3",)), Kind.CONDITION, ("average", "", "college"),
            Why.ON_LIST, id="when it is spoken of, the next one follows",
        ),
        pytest.param(
            listed(NARROW, programme("trade")), Kind.CONDITION, ("contract", "training", "trade"), Why.ON_LIST,
            id="a training agreement",
        ),
        pytest.param(
            listed(NARROW, programme("trade"), have=("not-danish",)), Kind.CONDITION,
            ("contract", "training", "trade"), Why.ON_LIST, id="one part of a choice is out, another not spoken of",
        ),
        pytest.param(
            listed(NARROW, along("college.master", "chief"), have=MATHS_AND_MORE), Kind.CONDITION,
            ("language", "en", "master"), Why.ON_LIST, id="a condition further on along a route",
        ),
        pytest.param(
            listed(NARROW, programme("trade"), start="college"), Kind.CONDITION, ("contract", "training", "trade"),
            Why.ON_LIST, id="a door that begins where one stood before",
        ),
        pytest.param(
            listed(NARROW, programme("faraway")), Kind.UNSEEN, ("faraway",), Why.ON_LIST, id="no source shows it"
        ),
        pytest.param(
            replace(SCHOOL, barriers=frozenset({Barrier.MONEY})), Kind.MONEY, ("trade",), Why.BARRIER,
            id="money, and pay exists towards the goal",
        ),
        pytest.param(
            listed(replace(SCHOOL, goal="", barriers=frozenset({Barrier.MONEY})), role("analyst")), Kind.MONEY,
            ("trade",), Why.BARRIER, id="money, and pay exists towards a job on the list",
        ),
        pytest.param(
            Talk(start="school", barriers=frozenset({Barrier.MONEY})), Kind.MONEY, ("trade",), Why.BARRIER,
            id="money, and pay exists behind a door of the start",
        ),
        pytest.param(
            listed(SCHOOL, programme("faraway"), barriers=frozenset({Barrier.COMMUTE})), Kind.COMMUTE, ("faraway",),
            Why.BARRIER, id="the way there, and nothing is here",
        ),
        pytest.param(
            listed(NARROW, programme("faraway")), Kind.AWAY, ("programme:faraway",), Why.ELSEWHERE,
            id="nothing on the list is here",
        ),
        pytest.param(
            listed(SCHOOL, role("chief"), programme("college"), barriers=frozenset({Barrier.HOURS})), Kind.HOURS,
            ("college",), Why.BARRIER, id="hours, and nothing goes beside a job",
        ),
        pytest.param(
            replace(SCHOOL, barriers=frozenset({Barrier.LANGUAGE})), Kind.LANGUAGE, (), Why.NOT_SAID,
            id="language, and none is wished for",
        ),
        pytest.param(
            listed(SCHOOL, programme("faraway"), barriers=frozenset({Barrier.LANGUAGE}), wishes={"language": "da"}),
            Kind.LANGUAGE, ("faraway", "da"), Why.WISH, id="language, and the list is in another",
        ),
        pytest.param(
            listed(NARROW, programme("college"), programme("trade"), likes={"make": "unsure"}), Kind.APART,
            ("make", "programme:trade", "programme:college"), Why.UNSURE, id="what one is unsure of tells two apart",
        ),
        pytest.param(
            listed(NARROW, role("chief"), role("analyst"), likes={"make": "unsure"}), Kind.APART,
            ("make", "role:analyst", "role:chief"), Why.UNSURE, id="or two jobs",
        ),
        pytest.param(
            listed(NARROW, programme("college"), programme("trade")), Kind.DIFFERENCE,
            ("programme:trade", "programme:college"), Why.PAY, id="one pays, which is told first",
        ),
        pytest.param(
            listed(NARROW, programme("college"), programme("faraway")), Kind.DIFFERENCE,
            ("programme:college", "programme:faraway"), Why.PLACE, id="one is here",
        ),
        pytest.param(
            listed(NARROW, programme("college"), programme("master")), Kind.DIFFERENCE,
            ("programme:college", "programme:master"), Why.LENGTH, id="one is longer",
        ),
        pytest.param(
            listed(NARROW, programme("trade"), programme("night")), Kind.DIFFERENCE,
            ("programme:trade", "programme:night"), Why.LEVEL, id="one ends at a higher level",
        ),
        pytest.param(
            listed(NARROW, programme("trade"), programme("faraway"), programme("college")), Kind.DIFFERENCE,
            ("programme:faraway", "programme:college"), Why.PLACE, id="the pair that differs in least",
        ),
        pytest.param(NARROW, Kind.LIST, (), Why.EMPTY, id="nothing is on the list"),
        pytest.param(
            listed(NARROW, programme("gone")), Kind.OTHER, ("programme:gone",), Why.ALONE, id="one thing is on the list"
        ),
        pytest.param(replace(NEXT, next_step=""), Kind.STEP, (), Why.NO_STEP, id="no step is agreed"),
        pytest.param(replace(NEXT, next_on=None), Kind.DAY, (), Why.NO_DAY, id="the step has no day"),
        pytest.param(replace(NEXT, next_on=date(2027, 1, 31)), Kind.RESULT, (), Why.DAY_PAST, id="the day has passed"),
        pytest.param(NEXT, Kind.WHO, (), Why.AGREED, id="all is agreed: who does it"),
        pytest.param(replace(NEXT, next_on=TODAY), Kind.WHO, (), Why.AGREED, id="the day is today: who does it"),
        pytest.param(
            listed(NEXT, programme("college"), next_on=date(2027, 4, 1)), Kind.DEADLINE,
            ("college", "2027-03-15", "apply"), Why.DEADLINE, id="a deadline before the step's day",
        ),
        pytest.param(
            listed(NEXT, along("college"), next_on=date(2028, 4, 1), wishes={"year": "2028"}), Kind.DEADLINE,
            ("college", "2028-03-15", "apply"), Why.DEADLINE, id="a deadline of the year one wants to begin in",
        ),
    ],
)  # fmt: skip
def test_what_is_open_is_asked(talk, kind, about, why):
    found = asked(talk)[kind]
    assert (found.about, found.why) == (about, why)


def test_likes_are_asked_for_in_what_the_goal_takes_most_of():
    town = facts()
    graph = Graph(replace(town, needs=(*town.needs, need("dreamer", "weld", 3))))
    assert asked(replace(SCHOOL, likes={}, goal="dreamer"), graph)[Kind.LIKES].about == ("shop", "desk")


@pytest.mark.parametrize(
    ("talk", "kind"),
    [
        pytest.param(replace(SCHOOL, have=("all-subjects",)), Kind.LEVEL, id="all subjects were named"),
        pytest.param(replace(SCHOOL, have=("mathematics-A", "physics-B")), Kind.LEVEL, id="every level was said"),
        pytest.param(replace(SCHOOL, start=""), Kind.LEVEL, id="without a start no door is near"),
        pytest.param(replace(SCHOOL, start="college"), Kind.LEVEL, id="nobody goes again through a door behind them"),
        pytest.param(
            listed(replace(SCHOOL, start="college"), programme("college"), stage=Stage.NARROW), Kind.CONDITION,
            id="what is finished on the list asks nothing",
        ),
        pytest.param(listed(NARROW, programme("night")), Kind.CONDITION, id="nobody is asked for their age"),
        pytest.param(
            listed(SCHOOL, programme("trade"), barriers=frozenset({Barrier.MONEY})), Kind.MONEY, id="the list pays"
        ),
        pytest.param(
            listed(SCHOOL, along("trade"), barriers=frozenset({Barrier.MONEY})), Kind.MONEY, id="a route pays"
        ),
        pytest.param(
            replace(SCHOOL, goal="chief", barriers=frozenset({Barrier.MONEY})), Kind.MONEY, id="no pay towards the goal"
        ),
        pytest.param(Talk(barriers=frozenset({Barrier.MONEY})), Kind.MONEY, id="nothing is known of the way"),
        pytest.param(
            listed(SCHOOL, programme("faraway"), programme("night"), barriers=frozenset({Barrier.COMMUTE})),
            Kind.COMMUTE, id="something on the list is here",
        ),
        pytest.param(
            listed(NARROW, programme("faraway"), barriers=frozenset({Barrier.COMMUTE})), Kind.AWAY,
            id="the way there is asked about instead",
        ),
        pytest.param(
            listed(SCHOOL, programme("night"), barriers=frozenset({Barrier.HOURS})), Kind.HOURS, id="one is part-time"
        ),
        pytest.param(
            listed(SCHOOL, along("trade"), programme("night"), barriers=frozenset({Barrier.HOURS})), Kind.HOURS,
            id="one of two is part-time",
        ),
        pytest.param(
            listed(SCHOOL, programme("college"), barriers=frozenset({Barrier.LANGUAGE}), wishes={"language": "da"}),
            Kind.LANGUAGE, id="the list is in the language wished for",
        ),
        pytest.param(
            listed(NARROW, programme("college"), role("analyst"), likes={"make": "unsure"}), Kind.APART,
            id="a job and a programme cannot be held against each other",
        ),
        pytest.param(
            listed(NARROW, programme("college"), programme("master"), likes={"make": "unsure"}), Kind.APART,
            id="both have as much of it",
        ),
        pytest.param(listed(NARROW, programme("college")), Kind.DIFFERENCE, id="one thing differs from nothing"),
        pytest.param(
            listed(NARROW, role("analyst"), programme("college")), Kind.DIFFERENCE, id="a job is no way to it"
        ),
        pytest.param(listed(NARROW, along("trade"), role("gone")), Kind.OTHER, id="two are on the list"),
        pytest.param(listed(NARROW, role("analyst"), goal="", stage=Stage.EXPLORE), Kind.GOAL, id="a job is listed"),
        pytest.param(listed(NEXT, programme("college")), Kind.DEADLINE, id="the deadline is after the step's day"),
        pytest.param(
            listed(NEXT, programme("college"), next_on=date(2027, 1, 1)), Kind.DEADLINE, id="the step's day has passed"
        ),
        pytest.param(
            listed(NEXT, programme("college"), next_on=date(2027, 4, 1), wishes={"year": "2026"}), Kind.DEADLINE,
            id="the deadline has passed",
        ),
        pytest.param(
            listed(NEXT, programme("college"), next_on=date(2027, 4, 1), wishes={"year": "2029"}), Kind.DEADLINE,
            id="the deadline is of another year",
        ),
        pytest.param(
            replace(NEXT, stage=Stage.EXPLORE, next_on=date(2027, 1, 1)), Kind.RESULT, id="not while exploring"
        ),
        pytest.param(replace(NEXT, next_on=TODAY), Kind.RESULT, id="the day is not over"),
        pytest.param(replace(NEXT, next_on=date(2027, 1, 31)), Kind.WHO, id="the day has passed: nothing is ahead"),
        pytest.param(
            listed(NARROW, along("college"), goal="", stage=Stage.EXPLORE), Kind.GOAL, id="a way to a job is listed"
        ),
    ],
)  # fmt: skip
def test_what_is_not_open_is_not_asked(talk, kind):
    assert kind not in asked(talk)


def test_those_side_by_side_are_asked_about_first():
    talk = listed(NARROW, programme("college"), programme("trade"), programme("faraway"), programme("master"))
    assert asked(talk)[Kind.DIFFERENCE].about == ("programme:college", "programme:faraway")
    talk = replace(talk, beside=("programme:master", "programme:trade"))
    assert asked(talk)[Kind.DIFFERENCE].about == ("programme:trade", "programme:master")


def test_a_level_for_the_list_goes_before_one_for_more_doors_to_the_goal():
    town = facts("mathematics A")
    doors = [
        replace(one, condition=parse("mathematics A")) if one.programme == "faraway" else one for one in town.admissions
    ]
    doors = [replace(one, condition=parse("danish 9")) if one.programme == "trade" else one for one in doors]
    graph = Graph(replace(town, admissions=tuple(doors), feeds=(*town.feeds, feeds("faraway", "analyst"))))
    assert asked(SCHOOL, graph)[Kind.LEVEL].about[0] == "mathematics"
    assert asked(listed(SCHOOL, programme("trade")), graph)[Kind.LEVEL].about[0] == "danish"


def test_every_kind_belongs_to_some_part_of_the_talk_and_stands_there_once():
    assert {kind for kinds in ORDER.values() for kind in kinds} == {*Kind}
    assert all(len({*kinds}) == len(kinds) for kinds in ORDER.values())
    assert {*ORDER} == {*Stage}


@given(TALKS)
def test_few_are_shown_and_none_twice(talk):
    routes = routes_of(TOWN, talk)
    shown, every = questions(TOWN, talk, routes, TODAY), questions(TOWN, talk, routes, TODAY, ALL)
    assert len(shown) <= MOST_SHOWN
    assert shown == every[: len(shown)]
    assert len(shown) == min(MOST_SHOWN, len(every))
    assert len({one.kind for one in every}) == len(every)
    assert every == questions(Graph(facts()), talk, routes_of(TOWN, talk), TODAY, ALL)


@given(TALKS)
def test_what_was_answered_in_the_talk_is_never_asked(talk):
    found = asked(talk)
    assert Kind.START not in found or talk.start in {"", "nowhere"}
    assert Kind.LIKES not in found or not talk.likes
    assert Kind.GOAL not in found or talk.goal in {"", "nowhere"}
    assert Kind.LIST not in found or not talk.shortlist
    assert Kind.STEP not in found or not talk.next_step
    assert Kind.DAY not in found or (talk.next_step and talk.next_on is None)
    assert Kind.RESULT not in found or (talk.next_step and talk.next_on < TODAY)
    assert Kind.APART not in found or talk.likes[found[Kind.APART].about[0]] == "unsure"
    assert Kind.LANGUAGE not in found or found[Kind.LANGUAGE].about or not talk.wishes.get("language")
    assert {Barrier(kind) for kind in found if kind in {*Barrier}} <= talk.barriers


@given(TALKS)
def test_what_somebody_said_they_have_is_never_asked(talk):
    held, found = read(TOWN, talk.have)[0], asked(talk)
    said = {*held.subjects, *held.without}
    if Kind.LEVEL in found:
        assert not held.exhaustive
        assert found[Kind.LEVEL].about[0] not in said
    if Kind.RAISE in found:
        subject, level, _, passed = found[Kind.RAISE].about
        assert held.exhaustive or subject in said
        assert passed == held.subjects.get(subject, "")
        assert not passed or SUBJECT_LEVELS.index(passed) < SUBJECT_LEVELS.index(level)
    if Kind.CONDITION in found:
        of, id, _ = found[Kind.CONDITION].about
        assert of not in {*held.amounts, "age"}
        assert (of, id) not in held.tokens
