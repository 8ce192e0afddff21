"""Single points: roles that only one programme feeds, and skills that only one teaches and some role asks for.

Where that programme closes, or finishes fewer, nobody else is there. What rests on an estimate says so: an assumed
link may not be there, and another programme may teach a skill that was never recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathways.domain.nouns import Basis

if TYPE_CHECKING:
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Feeds, Need, Outcome, Programme, Role, Skill


@dataclass(frozen=True, slots=True)
class SingleRole:
    """A role that one programme feeds. `estimated`: the link itself is our estimate."""

    role: Role
    programme: Programme
    link: Feeds
    estimated: bool


@dataclass(frozen=True, slots=True)
class SingleSkill:
    """A skill that one programme teaches. `asking` are the roles that ask for it, in the order of the graph.

    `estimated`: that it is taught is our estimate. `assumed` are those of `asking` of which it is our estimate that
    they ask. `proven`: every other programme's outcomes come from a whole curriculum, so that no other teaches it.
    """

    skill: Skill
    programme: Programme
    outcome: Outcome
    asking: tuple[Role, ...]
    estimated: bool
    assumed: tuple[Role, ...]
    proven: bool


def single_roles(graph: Graph) -> tuple[SingleRole, ...]:
    """List the roles that only one programme feeds, in the order of the graph; those that none feeds are not in it."""
    return tuple(
        SingleRole(role, graph.programmes[link.programme], link, _is_assumed(link))
        for role in graph.roles.values()
        if len(graph.feeds_to(role.id)) == 1
        for link in graph.feeds_to(role.id)
    )


def single_skills(graph: Graph) -> tuple[SingleSkill, ...]:
    """List the skills that only one programme teaches and a role asks for: most roles first, then as in the graph."""
    found = []
    for skill in graph.skills.values():
        needs, outcomes = graph.askers_of(skill.id), graph.teachers_of(skill.id)
        if needs and len(outcomes) == 1:
            (outcome,) = outcomes
            asked = {need.role: need for need in needs}
            asking = tuple(role for role in graph.roles.values() if role.id in asked)
            others = (each for each in graph.programmes.values() if each.id != outcome.programme)
            found.append(
                SingleSkill(
                    skill=skill,
                    programme=graph.programmes[outcome.programme],
                    outcome=outcome,
                    asking=asking,
                    estimated=_is_assumed(outcome),
                    assumed=tuple(role for role in asking if _is_assumed(asked[role.id])),
                    proven=all(each.complete for each in others),
                )
            )
    return tuple(sorted(found, key=lambda one: -len(one.asking)))


def _is_assumed(claim: Feeds | Outcome | Need) -> bool:
    return claim.evidence.basis is Basis.ASSUMED
