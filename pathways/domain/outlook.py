"""The outlook of a role, a family, a focus area or the town: people finishing against people wanted, year by year."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathways.domain.nouns import Announcement, Kind, ProgrammeId, RoleId
    from pathways.domain.supply import Cohort, Fan, Known, Missing


class ScopeKind(StrEnum):
    """What an outlook is of."""

    ROLE = "role"
    FAMILY = "family"
    AREA = "area"
    TOWN = "town"


@dataclass(frozen=True, slots=True)
class Scope:
    """What an outlook is of; `key` is empty for the town. `roles` are the roles in it, in the order of the graph."""

    kind: ScopeKind
    key: str
    roles: tuple[RoleId, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """One line's part of the supply: people a year (the mean of the futures), in the order of the outlook's years.

    `begun` says of each year whether all of these people have started already.
    """

    kind: Kind
    programmes: tuple[ProgrammeId, ...]
    people: tuple[float, ...]
    begun: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Shortage:
    """Openings less supply in one year, over the futures: people, p10 ≤ p50 ≤ p90; below 0 there are more people.

    `chance` is the share of futures in which openings are more than supply.
    """

    year: int
    p10: float
    p50: float
    p90: float
    chance: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """Supply and openings of a scope by year. None where nothing can be drawn; `missing` then says what it takes.

    `whole` is False where a programme that feeds the scope is left out because something of it is unknown: figures of
    supply then say "at least", and there is no shortage. `openings_whole` says the same of the roles' openings.
    `finishing` are the counted cohorts, whether or not all else is known.
    """

    scope: Scope
    this_year: int
    supply: Fan | None
    layers: tuple[Layer, ...]
    whole: bool
    openings: Fan | None
    openings_whole: bool
    shortages: tuple[Shortage, ...]
    finishing: tuple[Cohort, ...]
    known: tuple[tuple[str, Known], ...]
    missing: tuple[Missing, ...]
    events: tuple[Announcement, ...]
