"""Lists of nouns as they stand on a page: filtered, in a known order, with what each row says.

Every list keeps the order of the facts inside its shelf; a filter of None leaves its dimension open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pathways.domain.nouns import KINDS, Here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import (
        Kind,
        Label,
        Organisation,
        Programme,
        ProgrammeId,
        Role,
        RoleId,
        Skill,
        SkillGroup,
    )

T = TypeVar("T")
S = TypeVar("S")

GREEN = "green-transition"
"""The alliance's focus area for sustainability and the industrial symbiosis, where a town has it."""

SYMBIOSIS = ("yes-full", "yes-associate")
"""How an organisation may take part in the industrial symbiosis; anything else is not shown as taking part."""


@dataclass(frozen=True, slots=True)
class ProgrammeFilter:
    """Which programmes to list. `focus` is the area of a role they feed, `employer` one that has such a role."""

    kind: Kind | None = None
    level: int | None = None
    language: str | None = None
    here: Here | None = None
    focus: str | None = None
    employer: str | None = None


@dataclass(frozen=True, slots=True)
class RoleFilter:
    """Which roles to list. `kind` is the kind of a programme that feeds them."""

    focus: str | None = None
    family: str | None = None
    level: int | None = None
    employer: str | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each noun the catalogue holds. `here` programmes are taught in town, wholly or in part.

    `reached` roles have at least one feeding programme; `employing` organisations have at least one role.
    """

    programmes: int
    here: int
    roles: int
    reached: int
    employing: int
    skills: int
    sources: int


def counts(graph: Graph) -> Counts:
    """Count what the catalogue holds."""
    return Counts(
        programmes=len(graph.programmes),
        here=sum(programme.here is not Here.NO for programme in graph.programmes.values()),
        roles=len(graph.roles),
        reached=sum(bool(graph.feeds_to(role)) for role in graph.roles),
        employing=sum(bool(graph.jobs_at(organisation)) for organisation in graph.organisations),
        skills=len(graph.skills),
        sources=len(graph.sources),
    )


def programmes_by_kind(graph: Graph, wanted: ProgrammeFilter) -> tuple[tuple[Kind, tuple[Programme, ...]], ...]:
    """List the programmes that pass, by kind in the order of the lines; empty kinds are left out."""
    found = [programme for programme in graph.programmes.values() if _teaches(graph, programme, wanted)]
    return _shelved(KINDS, found, lambda programme: programme.kind)


def _teaches(graph: Graph, programme: Programme, wanted: ProgrammeFilter) -> bool:
    fed = [graph.roles[link.role] for link in graph.feeds_from(programme.id)]
    return (
        wanted.kind in (None, programme.kind)
        and wanted.level in (None, programme.eqf)
        and wanted.here in (None, programme.here)
        and (wanted.language is None or wanted.language in programme.languages)
        and (wanted.focus is None or any(role.focus_area == wanted.focus for role in fed))
        and (wanted.employer is None or any(_works_at(graph, role.id, wanted.employer) for role in fed))
    )


def roles_by_family(graph: Graph, wanted: RoleFilter) -> tuple[tuple[Label, tuple[Role, ...]], ...]:
    """List the roles that pass, by family in the order of the facts; empty families are left out."""
    found = [role for role in graph.roles.values() if _asked_for(graph, role, wanted)]
    shelves = _shelved(tuple(graph.families), found, lambda role: role.family)
    return tuple((graph.families[family], roles) for family, roles in shelves)


def _asked_for(graph: Graph, role: Role, wanted: RoleFilter) -> bool:
    return (
        wanted.focus in (None, role.focus_area)
        and wanted.family in (None, role.family)
        and wanted.level in (None, role.eqf)
        and (wanted.employer is None or _works_at(graph, role.id, wanted.employer))
        and (wanted.kind is None or _fed_by(graph, role.id, wanted.kind))
    )


def _fed_by(graph: Graph, role: RoleId, kind: Kind) -> bool:
    return any(graph.programmes[link.programme].kind is kind for link in graph.feeds_to(role))


def _works_at(graph: Graph, role: RoleId, organisation: str) -> bool:
    return any(job.organisation == organisation for job in graph.workplaces_of(role))


def organisations_by_kind(
    graph: Graph, kind: str | None = None, focus: str | None = None
) -> tuple[tuple[str, tuple[Organisation, ...]], ...]:
    """List the organisations that pass, by kind as the facts first name it; `focus` keeps those with a role there."""
    found = [
        organisation
        for organisation in graph.organisations.values()
        if kind in (None, organisation.kind)
        and (focus is None or any(graph.roles[job.role].focus_area == focus for job in graph.jobs_at(organisation.id)))
    ]
    kinds = tuple(dict.fromkeys(organisation.kind for organisation in graph.organisations.values()))
    return _shelved(kinds, found, lambda organisation: organisation.kind)


def skills_by_group(graph: Graph, group: str | None = None) -> tuple[tuple[SkillGroup, tuple[Skill, ...]], ...]:
    """List the skills, by group in the order of the facts; empty groups are left out."""
    found = [skill for skill in graph.skills.values() if group in (None, skill.group)]
    shelves = _shelved(tuple(graph.skill_groups), found, lambda skill: skill.group)
    return tuple((graph.skill_groups[id], skills) for id, skills in shelves)


def _shelved(shelves: Iterable[S], rows: Sequence[T], shelf: Callable[[T], S]) -> tuple[tuple[S, tuple[T, ...]], ...]:
    sorted_out: dict[S, list[T]] = {key: [] for key in shelves}
    for row in rows:
        sorted_out[shelf(row)].append(row)
    return tuple((key, tuple(found)) for key, found in sorted_out.items() if found)


def employers(graph: Graph) -> tuple[Organisation, ...]:
    """List the organisations that have at least one role here, by name."""
    found = (organisation for organisation in graph.organisations.values() if graph.jobs_at(organisation.id))
    return tuple(sorted(found, key=lambda organisation: organisation.name.casefold()))


def study_languages(graph: Graph) -> tuple[str, ...]:
    """List the languages that programmes are taught in, by code."""
    return tuple(sorted({code for programme in graph.programmes.values() for code in programme.languages}))


def programme_levels(graph: Graph) -> tuple[int, ...]:
    """List the EQF levels that programmes have, lowest first."""
    return tuple(sorted({programme.eqf for programme in graph.programmes.values()}))


def role_levels(graph: Graph) -> tuple[int, ...]:
    """List the EQF levels typical of roles, lowest first."""
    return tuple(sorted({role.eqf for role in graph.roles.values()}))


def partners(graph: Graph) -> tuple[Organisation, ...]:
    """List the organisations named as taking part in the industrial symbiosis, in the order of the facts."""
    return tuple(o for o in graph.organisations.values() if o.symbiosis in SYMBIOSIS)


@dataclass(frozen=True, slots=True)
class PartnerRole:
    """A role of one focus area, the symbiosis partners that have it, and the programmes that lead to it."""

    role: Role
    partners: tuple[Organisation, ...]
    programmes: tuple[Programme, ...]


def partner_roles(graph: Graph, area: str) -> tuple[PartnerRole, ...]:
    """List the roles of a focus area that partners of the symbiosis have, most partners first, then by title.

    Raises:
        UnknownId: the area is not in the graph.
    """
    id = graph.focus_area(area).id
    found = []
    for role in graph.roles.values():
        at = [graph.organisations[job.organisation] for job in graph.workplaces_of(role.id)]
        at = [organisation for organisation in at if organisation.symbiosis in SYMBIOSIS]
        if role.focus_area == id and at:
            leading = tuple(graph.programmes[link.programme] for link in graph.feeds_to(role.id))
            found.append(PartnerRole(role, tuple(at), leading))
    return tuple(sorted(found, key=lambda row: (-len(row.partners), row.role.title.en)))


def programmes_to(rows: Iterable[PartnerRole]) -> tuple[Programme, ...]:
    """List the programmes that lead to any of these roles, each once, by line."""
    found: dict[ProgrammeId, Programme] = {p.id: p for row in rows for p in row.programmes}
    return tuple(sorted(found.values(), key=lambda programme: programme.line_order))
