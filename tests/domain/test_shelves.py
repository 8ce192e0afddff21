"""Lists as they stand on a page: what a filter leaves, in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.errors import UnknownId
from pathways.domain.graph import Graph
from pathways.domain.shelves import (
    Counts,
    ProgrammeFilter,
    RoleFilter,
    counts,
    employers,
    organisations_by_kind,
    partner_roles,
    partners,
    programme_levels,
    programmes_by_kind,
    programmes_to,
    role_levels,
    roles_by_family,
    skills_by_group,
    study_languages,
)
from tests import builders as b


@pytest.fixture(scope="module")
def town():
    base = b.facts(
        {"operator": {"gmp": 2}, "planner": {"law": 2}, "dreamer": {"gmp": 1}},
        {"trade": {"gmp": 2}, "degree": {"law": 3}},
        [("trade", "operator"), ("degree", "planner"), ("degree", "operator")],
        [("operator", "works"), ("operator", "zoo"), ("planner", "council"), ("planner", "works")],
        families=(b.label("hands"), b.label("heads")),
        focus_areas=(b.label("green-transition"), b.label("brown")),
    )
    return Graph(
        n.Facts(
            **{
                **{field: getattr(base, field) for field in base.__dataclass_fields__},
                "programmes": (
                    b.programme("trade", "E1", n.Kind.VOCATIONAL, eqf=4, here=n.Here.PARTLY),
                    b.programme("degree", "D1", languages=("da", "en"), here=n.Here.NO),
                ),
                "roles": (
                    b.role("operator", family="hands", focus_area="brown", eqf=4),
                    b.role("planner", family="heads", focus_area="green-transition"),
                    b.role("dreamer", family="heads", focus_area="brown"),
                ),
                "organisations": (
                    b.organisation("works", symbiosis="yes-full"),
                    b.organisation("zoo", symbiosis="no"),
                    b.organisation("council", kind="public", symbiosis="yes-associate"),
                    b.organisation("school", kind="institution"),
                ),
            }
        )
    )


def ids(shelves):
    return {getattr(key, "id", key): [row.id for row in rows] for key, rows in shelves}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param({}, {"E": ["trade"], "D": ["degree"]}, id="everything, by line"),
        pytest.param({"kind": n.Kind.VOCATIONAL}, {"E": ["trade"]}, id="one line"),
        pytest.param({"level": 6}, {"D": ["degree"]}, id="a level"),
        pytest.param({"language": "en"}, {"D": ["degree"]}, id="a language"),
        pytest.param({"here": n.Here.PARTLY}, {"E": ["trade"]}, id="a place"),
        pytest.param({"focus": "green-transition"}, {"D": ["degree"]}, id="an area of a role it feeds"),
        pytest.param({"employer": "zoo"}, {"E": ["trade"], "D": ["degree"]}, id="an employer of a role it feeds"),
        pytest.param({"employer": "council", "kind": n.Kind.VOCATIONAL}, {}, id="nothing fits both"),
    ],
)
def test_programmes(town, wanted, found):
    assert ids(programmes_by_kind(town, ProgrammeFilter(**wanted))) == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param({}, {"hands": ["operator"], "heads": ["planner", "dreamer"]}, id="everything, by family"),
        pytest.param({"family": "hands"}, {"hands": ["operator"]}, id="a family"),
        pytest.param({"focus": "brown"}, {"hands": ["operator"], "heads": ["dreamer"]}, id="an area"),
        pytest.param({"level": 4}, {"hands": ["operator"]}, id="a level"),
        pytest.param({"employer": "council"}, {"heads": ["planner"]}, id="an employer"),
        pytest.param({"kind": n.Kind.VOCATIONAL}, {"hands": ["operator"]}, id="a line that feeds it"),
    ],
)
def test_roles(town, wanted, found):
    assert ids(roles_by_family(town, RoleFilter(**wanted))) == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param((), {"company": ["works", "zoo"], "public": ["council"], "institution": ["school"]}, id="all"),
        pytest.param(("public",), {"public": ["council"]}, id="a kind"),
        pytest.param((None, "green-transition"), {"company": ["works"], "public": ["council"]}, id="an area"),
    ],
)
def test_organisations(town, wanted, found):
    assert ids(organisations_by_kind(town, *wanted)) == found


def test_skills_stand_in_their_groups(town):
    assert ids(skills_by_group(town)) == {"group": ["gmp", "law"]}
    assert skills_by_group(town, "other") == ()


def test_choices_are_what_the_catalogue_holds(town):
    assert [one.id for one in employers(town)] == ["council", "works", "zoo"]
    assert study_languages(town) == ("da", "en")
    assert programme_levels(town) == (4, 6)
    assert role_levels(town) == (4, 6)


def test_counts(town):
    assert counts(town) == Counts(programmes=2, here=1, roles=3, reached=2, employing=3, skills=2, sources=1)


def test_the_symbiosis_as_work(town):
    assert [one.id for one in partners(town)] == ["works", "council"]
    rows = partner_roles(town, "green-transition")
    assert [(row.role.id, [o.id for o in row.partners], [p.id for p in row.programmes]) for row in rows] == [
        ("planner", ["council", "works"], ["degree"])
    ]
    assert [row.role.id for row in partner_roles(town, "brown")] == ["operator"]
    assert [programme.id for programme in programmes_to(partner_roles(town, "brown"))] == ["trade", "degree"]
    with pytest.raises(UnknownId):
        partner_roles(town, "purple")


def test_programmes_that_are_partly_in_town_are_counted_as_here():
    programmes = tuple(b.programme(place, f"D{at}", here=place) for at, place in enumerate(n.Here, 1))
    assert counts(Graph(replace(b.facts(), programmes=programmes))).here == 2


def test_roles_that_most_partners_of_the_symbiosis_have_come_first_and_then_by_title():
    jobs = [("welder", "works"), ("baker", "works"), ("painter", "works"), ("painter", "plant"), ("baker", "zoo")]
    base = b.facts({name: {"gmp": 1} for name in ("welder", "baker", "painter")}, jobs=jobs)
    organisations = (
        b.organisation("works", symbiosis="yes-full"),
        b.organisation("plant", symbiosis="yes-associate"),
        b.organisation("zoo", symbiosis="no"),
    )
    rows = partner_roles(Graph(replace(base, organisations=organisations)), "area")
    assert [(row.role.id, len(row.partners)) for row in rows] == [("painter", 2), ("baker", 1), ("welder", 1)]
