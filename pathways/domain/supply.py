"""What an outlook is worked out from, and the futures drawn from it: cohorts, shares, openings; p10, p50 and p90.

    supply of a role in year t = Σ programmes  finishers in t × share to this role
    finishers in t             = as counted, where they were counted
                                 else Σ cohorts that finish in t  started × share of a cohort that finishes

A cohort finishes in the year in which its programme's whole length has passed, never before. Every quantity is an
interval (low, likely, high) and is drawn from a triangle, by a generator that is passed in: the same facts give the
same figures. One future holds one finishing share per programme and one share per link for all of its years, because
what we do not know of them is the same in every year. What is unknown is not drawn at all: it is listed as missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from pathways.domain.nouns import Basis, Evidence, Flow, Interval, OrganisationId, ProgrammeId, RoleId

DRAWS: Final = 10_000
"""Futures drawn for one outlook."""
STEPS: Final = 2**16 - 2
"""How finely futures are told apart when they are put in order: sixteen bits, and an even number, so that a half is."""

Futures: TypeAlias = "NDArray[np.float64]"
"""People a year, one row per year, one column per future."""


@dataclass(frozen=True, slots=True)
class Known:
    """A quantity with what it rests on; `basis` is weaker than its evidence where we worked it out.

    `flows` are the counts behind it. `own` marks somebody's own assumption in a scenario.
    """

    value: Interval
    basis: Basis
    evidence: tuple[Evidence, ...] = ()
    flows: tuple[Flow, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Cohort:
    """People who start a programme in one year: counted, or as many as lately where nobody has counted them yet.

    `finishes` is the year in which the programme's whole length has passed. `begun` is False for those who have not
    started, or are not counted yet: their number is an assumption.
    """

    programme: ProgrammeId
    intake: int
    started: Known
    finishes: int
    begun: bool


@dataclass(frozen=True, slots=True)
class Stream:
    """What is known of a programme's people.

    `finishing` is the share of a cohort that finishes, 0-1; None: unknown. `finished` are the finishers of a year,
    where they were counted.
    """

    programme: ProgrammeId
    cohorts: tuple[Cohort, ...]
    finishing: Known | None
    finished: Mapping[int, Known] = field(default_factory=dict)


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
    then year, then organisation; the empty organisation is several that are counted together. `estimated` are the
    links of `shares` that nobody counted; `only_by_cover` those of them that no openings hold: nothing is claimed of
    the total of their roles.
    """

    this_year: int
    streams: Mapping[ProgrammeId, Stream]
    shares: Mapping[tuple[ProgrammeId, RoleId], Known]
    openings: Mapping[RoleId, Mapping[int, Mapping[OrganisationId, Known]]]
    estimated: frozenset[tuple[ProgrammeId, RoleId]] = frozenset()
    only_by_cover: frozenset[tuple[ProgrammeId, RoleId]] = frozenset()


@dataclass(frozen=True, slots=True)
class Fan:
    """One quantity by year: p10 ≤ p50 ≤ p90 of the futures, people a year, in the order of `years`."""

    years: tuple[int, ...]
    p10: tuple[float, ...]
    p50: tuple[float, ...]
    p90: tuple[float, ...]


def fan(years: Sequence[int], futures: Futures) -> Fan:
    """Give the tenth, the middle and the ninetieth of every hundred futures, year by year."""
    rows = quantiles(futures)
    return Fan(tuple(years), *(tuple(float(each) for each in row) for row in rows))


def quantiles(futures: Futures) -> Futures:
    """Give p10, p50 and p90 of each row of futures: three rows, a column per year, never falling.

    Each to within a hundred-thousandth of what lies between the least and the most of its row, a thousandth of what
    chance makes of 10,000 draws. Whole numbers of sixteen bits are sorted by counting them: that takes a fifth of what
    figures in single precision take where a processor is slow at the wide registers that numpy sorts those with.
    """
    count = futures.shape[1]
    places = [round(part * (count - 1)) for part in (0.1, 0.5, 0.9)]
    least = futures.min(axis=1, keepdims=True)
    span = futures.max(axis=1, keepdims=True) - least
    above = futures - least
    above *= STEPS / np.where(span > 0, span, 1)
    above += 0.5  # to the nearest step, where the next line cuts off
    steps = above.astype(np.uint16)
    steps.sort(axis=1, kind="stable")
    found: Futures = (least + steps[:, places] * (span / STEPS)).T
    return found


@dataclass(frozen=True, slots=True)
class Dice:
    """A generator, and how many futures are drawn with it. `root` is what dice of a name are made from."""

    rng: np.random.Generator
    draws: int = DRAWS
    root: int = 0

    def of(self, name: str) -> Dice:
        """Give dice for one programme or role: they fall alike, whatever is drawn or changed elsewhere.

        So the same futures are compared where a scenario changes a single thing.
        """
        bits = np.random.SFC64(self.root + crc32(name.encode()))  # a seventh faster than numpy's own choice
        return Dice(np.random.Generator(bits), self.draws, self.root)

    def draw(self, value: Interval) -> Futures:
        """Draw one quantity: a triangle from low over likely to high; what is certain is one figure for all of them.

        All futures are worked out at once, from where in the triangle each falls: half the time of numpy's own way,
        one future after the other.
        """
        low, likely, high = value.low, value.likely, value.high
        if low == high:
            return np.array(likely, dtype=np.float64)
        below = self.rng.random(self.draws)  # how much of the triangle lies below, 0-1
        rising = low + np.sqrt(below * ((high - low) * (likely - low)))
        falling = high - np.sqrt((1 - below) * ((high - low) * (high - likely)))
        return np.where(rising < likely, rising, falling)

    def total(self, values: Iterable[Interval]) -> Futures:
        """Draw several quantities and add them up; nobody where there is none."""
        whole = np.zeros(self.draws)
        for value in values:
            whole += self.draw(value)
        return whole


def is_complete(stream: Stream, years: Iterable[int]) -> bool:
    """Whether the finishers of each of these years are known: counted, or a cohort whose finishing share is known."""
    due = {cohort.finishes for cohort in stream.cohorts} if stream.finishing else set()
    return all(year in stream.finished or year in due for year in years)


def finishers(stream: Stream, years: Sequence[int], dice: Dice) -> Futures:
    """Draw who finishes a programme, year by year. A year of which nothing is known has nobody: ask `is_complete`."""
    people = np.zeros((len(years), dice.draws))
    row = {year: at for at, year in enumerate(years)}
    for year, counted in stream.finished.items():
        if year in row:
            people[row[year]] = dice.draw(counted.value)
    if stream.finishing is not None:
        rate = dice.draw(stream.finishing.value)
        for cohort in stream.cohorts:
            if cohort.finishes in row and cohort.finishes not in stream.finished:
                people[row[cohort.finishes]] += dice.draw(cohort.started.value) * rate
    return people
