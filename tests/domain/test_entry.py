"""The ways into a programme: alike ones gathered, other lines named, and what one start opens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.conditions import parse
from pathways.domain.entry import approaches, lines_in, lines_out, origin, starting_points, ways_in
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
    assert [meeting.programme.id for meeting in lines_out(town, "degree")] == ["master"]
    assert [meeting.programme.id for meeting in lines_out(town, "trade")] == ["degree"]


def test_what_a_start_opens_comes_first(town):
    found = approaches(town, n.RoleId("analyst"), "degree")
    assert [(one.programme.id, len(one.ways)) for one in found] == [("master", 2), ("degree", 0)]


def test_starting_points_begin_with_the_exams_and_leave_out_what_opens_nothing(town):
    assert [one.id for one in starting_points(town)] == ["exam", "other-exam", "trade", "degree", "school"]


def test_the_tenth_programme_of_a_line_comes_after_the_second(town):
    trades = [b.programme(id, code, n.Kind.VOCATIONAL, eqf=4) for id, code in (("tenth", "E10"), ("second", "E2"))]
    keys = (*town.facts.admissions, admission("degree", "tenth"), admission("degree", "second"))
    more = Graph(replace(town.facts, programmes=(*town.facts.programmes, *trades), admissions=keys))
    meetings = lines_in(more, n.ProgrammeId("degree"))
    assert [meeting.programme.code for meeting in meetings] == ["E1", "E2", "E10"]
    assert [one.id for one in starting_points(more)][2:5] == ["trade", "second", "tenth"]
