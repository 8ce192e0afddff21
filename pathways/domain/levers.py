"""What would close a gap: the few single changes with the largest effect, each computed by making it.

For a scope that is short of people, each programme that feeds it gets ten more seats, ten points more of those who
finish, ten points more of those who stay; and programmes that come near one of its roles get a module that leads
there. Each change is applied to what is known and drawn again with the same futures, so that the effect is the change
and nothing else. It is told for the year in which most are short. What gives nobody by that year is told as too late,
with the first year in which it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from pathways.domain.gaps import gaps_after
from pathways.domain.nouns import Importance, ProgrammeId, RoleId
from pathways.domain.outlook import draw, feeding_of, to_roles
from pathways.domain.reach import near_enough
from pathways.domain.scenario_changes import Completion, Module, Scenario, Seats, Stay
from pathways.domain.scenario_supply import stays
from pathways.domain.scenarios import apply
from pathways.domain.supply import DRAWS, Dice, quantiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.outlook import Drawn, Scope
    from pathways.domain.scenarios import Applied
    from pathways.domain.supply import Futures, Inputs

MORE_SEATS: Final = 10
POINTS: Final = 10
MODULE_SHARE: Final = 10
"""Per cent of a programme's finishers that a module is supposed to bring to a role: nobody knows, so it is said."""
MODULE_SKILLS: Final = 3
FEW: Final = 5
"""Levers that are given, in time, and as many that are too late."""
MOST_ROLES: Final = 12
"""Roles of a scope up to which modules are looked for."""
WHOLE: Final = 100
LEAST: Final = 0.5
"""People a year that a lever must bring to be worth telling."""

Single: TypeAlias = Seats | Completion | Stay | Module
"""A change that is tried as a lever."""


@dataclass(frozen=True, slots=True)
class Effect:
    """People a year: p10, p50 and p90 of the futures."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True)
class Lever:
    """One change, what it does in the year in which most are short, and what is short then.

    `first` is the year of the first people it brings: the intake of `intake` plus `length` years; `intake` is None
    where the change works on those who study already. `too_late` says that `first` comes after `year`: `effect` and
    `remains` are then of the year `first`. `remains` is None where no openings are known of that year.
    """

    change: Single
    programme: ProgrammeId
    year: int
    effect: Effect
    remains: Effect | None
    first: int
    intake: int | None
    length: float | None
    too_late: bool


def closing(
    graph: Graph,
    given: Inputs,
    scope: Scope,
    rng: np.random.Generator,
    draws: int = DRAWS,
    *,
    may: Callable[[ProgrammeId], bool] = lambda _: True,
) -> tuple[Lever, ...]:
    """List the changes that would do most about a shortage, those in time first, the largest effect first.

    Args:
        graph: the catalogue.
        given: what is known.
        scope: what is short of people; nothing is listed where no shortage is known, or none is likely.
        rng: as for `outlook`: the same one gives the same futures.
        draws: futures.
        may: whether the effect of a change of a programme may be told (`scenario_outlook.Telling`).
    """
    dice = Dice(rng, draws, int(rng.integers(2**63)))
    today = draw(graph, given, scope, dice)
    short = _short(today, given.this_year)
    year = max(short, key=lambda each: (_effect(short[each]).p50, -each), default=None)
    if year is None or _effect(short[year]).p50 <= 0:
        return ()
    world = _World(graph, given, scope, dice, today, short, year)
    pulled = [
        _pulled(world, change, may) for change in levers(graph, given, scope) if may(ProgrammeId(change.programme))
    ]
    found = [lever for lever in pulled if lever]
    order = graph.programmes
    found.sort(
        key=lambda one: (one.too_late, -round(one.effect.p50, 6), order[one.programme].line_order, str(one.change))
    )
    in_time, late = ([one for one in found if one.too_late is is_late] for is_late in (False, True))
    return (*in_time[:FEW], *late[:FEW])


def _short(drawn: Drawn, this_year: int) -> dict[int, Futures]:
    """Give openings less supply, future by future, of each year from this one on that has both."""
    people, wanted = drawn.people, drawn.wanted
    if not drawn.whole or people is None or wanted is None:
        return {}
    both = [year for year in drawn.years if year in drawn.wanted_years and year >= this_year]
    return {year: wanted[drawn.wanted_years.index(year)] - people[drawn.years.index(year)] for year in both}


def _effect(futures: Futures) -> Effect:
    return Effect(*(float(each) for each in quantiles(futures[None, :])[:, 0]))


def levers(graph: Graph, given: Inputs, scope: Scope) -> Iterator[Single]:
    """Yield every single change that is tried: programme by programme, in line order, then the modules role by role."""
    next_year = given.this_year + 1
    for programme in feeding_of(graph, scope):
        stream = given.streams[programme]
        yield Seats(str(programme), MORE_SEATS, next_year)
        if stream.finishing and stream.finishing.value.likely < 1:
            yield Completion(str(programme), _points_more(stream.finishing.value.likely))
        if 0 < stays(given, str(programme)) < 1:
            yield Stay(str(programme), _points_more(stays(given, str(programme))))
    if len(scope.roles) <= MOST_ROLES:
        for role in scope.roles:
            yield from modules(graph, given, role)


def modules(graph: Graph, given: Inputs, role: RoleId) -> Iterator[Module]:
    """Yield a module for each programme that comes near a role it does not feed: its skills are what it lacks most.

    Not for one that was retired, whose finishing share is unknown, or all of whose finishers have a role already.
    """
    feeding = {link.programme for link in graph.feeds_to(role)}
    for programme in graph.programmes.values():
        left = int((1 - stays(given, str(programme.id))) * WHOLE)
        if programme.id in feeding or left < 1 or programme.successor or not given.streams[programme.id].finishing:
            continue
        if near_enough(graph, programme, graph.roles[role]):
            missing = gaps_after(graph, (programme.id,), role)
            essential = [gap for gap in missing if gap.judged.need.importance is Importance.ESSENTIAL] or missing
            skills = tuple((str(gap.skill.id), int(gap.judged.need.level)) for gap in essential[:MODULE_SKILLS])
            if skills:
                yield Module(str(programme.id), given.this_year + 1, skills, str(role), float(min(MODULE_SHARE, left)))


def _pulled(world: _World, change: Single, may: Callable[[ProgrammeId], bool]) -> Lever | None:
    """Make one change and see what it does; None where it cannot be made, may not be told, or does nothing."""
    graph, given = world.graph, world.given
    applied = apply(Scenario(changes=(change,)), graph, given, rebuild=False)
    if applied.problems or not all(map(may, applied.resplit)):
        return None
    programme = ProgrammeId(change.programme)
    cohorts = given.streams[programme].cohorts
    intake = None if isinstance(change, Completion | Stay) else given.this_year + 1
    ends = [
        cohort.finishes
        for cohort in cohorts
        if cohort.intake == intake or (not intake and cohort.finishes > given.this_year)
    ]
    if not ends:
        return None
    first = min(ends)
    too_late = first > world.year
    year = first if too_late else world.year
    more = world.more(applied, change, year)
    effect = _effect(more)
    if effect.p50 < LEAST:
        return None
    remains = _effect(world.short[year] - more) if year in world.short else None
    length = graph.programmes[programme].years if intake else None
    return Lever(change, programme, world.year, effect, remains, first, intake, length, too_late)


@dataclass(frozen=True, slots=True)
class _World:
    """What levers are pulled in: today's futures, what is short by year, and the year in which most are."""

    graph: Graph
    given: Inputs
    scope: Scope
    dice: Dice
    today: Drawn
    short: dict[int, Futures]
    year: int

    def more(self, applied: Applied, change: Single, year: int) -> Futures:
        """Give how many more come in a year, future by future; the year may lie beyond those of the outlook."""
        # over all years, not this one: what is drawn for one year follows on what was drawn for those before
        years = sorted({*self.today.years, year})
        moved = [each for each in feeding_of(self.graph, self.scope).items() if each[0] in applied.touched]
        branches = [(one.id, (RoleId(change.role),)) for one in applied.added] if isinstance(change, Module) else []
        more: Futures = np.zeros(self.dice.draws)
        for id, to in moved:
            more -= self._today(id, to, years)[years.index(year)]
        for id, to in moved + branches:
            more += to_roles(applied.inputs, id, to, years, self.dice)[years.index(year)]
        return more

    def _today(self, id: ProgrammeId, to: Sequence[RoleId], years: Sequence[int]) -> Futures:
        """Give who goes to these roles as things are; what was drawn of the same years already is what would be."""
        if years == self.today.years:
            return self.today.parts[id]  # each that feeds the scope is there: of no other scope a shortage is known
        return to_roles(self.given, id, to, years, self.dice)


def _points_more(share: float) -> float:
    return min(float(WHOLE), round(share * WHOLE + POINTS, 1))
