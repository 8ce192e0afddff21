"""What everybody may see of the gap flags: named ones by name, pooled ones only counted, the others not at all.

    public      named, with a band for people; shown as it stands today
    pooled      counted, never named: shown from 3 companies on, as things stood when the month began
    addressed   in nothing that is public, neither counted nor sorted by

A pool is counted per subject, once, over the whole town; filters choose among pools and never count anew. A company
that is named for a subject is not in its pool, or a pool of two would show beside it. Sums are made of what is shown
here and of nothing else. Numbers of people appear as 1-4, 5-19 or 20 and more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from pathways.domain.flags import OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pathways.domain.flags import Plan, Shows, State, Subject

FEWEST_COMPANIES: Final = 3
"""Companies in a pool that is shown."""


class Band(StrEnum):
    """How many people, as far as it may be told."""

    FEW = "1-4"
    SOME = "5-19"
    MANY = "20+"


def band(people: int) -> Band:
    """Give the band of a number of people, 1 or more."""
    return Band.FEW if people < 5 else Band.SOME if people < 20 else Band.MANY  # noqa: PLR2004  # the bands' own ends


class Topic(NamedTuple):
    """What a flag is about: a skill or a role by its id. Own words that nobody mapped are in nothing public."""

    subject: Subject
    key: str


@dataclass(frozen=True, slots=True)
class PublicFlag:
    """A flag that names its company. `answered` is the day of the institution's first answer, None before.

    `words` are the company's own, empty when there were none. `lapses` and what was tried are not told.
    """

    id: str
    company: str
    topic: Topic
    words: str
    level: int | None
    role: str
    shows: Shows
    people: Band
    state: State
    addressee: str
    since: date
    answered: date | None
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class Pool:
    """Companies, at least 3, that ask for the same and are not named. `level` is the highest that any of them asks."""

    topic: Topic
    companies: int
    people: Band
    level: int | None
    answered: int | None = None
    """How many of these flags an institution has answered; None where that would tell of fewer than 3 companies."""


@dataclass(frozen=True, slots=True)
class Published:
    """All that is public of the flags: pools as of the first of a month, named flags as of `today`.

    `flags` are the named ones that are open or were confirmed, newest first. `median_days` is the median number of
    days to the first answer, over all flags of at least 3 companies answered before the month began; None where fewer.
    """

    today: date
    month: date
    flags: tuple[PublicFlag, ...] = ()
    pools: Mapping[Topic, Pool] = field(default_factory=dict)
    median_days: float | None = None

    def named(self, topic: Topic) -> tuple[PublicFlag, ...]:
        """List the open flags about a topic that name their company."""
        return tuple(flag for flag in self.flags if flag.topic == topic and flag.state in OPEN)

    def asking(self, topic: Topic) -> int:
        """Count the companies that ask for a topic, as far as it is public: the named ones and the pool."""
        pool = self.pools.get(topic)
        return len({flag.company for flag in self.named(topic)}) + (pool.companies if pool else 0)
