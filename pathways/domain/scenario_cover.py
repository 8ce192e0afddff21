"""What a scenario's levels and modules do to how much of a role a programme is known to teach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathways.domain.cover import Standing, cover
from pathways.domain.nouns import ProgrammeId, RoleId
from pathways.domain.scenario_changes import Module, Teach

if TYPE_CHECKING:
    from pathways.domain.cover import Cover
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import SkillId
    from pathways.domain.scenarios import Applied


@dataclass(frozen=True, slots=True)
class Moved:
    """Cover of one role by one programme, before and after; `met` are the needs that are met now and were not."""

    programme: ProgrammeId
    role: RoleId
    before: float | None
    after: float | None
    met: tuple[SkillId, ...]


def moved_cover(graph: Graph, applied: Applied) -> tuple[Moved, ...]:
    """List the roles of which a programme would be known to teach more, or less: those it leads to, in their order."""
    found = []
    for programme, roles in _taught_anew(graph, applied).items():
        for role in roles:
            before, after = (cover(each, (programme,), role) for each in (graph, applied.graph))
            if before.share != after.share:
                met = tuple(skill for skill in _met(after) if skill not in _met(before))
                found.append(Moved(programme, role, before.share, after.share, met))
    return tuple(found)


def _taught_anew(graph: Graph, applied: Applied) -> dict[ProgrammeId, list[RoleId]]:
    """Give the programmes that teach something else, and the roles they lead to."""
    found: dict[ProgrammeId, list[RoleId]] = {}
    for _, change in applied.used:
        if isinstance(change, Teach | Module):
            programme = ProgrammeId(change.programme)
            roles = found.setdefault(programme, [link.role for link in graph.feeds_from(programme)])
            if isinstance(change, Module) and change.role and change.role not in roles:
                roles.append(RoleId(change.role))
    return found


def _met(judged: Cover) -> list[SkillId]:
    return [one.need.skill for one in judged.needs if one.standing is Standing.MET]
