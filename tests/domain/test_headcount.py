from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.graph import Graph
from pathways.domain.headcount import into_role, into_study, together
from tests.builders import ASSUMED, STATED, facts, text

DERIVED = n.Evidence(n.Basis.DERIVED, STATED.sources, "2024-05")
LINKS = [("beng", "analyst"), ("msc", "analyst")]
JOBS = [("analyst", "works"), ("analyst", "plant"), ("analyst", "lab")]


def flow(number, likely, organisation=None, *, evidence=STATED, programme="beng", onward=None):
    return n.Flow(
        f"flow-{number}", n.ProgrammeId(programme), "employment", text("to work"),
        None if onward else n.RoleId("analyst"), organisation and n.OrganisationId(organisation),
        onward and n.ProgrammeId(onward), n.Interval(likely, likely, likely), None, None, "2025", True, True, None,
        evidence,
    )  # fmt: skip


def town(*flows):
    base = facts({"analyst": {"sql": 1}}, {"beng": {"sql": 1}, "msc": {"sql": 1}}, LINKS, JOBS)
    return Graph(replace(base, flows=flows))


def counted(graph, organisation=None):
    return into_role(graph, n.ProgrammeId("beng"), n.RoleId("analyst"), organisation)


@pytest.mark.parametrize(
    ("flows", "organisation", "likely", "words"),
    [
        pytest.param([], None, None, "number unknown", id="nobody counted"),
        pytest.param([flow(1, 9)], None, 9, "9 a year", id="a printed count"),
        pytest.param([flow(1, 9)], "works", None, "number unknown", id="a whole says nothing about its parts"),
        pytest.param([flow(1, 6, "works")], "works", 6, "6 a year", id="a part"),
        pytest.param(
            [flow(1, 6, "works"), flow(2, 7, "lab")], None, 13, "at least 13 a year", id="parts may miss some"
        ),
        pytest.param([flow(1, 20), flow(2, 7, "lab")], None, 20, "20 a year", id="a whole beats its parts"),
        pytest.param([flow(1, 3)], None, 3, "3 a year", id="a small count is shown as printed"),
        pytest.param(
            [flow(1, 3, evidence=DERIVED)], None, None, "too few to be shown", id="a small one of ours is not"
        ),
        pytest.param([flow(1, 4.5, evidence=ASSUMED)], None, None, "too few to be shown", id="nor an assumed one"),
    ],
)
def test_people_into_a_role(flows, organisation, likely, words):
    found = counted(town(*flows), organisation)
    assert (found.likely, found.words.en) == (likely, words)


def test_one_small_part_hides_the_next_smallest_so_that_it_cannot_be_worked_out():
    graph = town(
        flow(1, 17), flow(2, 7, "works"), flow(3, 6, "plant"), flow(4, 4, "lab", evidence=DERIVED)
    )  # fmt: skip
    shown = {name: counted(graph, name).likely for name in ("works", "plant", "lab")}
    assert shown == {"works": 7, "plant": None, "lab": None}


def test_two_small_parts_hide_each_other():
    graph = town(flow(1, 9, "works"), flow(2, 2, "plant", evidence=DERIVED), flow(3, 4, "lab", evidence=DERIVED))
    assert [counted(graph, name).likely for name in ("works", "plant", "lab")] == [9, None, None]
    assert counted(graph).words.en == "at least 9 a year"


def test_at_least_is_the_sum_of_the_low_ends():
    wide = replace(flow(1, 9, "works"), people=n.Interval(7, 9, 12))
    found = counted(town(wide, flow(2, 6, "lab")))
    assert (found.likely, found.words.en, found.complete) == (15, "at least 13 a year", False)


def test_people_go_on_to_study():
    graph = town(flow(1, 8, onward="msc"))
    assert into_study(graph, n.ProgrammeId("beng"), n.ProgrammeId("msc")).likely == 8
    assert into_study(graph, n.ProgrammeId("msc"), n.ProgrammeId("beng")).likely is None


@pytest.mark.parametrize(
    ("flows", "likely", "danish", "english"),
    [
        pytest.param([], None, "antal ukendt", "number unknown", id="nothing known"),
        pytest.param([flow(1, 8)], 8, "mindst 8 om året", "at least 8 a year", id="one of two known"),
        pytest.param(
            [flow(1, 8), flow(2, 5, programme="msc")], 13, "ca. 13 om året", "about 13 a year", id="both known"
        ),
    ],
)
def test_a_sum_that_leaves_something_out_says_at_least(flows, likely, danish, english):
    graph = town(*flows)
    found = together(into_role(graph, n.ProgrammeId(p), n.RoleId("analyst")) for p in ("beng", "msc"))
    assert (found.likely, found.words) == (likely, n.Text(danish, english))
    assert len(found.flows) == len(flows)
