"""The life of one flag as a line of stations: where it has been, where it is, what is still to come.

Days are those of the events' own clocks: give the flag by the clocks of the reader. A flag that was passed on has one
station more. Where it was declined, withdrawn or lapsed the line ends: nothing is
still to come until the company flags again, and then the line begins anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pathways.domain.flags import Action, State, act, begin, lapses_on, state_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pathways.domain.flags import Flag

LINE: Final = (State.FLAGGED, State.ACKNOWLEDGED, State.PLANNED, State.DELIVERED, State.CONFIRMED)
"""The way of a flag that is answered."""


class Place(StrEnum):
    """Whether a flag has been at a station, is there, or may still come there."""

    BEEN = "been"
    HERE = "here"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the line. `on` is the day the flag came there last; None where it has not been yet."""

    state: State
    place: Place
    on: date | None


def stations(flag: Flag, today: date) -> tuple[Station, ...]:
    """List the stations of a flag, in the order of the line; exactly one of them is where it is now."""
    now, reached = state_on(flag, today), dict(_reached(flag))
    if now is State.LAPSED:
        reached.setdefault(now, lapses_on(flag))
    line = (State.FLAGGED, State.PASSED_ON, *LINE[1:]) if State.PASSED_ON in reached else LINE
    if now not in line:
        been = tuple(Station(state, Place.BEEN, reached[state]) for state in line if state in reached)
        return (*been, Station(now, Place.HERE, reached[now]))
    at = line.index(now)
    return tuple(
        Station(state, _place(index, at), reached.get(state) if index <= at else None)
        for index, state in enumerate(line)
        if index >= at or state in reached
    )


def _place(index: int, at: int) -> Place:
    return Place.HERE if index == at else Place.BEEN if index < at else Place.AHEAD


def _reached(flag: Flag) -> Iterator[tuple[State, date]]:
    """Give each state that the flag came to since it was flagged last, with the day."""
    first, *rest = flag.events
    begun = [index for index, event in enumerate(rest) if event.action is Action.FLAG_AGAIN]
    since = begun[-1] if begun else -1
    then = begin(flag.id, first)
    if not begun:
        yield then.state, first.at.date()
    for index, event in enumerate(rest):
        before, then = then.state, act(then, event)
        if index >= since and then.state is not before:
            yield then.state, event.at.date()
