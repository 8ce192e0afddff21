"""One immutable, valid snapshot of a catalogue, indexed for the questions asked of it.

A `Graph` that exists is valid: `Graph(facts, revision)` refuses facts that break a rule of
`pathways.domain.rules`. Every index is built once, so a question about one noun costs what its
neighbourhood costs, however large the catalogue is. Nothing in a graph is ever changed.
"""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from pathways.domain.errors import BrokenFacts, UnknownId
from pathways.domain.rules import faults
from pathways.domain.standing import standings, stood_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pathways.domain.nouns import (
        Admission,
        Announcement,
        Facts,
        Feeds,
        Figure,
        Flow,
        Interest,
        InterestId,
        Label,
        Need,
        Opening,
        Organisation,
        OrganisationId,
        Outcome,
        Practical,
        Programme,
        ProgrammeId,
        Role,
        RoleId,
        Skill,
        SkillGroup,
        SkillId,
        Source,
        SourceId,
        Start,
        StartId,
        Step,
        Town,
        Workplace,
    )

K = TypeVar("K")
V = TypeVar("V")


def _by(rows: Iterable[V], key: Callable[[V], K]) -> Mapping[K, V]:
    return MappingProxyType({key(row): row for row in rows})


def _grouped(rows: Iterable[V], *keys: Callable[[V], Iterable[K]]) -> Mapping[K, tuple[V, ...]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for row in rows:
        for key in keys:
            for value in key(row):
                groups[value].append(row)
    return MappingProxyType({value: tuple(found) for value, found in groups.items()})


class Graph:
    """The catalogue as published: nouns by id in the order of the facts, and who touches whom.

    Raises:
        BrokenFacts: the facts break a rule; every fault is listed.
    """

    def __init__(self, facts: Facts, revision: int = 0) -> None:
        found = faults(facts)
        if found:
            raise BrokenFacts(found)
        self.facts = facts
        self.revision = revision
        self.town: Town = facts.town
        self.sources: Mapping[SourceId, Source] = _by(facts.sources, lambda x: x.id)
        self.families: Mapping[str, Label] = _by(facts.families, lambda x: x.id)
        self.focus_areas: Mapping[str, Label] = _by(facts.focus_areas, lambda x: x.id)
        self.subjects: Mapping[str, Label] = _by(facts.subjects, lambda x: x.id)
        self.requirements: Mapping[str, Label] = _by(facts.requirements, lambda x: x.id)
        self.skill_groups: Mapping[str, SkillGroup] = _by(facts.skill_groups, lambda x: x.id)
        self.skills: Mapping[SkillId, Skill] = _by(facts.skills, lambda x: x.id)
        self.organisations: Mapping[OrganisationId, Organisation] = _by(facts.organisations, lambda x: x.id)
        self.programmes: Mapping[ProgrammeId, Programme] = _by(facts.programmes, lambda x: x.id)
        self.starts: Mapping[StartId, Start] = _by(facts.starts, lambda x: x.id)
        self.roles: Mapping[RoleId, Role] = _by(facts.roles, lambda x: x.id)
        self.interests: Mapping[InterestId, Interest] = _by(facts.interests, lambda x: x.id)

        self.counts_people = any(flow.pinned for flow in facts.flows)
        """Whether any source counts people along a link of the map."""

        self._outcomes: Mapping[ProgrammeId, tuple[Outcome, ...]] = _grouped(facts.outcomes, lambda x: (x.programme,))
        self._teachers: Mapping[SkillId, tuple[Outcome, ...]] = _grouped(facts.outcomes, lambda x: (x.skill,))
        self._needs: Mapping[RoleId, tuple[Need, ...]] = _grouped(facts.needs, lambda x: (x.role,))
        self._askers: Mapping[SkillId, tuple[Need, ...]] = _grouped(facts.needs, lambda x: (x.skill,))
        self._feeds_from: Mapping[ProgrammeId, tuple[Feeds, ...]] = _grouped(facts.feeds, lambda x: (x.programme,))
        self._feeds_to: Mapping[RoleId, tuple[Feeds, ...]] = _grouped(facts.feeds, lambda x: (x.role,))
        self._workplaces: Mapping[RoleId, tuple[Workplace, ...]] = _grouped(facts.workplaces, lambda x: (x.role,))
        self._jobs_at: Mapping[OrganisationId, tuple[Workplace, ...]] = _grouped(
            facts.workplaces, lambda x: (x.organisation,)
        )
        self._admissions: Mapping[ProgrammeId, tuple[Admission, ...]] = _grouped(
            facts.admissions, lambda x: (x.programme,)
        )
        self._onward: Mapping[str, tuple[Admission, ...]] = _grouped(facts.admissions, lambda x: (str(x.origin),))
        self._counts_as = standings(facts.starts)
        self._stand_at = stood_at(self._counts_as)
        self._steps_from: Mapping[RoleId, tuple[Step, ...]] = _grouped(facts.steps, lambda x: (x.origin,))
        self._steps_to: Mapping[RoleId, tuple[Step, ...]] = _grouped(facts.steps, lambda x: (x.role,))
        self._flows: Mapping[str | None, tuple[Flow, ...]] = _grouped(
            facts.flows, lambda x: (x.programme,), lambda x: (x.organisation,) if x.organisation else ()
        )
        self._openings: Mapping[str, tuple[Opening, ...]] = _grouped(
            facts.openings, lambda x: (str(x.role),), lambda x: (str(x.organisation),)
        )
        self._announcements: Mapping[str | None, tuple[Announcement, ...]] = _grouped(
            facts.announcements, lambda x: (x.organisation,)
        )
        self._figures: Mapping[ProgrammeId, tuple[Figure, ...]] = _grouped(facts.figures, lambda x: x.programmes)
        self._practicals: Mapping[ProgrammeId, tuple[Practical, ...]] = _grouped(
            facts.practicals, lambda x: x.programmes
        )
        self._taught_by: Mapping[OrganisationId | None, tuple[Programme, ...]] = _grouped(
            facts.programmes, lambda x: (x.institution,)
        )

    def programme(self, id: str) -> Programme:
        """One programme. Raises `UnknownId`."""
        return self._one("programme", self.programmes, id)

    def role(self, id: str) -> Role:
        """One role. Raises `UnknownId`."""
        return self._one("role", self.roles, id)

    def skill(self, id: str) -> Skill:
        """One skill. Raises `UnknownId`."""
        return self._one("skill", self.skills, id)

    def organisation(self, id: str) -> Organisation:
        """One organisation. Raises `UnknownId`."""
        return self._one("organisation", self.organisations, id)

    def family(self, id: str) -> Label:
        """Give the role family with this id. Raises `UnknownId`."""
        return self._one("role family", self.families, id)

    def focus_area(self, id: str) -> Label:
        """One focus area of the alliance. Raises `UnknownId`."""
        return self._one("focus area", self.focus_areas, id)

    @staticmethod
    def _one(noun: str, rows: Mapping[K, V], id: str) -> V:
        try:
            return rows[id]  # type: ignore[index]  # a plain string from an address is a valid key
        except KeyError:
            raise UnknownId(noun, id) from None

    def outcomes_of(self, programme: ProgrammeId) -> tuple[Outcome, ...]:
        """What a programme teaches, in the order of the facts."""
        return self._outcomes.get(programme, ())

    def teachers_of(self, skill: SkillId) -> tuple[Outcome, ...]:
        """Which programmes teach a skill, and to what level."""
        return self._teachers.get(skill, ())

    def needs_of(self, role: RoleId) -> tuple[Need, ...]:
        """What a role asks for, in the order of the facts; at least one."""
        return self._needs.get(role, ())

    def askers_of(self, skill: SkillId) -> tuple[Need, ...]:
        """Which roles ask for a skill."""
        return self._askers.get(skill, ())

    def feeds_from(self, programme: ProgrammeId) -> tuple[Feeds, ...]:
        """The roles a programme feeds."""
        return self._feeds_from.get(programme, ())

    def feeds_to(self, role: RoleId) -> tuple[Feeds, ...]:
        """The programmes that feed a role."""
        return self._feeds_to.get(role, ())

    def workplaces_of(self, role: RoleId) -> tuple[Workplace, ...]:
        """The organisations that have such jobs."""
        return self._workplaces.get(role, ())

    def jobs_at(self, organisation: OrganisationId) -> tuple[Workplace, ...]:
        """The roles an organisation has."""
        return self._jobs_at.get(organisation, ())

    def admissions_to(self, programme: ProgrammeId) -> tuple[Admission, ...]:
        """The ways into a programme."""
        return self._admissions.get(programme, ())

    def counts_as(self, origin: str) -> tuple[str, ...]:
        """The ids whose admissions a finished programme, or a start, is the key to: its own, then the starts
        that it counts as, nearest first.
        """
        return (origin, *self._counts_as.get(origin, ()))

    def standing_at(self, origin: str) -> tuple[str, ...]:
        """The ids that count as this one: its own, then every programme and start that stands there, too."""
        return (origin, *self._stand_at.get(origin, ()))

    def onward_from(self, origin: str) -> tuple[Admission, ...]:
        """The admissions that a finished programme, or a start, is the key to.

        Its own come first, then those of each start that it counts as; `Admission.origin` tells which. A
        programme is never its own way onward, even where any trade is a key to it.
        """
        more = self._counts_as.get(origin)
        if more is None:
            return self._onward.get(origin, ())
        ways = (way for at in (origin, *more) for way in self._onward.get(at, ()))
        return tuple(way for way in ways if way.programme != origin)

    def steps_from(self, role: RoleId) -> tuple[Step, ...]:
        """Roles people in this role move on to at work."""
        return self._steps_from.get(role, ())

    def steps_to(self, role: RoleId) -> tuple[Step, ...]:
        """Roles people come from, at work, to this one."""
        return self._steps_to.get(role, ())

    def flows_of(self, noun: str | None) -> tuple[Flow, ...]:
        """Counted people of a programme or to an organisation; None: those of no single programme."""
        return self._flows.get(noun, ())

    def openings_of(self, noun: str) -> tuple[Opening, ...]:
        """Openings of a role or of an organisation."""
        return self._openings.get(noun, ())

    def announcements_of(self, organisation: OrganisationId | None) -> tuple[Announcement, ...]:
        """What an organisation announced, counted or lacked."""
        return self._announcements.get(organisation, ())

    def figures_of(self, programme: ProgrammeId) -> tuple[Figure, ...]:
        """National and institution-wide figures for a programme's type of degree."""
        return self._figures.get(programme, ())

    def practicals_of(self, programme: ProgrammeId) -> tuple[Practical, ...]:
        """Deadlines, places, money and help for a programme."""
        return self._practicals.get(programme, ())

    def taught_by(self, institution: OrganisationId) -> tuple[Programme, ...]:
        """The programmes of an institution."""
        return self._taught_by.get(institution, ())
