"""The answers beside the answer: what else a route opens, what would open more, what is in the way, what else there is.

All of it is computed by asking the same question again with one thing changed, so what it says is what happens.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf
from typing import TYPE_CHECKING, Final

from pathways.domain.conditions import Subject, Token, atoms, spell
from pathways.domain.entry import starting_points
from pathways.domain.journey import LegKind
from pathways.domain.network import UNSEEN
from pathways.domain.nouns import ProgrammeId
from pathways.domain.reach import BANDS, leads
from pathways.domain.routes import Filters, is_open, open_routes, routes, years_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pathways.domain.conditions import Condition
    from pathways.domain.graph import Graph
    from pathways.domain.journey import Route
    from pathways.domain.nouns import Programme, Role, RoleId, Start
    from pathways.domain.routes import Question

MOST_TOGETHER: Final = 6
"""Conditions that one counterfactual may name together; who lacks more is told them on the route itself."""
MOST_STARTS: Final = 5


@dataclass(frozen=True, slots=True)
class OffRamp:
    """Roles that one may go into after a step of a route, `after` years from the start."""

    programme: Programme
    after: float
    roles: tuple[Role, ...]


def off_ramps(graph: Graph, route: Route) -> tuple[OffRamp, ...]:
    """List the roles that the route's finished steps already feed, step by step; the route's own role left out.

    A role is named at the first step that feeds it. What the start itself feeds comes first, after 0 years.
    """
    finished: list[tuple[Programme, float]] = []
    started = graph.programmes.get(ProgrammeId(route.start.id))
    if started is not None:
        finished.append((started, 0.0))
    finished += [(leg.programme, leg.ends) for leg in route.legs if leg.kind is LegKind.STUDY and leg.programme]
    found, named = [], {route.role.id}
    for programme, after in finished:
        roles = [graph.roles[link.role] for link in graph.feeds_from(programme.id) if link.role not in named]
        named.update(role.id for role in roles)
        if roles:
            found.append(OffRamp(programme, after, tuple(roles)))
    return tuple(found)


def leads_there(graph: Graph, route: Route) -> bool:
    """Whether a step of a route is known to lead to its role, by study or at work; else it only comes near it."""
    finished = (ProgrammeId(route.start.id), *(programme.id for programme in route.programmes))  # a start feeds nothing
    by_work = any(leg.step and leg.step.role == route.role.id for leg in route.legs)
    return by_work or leads(graph, finished, route.role.id)


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Conditions which, met together, leave nothing open on the routes of `opens`, which now have something open."""

    conditions: tuple[Condition, ...]
    opens: tuple[Route, ...]


def counterfactuals(
    graph: Graph, question: Question, role: RoleId, found: Sequence[Route]
) -> tuple[Counterfactual, ...]:
    """Say what would leave nothing open: each single condition, and all that one route asks for together.

    Args:
        graph: the catalogue.
        question: as asked; `found` are its routes to `role`.
        role: where the routes lead.
        found: what `routes` gave.

    Returns:
        Those that open something, fewest conditions first, then most routes, then as spelled. Conditions that no
        source shows cannot be granted, so a route with one is never opened.
    """
    already = {route.key for route in found if is_open(route)}
    told = []
    for granted in _worth_granting(found):
        answer = open_routes(graph, replace(question, granted=question.granted | granted), role)
        opens = tuple(route for route in answer if route.key not in already)
        if opens:
            told.append(Counterfactual(tuple(sorted(granted, key=_subjects_first)), opens))
    return _smallest(told)


def _worth_granting(found: Sequence[Route]) -> Iterator[frozenset[Condition]]:
    bundles = [frozenset(gate.condition for gate in route.open) for route in found]
    sayable = [bundle for bundle in bundles if bundle and not any(_is_unseen(one) for one in bundle)]
    singles = [frozenset({one}) for bundle in bundles for one in bundle if not _is_unseen(one)]
    together = [bundle for bundle in sayable if len(bundle) <= MOST_TOGETHER]
    yield from dict.fromkeys(
        sorted({*singles, *together}, key=lambda bundle: (len(bundle), sorted(map(spell, bundle))))
    )


def _subjects_first(condition: Condition) -> tuple[bool, bool, str]:
    asked = tuple(atoms(condition))
    return not any(isinstance(atom, Subject) for atom in asked), len(asked) > 1, spell(condition)


def _is_unseen(condition: Condition) -> bool:
    return isinstance(condition, Token) and condition.of == UNSEEN


def _smallest(told: list[Counterfactual]) -> tuple[Counterfactual, ...]:
    """Leave out what opens no more than a part of it does; `told` has fewer conditions first."""
    kept: list[Counterfactual] = []
    for one in told:
        keys = {route.key for route in one.opens}
        known = (other for other in kept if set(other.conditions) < set(one.conditions))
        if not any(keys <= {route.key for route in other.opens} for other in known):
            kept.append(one)
    return tuple(
        sorted(kept, key=lambda one: (len(one.conditions), -len(one.opens), [spell(c) for c in one.conditions]))
    )


class Lifted(StrEnum):
    """Which filter is let go of."""

    LANGUAGE = "language"
    BESIDE_JOB = "beside_job"
    MOST_YEARS = "most_years"
    STAY_HERE = "stay_here"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One change that gives routes where there are none: filters let go of, or another start.

    `lifted` names the filters (several only where no single one is enough), `start` the other starting point.
    `quickest` is the shortest that then leads there, of `routes` many; where none does, the shortest that comes near.
    """

    lifted: tuple[Lifted, ...]
    start: Programme | Start | None
    quickest: Route
    routes: int


def remedies(graph: Graph, question: Question, role: RoleId) -> tuple[Remedy, ...]:
    """Say which single change would open a route where there is none.

    Returns:
        Single filters first, in the order of `Lifted`; where none helps, all filters together; where that does not
        help either, other starting points under the same filters, then without them, quickest first; those from
        which a route only comes near the role are named only where from none one leads there. Empty when
        nothing known leads to the role from anywhere.
    """
    single = list(_without_a_filter(graph, question, role))
    if single:
        return tuple(single)
    used = _used(question.filters)
    bare = replace(question, filters=Filters())
    if len(used) > 1 and (answer := routes(graph, bare, role)):
        return (Remedy(used, None, _quickest_there(graph, answer), len(answer)),)
    return tuple(_from_elsewhere(graph, question, role) or (_from_elsewhere(graph, bare, role) if used else []))


def _used(filters: Filters) -> tuple[Lifted, ...]:
    plain = Filters()
    return tuple(one for one in Lifted if getattr(filters, one.value) != getattr(plain, one.value))


def _without_a_filter(graph: Graph, question: Question, role: RoleId) -> Iterator[Remedy]:
    plain = Filters()
    for one in _used(question.filters):
        filters = replace(question.filters, **{one.value: getattr(plain, one.value)})
        answer = routes(graph, replace(question, filters=filters), role)
        if answer:
            yield Remedy((one,), None, _quickest_there(graph, answer), len(answer))


def _from_elsewhere(graph: Graph, question: Question, role: RoleId) -> list[Remedy]:
    """Ask from the nearest starting points on, until none that is left can be told of."""
    others = [start for start in starting_points(graph) if start.id != question.start]
    least = years_from(graph, question, role, [str(start.id) for start in others])
    ways: dict[int, Remedy] = {}
    near: dict[int, Remedy] = {}
    for place in sorted(range(len(others)), key=least.__getitem__):
        if least[place] == inf or _told_of_enough(ways.values(), least[place]):
            break
        answer = routes(graph, replace(question, start=str(others[place].id)), role)
        found = Remedy((), others[place], _quickest_there(graph, answer), len(answer))
        (ways if leads_there(graph, found.quickest) else near)[place] = found
    told = sorted((ways or near).items(), key=lambda one: (one[1].quickest.years, one[0]))
    return [remedy for _, remedy in told[:MOST_STARTS]]


def _told_of_enough(told: Iterable[Remedy], years: float) -> bool:
    """Whether as many as are told of are quicker than whoever needs at least so many years."""
    return sum(one.quickest.years < years for one in told) >= MOST_STARTS


def _quickest_there(graph: Graph, found: Sequence[Route]) -> Route:
    """Give the first that leads there; where none does, the first."""
    return min(found, key=lambda route: not leads_there(graph, route))


@dataclass(frozen=True, slots=True)
class Reachable:
    """A role that can be reached from a start: the route to tell of first, and how many there are."""

    role: Role
    best: Route
    routes: int


def reachable(graph: Graph, question: Question) -> tuple[Reachable, ...]:
    """List what somebody can become: every role with a route, nearest band first, then quickest, then by title.

    Of the routes to one role, one that leads there is told before any that only comes near it.
    """
    found = []
    for role in graph.roles.values():
        answer = routes(graph, question, role.id)
        if answer:
            found.append(Reachable(role, _foremost(graph, answer), len(answer)))
    return tuple(sorted(found, key=lambda one: (*_nearest(one.best), one.role.title.en)))


def _foremost(graph: Graph, found: Sequence[Route]) -> Route:
    return min(found, key=lambda route: (not leads_there(graph, route), *_nearest(route)))


def _nearest(route: Route) -> tuple[int, float, float]:
    return BANDS.index(route.band), route.years, -(route.cover.share or 0.0)


@dataclass(frozen=True, slots=True)
class Leading:
    """A starting point from which a role can be reached, and the quickest route from it."""

    start: Programme | Start
    best: Route
    routes: int


def leading(graph: Graph, question: Question, role: RoleId) -> tuple[Leading, ...]:
    """List what leads to a role: every starting point with a route, in the order of `starting_points`.

    The route to tell of is chosen as in `reachable`.
    """
    found = []
    for start in starting_points(graph):
        answer = routes(graph, replace(question, start=str(start.id)), role)
        if answer:
            found.append(Leading(start, _foremost(graph, answer), len(answer)))
    return tuple(found)
