"""The ways into a programme: alike ones gathered, other lines named, and what one start opens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.conditions import parse
from pathways.domain.entry import approaches, lines_in, lines_out, origin, starting_points, starting_shelves, ways_in
from pathways.domain.graph import Graph
from tests import builders as b


def admission(programme: str, origin: str, condition: str | None = "mathematics A", **changes: object) -> n.Admission:
    fields = {
        "programme": n.ProgrammeId(programme), "origin": n.ProgrammeId(origin),
        "condition": parse(condition) if condition else None, "condition_text": None, "bridging_years": None,
        "credit_years": None, "pace": n.Pace.FULL_TIME, "note": None, "evidence": b.STATED,
    }  # fmt: skip
    return n.Admission(**{**fields, **changes})


@pytest.fixture(scope="module")
def town():
    base = b.facts({"analyst": {"sql": 2}}, {"degree": {"sql": 2}, "master": {"sql": 3}},
                   [("degree", "analyst"), ("master", "analyst")])  # fmt: skip
    changes = {
        "programmes": (
            b.programme("exam", "N1", n.Kind.UPPER_SECONDARY, eqf=4),
            b.programme("other-exam", "N2", n.Kind.UPPER_SECONDARY, eqf=4),
            b.programme("trade", "E1", n.Kind.VOCATIONAL, eqf=4),
            *base.programmes,
        ),
        "admissions": (
            admission("degree", "school", None),
            admission("degree", "exam"),
            admission("degree", "other-exam"),
            admission("degree", "trade", "physics B"),
            admission("master", "degree"),
            admission("master", "degree", "chemistry B"),
        ),
    }
    fields = {field: getattr(base, field) for field in base.__dataclass_fields__}
    return Graph(n.Facts(**{**fields, **changes}))


def test_exams_that_open_on_the_same_terms_are_one_way(town):
    ways = ways_in(town, n.ProgrammeId("degree"))
    assert [[key.id for key in way.origins] for way in ways] == [["exam", "other-exam"], ["trade"], ["school"]]
    assert [len(way.admissions) for way in ways] == [2, 1, 1]
    assert ways[2].condition is None


def test_a_way_says_on_which_terms_it_is_open(town):
    terms = {"bridging_years": 0.5, "credit_years": 1.0, "pace": n.Pace.PART_TIME, "note": b.text("Evenings")}
    evening = admission("degree", "trade", "physics B", condition_text=b.text("Physics"), **terms)
    (way,) = ways_in(Graph(replace(town.facts, admissions=(evening,))), n.ProgrammeId("degree"))
    assert (way.condition, way.text) == (parse("physics B"), b.text("Physics"))
    assert {name: getattr(way, name) for name in terms} == terms
    assert way.admissions == (evening,)


def test_a_way_that_a_source_states_stands_before_one_we_assume(town):
    facts = {field: getattr(town.facts, field) for field in town.facts.__dataclass_fields__}
    guessed = admission("degree", "exam", evidence=b.ASSUMED)
    stated = admission("degree", "trade", "physics B")
    graph = Graph(n.Facts(**{**facts, "admissions": (guessed, stated)}))
    assert [way.origins[0].id for way in ways_in(graph, n.ProgrammeId("degree"))] == ["trade", "exam"]


def test_a_key_is_a_programme_or_a_start(town):
    assert isinstance(origin(town, "trade"), n.Programme)
    assert isinstance(origin(town, "school"), n.Start)


def test_lines_meet_once_each_and_exams_are_no_lines(town):
    assert [meeting.programme.id for meeting in lines_in(town, n.ProgrammeId("degree"))] == ["trade"]
    assert [(meeting.programme.id, meeting.way.origin) for meeting in lines_out(town, "degree")] == [
        ("master", "degree")
    ]
    assert [meeting.programme.id for meeting in lines_out(town, "trade")] == ["degree"]


def test_what_a_start_opens_comes_first(town):
    found = approaches(town, n.RoleId("analyst"), "exam")
    assert [(one.programme.id, len(one.ways)) for one in found] == [("degree", 1), ("master", 0)]


def test_nobody_is_led_to_what_they_have(town):
    found = approaches(town, n.RoleId("analyst"), "degree")
    assert [(one.programme.id, len(one.ways)) for one in found] == [("master", 2)]


def test_starting_points_begin_with_the_exams_and_leave_out_what_opens_nothing(town):
    assert [one.id for one in starting_points(town)] == ["exam", "other-exam", "trade", "degree", "school"]


def test_starting_points_stand_by_kind_and_what_is_no_programme_comes_last(town):
    assert [(kind, [one.id for one in points]) for kind, points in starting_shelves(town)] == [
        (n.Kind.UPPER_SECONDARY, ["exam", "other-exam"]),
        (n.Kind.VOCATIONAL, ["trade"]),
        (n.Kind.ENGINEERING, ["degree"]),
        (None, ["school"]),
    ]


def test_the_tenth_programme_of_a_line_comes_after_the_second(town):
    trades = [b.programme(id, code, n.Kind.VOCATIONAL, eqf=4) for id, code in (("tenth", "E10"), ("second", "E2"))]
    keys = (*town.facts.admissions, admission("degree", "tenth"), admission("degree", "second"))
    more = Graph(replace(town.facts, programmes=(*town.facts.programmes, *trades), admissions=keys))
    meetings = lines_in(more, n.ProgrammeId("degree"))
    assert [meeting.programme.code for meeting in meetings] == ["E1", "E2", "E10"]
    assert [one.id for one in starting_points(more)][2:5] == ["trade", "second", "tenth"]


@pytest.fixture(scope="module")
def any_trade(town):
    """The same town where `any-trade` opens the degree, and whoever has the trade, a nurse or a smith has one."""
    starts = (
        *town.facts.starts,
        start("any-trade", "any-health-trade", "trade", "smith"),
        start("any-health-trade", "nurse"),
        start("nurse"),
        start("nobody"),
    )
    programmes = (*town.facts.programmes, b.programme("smith", "E2", n.Kind.VOCATIONAL, eqf=4))
    ways = (admission("degree", "any-trade", "chemistry B"), admission("smith", "any-trade"))
    return Graph(replace(town.facts, starts=starts, programmes=programmes, admissions=(*town.facts.admissions, *ways)))


def start(id: str, *also: str) -> n.Start:
    return n.Start(n.StartId(id), b.text(id), tuple(map(n.StartId, also)))


@pytest.mark.parametrize(
    ("id", "starts"),
    [
        pytest.param("trade", ("any-trade",), id="a programme counts as the start that names it"),
        pytest.param("nurse", ("any-health-trade", "any-trade"), id="what follows is followed, nearest first"),
        pytest.param("any-trade", (), id="a start does not count as those who stand at it"),
        pytest.param("school", (), id="nobody names it"),
        pytest.param("gone", (), id="nobody knows it"),
    ],
)
def test_where_someone_stands(any_trade, id, starts):
    assert any_trade.counts_as(id) == (id, *starts)
    for place in starts:
        assert id in any_trade.standing_at(place)[1:]


def test_starts_that_name_each_other_are_one_place(town):
    both = (start("here", "there"), start("there", "here"))
    graph = Graph(replace(town.facts, starts=(*town.facts.starts, *both)))
    assert graph.counts_as("here") == ("here", "there")
    assert graph.standing_at("here") == ("here", "there")


def test_what_is_open_to_any_trade_is_open_to_each_its_own_ways_first(any_trade):
    ways = any_trade.onward_from("trade")
    assert [(way.origin, way.programme) for way in ways] == [
        ("trade", "degree"),
        ("any-trade", "degree"),
        ("any-trade", "smith"),
    ]
    assert [(way.origin, way.programme) for way in any_trade.onward_from("nurse")] == [
        ("any-trade", "degree"),
        ("any-trade", "smith"),
    ]


def test_nobody_goes_on_to_what_they_have(any_trade):
    assert [way.programme for way in any_trade.onward_from("smith")] == ["degree"]


def test_the_lines_in_and_out_are_the_same_ones(any_trade):
    met = lines_in(any_trade, n.ProgrammeId("degree"))
    assert [(one.programme.id, one.way.origin) for one in met] == [("trade", "trade"), ("smith", "any-trade")]
    assert [one.programme.id for one in lines_in(any_trade, n.ProgrammeId("smith"))] == ["trade"]
    assert [one.programme.id for one in lines_out(any_trade, "smith")] == ["degree"]


def test_a_start_opens_what_it_counts_as(any_trade):
    found = approaches(any_trade, n.RoleId("analyst"), "nurse")
    assert [(one.programme.id, [way.origin for way in one.ways]) for one in found] == [
        ("degree", ["any-trade"]),
        ("master", []),
    ]
    points = [one.id for one in starting_points(any_trade)]
    assert points[-4:] == ["school", "any-trade", "any-health-trade", "nurse"]
    assert "smith" in points


def test_in_the_real_town_a_grade_and_a_trade_count_as_what_their_words_say(real_graph):
    assert "neg-htx" in {way.programme for way in real_graph.onward_from("grundskole-9")}
    assert "adgangskursus-ing" in {way.programme for way in real_graph.onward_from("neg-lager-transport")}
    assert "neg-amu-pharma" in {way.programme for way in real_graph.onward_from("adult-25")}
    assert real_graph.counts_as("neg-amu-pharma") == ("neg-amu-pharma",)
