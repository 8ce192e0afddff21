"""Why a feeding pair has little cover, and why a role is covered best by a programme that does not feed it.

Each reason is worked out from what is recorded and names it; a case that no rule here explains has none, and
breaks the promise of `cover_quality`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pathways.domain.cover import Standing, cover, says_something
from pathways.domain.nouns import Basis, Importance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathways.domain.cover import Cover
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Programme, ProgrammeId, Role, RoleId, SkillId

LOW = 0.25
NAMED = 4


def why_thin(graph: Graph, programme: ProgrammeId, role: RoleId) -> str | None:
    """Say in one sentence why a feeding pair has little cover; None if most essential needs are recorded."""
    course, job = graph.programme(programme), graph.role(role)
    if not says_something(course, job):
        return "one row stands for many degrees here; the planner does not judge it for this family of roles"
    found = cover(graph, (programme,), role)
    missing = [one for one in found.group(Standing.NOT_SEEN) if one.need.importance is Importance.ESSENTIAL]
    essential = sum(one.need.importance is Importance.ESSENTIAL for one in found.needs)
    if 2 * len(missing) < essential:
        return None
    names = _names(graph, (one.need.skill for one in missing))
    reasons = [f"{len(missing)} of {essential} essential needs are not among its outcomes ({names})"]
    reasons += [f"of the rest {few}" for few in _short(graph, found)]
    reasons += ["people come to the role after some years of work"] * job.experienced
    reasons += [_grounds(graph, course, role)]
    return "; ".join(reasons)


def _short(graph: Graph, found: Cover) -> list[str]:
    part = [one for one in found.group(Standing.PART) if one.need.importance is Importance.ESSENTIAL]
    levels = ", ".join(f"{_names(graph, [one.need.skill])} {one.held} of {one.need.level}" for one in part)
    return [f"it gives a lower level ({levels})"] if part else []


def _grounds(graph: Graph, course: Programme, role: RoleId) -> str:
    outcomes = graph.outcomes_of(course.id)
    guessed = sum(outcome.evidence.basis is Basis.ASSUMED for outcome in outcomes)
    basis = next(link.evidence.basis for link in graph.feeds_to(role) if link.programme == course.id)
    return f"{guessed} of its {len(outcomes)} outcomes are estimates, and the link is {basis}"


def rival(graph: Graph, role: RoleId) -> tuple[ProgrammeId, float] | None:
    """The programme that covers more of the role than all that feed it, and how much; None if a feeder is on top."""
    shares = {one: cover(graph, (one,), role).share or 0.0 for one in graph.programmes}
    feeders = {link.programme for link in graph.feeds_to(role)}
    best = max(shares, key=lambda one: (round(shares[one], 9), one in feeders))
    return None if best in feeders else (best, shares[best])


def best_feeder(graph: Graph, role: RoleId) -> tuple[ProgrammeId, float] | None:
    """The programme that feeds the role and covers most, and how much; None if none can be judged."""
    shares = {link.programme: cover(graph, (link.programme,), role).share for link in graph.feeds_to(role)}
    judged = {one: share for one, share in shares.items() if share is not None}
    return max(judged.items(), key=lambda pair: pair[1], default=None)


def why_rival(graph: Graph, role: RoleId, ahead: ProgrammeId) -> str | None:
    """Say in one sentence why a programme that does not feed the role covers most of it; None if nothing tells."""
    job, other = graph.role(role), graph.programme(ahead)
    behind = best_feeder(graph, role)
    if behind is None:
        common = _common_needs(graph, job, ahead)
        return f"what feeds it is one row for many degrees and is not judged here; {common}"
    feeder = graph.programme(behind[0])
    leads = _leads(graph, role, ahead, feeder.id)
    if other.eqf != feeder.eqf or other.eqf != job.eqf:
        return (
            f"the role is at level {job.eqf}, {feeder.id} at {feeder.eqf}, {ahead} at {other.eqf}: {leads}{_years(job)}"
        )
    return None


def _years(job: Role) -> str:
    return "; people come to the role after some years of work" if job.experienced else ""


def _common_needs(graph: Graph, job: Role, ahead: ProgrammeId) -> str:
    missing = [one.need.skill for one in cover(graph, (ahead,), job.id).group(Standing.NOT_SEEN)]
    asked = Counter({need.skill: len(graph.askers_of(need.skill)) for need in graph.needs_of(job.id)})
    wide = [skill for skill, count in asked.most_common(NAMED) if skill not in missing]
    return f"it leads by what many roles ask for ({_names(graph, wide)}) and lacks {_names(graph, missing)}"


def _leads(graph: Graph, role: RoleId, ahead: ProgrammeId, feeder: ProgrammeId) -> str:
    """Name where the one holds more of what is asked for than the other, and the other way round."""
    ours, theirs = (
        {judged.need.skill: judged.share for judged in cover(graph, (one,), role).needs} for one in (ahead, feeder)
    )
    more = _names(graph, [skill for skill, share in ours.items() if share > theirs[skill]]) or "nothing"
    less = _names(graph, [skill for skill, share in ours.items() if share < theirs[skill]]) or "nothing"
    return f"it has more of {more}, the feeder of {less}"


def _names(graph: Graph, skills: Iterable[SkillId]) -> str:
    names = [graph.skills[skill].label.en.replace("\u00ad", "") for skill in skills]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
