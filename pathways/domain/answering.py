"""When a flag was first answered, and how long that usually takes, as far as it may be told."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

from pathways.domain.flags import Action, Subject, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from pathways.domain.flags import Event, Flag

ANSWERS: Final = frozenset({Action.ACKNOWLEDGE, Action.PASS_ON, Action.PLAN, Action.DECLINE, Action.DELIVER})
"""What an institution answers with; a comment is no answer."""
FEWEST_COMPANIES: Final = 3
"""Companies behind anything that is told of several without their names."""
FEWEST_ANSWERS: Final = 5
"""Answers that a median is taken of."""


def first_answer(flag: Flag) -> Event | None:
    """Give the first answer that any institution gave; None before."""
    return next((event for event in flag.events if event.action in ANSWERS), None)


def median_days(flags: Iterable[Flag], here: tzinfo) -> float | None:
    """Give the median number of days to the first answer, by the town's clocks; None where too few would show.

    It is taken of named flags, with the pooled ones where these are of enough companies by themselves: whoever
    subtracts the named ones learns nothing of two. Flags for their institution alone, and own words, are left out.
    """
    days: dict[Visibility, list[tuple[str, int]]] = {Visibility.PUBLIC: [], Visibility.POOLED: []}
    for flag in flags:
        answer = first_answer(flag)
        if answer and flag.ask.subject is not Subject.WORDS and flag.ask.visibility in days:
            took = answer.at.astimezone(here).date() - flag.since.astimezone(here).date()
            days[flag.ask.visibility].append((flag.company, took.days))
    named, pooled = days[Visibility.PUBLIC], days[Visibility.POOLED]
    found = named + pooled if _companies(pooled) >= FEWEST_COMPANIES else named
    enough = len(found) >= FEWEST_ANSWERS and _companies(found) >= FEWEST_COMPANIES
    return float(median(took for _, took in found)) if enough else None


def _companies(found: Iterable[tuple[str, int]]) -> int:
    return len({company for company, _ in found})
