"""What a scenario's levels and modules do to how much of a role a programme is known to teach, and to the gap board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathways.domain.board_rows import Cell, skill_rows
from pathways.domain.cover import Standing, cover
from pathways.domain.nouns import ProgrammeId, RoleId, SkillId
from pathways.domain.scenario_changes import Module, Teach

if TYPE_CHECKING:
    from pathways.domain.cover import Cover
    from pathways.domain.graph import Graph
    from pathways.domain.publishing import Published
    from pathways.domain.scenarios import Applied


@dataclass(frozen=True, slots=True)
class Moved:
    """Cover of one role by one programme, before and after; `met` are the needs that are met now and were not."""

    programme: ProgrammeId
    role: RoleId
    before: float | None
    after: float | None
    met: tuple[SkillId, ...]


@dataclass(frozen=True, slots=True)
class MovedBoard:
    """Cells of the gap board that would hold another level, and the skills that are a white spot no longer, or newly.

    Columns are the programmes of the catalogue: a branch that a module makes has none of its own.
    """

    cells: int
    closed: tuple[SkillId, ...]
    opened: tuple[SkillId, ...]


def moved_board(graph: Graph, applied: Applied, published: Published) -> MovedBoard | None:
    """Hold the board of a scenario against today's; None where the scenario teaches nothing anew."""
    if not _taught_anew(graph, applied):
        return None
    today, then = ({row.key: row for row in skill_rows(each, published)} for each in (graph, applied.graph))
    pairs = [(row, then[key]) for key, row in today.items()]
    return MovedBoard(
        cells=sum(
            before.cells.get(programme, Cell()).level != after.cells.get(programme, Cell()).level
            for before, after in pairs
            for programme in graph.programmes
        ),
        closed=tuple(SkillId(before.key) for before, after in pairs if before.white and not after.white),
        opened=tuple(SkillId(before.key) for before, after in pairs if after.white and not before.white),
    )


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
