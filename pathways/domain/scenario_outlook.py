"""The outlook of a scenario beside that of today, and what of it everybody may see.

What has been is as it was: who finishes until this year is as in that of today, and who was wanted before it. A
scenario may not tell what the outlook keeps back (`pathways.domain.discretion`), neither by itself nor less today's.
Therefore

    supply      is shown where today's is; and of each programme that a change moves, the part that goes to the scope
                might be shown, too, or rests on no small count but printed ones, which the page shows
    openings    are shown where today's are; and those of each role that are changed in per cent or to fewer, or that
                are in the sum for the first time, are shown as a role's own, or were printed
    lines       stay together where they stand together today
    best case   is worked out, for today and for a scenario alike, over the roles and programmes of which all may be
                told: even a bottleneck without its numbers tells, asked often enough, where one begins
"""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pathways.domain.at_best import at_best
from pathways.domain.discretion import Offer, Shown, id_of, is_open, is_printed, scopes_of, supply_cells
from pathways.domain.nouns import KINDS, RoleId
from pathways.domain.outlook import Layer, ScopeKind, feeding_of, scope_of_town
from pathways.domain.scenario_changes import Scenario
from pathways.domain.scenarios import apply
from pathways.domain.supply import Fan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pathways.domain.at_best import AtBest
    from pathways.domain.discretion import Cell, ScopeId
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Kind, ProgrammeId
    from pathways.domain.outlook import Outlook, Scope
    from pathways.domain.scenarios import Applied
    from pathways.domain.supply import Inputs


def until_now(today: Outlook, applied: Applied, given: Inputs, again: Callable[[Inputs], Outlook]) -> Outlook:
    """Give today's outlook as `spliced` takes it: who finishes this year is settled, who is wanted may be changed.

    Args:
        today: the outlook.
        applied: the scenario.
        given: what is known.
        again: draws the outlook of other inputs as today's was drawn.
    """
    sides = [
        [of.get(role, {}).get(given.this_year) for role in today.scope.roles]
        for of in (given.openings, applied.inputs.openings)
    ]
    return today if sides[0] == sides[1] else again(replace(given, openings=applied.inputs.openings))


def spliced(today: Outlook, then: Outlook, graph: Graph) -> Outlook:
    """Give the outlook of a scenario with today's, see `until_now`, in the years that have begun.

    Programmes that the catalogue has not are in the sums and in no list.
    """
    whole = today.whole == then.whole
    supply = _fan(today.supply if whole else None, then.supply, then.this_year)
    return replace(
        then,
        supply=supply,
        openings=_fan(today.openings, then.openings, then.this_year),
        layers=_layers(graph, today, then, supply) if supply else (),
        shortages=tuple(
            sorted(
                [one for one in today.shortages if one.year <= then.this_year and whole]
                + [one for one in then.shortages if one.year > then.this_year],
                key=lambda one: one.year,
            )
        ),
    )


def _fan(before: Fan | None, after: Fan | None, last: int) -> Fan | None:
    """Put two fans together: the one until a year, the other from the next on."""
    rows = [
        row
        for fan, is_later in ((before, False), (after, True))
        if fan
        for row in zip(fan.years, fan.p10, fan.p50, fan.p90, strict=True)
        if (row[0] > last) is is_later
    ]
    return Fan(*zip(*rows, strict=True)) if rows else None


def _layers(graph: Graph, today: Outlook, then: Outlook, supply: Fan) -> tuple[Layer, ...]:
    """Put the lines of both together, line by line, in the years of the supply."""
    found = []
    for kind in KINDS:
        sides = [_by_year(outlook, kind) for outlook in (today, then)]
        if not (sides[0] or sides[1]):
            continue
        rows = [sides[year > then.this_year].get(year, (0.0, True)) for year in supply.years]
        if not any(people for people, _ in rows):
            continue
        listed = [one for layer in then.layers if layer.kind is kind for one in layer.programmes]
        known = tuple(programme for programme in listed if programme in graph.programmes)
        found.append(Layer(kind, known, *zip(*rows, strict=True)))
    return tuple(found)


def _by_year(outlook: Outlook, kind: Kind) -> Mapping[int, tuple[float, bool]]:
    layer = next((layer for layer in outlook.layers if layer.kind is kind), None)
    if layer is None or outlook.supply is None:
        return {}
    return dict(zip(outlook.supply.years, zip(layer.people, layer.begun, strict=True), strict=True))


@dataclass(frozen=True, slots=True)
class Telling:
    """What a change of a programme may tell of a scope beyond today: settled once, in one order, for all scenarios.

    `best` is the best case of today over what may be told, `untold` the roles with openings that it leaves out.
    """

    today: Shown
    parts: frozenset[tuple[ScopeId, ProgrammeId]]
    best: AtBest | None = None
    untold: tuple[RoleId, ...] = ()

    def may_move(self, given: Inputs, scope: Scope, graph: Graph, programme: ProgrammeId) -> bool:
        """Whether what comes from a programme to a scope may be told by what a change of it does."""
        return (id_of(scope), programme) in self.parts or rests_on_shown(graph, given, scope, programme)


def telling(graph: Graph, given: Inputs, today: Shown) -> Telling:
    """Settle what changes may tell, over the figures that are shown already."""
    finishing, parts = deepcopy(today.finishing), set()
    for scope in scopes_of(graph):
        for programme in feeding_of(graph, scope) if id_of(scope) in today.supply else ():
            cells = frozenset((role, str(programme)) for role in scope.roles)
            if finishing.show(cells.intersection(finishing.values)):
                parts.add((id_of(scope), programme))
    told = Telling(today, frozenset(parts))
    return replace(
        told,
        best=best_then(told, graph, given, apply(Scenario(), graph, given)),
        untold=tuple(role for role, years in given.openings.items() if years and not _is_told(told, given, role)),
    )


def best_then(told: Telling, graph: Graph, given: Inputs, applied: Applied) -> AtBest | None:
    """Give the best case of a scenario, over the roles and programmes of which all may be told."""
    town, stems = scope_of_town(graph), {one.id: one.of for one in applied.added}

    def may_tell(programme: ProgrammeId) -> bool:
        stem = stems.get(programme, programme)
        return stem is None or told.may_move(given, town, graph, stem)

    people = {programme for programme in applied.graph.programmes if may_tell(programme)}
    known = replace(
        applied.inputs,
        shares={link: share for link, share in applied.inputs.shares.items() if link[0] in people},
        openings={role: of for role, of in applied.inputs.openings.items() if _is_told(told, given, role)},
    )
    return at_best(applied.graph, known, _all_told(applied.graph, known))


def _all_told(graph: Graph, given: Inputs) -> Shown:
    """Give the choice of what is shown where each part of it may be told: only sums under 5 are kept back."""
    wanted: defaultdict[int, dict[Cell, dict[int, float]]] = defaultdict(dict)
    for role, years in given.openings.items():
        for year, stated in years.items():
            wanted[year] |= {
                (role, str(organisation)): {year: one.value.likely} for organisation, one in stated.items()
            }
    offers = {year: Offer(cells) for year, cells in wanted.items()}
    return Shown(frozenset(), frozenset(), {}, Offer(supply_cells(graph, given)), offers)


def rests_on_shown(graph: Graph, given: Inputs, scope: Scope, programme: ProgrammeId) -> bool:
    """Whether all counts behind a programme's way to a scope are shown: each was printed, or is no small one."""
    stream = given.streams[programme]
    roles = {link.role for link in graph.feeds_from(programme)}.intersection(scope.roles)
    known = [cohort.started for cohort in stream.cohorts] + list(stream.finished.values())
    known += [stream.finishing] if stream.finishing else []
    known += [share for role in roles if (share := given.shares.get((programme, role)))]
    return all(map(is_open, known))


def seen(
    told: Telling, scope: Scope, today: Outlook, then: Outlook, *, now: tuple[Graph, Inputs], applied: Applied
) -> Shown:
    """Choose what of a scenario everybody may see: an empty choice where it would tell what is kept back.

    Args:
        told: what changes may tell.
        scope: what is looked at.
        today: its outlook today.
        then: its outlook in the scenario.
        now: the catalogue, and what is known.
        applied: the scenario.
    """
    graph, given = now
    feeding = feeding_of(graph, scope)
    moved = [programme for programme in feeding if programme in applied.touched] + [
        one.of for one in applied.added if one.of
    ]
    may = all(told.may_move(given, scope, graph, programme) for programme in moved)
    if today.supply is not None:
        supply, lines = may and id_of(scope) in told.today.supply, told.today.lines.get(id_of(scope), ())
    else:
        supply, lines = may and all(rests_on_shown(graph, given, scope, one) for one in feeding), ()
    openings = _openings_told(told, scope, today, given, applied)
    groups = (
        *lines,
        *(frozenset([layer.kind]) for layer in then.layers if not any(layer.kind in one for one in lines)),
    )
    return replace(
        told.today,
        supply=frozenset([id_of(scope)] if supply else []),
        openings=frozenset([id_of(scope)] if openings else []),
        lines={id_of(scope): groups},
    )


def _openings_told(told: Telling, scope: Scope, today: Outlook, given: Inputs, applied: Applied) -> bool:
    """Whether the openings of a scenario may be shown."""
    roles = [role for role in scope.roles if role in applied.rescaled]
    if today.openings is None:
        roles = list(scope.roles)
    elif id_of(scope) not in told.today.openings:
        return False
    return all(_is_told(told, given, role) for role in roles)


def _is_told(told: Telling, given: Inputs, role: str) -> bool:
    """Whether the openings of a role are shown as its own, or were printed in every year."""
    stated = [known for of in given.openings.get(RoleId(role), {}).values() for known in of.values()]
    return all(map(is_printed, stated)) or (ScopeKind.ROLE, role) in told.today.openings
