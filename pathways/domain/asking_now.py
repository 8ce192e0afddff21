"""Good questions to ask now in a guidance talk: each comes from what is still open in it.

A question is asked only while its answer is in neither the talk nor the catalogue: a level that was said, a wish that
was given or a day that was agreed is not asked for again. There is at most one of each kind at a time, so nothing is
asked twice; when it is answered, the next of its kind takes its place. What matters most depends on the part of the
talk (`ORDER`).

All are about plans, doors and days. None is about health, family or age, and none suggests its answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pathways.domain import asking_doors, asking_list
from pathways.domain.asking_state import Asking, Kind, State, Why
from pathways.domain.guidance import Stage
from pathways.domain.interests import group_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from pathways.domain.graph import Graph
    from pathways.domain.guidance import Talk
    from pathways.domain.journey import Route

MOST_SHOWN: Final = 3
"""More would be a form to fill in."""
MOST_GROUPS: Final = 3

BARRIERS: Final = (Kind.MONEY, Kind.COMMUTE, Kind.HOURS, Kind.LANGUAGE)
ORDER: Final[Mapping[Stage, tuple[Kind, ...]]] = {
    Stage.START: (Kind.RESULT, Kind.START, Kind.LEVEL, Kind.LIKES, *BARRIERS, Kind.CONDITION),
    Stage.EXPLORE: (
        Kind.START, Kind.LIKES, Kind.GOAL, Kind.LEVEL, *BARRIERS, Kind.APART, Kind.CONDITION, Kind.AWAY,
    ),
    Stage.NARROW: (
        Kind.START, Kind.LIST, Kind.DIFFERENCE, Kind.LEVEL, Kind.RAISE, Kind.APART, *BARRIERS, Kind.OTHER,
        Kind.CONDITION, Kind.UNSEEN, Kind.AWAY,
    ),
    Stage.NEXT: (
        Kind.RESULT, Kind.STEP, Kind.DEADLINE, Kind.DAY, Kind.WHO, Kind.LIST, Kind.RAISE, Kind.CONDITION, Kind.UNSEEN,
        Kind.LEVEL, *BARRIERS,
    ),
}  # fmt: skip
"""Which kinds belong to each part of a talk, what matters most there first."""


def questions(
    graph: Graph, talk: Talk, routes: Mapping[str, Route], today: date, most: int = MOST_SHOWN
) -> tuple[Asking, ...]:
    """List good questions for the part that the talk has come to, what matters most first, at most `most`.

    `routes` are those of the shortlist as they are today, by the names of their picks; one that is gone is left out.
    """
    state = State(graph, talk, routes, today)
    found: list[Asking] = []
    for kind in ORDER[talk.stage]:
        asking = _ASKED[kind](state) if len(found) < most else None
        if asking:
            found.append(asking)
    return tuple(found)


def _result(state: State) -> Asking | None:
    talk = state.talk
    past = talk.next_step and talk.next_on and talk.next_on < state.today
    return Asking(Kind.RESULT, Why.DAY_PAST) if past else None


def _start(state: State) -> Asking | None:
    return None if state.start else Asking(Kind.START, Why.NOT_SAID)


def _likes(state: State) -> Asking | None:
    """What somebody likes, in the words of the job both look at where there is one."""
    if state.talk.likes:
        return None
    return Asking(Kind.LIKES, Why.NOT_SAID, _groups(state))


def _groups(state: State) -> tuple[str, ...]:
    """The skill groups in which most of what the goal takes lies; none when there are not at least two."""
    taken = group_parts(state.graph, state.goal) if state.goal else {}
    ranked = sorted(taken, key=lambda group: -taken[group])[:MOST_GROUPS]
    return tuple(ranked) if len(ranked) > 1 else ()


def _goal(state: State) -> Asking | None:
    chosen = state.goal or any(thing.role for thing in state.things)
    return None if chosen else Asking(Kind.GOAL, Why.NOT_SAID)


def _list(state: State) -> Asking | None:
    return None if state.talk.shortlist else Asking(Kind.LIST, Why.EMPTY)


def _other(state: State) -> Asking | None:
    if len(state.talk.shortlist) != 1:
        return None
    return Asking(Kind.OTHER, Why.ALONE, (state.talk.shortlist[0].name,))


def _step(state: State) -> Asking | None:
    return None if state.talk.next_step else Asking(Kind.STEP, Why.NO_STEP)


def _day(state: State) -> Asking | None:
    undated = state.talk.next_step and state.talk.next_on is None
    return Asking(Kind.DAY, Why.NO_DAY) if undated else None


def _who(state: State) -> Asking | None:
    talk = state.talk
    ahead = talk.next_step and talk.next_on and talk.next_on >= state.today
    return Asking(Kind.WHO, Why.AGREED) if ahead else None


_ASKED: Final[Mapping[Kind, Callable[[State], Asking | None]]] = {
    Kind.RESULT: _result,
    Kind.START: _start,
    Kind.LIKES: _likes,
    Kind.GOAL: _goal,
    Kind.LEVEL: asking_doors.level,
    Kind.RAISE: asking_doors.raising,
    Kind.CONDITION: asking_doors.condition,
    Kind.UNSEEN: asking_doors.unseen,
    Kind.MONEY: asking_list.money,
    Kind.COMMUTE: asking_list.commute,
    Kind.HOURS: asking_list.hours,
    Kind.LANGUAGE: asking_list.language,
    Kind.APART: asking_list.apart,
    Kind.DIFFERENCE: asking_list.difference,
    Kind.AWAY: asking_list.away,
    Kind.LIST: _list,
    Kind.OTHER: _other,
    Kind.STEP: _step,
    Kind.DAY: _day,
    Kind.DEADLINE: asking_doors.deadline,
    Kind.WHO: _who,
}
