"""Skills: the list, and one with who teaches it and who asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as later

from pathways.domain.nouns import Importance, Level
from pathways.domain.profile import skill_profile
from pathways.domain.shelves import skills_by_group
from pathways.web.api.declaring import Asked, Endpoint
from pathways.web.api.models import Answer, Esco, Evidence, Listed, Model, Name, ProgrammeName
from pathways.web.api.parameters import Choice, Key, Parameter, fullest
from pathways.web.api.telling import esco

if TYPE_CHECKING:
    from pathways.domain import nouns
    from pathways.domain.profile import SkillProfile
    from pathways.web.api.telling import Teller


class Skill(Name):
    """Something one can learn and a role can ask for. Who teaches it and who asks for it has its own evidence."""

    group: str
    esco: Esco | None
    taught_by: int
    """How many programmes teach it."""
    asked_by: int
    """How many roles ask for it."""


class Teacher(Model):
    """A programme that teaches a skill."""

    programme: ProgrammeName
    level: Level
    evidence: Evidence


class Asker(Model):
    """A role that asks for a skill."""

    role: Name
    level: Level
    importance: Importance
    evidence: Evidence


class SkillWhole(Answer, Skill):
    """A skill with who teaches it and who asks for it, highest levels first."""

    teachers: list[Teacher]
    askers: list[Asker]


def _fields(teller: Teller, one: nouns.Skill) -> dict[str, Any]:
    return {
        "id": one.id, "name": teller.text(one.label), "group": one.group, "esco": esco(one.esco),
        "taught_by": len(teller.graph.teachers_of(one.id)), "asked_by": len(teller.graph.askers_of(one.id)),
    }  # fmt: skip


def _whole(teller: Teller, profile: SkillProfile) -> SkillWhole:
    return SkillWhole(
        **_fields(teller, profile.skill),
        teachers=[
            Teacher(programme=teller.programme(one), level=taught.level, evidence=teller.evidence(taught.evidence))
            for one, taught in profile.teachers
        ],
        askers=[
            Asker(
                role=teller.role(one),
                level=need.level,
                importance=need.importance,
                evidence=teller.evidence(need.evidence),
            )
            for one, need in profile.askers
        ],
        **teller.head(),
    )


def _list(asked: Asked) -> Listed[Skill]:
    rows = [one for _group, several in skills_by_group(asked.graph, asked["group"]) for one in several]
    return Listed[Skill](**asked.part(rows, lambda one: Skill(**_fields(asked.teller, one))), **asked.teller.head())


GROUP = Parameter("group", Choice(lambda graph: graph.skill_groups), later("Only skills of this group."))
ENDPOINTS = (
    Endpoint(
        "list_skills",
        "/skills",
        later("Skills"),
        later("The skills that programmes teach and roles ask for, by group."),
        Listed[Skill],
        _list,
        (GROUP,),
    ),
    Endpoint(
        "show_skill",
        "/skills/{id}",
        later("One skill"),
        later("One skill: which programmes teach it and which roles ask for it, each with its level."),
        SkillWhole,
        lambda asked: _whole(asked.teller, skill_profile(asked.graph, asked.id)),
        id=Parameter(
            "id",
            Key(),
            later("The id of a skill, as the list gives it."),
            required=True,
            example=lambda graph: fullest(graph.skills, graph.teachers_of),
        ),
    ),
)
