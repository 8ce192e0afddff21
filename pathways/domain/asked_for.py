"""What companies ask for, as far as it is public, gathered about one skill, one role or one programme.

Everything here is taken from `Published`: what is not in it is in nothing that these questions answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathways.domain.flags import State, Subject
from pathways.domain.publishing import Topic

if TYPE_CHECKING:
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Outcome, ProgrammeId, Skill
    from pathways.domain.publishing import Pool, PublicFlag, Published


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for one thing: `named` flags that are open, the `pool` of unnamed companies, and what was `closed`.

    `closed` are the named flags that their company confirmed: nobody asks for these any more.
    """

    topic: Topic
    named: tuple[PublicFlag, ...]
    pool: Pool | None
    closed: tuple[PublicFlag, ...]

    @property
    def companies(self) -> int:
        """How many companies ask: the named ones, each once, and the pool."""
        return len({flag.company for flag in self.named}) + (self.pool.companies if self.pool else 0)

    @property
    def level(self) -> int:
        """The highest level that any of them asks for, 1-4; 0 where none says a level."""
        told = [flag.level for flag in self.named] + ([self.pool.level] if self.pool else [])
        return max((level for level in told if level), default=0)

    @property
    def flags(self) -> tuple[PublicFlag, ...]:
        """Every flag with a name: the open ones, then those that are closed."""
        return self.named + self.closed

    @property
    def known(self) -> bool:
        """Whether anything was published about it."""
        return bool(self.named or self.pool or self.closed)


def asking(published: Published, topic: Topic) -> Asking:
    """Tell who asks for a topic, newest first."""
    closed = (flag for flag in published.flags if flag.topic == topic and flag.state is State.CONFIRMED)
    return Asking(topic, published.named(topic), published.pools.get(topic), tuple(closed))


def asked_topics(published: Published) -> frozenset[Topic]:
    """Give every topic that something was published about."""
    return frozenset({flag.topic for flag in published.flags} | set(published.pools))


@dataclass(frozen=True, slots=True)
class SkillAsked:
    """A skill that a programme teaches, to which level, and who asks for it."""

    skill: Skill
    outcome: Outcome
    asking: Asking


@dataclass(frozen=True, slots=True)
class ProgrammeAsked:
    """What companies ask of a programme's `skills`, most asked for first, and the named flags it is the answer to."""

    answers: tuple[PublicFlag, ...]
    skills: tuple[SkillAsked, ...]

    @property
    def known(self) -> bool:
        """Whether anything was published about it."""
        return bool(self.answers or self.skills)


def asked_of_programme(graph: Graph, published: Published, programme: ProgrammeId) -> ProgrammeAsked:
    """Tell what was planned or delivered in a programme, and what companies ask of the skills it teaches."""
    found = [
        SkillAsked(graph.skills[outcome.skill], outcome, asking(published, Topic(Subject.SKILL, outcome.skill)))
        for outcome in graph.outcomes_of(programme)
    ]
    return ProgrammeAsked(
        answers=tuple(flag for flag in published.flags if flag.plan and flag.plan.programme == programme),
        skills=tuple(
            sorted(
                (one for one in found if one.asking.companies),
                key=lambda one: (-one.asking.companies, one.skill.label.en.casefold(), one.skill.id),
            )
        ),
    )
