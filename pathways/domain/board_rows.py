"""The rows of the gap board: one skill each, with who asks for it, what level it takes and what is taught of it.

A row is counted once, over the whole town and everything that is public; what a visitor filters by chooses among
rows and columns and changes no figure in them.

    level needed    the highest level at which any role needs the skill essentially
    taught here     the highest level that a programme taught wholly or partly in town is known to reach
    shortfall       the level needed, or the highest that companies publicly ask for if that is more, less what is
                    taught here; never below 0
    white spot      some role needs it essentially at a level that no programme in town reaches

A white spot is proven only where a curriculum was seen of every programme it concerns: those in town that teach the
skill, or feed a role that lacks it; all in town where there are none such. What no programme in the whole catalogue
teaches is usually learnt at work.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pathways.domain.asked_for import asked_topics, asking
from pathways.domain.flags import Subject
from pathways.domain.nouns import Basis, Here, Importance, RoleId, SkillId
from pathways.domain.publishing import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathways.domain.asked_for import Asking
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Evidence, Need, Outcome, Programme, ProgrammeId, Text
    from pathways.domain.publishing import Published


class Spot(StrEnum):
    """How well a white spot is known."""

    PROVEN = "proven"
    UNPROVEN = "unproven"
    AT_WORK = "at-work"


@dataclass(frozen=True, slots=True)
class White:
    """A white spot: the skill, and how well it is known that nobody in town teaches it far enough."""

    skill: SkillId
    spot: Spot


@dataclass(frozen=True, slots=True)
class Cell:
    """What one programme teaches of a row: the highest level, 1-4, or 0 where none was recorded.

    `basis` is the surest one that this level has, None at 0. `taught` counts the row's skills that it teaches at all.
    """

    level: int = 0
    basis: Basis | None = None
    taught: int = 0

    @property
    def estimated(self) -> bool:
        """Whether the level is our estimate."""
        return self.basis is Basis.ASSUMED


@dataclass(frozen=True, slots=True)
class Row:
    """One skill, or one group of them, on the board.

    `needed` is 0 where no role needs it essentially; `needed_by` are the roles that need it at that level, and
    `essential` counts all that need it essentially. `asks` counts the companies that ask for it; in a group each as
    often as it asks for another of its skills. `roles` are those that ask for it or that a public flag names.
    """

    key: str
    label: Text
    group: str
    skills: tuple[SkillId, ...]
    asking: tuple[Asking, ...]
    needed: int
    needed_by: tuple[RoleId, ...]
    essential: frozenset[RoleId]
    roles: frozenset[RoleId]
    shortfall: int
    white: tuple[White, ...]
    cells: dict[ProgrammeId, Cell]
    evidence: tuple[Evidence, ...]
    estimated: bool

    @property
    def asks(self) -> int:
        """How many companies ask; the same company for two skills of a group is two."""
        return sum(one.companies for one in self.asking)

    def spots(self, spot: Spot) -> int:
        """Count the white spots that are known so well."""
        return sum(white.spot is spot for white in self.white)


def is_here(programme: Programme) -> bool:
    """Whether it is taught in town, wholly or in part."""
    return programme.here is not Here.NO


def skill_rows(graph: Graph, published: Published) -> tuple[Row, ...]:
    """Give a row for every skill that a role asks for or that something was published about, as the facts have them."""
    flagged = {topic.key for topic in asked_topics(published) if topic.subject is Subject.SKILL}
    return tuple(_skill_row(graph, published, id) for id in graph.skills if graph.askers_of(id) or id in flagged)


def group_rows(graph: Graph, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Fold rows of skills into rows of their groups, as the facts have them; groups without a row are left out."""
    folded = []
    for group in graph.skill_groups.values():
        members = [row for row in rows if row.group == group.id]
        if members:
            folded.append(_group_row(group.id, group.label, members))
    return tuple(folded)


def _skill_row(graph: Graph, published: Published, id: SkillId) -> Row:
    skill, needs, outcomes = graph.skills[id], graph.askers_of(id), graph.teachers_of(id)
    asked = asking(published, Topic(Subject.SKILL, id))
    essential = [need for need in needs if need.importance is Importance.ESSENTIAL]
    needed = max((int(need.level) for need in essential), default=0)
    top = [need for need in essential if need.level == needed]
    here = max((int(o.level) for o in outcomes if is_here(graph.programmes[o.programme])), default=0)
    named = {RoleId(flag.role) for flag in asked.named if flag.role in graph.roles}
    return Row(
        key=id,
        label=skill.label,
        group=skill.group,
        skills=(id,),
        asking=(asked,) if asked.known else (),
        needed=needed,
        needed_by=tuple(need.role for need in top),
        essential=frozenset(need.role for need in essential),
        roles=frozenset(need.role for need in needs) | named,
        shortfall=max(0, max(needed, asked.level) - here),
        white=_white(graph, id, [need for need in essential if need.level > here]),
        cells={outcome.programme: Cell(int(outcome.level), outcome.evidence.basis, 1) for outcome in outcomes},
        evidence=_told(top or needs, outcomes),
        estimated=bool(top) and all(need.evidence.basis is Basis.ASSUMED for need in top),
    )


def _told(needs: Iterable[Need], outcomes: Iterable[Outcome]) -> tuple[Evidence, ...]:
    """Give what a row rests on, each once: the level needed first, then what is taught, highest level first."""
    taught = sorted(outcomes, key=lambda outcome: -outcome.level)
    return tuple(dict.fromkeys([need.evidence for need in needs] + [outcome.evidence for outcome in taught]))


def _white(graph: Graph, id: SkillId, unmet: Sequence[Need]) -> tuple[White, ...]:
    if not unmet:
        return ()
    if not graph.teachers_of(id):
        return (White(id, Spot.AT_WORK),)
    taught = {outcome.programme: outcome for outcome in graph.teachers_of(id)}
    local = [programme for programme in graph.programmes.values() if is_here(programme)]
    feeding = {link.programme for need in unmet for link in graph.feeds_to(need.role)}
    concerned = [one for one in local if one.id in taught or one.id in feeding] or local
    seen = all(_seen(one, taught.get(one.id)) for one in concerned)
    return (White(id, Spot.PROVEN if seen else Spot.UNPROVEN),)


def _seen(programme: Programme, outcome: Outcome | None) -> bool:
    """Whether a curriculum says how far a programme teaches a skill, or that it does not."""
    return programme.complete if outcome is None else outcome.evidence.basis is not Basis.ASSUMED


def _group_row(id: str, label: Text, members: Sequence[Row]) -> Row:
    needed = max(row.needed for row in members)
    top = [row for row in members if row.needed == needed and needed]
    programmes = dict.fromkeys(programme for row in members for programme in row.cells)
    return Row(
        key=id,
        label=label,
        group=id,
        skills=tuple(skill for row in members for skill in row.skills),
        asking=tuple(asked for row in members for asked in row.asking),
        needed=needed,
        needed_by=tuple(dict.fromkeys(role for row in top for role in row.needed_by)),
        essential=frozenset().union(*(row.essential for row in members)),
        roles=frozenset().union(*(row.roles for row in members)),
        shortfall=max(row.shortfall for row in members),
        white=tuple(white for row in members for white in row.white),
        cells={one: _highest([row.cells[one] for row in members if one in row.cells]) for one in programmes},
        evidence=tuple(dict.fromkeys(one for row in (top or members) for one in row.evidence)),
        estimated=bool(top) and all(row.estimated for row in top),
    )


def _highest(cells: Sequence[Cell]) -> Cell:
    """Give the highest level among some skills, on the surest ground it has, and how many are taught."""
    level = max(cell.level for cell in cells)
    bases = {cell.basis for cell in cells if cell.level == level}
    return Cell(level, next(basis for basis in Basis if basis in bases), len(cells))
