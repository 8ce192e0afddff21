"""Anonymous counts of guidance talks, for a school: how many, how far, from where and towards what.

Nobody is counted by name, and what is counted is shown as one number for a whole period. Small numbers are hidden:

    a count from 1 to 4 is not shown                       ("fewer than 5")
    nor one from which a reader who knows some of the talks, their own, could work out a count from 1 to 4
    where the hidden parts of a whole could be worked out from the rest, the next smallest is hidden too
    a whole below 5, or of which the others had fewer than 5, shows nothing but that

Counts of things of which a talk may have several (barriers) are no parts of a whole; there only small ones are hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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


def counts(theirs: Iterable[Counted], own: Iterable[Counted] = ()) -> Counts:
    """Count talks, with small numbers hidden.

    Args:
        theirs: talks of others.
        own: talks that the reader knows, and can take off every number.
    """
    others, mine = list(theirs), list(own)
    told = [*others, *mine]
    if not told:
        return Counts(0, None, {}, {}, {}, {})
    if len(told) < FEWEST or 0 < len(others) < FEWEST:
        return Counts(None, None, {}, {}, {}, {})
    agreed = _split(others, mine, lambda one: [one.agreed])
    barriers = _split(others, mine, lambda one: [barrier.value for barrier in one.barriers], whole=False)
    return Counts(
        all=len(told),
        agreed=agreed.get(True, 0) if agreed else None,
        stages=_split(others, mine, lambda one: [one.stage.value]),
        starts=_split(others, mine, lambda one: [one.start]),
        families=_split(others, mine, lambda one: [one.family]),
        barriers=barriers,
    )


def _split(
    others: list[Counted], mine: list[Counted], of: Callable[[Counted], Iterable[_Key]], *, whole: bool = True
) -> dict[_Key, int | None]:
    known = Counter(key for one in mine for key in of(one))
    unknown = Counter(key for one in others for key in of(one))
    numbers = known + unknown
    hidden = {key for key in numbers if _is_small(numbers[key]) or _is_small(unknown[key])}
    return parts(numbers, hidden) if whole else {key: None if key in hidden else n for key, n in numbers.items()}


def parts(numbers: Mapping[_Key, int], hidden: Iterable[_Key] | None = None) -> dict[_Key, int | None]:
    """Hide the small parts of a whole that is known, and as many more as it takes that none can be worked out.

    Hidden ones are worked out when their sum leaves no choice: all of them 1, or all of them 4, or only one of them.

    Args:
        numbers: of each part, 0 or more.
        hidden: the parts to hide at least; None: those from 1 to 4.

    Returns:
        The parts, largest first, then by key; None where one is hidden. Empty where hiding all of them is not enough.
    """
    hidden = set(hidden) if hidden is not None else {key for key, number in numbers.items() if _is_small(number)}
    others = sorted(
        (key for key in numbers if key not in hidden and numbers[key]), key=lambda key: (numbers[key], str(key))
    )
    while hidden and others and not _leaves_a_choice([numbers[key] for key in hidden]):
        hidden.add(others.pop(0))
    if hidden and not _leaves_a_choice([numbers[key] for key in hidden]):
        return {}
    ordered = sorted(numbers, key=lambda key: (-numbers[key], str(key)))
    return {key: None if key in hidden else numbers[key] for key in ordered}


def _leaves_a_choice(numbers: list[int]) -> bool:
    """Whether somebody who knows the sum of these still does not know any of them."""
    total, most = sum(numbers), max(FEWEST - 1, *numbers)
    return total >= FEWEST and len(numbers) < total < most * len(numbers)


def _is_small(number: int) -> bool:
    return 0 < number < FEWEST
