"""Distance travelled: what is not as it was at the end of the last visit, in the talk and in the facts.

What was said is compared as it was said then and as it is said now. Each thing on the shortlist is a *line*: the
conditions at its doors as the facts ask for them today, and how each stood then and stands now. What changed in the
facts is told by what was written beside a route when it was put on the list (`pathways.domain.plans`). Whether the
agreed step was done is not known here; it is to be asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pathways.domain.conditions import Amount, Subject, Token, Verdict, atoms, check, implies, subject_of
from pathways.domain.cover import cover
from pathways.domain.distance import AgreedStep, Door, Line, Said, Skills, Stand, Stop, Travelled
from pathways.domain.doorway import nearest_way
from pathways.domain.guidance import PickKind
from pathways.domain.having import read
from pathways.domain.journey import Gate, LegKind
from pathways.domain.network import asked_at
from pathways.domain.nouns import ProgrammeId, RoleId
from pathways.domain.plans import Changed, ThenFault, health, read_then, then_of, written
from pathways.domain.routes import Question, gates
from pathways.domain.standing import finished

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pathways.domain.conditions import Atom, Condition, Held
    from pathways.domain.graph import Graph
    from pathways.domain.guidance import Pick, Talk
    from pathways.domain.journey import Route
    from pathways.domain.nouns import Programme
    from pathways.domain.plans import Then


def travelled(graph: Graph, then: Talk, now: Talk, routes: Mapping[str, Route]) -> Travelled:
    """Compare a talk as it stood at the end of a visit with how it stands now.

    `routes` are those of the shortlist of now as they are today, by the names of their picks; one that is gone is
    left out, and so is its line.
    """
    was, held = read(graph, then.have)[0], read(graph, now.have)[0]
    before = finished(graph, then.start)
    since = [id for id in finished(graph, now.start) if id not in before] if then.start else []
    walk = _Walk(graph, now.start, was, held, frozenset(before), frozenset(since))
    lines = tuple(line for pick in now.shortlist if (line := walk.line(pick, then.pick(pick.name), routes)))
    met = [
        (stop.condition, door.programme)
        for line in lines
        for door in line.doors
        for stop in door.stops
        if stop.stand is Stand.SINCE
    ]
    return Travelled(
        said=tuple(_said(was, held, met)),
        finished=tuple(graph.programmes[id] for id in since),
        lines=lines,
        added=tuple(pick for pick in now.shortlist if then.pick(pick.name) is None),
        off=tuple(pick for pick in then.shortlist if now.pick(pick.name) is None),
        skills=_skills(graph, now.goal or then.goal, before, (*before, *since)),
        step=AgreedStep(then.next_step, then.next_on, then.next_step == now.next_step) if then.next_step else None,
    )


def kept(graph: Graph, talk: Talk, routes: Mapping[str, Route]) -> Talk:
    """Give the talk to keep at the end of a visit: beside each route stands what it is like today.

    `routes` are those of its shortlist, by the names of their picks; one that is gone keeps what stands beside it.
    """
    fresh = {name: written(then_of(graph, route)) for name, route in routes.items()}
    shortlist = tuple(replace(pick, then=fresh.get(pick.name, pick.then)) for pick in talk.shortlist)
    return replace(talk, shortlist=shortlist)


def _said(was: Held, held: Held, met: Iterable[tuple[Condition, Programme]]) -> Iterator[Said]:
    """Everything that is said otherwise, subjects first; ages are not compared, because they change by themselves."""
    before, now, met = _atoms(was), _atoms(held), tuple(dict.fromkeys(met))
    for about in {**before, **now}:
        if before.get(about) != now.get(about):
            meets = tuple(one for one in met if _counts_for(now.get(about), one[0], was, held))
            yield Said(before.get(about), now.get(about), meets)


def _counts_for(atom: Atom | None, clause: Condition, was: Held, held: Held) -> bool:
    """Whether a condition is met by this one thing besides what was held, or by it and others only together."""
    about = {subject_of(one) for one in atoms(clause)}
    if atom is None or subject_of(atom) not in about or check(clause, held) is not Verdict.MET:
        return False
    alone = [one for one in _atoms(held).values() if check(clause, _with(was, one)) is Verdict.MET]
    return atom in alone if alone else True


def _with(held: Held, atom: Atom) -> Held:
    """What is held, with one thing more."""
    match atom:
        case Subject():
            return replace(held, subjects={**held.subjects, atom.subject: atom.level})
        case Amount():
            return replace(held, amounts={**held.amounts, atom.of: atom.at_least})
        case _:
            return replace(held, tokens=held.tokens | {(atom.of, atom.id)})


def _atoms(held: Held) -> dict[tuple[str, str], Atom]:
    """What is held, each by what it is about."""
    every: list[Atom] = [
        *(Subject(subject, level) for subject, level in sorted(held.subjects.items())),
        *(Amount(of, amount) for of, amount in sorted(held.amounts.items()) if of != "age"),
        *(Token(of, id) for of, id in sorted(held.tokens)),
    ]
    return {subject_of(atom): atom for atom in every}


def _skills(graph: Graph, goal: str, before: tuple[ProgrammeId, ...], now: tuple[ProgrammeId, ...]) -> Skills | None:
    role = graph.roles.get(RoleId(goal))
    if role is None or now == before:
        return None
    then, held = cover(graph, before, role.id), cover(graph, now, role.id)
    gained = tuple((one, was.held) for was, one in zip(then.needs, held.needs, strict=True) if one.held > was.held)
    return Skills(role, then.share, held.share, gained)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes along the lines of a shortlist, with what was held then and what is held now."""

    graph: Graph
    start: str
    was: Held
    held: Held
    before: frozenset[ProgrammeId]
    since: frozenset[ProgrammeId]

    def line(self, pick: Pick, kept: Pick | None, routes: Mapping[str, Route]) -> Line | None:
        """Lay out one thing of the shortlist; None when there is nothing to study, or nothing left of it."""
        if pick.kind is PickKind.ROUTE:
            route = routes.get(pick.name)
            return self._along(pick, kept, route) if route else None
        programme = self.graph.programmes.get(ProgrammeId(pick.id)) if pick.kind is PickKind.PROGRAMME else None
        return Line(pick, (self._door(programme),)) if programme else None

    def _door(self, programme: Programme) -> Door:
        """The door of a programme by itself: the nearest way in, from where the student stands now."""
        done = self._finished(programme)
        way = None if done is Stand.THEN else nearest_way(self.graph, self.start, programme.id, self.held)
        stops = [
            self._stop(done, Gate(clause, check(clause, self.was)), Gate(clause, check(clause, self.held)))
            for clause in (asked_at(way) if way else ())
        ]
        return Door(programme, way, tuple(stops), done)

    def _along(self, pick: Pick, kept: Pick | None, route: Route) -> Line:
        saved = _saved(kept)
        doors = tuple(self._doors(route, saved))
        asked = {stop.condition for door in doors for stop in door.stops}
        found = health(saved, then_of(self.graph, route)) if saved else ()
        return Line(
            pick=pick,
            doors=doors,
            role=route.role,
            saved=saved.as_of if saved else "",
            differences=tuple(one for one in found if one.what in {Changed.YEARS, Changed.COVER}),
            gone=tuple(one for one in saved.open if one not in asked) if saved else (),
        )

    def _doors(self, route: Route, saved: Then | None) -> Iterator[Door]:
        """The doors of a route in order; a condition that two ask for stands at the first."""
        seen: set[Condition] = set()
        start = str(route.start.id)
        for leg in route.legs:
            if leg.kind is not LegKind.STUDY or leg.programme is None:
                continue
            done = self._finished(leg.programme)
            was = gates(Question(start, self.was), leg, route.legs)
            now = gates(Question(start, self.held), leg, route.legs)
            pairs = [(old, new) for old, new in zip(was, now, strict=True) if new.condition not in seen]
            seen |= {new.condition for _, new in pairs}
            stops = tuple(self._stop(done, old, new, saved) for old, new in pairs)
            yield Door(leg.programme, leg.admission, stops, done)

    def _finished(self, programme: Programme) -> Stand:
        if programme.id in self.before:
            return Stand.THEN
        return Stand.SINCE if programme.id in self.since else Stand.OPEN

    def _stop(self, done: Stand, was: Gate, now: Gate, saved: Then | None = None) -> Stop:
        """How a condition stands. Behind a programme that is finished it was met, whatever was said."""
        clause, met_then = now.condition, was.verdict is Verdict.MET
        if now.verdict is Verdict.MET or done is not Stand.OPEN:
            return Stop(clause, Stand.THEN if met_then or done is Stand.THEN else Stand.SINCE)
        if now.by:
            return Stop(clause, Stand.ON_WAY)
        known = saved is None or any(implies(one, clause) for one in saved.open)
        return Stop(clause, Stand.OPEN, fresh=met_then or not known, missing=now.verdict is Verdict.MISSING)


def _saved(kept: Pick | None) -> Then | None:
    """What a route was like when it was put on the list, if it stood there then and can be read."""
    if kept is None or not kept.then:
        return None
    try:
        return read_then(kept.then)
    except ThenFault:
        return None
