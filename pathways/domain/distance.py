"""Distance travelled as a value: what is not as it was at the end of the last visit. `travelled` works it out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pathways.domain.conditions import implies

if TYPE_CHECKING:
    from datetime import date

    from pathways.domain.conditions import Atom, Condition
    from pathways.domain.cover import Judged
    from pathways.domain.guidance import Pick
    from pathways.domain.nouns import Admission, Programme, Role
    from pathways.domain.plans import Difference


class Stand(StrEnum):
    """How a condition stands: met then, met since, taken care of on the way (bridging, paid work), or still open."""

    THEN = "then"
    SINCE = "since"
    ON_WAY = "on-way"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Stop:
    """A condition on a line. `fresh`: it is open now and was not then, at the visit or when the route was kept.

    `missing`: it is open, and what was said does not meet it; else it has not been spoken of.
    """

    condition: Condition
    stand: Stand
    fresh: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """A programme on a line, what its door asks for, and whether it was finished by then, since then, or is ahead.

    `finished` is THEN, SINCE or OPEN. `way` is None where no way in is known from where the student stands.
    """

    programme: Programme
    way: Admission | None
    stops: tuple[Stop, ...]
    finished: Stand


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of the shortlist, door by door. `role` is the job at the end, where it leads to one.

    `differences` are of years and cover, since the day of the facts `saved`; `gone` what was open then and is neither
    asked for nor open any more.
    """

    pick: Pick
    doors: tuple[Door, ...]
    role: Role | None = None
    saved: str = ""
    differences: tuple[Difference, ...] = ()
    gone: tuple[Condition, ...] = ()

    def count(self, stand: Stand) -> int:
        """How many of its conditions stand so."""
        return sum(stop.stand is stand for door in self.doors for stop in door.stops)

    @property
    def moved(self) -> bool:
        """Whether anything on it is not as it was."""
        since = any(door.finished is Stand.SINCE for door in self.doors) or self.count(Stand.SINCE)
        fresh = any(stop.fresh for door in self.doors for stop in door.stops)
        return bool(since or fresh or self.differences or self.gone)


@dataclass(frozen=True, slots=True)
class Said:
    """Something that is said otherwise than then; None: it was not said.

    `meets` lists the conditions on the lines that it meets now and that were not met then, each with the programme
    that asks for it. `for_good`: more than before, or new; otherwise it was lowered or taken back.
    """

    before: Atom | None
    now: Atom | None
    meets: tuple[tuple[Condition, Programme], ...] = ()

    @property
    def for_good(self) -> bool:
        """Whether it is more than it was."""
        return self.now is not None and (self.before is None or implies(self.now, self.before))


@dataclass(frozen=True, slots=True)
class Skills:
    """What the programmes finished since add to what is known of the goal. Shares are lower bounds, 0 to 1, or None."""

    goal: Role
    before: float | None
    now: float | None
    gained: tuple[tuple[Judged, int], ...]
    """Each need of which more is held now, and the level held of it then."""


@dataclass(frozen=True, slots=True)
class AgreedStep:
    """The next step agreed then. Nobody has said whether it was done. `stands`: it is still the next step."""

    words: str
    on: date | None
    stands: bool


@dataclass(frozen=True, slots=True)
class Travelled:
    """All that is not as it was; `lines` are all of today's shortlist that has something to study, in its order."""

    said: tuple[Said, ...] = ()
    finished: tuple[Programme, ...] = ()
    lines: tuple[Line, ...] = ()
    added: tuple[Pick, ...] = ()
    off: tuple[Pick, ...] = ()
    skills: Skills | None = None
    step: AgreedStep | None = None

    @property
    def gained(self) -> tuple[Said, ...]:
        """What is new, or more than then."""
        return tuple(one for one in self.said if one.for_good)

    @property
    def taken_back(self) -> tuple[Said, ...]:
        """What was lowered, or is no longer said."""
        return tuple(one for one in self.said if not one.for_good)

    @property
    def moved(self) -> bool:
        """Whether anything is not as it was; the agreed step alone is not."""
        return bool(self.said or self.finished or self.added or self.off or any(one.moved for one in self.lines))
