"""What each noun's page gathers, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.errors import UnknownId
from pathways.domain.graph import Graph
from pathways.domain.profile import (
    announcements_by_year,
    area_profile,
    areas,
    employer_profile,
    general_practicals,
    programme_profile,
    role_profile,
    skill_profile,
)
from tests import builders as b
from tests.domain.test_entry import admission


def told(id: str, year: str | None, as_of: str = "2024") -> n.Announcement:
    evidence = n.Evidence(n.Basis.STATED, (b.SOURCE.id,), as_of)
    return n.Announcement(id, n.OrganisationId("works"), "jobs", b.text("Jobs"), 5, None, year, None, None, evidence)


def practical(id: str, topic: str, *programmes: str) -> n.Practical:
    ids = tuple(map(n.ProgrammeId, programmes))
    return n.Practical(id, topic, ids, b.text("What"), None, None, None, b.STATED)


GRADUATES = n.Flow(
    "graduates", n.ProgrammeId("degree"), "employment", b.text("to the works"), n.RoleId("planner"),
    n.OrganisationId("works"), None, n.Interval(9, 9, 9), None, None, "2025", True, True, None, b.STATED,
)  # fmt: skip
PAY = n.Figure(
    "pay", (n.ProgrammeId("degree"),), "national", b.text("All"), b.text("Pay"), 40, None, "2024", None, b.STATED
)
OPENING = n.Opening(n.RoleId("planner"), n.OrganisationId("works"), 2027, n.Interval(1, 2, 3), b.STATED)
STEP = n.Step(n.RoleId("operator"), n.RoleId("planner"), n.Interval(1, 2, 4), b.STATED)
WAY = admission("degree", "trade")


@pytest.fixture(scope="module")
def town():
    base = b.facts(
        {"operator": {"gmp": 2, "pumps": 2}, "planner": {"gmp": 1}},
        {"trade": {"gmp": 1}, "degree": {"gmp": 3, "sop": 1}, "courses": {}},
        [("courses", "operator"), ("trade", "operator"), ("degree", "operator"), ("degree", "planner")],
        [("operator", "works"), ("planner", "works")],
        announcements=(told("a", "2021"), told("b", "2023"), told("c", None, "2023-05")),
        practicals=(
            practical("p", "deadline", "trade"), practical("q", "money", "trade"), practical("r", "housing"),
            practical("s", "pay", "trade"),
        ),
        flows=(GRADUATES,), figures=(PAY,), openings=(OPENING,), steps=(STEP,), admissions=(WAY,),
        families=(b.label("family"), b.label("heads")), focus_areas=(b.label("area"), b.label("harbour")),
    )  # fmt: skip
    needs = (*base.needs, b.need("planner", "pumps", 1, n.Importance.PREFERRED))
    programmes = (
        replace(base.programmes[0], institution=n.OrganisationId("works"), here=n.Here.NO),
        replace(base.programmes[1], successor=n.ProgrammeId("trade")),
        replace(base.programmes[2], judged_families=("heads",)),  # its cover says nothing of an operator
    )
    outcomes = (b.outcome("trade", "gmp", 1, b.ASSUMED), b.outcome("degree", "sop", 1), b.outcome("degree", "gmp", 3))
    works = (replace(base.organisations[0], symbiosis="yes-full"),)
    roles = (base.roles[0], replace(base.roles[1], family="heads", focus_area="harbour"))
    return Graph(replace(base, needs=needs, programmes=programmes, outcomes=outcomes, organisations=works, roles=roles))


def test_a_programme(town):
    trade = programme_profile(town, "trade")
    assert trade.institution is not None
    assert trade.institution.id == "works"
    assert trade.successor is None
    assert [fed.role.id for fed in trade.roles] == ["operator"]
    assert [(group.id, [one.skill.id for one in taught]) for group, taught in trade.skills] == [("group", ["gmp"])]
    assert (trade.outcomes, trade.estimates, trade.curriculum_seen) == (1, 1, False)
    assert ([one.id for one in trade.apply], [one.id for one in trade.living]) == (["p"], ["q", "s"])
    assert [one.id for one in trade.pay] == ["s"]


def test_a_programme_that_was_replaced_names_its_successor(town):
    degree = programme_profile(town, "degree")
    assert degree.successor is not None
    assert degree.successor.id == "trade"
    assert degree.curriculum_seen


def test_a_programme_page_holds_all_that_is_known_of_it(town):
    degree = programme_profile(town, "degree")
    assert degree.programme is town.programmes["degree"]
    ((group, taught),) = degree.skills
    assert group.id == "group"
    assert [(one.skill.id, one.outcome.level) for one in taught] == [("gmp", 3), ("sop", 1)], "highest level first"
    assert [fed.link for fed in degree.roles] == [town.facts.feeds[2], town.facts.feeds[3]]
    assert [[key.id for key in way.origins] for way in degree.ways] == [["trade"]]
    assert [meeting.programme.id for meeting in degree.lines_in] == ["trade"]
    assert degree.lines_out == ()
    assert [meeting.programme.id for meeting in programme_profile(town, "trade").lines_out] == ["degree"]
    assert (degree.figures, degree.flows) == ((PAY,), (GRADUATES,))


def test_a_role_page_holds_all_that_is_known_of_it(town):
    planner, operator = role_profile(town, "planner"), role_profile(town, "operator")
    assert planner.role is town.roles["planner"]
    assert (planner.family, planner.area) == (b.label("heads"), b.label("harbour"))
    assert [(at.id, job.role) for at, job in planner.workplaces] == [("works", "planner")]
    assert (planner.steps_to, planner.steps_from) == ((STEP,), ())
    assert (operator.steps_to, operator.steps_from) == ((), (STEP,))
    assert planner.openings == (OPENING,)


def test_a_page_of_an_organisation_a_skill_or_an_area_holds_all_that_is_known_of_it(town):
    works, gmp, area = employer_profile(town, "works"), skill_profile(town, "gmp"), area_profile(town, "harbour")
    assert works.organisation is town.organisations["works"]
    assert (works.flows, works.openings) == ((GRADUATES,), (OPENING,))
    assert (gmp.skill, gmp.group.id) == (town.skills["gmp"], "group")
    assert area.area == b.label("harbour")
    assert [(row.role.id, [at.id for at in row.partners]) for row in area.at_partners] == [("planner", ["works"])]


def test_a_role_lists_its_feeders_best_known_fit_first(town):
    operator = role_profile(town, "operator")
    assert [fed.programme.id for fed in operator.programmes] == ["degree", "trade", "courses"], "not judged: last"
    assert operator.here == 2
    assert [asked.skill.id for asked in operator.essential] == ["gmp", "pumps"]
    assert [programme.id for programme, _ in operator.needs[0].teachers] == ["degree", "trade"]
    assert [asked.taught_anywhere for asked in operator.needs] == [True, False]
    assert [asked.skill.id for asked in role_profile(town, "planner").preferred] == ["pumps"]


def test_an_employer_lists_what_its_roles_need_most(town):
    works = employer_profile(town, "works")
    assert [role.id for role, _ in works.jobs] == ["operator", "planner"]
    assert [programme.id for programme in works.programmes] == ["trade", "degree", "courses"]
    assert [programme.id for programme in works.teaches] == ["trade"]
    assert [(wanted.skill.id, wanted.roles, wanted.teachers) for wanted in works.skills] == [
        ("gmp", 2, 2),
        ("pumps", 1, 0),
    ]
    assert [one.id for one in works.announcements] == ["b", "c", "a"]


def test_a_skill_lists_the_highest_levels_first(town):
    gmp = skill_profile(town, "gmp")
    assert [programme.id for programme, _ in gmp.teachers] == ["degree", "trade"]
    assert [role.id for role, _ in gmp.askers] == ["operator", "planner"]


def test_an_area_counts_its_own(town):
    area = area_profile(town, "area")
    assert [role.id for role in area.roles] == ["operator"]
    assert [programme.id for programme in area.programmes] == ["trade", "degree", "courses"]
    assert [one.id for one in area.organisations] == ["works"]
    assert areas(town) == (area, area_profile(town, "harbour"))


def test_announcements_stand_by_year_newest_first(town):
    assert [(year, [one.id for one in found]) for year, found in announcements_by_year(town)] == [
        ("2023", ["b", "c"]),
        ("2021", ["a"]),
    ]


def test_what_holds_for_everyone_is_kept_apart(town):
    assert [one.id for one in general_practicals(town)] == ["r"]


@pytest.mark.parametrize(
    "ask",
    [programme_profile, role_profile, employer_profile, skill_profile, area_profile],
    ids=lambda ask: ask.__name__,
)
def test_what_does_not_exist_is_said(town, ask):
    with pytest.raises(UnknownId):
        ask(town, "nowhere")
