"""What someone likes, held against what each role takes: a way to start, not a test.

    score(r) = share of r in what is liked - share of r in what is not        each 0 to 1

where a share is the part of the role's needs, by what they count in cover (`pathways.domain.cover.weight`), whose
skills lie in the groups that those statements stand for. In one sentence: a job comes higher the more of what it
takes lies in what you like, and lower the more lies in what you do not.

"Not sure" and no answer count as nothing. A group that stands behind a statement liked and another one disliked
counts once for and once against.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from pathways.domain.cover import weight
from pathways.domain.nouns import Basis

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Interest, InterestId, Programme, Role, SkillGroup


class Answer(StrEnum):
    """What someone says to a statement."""

    LIKE = "like"
    UNSURE = "unsure"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Voice:
    """One statement that speaks for or against a role: `share` of what the role takes lies in `groups`.

    `groups` are those of the statement that the role takes anything of, in the order of the statement.
    """

    interest: Interest
    groups: tuple[SkillGroup, ...]
    share: Fraction


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A role worth a look, and why.

    `liked` and `disliked` are shares of what it takes, 0 to 1. Statements stand strongest first, then in the
    order of the facts; programmes by line. `estimates` of its `needs` are our estimate.
    """

    role: Role
    liked: Fraction
    disliked: Fraction
    because: tuple[Voice, ...]
    against: tuple[Voice, ...]
    programmes: tuple[Programme, ...]
    needs: int
    estimates: int

    @property
    def score(self) -> Fraction:
        """What it is ranked by, -1 to 1."""
        return self.liked - self.disliked


def explored(graph: Graph, answers: Mapping[InterestId, Answer]) -> tuple[Suggestion, ...]:
    """Rank the roles that take more of what is liked than of what is not, best first.

    Ties go by the larger share liked, then in the order of the facts. Empty when nothing is liked; answers to
    statements that are not in the graph are ignored.
    """
    found = (suggestion(graph, role, answers) for role in graph.roles.values())
    return tuple(sorted((s for s in found if s.score > 0), key=lambda s: (-s.score, -s.liked)))


def suggestion(graph: Graph, role: Role, answers: Mapping[InterestId, Answer]) -> Suggestion:
    """Say what speaks for and against one role."""
    parts, needs = group_parts(graph, role), graph.needs_of(role.id)
    said = {
        answer: [interest for interest in graph.interests.values() if answers.get(interest.id) is answer]
        for answer in (Answer.LIKE, Answer.NO)
    }
    return Suggestion(
        role=role,
        liked=_share(parts, {group for interest in said[Answer.LIKE] for group in interest.groups}),
        disliked=_share(parts, {group for interest in said[Answer.NO] for group in interest.groups}),
        because=_voices(graph, parts, said[Answer.LIKE]),
        against=_voices(graph, parts, said[Answer.NO]),
        programmes=tuple(
            sorted((graph.programmes[link.programme] for link in graph.feeds_to(role.id)), key=lambda p: p.line_order)
        ),
        needs=len(needs),
        estimates=sum(need.evidence.basis is Basis.ASSUMED for need in needs),
    )


def group_parts(graph: Graph, role: Role) -> dict[str, Fraction]:
    """Give what part of all that a role of the graph takes lies in each skill group it needs; together 1."""
    counted: dict[str, int] = {}
    for need in graph.needs_of(role.id):
        group = graph.skills[need.skill].group
        counted[group] = counted.get(group, 0) + weight(graph, need)
    total = sum(counted.values())
    return {group: Fraction(count, total) for group, count in counted.items()}


def _share(parts: Mapping[str, Fraction], groups: Collection[str]) -> Fraction:
    return sum((part for group, part in parts.items() if group in groups), Fraction())


def _voices(graph: Graph, parts: Mapping[str, Fraction], interests: Collection[Interest]) -> tuple[Voice, ...]:
    voices = (
        Voice(
            interest,
            tuple(graph.skill_groups[group] for group in interest.groups if group in parts),
            _share(parts, interest.groups),
        )
        for interest in interests
    )
    return tuple(sorted((voice for voice in voices if voice.share), key=lambda voice: -voice.share))
