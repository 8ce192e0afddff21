"""Openings that companies state: how many people they want for a role in a year, and who may see it.

Nothing that was said is taken away: what is said anew, or taken back, is said after it, and the last word counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pathways.domain.flags import Visibility
    from pathways.domain.nouns import Interval


@dataclass(frozen=True, slots=True)
class Stated:
    """What an organisation said of a role and a year, at a moment in UTC.

    `people` a year; None takes back what it said before. `visibility` says who may see it: institutions, everybody
    but only in a sum, or everybody with the name.
    """

    organisation: str
    role: str
    year: int
    people: Interval | None
    visibility: Visibility
    at: datetime


def standing(said: Iterable[Stated]) -> tuple[Stated, ...]:
    """Give what stands of all that was said, oldest first: the last word of each, unless it took it back.

    By role, then year, then organisation.
    """
    last = {(one.role, one.year, one.organisation): one for one in said}
    return tuple(one for _, one in sorted(last.items()) if one.people is not None)
