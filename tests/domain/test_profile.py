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


def told(id: str, year: str | None, as_of: str = "2024") -> n.Announcement:
    evidence = n.Evidence(n.Basis.STATED, (b.SOURCE.id,), as_of)
    return n.Announcement(id, n.OrganisationId("works"), "jobs", b.text("Jobs"), 5, None, year, None, None, evidence)


def practical(id: str, topic: str, *programmes: str) -> n.Practical:
    ids = tuple(map(n.ProgrammeId, programmes))
    return n.Practical(id, topic, ids, b.text("What"), None, None, None, b.STATED)


@pytest.fixture(scope="module")
def town():
    base = b.facts(
        {"operator": {"gmp": 2, "pumps": 2}, "planner": {"gmp": 1}},
        {"trade": {"gmp": 1}, "degree": {"gmp": 3}},
        [("trade", "operator"), ("degree", "operator"), ("degree", "planner")],
        [("operator", "works"), ("planner", "works")],
        announcements=(told("a", "2021"), told("b", "2023"), told("c", None, "2023-05")),
        practicals=(practical("p", "deadline", "trade"), practical("q", "money", "trade"), practical("r", "housing")),
    )
    needs = (*base.needs, b.need("planner", "pumps", 1, n.Importance.PREFERRED))
    programmes = (
        replace(base.programmes[0], institution=n.OrganisationId("works"), here=n.Here.NO),
        replace(base.programmes[1], successor=n.ProgrammeId("trade")),
    )
    outcomes = (b.outcome("trade", "gmp", 1, b.ASSUMED), b.outcome("degree", "gmp", 3))
    return Graph(replace(base, needs=needs, programmes=programmes, outcomes=outcomes))


def test_a_programme(town):
    trade = programme_profile(town, "trade")
    assert trade.institution is not None
    assert trade.institution.id == "works"
    assert trade.successor is None
    assert [fed.role.id for fed in trade.roles] == ["operator"]
    assert [(group.id, [one.skill.id for one in taught]) for group, taught in trade.skills] == [("group", ["gmp"])]
    assert (trade.outcomes, trade.estimates, trade.curriculum_seen) == (1, 1, False)
    assert ([one.id for one in trade.apply], [one.id for one in trade.living]) == (["p"], ["q"])


def test_a_programme_that_was_replaced_names_its_successor(town):
    degree = programme_profile(town, "degree")
    assert degree.successor is not None
    assert degree.successor.id == "trade"
    assert degree.curriculum_seen


def test_a_role_lists_its_feeders_best_known_fit_first(town):
    operator = role_profile(town, "operator")
    assert [fed.programme.id for fed in operator.programmes] == ["degree", "trade"]
    assert operator.here == 1
    assert [asked.skill.id for asked in operator.essential] == ["gmp", "pumps"]
    assert [programme.id for programme, _ in operator.needs[0].teachers] == ["degree", "trade"]
    assert not operator.needs[1].taught_anywhere
    assert [asked.skill.id for asked in role_profile(town, "planner").preferred] == ["pumps"]


def test_an_employer_lists_what_its_roles_need_most(town):
    works = employer_profile(town, "works")
    assert [role.id for role, _ in works.jobs] == ["operator", "planner"]
    assert [programme.id for programme in works.programmes] == ["trade", "degree"]
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
    assert [role.id for role in area.roles] == ["operator", "planner"]
    assert [programme.id for programme in area.programmes] == ["trade", "degree"]
    assert [one.id for one in area.organisations] == ["works"]
    assert areas(town) == (area,)


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
