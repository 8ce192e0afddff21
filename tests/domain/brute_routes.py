"""Routes by brute force: every line of programmes, every door, every detour and every ending, then what is not beaten.

Written from what `pathways.domain.routes` and the domain rules §2 and §3 say, not from how the search does it. Nothing
is pruned, no set is a number, and years and shares are fractions. Shared with the search are the parts that have
tests of their own: what a condition asks for, whether it is met, and cover. Besides, `followed_to_the_end` has the
search itself prune nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import product
from math import inf
from operator import or_
from typing import TYPE_CHECKING

from pathways.domain.bounds import Bounds
from pathways.domain.conditions import SUBJECT_LEVELS, Amount, Subject, Token, Verdict, atoms, check, distinct
from pathways.domain.conditions import clauses as parts_of
from pathways.domain.cover import cover
from pathways.domain.nouns import Here, Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pathways.domain.conditions import Condition, Held
    from pathways.domain.graph import Graph
    from pathways.domain.network import Door, Network
    from pathways.domain.nouns import Admission, Programme, Role, Step
    from pathways.domain.routes import Question
    from pathways.domain.target import Target

MOST_STEPS = 3
NEAR_SHARE, NEAR_LEVELS = Fraction(2, 5), 1


def followed_to_the_end(net: Network, target: Target, _met: int, _passes: Callable[[Door], bool]) -> Bounds:
    """Bounds that rule out nothing, in the place of those that a search makes for itself."""
    every = range(len(net.programmes))
    return Bounds(
        [0.0 for _ in every],
        [0.0 for _ in every],
        [inf for _ in every],
        dict.fromkeys(every, reduce(or_, target.levels.values(), 0)),
        dict.fromkeys(every, 0),
    )


@dataclass(frozen=True)
class Entered:
    """A programme taken: by which door, after how long a detour, and what stays open there. Years are exact."""

    admission: Admission
    worked: Fraction
    bridged: Fraction
    waited: Fraction
    studied: Fraction
    open: tuple[Condition, ...]


@dataclass(frozen=True)
class Walked:
    """A route, with its four criteria as they are told; `line` names its programmes, `ends` when each is finished."""

    key: str
    line: tuple[str, ...]
    doors: tuple[Admission, ...]
    ends: tuple[Fraction, ...]
    years: Fraction
    cover: Fraction
    share_here: Fraction
    open: frozenset[Condition]
    at_least: bool
    here_at_least: bool

    @property
    def worth(self) -> tuple[Fraction, Fraction, Fraction, int]:
        """Years, minus cover, minus share here, number of open conditions: smaller is better in each."""
        return self.years, -self.cover, -self.share_here, len(self.open)


def best_walks(graph: Graph, question: Question, role: str) -> list[Walked]:
    """Those of all routes that no other one beats."""
    found = list(all_walks(graph, question, role))
    worths = {one.worth for one in found}
    kept = {worth for worth in worths if not any(_beats(other, worth) for other in worths)}
    return [one for one in found if one.worth in kept]


def told_apart(walks: Iterable[Walked]) -> int:
    """How many of them differ in more than the doors they go through."""
    return len({(walk.key, walk.ends, walk.share_here, walk.open) for walk in walks})


def _beats(one: tuple[Fraction, ...], other: tuple[Fraction, ...]) -> bool:
    return one != other and all(mine <= theirs for mine, theirs in zip(one, other, strict=True))


def all_walks(graph: Graph, question: Question, role: str) -> Iterator[Walked]:
    """Every route from the start to the role that the filters let pass."""
    return _World(graph, question, role).walks()


def quickest_by_line(graph: Graph, question: Question, role: str) -> dict[tuple[str, ...], Fraction]:
    """The least years of each line of programmes that leads to the role."""
    found: dict[tuple[str, ...], Fraction] = {}
    for one in all_walks(graph, question, role):
        found[one.line] = min(one.years, found.get(one.line, one.years))
    return found


def finished_before(graph: Graph, start: str) -> frozenset[str]:
    """The places that everybody who has come to `start` has been at: what all ways to it have in common."""
    histories = list(_histories(graph, start, (start,))) if start in graph.programmes else []
    return frozenset.intersection(*histories) - {start} if histories else frozenset()


def _histories(graph: Graph, place: str, seen: tuple[str, ...]) -> Iterator[frozenset[str]]:
    """For each way back from a place: all that was finished on it. Before a place seen already nothing is known."""
    ways = [way for way in graph.facts.admissions if way.programme == place]
    if not ways:
        yield frozenset()
    for way in ways:
        here = counts_as(graph, way.origin)
        earlier = [frozenset()] if way.origin in seen else _histories(graph, way.origin, (*seen, way.origin))
        yield from (here | before for before in earlier)


def counts_as(graph: Graph, place: str) -> frozenset[str]:
    """A place, and every start at which whoever is there stands as well."""
    found = {place}
    while True:
        more = {start.id for start in graph.facts.starts if found.intersection(start.also)} - found
        if not more:
            return frozenset(found)
        found |= more


def having(held: Held, granted: Iterable[Condition]) -> Held:
    """What somebody would have who had what is granted as well; what is no single thing cannot be had."""
    subjects, amounts, tokens = dict(held.subjects), dict(held.amounts), set(held.tokens)
    for one in granted:
        match one:
            case Subject(subject, level):
                subjects[subject] = max(level, subjects.get(subject, level), key=SUBJECT_LEVELS.index)
            case Amount(of, at_least):
                amounts[of] = max(at_least, amounts.get(of, at_least))
            case Token(of, id):
                tokens.add((of, id))
    return replace(held, subjects=subjects, amounts=amounts, tokens=frozenset(tokens))


class _World:
    def __init__(self, graph: Graph, question: Question, role: str) -> None:
        self.graph, self.question = graph, question
        self.role: Role = graph.roles[role]
        self.before = finished_before(graph, question.start)
        here = [question.start] if question.start in graph.programmes else []
        self.finished = [*(place for place in self.before if place in graph.programmes), *here]
        self.chains = list(self._chains(()))
        self.covers: dict[frozenset[str], Fraction] = {}
        amounts = {of: amount for of, amount in question.held.amounts.items() if of != "experience"}
        self.has_first = having(question.held, question.granted)
        self.has_later = having(replace(question.held, amounts=amounts), question.granted)

    def walks(self) -> Iterator[Walked]:
        lines = [(), *self._lines(())] if self.question.start in self.graph.programmes else self._lines(())
        for line in [*lines, *self._lines_besides()]:
            last = line[-1].admission.programme if line else self.question.start
            for steps in self._endings(last):
                walked = self._walked(line, steps)
                if self.question.filters.most_years is None or walked.years <= self.question.filters.most_years:
                    yield walked

    def _lines(self, line: tuple[Entered, ...]) -> Iterator[tuple[Entered, ...]]:
        place = line[-1].admission.programme if line else self.question.start
        taken = {*self.finished, *(entered.admission.programme for entered in line)}
        for door in self._doors(place):
            if door.programme not in taken and self._wanted(door):
                for entered in self._enterings(line, door):
                    yield (*line, entered)
                    yield from self._lines((*line, entered))

    def _doors(self, place: str) -> list[Admission]:
        keys = counts_as(self.graph, place)
        return [way for way in self.graph.facts.admissions if way.origin in keys and way.programme != place]

    def _lines_besides(self) -> Iterator[tuple[Entered, ...]]:
        """One step from what must have been finished before the start, into another kind of programme that feeds."""
        feeders = {link.programme for link in self.graph.facts.feeds if link.role == self.role.id}
        kind = self.graph.programmes[self.question.start].kind if self.before else None
        for door in self.graph.facts.admissions:
            from_before = any(door in self._doors(place) for place in self.before)
            new = door.programme not in self.finished and door not in self._doors(self.question.start)
            other = self.graph.programmes[door.programme].kind is not kind
            if from_before and new and other and door.programme in feeders and self._wanted(door):
                yield from ((entered,) for entered in self._enterings((), door))

    def _wanted(self, door: Admission) -> bool:
        programme, filters = self.graph.programmes[door.programme], self.question.filters
        return (
            (filters.language is None or filters.language in programme.languages)
            and (not filters.beside_job or self._part_time(door))
            and not (filters.stay_here and programme.here is Here.NO)
            and programme.id not in filters.without
        )

    def _part_time(self, door: Admission) -> bool:
        return Pace.PART_TIME in (door.pace, self.graph.programmes[door.programme].pace)

    def _enterings(self, line: tuple[Entered, ...], door: Admission) -> Iterator[Entered]:
        """Each way through a door: as one is, after paid work, after bridging, after both."""
        had = Fraction(0 if line else self.question.held.amounts.get("experience", 0))
        left = [clause for clause in self._asked(door) if not self._met(clause, first=not line)]
        worked = [clause for clause in left if isinstance(clause, Amount) and clause.of == "experience"]
        bridged = [clause for clause in left if all(isinstance(atom, Subject) for atom in atoms(clause))]
        in_full = self.question.filters.stay_here or self.question.filters.beside_job
        may_bridge = bool(bridged and door.bridging_years) and not in_full
        for work, bridge in product((False, True) if worked else (False,), (False, True) if may_bridge else (False,)):
            by_work, by_bridge = (worked if work else []), (bridged if bridge else [])
            years = max(Fraction(clause.at_least) for clause in worked) - had if work else Fraction(0)
            yield self._entered(
                line,
                door,
                years,
                Fraction(door.bridging_years or 0) if bridge else Fraction(0),
                tuple(clause for clause in left if clause not in by_work and clause not in by_bridge),
            )

    def _met(self, clause: Condition, *, first: bool) -> bool:
        has = self.has_first if first else self.has_later
        return clause in self.question.granted or check(clause, has) is Verdict.MET

    @staticmethod
    def _asked(door: Admission) -> tuple[Condition, ...]:
        return (Token("unseen", door.programme),) if door.condition is None else parts_of(door.condition)

    def _entered(
        self,
        line: tuple[Entered, ...],
        door: Admission,
        worked: Fraction,
        bridged: Fraction,
        left: tuple[Condition, ...],
    ) -> Entered:
        programme = self.graph.programmes[door.programme]
        now = _years(line) + worked + bridged
        waited = Fraction(0)
        if self.question.year is not None and programme.first_intake is not None:
            waited = max(waited, programme.first_intake - self.question.year - now)
        studied = max(Fraction(0), self._length(programme) - Fraction(door.credit_years or 0))
        return Entered(door, worked, bridged, waited, studied, left)

    def _length(self, programme: Programme) -> Fraction:
        if programme.years is not None:
            return Fraction(programme.years)
        alike = [other.years for other in self.graph.facts.programmes if other.kind is programme.kind]
        return min((Fraction(years) for years in alike if years is not None), default=Fraction(0))

    def _endings(self, last: str) -> Iterator[tuple[Step, ...]]:
        fed = {link.role for link in self.graph.facts.feeds if link.programme == last}
        if self.role.id in fed or self._near(self.graph.programmes[last]):
            yield ()
        yield from (chain for chain in self.chains if chain[0].origin in fed)

    def _near(self, programme: Programme) -> bool:
        return programme.eqf >= self.role.eqf - NEAR_LEVELS and self._cover([programme.id]) >= NEAR_SHARE

    def _chains(self, after: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
        """Steps at work that end in the role, through no role twice."""
        first = after[0].origin if after else self.role.id
        been = {self.role.id, *(step.origin for step in after)}
        for step in self.graph.facts.steps:
            if step.role == first and step.origin not in been:
                yield (step, *after)
                if len(after) + 1 < MOST_STEPS:
                    yield from self._chains((step, *after))

    def _cover(self, programmes: list[str]) -> Fraction:
        known = frozenset(programmes)
        if known not in self.covers:
            share = cover(self.graph, programmes, self.role.id).share
            self.covers[known] = Fraction(share or 0).limit_denominator(10_000)
        return self.covers[known]

    def _walked(self, line: tuple[Entered, ...], steps: tuple[Step, ...]) -> Walked:
        programmes = [self.graph.programmes[entered.admission.programme] for entered in line]
        here = sum((e.studied for e, p in zip(line, programmes, strict=True) if p.here is Here.YES), Fraction(0))
        studying = sum((entered.studied + entered.bridged for entered in line), Fraction(0))
        bridging = any(entered.bridged for entered in line)
        return Walked(
            key=".".join([*map(_named, line), *(f"@{step.role}" for step in steps)]),
            line=tuple(programme.id for programme in programmes),
            doors=tuple(entered.admission for entered in line),
            ends=tuple(_years(line[: at + 1]) for at in range(len(line))),
            years=_years(line) + sum((Fraction(step.years.likely) for step in steps), Fraction(0)),
            cover=self._cover([*self.finished, *(programme.id for programme in programmes)]),
            share_here=here / studying if studying else Fraction(1),
            open=frozenset(distinct(clause for entered in line for clause in entered.open)),
            at_least=any(programme.years is None for programme in programmes),
            here_at_least=bridging or any(programme.here is Here.PARTLY for programme in programmes),
        )


def _years(line: tuple[Entered, ...]) -> Fraction:
    return sum((e.worked + e.bridged + e.waited + e.studied for e in line), Fraction(0))


def _named(entered: Entered) -> str:
    work = f"^{float(entered.worked):g}" if entered.worked else ""
    bridging = f"~{float(entered.bridged):g}" if entered.bridged else ""
    return f"{entered.admission.programme}{work}{bridging}"
