"""Roles: the list, and one with everything known about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as later

from pathways.domain.nouns import Importance, Kind, Level
from pathways.domain.profile import role_profile
from pathways.domain.shelves import RoleFilter, roles_by_family
from pathways.web.api.declaring import Asked, Endpoint
from pathways.web.api.facts import Opening, opening
from pathways.web.api.models import Answer, Esco, Evidence, Listed, Model, Name, ProgrammeName
from pathways.web.api.parameters import Choice, Key, Parameter, Whole, fullest
from pathways.web.api.telling import esco, organisation
from pathways.web.api.ways import Cover, cover_of

if TYPE_CHECKING:
    from pathways.domain import nouns
    from pathways.domain.profile import Asked as Needed
    from pathways.domain.profile import Fed, RoleProfile
    from pathways.web.api.telling import Teller


class Role(Name):
    """A kind of job in the industry."""

    about: str
    family: str
    focus_area: str
    eqf: int
    """The typical level of those who hold it, on the European Qualifications Framework."""
    experienced: bool
    """Whether it is reached after some years of work."""
    esco: Esco | None
    evidence: Evidence


class Need(Model):
    """A skill that a role asks for."""

    skill: Name
    group: str
    level: Level
    """Level 1 knows of it, 2 does it with help, 3 does it alone, 4 leads others in it."""
    importance: Importance
    taught: bool
    """Whether any programme teaches it; what none teaches is usually learnt at work."""
    evidence: Evidence


class Feeder(Model):
    """A programme from which people are taken on in a role."""

    programme: ProgrammeName
    cover: Cover
    evidence: Evidence


class Workplace(Model):
    """An organisation that has such jobs. It is not said to be hiring."""

    organisation: Name
    evidence: Evidence


class Step(Model):
    """Another role that people at work move on to, or come from."""

    role: Name
    low: float
    likely: float
    high: float
    """Typical years in the role before: low, likely, high."""
    evidence: Evidence


class RoleWhole(Answer, Role):
    """A role with everything known about it."""

    needs: list[Need]
    programmes: list[Feeder]
    workplaces: list[Workplace]
    steps_to: list[Step]
    """The roles that people come from."""
    steps_from: list[Step]
    """The roles that people move on to."""
    openings: list[Opening]
    """People a year who are wanted, as sources printed it; `outlook` counts them all together."""


def told(teller: Teller, role: nouns.Role) -> Role:
    """Tell of a role as it stands in a list."""
    return Role(**_fields(teller, role))


def _fields(teller: Teller, one: nouns.Role) -> dict[str, Any]:
    return {
        "id": one.id, "name": teller.text(one.title), "about": teller.text(one.blurb), "family": one.family,
        "focus_area": one.focus_area, "eqf": one.eqf, "experienced": one.experienced, "esco": esco(one.esco),
        "evidence": teller.evidence(one.evidence),
    }  # fmt: skip


def _whole(teller: Teller, profile: RoleProfile) -> RoleWhole:
    roles = teller.graph.roles
    return RoleWhole(
        **_fields(teller, profile.role),
        needs=[_need(teller, one) for one in profile.needs],
        programmes=[_feeder(teller, one) for one in profile.programmes],
        workplaces=[
            Workplace(organisation=organisation(where), evidence=teller.evidence(link.evidence))
            for where, link in profile.workplaces
        ],
        steps_to=[_step(teller, roles[one.origin], one) for one in profile.steps_to],
        steps_from=[_step(teller, roles[one.role], one) for one in profile.steps_from],
        openings=[opening(teller, one) for one in profile.openings],
        **teller.head(),
    )


def _need(teller: Teller, one: Needed) -> Need:
    return Need(
        skill=teller.skill(one.skill),
        group=one.skill.group,
        level=one.need.level,
        importance=one.need.importance,
        taught=one.taught_anywhere,
        evidence=teller.evidence(one.need.evidence),
    )


def _feeder(teller: Teller, fed: Fed) -> Feeder:
    return Feeder(
        programme=teller.programme(fed.programme),
        cover=cover_of(fed.cover),
        evidence=teller.evidence(fed.link.evidence),
    )


def _step(teller: Teller, other: nouns.Role, step: nouns.Step) -> Step:
    years = step.years
    return Step(
        role=teller.role(other),
        low=years.low,
        likely=years.likely,
        high=years.high,
        evidence=teller.evidence(step.evidence),
    )


def _list(asked: Asked) -> Listed[Role]:
    wanted = RoleFilter(
        focus=asked["focus"],
        family=asked["family"],
        level=asked["level"],
        employer=asked["employer"],
        kind=Kind(asked["kind"]) if asked["kind"] else None,
    )
    rows = [one for _family, several in roles_by_family(asked.graph, wanted) for one in several]
    return Listed[Role](**asked.part(rows, lambda one: told(asked.teller, one)), **asked.teller.head())


FAMILY = Parameter("family", Choice(lambda graph: graph.families), later("Only roles of this family."))
FOCUS = Parameter("focus", Choice(lambda graph: graph.focus_areas), later("Only roles in this focus area."))
ENDPOINTS = (
    Endpoint(
        "list_roles",
        "/roles",
        later("Roles"),
        later("The kinds of job in the industry, by family."),
        Listed[Role],
        _list,
        (
            FAMILY,
            FOCUS,
            Parameter("level", Whole(lambda _graph: (2, 8)), later("Only those of this EQF level.")),
            Parameter(
                "employer",
                Choice(lambda graph: [job.organisation for job in graph.facts.workplaces]),
                later("Only roles that this organisation has."),
            ),
            Parameter("kind", Choice(lambda _graph: Kind), later("Only roles that programmes of this kind lead to.")),
        ),
    ),
    Endpoint(
        "show_role",
        "/roles/{id}",
        later("One role"),
        later("One role: what it asks for, which programmes lead to it, and who has such jobs."),
        RoleWhole,
        lambda asked: _whole(asked.teller, role_profile(asked.graph, asked.id)),
        id=Parameter(
            "id",
            Key(),
            later("The id of a role, as the list gives it."),
            required=True,
            example=lambda graph: fullest(graph.roles, graph.feeds_to),
        ),
    ),
)
