"""Routes: from where somebody stands, through programmes they may enter one after the other, to a role.

    start → programme → … → programme → role            (→ role, by steps at work)

A route ends only in a role that its last step feeds, or reaches *with effort* (`pathways.domain.reach`). Each step is
entered from the one before it, the first one from the start. Besides, a route may be one step alone, from what one must
have finished to be at the start (who has an upper secondary exam has finished lower secondary school), into another
kind of programme that feeds the role: a trade is open to those with an exam as well. Nobody takes again what they
have finished, or must have.

`routes` gives the exact Pareto set over four criteria: *years* from the start to the end of the last step, *cover*
at the end, *share here* of the study time, and *open conditions*. A condition counts once however many steps ask for
it, and the lower of two levels of a subject not at all. It is open unless what somebody says they have meets it; one
they have not spoken of is open, and said to be unknown. Two things may meet it on the way: bridging where a source
gives its length (it takes the subjects' place), and years of paid work (they take the place of experience asked for
at that step; experience from before the start counts at the first step only).

Lengths: credit is taken off, bridging, paid work and waiting for a first intake are added; an unknown length counts
as the shortest known of its kind, and the route says "at least". The share here is a lower bound: a programme that
is partly here, and bridging, whose place is not known, count as elsewhere.

Source of the rules: domain rules §2 and §3. Measured against brute force on random graphs in the tests, and for
speed in `make bench`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING

from pathways.domain.bounds import bounds, every_door, least_years
from pathways.domain.conditions import Amount, Condition, Held, Subject, Verdict, atoms, check, distinct, meets, named
from pathways.domain.cover import cover
from pathways.domain.journey import Gate, Leg, LegKind, Route
from pathways.domain.network import Network, asked_at, network
from pathways.domain.nouns import Here, ProgrammeId
from pathways.domain.pareto import Found, Task, Way, front
from pathways.domain.quickest import quickest
from pathways.domain.reach import Band, band
from pathways.domain.standing import finished, known_start, standing
from pathways.domain.target import target_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pathways.domain.bounds import Bounds
    from pathways.domain.graph import Graph
    from pathways.domain.network import Door
    from pathways.domain.nouns import RoleId
    from pathways.domain.target import Target

    Bounding = Callable[[Network, Target, int, Callable[[Door], bool]], Bounds]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which routes are wanted.

    `language`: every programme can be taken in it. `beside_job`: every programme is part-time, and none needs
    bridging, which is not. `most_years`: from start to end. `stay_here`: no programme lies wholly elsewhere, and none
    needs bridging, whose place is not known. `without`: programmes one does not want.
    """

    language: str | None = None
    beside_job: bool = False
    most_years: float | None = None
    stay_here: bool = False
    without: frozenset[ProgrammeId] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """Where somebody stands, what they have, and which routes they want.

    `start` is the id of a programme they have finished, or of a starting point. `year` is the calendar year in which
    they could begin; None: not said, and then nobody waits. `granted` conditions count as met: for "what if".
    """

    start: str
    held: Held = field(default_factory=Held)
    filters: Filters = field(default_factory=Filters)
    year: int | None = None
    granted: frozenset[Condition] = frozenset()


def routes(graph: Graph, question: Question, role: RoleId, bounding: Bounding = bounds) -> tuple[Route, ...]:
    """Give every route worth considering: those that no other beats on years, cover, share here and conditions.

    Returns:
        Quickest first, then by cover, then by the titles of their programmes; empty when there is none. Routes that
        are equal on all four counts are all there, but for those that differ only in the doors they go through:
        then the first door in the order of `Network.doors` is told.

    Raises:
        UnknownId: the start, the role or a programme to do without is not in the graph.
    """
    return _searched(graph, question, role, bounding)


def open_routes(graph: Graph, question: Question, role: RoleId) -> tuple[Route, ...]:
    """Give those of `routes` on which no condition is open (`is_open`), in the same order.

    Raises:
        UnknownId: as `routes`.
    """
    return _searched(graph, question, role, bounds, none_open=True)


def _searched(
    graph: Graph, question: Question, role: RoleId, bounding: Bounding, *, none_open: bool = False
) -> tuple[Route, ...]:
    task, start = prepared(graph, question, role)
    task = replace(task, none_open=none_open)
    return _told(graph, question, task, front(task, start, bounding(task.net, task.target, task.met, task.passes)))


def shortest(
    graph: Graph, question: Question, role: RoleId, most: int = 10, besides: Iterable[Route] = ()
) -> tuple[Route, ...]:
    """Give the quickest routes, whatever else they are worth, quickest first; one for each line of programmes.

    `besides`: routes that are known already; none is given along their programmes, and `most` does not count them.

    Raises:
        UnknownId: as `routes`.
    """
    task, start = prepared(graph, question, role)
    left = least_years(task.net, task.target, task.passes)
    known = {tuple(task.net.number[one.id] for one in reversed(route.programmes)) for route in besides}
    return _told(graph, question, task, quickest(task, start, left, most, known))


def years_from(graph: Graph, question: Question, role: RoleId, starts: Iterable[str]) -> tuple[float, ...]:
    """Give how long the quickest of `routes` takes from each of these starts, were the question asked from there.

    In their order; infinite where there is no route.

    Raises:
        UnknownId: as `routes`.
    """
    task, _ = prepared(graph, question, role)
    left = least_years(task.net, task.target, task.passes)
    found = [quickest(*_begun(graph, task, start), left, 1) for start in starts]
    return tuple(one[0].years if one else inf for one in found)


def is_open(route: Route) -> bool:
    """Whether nothing stands in the way: no condition is open."""
    return not route.open


def prepared(graph: Graph, question: Question, role: RoleId) -> tuple[Task, Way]:
    """Give what a search for these routes needs, and where it begins.

    Raises:
        UnknownId: as `routes`.
    """
    net = network(graph)
    target = target_of(graph, net, graph.role(role).id)
    for unwanted in question.filters.without:
        graph.programme(unwanted)
    known_start(graph, question.start)  # refuses one that is not there, before its doors are looked up
    met = _met(net, question, at_start=False)
    filters = question.filters
    task = Task(
        net=net,
        target=target,
        first=(),
        besides=(),
        passes=_passes(net, filters),
        bridging=not (filters.stay_here or filters.beside_job),
        met=met,
        met_first=_met(net, question, at_start=True) if "experience" in question.held.amounts else met,
        experience=question.held.amounts.get("experience", 0.0),
        most_years=inf if filters.most_years is None else filters.most_years,
        year=question.year,
    )
    return _begun(graph, task, question.start)


def _begun(graph: Graph, task: Task, start: str) -> tuple[Task, Way]:
    """Let a search begin at a start; the rest of the task is the same from wherever it begins."""
    net, target = task.net, task.target
    levels = visited = 0
    for at in map(net.number.__getitem__, finished(graph, start)):
        levels |= target.levels.get(at, 0)
        visited |= 1 << at
    here = replace(task, first=net.doors[start], besides=tuple(_doors_besides(graph, net, start, target)))
    return here, Way(net.number.get(ProgrammeId(start), -1), 0.0, 0.0, 0.0, 0, levels, visited)


def _doors_besides(graph: Graph, net: Network, start: str, target: Target) -> Iterator[Door]:
    also = standing(graph, start)[1:]
    if not also:
        return
    own = graph.programmes.get(ProgrammeId(start))
    feeders = {link.programme for link in graph.feeds_to(target.role.id)}
    known = {door.admission for door in net.doors[start]}
    for place in also:
        for door in net.doors[place]:
            programme = net.programmes[door.programme]
            kind_differs = own is None or programme.kind is not own.kind
            if programme.id in feeders and kind_differs and door.admission not in known:
                known.add(door.admission)
                yield door


def _met(net: Network, question: Question, *, at_start: bool) -> int:
    """The bits of the conditions that are fulfilled: by what is held, or granted."""
    held = question.held if at_start else _held_later(question.held)
    candidates = net.mentioning(named(held, question.granted))
    return sum(net.bit(clause) for clause in net.named(candidates) if meets(clause, held, question.granted))


def _held_later(held: Held) -> Held:
    """What somebody has at every door but the first: experience from before the start counts only there."""
    return replace(held, amounts={of: amount for of, amount in held.amounts.items() if of != "experience"})


def _open_gate(clause: Condition, held: Held) -> Gate:
    """How an open condition stands. One that what is held meets is open at a later door, where it does not count."""
    verdict = check(clause, held)
    return Gate(clause, verdict if verdict is not Verdict.MET else check(clause, _held_later(held)))


def _passes(net: Network, filters: Filters) -> Callable[[Door], bool]:
    allowed = [
        (filters.language is None or filters.language in programme.languages)
        and not (filters.stay_here and programme.here is Here.NO)
        and programme.id not in filters.without
        for programme in net.programmes
    ]
    if filters.beside_job:
        return lambda door: door.part_time and allowed[door.programme]
    return every_door if all(allowed) else lambda door: allowed[door.programme]


def _told(graph: Graph, question: Question, task: Task, found: Iterable[Found]) -> tuple[Route, ...]:
    alike: dict[tuple[object, ...], Route] = {}
    for one in found:
        route = told(graph, question, task, one)
        alike.setdefault(_in_short(route), route)
    return tuple(
        sorted(alike.values(), key=lambda route: (route.years, -(route.cover.share or 0.0), route.title, route.key))
    )


def _in_short(route: Route) -> tuple[object, ...]:
    """What a reader sees of a route: two that differ in their doors alone are one."""
    ends = tuple(leg.ends for leg in route.legs)
    return route.key, ends, route.share_here, frozenset(gate.condition for gate in route.open)


def told(graph: Graph, question: Question, task: Task, found: Found) -> Route:
    """Give the route that was found, with all that is needed to judge it."""
    start = known_start(graph, question.start)
    steps = [way for way in _back(found.way) if way.door is not None]
    legs = tuple(_legs(task.net, steps, found))
    studied = [leg.programme for leg in legs if leg.kind is LegKind.STUDY and leg.programme]
    done = (*reversed(finished(graph, question.start)), *(programme.id for programme in studied))
    still_open = distinct(task.net.named(found.way.open))
    study = found.way.here + found.way.away
    return Route(
        start=start,
        role=task.target.role,
        legs=legs,
        years=found.years,
        at_least=any(not leg.known for leg in legs),
        cover=cover(graph, done, task.target.role.id),
        share_here=found.way.here / study if study else None,
        here_at_least=any(_place_unsure(leg) for leg in legs),
        open=tuple(_open_gate(clause, question.held) for clause in still_open),
        band=_band(graph, done, found, task.target.role.id),
    )


def _band(graph: Graph, finished: tuple[ProgrammeId, ...], found: Found, role: RoleId) -> Band:
    """A role that is reached by steps at work is never nearer than with effort."""
    near = band(graph, finished, role, open_conditions=bool(found.way.open))
    return Band.EFFORT if found.ending.steps else near


def _back(way: Way) -> list[Way]:
    found = [way]
    while found[-1].before is not None:
        found.append(found[-1].before)
    return found[::-1]


def _legs(net: Network, steps: list[Way], found: Found) -> Iterator[Leg]:
    now = 0.0
    for way in steps:
        door = way.door
        assert door is not None  # noqa: S101  # for mypy: only the start has none
        programme, admission = net.programmes[door.programme], door.admission
        before = ((LegKind.WORK, way.worked), (LegKind.BRIDGING, way.bridged), (LegKind.WAITING, way.waited))
        for kind, years in before:
            if years:
                yield Leg(kind, now, now + years, programme, admission)
                now += years
        known = net.lengths[door.programme][1]
        beside = door.part_time
        yield Leg(LegKind.STUDY, now, now + door.years, programme, admission, known=known, beside_job=beside)
        now += door.years
    for step in found.ending.steps:
        yield Leg(LegKind.STEP, now, now + step.years.likely, step=step)
        now += step.years.likely


def _place_unsure(leg: Leg) -> bool:
    partly = leg.kind is LegKind.STUDY and leg.programme is not None and leg.programme.here is Here.PARTLY
    return partly or leg.kind is LegKind.BRIDGING


def gates(question: Question, leg: Leg, legs: Iterable[Leg]) -> tuple[Gate, ...]:
    """List the conditions at the door of a study leg, in the order written, and how each stands on this route.

    `legs` are those of the route; without any, the door counts as its first.
    """
    if leg.admission is None:
        return ()
    legs = tuple(legs)
    beside = {other.kind for other in legs if other.admission is leg.admission}
    first = next((other.admission for other in legs if other.admission), leg.admission)
    held = question.held if first is leg.admission else _held_later(question.held)
    found = []
    for clause in asked_at(leg.admission):
        verdict = check(clause, held)
        by = None
        if verdict is not Verdict.MET:
            if LegKind.BRIDGING in beside and all(isinstance(atom, Subject) for atom in atoms(clause)):
                by = LegKind.BRIDGING
            elif LegKind.WORK in beside and isinstance(clause, Amount) and clause.of == "experience":
                by = LegKind.WORK
        found.append(Gate(clause, verdict, by))
    return tuple(found)
