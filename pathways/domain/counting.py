"""Anonymous counts of guidance talks, for a school: how many, how far, from where and towards what.

Nobody is counted by name, and what is counted is shown as one number for a whole period. Small numbers are hidden:

    a count from 1 to 4 is not shown                       ("fewer than 5")
    where exactly one part of a whole is hidden, the next smallest is hidden too, or it could be worked out
    a whole below 5 shows nothing but that

Counts of things of which a talk may have several (barriers) are no parts of a whole; there only small ones are hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pathways.domain.guidance import Barrier, Stage, Talk

_Key = TypeVar("_Key", bound=Hashable)
FEWEST: Final = 5
"""Fewer talks than this are not shown."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What of one talk may be counted."""

    stage: Stage
    start: str
    family: str
    barriers: frozenset[Barrier]
    agreed: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of a period. None: fewer than 5, or hidden so that a small one cannot be worked out.

    `all` is 0 when there was none. The parts are keyed by stage, start and family of the job looked at; the empty key
    is "not said". They are empty when the whole is hidden.
    """

    all: int | None
    agreed: int | None
    stages: Mapping[str, int | None]
    starts: Mapping[str, int | None]
    families: Mapping[str, int | None]
    barriers: Mapping[str, int | None]


def counted(talk: Talk, families: Mapping[str, str]) -> Counted:
    """Take of a talk what may be counted; `families` gives a job's family by its id."""
    return Counted(
        stage=talk.stage,
        start=talk.start,
        family=families.get(talk.goal, ""),
        barriers=talk.barriers,
        agreed=bool(talk.next_step),
    )


def counts(talks: Iterable[Counted]) -> Counts:
    """Count talks, with small numbers hidden."""
    told = list(talks)
    if len(told) < FEWEST:
        return Counts(0 if not told else None, None, {}, {}, {}, {})
    agreed = parts(Counter(one.agreed for one in told))
    return Counts(
        all=len(told),
        agreed=agreed.get(True, 0),
        stages=parts(Counter(one.stage.value for one in told)),
        starts=parts(Counter(one.start for one in told)),
        families=parts(Counter(one.family for one in told)),
        barriers={name: _shown(n) for name, n in Counter(b.value for one in told for b in one.barriers).items()},
    )


def parts(numbers: Mapping[_Key, int]) -> dict[_Key, int | None]:
    """Hide the small parts of a whole that is known, and one more where a single hidden one could be worked out."""
    hidden = {key for key, number in numbers.items() if 0 < number < FEWEST}
    if len(hidden) == 1 or 0 < sum(numbers[key] for key in hidden) < FEWEST:
        others = sorted((number, str(key), key) for key, number in numbers.items() if key not in hidden and number)
        if others and hidden:
            hidden.add(others[0][2])
    ordered = sorted(numbers, key=lambda key: (-numbers[key], str(key)))
    return {key: None if key in hidden else numbers[key] for key in ordered}


def _shown(number: int) -> int | None:
    return None if number < FEWEST else number
