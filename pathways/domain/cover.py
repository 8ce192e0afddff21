"""How much of a role someone is known to have been taught, as a lower bound.

    cover(h, r) = Σ w(s) · min(1, h(s) / need(r, s)) / Σ w(s)      over the needs that can be judged

with w = 2 for an essential need and 1 for a preferred one. A need that no programme in the catalogue
teaches is learnt at work: it is left out of the sum and counted beside it. A need that is not recorded
counts as 0, so the figure is "at least".

Weights by rarity (idf over roles) were measured against the stated feeds links of the Kalundborg facts,
inferred rows of their second round left out: AUC 0.891 against 0.873 for these weights, but 37 instead
of 38 of 45 roles with a feeder on top and 30 instead of 24 feeding pairs below 0.25. A gain this small
does not pay for a weight that cannot be said in one sentence. Revisit when real curricula replace
estimates. Cover ranks; it never creates a link (domain rule §2).

A band on a map judges its programme alone, so it says what this programme is known to add; for a master's
degree that is less than what its graduates hold. A route passes all its finished programmes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pathways.domain.nouns import Basis, Importance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Need, Outcome, Programme, ProgrammeId, Role, RoleId, SkillId

WEIGHT = {Importance.ESSENTIAL: 2, Importance.PREFERRED: 1}


class Standing(StrEnum):
    """Where a need stands: one of four groups, each listed by name and none averaged away.

    `NOT_SEEN` is unknown, unless the programmes' outcomes come from a whole curriculum.
    """

    MET = "met"
    PART = "part-met"
    NOT_SEEN = "not-seen"
    AT_WORK = "at-work"


@dataclass(frozen=True, slots=True)
class Judged:
    """One need, the level held of it (0-4), and whether either level is our estimate."""

    need: Need
    held: int
    standing: Standing
    estimated: bool

    @property
    def share(self) -> float:
        """How much of the level asked for is held, 0 to 1."""
        return min(1.0, self.held / self.need.level)


@dataclass(frozen=True, slots=True)
class Cover:
    """How much of a role is covered, with every need by name.

    `share` is 0 to 1 and a lower bound; None when no need can be judged, or when the only programme
    is one row for many degrees whose skills say nothing about this role.
    `estimates` of the `judged` needs rest on an estimated level; `at_work` more are learnt at work.
    `complete` says that the whole curriculum was seen: what is not recorded is then not taught.
    """

    needs: tuple[Judged, ...]
    share: float | None
    judged: int
    estimates: int
    at_work: int
    complete: bool

    def group(self, standing: Standing) -> tuple[Judged, ...]:
        """The needs that stand so, heaviest first, then in the order of the facts."""
        found = [judged for judged in self.needs if judged.standing is standing]
        return tuple(sorted(found, key=lambda judged: -WEIGHT[judged.need.importance]))


def taught(graph: Graph, programmes: Iterable[ProgrammeId]) -> dict[SkillId, Outcome]:
    """The best outcome per skill over the programmes finished; of equals, the better founded one."""
    best: dict[SkillId, Outcome] = {}
    for programme in programmes:
        for outcome in graph.outcomes_of(programme):
            rival = best.get(outcome.skill)
            if rival is None or _rank(outcome) > _rank(rival):
                best[outcome.skill] = outcome
    return best


def _rank(outcome: Outcome) -> tuple[int, bool]:
    return outcome.level, outcome.evidence.basis is not Basis.ASSUMED


def says_something(programme: Programme, role: Role) -> bool:
    """Whether this programme's recorded skills may be held against this role at all."""
    return not programme.judged_families or role.family in programme.judged_families


def cover(graph: Graph, programmes: Iterable[ProgrammeId], role: RoleId) -> Cover:
    """Judge every need of `role` against what the finished `programmes` teach.

    Raises:
        UnknownId: a programme or the role is not in the graph.
    """
    asked = graph.role(role)
    finished = [p for p in map(graph.programme, programmes) if says_something(p, asked)]
    held = taught(graph, [p.id for p in finished])
    needs = tuple(_judge(graph, need, held.get(need.skill)) for need in graph.needs_of(role))
    counted = [judged for judged in needs if judged.standing is not Standing.AT_WORK]
    total = sum(WEIGHT[judged.need.importance] for judged in counted)
    got = sum(WEIGHT[judged.need.importance] * judged.share for judged in counted)
    return Cover(
        needs=needs,
        share=got / total if total and finished else None,
        judged=len(counted),
        estimates=sum(judged.estimated for judged in counted),
        at_work=len(needs) - len(counted),
        complete=bool(finished) and all(programme.complete for programme in finished),
    )


def _judge(graph: Graph, need: Need, outcome: Outcome | None) -> Judged:
    assumed = need.evidence.basis is Basis.ASSUMED
    if outcome is None:
        standing = Standing.NOT_SEEN if graph.teachers_of(need.skill) else Standing.AT_WORK
        return Judged(need, 0, standing, assumed)
    standing = Standing.MET if outcome.level >= need.level else Standing.PART
    return Judged(need, int(outcome.level), standing, assumed or outcome.evidence.basis is Basis.ASSUMED)
