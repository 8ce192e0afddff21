"""The outlook of a role, a family, a focus area or the town: people finishing against people wanted, year by year.

Nothing is drawn from unknowns. A programme of which the intake, the finishing share or the share to a role is unknown
is left out and named; supply then says "at least" and there is no shortage. A role of which nobody has said how many
it wants has no openings, and no shortage either. Announced changes are events beside the figures, in no sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from pathways.domain.nouns import KINDS
from pathways.domain.outlook_known import announced, counted_cohorts, leading_on, missing, only_guessed, used
from pathways.domain.supply import DRAWS, Dice, fan, finishers, is_complete, quantiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Announcement, Kind, ProgrammeId, RoleId
    from pathways.domain.outlook_known import Used
    from pathways.domain.supply import Cohort, Fan, Futures, Inputs, Missing, Stream

BACK: Final = 4
"""Years before this one that are shown, where finishers or openings were counted."""
AHEAD: Final = 4
"""Years to come that are always shown; more where a counted cohort finishes, or openings are stated, later."""
FURTHEST: Final = 10


class ScopeKind(StrEnum):
    """What an outlook is of."""

    ROLE = "role"
    FAMILY = "family"
    AREA = "area"
    TOWN = "town"


@dataclass(frozen=True, slots=True)
class Scope:
    """What an outlook is of; `key` is empty for the town. `roles` are the roles in it, in the order of the graph."""

    kind: ScopeKind
    key: str
    roles: tuple[RoleId, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """One line's part of the supply: p50 shared out among the lines, people a year, in the order of the years.

    `begun` says of each year whether all of these people have started, and were counted.
    """

    kind: Kind
    programmes: tuple[ProgrammeId, ...]
    people: tuple[float, ...]
    begun: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Shortage:
    """Openings less supply in one year, over the futures: people, p10 ≤ p50 ≤ p90; below 0 more finish than are wanted.

    `chance` is the share of futures in which openings are more than supply.
    """

    year: int
    p10: float
    p50: float
    p90: float
    chance: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """Supply and openings of a scope by year. None where nothing can be drawn; `missing` then says what it takes.

    `whole` is False where a programme that feeds the scope is left out because something of it is unknown: figures of
    supply then say "at least", and there is no shortage. `openings_whole` is False where an employer that has one of
    the roles has not said how many it wants: openings then say "at least".
    `finishing` are the counted cohorts, whether or not all else is known, by the year they finish; `onward` those of
    programmes that lead on to the ones that feed the scope. `used` are all figures known of those that feed it.
    """

    scope: Scope
    this_year: int
    supply: Fan | None
    layers: tuple[Layer, ...]
    whole: bool
    openings: Fan | None
    openings_whole: bool
    shortages: tuple[Shortage, ...]
    finishing: tuple[Cohort, ...]
    onward: tuple[Cohort, ...]
    used: tuple[Used, ...]
    missing: tuple[Missing, ...]
    events: tuple[Announcement, ...]


def scope_of_role(graph: Graph, role: str) -> Scope:
    """Give the scope of one role. Raises `UnknownId`."""
    return Scope(ScopeKind.ROLE, role, (graph.role(role).id,))


def scope_of_family(graph: Graph, family: str) -> Scope:
    """Give the scope of a family of roles. Raises `UnknownId`."""
    label = graph.family(family)
    return Scope(ScopeKind.FAMILY, label.id, tuple(r.id for r in graph.roles.values() if r.family == label.id))


def scope_of_area(graph: Graph, area: str) -> Scope:
    """Give the scope of a focus area of the alliance. Raises `UnknownId`."""
    label = graph.focus_area(area)
    return Scope(ScopeKind.AREA, label.id, tuple(r.id for r in graph.roles.values() if r.focus_area == label.id))


def scope_of_town(graph: Graph) -> Scope:
    """Give the scope of all roles."""
    return Scope(ScopeKind.TOWN, "", tuple(graph.roles))


def outlook(graph: Graph, given: Inputs, scope: Scope, rng: np.random.Generator, draws: int = DRAWS) -> Outlook:
    """Work out the outlook of a scope: the same graph, inputs, scope and generator give the same figures.

    Args:
        graph: the catalogue.
        given: what is known of all programmes and roles.
        scope: which roles are looked at.
        rng: the only source of chance.
        draws: futures.
    """
    drawn = draw(graph, given, scope, Dice(rng, draws, int(rng.integers(2**63))))
    feeding, years, people = feeding_of(graph, scope), drawn.years, drawn.people
    supply = fan(years, people) if people is not None else None
    wanted_years, wanted = drawn.wanted_years, drawn.wanted
    return Outlook(
        scope=scope,
        this_year=given.this_year,
        supply=supply,
        layers=_layers(graph, given, drawn.parts, supply) if supply else (),
        whole=drawn.whole,
        openings=fan(wanted_years, wanted) if wanted is not None else None,
        openings_whole=_all_employers(graph, given, scope, wanted_years),
        shortages=_shortages(years, people, wanted_years, wanted) if drawn.whole else (),
        finishing=counted_cohorts(given, feeding),
        onward=counted_cohorts(given, leading_on(graph, feeding)),
        used=tuple(used(given, scope.roles, feeding)),
        missing=tuple(missing(graph, given, scope.roles, feeding)),
        events=announced(graph, None if scope.kind is ScopeKind.TOWN else scope.roles, feeding),
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """The futures behind an outlook: people who come from each programme, and people wanted, with the years of both.

    `whole` is False where a programme that feeds the scope is left out.
    """

    years: list[int]
    parts: dict[ProgrammeId, Futures]
    whole: bool
    wanted_years: list[int]
    wanted: Futures | None

    @property
    def people(self) -> Futures | None:
        """All who come; None where nothing can be drawn."""
        if not (self.parts and self.years):
            return None
        first, *others = self.parts.values()
        whole = first.copy()
        for part in others:  # one after the other: a stack of them all takes three times as long to add up
            whole += part
        return whole


def draw(graph: Graph, given: Inputs, scope: Scope, dice: Dice) -> Drawn:
    """Draw the futures of a scope: each programme and each role with dice of its own."""
    feeding, judged = feeding_of(graph, scope), judged_of(graph, given, scope)
    years = _drawn_years(given, judged, scope)
    wanted_years, wanted = _openings(given, scope, _years(given, judged, scope), dice)
    return Drawn(
        years=years,
        parts={programme: to_roles(given, programme, roles, years, dice) for programme, roles in judged.items()},
        whole=len(judged) == len(feeding) and bool(feeding),
        wanted_years=wanted_years,
        wanted=wanted,
    )


def feeding_of(graph: Graph, scope: Scope) -> dict[ProgrammeId, tuple[RoleId, ...]]:
    """Give the programmes that feed the scope, in line order, each with the roles of it that it feeds."""
    found: dict[ProgrammeId, list[RoleId]] = {}
    for role in scope.roles:
        for link in graph.feeds_to(role):
            found.setdefault(link.programme, []).append(role)
    ordered = sorted(found, key=lambda programme: graph.programmes[programme].line_order)
    return {programme: tuple(found[programme]) for programme in ordered}


def judged_of(graph: Graph, given: Inputs, scope: Scope) -> dict[ProgrammeId, tuple[RoleId, ...]]:
    """Give those of `feeding_of` whose people are in the sum; the others are left out of it and named."""
    return {
        programme: roles
        for programme, roles in feeding_of(graph, scope).items()
        if is_known(given, programme, roles) and not only_guessed(given, scope.roles, programme)
    }


def is_known(given: Inputs, programme: ProgrammeId, roles: Sequence[RoleId]) -> bool:
    """Whether a programme's supply to all these roles can be drawn for any year."""
    stream = given.streams[programme]
    return all((programme, role) in given.shares for role in roles) and bool(
        stream.finished or (stream.finishing and stream.cohorts)
    )


def _years(given: Inputs, judged: Iterable[ProgrammeId], scope: Scope) -> list[int]:
    """List the years to look at: a few back, as many ahead as counted cohorts and stated openings reach."""
    ends = [cohort.finishes for programme in judged for cohort in given.streams[programme].cohorts if cohort.begun]
    ends += [year for role in scope.roles for year in given.openings.get(role, ())]
    last = min(max([given.this_year + AHEAD, *ends]), given.this_year + FURTHEST)
    return list(range(given.this_year - BACK, last + 1))


def _drawn_years(given: Inputs, judged: Iterable[ProgrammeId], scope: Scope) -> list[int]:
    """List the years of which every programme that is judged is known: a sum without one of them would be another."""
    streams = [given.streams[programme] for programme in judged]
    years = _years(given, judged, scope)
    return [year for year in years if streams and all(is_complete(stream, (year,)) for stream in streams)]


def to_roles(
    given: Inputs, programme: ProgrammeId, roles: Sequence[RoleId], years: Sequence[int], dice: Dice
) -> Futures:
    """Draw how many of a programme's finishers go to the roles of the scope: never more than finish."""
    of_this = dice.of(programme)
    share = of_this.total(given.shares[programme, role].value for role in roles)
    return finishers(given.streams[programme], years, of_this) * np.minimum(share, 1.0)


def _openings(given: Inputs, scope: Scope, years: Sequence[int], dice: Dice) -> tuple[list[int], Futures | None]:
    """Draw the people wanted, in the years for which openings of every role of the scope are stated."""
    by_role = {role: given.openings.get(role, {}) for role in scope.roles}
    stated = [year for year in years if by_role and all(of.get(year) for of in by_role.values())]
    if not stated:
        return [], None
    wanted = np.zeros((len(stated), dice.draws))
    for role, of in by_role.items():
        of_this = dice.of(role)
        for row, year in enumerate(stated):
            wanted[row] += of_this.total(known.value for known in of[year].values())
    return stated, wanted


def _shortages(
    years: Sequence[int], supply: Futures | None, wanted_years: Sequence[int], wanted: Futures | None
) -> tuple[Shortage, ...]:
    """Compare openings with supply, future by future, in the years that have both."""
    if supply is None or wanted is None:
        return ()
    both = [year for year in years if year in wanted_years]
    short = wanted[[wanted_years.index(year) for year in both]] - supply[[years.index(year) for year in both]]
    chances = (short > 0).mean(axis=1)
    p10, p50, p90 = quantiles(short)
    return tuple(
        Shortage(*each) for each in zip(both, *(row.tolist() for row in (p10, p50, p90, chances)), strict=True)
    )


def _layers(graph: Graph, given: Inputs, parts: dict[ProgrammeId, Futures], supply: Fan) -> tuple[Layer, ...]:
    """Share p50 out among the lines, by what each gives on average."""
    means = {programme: part.mean(axis=1) for programme, part in parts.items()}
    total = sum(means.values())
    middle = np.array(supply.p50)
    scale = np.divide(middle, total, out=np.zeros_like(middle), where=total > 0)
    layers = []
    for kind in KINDS:
        programmes = tuple(programme for programme in parts if graph.programmes[programme].kind is kind)
        if programmes:
            people = sum(means[programme] for programme in programmes) * scale
            begun = tuple(all(_begun(given.streams[p], year) for p in programmes) for year in supply.years)
            layers.append(Layer(kind, programmes, tuple(float(each) for each in people), begun))
    return tuple(layers)


def _begun(stream: Stream, year: int) -> bool:
    return year in stream.finished or all(cohort.begun for cohort in stream.cohorts if cohort.finishes == year)


def _all_employers(graph: Graph, given: Inputs, scope: Scope, years: Sequence[int]) -> bool:
    """Whether everybody who has one of the roles has said how many it wants, in each of these years."""
    return bool(years) and all(
        workplace.organisation in given.openings[role][year]
        for role in scope.roles
        for year in years
        for workplace in graph.workplaces_of(role)
    )
