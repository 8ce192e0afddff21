"""Programmes as a network of ways in, laid out once per graph for searching routes.

Everything that does not depend on who asks: which programme can be entered from where, how many years that
takes, whether they are spent here, and which conditions stand at the door. Conditions are cut into clauses
that must all hold; each clause of the catalogue has a bit, so that a set of conditions is one whole number.

Lengths follow the domain rules §3: an unknown length counts as the shortest known of its kind, and the route
then says "at least". Where no length of a kind is known it counts as 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from pathways.domain.conditions import Amount, Subject, Token, atoms, clauses, distinct, subject_of
from pathways.domain.distances import Distances
from pathways.domain.nouns import Here, Kind, Pace, ProgrammeId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pathways.domain.conditions import Condition
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Admission, Programme

ROUND: Final = 6
"""Decimals of a year that count; what is beyond is noise of adding."""
MOST_COUNTS: Final = 50_000
"""So many sets of conditions have their number kept; then it begins anew."""
UNSEEN: Final = "unseen"
"""What a condition is `of` that no source shows; its id is the programme's."""


@dataclass(frozen=True, slots=True)
class Door:
    """One way into a programme. `clauses` is a set of bits: all that is asked for.

    `years` of study follow (credit taken off): `here`, or `away` where it is not known to be here. `bridging` are years
    more before if the subjects are made up for; 0 where no source gives them.
    `subjects` are the bits that bridging takes away, `experience` those that a time of paid work does.
    """

    programme: int
    admission: Admission
    years: float
    here: float
    away: float
    bridging: float
    clauses: int
    subjects: int
    experience: int
    part_time: bool


class Network:
    """The programmes by number, in the order of the facts, and the doors that lead on from each place."""

    def __init__(self, graph: Graph) -> None:
        self.programmes: tuple[Programme, ...] = tuple(graph.programmes.values())
        self.number: Mapping[ProgrammeId, int] = {programme.id: at for at, programme in enumerate(self.programmes)}
        self.lengths = lengths(self.programmes)
        self.here = tuple(programme.here is Here.YES for programme in self.programmes)
        self.clauses: list[Condition] = []
        self._bits: dict[Condition, int] = {}
        self._about: dict[tuple[str, str], int] = {}
        self._counts: dict[int, int] = {}
        self.doors: Mapping[str, tuple[Door, ...]] = {
            str(origin): tuple(map(self._door, graph.onward_from(origin)))
            for origin in (*graph.programmes, *graph.starts)
        }
        """The ways on from each finished programme and each start, in the order of the facts."""
        self.onward = tuple(self.doors[programme.id] for programme in self.programmes)
        self.inward = _inward(self.onward)
        """The ways into each programme from others: where one comes from, by number, and the door."""
        self.children_first = _children_first(self.onward)
        """The programmes in an order in which those that one leads on to come before it, but for circles."""
        self.reach = self._reach()
        """For each programme the set (bits) of those that can be taken some time after it."""

        self.circular = any(reach >> at & 1 for at, reach in enumerate(self.reach))
        """Whether some programme can be taken some time after itself."""

    @cached_property
    def distances(self) -> Distances:
        """How far programmes are from each other; laid out when a search first asks."""
        return Distances(self)

    def named(self, bits: int) -> tuple[Condition, ...]:
        """The clauses behind a set of bits, in the order in which the doors of the facts first ask for them."""
        found = []
        while bits:
            lowest = bits & -bits
            found.append(self.clauses[lowest.bit_length() - 1])
            bits ^= lowest
        return tuple(found)

    def count(self, bits: int) -> int:
        """How many conditions a set of bits asks for, the lower of two levels left out (`conditions.distinct`)."""
        found = self._counts.get(bits)
        if found is None:
            if len(self._counts) >= MOST_COUNTS:
                self._counts.clear()
            found = self._counts[bits] = len(distinct(self.named(bits)))
        return found

    def bit(self, clause: Condition) -> int:
        """The bit of a clause that stands at some door."""
        return self._bits[clause]

    def mentioning(self, subjects: Iterable[tuple[str, str]]) -> int:
        """The bits of the clauses that are about at least one of these (`subject_of`)."""
        bits = 0
        for subject in subjects:
            bits |= self._about.get(subject, 0)
        return bits

    def _reach(self) -> tuple[int, ...]:
        found = [0] * len(self.programmes)
        settled = False
        while not settled:
            settled = True
            for at in self.children_first:
                more = found[at]
                for door in self.onward[at]:
                    more |= 1 << door.programme | found[door.programme]
                if more != found[at]:
                    found[at], settled = more, False
        return tuple(found)

    def _door(self, admission: Admission) -> Door:
        programme = self.number[admission.programme]
        asked = asked_at(admission)
        years = round(max(0.0, self.lengths[programme][0] - (admission.credit_years or 0.0)), ROUND)
        part_time = Pace.PART_TIME in (admission.pace, self.programmes[programme].pace)
        return Door(
            programme=programme,
            admission=admission,
            years=years,
            here=years if self.here[programme] else 0.0,
            away=0.0 if self.here[programme] else years,
            bridging=admission.bridging_years or 0.0,
            clauses=self._set(asked),
            subjects=self._set(clause for clause in asked if all(isinstance(atom, Subject) for atom in atoms(clause))),
            experience=self._set(
                clause for clause in asked if isinstance(clause, Amount) and clause.of == "experience"
            ),
            part_time=part_time,
        )

    def _set(self, asked: Iterable[Condition]) -> int:
        bits = 0
        for clause in asked:
            if clause not in self._bits:
                bit = self._bits[clause] = 1 << len(self.clauses)
                self.clauses.append(clause)
                for subject in map(subject_of, atoms(clause)):
                    self._about[subject] = self._about.get(subject, 0) | bit
            bits |= self._bits[clause]
        return bits


def _inward(onward: tuple[tuple[Door, ...], ...]) -> tuple[tuple[tuple[int, Door], ...], ...]:
    found: list[list[tuple[int, Door]]] = [[] for _ in onward]
    for origin, doors in enumerate(onward):
        for door in doors:
            found[door.programme].append((origin, door))
    return tuple(map(tuple, found))


def _children_first(onward: tuple[tuple[Door, ...], ...]) -> tuple[int, ...]:
    order: list[int] = []
    seen: set[int] = set()
    for root in range(len(onward)):
        path = [(root, iter(onward[root]))] if root not in seen else []
        seen.add(root)
        while path:
            at, doors = path[-1]
            child = next((door.programme for door in doors if door.programme not in seen), None)
            if child is None:
                order.append(at)
                path.pop()
            else:
                seen.add(child)
                path.append((child, iter(onward[child])))
    return tuple(order)


def asked_at(admission: Admission) -> tuple[Condition, ...]:
    """The clauses that must hold at a door, in the order written.

    Where none was seen there is one that nobody can say they meet: not seen is not the same as none.
    """
    if admission.condition is None:
        return (Token(UNSEEN, str(admission.programme)),)
    return clauses(admission.condition)


_NETWORKS: WeakKeyDictionary[Graph, Network] = WeakKeyDictionary()


def network(graph: Graph) -> Network:
    """Give the network of a graph; laid out once, when it is first asked for."""
    found = _NETWORKS.get(graph)
    if found is None:
        found = _NETWORKS[graph] = Network(graph)
    return found


def lengths(programmes: Iterable[Programme]) -> tuple[tuple[float, bool], ...]:
    """Give, for each programme, its years and whether they are known; unknown: the shortest known of its kind."""
    programmes = tuple(programmes)
    shortest: dict[Kind, float] = {}
    for programme in programmes:
        if programme.years is not None:
            shortest[programme.kind] = min(programme.years, shortest.get(programme.kind, programme.years))
    return tuple(
        (programme.years, True) if programme.years is not None else (shortest.get(programme.kind, 0.0), False)
        for programme in programmes
    )
