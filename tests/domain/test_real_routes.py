"""Routes on the real catalogue: what a student in Kalundborg would be told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain.conditions import Held, spell
from pathways.domain.errors import UnknownId
from pathways.domain.journey import LegKind
from pathways.domain.nouns import Here, Kind
from pathways.domain.phrases import here
from pathways.domain.reach import Band
from pathways.domain.routes import Filters, Question, routes, shortest, standing

SCIENTIST = "bioprocess-development-scientist"
SUBJECTS = Held(
    subjects={"mathematics": "A", "physics": "B", "chemistry": "B", "english": "B"},
    amounts={"average": 7.0},
    tokens=frozenset({("language", "en")}),
)


def keys(found):
    return [route.key for route in found]


@pytest.mark.parametrize(
    ("bachelor", "masters"),
    [
        ("bachelor-bsc-engineering-or-science", {"dtu-msc-biomanufacturing", "other-univ-msc"}),
        ("bachelor-beng-chemistry-or-biotechnology", {"dtu-msc-biomanufacturing", "other-univ-msc"}),
        (
            "bachelor-bsc-biology-biotechnology-food",
            {"dtu-msc-biomanufacturing", "ku-msc-biosolutions", "other-univ-msc"},
        ),
        ("bachelor-other-science-or-engineering", {"other-univ-msc"}),
    ],
)
def test_a_bachelor_from_elsewhere_opens_what_any_such_bachelor_opens(real_graph, bachelor, masters):
    assert {way.programme for way in real_graph.onward_from(bachelor)} == masters
    for role in ("automation-engineer", "environmental-engineer"):
        assert routes(real_graph, Question(bachelor), role)


@pytest.mark.parametrize(
    ("trade", "eux"), [("neg-procesoperator", "neg-eux-procesoperator"), ("neg-elektriker", "neg-eux-elektriker")]
)
def test_a_trade_with_eux_leads_to_every_job_that_the_trade_leads_to(real_graph, trade, eux):
    without, with_exam = ({link.role: link for link in real_graph.feeds_from(one)} for one in (trade, eux))
    assert set(with_exam) == set(without)
    for role, link in with_exam.items():
        assert link.evidence.as_of >= without[role].evidence.as_of
        assert set(link.evidence.sources) >= set(without[role].evidence.sources)
        assert link.evidence.basis.value in {without[role].evidence.basis.value, "derived"}


def test_from_htx_to_scientist_there_are_the_three_ways_the_facts_give(real_graph):
    found = {route.key: route for route in routes(real_graph, Question("neg-htx"), SCIENTIST)}
    beng = found["absalon-beng-biotek"]
    ku = found["absalon-beng-biotek.ku-msc-biosolutions"]
    dtu = found["absalon-beng-biotek.dtu-msc-biomanufacturing"]
    assert [route.years for route in (beng, ku, dtu)] == [3.5, 5.5, 7.5]
    assert beng.cover.share < ku.cover.share < dtu.cover.share
    assert {route.share_here for route in (beng, ku, dtu)} == {1.0}
    assert "mathematics A" in [spell(gate.condition) for gate in beng.open]
    assert dtu.legs[-1].beside_job
    assert dtu.first_wage == (3.5, LegKind.STUDY)


def test_what_a_student_has_closes_conditions(real_graph):
    found = {route.key: route for route in routes(real_graph, Question("neg-htx", SUBJECTS), SCIENTIST)}
    assert found["absalon-beng-biotek.ku-msc-biosolutions"].open == ()
    assert found["absalon-beng-biotek.ku-msc-biosolutions"].band is Band.REALISTIC


def test_a_trade_is_open_to_those_with_an_exam(real_graph):
    assert standing(real_graph, "neg-htx") == ("neg-htx", "grundskole")
    assert "neg-procesoperator" in keys(routes(real_graph, Question("neg-htx"), "process-operator"))


def test_a_trade_bridges_to_engineering_in_a_year(real_graph):
    found = {
        route.key: route for route in routes(real_graph, Question("neg-procesoperator"), "process-engineer-upstream")
    }
    bridged = found["absalon-beng-biotek~1"]
    straight = found["absalon-beng-biotek"]
    assert bridged.years == straight.years + 1
    assert [spell(gate.condition) for gate in bridged.open] == ["average 2"]
    assert bridged.here_at_least


def test_conditions_that_no_source_shows_stay_open(real_graph):
    found = {route.key: route for route in routes(real_graph, Question("neg-htx", SUBJECTS), "lab-technician-qc")}
    assert [spell(gate.condition) for gate in found["zealand-laborant"].open] == ["unseen zealand-laborant"]


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        (Filters(language="en"), lambda route: all("en" in p.languages for p in route.programmes)),
        (Filters(stay_here=True), lambda route: all(p.here is not Here.NO for p in route.programmes)),
        (Filters(most_years=4), lambda route: route.years <= 4),
        (Filters(without=frozenset({"ku-msc-biosolutions"})), lambda route: "ku-msc" not in route.key),
    ],
)
def test_filters_hold_for_every_route(real_graph, filters, holds):
    found = routes(real_graph, Question("neg-htx", filters=filters), SCIENTIST)
    assert found
    assert all(map(holds, found))


def test_beside_a_job_every_programme_is_part_time(real_graph):
    found = routes(
        real_graph, Question("neg-procesoperator", filters=Filters(beside_job=True)), "production-team-leader"
    )
    assert found
    assert all(leg.beside_job for route in found for leg in route.legs if leg.kind is LegKind.STUDY)


def test_every_role_that_a_programme_feeds_can_be_reached_from_that_programme(real_graph):
    for link in real_graph.facts.feeds:
        found = routes(real_graph, Question(link.programme), link.role)
        assert keys(found)[0] == "", f"{link.programme} → {link.role}"
        assert found[0].band is Band.REALISTIC


def test_shortest_are_in_order_and_hold_the_quickest(real_graph):
    found = shortest(real_graph, Question("neg-htx"), SCIENTIST, 10)
    assert [route.years for route in found] == sorted(route.years for route in found)
    assert found[0].years == routes(real_graph, Question("neg-htx"), SCIENTIST)[0].years
    assert len(set(keys(found))) == len(found) == 10


@pytest.mark.parametrize(
    ("start", "role", "without"),
    [("nowhere", SCIENTIST, ()), ("neg-htx", "nobody", ()), ("neg-htx", SCIENTIST, ("nothing",))],
)
def test_unknown_ids_are_named(real_graph, start, role, without):
    with pytest.raises(UnknownId):
        routes(real_graph, Question(start, filters=Filters(without=frozenset(without))), role)


def test_upper_secondary_is_no_detour_after_upper_secondary(real_graph):
    for role in real_graph.roles:
        for route in routes(real_graph, Question("neg-htx"), role):
            assert all(programme.kind is not Kind.UPPER_SECONDARY for programme in route.programmes), route.key


def test_how_much_is_here_is_never_a_bare_nought_that_may_be_more(real_graph):
    said = {here(route).en for start in ("neg-htx", "work") for route in routes(real_graph, Question(start), SCIENTIST)}
    assert {"100%", "some of it"} <= said
    beng = next(r for r in routes(real_graph, Question("neg-htx"), SCIENTIST) if len(r.programmes) == 1)
    away = replace(beng.programmes[0], here=Here.NO)
    legs = tuple(replace(leg, programme=away) for leg in beng.legs)
    bridged = replace(beng, legs=legs, share_here=0.0, here_at_least=True)
    assert here(bridged).en == "not known"
    assert here(replace(bridged, here_at_least=False)).en == "0%"
    assert here(replace(bridged, share_here=0.4)).en == "at least 40%"
