"""Dates to keep on a route: what the facts say one must do by when, as a day where that is certain.

A day is certain when the facts say a day and a month (and perhaps an hour) and nothing else, the step begins with a
study year, and the calendar year of the start is known. Deadlines lie before the study year begins in late summer,
so one of another season belongs to another start and stays in words. Nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from pathways.domain.journey import LegKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathways.domain.graph import Graph
    from pathways.domain.journey import Leg, Route
    from pathways.domain.nouns import Practical, Programme

TOPICS: Final = ("deadline", "start")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
LAST_MONTH: Final = 8
"""Deadlines after it are for another start than the one in late summer."""
_DAY: Final = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)})(?: at (\d{{1,2}}):(\d{{2}}))?(?: every year)?")


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something to do before a step of a route. `on` is None where no day is certain; `at` is hour and minute."""

    programme: Programme
    practical: Practical
    on: date | None
    at: tuple[int, int] | None


def deadlines(graph: Graph, route: Route, year: int | None) -> tuple[Deadline, ...]:
    """List what is known to be done by when, step by step; certain days first, by date, within each step."""
    found: list[Deadline] = []
    for leg in route.legs:
        if leg.kind is LegKind.STUDY and leg.programme:
            found += deadlines_of(graph, leg.programme, _year_of(leg, year))
    return tuple(found)


def deadlines_of(graph: Graph, programme: Programme, year: int | None) -> tuple[Deadline, ...]:
    """List what is known to be done by when to begin a programme in this year.

    Certain days first, by date; then what begins with a day and a month, by these; then the rest, as in the facts.
    """
    own = [_deadline(programme, practical, year) for practical in _known(graph, programme)]
    return tuple(sorted(own, key=lambda one: (one.on is None, one.on or date.max, one.at or (0, 0), _in_year(one))))


def _in_year(one: Deadline) -> tuple[int, int]:
    """The month and day that its words begin with; what has none comes after December."""
    read = _DAY.match(one.practical.when.en) if one.practical.when else None
    return (MONTHS.index(read[2]), int(read[1])) if read else (len(MONTHS), 0)


def _known(graph: Graph, programme: Programme) -> Iterator[Practical]:
    return (one for one in graph.practicals_of(programme.id) if one.topic in TOPICS and one.when)


def _year_of(leg: Leg, year: int | None) -> int | None:
    """The calendar year in which a leg begins, if it begins with a study year."""
    return year + int(leg.begins) if year is not None and leg.begins == int(leg.begins) else None


def _deadline(programme: Programme, practical: Practical, year: int | None) -> Deadline:
    read = _DAY.fullmatch(practical.when.en) if practical.when else None
    if read is None or year is None or practical.topic != "deadline":
        return Deadline(programme, practical, None, None)
    month = MONTHS.index(read[2]) + 1
    if month > LAST_MONTH:
        return Deadline(programme, practical, None, None)
    try:
        on = date(year, month, int(read[1]))
    except ValueError:
        return Deadline(programme, practical, None, None)
    return Deadline(programme, practical, on, (int(read[3]), int(read[4])) if read[3] else None)
