"""What a question in a guidance talk may be about: its kinds, and the talk as the catalogue of today shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from pathways.domain.comparing import contracts
from pathways.domain.conditions import Verdict, check
from pathways.domain.doorway import nearest_way
from pathways.domain.guidance import PickKind
from pathways.domain.having import read
from pathways.domain.journey import LegKind
from pathways.domain.network import asked_at
from pathways.domain.nouns import Here, Pace, ProgrammeId, RoleId
from pathways.domain.standing import finished, is_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from pathways.domain.conditions import Condition, Held
    from pathways.domain.graph import Graph
    from pathways.domain.guidance import Pick, Talk
    from pathways.domain.journey import Route
    from pathways.domain.nouns import Admission, Evidence, Programme, Role


class Kind(StrEnum):
    """What a question asks for."""

    RESULT = "result"
    START = "start"
    LIKES = "likes"
    GOAL = "goal"
    LEVEL = "level"
    RAISE = "raise"
    CONDITION = "condition"
    UNSEEN = "unseen"
    MONEY = "money"
    COMMUTE = "commute"
    HOURS = "hours"
    LANGUAGE = "language"
    APART = "apart"
    DIFFERENCE = "difference"
    AWAY = "away"
    LIST = "list"
    OTHER = "other-way"
    STEP = "step"
    DAY = "day"
    DEADLINE = "deadline"
    WHO = "who"


class Why(StrEnum):
    """Why it is worth asking now: what in the talk is open, or what differs."""

    NOT_SAID = "not-said"
    ON_LIST = "on-list"
    TO_GOAL = "to-goal"
    BARRIER = "barrier"
    WISH = "wish"
    UNSURE = "unsure"
    PAY = "pay"
    PLACE = "place"
    LENGTH = "length"
    LEVEL = "level"
    ELSEWHERE = "elsewhere"
    EMPTY = "empty"
    ALONE = "alone"
    NO_STEP = "no-step"
    NO_DAY = "no-day"
    DAY_PAST = "day-past"
    DEADLINE = "deadline"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Asking:
    """One question worth asking now.

    `about` names what it is about by ids, in an order of its kind:

    START, LIST, STEP, WHO, RESULT, DAY   nothing
    GOAL              nothing
    LIKES             up to three skill groups of the job both look at
    LEVEL             subject, level asked for, programme
    RAISE             subject, level asked for, programme, level passed (empty: none)
    CONDITION         what it is of, its id (empty for an amount), programme; `condition` is the whole clause
    UNSEEN, MONEY, HOURS, COMMUTE   programme (MONEY: one that pays)
    LANGUAGE          programme and the languages wanted, or nothing
    APART             interest, and the names of two picks: the one that has more of it first
    DIFFERENCE        the names of two picks; of PAY the one that gives it first
    AWAY, OTHER       the name of a pick
    DEADLINE          programme, ISO day, and the practical that says so

    `evidence` is what the facts in it rest on.
    """

    kind: Kind
    why: Why
    about: tuple[str, ...] = ()
    condition: Condition | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the shortlist that is still there; `way` is the nearest one into a programme by itself."""

    pick: Pick
    programmes: tuple[Programme, ...]
    route: Route | None = None
    role: Role | None = None
    way: Admission | None = None

    @property
    def here(self) -> Here:
        """Whether what is studied is in town: all of it, some or perhaps some of it, or none."""
        places = {programme.here for programme in self.programmes}
        return next(iter(places)) if len(places) == 1 else Here.PARTLY

    @property
    def years(self) -> float | None:
        """How long it takes; None where that is not known for sure."""
        if self.route:
            return None if self.route.at_least else self.route.years
        return self.programmes[0].years if self.programmes else None

    def pays(self, graph: Graph) -> bool:
        """Whether there is a wage before the end: from an apprenticeship, paid work, or a job beside the study."""
        if self.route:
            return not self.route.legs or self.route.first_wage[1] is not None
        if not self.programmes:
            return False
        return self.beside_job(graph) or any(contracts(graph, programme) for programme in self.programmes)

    def beside_job(self, graph: Graph) -> bool:
        """Whether all of the study can be done beside a job."""
        if self.route:
            return all(leg.beside_job for leg in self.route.legs if leg.kind is LegKind.STUDY)
        return all(
            Pace.PART_TIME in {programme.pace, *(way.pace for way in graph.admissions_to(programme.id))}
            for programme in self.programmes
        )


@dataclass(frozen=True, slots=True)
class Open:
    """A condition that is not met, at the door of a programme; `why` says how one comes to stand before it."""

    clause: Condition
    verdict: Verdict
    programme: Programme
    evidence: Evidence
    why: Why


class State:
    """A talk as it stands, with what the catalogue of today says about it."""

    def __init__(self, graph: Graph, talk: Talk, routes: Mapping[str, Route], today: date) -> None:
        self.graph, self.talk, self.today = graph, talk, today
        self.start = talk.start if is_start(graph, talk.start) else ""
        self.held: Held = read(graph, talk.have)[0]
        self.goal = graph.roles.get(RoleId(talk.goal))
        self._routes = routes

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """What stands on the shortlist and is still there, in its order."""
        found = (self._thing(pick) for pick in self.talk.shortlist)
        return tuple(thing for thing in found if thing is not None)

    def _thing(self, pick: Pick) -> Thing | None:
        if pick.kind is PickKind.ROUTE:
            route = self._routes.get(pick.name)
            return Thing(pick, route.programmes, route=route, role=route.role) if route else None
        if pick.kind is PickKind.ROLE:
            role = self.graph.roles.get(RoleId(pick.id))
            return Thing(pick, (), role=role) if role else None
        programme = self.graph.programmes.get(ProgrammeId(pick.id))
        if programme is None:
            return None
        way = nearest_way(self.graph, self.start, programme.id, self.held)
        return Thing(pick, (programme,), way=way)

    @property
    def studies(self) -> tuple[Thing, ...]:
        """What on the list has something to study."""
        return tuple(thing for thing in self.things if thing.programmes)

    @cached_property
    def open(self) -> tuple[Open, ...]:
        """The conditions not met: at the doors of the shortlist, then at the first doors towards the goal."""
        listed = [one for thing in self.things for one in self._open_of(thing)]
        return (*listed, *self._open_to_goal({one.id for thing in self.things for one in thing.programmes}))

    def _open_of(self, thing: Thing) -> Iterator[Open]:
        if thing.route:
            yield from _open_on(thing.route)
        elif thing.way and thing.pick.id not in finished(self.graph, self.start):
            yield from self._open_at(thing.way, Why.ON_LIST)

    def _open_to_goal(self, known: set[ProgrammeId]) -> Iterator[Open]:
        if self.goal is None or not self.start:
            return
        done = {*known, *finished(self.graph, self.start)}
        for link in self.graph.feeds_to(self.goal.id):
            way = nearest_way(self.graph, self.start, link.programme, self.held)
            if way and link.programme not in done:
                yield from self._open_at(way, Why.TO_GOAL)

    def _open_at(self, way: Admission, why: Why) -> Iterator[Open]:
        programme = self.graph.programmes[way.programme]
        for clause in asked_at(way):
            verdict = check(clause, self.held)
            if verdict is not Verdict.MET:
                yield Open(clause, verdict, programme, way.evidence, why)


def _open_on(route: Route) -> Iterator[Open]:
    """The open conditions of a route, each at the first door that asks for it."""
    verdicts = {gate.condition: gate.verdict for gate in route.open}
    for leg in route.legs:
        if leg.kind is LegKind.STUDY and leg.programme and leg.admission:
            for clause in asked_at(leg.admission):
                verdict = verdicts.pop(clause, None)
                if verdict:
                    yield Open(clause, verdict, leg.programme, leg.admission.evidence, Why.ON_LIST)
