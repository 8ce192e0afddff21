"""A plan is its link: read back the same, never trusted, and told what differs since."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.conditions import Held, Token, parse
from pathways.domain.following import Broken, KeyFault, read_key, trace
from pathways.domain.graph import Graph
from pathways.domain.journey import LegKind
from pathways.domain.network import UNSEEN
from pathways.domain.plans import Changed, Then, ThenFault, health, read_then, then_of, written
from pathways.domain.routes import Filters, Question, routes
from tests import builders
from tests.worlds import bent

SCIENTIST = "bioprocess-development-scientist"
SPELLED = ("mathematics A", "physics B or geoscience A", "2 of (danish B, english B)", "average 2", "contract")
CONDITIONS = st.sampled_from([*map(parse, SPELLED), Token(UNSEEN, "zealand-laborant")])
THENS = st.builds(
    Then,
    years=st.integers(0, 198).map(lambda halves: halves / 2),
    at_least=st.booleans(),
    cover=st.none() | st.integers(0, 100),
    as_of=st.sampled_from(["2026", "2026-11", "2026-11-23"]),
    open=st.lists(CONDITIONS, unique=True, max_size=6).map(tuple),
)


@given(THENS)
def test_what_it_was_is_read_back_the_same(then):
    assert read_then(written(then)) == then
    assert health(then, then) == ()


@given(THENS, st.integers(0, 200), st.characters())
def test_a_link_that_was_changed_is_another_plan_or_a_named_fault(then, at, letter):
    line = written(then)
    changed = line[: at % len(line)] + letter + line[at % len(line) + 1 :]
    with suppress(ThenFault):
        assert isinstance(read_then(changed), Then)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "years"),
        ("5y", "cover"),
        ("5.5y;86c", "day"),
        ("5.5y;101c;2026", "cover"),
        ("-1y;86c;2026", "years"),
        ("5.5y;86c;yesterday", "day"),
        ("5.5y;86c;2026;<script>", "condition"),
        ("5.5y;86c;2026;nothing", "condition"),
        ("5.5y;86c;2026" + ";contract" * 25, "too-long"),
        ("99.5y;86c;2026", "years"),
        ("5.5y;86c;2026;" + "x" * 2000, "too-long"),
    ],
)
def test_what_cannot_be_read_is_named(line, why):
    with pytest.raises(ThenFault) as fault:
        read_then(line)
    assert fault.value.why == why


@pytest.mark.parametrize(
    ("line", "part", "said"),
    [
        pytest.param("5.5y;86c", "", "day: ''", id="a day that is not there"),
        pytest.param("5y", "", "cover: ''", id="nor is a cover"),
        pytest.param(
            "5.5y;86c;2026;" + "x" * 1186, "x" * 40, f"condition: '{'x' * 1186}'", id="a line as long as may be"
        ),
    ],
)
def test_a_fault_names_the_part_that_cannot_be_read(line, part, said):
    with pytest.raises(ThenFault) as fault:
        read_then(line)
    assert (fault.value.part, str(fault.value)) == (part, said)


def test_as_many_years_and_conditions_as_may_be_are_read():
    then = read_then("99y;100c;2026" + ";contract" * 24)
    assert (then.years, then.cover, len(then.open)) == (99.0, 100, 24)


def test_what_a_route_is_like_is_kept_with_it(real_graph):
    route = trace(real_graph, Question("neg-htx"), SCIENTIST, "absalon-beng-biotek.other-univ-msc").route
    assert route is not None
    kept = then_of(real_graph, replace(route, cover=replace(route.cover, share=0.869)))
    assert (kept.years, kept.at_least, kept.cover) == (5.5, route.at_least, 86)
    assert kept.as_of == real_graph.town.as_of
    assert then_of(real_graph, replace(route, cover=replace(route.cover, share=None))).cover is None


def test_every_difference_is_told_with_both_figures():
    maths, physics = parse("mathematics A"), parse("physics B")
    before = Then(5.5, at_least=False, cover=86, as_of="2026", open=(maths,))
    now = Then(6.0, at_least=False, cover=84, as_of="2027", open=(physics,))
    assert [(one.what, one.before, one.now, one.conditions) for one in health(before, now)] == [
        (Changed.YEARS, 5.5, 6.0, ()),
        (Changed.COVER, 86, 84, ()),
        (Changed.OPENED, None, None, (physics,)),
        (Changed.CLOSED, None, None, (maths,)),
    ]


@pytest.mark.parametrize("start", ["neg-htx", "neg-procesoperator", "grundskole", "absalon-beng-biotek", "work"])
def test_every_route_can_be_followed_again_by_its_key(real_graph, start):
    for role in real_graph.roles:
        for route in routes(real_graph, Question(start), role):
            again = trace(real_graph, Question(start), role, route.key).route
            assert again is not None
            assert (again.key, again.years, again.cover, len(again.open)) == (
                route.key, route.years, route.cover, len(route.open),
            )  # fmt: skip
            assert health(then_of(real_graph, route), then_of(real_graph, again)) == ()


def test_a_route_that_is_no_longer_best_or_wanted_is_followed_all_the_same(real_graph):
    found = trace(real_graph, Question("neg-htx"), SCIENTIST, "absalon-beng-biotek.other-univ-msc").route
    assert found is not None
    assert found.years == 5.5
    unwanted = Question("neg-htx", filters=Filters(beside_job=True))
    assert trace(real_graph, unwanted, SCIENTIST, "absalon-beng-biotek").route is not None


def test_bridging_that_is_no_longer_needed_is_left_out(real_graph):
    held = Held({"mathematics": "A", "physics": "B", "chemistry": "B"})
    found = trace(
        real_graph, Question("neg-procesoperator", held), "process-engineer-upstream", "absalon-beng-biotek~1"
    ).route
    assert found is not None
    assert [leg.kind for leg in found.legs] == [LegKind.STUDY]


def test_a_retired_programme_is_followed_by_its_successor(real_facts):
    place = [programme.id for programme in real_facts.programmes].index("ku-msc-biosolutions")
    graph = Graph(bent(real_facts, "programmes", place, successor="other-univ-msc"))
    followed = trace(graph, Question("neg-htx"), SCIENTIST, "absalon-beng-biotek.ku-msc-biosolutions")
    assert [(one.old.id, one.new.id) for one in followed.replaced] == [("ku-msc-biosolutions", "other-univ-msc")]
    assert followed.route is not None
    assert followed.route.programmes[-1].id == "other-univ-msc"


def test_a_way_that_is_gone_says_where_it_ends(real_facts):
    kept = tuple(a for a in real_facts.admissions if a.programme != "ku-msc-biosolutions")
    graph = Graph(replace(real_facts, admissions=kept))
    followed = trace(graph, Question("neg-htx"), SCIENTIST, "absalon-beng-biotek.ku-msc-biosolutions")
    assert (followed.route, followed.broken) == (None, Broken.NO_WAY_IN)
    assert (followed.tail.id, followed.head.id) == ("absalon-beng-biotek", "ku-msc-biosolutions")


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("nothing", "unknown-programme"),
        ("absalon-beng-biotek.absalon-beng-biotek", "twice"),
        ("absalon-beng-biotek~x", "unreadable"),
        ("@nobody", "unknown-role"),
        ("@process-operator.absalon-beng-biotek", "order"),
        ("x." * 300, "too-long"),
        ("<script>", "unreadable"),
        ("..", "unreadable"),
    ],
)
def test_a_key_that_names_nothing_is_a_named_fault(real_graph, key, why):
    with pytest.raises(KeyFault) as fault:
        trace(real_graph, Question("neg-htx"), SCIENTIST, key)
    assert fault.value.why == why


@given(st.text(max_size=60))
def test_no_key_is_ever_a_trace(real_graph, key):
    with suppress(KeyFault):
        trace(real_graph, Question("neg-htx"), SCIENTIST, key)


def test_decimals_of_years_are_told_from_a_programme_that_begins_with_a_digit():
    facts = builders.facts({"analyst": {"sql": 2}}, {"college": {"sql": 1}, "3d-print": {"sql": 2}})
    graph = Graph(facts)
    for key, worked, bridged in (
        ("college~1.3d-print", 0.0, 1.0),
        ("college^1.5~0.5.3d-print", 1.5, 0.5),
        ("college^2~0.25.3d-print", 2.0, 0.25),
    ):
        (first, second), at_work = read_key(graph, key)
        assert (first.worked, first.bridged, second.programme.id, at_work) == (worked, bridged, "3d-print", ())
