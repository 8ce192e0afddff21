"""Which figures of an outlook everybody may see: none under 5 that we worked out, and none that gives one away.

An outlook is worked out for each role, each family, each focus area and the town, by line and as a whole. These
overlap: the town less what is shown of it is what is hidden. So the figures to be shown are chosen together, before
any page is made, and a page shows what was chosen and nothing else.

    a figure    a sum of cells, in the years that all of them have; a cell is one programme's part of one role, or
                one employer's part of a role's openings
    small       0 < the likely number < 5 in some year. It is then shown in no year: its neighbours would tell it
    secret      every small figure: of a role, a family, an area, the town, as a whole and by line, and of a cell; and a
                cell behind which is a count under 5 that no source printed, however many it is multiplied to
    shown       a figure that is not secret, and from which with all others shown no secret follows

What follows: (1) every sum or difference of shown figures, exactly: the secrets stay outside the space that the shown
figures span (Gaussian elimination; years have the same cells, so one space serves all years); (2) what is left of a
shown figure when shown parts of it are taken away, any of them first and then the smallest, must be nothing, or 5 and
more, so that the hidden parts together are no small figure either. Lines that may not be told apart are shown as one,
the smallest first.

Figures are offered in this order, and a later one gives way: the town, areas, families, roles, the largest first; then
their lines in the same order. Figures of p10 and p90 are shown where their p50 is.

Openings are told by employer too, as a source printed them. Where one of those that no source printed is small, all
of that role's that year that no source printed are kept back, and only their sum with the rest is offered; a role of
one such employer has no sum. This is judged year by year, and a scope's openings are shown for all years or none.

What a source printed (an intake, the openings of one employer) is shown as printed wherever it stands, and whoever
multiplies printed figures comes near our estimate of the rest: kept is what nobody has printed. A shortage is what is
wanted less what finishes, both shown: it counts no people, and may be small.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from pathways.domain.headcount import FEWEST
from pathways.domain.nouns import KINDS, Basis, Kind
from pathways.domain.outlook import (
    Scope,
    ScopeKind,
    judged_of,
    scope_of_area,
    scope_of_family,
    scope_of_role,
    scope_of_town,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Evidence, Flow, Interval, OrganisationId, RoleId
    from pathways.domain.supply import Inputs, Known, Stream

PRIME: Final = 2**61 - 1
"""Elimination counts modulo this, so that it is exact."""

Cell: TypeAlias = tuple["RoleId", str]
"""A role, and a programme or an employer."""
Figure: TypeAlias = frozenset[Cell]
Values: TypeAlias = "Mapping[Cell, Mapping[int, float]]"
ScopeId: TypeAlias = tuple[ScopeKind, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What everybody may see. `lines` are the lines of a scope, each alone or with others it is shown as one with."""

    supply: frozenset[ScopeId]
    openings: frozenset[ScopeId]
    lines: Mapping[ScopeId, tuple[frozenset[Kind], ...]]
    finishing: Offer = field(repr=False, compare=False)
    """What is shown of those who finish: a further figure is offered here before it is shown."""
    wanted: Mapping[int, Offer] = field(repr=False, compare=False)
    """The same of openings, by year."""


def shown(graph: Graph, given: Inputs) -> Shown:
    """Choose the figures that everybody may see, for all scopes at once."""
    people = Offer(supply_cells(graph, given), hidden=_cells_of_few(graph, given))
    wholes = {id_of(scope): supply_figure(graph, given, scope) for scope in scopes_of(graph)}
    scopes = _largest_first(graph, people, wholes)
    lines = {id: _by_line(graph, whole) for id, whole in wholes.items()}
    people.keep(frozenset([cell]) for cell in people.values)
    for scope in scopes:
        people.keep([wholes[id_of(scope)], *lines[id_of(scope)].values()])
    supply = [scope for scope in scopes if people.show(wholes[id_of(scope)])]
    openings, wanted = _openings(graph, given)
    return Shown(
        frozenset(map(id_of, supply)),
        openings,
        {id_of(scope): _told_apart(people, lines[id_of(scope)]) for scope in supply},
        people,
        wanted,
    )


def _openings(graph: Graph, given: Inputs) -> tuple[frozenset[ScopeId], dict[int, Offer]]:
    """Choose the scopes whose openings are shown: in every year of which all their roles are known, or in none."""
    scopes, refused = scopes_of(graph), set()
    offers: dict[int, Offer] = {}
    for year in sorted({year for years in given.openings.values() for year in years}):
        of = {role: years[year] for role, years in given.openings.items() if years.get(year)}
        told = {(role, org): known for role, stated in of.items() for org, known in stated.items()}
        offer = offers[year] = Offer(
            {cell: {year: known.value.likely} for cell, known in told.items()},
            frozenset(cell for cell, known in told.items() if is_printed(known)),
        )
        wholes = {id_of(scope): _openings_figure(scope, told) for scope in scopes}
        ordered = _largest_first(graph, offer, wholes)
        known_scopes = [scope for scope in ordered if all(role in of for role in scope.roles)]
        offer.keep(frozenset([cell]) for cell in told)
        offer.keep(wholes[id_of(scope)] for scope in known_scopes)
        for role, stated in of.items():
            for organisation in told_openings(stated):
                offer.show(frozenset([(role, str(organisation))]))
        refused |= {id_of(scope) for scope in known_scopes if not offer.show(wholes[id_of(scope)])}
    return frozenset(id_of(scope) for scope in scopes if id_of(scope) not in refused), offers


def told_openings(stated: Mapping[OrganisationId, Known]) -> frozenset[OrganisationId]:
    """Choose whose openings are told by employer, of one role in one year: see the head of this module."""
    ours = {organisation: known for organisation, known in stated.items() if not is_printed(known)}
    if any(0 < known.value.likely < FEWEST for known in ours.values()):
        return frozenset(stated) - frozenset(ours)
    return frozenset(stated)


def id_of(scope: Scope) -> ScopeId:
    """Give the name that a scope goes by here."""
    return scope.kind, scope.key


def scopes_of(graph: Graph) -> list[Scope]:
    """List every scope: the town, areas, families, roles."""
    return [
        scope_of_town(graph),
        *(scope_of_area(graph, area) for area in graph.focus_areas),
        *(scope_of_family(graph, family) for family in graph.families),
        *(scope_of_role(graph, role) for role in graph.roles),
    ]


def _largest_first(graph: Graph, offer: Offer, wholes: Mapping[ScopeId, Figure]) -> list[Scope]:
    """List every scope, kind by kind, the one with most people first."""
    places = [ScopeKind.TOWN, ScopeKind.AREA, ScopeKind.FAMILY, ScopeKind.ROLE]

    def place(scope: Scope) -> tuple[int, float]:
        return places.index(scope.kind), -sum(offer.by_year(wholes[id_of(scope)]).values())

    return sorted(scopes_of(graph), key=place)


def supply_cells(graph: Graph, given: Inputs) -> Values:
    """Give the likely number of people for each programme's part of each role that is known, by the years that are."""
    cells: dict[Cell, Mapping[int, float]] = {}
    for link in graph.facts.feeds:
        if share := given.shares.get((link.programme, link.role)):
            finishing, part = finishing_by_year(given.streams[link.programme]), middle(share.value)
            cells[link.role, str(link.programme)] = {year: people * part for year, people in finishing.items()}
    return cells


def _cells_of_few(graph: Graph, given: Inputs) -> frozenset[Cell]:
    """Give the cells behind which is a count that is kept back: who finishes in all is often known, and divides."""
    return frozenset(
        (link.role, str(link.programme))
        for link in graph.facts.feeds
        if (share := given.shares.get((link.programme, link.role))) and not is_open(share)
    )


def _added(several: Collection[Mapping[int, float]]) -> dict[int, float]:
    """Add numbers up in the years that all of them have."""
    years = set.intersection(*(set(each) for each in several)) if several else set()
    return {year: sum(each[year] for each in several) for year in sorted(years)}


@dataclass(slots=True)
class Offer:
    """Figures that are offered one after the other, and shown if no secret follows from them.

    `printed` cells are told by a source, however small they are; `hidden` ones are told alone in no case.
    """

    values: Values
    printed: Collection[Cell] = ()
    hidden: Collection[Cell] = ()
    _rows: dict[int, dict[int, int]] = field(default_factory=dict)
    _secrets: list[dict[int, int]] = field(default_factory=list)
    _shown: list[Figure] = field(default_factory=list)
    _number: dict[Cell, int] = field(default_factory=dict)

    def keep(self, figures: Iterable[Figure]) -> None:
        """Keep those of these figures secret that are small. All secrets come before the first figure is offered."""
        self._secrets += [self._vector(figure) for figure in figures if self.is_small(figure)]

    def show(self, figure: Figure) -> bool:
        """Show a figure, if it may be: whether it is."""
        if not figure or self.is_small(figure) or self._leaves_few(figure):
            return False
        row = self._reduced(self._vector(figure))
        if row:
            pivot = min(row)
            if any(_scaled(secret, pivot) == _scaled(row, pivot) for secret in self._secrets if pivot in secret):
                return False
            self._rows[pivot] = row = _scaled(row, pivot)
            self._secrets = [_less(secret, row, pivot) for secret in self._secrets]
        self._shown.append(figure)
        return True

    def is_small(self, figure: Figure) -> bool:
        """Whether it is under 5, but more than nobody, in some year, or is a cell that is hidden."""
        if len(figure) == 1 and not figure.isdisjoint(self.hidden):
            return True
        totals = self.by_year(figure).values()
        return not figure <= set(self.printed) and any(0 < total < FEWEST for total in totals)

    def by_year(self, figure: Figure) -> Mapping[int, float]:
        """Add its cells up, year by year."""
        return _added([self.values[cell] for cell in figure])

    def _leaves_few(self, figure: Figure) -> bool:
        """Whether less than 5 would be left of it, or of a shown one that has it, when shown parts are taken away."""
        shown = sorted(self._shown, key=len)
        of_itself = (_left(figure, part, shown) for part in shown if part < figure)
        of_others = (_left(whole, figure, shown) for whole in shown if figure < whole)
        return any(left and self.is_small(left) for left in (*of_itself, *of_others))

    def _vector(self, figure: Figure) -> dict[int, int]:
        return {self._number.setdefault(cell, len(self._number)): 1 for cell in sorted(figure)}

    def _reduced(self, row: dict[int, int]) -> dict[int, int]:
        for pivot, known in self._rows.items():
            if pivot in row:
                row = _less(row, known, pivot)
        return row


def _left(whole: Figure, first: Figure, parts: Iterable[Figure]) -> Figure:
    """What is left of a figure when a part is taken away, and then, in their order, all others that still fit."""
    left = whole - first
    for part in parts:
        if part <= left:
            left -= part
    return left


def _scaled(row: dict[int, int], pivot: int) -> dict[int, int]:
    """Give a multiple of a row that has 1 at the pivot."""
    by = pow(row[pivot], -1, PRIME)
    return {at: value * by % PRIME for at, value in row.items()}


def _less(row: dict[int, int], known: dict[int, int], pivot: int) -> dict[int, int]:
    """Take as much of a known row away that nothing is left at its pivot, where `known` has 1."""
    times = row.get(pivot)
    if not times:
        return row
    sums = {at: (row.get(at, 0) - times * known.get(at, 0)) % PRIME for at in {*row, *known}}
    return {at: value for at, value in sums.items() if value}


def _told_apart(offer: Offer, lines: Mapping[Kind, Figure]) -> tuple[frozenset[Kind], ...]:
    """Tell as many lines apart as may be, the largest first; the rest are shown as one, which is never small."""
    rest, alone = set(lines), []
    for kind in sorted(lines, key=lambda kind: -sum(offer.by_year(lines[kind]).values())):
        left = [lines[other] for other in rest - {kind}]
        if (
            left
            and not offer.is_small(frozenset(cell for figure in left for cell in figure))
            and offer.show(lines[kind])
        ):
            alone.append(frozenset([kind]))
            rest.discard(kind)
    return tuple(sorted([*alone, frozenset(rest)], key=lambda kinds: min(map(KINDS.index, kinds))))


def supply_figure(graph: Graph, given: Inputs, scope: Scope) -> Figure:
    """Give the cells that the supply of a scope is the sum of: those of programmes that are left out are in none."""
    return frozenset(
        (role, str(programme)) for programme, roles in judged_of(graph, given, scope).items() for role in roles
    )


def _openings_figure(scope: Scope, values: Collection[Cell]) -> Figure:
    roles = set(scope.roles)
    return frozenset(cell for cell in values if cell[0] in roles)


def _by_line(graph: Graph, whole: Figure) -> dict[Kind, Figure]:
    kinds = {str(programme.id): programme.kind for programme in graph.programmes.values()}
    lines = {kind: frozenset(cell for cell in whole if kinds[cell[1]] is kind) for kind in KINDS}
    return {kind: figure for kind, figure in lines.items() if figure}


def finishing_by_year(stream: Stream) -> Mapping[int, float]:
    """Give the likely number of finishers by year."""
    people: defaultdict[int, float] = defaultdict(float)
    if stream.finishing:
        for cohort in stream.cohorts:
            people[cohort.finishes] += middle(cohort.started.value) * middle(stream.finishing.value)
    return {**people, **{year: middle(known.value) for year, known in stream.finished.items()}}


def middle(value: Interval) -> float:
    """Give the mean of what is drawn from an interval."""
    return (value.low + value.likely + value.high) / 3


def is_printed(known: Known) -> bool:
    """Whether all that a quantity rests on was printed by a source, or is somebody's own: then it is shown as it is."""
    if known.own and not known.flows and not known.evidence:
        return True
    return bool(known.evidence) and all(map(_prints, known.evidence))


def _prints(evidence: Evidence) -> bool:
    return evidence.basis is Basis.STATED and bool(evidence.sources)


def is_open(known: Known) -> bool:
    """Whether none of the counts behind a quantity is kept back: each was printed, or is not small."""
    return is_printed(known) or (bool(known.flows) and not any(map(_is_secret, known.flows)))


def _is_secret(flow: Flow) -> bool:
    return not _prints(flow.evidence) and flow.people is not None and 0 < flow.people.likely < FEWEST
