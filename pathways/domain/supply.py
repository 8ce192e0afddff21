"""What an outlook is worked out from, and the futures drawn from it: cohorts, shares, openings; p10, p50 and p90.

    supply of a role in year t = Σ programmes Σ intake years  started × finishing share × share to this role
    a cohort finishes when its programme's whole length has passed, never before

Every quantity is an interval (low, likely, high) and is drawn from a triangle, by a generator that is passed in, so
that the same facts give the same figures. What is unknown is not drawn at all: it is listed as missing, and a sum
without it says "at least". Openings are those that organisations stated. Without them there is no shortage.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathways.domain.nouns import Basis, Evidence, Interval, OrganisationId, ProgrammeId, RoleId

DRAWS: Final = 10_000
"""Futures drawn for one outlook."""


@dataclass(frozen=True, slots=True)
class Known:
    """A quantity with the evidence for it; `basis` is weaker than its evidence where we worked it out.

    `own` marks somebody's own assumption in a scenario.
    """

    value: Interval
    basis: Basis
    evidence: tuple[Evidence, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Cohort:
    """People who start a programme in one year: counted, or as many as lately if the year is still to come.

    `finishes` is the year in which the programme's whole length has passed. `begun` is False for those who have not
    started yet.
    """

    programme: ProgrammeId
    intake: int
    started: Known
    finishes: int
    begun: bool


@dataclass(frozen=True, slots=True)
class Stream:
    """What is known of a programme's people. `finishing` is the share of a cohort that finishes, 0-1; None: unknown."""

    programme: ProgrammeId
    cohorts: tuple[Cohort, ...]
    finishing: Known | None


class Lack(StrEnum):
    """What is missing for an outlook."""

    LENGTH = "length"
    INTAKE = "intake"
    FINISHING = "finishing"
    SHARE = "share"
    OPENINGS = "openings"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something unknown, what it is about, and who could supply it (None: nobody is named)."""

    lack: Lack
    programme: ProgrammeId | None
    role: RoleId | None
    who: OrganisationId | None


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything an outlook is worked out from, for all programmes and roles at once.

    `shares` is the share of a programme's finishers who go to a role here, 0-1. `openings` are people a year, by role,
    then year, then organisation.
    """

    this_year: int
    streams: Mapping[ProgrammeId, Stream]
    shares: Mapping[tuple[ProgrammeId, RoleId], Known]
    openings: Mapping[RoleId, Mapping[int, Mapping[OrganisationId, Known]]]
    missing: tuple[Missing, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Fan:
    """One quantity by year: p10 ≤ p50 ≤ p90 of the futures, people a year, in the order of `years`."""

    years: tuple[int, ...]
    p10: tuple[float, ...]
    p50: tuple[float, ...]
    p90: tuple[float, ...]
