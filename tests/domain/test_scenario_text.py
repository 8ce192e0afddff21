"""How scenarios are written and read: in a link, and as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain.levers import levers
from pathways.domain.scenario_changes import (
    MOST_CHANGES,
    Change,
    Completion,
    Module,
    NewProgramme,
    Own,
    OwnOf,
    Seats,
    Stay,
    Teach,
    Wanted,
    Why,
)
from pathways.domain.scenario_text import build, fields_of, kind_of, read, read_scenario, written
from pathways.domain.scenario_then import ShortThen, read_then, write_then
from pathways.domain.supply_inputs import inputs
from tests.domain.test_outlook import INTAKES, NOW, flow, world
from tests.scenario_towns import certain, scope, supposed

ids = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
years = st.integers(1990, 2090)
percents = st.integers(0, 1000).map(lambda tenths: tenths / 10)
shares = st.integers(1, 160).map(lambda tenths: tenths / 10)
people = st.tuples(st.integers(0, 2500), st.integers(0, 2500)).map(
    lambda two: n.Interval(min(two), sum(two) / 2, max(two))
)
whole_signed = st.integers(-1000, 1000).filter(bool)


def pairs(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.dictionaries(ids, values, min_size=1, max_size=6).map(lambda found: tuple(found.items()))


def spell(first: int, more: int) -> tuple[int, int]:
    return first, first + more


spells = st.builds(spell, years, st.integers(0, 9))
wanted = st.one_of(
    st.builds(lambda role, when, by: Wanted(role, *when, float(by), in_percent=False), ids, spells, whole_signed),
    st.builds(
        lambda role, when, by: Wanted(role, *when, by / 10, in_percent=True),
        ids, spells, st.integers(-1000, 5000).filter(bool),
    ),
)  # fmt: skip
own = st.one_of(
    st.builds(lambda one, half: Own(OwnOf.LENGTH, one, "", certain(half / 2)), ids, st.integers(1, 20)),
    st.builds(lambda one, value: Own(OwnOf.INTAKE, one, "", value), ids, people),
    st.builds(lambda one, value: Own(OwnOf.COMPLETION, one, "", certain(value)), ids, percents),
    st.builds(lambda one, role, value: Own(OwnOf.SHARE, one, role, certain(value)), ids, ids, percents),
    st.builds(lambda role, when, value: Own(OwnOf.OPENINGS, "", role, value, *when), ids, spells, people),
)
changes: st.SearchStrategy[Change] = st.one_of(
    st.builds(Seats, ids, whole_signed, years),
    st.builds(Completion, ids, percents),
    st.builds(Stay, ids, percents),
    st.builds(Teach, ids, ids, st.integers(1, 4)),
    st.builds(Module, ids, years, pairs(st.integers(1, 4))),
    st.builds(Module, ids, years, pairs(st.integers(1, 4)), ids, shares),
    st.builds(
        NewProgramme, st.sampled_from(n.KINDS), st.integers(2, 20).map(lambda half: half / 2), st.integers(1, 1000),
        years, percents, pairs(shares),
    ),
    wanted,
    own,
)  # fmt: skip


@given(changes)
def test_a_change_is_read_as_it_was_written(change: Change) -> None:
    assert read(written(change), 0) == (change, ())


@given(changes)
def test_a_change_is_built_again_from_its_fields(change: Change) -> None:
    assert build(kind_of(change), fields_of(change), 0) == (change, ())


@given(st.text(max_size=80), st.lists(st.one_of(st.text(max_size=60), changes.map(written)), max_size=15))
def test_whatever_stands_in_a_link_is_read_or_named(name: str, lines: list[str]) -> None:
    scenario, places, problems = read_scenario(name, lines)
    assert len(scenario.changes) == len(places) <= MOST_CHANGES
    unread = {problem.place for problem in problems if problem.place is not None}
    assert unread.isdisjoint(places)
    assert unread | set(places) == set(range(min(len(lines), MOST_CHANGES)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("seats:course: 10:2028", Seats("course", 10, 2028), id="a plus that an address took for a space"),
        pytest.param("seats:course:−10:2028", Seats("course", -10, 2028), id="a long minus"),
        pytest.param("completion:course:82,5 %", Completion("course", 82.5), id="a comma and a sign for per cent"),
        pytest.param(
            "own-openings:analyst:2027–2029:10 - 20",
            Own(OwnOf.OPENINGS, "", "analyst", n.Interval(10, 15, 20), 2027, 2029),
            id="spaces and dashes between two numbers",
        ),
        pytest.param(
            "module:course:2028:sql=3", Module("course", 2028, (("sql", 3),)), id="a module that leads nowhere"
        ),
    ],
)
def test_what_people_type_is_understood(line: str, expected: Change) -> None:
    assert read(line, 0) == (expected, ())


@pytest.mark.parametrize(
    ("line", "field", "why"),
    [
        pytest.param("seats:course:a few:2028", "more", Why.NO_NUMBER, id="a few seats"),
        pytest.param("own-intake:course:a few", "people", Why.NO_NUMBER, id="a few people"),
        pytest.param("own-intake:course:-3", "people", Why.OUT_OF_RANGE, id="fewer people than nobody"),
        pytest.param("own-intake:course:1000000000", "people", Why.OUT_OF_RANGE, id="a thousand million people"),
        pytest.param("seats:course:1000000000:2028", "more", Why.OUT_OF_RANGE, id="a thousand million seats"),
        pytest.param("seats:course:0:2028", "more", Why.OUT_OF_RANGE, id="no seat more"),
        pytest.param("seats:course:2.5:2028", "more", Why.OUT_OF_RANGE, id="half a seat"),
        pytest.param("seats:course:10:soon", "since", Why.NO_NUMBER, id="soon is no year"),
        pytest.param("seats:course:10:28", "since", Why.OUT_OF_RANGE, id="a year of two digits"),
        pytest.param("seats::10:2028", "programme", Why.EMPTY, id="no programme"),
        pytest.param("completion:course:101", "percent", Why.OUT_OF_RANGE, id="a share of more than all"),
        pytest.param("stay:course:-1", "percent", Why.OUT_OF_RANGE, id="a share of less than none"),
        pytest.param("level:course:sql:5", "level", Why.OUT_OF_RANGE, id="a level 5"),
        pytest.param("level:course:<b>:2", "skill", Why.UNREADABLE, id="markup is no skill"),
        pytest.param("openings:analyst:2028:0", "by", Why.OUT_OF_RANGE, id="no opening more"),
        pytest.param("openings:analyst:2029-2028:+1", "period", Why.OUT_OF_RANGE, id="years that run backwards"),
        pytest.param("openings:analyst:2028:-200%", "by", Why.OUT_OF_RANGE, id="two hundred per cent fewer"),
        pytest.param("own-intake:course:9-3", "people", Why.OUT_OF_RANGE, id="from more to fewer"),
        pytest.param("module:course:2028:", "skills", Why.EMPTY, id="a module without a skill"),
        pytest.param("module:course:2028:,", "skills", Why.EMPTY, id="a comma is no skill"),
        pytest.param("module:course:2028:sql=1,sql=2", "skills", Why.TWICE, id="one skill at two levels"),
        pytest.param("module:course:2028:sql=2:analyst", "percent", Why.EMPTY, id="a role without a share"),
        pytest.param("module:course:2028:a=1,b=1,c=1,d=1,e=1,f=1,g=1", "skills", Why.TOO_MANY, id="seven skills"),
        pytest.param("programme:X:3:30:2028:80:analyst=50", "kind", Why.UNREADABLE, id="a kind that is none"),
        pytest.param("programme:D:0:30:2028:80:analyst=50", "years", Why.OUT_OF_RANGE, id="a programme of no length"),
        pytest.param("programme:D:3:30:2028:80:a=60,b=60", "feeds", Why.TOO_MUCH, id="shares of more than all"),
        pytest.param("nonsense", "change", Why.UNREADABLE, id="no change at all"),
        pytest.param("stay:course:10:20:30", "change", Why.UNREADABLE, id="more fields than there are"),
        pytest.param("seats:" + "x" * 900, "change", Why.TOO_LONG, id="a line without end"),
    ],
)
def test_what_cannot_be_typed_is_named_by_its_field(line: str, field: str, why: Why) -> None:
    change, problems = read(line, place=3)
    assert change is None
    assert (3, field, why) in [(problem.place, problem.field, problem.why) for problem in problems]


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ("own-intake:course:5000", True), ("own-intake:course:5001", False), ("seats:course:-1000:2028", True),
        ("seats:course:-1001:2028", False), ("completion:course:100", True), ("completion:course:100.1", False),
        ("openings:analyst:2028:-100%", True), ("openings:analyst:2028:-100.1%", False),
    ],
)  # fmt: skip
def test_each_number_ends_where_its_message_says(line: str, fits: bool) -> None:
    change, problems = read(line, 0)
    assert (change is not None) is fits
    assert [one.why for one in problems] == ([] if fits else [Why.OUT_OF_RANGE])


@pytest.mark.parametrize(("last", "whys"), [(NOW + 10, []), (NOW + 11, [Why.TOO_FAR])])
def test_openings_are_looked_at_ten_years_ahead(last: int, whys: list[Why]) -> None:
    own = Own(OwnOf.OPENINGS, "", "analyst", certain(5), NOW + 5, last)
    assert [one.why for one in supposed(world(), own).problems] == whys


def test_ten_points_more_are_never_more_than_all() -> None:
    nearly = (*INTAKES, flow("completion", 2025, 38, base=40), flow("employment", 2025, 36, base=38, pinned=True,
              role=n.RoleId("analyst")))  # fmt: skip
    graph = world(nearly)
    tried = {type(one): one for one in levers(graph, inputs(graph, (), NOW), scope(graph))}
    assert (tried[Completion].percent, tried[Stay].percent) == (100, 100)


def test_all_problems_of_a_change_are_told_at_once() -> None:
    _, problems = read("programme:X:0:none:12:101:analyst", 0)
    assert [problem.field for problem in problems] == ["kind", "years", "seats", "since", "percent", "feeds"]


def test_twelve_changes_are_kept_and_the_rest_is_named() -> None:
    scenario, _, problems = read_scenario("", ["seats:course:+1:2028"] * 13)
    assert len(scenario.changes) == MOST_CHANGES
    assert [problem.why for problem in problems] == [Why.TOO_MANY]


def test_a_long_name_is_cut_and_named_and_control_signs_are_left_out() -> None:
    scenario, _, problems = read_scenario("x\n" * 100, [])
    assert scenario.name.startswith("x x")
    assert len(scenario.name) <= 80
    assert [problem.field for problem in problems] == ["name"]


@given(st.integers(1990, 2090), st.none() | st.integers(-99_999, 99_999), st.sampled_from(["2026", "2026-11-23"]))
def test_what_was_short_is_read_as_it_was_written(year: int, short: int | None, day: str) -> None:
    then = ShortThen(day, year, short)
    assert read_then(write_then(then)) == then


@pytest.mark.parametrize(
    "line", ["", "2026", "2026-11-23;2028", "x;2028;3", "2026-;2028;3", "2026;2028;a few", "2026;28;1"]
)
def test_what_no_link_of_ours_says_was_short_is_not_read(line: str) -> None:
    assert read_then(line) is None
