"""What is allowed but looks as if a figure were missing or a link wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain.doubts import counted_before, warnings
from pathways.domain.errors import Fault
from pathways.domain.graph import Graph
from tests.builders import facts, label
from tests.worlds import whole_town


def doubts(*args, **changes):
    return [(fault.table, fault.row, fault.index) for fault in warnings(Graph(facts(*args, **changes)))]


@pytest.mark.parametrize(
    ("needs", "programmes", "feeding", "expected"),
    [
        pytest.param({"a": 2}, {"p": {"a": 2}}, ["p"], [], id="a link with whole cover is not doubted"),
        pytest.param({"a": 4}, {"p": {"a": 1}}, ["p"], [], id="a cover of just a quarter is enough"),
        pytest.param(
            {"a": 2, "b": 2, "c": 2},
            {"p": {"a": 2, "b": 2}, "q": {"c": 2}},
            ["p", "q"],
            [],
            id="a third for the weaker of two feeders is enough",
        ),
        pytest.param(
            dict.fromkeys("abcde", 1),
            {"p": {"a": 1}, "q": dict.fromkeys("abcde", 1)},
            ["q", "p"],
            [("feeds", "p → analyst", 1)],
            id="a link with a fifth is",
        ),
        pytest.param(
            {"a": 2, "b": 2},
            {"p": {"a": 2}, "q": {"a": 2, "b": 1}},
            ["p"],
            [("roles", "analyst", 0)],
            id="a programme without a link that covers more casts doubt on the role",
        ),
        pytest.param({"a": 2}, {"p": {"a": 2}, "q": {"a": 2}}, ["p"], [], id="one that covers as much does not"),
        pytest.param(
            {"a": 4, "b": 4},
            {"p": {"a": 4}, "q": {"a": 2, "b": 2}},
            ["p"],
            [],
            id="nor does one that covers as much with half of every need",
        ),
        pytest.param(
            {"a": 2, "b": 2, "c": 2},
            {"p": {"a": 2}, "q": {"a": 1, "b": 1, "c": 1}, "z": {"a": 2, "b": 2}},
            ["p"],
            [("roles", "analyst", 0)],
            id="the doubt is told once, whichever of two covers more",
        ),
        pytest.param(
            {"a": 2}, {"p": {"a": 1}}, [], [("roles", "analyst", 0)], id="nor does a role nobody is linked to"
        ),
        pytest.param({"a": 2}, {"p": {}}, [], [], id="a role nobody teaches for is not doubted: nothing covers it"),
        pytest.param({"a": 2}, {"p": {}}, ["p"], [], id="a link to a role learnt at work says nothing"),
    ],
)
def test_doubts(needs, programmes, feeding, expected):
    assert doubts({"analyst": needs}, programmes, [(p, "analyst") for p in feeding]) == expected


def test_a_doubt_of_a_link_says_how_little_is_covered_and_what_to_do():
    needs = dict.fromkeys("abcde", 1)
    programmes = {"thin": {"a": 1}, "whole": needs}
    links = [("whole", "analyst"), ("thin", "analyst")]
    assert warnings(Graph(facts({"analyst": needs}, programmes, links))) == (
        Fault(
            "feeds", "thin → analyst", "programme", "The programme covers only 20% of the role's needs.",
            "Complete the outcomes, or see whether the link is right.",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("feeding", "others"),
    [
        pytest.param([], "no programme has", id="nobody is linked"),
        pytest.param(["third"], "the best programme that has, 33%", id="a weaker one is linked"),
        pytest.param(["silent"], "no programme that has can be judged", id="one that says nothing is linked"),
        pytest.param(["silent", "third"], "the best programme that has, 33%", id="one that says nothing and another"),
    ],
)
def test_a_doubt_of_a_role_names_the_best_rival_and_what_the_linked_ones_cover(feeding, others):
    needs = {"a": 2, "b": 2, "c": 2}
    programmes = {"weak": dict.fromkeys("abc", 1), "strong": {"a": 2, "b": 2}, "third": {"c": 2}, "silent": needs}
    world = facts({"clerk": {"rare": 1}, "analyst": needs}, programmes, [(p, "analyst") for p in feeding])
    rows = tuple(
        replace(one, judged_families=("elsewhere",)) if one.id == "silent" else one for one in world.programmes
    )
    [doubt] = warnings(Graph(replace(world, programmes=rows, families=(label("family"), label("elsewhere")))))
    assert doubt == Fault(
        "roles", "analyst", "id", f"strong covers 67% and has no link to it; {others}.",
        "Complete the outcomes, or see whether the link is right.",
    )  # fmt: skip
    assert doubt.index == 1


@pytest.mark.parametrize(
    ("feeding", "table"),
    [
        pytest.param(["many", "other"], "feeds", id="as a feeder that covers an eighth"),
        pytest.param(["other"], "roles", id="as a rival that covers more"),
    ],
)
def test_a_programme_that_says_nothing_of_a_role_is_not_doubted(feeding, table):
    taught = {"many": {"a": 1} if table == "feeds" else {"a": 4, "b": 4}, "other": {"b": 4}}
    world = facts({"analyst": {"a": 4, "b": 4}}, taught, [(p, "analyst") for p in feeding])
    assert [doubt.table for doubt in warnings(Graph(world))] == [table]
    silent = replace(world.programmes[0], judged_families=("elsewhere",))
    families = (label("family"), label("elsewhere"))
    assert warnings(Graph(replace(world, programmes=(silent, world.programmes[1]), families=families))) == ()


TOWN = whole_town()
STARTED = replace(
    TOWN.flows[0], id="f9", kind="intake", role=None, organisation=None, pinned=False, year="2022/23"
)  # fmt: skip
OPENS = str(int(TOWN.town.as_of[:4]) + 1)


@pytest.mark.parametrize(
    ("opens", "flow", "counted"),
    [
        pytest.param(int(OPENS), {}, 2022, id="students counted before it opens"),
        pytest.param(int(OPENS), {"kind": "completion"}, 2022, id="finishers, too"),
        pytest.param(int(OPENS), {"kind": "plan"}, None, id="a plan counts nobody"),
        pytest.param(int(OPENS), {"kind": "application"}, None, id="one may apply before it opens"),
        pytest.param(int(OPENS), {"programme": "master"}, None, id="students of another programme"),
        pytest.param(int(OPENS), {"year": OPENS}, None, id="those it opens with"),
        pytest.param(int(OPENS) - 1, {}, None, id="it opened in the year of the facts"),
        pytest.param(None, {}, None, id="nobody knows when it opened"),
    ],
)
def test_students_are_seldom_counted_before_a_first_intake(opens, flow, counted):
    programme = replace(TOWN.programmes[0], first_intake=opens)
    bent = replace(TOWN, programmes=(programme, *TOWN.programmes[1:]), flows=(*TOWN.flows, replace(STARTED, **flow)))
    assert counted_before(bent, programme) == counted
    found = [fault for fault in warnings(Graph(bent)) if fault.table == "programmes"]
    assert [(fault.row, fault.column, fault.index) for fault in found] == (
        [("college", "first_intake", 0)] * bool(counted)
    )
    assert all(f"Students of {counted} are counted" in fault.problem and OPENS in fault.problem for fault in found)


def test_the_doubt_stands_at_its_programme_and_says_what_may_be_meant():
    at = next(index for index, one in enumerate(TOWN.programmes) if one.id == "master")
    programmes = [
        replace(one, first_intake=int(OPENS)) if index == at else one for index, one in enumerate(TOWN.programmes)
    ]
    bent = replace(TOWN, programmes=tuple(programmes), flows=(*TOWN.flows, replace(STARTED, programme="master")))
    (found,) = [fault for fault in warnings(Graph(bent)) if fault.table == "programmes"]
    assert (found.row, found.index) == ("master", at)
    assert at > 0
    assert found.problem == (
        f"Students of 2022 are counted, and with a first intake in {OPENS} nobody can have started before."
    )
    assert found.remedy == "Write the year in which it took its very first students, not that of the next intake."


def test_the_newest_count_before_a_first_intake_is_named():
    programme = replace(TOWN.programmes[0], first_intake=int(OPENS))
    years = ("2019", "2024", "2021", OPENS)
    flows = tuple(replace(STARTED, id=f"g{year}", year=year) for year in years)
    assert counted_before(replace(TOWN, flows=flows), programme) == 2024
