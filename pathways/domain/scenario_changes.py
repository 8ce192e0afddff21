"""What may be changed in a scenario, and what may be wrong with a change.

A scenario is a name and up to twelve changes on top of the catalogue. It is never written into it. Shares are in per
cent, as people type them; years are calendar years; ids are those of the catalogue and may have been retired since.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from pathways.domain.nouns import Interval, Kind

MOST_CHANGES: Final = 12
LONGEST_NAME: Final = 80
FURTHEST: Final = 10
"""Years ahead up to which more or fewer may be wanted."""
LATEST: Final = 8
"""Years ahead in which a change may begin: as far as intakes are taken to be as lately."""


@dataclass(frozen=True, slots=True)
class Seats:
    """So many more seats a year at a programme, or fewer, from an intake year on. All of them are taken."""

    programme: str
    more: int
    since: int


@dataclass(frozen=True, slots=True)
class Completion:
    """Another share of those who start finishes, from next year's finishers on; what is unsure of it stays unsure."""

    programme: str
    percent: float


@dataclass(frozen=True, slots=True)
class Stay:
    """Another share of those who finish takes work here, role by role in the ratio of today, from next year on."""

    programme: str
    percent: float


@dataclass(frozen=True, slots=True)
class Teach:
    """A programme teaches a skill to this level, 1-4."""

    programme: str
    skill: str
    level: int


@dataclass(frozen=True, slots=True)
class Module:
    """A new module at a programme, for those who start from a year on: what it teaches, and to which role it leads.

    `role` is empty where it leads to no new one; else `percent` of those who finish take it.
    """

    programme: str
    since: int
    skills: tuple[tuple[str, int], ...]
    role: str = ""
    percent: float = 0.0


@dataclass(frozen=True, slots=True)
class NewProgramme:
    """A new programme: `percent` of those who start finish, and these shares of them go to roles here, in per cent."""

    kind: Kind
    years: float
    seats: int
    since: int
    percent: float
    feeds: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many more people wanted a year, or fewer; in per cent of what is stated, or in people."""

    role: str
    first: int
    last: int
    by: float
    in_percent: bool


class OwnOf(StrEnum):
    """What somebody may assume where nothing is known."""

    LENGTH = "length"
    INTAKE = "intake"
    COMPLETION = "completion"
    SHARE = "share"
    OPENINGS = "openings"


@dataclass(frozen=True, slots=True)
class Own:
    """Somebody's own assumption of something unknown: years, people a year, or a share in per cent.

    `role` belongs to a share and to openings, `programme` to all but openings, `first` and `last` to openings.
    """

    of: OwnOf
    programme: str
    role: str
    value: Interval
    first: int = 0
    last: int = 0


Change: TypeAlias = Seats | Completion | Stay | Teach | Module | NewProgramme | Wanted | Own


@dataclass(frozen=True, slots=True)
class Scenario:
    """Named changes, in the order they were made."""

    name: str = ""
    changes: tuple[Change, ...] = ()


class Why(StrEnum):
    """Why something of a scenario cannot be used."""

    EMPTY = "empty"
    NO_NUMBER = "no-number"
    OUT_OF_RANGE = "out-of-range"
    UNREADABLE = "unreadable"
    TWICE = "twice"
    TOO_MUCH = "too-much"
    TOO_MANY = "too-many"
    TOO_LONG = "too-long"
    PAST = "past"
    TOO_FAR = "too-far"
    GONE = "gone"
    BELOW_NOBODY = "below-nobody"
    KNOWN = "known"
    UNKNOWN = "unknown"
    NO_LINK = "no-link"
    LINKED = "linked"


@dataclass(frozen=True, slots=True)
class Problem:
    """What of which change cannot be used: its field, why, what it says, and what would be right, as an example.

    `place` is the number of the change, from 0; None: of the scenario as a whole.
    """

    place: int | None
    field: str
    why: Why
    typed: str
    right: str = ""
