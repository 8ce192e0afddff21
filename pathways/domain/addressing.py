"""Who could answer a gap: the institutions to propose, with reasons; what is taught already; the nearest bridge.

An institution is proposed because it teaches what is asked for (of a role: what the programmes that feed it leave
open), because it feeds the role, or because it is here. In that order, but for a role who feeds it comes first: more
people can come from there. Of equals: how much it teaches of the same group, how many of its programmes feed the
role, and its id. Of own words nobody can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pathways.domain.cover import Judged, Standing, says_something
from pathways.domain.cover import taught as best_taught
from pathways.domain.flags import Subject
from pathways.domain.gaps import Bridge, Gap, bridge, gaps_after, preference
from pathways.domain.nouns import Basis, Evidence, Here, Importance, Level, Need, RoleId, SkillId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathways.domain.flags import Ask
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import OrganisationId, Outcome, Programme, ProgrammeId

INSTITUTION: Final = "institution"


class ReasonKind(StrEnum):
    """Why an institution is proposed."""

    TEACHES = "teaches"
    FEEDS = "feeds"
    HERE = "here"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, the best of its kind: `programme` teaches `skill` to `level`, or feeds the role; or it is here.

    For a role `skill` is one that the programmes which feed it leave open.
    """

    kind: ReasonKind
    programme: ProgrammeId | None = None
    level: int | None = None
    skill: SkillId | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An institution that a flag could be addressed to, and why; at least one reason, the strongest first."""

    institution: OrganisationId
    reasons: tuple[Reason, ...]


def propose(graph: Graph, ask: Ask) -> tuple[Proposal, ...]:
    """List who could answer, best first; nobody for own words, and for what is not in the catalogue."""
    wanted = _wanted(graph, ask)
    if not wanted:
        return ()
    fits = {
        one.id: _fit(graph, ask, wanted, graph.taught_by(one.id))
        for one in graph.organisations.values()
        if one.kind == INSTITUTION
    }
    best = sorted((id for id, fit in fits.items() if fit.reasons), key=lambda one: (fits[one].order, one))
    return tuple(Proposal(id, fits[id].reasons) for id in best)


def taught(graph: Graph, ask: Ask) -> tuple[Outcome, ...]:
    """List the outcomes that teach the skill asked for: the highest level first, then here, shorter, by line.

    Nothing for a role, which no programme teaches, and for own words.
    """
    if ask.subject is not Subject.SKILL:
        return ()
    outcomes = graph.teachers_of(SkillId(ask.key))
    return tuple(sorted(outcomes, key=lambda one: (-one.level, preference(graph.programmes[one.programme]))))


def nearest_bridge(graph: Graph, ask: Ask) -> Bridge | None:
    """Find the fewest programmes that teach what is missing, of equals: here, shorter, by line.

    For a skill that is one programme which teaches it at the level asked for, if any does; for a role, what the
    programmes that feed it leave open. None where nothing is missing, for own words, and for what is not there.
    """
    if ask.subject is Subject.ROLE and ask.key in graph.roles:
        role = RoleId(ask.key)
        missing = _left_open(graph, role)
        return bridge(graph, missing, role) if missing else None
    if ask.subject is Subject.SKILL and ask.key in graph.skills:
        gap = _gap(graph, ask)
        enough = [graph.programmes[one.programme] for one in taught(graph, ask) if one.level >= gap.judged.need.level]
        asked = graph.roles.get(RoleId(ask.role))
        chosen = sorted((one for one in enough if asked is None or says_something(one, asked)), key=preference)[:1]
        return Bridge(tuple(chosen), ((gap,),) * len(chosen), () if chosen else (gap,))
    return None


def _left_open(graph: Graph, role: RoleId) -> tuple[Gap, ...]:
    """List what the programmes that feed a role leave open, all of them together."""
    return gaps_after(graph, [feeds.programme for feeds in graph.feeds_to(role)], role)


def _gap(graph: Graph, ask: Ask) -> Gap:
    """Give a skill that a company asks for as a gap, of which nothing is held."""
    stated = Evidence(Basis.STATED, (), "")
    need = Need(RoleId(ask.role), SkillId(ask.key), Level(ask.level or 1), Importance.ESSENTIAL, stated)
    return Gap(graph.skills[need.skill], Judged(need, 1, 0, Standing.NOT_SEEN, estimated=False), 1.0)


def _wanted(graph: Graph, ask: Ask) -> Mapping[SkillId, int]:
    """Give the level asked for by skill, what weighs most first; empty where nobody can tell."""
    if ask.subject is Subject.SKILL and ask.key in graph.skills:
        return {SkillId(ask.key): ask.level or 1}
    if ask.subject is Subject.ROLE and ask.key in graph.roles:
        role = RoleId(ask.key)
        open_ = {gap.skill.id: int(gap.judged.need.level) for gap in _left_open(graph, role)}
        return open_ or {need.skill: int(need.level) for need in graph.needs_of(role)}
    return {}


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well one institution's programmes fit what is asked for: `order` is its place among all, smallest first."""

    reasons: tuple[Reason, ...]
    order: tuple[float, ...]


def _fit(graph: Graph, ask: Ask, wanted: Mapping[SkillId, int], programmes: Sequence[Programme]) -> _Fit:
    of_role = ask.subject is Subject.ROLE
    role = RoleId(ask.key if of_role else ask.role)
    held, feeding = _held(graph, role, programmes), _feeding(graph, role, programmes)
    parts = {skill: min(1.0, held[skill].level / level) for skill, level in wanted.items() if skill in held}
    best = sorted(parts, key=lambda skill: -parts[skill])[:1]
    teaches = [Reason(ReasonKind.TEACHES, held[one].programme, int(held[one].level), one) for one in best]
    feeds = [Reason(ReasonKind.FEEDS, one.id) for one in feeding[:1]]
    here = [Reason(ReasonKind.HERE)] if any(one.here is not Here.NO for one in programmes) else []
    groups = {graph.skills[skill].group for skill in wanted}
    near = sum(graph.skills[skill].group in groups for skill in held)
    among_equals = (not here, -near, -len(feeding))
    if of_role:
        return _Fit((*feeds, *teaches, *here), (not feeds, -sum(parts.values()), *among_equals))
    return _Fit((*teaches, *feeds, *here), (-sum(parts.values()), not feeds, *among_equals))


def _held(graph: Graph, role: RoleId, programmes: Sequence[Programme]) -> Mapping[SkillId, Outcome]:
    """Give the best that these programmes teach of each skill, of equals the one to prefer."""
    asked = graph.roles.get(role)
    telling = [one.id for one in sorted(programmes, key=preference) if asked is None or says_something(one, asked)]
    return best_taught(graph, telling)


def _feeding(graph: Graph, role: RoleId, programmes: Sequence[Programme]) -> list[Programme]:
    """List those that feed the role, by how sure that is, then those to prefer first."""
    fed = {feeds.programme: feeds.evidence.basis.doubt for feeds in graph.feeds_to(role)}
    return sorted((one for one in programmes if one.id in fed), key=lambda one: (fed[one.id], preference(one)))
