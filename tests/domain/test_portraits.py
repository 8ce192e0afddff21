"""The picture of one noun: what stands over it, which plates it has, and what is said of each line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.conditions import Subject
from pathways.domain.graph import Graph
from pathways.domain.nouns import Basis, Kind, Text
from pathways.domain.portraits import employer_view, programme_view, role_view, skill_view
from pathways.domain.views import Link, Measure
from tests import builders as b

D, K, N = Kind.ENGINEERING, Kind.MASTERS, Kind.UPPER_SECONDARY


@pytest.fixture(scope="module")
def town():
    """The exam opens the BEng, and the BEng the MSc; the BEng feeds a guard too, whose work no programme teaches.

    It teaches all that an officer needs and two thirds of what an analyst does: sql, which both ask for, counts half.
    """
    base = b.facts(
        {"guard": {"keys": 1}, "analyst": {"sql": 2, "ml": 2}, "officer": {"sql": 1, "law": 2}},
        feeding=[("beng", "guard"), ("beng", "analyst"), ("beng", "officer"), ("msc", "analyst")],
        jobs=[("guard", "gate"), ("analyst", "works"), ("analyst", "plant"), ("officer", "plant")],
    )
    programmes = (
        b.programme("beng", "D1", title=Text("Diplom\u00adingeniør", "B\u00adEng"), short=Text("Dip\u00adlom", "BE")),
        b.programme("msc", "K1", K),
        b.programme("exam", "N1", N),
    )
    taught = (
        b.outcome("beng", "sql", 2),
        b.outcome("beng", "ml", 1, b.ASSUMED),
        b.outcome("beng", "law", 2),
        b.outcome("msc", "ml", 3),
    )
    needs = tuple(replace(need, evidence=b.ASSUMED) if need.skill == "law" else need for need in base.needs)
    return Graph(
        replace(
            base,
            programmes=programmes,
            skill_groups=(n.SkillGroup("data", b.text("Data")), n.SkillGroup("rules", b.text("Rules"))),
            skills=tuple(b.skill(id, "rules" if id == "law" else "data") for id in ("keys", "law", "ml", "sql")),
            outcomes=taught,
            needs=needs,
            admissions=(
                opened("msc", "beng", b.ASSUMED),
                opened("msc", "beng", condition=Subject("mathematics", "A")),
                opened("beng", "exam"),
            ),
            flows=(
                people("beng", 8, role="analyst"),
                people("beng", 6, onward="msc"),
                people("beng", 7, role="analyst", organisation="plant"),
                people("exam", 9, onward="beng"),
            ),
        )
    )


def opened(to, origin, evidence=b.STATED, condition=None):
    return n.Admission(
        n.ProgrammeId(to), n.ProgrammeId(origin), condition, None, None, None, n.Pace.FULL_TIME, None, evidence
    )  # fmt: skip


def people(programme, count, role=None, organisation=None, onward=None):
    id = "-".join(filter(None, (programme, role, organisation, onward)))
    return n.Flow(
        id, n.ProgrammeId(programme), "employment", b.text("on"), role,
        organisation, onward, n.Interval(count, count, count), None, None, "2025", True, True, None, b.STATED,
    )  # fmt: skip


def headed(view):
    """Each column: its id, what stands over it, and its plates in the order of their names."""
    return [(column.id, column.heading.en, sorted(node.id for node in column.nodes)) for column in view.columns]


def line(view, source, target):
    (found,) = (link for link in view.links if (link.source, link.target) == (source, target))
    return found


def under(view):
    """What each plate says under its title."""
    return {node.id: node.sub for node in view.nodes}


def widths(view):
    return {(link.source, link.target): link.width for link in view.links}


def test_a_programme_leads_by_its_skill_groups_to_roles_and_further_study(town):
    view = programme_view(town, "beng")
    assert (view.id, view.measure) == ("programme-beng", Measure.FIT)
    assert view.title == Text("Vejen fra Diplomingeniør", "The way from BEng"), "no soft hyphens"
    assert view.description == Text(
        "Job, uddannelsen fører til: 3. Arbejdspladser: 3. Videre uddannelser: 1.",
        "Roles this programme leads to: 3. Employers: 3. Programmes to study on at: 1.",
    )
    assert headed(view) == [
        ("programme", "Programme", ["p-beng"]),
        ("skills", "Skills", ["g-data", "g-rules"]),
        ("roles", "Roles and further study", ["p-msc", "r-analyst", "r-guard", "r-officer"]),
        ("employers", "Employers", ["o-gate", "o-plant", "o-works"]),
    ]
    assert [node.id for node in view.nodes if node.hub] == ["p-beng"]


def test_a_role_says_how_much_of_it_the_programme_covers(town):
    said = under(programme_view(town, "beng"))
    assert said["r-analyst"] == Text("dækker mindst 66 %", "at least 66% covered")
    assert said["r-officer"] == Text("dækker alle krav", "all needs covered")
    assert said["r-guard"] == Text("1 uddannelse fører hertil", "1 programme leads here"), "nothing can be judged"
    assert said["p-msc"] == Text("Testby (da) · 3½ år", "Testby · 3½ years"), "further study is no role"


def test_a_group_counts_each_of_its_skills_once_and_says_how_well_they_are_known(town):
    view = programme_view(town, "beng")
    assert under(view)["g-data"] == Text("2 kompe\u00adtencer", "2 skills"), "sql serves two roles"
    assert line(view, "p-beng", "g-data") == Link(
        "p-beng",
        "g-data",
        D,
        pytest.approx(4 / 12 + 4 / 12 + 2 / 10),
        Basis.ASSUMED,
        Text(
            "Diplom til Data (da): 2 kompe\u00adtencer, heraf 1 efter skøn.",
            "BE to Data: 2 skills, 1 of them by estimate.",
        ),
        ("p-beng",),
        (1, 2),
    )
    assert line(view, "p-beng", "g-rules") == Link(
        "p-beng",
        "g-rules",
        D,
        pytest.approx(8 / 10),
        Basis.STATED,
        Text("Diplom til Rules (da): 1 kompe\u00adtence.", "BE to Rules: 1 skill."),
        ("p-beng",),
        (0, 1),
    )


def test_a_group_adds_its_part_to_a_role_as_surely_as_the_needs_are_known(town):
    view = programme_view(town, "beng")
    assert line(view, "g-rules", "r-officer") == Link(
        "g-rules",
        "r-officer",
        D,
        pytest.approx(8 / 10),
        Basis.ASSUMED,
        Text(
            "Rules (da) til Officer (da): giver mindst 80 % af det, jobbet kræver.",
            "Rules to Officer: adds at least 80% of what the role needs.",
        ),
        ("p-beng",),
    )
    assert line(view, "g-data", "r-officer").basis is Basis.STATED


def test_a_role_that_cannot_be_judged_keeps_its_own_line(town):
    drawn = widths(programme_view(town, "beng"))
    assert {ends: width for ends, width in drawn.items() if ends[1].startswith("r-")} == {
        ("p-beng", "r-guard"): None,
        ("g-data", "r-analyst"): pytest.approx(8 / 12),
        ("g-data", "r-officer"): pytest.approx(2 / 10),
        ("g-rules", "r-officer"): pytest.approx(8 / 10),
    }


def test_a_programme_of_which_nothing_can_be_judged_has_no_skill_groups(town):
    feeding = tuple(link for link in town.facts.feeds if link.role == "guard")
    view = programme_view(Graph(replace(town.facts, feeds=feeding, admissions=())), "beng")
    assert headed(view) == [
        ("programme", "Programme", ["p-beng"]),
        ("roles", "Roles", ["r-guard"]),
        ("employers", "Employers", ["o-gate"]),
    ]


def test_further_study_is_as_sure_as_its_surest_way_in(town):
    assert line(programme_view(town, "beng"), "p-beng", "p-msc") == Link(
        "p-beng",
        "p-msc",
        K,
        None,
        Basis.STATED,
        Text(
            "Diplom til Msc (da): giver adgang, hvis kravene er opfyldt.",
            "BE to Msc: gives access if the conditions are met.",
        ),
        ("p-beng",),
    )


def test_people_run_straight_to_roles_and_on_to_further_study(town):
    view = programme_view(town, "beng", Measure.PEOPLE)
    assert (view.measure, [column.id for column in view.columns]) == (
        Measure.PEOPLE,
        ["programme", "roles", "employers"],
    )
    assert widths(view) == {
        ("p-beng", "r-guard"): None,
        ("p-beng", "r-analyst"): 8,
        ("p-beng", "r-officer"): None,
        ("p-beng", "p-msc"): 6,
        ("r-guard", "o-gate"): None,
        ("r-analyst", "o-works"): None,
        ("r-analyst", "o-plant"): 7,
        ("r-officer", "o-plant"): None,
    }
    assert line(view, "p-beng", "p-msc").tooltip == Text("Diplom til Msc (da): 6 om året.", "BE to Msc: 6 a year.")


def test_a_programme_that_feeds_no_role_leads_through_those_it_opens(town):
    view = programme_view(town, "exam", Measure.PEOPLE)
    assert headed(view) == [
        ("programme", "Programme", ["p-exam"]),
        ("further", "Further study", ["p-beng"]),
        ("roles", "Roles", ["r-analyst", "r-guard", "r-officer"]),
        ("employers", "Employers", ["o-gate", "o-plant", "o-works"]),
    ]
    drawn = widths(view)
    assert (drawn["p-exam", "p-beng"], drawn["p-beng", "r-analyst"], drawn["r-analyst", "o-plant"]) == (9, 8, 7)


def test_a_role_stands_between_those_who_lead_to_it_and_those_who_have_it(town):
    view = role_view(town, "analyst")
    assert (view.id, view.measure) == ("role-analyst", Measure.FIT)
    assert view.title == Text("Vejen til Analyst (da)", "The way to Analyst")
    assert view.description == Text(
        "Uddannelser, der fører til jobbet: 2. Arbejdspladser, der har det: 2.",
        "Programmes that lead to this role: 2. Employers that have it: 2.",
    )
    assert headed(view) == [
        ("programmes", "Programmes", ["p-beng", "p-msc"]),
        ("roles", "Roles", ["r-analyst"]),
        ("employers", "Employers", ["o-plant", "o-works"]),
    ]
    assert line(view, "p-beng", "r-analyst").estimates == (1, 2)
    assert {node.key: (len(town.jobs_at(node.key)), node.sub) for node in view.columns[2].nodes} == {
        "plant": (2, Text("2 jobtyper i alt", "2 kinds of job in all")),
        "works": (1, Text("1 jobtype i alt", "1 kind of job in all")),
    }, "one of one role is no news"
    counted = role_view(town, "analyst", Measure.PEOPLE)
    assert (counted.measure, widths(counted)["p-beng", "r-analyst"]) == (Measure.PEOPLE, 8)


def test_an_employer_stands_alone_behind_its_roles(town):
    view = employer_view(town, "plant")
    assert (view.id, view.measure) == ("employer-plant", Measure.FIT)
    assert view.title == Text("Vejen til Plant", "The way to Plant")
    assert view.description == Text(
        "Job på arbejdspladsen: 2. Uddannelser, der fører til dem: 2.",
        "Roles there: 2. Programmes that lead to them: 2.",
    )
    assert headed(view) == [
        ("programmes", "Programmes", ["p-beng", "p-msc"]),
        ("roles", "Roles", ["r-analyst", "r-officer"]),
        ("employers", "Employers", ["o-plant"]),
    ]
    assert line(view, "p-beng", "r-analyst").estimates == (1, 2)
    counted = employer_view(town, "plant", Measure.PEOPLE)
    assert (counted.measure, widths(counted)["p-beng", "r-analyst"]) == (Measure.PEOPLE, 8)


def test_a_skill_stands_between_those_who_teach_it_and_those_who_ask_for_it(town):
    view = skill_view(town, "law")
    assert view.id == "skill-law"
    assert view.title == Text("Hvor LAW (da) læres og bruges", "Where LAW is taught and used")
    assert view.description == Text(
        "Uddannelser, der giver kompetencen: 1. Job, der kræver den: 1.",
        "Programmes that teach it: 1. Roles that ask for it: 1.",
    )
    assert headed(view) == [
        ("programmes", "Programmes", ["p-beng"]),
        ("skill", "Skill", ["s-law"]),
        ("roles", "Roles", ["r-officer"]),
    ]


def test_only_a_programme_has_a_line_to_a_skill(town):
    view = skill_view(town, "law")
    assert (line(view, "p-beng", "s-law").line, line(view, "s-law", "r-officer").line) == (D, None)


def test_a_line_of_a_skill_says_its_level_and_how_well_that_is_known(town):
    assert line(skill_view(town, "ml"), "p-beng", "s-ml") == Link(
        "p-beng",
        "s-ml",
        D,
        1.0,
        Basis.ASSUMED,
        Text("Diplom til ML (da): niveau 1 af 4.", "BE to ML: level 1 of 4."),
        ("p-beng",),
    )
    assert line(skill_view(town, "law"), "s-law", "r-officer") == Link(
        "s-law",
        "r-officer",
        N,
        2.0,
        Basis.ASSUMED,
        Text("LAW (da) til Officer (da): niveau 2 af 4.", "LAW to Officer: level 2 of 4."),
    )


@pytest.fixture(scope="module")
def city():
    """Seventy programmes feed seventy roles, all at one employer; the first role, which all feed, has seventy more."""
    count = range(70)
    feeding = {(f"p{at}", f"r{at}"): None for at in count} | {(f"p{at}", "r0"): None for at in count}
    jobs = [(f"r{at}", "works") for at in count] + [("r0", f"o{at}") for at in count]
    base = b.facts({f"r{at}": {"sql": 2} for at in count}, {f"p{at}": {"sql": 1} for at in count}, feeding, jobs)
    exam = b.programme("exam", "N1", N)
    opening = tuple(opened(f"p{at}", "exam") for at in count)
    return Graph(replace(base, programmes=(*base.programmes, exam), admissions=opening))


def folded(view):
    """Where the plates that stand for the rest lead."""
    return {column.id: [node.key for node in column.nodes if node.noun == "folded"] for column in view.columns}


def test_a_full_picture_of_a_role_puts_the_rest_of_both_sides_together(city):
    view = role_view(city, "r0")
    assert folded(view) == {"programmes": ["kind=D"], "roles": [], "employers": ["view=table"]}


def test_a_full_picture_of_an_employer_puts_programmes_and_roles_together(city):
    view = employer_view(city, "works")
    assert folded(view) == {"programmes": ["kind=D"], "roles": ["family=family"], "employers": []}


def test_a_full_picture_of_a_programme_fits_on_a_laptop(city):
    view = programme_view(city, "exam")
    assert folded(view) == {
        "programme": [],
        "further": ["kind=D"],
        "roles": ["family=family"],
        "employers": ["view=table"],
    }
    assert len(view.nodes) <= 44
    assert role_view(city, "r0").folded > 0
