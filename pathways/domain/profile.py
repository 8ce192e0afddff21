"""One noun and everything the catalogue knows about it, gathered for its page in reading order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathways.domain.cover import Cover, cover
from pathways.domain.entry import lines_in, lines_out, ways_in
from pathways.domain.nouns import Basis, Here, Importance
from pathways.domain.shelves import PartnerRole, partner_roles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathways.domain.entry import Meeting, Way
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import (
        Announcement,
        Feeds,
        Figure,
        Flow,
        Label,
        Need,
        Opening,
        Organisation,
        Outcome,
        Practical,
        Programme,
        Role,
        Skill,
        SkillGroup,
        Step,
        Workplace,
    )


@dataclass(frozen=True, slots=True)
class Fed:
    """A feeds link with both its ends and how much of the role the programme is known to teach."""

    programme: Programme
    role: Role
    link: Feeds
    cover: Cover


@dataclass(frozen=True, slots=True)
class Taught:
    """A skill that a programme teaches."""

    skill: Skill
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ProgrammeProfile:
    """A programme's page. `estimates` of its `outcomes` levels are assumed; `curriculum_seen` when not all are."""

    programme: Programme
    institution: Organisation | None
    successor: Programme | None
    roles: tuple[Fed, ...]
    skills: tuple[tuple[SkillGroup, tuple[Taught, ...]], ...]
    outcomes: int
    estimates: int
    ways: tuple[Way, ...]
    lines_in: tuple[Meeting, ...]
    lines_out: tuple[Meeting, ...]
    apply: tuple[Practical, ...]
    living: tuple[Practical, ...]
    figures: tuple[Figure, ...]
    flows: tuple[Flow, ...]

    @property
    def curriculum_seen(self) -> bool:
        """Whether any level rests on something a source says."""
        return self.estimates < self.outcomes

    @property
    def pay(self) -> tuple[Practical, ...]:
        """What one is known to be paid, or given, while learning."""
        return tuple(practical for practical in self.living if practical.topic == "pay")


APPLYING = ("deadline", "how-to-apply", "start", "open-house")
"""Topics of practicals that come before the first day; the others are about being there."""


def programme_profile(graph: Graph, id: str) -> ProgrammeProfile:
    """Gather a programme's page. Raises `UnknownId`."""
    programme = graph.programme(id)
    outcomes = graph.outcomes_of(programme.id)
    practicals = graph.practicals_of(programme.id)
    return ProgrammeProfile(
        programme=programme,
        institution=graph.organisations[programme.institution] if programme.institution else None,
        successor=graph.programmes[programme.successor] if programme.successor else None,
        roles=_by_cover(_fed(graph, link) for link in graph.feeds_from(programme.id)),
        skills=_taught_by_group(graph, outcomes),
        outcomes=len(outcomes),
        estimates=sum(outcome.evidence.basis is Basis.ASSUMED for outcome in outcomes),
        ways=ways_in(graph, programme.id),
        lines_in=lines_in(graph, programme.id),
        lines_out=lines_out(graph, programme.id),
        apply=tuple(practical for practical in practicals if practical.topic in APPLYING),
        living=tuple(practical for practical in practicals if practical.topic not in APPLYING),
        figures=graph.figures_of(programme.id),
        flows=graph.flows_of(programme.id),
    )


def _fed(graph: Graph, link: Feeds) -> Fed:
    return Fed(
        graph.programmes[link.programme], graph.roles[link.role], link, cover(graph, (link.programme,), link.role)
    )


def _by_cover(fed: Iterable[Fed]) -> tuple[Fed, ...]:
    """Best cover first; unknown last; ties by line and number."""

    def place(one: Fed) -> tuple[float, tuple[int, int]]:
        return (1.0 if one.cover.share is None else -one.cover.share), one.programme.line_order

    return tuple(sorted(fed, key=place))


def _taught_by_group(graph: Graph, outcomes: tuple[Outcome, ...]) -> tuple[tuple[SkillGroup, tuple[Taught, ...]], ...]:
    shelves: dict[str, list[Taught]] = {group: [] for group in graph.skill_groups}
    for outcome in sorted(outcomes, key=lambda outcome: -outcome.level):
        skill = graph.skills[outcome.skill]
        shelves[skill.group].append(Taught(skill, outcome))
    return tuple((graph.skill_groups[group], tuple(found)) for group, found in shelves.items() if found)


@dataclass(frozen=True, slots=True)
class Asked:
    """A skill that a role asks for, and the feeding programmes that teach it, highest level first."""

    skill: Skill
    need: Need
    teachers: tuple[tuple[Programme, Outcome], ...]
    taught_anywhere: bool


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """A role's page. `here` of the feeding `programmes`, best cover first, are taught in town, wholly or in part.

    `needs`, `workplaces`, steps and openings are in the order of the facts.
    """

    role: Role
    family: Label
    area: Label
    programmes: tuple[Fed, ...]
    here: int
    needs: tuple[Asked, ...]
    workplaces: tuple[tuple[Organisation, Workplace], ...]
    steps_to: tuple[Step, ...]
    steps_from: tuple[Step, ...]
    openings: tuple[Opening, ...]

    @property
    def essential(self) -> tuple[Asked, ...]:
        """What the role cannot be done without."""
        return tuple(asked for asked in self.needs if asked.need.importance is Importance.ESSENTIAL)

    @property
    def preferred(self) -> tuple[Asked, ...]:
        """What makes the role easier to do."""
        return tuple(asked for asked in self.needs if asked.need.importance is Importance.PREFERRED)


def role_profile(graph: Graph, id: str) -> RoleProfile:
    """Gather a role's page. Raises `UnknownId`."""
    role = graph.role(id)
    programmes = _by_cover(_fed(graph, link) for link in graph.feeds_to(role.id))
    return RoleProfile(
        role=role,
        family=graph.families[role.family],
        area=graph.focus_areas[role.focus_area],
        programmes=programmes,
        here=sum(fed.programme.here is not Here.NO for fed in programmes),
        needs=tuple(_asked(graph, need, programmes) for need in graph.needs_of(role.id)),
        workplaces=tuple((graph.organisations[w.organisation], w) for w in graph.workplaces_of(role.id)),
        steps_to=graph.steps_to(role.id),
        steps_from=graph.steps_from(role.id),
        openings=graph.openings_of(role.id),
    )


def _asked(graph: Graph, need: Need, programmes: tuple[Fed, ...]) -> Asked:
    feeding = {fed.programme.id for fed in programmes}
    teachers = [o for o in graph.teachers_of(need.skill) if o.programme in feeding]
    named = [(graph.programmes[outcome.programme], outcome) for outcome in teachers]
    named.sort(key=lambda pair: (-pair[1].level, pair[0].line_order))
    return Asked(graph.skills[need.skill], need, tuple(named), bool(graph.teachers_of(need.skill)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A skill essential in `roles` of an organisation's roles, and how many programmes teach it."""

    skill: Skill
    roles: int
    teachers: int


@dataclass(frozen=True, slots=True)
class EmployerProfile:
    """An organisation's page. `programmes` lead to one of its roles, `teaches` are its own: both by line.

    `skills` are those most of its roles cannot do without, at most 12, most roles first.
    """

    organisation: Organisation
    jobs: tuple[tuple[Role, Workplace], ...]
    programmes: tuple[Programme, ...]
    teaches: tuple[Programme, ...]
    skills: tuple[Wanted, ...]
    announcements: tuple[Announcement, ...]
    flows: tuple[Flow, ...]
    openings: tuple[Opening, ...]


MOST_WANTED = 12
"""Skills an employer's page lists; its roles' pages hold the rest."""


def employer_profile(graph: Graph, id: str) -> EmployerProfile:
    """Gather an organisation's page. Raises `UnknownId`."""
    organisation = graph.organisation(id)
    jobs = tuple((graph.roles[job.role], job) for job in graph.jobs_at(organisation.id))
    leading = {link.programme: graph.programmes[link.programme] for role, _ in jobs for link in graph.feeds_to(role.id)}
    return EmployerProfile(
        organisation=organisation,
        jobs=jobs,
        programmes=_by_line(leading.values()),
        teaches=_by_line(graph.taught_by(organisation.id)),
        skills=_most_wanted(graph, [role for role, _ in jobs]),
        announcements=_newest_first(graph.announcements_of(organisation.id)),
        flows=graph.flows_of(organisation.id),
        openings=graph.openings_of(organisation.id),
    )


def _by_line(programmes: Iterable[Programme]) -> tuple[Programme, ...]:
    return tuple(sorted(programmes, key=lambda programme: programme.line_order))


def _most_wanted(graph: Graph, roles: list[Role]) -> tuple[Wanted, ...]:
    counted = Counter(
        need.skill for role in roles for need in graph.needs_of(role.id) if need.importance is Importance.ESSENTIAL
    )
    found = [Wanted(graph.skills[skill], n, len(graph.teachers_of(skill))) for skill, n in counted.items()]
    return tuple(sorted(found, key=lambda wanted: (-wanted.roles, wanted.skill.label.en))[:MOST_WANTED])


@dataclass(frozen=True, slots=True)
class SkillProfile:
    """A skill's page: who teaches it and who asks for it, highest levels first."""

    skill: Skill
    group: SkillGroup
    teachers: tuple[tuple[Programme, Outcome], ...]
    askers: tuple[tuple[Role, Need], ...]


def skill_profile(graph: Graph, id: str) -> SkillProfile:
    """Gather a skill's page. Raises `UnknownId`."""
    skill = graph.skill(id)
    teachers = [(graph.programmes[outcome.programme], outcome) for outcome in graph.teachers_of(skill.id)]
    askers = [(graph.roles[need.role], need) for need in graph.askers_of(skill.id)]
    return SkillProfile(
        skill=skill,
        group=graph.skill_groups[skill.group],
        teachers=tuple(sorted(teachers, key=lambda pair: -pair[1].level)),
        askers=tuple(sorted(askers, key=lambda pair: -pair[1].level)),
    )


@dataclass(frozen=True, slots=True)
class AreaProfile:
    """One focus area: its roles, the programmes that lead to them by line, who has most of them first."""

    area: Label
    roles: tuple[Role, ...]
    programmes: tuple[Programme, ...]
    organisations: tuple[Organisation, ...]
    at_partners: tuple[PartnerRole, ...]


def area_profile(graph: Graph, id: str) -> AreaProfile:
    """Gather a focus area's page. Raises `UnknownId`."""
    area = graph.focus_area(id)
    roles = tuple(role for role in graph.roles.values() if role.focus_area == area.id)
    leading = {link.programme: graph.programmes[link.programme] for r in roles for link in graph.feeds_to(r.id)}
    having = Counter(job.organisation for role in roles for job in graph.workplaces_of(role.id))
    return AreaProfile(
        area=area,
        roles=roles,
        programmes=_by_line(leading.values()),
        organisations=tuple(graph.organisations[organisation] for organisation, _ in having.most_common()),
        at_partners=partner_roles(graph, area.id),
    )


def areas(graph: Graph) -> tuple[AreaProfile, ...]:
    """Gather all focus areas, in the order of the facts."""
    return tuple(area_profile(graph, area) for area in graph.focus_areas)


def announcements_by_year(graph: Graph) -> tuple[tuple[str, tuple[Announcement, ...]], ...]:
    """List what was announced, counted or lacked, newest year first."""
    years: dict[str, list[Announcement]] = {}
    for told in _newest_first(graph.facts.announcements):
        years.setdefault(_year(told), []).append(told)
    return tuple((year, tuple(found)) for year, found in years.items())


def general_practicals(graph: Graph) -> tuple[Practical, ...]:
    """List what one must know to live here, whatever one studies."""
    return tuple(practical for practical in graph.facts.practicals if not practical.programmes)


def _year(told: Announcement) -> str:
    return (told.year or told.evidence.as_of)[:4]


def _newest_first(announcements: Iterable[Announcement]) -> tuple[Announcement, ...]:
    return tuple(sorted(announcements, key=lambda told: (_year(told), told.evidence.as_of, told.id), reverse=True))
