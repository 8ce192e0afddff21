"""What could be filled at best in one year, what stands in the way by name, and what one more person would be worth.

At best everybody who finishes and works here takes the role where they are wanted most. Supply of a programme is its
finishers × the share of them who go to roles here, likely figures; wanted is what employers stated. A number is shown
only where it may be (`pathways.domain.discretion`): openings of roles that are shown, sums of people that give no
small one away. What effort would help is told by two sums, so both must be such; and a part of a person, or what a seat
is worth, only where it tells no number that is kept back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pathways.domain.discretion import finishing_by_year, is_open, middle
from pathways.domain.flow import best_case, seat_worth, second_line
from pathways.domain.nouns import Interval
from pathways.domain.reach import near_enough

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pathways.domain.discretion import Shown
    from pathways.domain.flow import BestCase, Bottleneck
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import ProgrammeId, RoleId
    from pathways.domain.supply import Inputs

CERTAIN: Final = Interval(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Narrow:
    """A bottleneck as it is shown, in whole people: `wanted` > `finishing`. None where they may not be."""

    roles: tuple[RoleId, ...]
    programmes: tuple[ProgrammeId, ...]
    wanted: int | None
    finishing: int | None


@dataclass(frozen=True, slots=True)
class Worth:
    """What one more finisher of a programme fills, 0 to 1, and one more who starts.

    `starter` is None where a share is unknown, or `kept` back.
    """

    programme: ProgrammeId
    finisher: float
    starter: Interval | None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class AtBest:
    """The best case of a year, as it is shown. `unmet` and `helped` are None where they may not be.

    `helped` is how many more could be filled *with effort*. `worths` are those above nought, largest first.
    """

    year: int
    narrow: tuple[Narrow, ...]
    unmet: int | None
    helped: int | None
    worths: tuple[Worth, ...]
    unjudged: tuple[RoleId, ...]
    wanting: tuple[RoleId, ...]

    @property
    def judges(self) -> bool:
        """Whether anything can be said: of a role with openings, all that feeds it is known."""
        return not set(self.wanting).issubset(self.unjudged)


def at_best(graph: Graph, given: Inputs, shown: Shown) -> AtBest | None:
    """Work the best case out for the year, this one or later, in which openings of most roles are known: the last.

    None where no openings are known.
    """
    wanted = _wanted(given)
    if wanted is None:
        return None
    year, openings = wanted
    supply = _supply(graph, given, year)
    links = [(link.programme, link.role) for link in graph.facts.feeds]
    best = best_case(supply, openings, links)
    more = second_line(supply, openings, links, _effort(graph, supply, openings))
    narrow = tuple(_narrow(shown, one, year) for one in best.bottlenecks)
    told = all(map(_is_told, narrow))
    helps = told and all(_is_told(_narrow(shown, one, year)) for one in more.bottlenecks)
    unmet = sum(_short(one) for one in narrow)
    return AtBest(
        year=year,
        narrow=narrow,
        unmet=unmet if told else None,
        helped=min(unmet, round(best.unmet - more.unmet)) if helps else None,
        worths=_worths(
            graph, given, best, {programme for one in narrow if _is_told(one) for programme in one.programmes}
        ),
        unjudged=best.unjudged,
        wanting=tuple(openings),
    )


def _wanted(given: Inputs) -> tuple[int, dict[RoleId, float]] | None:
    """Give the year to look at, and the likely openings by role."""
    by_year: dict[int, dict[RoleId, float]] = {}
    for role, years in given.openings.items():
        for year, stated in years.items():
            if stated and year >= given.this_year:
                by_year.setdefault(year, {})[role] = sum(known.value.likely for known in stated.values())
    return max(by_year.items(), key=lambda each: (len(each[1]), each[0]), default=None)


def _supply(graph: Graph, given: Inputs, year: int) -> dict[ProgrammeId, float]:
    """Give those who finish and work here, of every programme that feeds a role and of which all is known."""
    supply = {}
    for programme in graph.programmes:
        stays = _stays(graph, given, programme)
        finishing = finishing_by_year(given.streams[programme]).get(year)
        if stays and finishing is not None:
            supply[programme] = finishing * stays.likely
    return supply


def _stays(graph: Graph, given: Inputs, programme: ProgrammeId) -> Interval | None:
    """Give the share of finishers who work in roles here; None where one of the roles it feeds is unknown."""
    roles = [link.role for link in graph.feeds_from(programme)]
    shares = [given.shares.get((programme, role)) for role in roles]
    known = [share.value for share in shares if share]
    if not roles or len(known) < len(roles):
        return None
    low, likely, high = (
        min(1.0, sum(each))
        for each in ([one.low for one in known], [middle(one) for one in known], [one.high for one in known])
    )
    return Interval(low, likely, max(likely, high))


def _effort(
    graph: Graph, supply: Mapping[ProgrammeId, float], openings: Mapping[RoleId, float]
) -> list[tuple[ProgrammeId, RoleId]]:
    """List what is near enough to be a link with effort, whether or not it is one without."""
    return [
        (programme, role)
        for role in openings
        for programme in supply
        if near_enough(graph, graph.programmes[programme], graph.roles[role])
    ]


def _narrow(shown: Shown, one: Bottleneck, year: int) -> Narrow:
    roles, programmes = set(one.roles), set(map(str, one.programmes))
    asked = shown.wanted[year]
    openings = frozenset(cell for cell in asked.values if cell[0] in roles)
    people = frozenset(cell for cell in shown.finishing.values if cell[1] in programmes)
    wanted, finishing = round(one.wanted), round(one.finishing)
    return Narrow(
        one.roles,
        one.programmes,
        wanted if asked.show(openings) else None,
        # half a person short is one who is not there: what is named as too few may not look like enough
        min(finishing, wanted - 1) if not people or shown.finishing.show(people) else None,
    )


def _is_told(one: Narrow) -> bool:
    return one.wanted is not None and one.finishing is not None


def _short(one: Narrow) -> int:
    """Give how many are short, as a reader would count from what is shown."""
    return (one.wanted or 0) - (one.finishing or 0)


def _worths(graph: Graph, given: Inputs, best: BestCase, told: Collection[ProgrammeId]) -> tuple[Worth, ...]:
    """Give what is worth something; a part of a person is what is short, so only of bottlenecks that are `told`."""
    found = [
        _worth(graph, given, programme, worth)
        for programme, worth in best.worth.items()
        if worth >= 1 or programme in told  # one more of a bottleneck always fills something
    ]
    order = graph.programmes
    return tuple(sorted(found, key=lambda one: (-one.finisher, order[one.programme].line_order)))


def _worth(graph: Graph, given: Inputs, programme: ProgrammeId, worth: float) -> Worth:
    finishing, stays = given.streams[programme].finishing, _stays(graph, given, programme)
    if finishing is None or stays is None:
        return Worth(programme, worth, None)
    shares = [known for link, known in given.shares.items() if link[0] == programme]
    if not all(map(is_open, (finishing, *shares))):
        return Worth(programme, worth, None, kept=True)
    return Worth(programme, worth, seat_worth(worth, CERTAIN, finishing.value, stays))


def of_scope(best: AtBest, roles: Sequence[RoleId], programmes: Sequence[ProgrammeId]) -> AtBest:
    """Keep what has to do with some roles and the programmes that feed them."""
    narrow = tuple(one for one in best.narrow if set(one.roles) & set(roles))
    whole = len(narrow) == len(best.narrow)
    return AtBest(
        year=best.year,
        narrow=narrow,
        unmet=best.unmet if whole else None,
        helped=best.helped if whole else None,
        worths=tuple(one for one in best.worths if one.programme in programmes),
        unjudged=tuple(role for role in best.unjudged if role in roles),
        wanting=tuple(role for role in best.wanting if role in roles),
    )
