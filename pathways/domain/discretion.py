"""Which figures of an outlook everybody may see: none under 5 that we worked out, and none that gives one away.

An outlook is worked out for each role, each family, each focus area and the town, by line and as a whole. These
overlap: the town less what is shown of it is what is hidden. So the figures to be shown are chosen together, before
any page is made, and a page shows what was chosen and nothing else.

    a figure    a sum of cells; a cell is one line's part of one role. Openings have one cell per role
    small       0 < the likely number < 5 in some year. It is then shown in no year: its neighbours would tell it
    secret      every small figure: of a role, a family, an area, the town, as a whole and by line
    shown       a figure that is not secret, and from which with all others shown no secret follows

What follows: (1) every sum or difference of shown figures, exactly: the secrets stay outside the space that the shown
figures span (Gaussian elimination; years have the same cells, so one space serves all years); (2) what is left of a
figure when the shown parts of it are taken away must be nothing, or 5 and more, so that the hidden parts together are
no small figure either. Lines that may not be told apart are shown as one, the smallest first.

Figures are offered in this order, and a later one gives way: roles, town, families, areas; then the lines of the
town, of families, of areas and of roles. Figures of p10 and p90 are shown where their p50 is. A figure that a source
printed is shown as printed wherever it stands (openings of one employer, an intake), and who multiplies printed
figures comes near our estimate: what is kept is what nobody has printed. An employer's small openings that are
printed are therefore no secret; those that a company told us are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from pathways.domain.nouns import KINDS, Basis, Kind
from pathways.domain.outlook import Scope, ScopeKind, scope_of_area, scope_of_family, scope_of_role, scope_of_town

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Interval, RoleId
    from pathways.domain.supply import Inputs, Known, Stream

FEWEST: Final = 5
"""Fewer people than this are not shown, unless a source printed the figure."""
PRIME: Final = 2**61 - 1
"""Elimination counts modulo this, so that it is exact."""

Cell: TypeAlias = "tuple[RoleId, Kind | None]"
Figure: TypeAlias = "frozenset[Cell]"
Values: TypeAlias = "Mapping[Cell, Mapping[int, float]]"
ScopeId: TypeAlias = tuple[ScopeKind, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What everybody may see. `lines` are the lines of a scope, each alone or with others it is shown as one with."""

    supply: frozenset[ScopeId]
    openings: frozenset[ScopeId]
    lines: Mapping[ScopeId, tuple[frozenset[Kind], ...]]


def shown(graph: Graph, given: Inputs) -> Shown:
    """Choose the figures that everybody may see, for all scopes at once."""
    scopes = scopes_of(graph)
    people = supply_cells(graph, given)
    offer = Offer(people)
    lines = {id_of(scope): _by_line(scope, people) for scope in scopes}
    for scope in scopes:
        offer.keep([_whole(scope, people), *lines[id_of(scope)].values()])
    supply = {id_of(scope) for scope in scopes if offer.show(_whole(scope, people), scope)}
    told = [scope for scope in [*scopes[len(graph.roles) :], *scopes[: len(graph.roles)]] if id_of(scope) in supply]
    wanted = opening_cells(given)
    asked = Offer(wanted)
    asked.keep(_whole(scope, wanted) for scope in scopes if not _is_printed(given, scope))
    return Shown(
        frozenset(supply),
        frozenset(id_of(scope) for scope in scopes if asked.show(_whole(scope, wanted), scope)),
        {id_of(scope): _told_apart(offer, scope, lines[id_of(scope)]) for scope in told},
    )


def id_of(scope: Scope) -> ScopeId:
    """Give the name that a scope goes by here."""
    return scope.kind, scope.key


def scopes_of(graph: Graph) -> list[Scope]:
    """List every scope: roles, the town, families, areas."""
    return [
        *(scope_of_role(graph, role) for role in graph.roles),
        scope_of_town(graph),
        *(scope_of_family(graph, family) for family in graph.families),
        *(scope_of_area(graph, area) for area in graph.focus_areas),
    ]


def supply_cells(graph: Graph, given: Inputs) -> Values:
    """Give the likely number of people by year, for each line's part of each role that is known."""
    cells: defaultdict[Cell, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    for (programme, role), share in given.shares.items():
        kind = graph.programmes[programme].kind
        for year, people in _finishing(given.streams[programme]).items():
            cells[role, kind][year] += people * _middle(share.value)
    return cells


def opening_cells(given: Inputs) -> Values:
    """Give the likely number of openings by year, for each role."""
    return {
        (role, None): {year: sum(known.value.likely for known in of.values()) for year, of in years.items()}
        for role, years in given.openings.items()
    }


@dataclass(slots=True)
class Offer:
    """Figures that are offered one after the other, and shown if no secret follows from them."""

    values: Values
    _rows: dict[int, dict[int, int]] = field(default_factory=dict)
    _secrets: list[dict[int, int]] = field(default_factory=list)
    _shown: list[Figure] = field(default_factory=list)
    _number: dict[Cell, int] = field(default_factory=dict)

    def keep(self, figures: Iterable[Figure]) -> None:
        """Keep those of these figures secret that are small. All secrets come before the first figure is offered."""
        self._secrets += [self._vector(figure) for figure in figures if self.is_small(figure)]

    def show(self, figure: Figure, within: Scope | None = None) -> bool:
        """Show a figure, if it may be: whether it is. `within` is the scope that it is the whole of."""
        if not figure or self.is_small(figure) or (within and self._leaves_few(figure)):
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
        """Whether it is under 5, but more than nobody, in some year."""
        totals = self.by_year(figure).values()
        return any(0 < total < FEWEST for total in totals)

    def by_year(self, figure: Figure) -> Mapping[int, float]:
        """Add its cells up, year by year."""
        totals: defaultdict[int, float] = defaultdict(float)
        for cell in figure:
            for year, value in self.values.get(cell, {}).items():
                totals[year] += value
        return totals

    def _leaves_few(self, figure: Figure) -> bool:
        """Whether less than 5 are left when what is shown of it is taken away."""
        left = figure
        for part in sorted(self._shown, key=len):
            if part <= left and part != figure:
                left -= part
        return bool(left) and left != figure and self.is_small(left)

    def _vector(self, figure: Figure) -> dict[int, int]:
        return {self._number.setdefault(cell, len(self._number)): 1 for cell in sorted(figure, key=str)}

    def _reduced(self, row: dict[int, int]) -> dict[int, int]:
        for pivot, known in self._rows.items():
            if pivot in row:
                row = _less(row, known, pivot)
        return row


def _scaled(row: dict[int, int], pivot: int) -> dict[int, int]:
    """Give a multiple of a row that has 1 at the pivot."""
    by = pow(row[pivot], -1, PRIME)
    return {at: value * by % PRIME for at, value in row.items()}


def _less(row: dict[int, int], known: dict[int, int], pivot: int) -> dict[int, int]:
    """Take as much of a known row away that nothing is left at its pivot, where `known` has 1."""
    times = row.get(pivot, 0)
    if not times:
        return row
    sums = {at: (row.get(at, 0) - times * known.get(at, 0)) % PRIME for at in {*row, *known}}
    return {at: value for at, value in sums.items() if value}


def _told_apart(offer: Offer, scope: Scope, lines: Mapping[Kind, Figure]) -> tuple[frozenset[Kind], ...]:
    """Tell as many lines apart as may be: those that may not are put together, the smallest first."""
    groups = [(frozenset([kind]), figure) for kind, figure in lines.items()]
    while len(groups) > 1:
        trial = [figure for _, figure in groups]
        if _all_shown(offer, trial):
            break
        groups.sort(key=lambda group: sum(offer.by_year(group[1]).values()))
        (kinds, figure), (more, other), *rest = groups
        groups = [(kinds | more, figure | other), *rest]
    order = KINDS.index
    return tuple(sorted((kinds for kinds, _ in groups), key=lambda kinds: min(map(order, kinds))))


def _all_shown(offer: Offer, figures: Collection[Figure]) -> bool:
    """Show all of these figures, or none of them."""
    before = dict(offer._rows), list(offer._secrets), list(offer._shown)  # noqa: SLF001  # undone by its own module
    if all(offer.show(figure) for figure in figures):
        return True
    offer._rows, offer._secrets, offer._shown = before  # noqa: SLF001  # as above
    return False


def _whole(scope: Scope, values: Values) -> Figure:
    roles = set(scope.roles)
    return frozenset(cell for cell in values if cell[0] in roles)


def _by_line(scope: Scope, values: Values) -> dict[Kind, Figure]:
    whole = _whole(scope, values)
    lines = {kind: frozenset(cell for cell in whole if cell[1] is kind) for kind in KINDS}
    return {kind: figure for kind, figure in lines.items() if figure}


def _finishing(stream: Stream) -> Mapping[int, float]:
    """Give the likely number of finishers by year."""
    people: defaultdict[int, float] = defaultdict(float)
    if stream.finishing:
        for cohort in stream.cohorts:
            people[cohort.finishes] += _middle(cohort.started.value) * _middle(stream.finishing.value)
    return {**people, **{year: _middle(known.value) for year, known in stream.finished.items()}}


def _middle(value: Interval) -> float:
    return (value.low + value.likely + value.high) / 3


def _is_printed(given: Inputs, scope: Scope) -> bool:
    """Whether every opening of one role was printed by a source, so that its sum is no secret."""
    known = [each for years in _years_of(given, scope) for of in years.values() for each in of.values()]
    return scope.kind is ScopeKind.ROLE and all(printed(each) for each in known)


def _years_of(given: Inputs, scope: Scope) -> list[Mapping[int, Mapping[object, Known]]]:
    return [given.openings[role] for role in scope.roles if role in given.openings]  # type: ignore[misc]  # read only


def printed(known: Known) -> bool:
    """Whether a source printed it: then it is shown as printed."""
    return known.basis is Basis.STATED and any(evidence.sources for evidence in known.evidence)
