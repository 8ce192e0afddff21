"""Scenarios: the same outlook, had some things been changed. Applied to a copy; the catalogue is never written.

One's own assumptions come first, because the other changes may rest on them; then everything in the order in which it
was added, but modules and new programmes last: who takes a module is of those who start in the scenario. A change that
cannot be is named, left out, and all others still count. What finishes until this year has finished: changes reach the
years after it only (`spliced` in `pathways.domain.scenario_outlook`). A change of seats, a module and a programme work
through those who start from a year on, so none of them gives supply before the programme's whole length has passed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pathways.domain import scenario_facts as altered
from pathways.domain.graph import Graph
from pathways.domain.nouns import ProgrammeId
from pathways.domain.placing import placed
from pathways.domain.scenario_changes import (
    Change,
    Completion,
    Module,
    NewProgramme,
    Own,
    OwnOf,
    Seats,
    Stay,
    Teach,
    Wanted,
)
from pathways.domain.scenario_checks import renewed, wrong_with
from pathways.domain.scenario_own import assume
from pathways.domain.scenario_supply import (
    branch_stream,
    finishing_at,
    more_wanted,
    new_stream,
    own_share,
    staying,
    with_seats,
    with_stream,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathways.domain.nouns import Facts, RoleId
    from pathways.domain.scenario_changes import Problem, Scenario
    from pathways.domain.successors import Replaced
    from pathways.domain.supply import Inputs, Known


ROUNDING: Final = 0.001


@dataclass(frozen=True, slots=True)
class Applied:
    """The world as it would be. `graph` is today's own where no fact is changed.

    `problems` name the changes that cannot be, by their place in the scenario; `used` are the others as they were
    used, by place, with ids that are not retired. `added` are programmes that the catalogue has not; `resplit` those
    of it whose estimated split another level, or other openings, alter.
    """

    graph: Graph
    inputs: Inputs
    problems: tuple[Problem, ...] = ()
    used: tuple[tuple[int, Change], ...] = ()
    replaced: tuple[Replaced, ...] = ()
    added: tuple[altered.Added, ...] = ()
    resplit: frozenset[ProgrammeId] = frozenset()

    @property
    def touched(self) -> frozenset[ProgrammeId]:
        """The programmes of the catalogue whose people a change moves."""
        ids = {
            str(change.programme) for _, change in self.used if not isinstance(change, Teach | NewProgramme | Wanted)
        }
        return self.resplit.union(programme for programme in self.graph.programmes if programme in ids)

    @property
    def rescaled(self) -> frozenset[RoleId]:
        """The roles whose openings are changed in per cent, or to fewer: what is shown of them tells what they were.

        Fewer people tell as much as a share does: nobody can be wanted less than not at all.
        """
        wanted = [change for _, change in self.used if isinstance(change, Wanted)]
        ids = {change.role for change in wanted if change.in_percent or change.by < 0}
        return frozenset(role for role in self.graph.roles if role in ids)


@dataclass(slots=True)
class _World:
    """A copy that changes are made to, one after the other."""

    graph: Graph
    facts: Facts
    given: Inputs
    problems: list[Problem] = field(default_factory=list)
    used: list[tuple[int, Change]] = field(default_factory=list)
    added: list[altered.Added] = field(default_factory=list)

    def make(self, place: int, change: Change) -> None:
        """Make one change, or note why it cannot be."""
        wrong = wrong_with(self.graph, self.given, place, change, self.added)
        if wrong:
            self.problems += wrong
            return
        self.used.append((place, change))
        match change:
            case Own():
                self._assume(change)
            case Seats():
                self.given = with_seats(self.given, change)
            case Completion():
                self.given = finishing_at(self.given, change)
            case Stay():
                self.given = staying(self.given, change)
            case Wanted():
                self.given = more_wanted(self.given, change)
            case Teach():
                self.facts = altered.taught_as(self.facts, change)
            case Module():
                self._branch(place, change)
            case _:
                self._found(place, change)

    def _assume(self, change: Own) -> None:
        if change.of is OwnOf.LENGTH:  # at once, for the intake that is assumed next needs it
            self.facts = altered.as_long(self.facts, change)
            self.graph = Graph(self.facts, self.graph.revision)
        self.given = assume(self.graph, self.given, change)

    def _branch(self, place: int, change: Module) -> None:
        self.facts = altered.taught(self.facts, change.programme, change.skills)
        if not change.role:
            return
        stem = ProgrammeId(change.programme)
        self.facts, branch = altered.branched(self.facts, change, place)
        self.added.append(altered.Added(branch, stem))
        self.given = with_stream(self.given, branch_stream(self.given, stem, branch, change.since))
        self.given = own_share(self.given, branch, change.role, change.percent)

    def _found(self, place: int, change: NewProgramme) -> None:
        self.facts, id = altered.founded(self.facts, change, place)
        self.added.append(altered.Added(id, None))
        self.given = with_stream(self.given, new_stream(self.given, id, change))
        for role, percent in change.feeds:
            self.given = own_share(self.given, id, role, percent)


def apply(scenario: Scenario, graph: Graph, given: Inputs, *, rebuild: bool = True) -> Applied:
    """Apply a scenario to the catalogue and to what is known of it; neither is changed.

    Args:
        scenario: its changes; a retired programme stands for the one that succeeded it.
        graph: the catalogue.
        given: what is known of all programmes and roles.
        rebuild: False where the people are all that is asked for; the graph is then today's, unless it moves them.
    """
    world = _World(graph, graph.facts, given)
    current = [renewed(graph, change) for change in scenario.changes]
    for place in _order(scenario.changes):
        world.make(place, current[place][0])
    same = (not rebuild and not given.estimated) or world.facts is world.graph.facts
    changed = world.graph if same else Graph(world.facts, graph.revision)
    split = placed(changed, world.given)
    replaced = {pair.old.id: pair for _, pair in current if pair}
    return Applied(
        graph=changed,
        inputs=split,
        problems=tuple(sorted(world.problems, key=lambda one: one.place or 0)),
        used=tuple(sorted(world.used, key=lambda one: one[0])),
        replaced=tuple(replaced.values()),
        added=tuple(world.added),
        resplit=_resplit(given, split),
    )


def _resplit(before: Inputs, after: Inputs) -> frozenset[ProgrammeId]:
    moved = {link for link in before.estimated if _moved(after.shares[link], before.shares[link])}
    # a split that begins, or ceases, to rest on cover alone brings people into a sum, or takes them out of it
    return frozenset(programme for programme, _ in moved | (before.only_by_cover ^ after.only_by_cover))


def _moved(share: Known, before: Known) -> bool:
    """Whether more than a thousandth of those who finish, which is rounding, goes another way."""
    return abs(share.value.likely - before.value.likely) > ROUNDING


def _order(changes: Sequence[Change]) -> list[int]:
    """Give the places in the order in which the changes are made."""
    ranks = {Own: 0, Module: 2, NewProgramme: 2}

    def rank(place: int) -> tuple[int, bool]:
        change = changes[place]
        # a length makes cohorts of the starters that were counted, so it comes before an intake is assumed
        return ranks.get(type(change), 1), not (isinstance(change, Own) and change.of is OwnOf.LENGTH)

    return sorted(range(len(changes)), key=rank)
