"""How old facts are, and which to look up again first.

    age    days since the last day that a fact may have been true on: of `2018` that is 31 December 2018
    uses   rows that name the same nouns: what would be wrong with it
    weight age · (1 + log₂(1 + uses)): oldest and most used first, and neither alone

A fact of today has age 0. What has no evidence has no age and is not listed. Ties go by table and key.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from math import log2
from typing import TYPE_CHECKING

from pathways.domain.editing import TABLES, TOWN, key_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pathways.domain.editing import Key, Noun
    from pathways.domain.nouns import Facts

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Aged:
    """A fact with its age in whole days, and how many rows name the same nouns."""

    table: str
    key: Key
    row: Noun
    age: int
    uses: int

    @property
    def weight(self) -> float:
        """How much it ought to be looked up again."""
        return self.age * (1 + log2(1 + self.uses))


def last_day(cut: str) -> date:
    """Give the last day that an ISO date may mean that is cut to what is known."""
    year, month, day = (*(int(part) for part in cut.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day)
    if month:
        after = date(year + month // MONTHS, month % MONTHS + 1, 1)
        return date.fromordinal(after.toordinal() - 1)
    return date(year, MONTHS, 31)


def age_of(as_of: str, today: date) -> int:
    """Count the days since a fact was true; 0 where that may be today still."""
    return max(0, (today - last_day(as_of)).days)


def aged(facts: Facts, today: date, targets: Callable[[str, str], tuple[str, ...]]) -> tuple[Aged, ...]:
    """List every fact that has evidence, the one to be looked up first in front.

    `targets` says of which tables a column of a table holds ids.
    """
    every = [(table, row) for table in TABLES if table != TOWN for row in rows_of(facts, table)]
    uses = Counter(name for table, row in every for name in _named(table, row, targets))
    found = [
        Aged(table, key_of(table, row), row, age_of(row.evidence.as_of, today), _uses(table, row, uses, targets))
        for table, row in every
        if getattr(row, "evidence", None) is not None
    ]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.table, one.key)))


def _uses(table: str, row: Noun, uses: Counter[str], targets: Callable[[str, str], tuple[str, ...]]) -> int:
    """Rows that name what this one is about: its own id, else the nouns that it ties together; itself left out."""
    own = getattr(row, "id", None)
    if own is not None and uses[str(own)]:
        return uses[str(own)]
    return sum(uses[name] - 1 for name in set(_named(table, row, targets)))


def _named(table: str, row: Noun, targets: Callable[[str, str], tuple[str, ...]]) -> Iterator[str]:
    for column in row.__dataclass_fields__:
        if targets(table, column):
            yield from _words(getattr(row, column))


def _words(value: str | Iterable[str] | None) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        yield from map(str, value or ())
