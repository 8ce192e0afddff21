"""Routes in a whole country: the ten quickest against networkx, and the exact Pareto front against no bounds.

The country is the generated one of `tests.bench.nation`. *The ten quickest* are what `networkx.shortest_simple_paths`
gives on a graph of the same edges: admissions with the years of study, feeds links, steps at work with their likely
years, and, for the role asked for, the programmes that reach it with effort. It is asked until it has given ten lines
of programmes with at most three steps at work, which is what ours gives; that the years are the same is checked first.
Where that takes it more than `MOST_PATHS` paths it is stopped, and what it took until then counts.
Making its graph is outside, as is laying out our network and its distances; a question is inside, whole, on our side
with all that a page shows of each route: cover, conditions and what stands at each door.

*The Pareto front* is over the four real criteria, conditions held against what a student has; the rival is the same
search with bounds that rule nothing out, and that both give the same routes is checked first. Without bounds a country
takes minutes once routes may be long, so both are asked for routes of at most `MOST_YEARS` years; what ours takes
without that limit is printed.

Questions are drawn, not picked. The cost is processor time, in one run.
"""

from __future__ import annotations

import statistics
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, TypeVar

import networkx as nx

from pathways.domain.bounds import no_bounds
from pathways.domain.distances import Distances
from pathways.domain.graph import Graph
from pathways.domain.having import read
from pathways.domain.network import Network, network
from pathways.domain.routes import Filters, Question, routes, shortest, standing
from pathways.domain.target import MOST_STEPS, Target
from tests.bench.beside import ESCO, real_facts
from tests.bench.measuring import Measured, built, own_seconds
from tests.bench.nation import nation
from tests.bench.occupations import read_work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pathways.domain.bounds import Bounds
    from pathways.domain.network import Door
    from pathways.domain.nouns import RoleId

T = TypeVar("T")

SEED, QUESTIONS, TOP, ROUNDS = 20261126, 24, 10, 3
MOST_YEARS = 6.0
MOST_PATHS = 200
HAVING = ("mathematics-A", "physics-B", "english-B", "danish-A", "language-en", "average 7")
"""What the student has: of the conditions in the country some are met, and most are open."""
FASTER = {"networkx": 15, "no bounds": 10}
"""How many times faster than each ours has to be."""


def measure() -> Iterator[Measured]:
    """Give a line for each rival, on the smaller of two ratios: of the medians, and of the sums."""
    if not ESCO.is_dir():
        print(f"SKIPPED: routes are not timed, {ESCO.name} is not beside the project.")
        return
    graph = Graph(nation(read_work()))
    _, net_mb = built(lambda: Distances(Network(graph)))
    _, net_seconds = _timed(lambda: Distances(Network(graph)))  # again: being watched makes it slow
    rival, rival_mb = built(lambda: Paths(graph))
    print(f"routes: network and distances laid out in {net_seconds:.2f} s of processor time, {_kalundborg()}")
    asked = questions(graph)
    ours, theirs = [], []
    for question, role in asked:
        rival.aim(rival.target(role))
        given, seconds = _timed(lambda start=question.start, role=role: rival.shortest(start, role))
        assert [route.years for route in shortest(graph, question, role, TOP)][: len(given)] == given
        theirs.append(seconds)
        ours.append(_cost(lambda q=question, role=role: shortest(graph, q, role, TOP)))
    against = f"networkx ({rival_mb:.0f} MB), p95 {_p95(ours) * 1e3:.0f} / {_p95(theirs) * 1e3:.0f} ms"
    yield _told(f"{TOP} quickest routes of a country, {net_mb:.0f} MB", ours, theirs, FASTER["networkx"], against)
    yield from _front(graph, asked)


def _front(graph: Graph, asked: Sequence[tuple[Question, RoleId]]) -> Iterator[Measured]:
    ours, theirs, free, count = [], [], [], 0
    for question, role in asked:
        short = Question(question.start, question.held, Filters(most_years=MOST_YEARS))
        found, seconds = _timed(lambda q=short, role=role: routes(graph, q, role, followed_to_the_end))
        assert [route.key for route in routes(graph, short, role)] == [route.key for route in found]
        count += len(found)
        theirs.append(seconds)
        ours.append(_cost(lambda q=short, role=role: routes(graph, q, role)))
        free.append(_cost(lambda q=question, role=role: routes(graph, q, role), rounds=1))
    print(f"routes: the front of a country without a limit {_middle(free)}")
    what = f"Pareto front, up to {MOST_YEARS:g} years, {count} routes"
    against = f"no bounds, p95 {_p95(ours) * 1e3:.0f} / {_p95(theirs) * 1e3:.0f} ms"
    yield _told(what, ours, theirs, FASTER["no bounds"], against)


def _told(what: str, ours: Sequence[float], theirs: Sequence[float], faster: int, against: str) -> Measured:
    ratio = max(statistics.median(ours) / statistics.median(theirs), sum(ours) / sum(theirs))
    cost = f"{statistics.median(ours) * 1e3:.1f} ms"
    return Measured(what, cost, ratio, 1 / faster, against)


def followed_to_the_end(net: Network, target: Target, _met: int, _passes: Callable[[Door], bool]) -> Bounds:
    """Bounds that rule out nothing."""
    return no_bounds(net, target)


def questions(graph: Graph, count: int = QUESTIONS, seed: int = SEED) -> list[tuple[Question, RoleId]]:
    """Draw starts and roles: half of the starts are those of the country, half finished programmes.

    A role is one that a programme feeds. A start is one from which nothing else must have been finished: what that
    opens besides would have to be told to the rival. A question without ten answers is drawn again.
    """
    draw = Random(seed)
    held, misread = read(graph, HAVING)
    assert not misread
    roles = [role for role in graph.roles if graph.feeds_to(role)]
    places = [place for place in graph.programmes if graph.onward_from(place) and standing(graph, place) == (place,)]
    found: list[tuple[Question, RoleId]] = []
    while len(found) < count:
        start = draw.choice(places if len(found) % 2 and places else [*graph.starts])
        question, role = Question(start, held), draw.choice(roles)
        if len(shortest(graph, question, role, TOP)) == TOP:
            found.append((question, role))
    return found


class Paths:
    """The same country as a graph of networkx."""

    def __init__(self, graph: Graph) -> None:
        self._graph, self._net = graph, network(graph)
        self._paths = nx.DiGraph()
        for origin, doors in self._net.doors.items():
            for door in doors:
                self._edge(origin, self._net.programmes[door.programme].id, door.years)
        for link in graph.facts.feeds:
            self._edge(link.programme, ("role", link.role), 0.0)
        for step in graph.facts.steps:
            self._edge(("role", step.origin), ("role", step.role), step.years.likely)
        self._added: list[tuple[object, object]] = []

    def _edge(self, tail: object, head: object, years: float) -> None:
        known = self._paths.get_edge_data(tail, head)
        if known is None or years < known["years"]:
            self._paths.add_edge(tail, head, years=years)

    def target(self, role: RoleId) -> Target:
        """The programmes that may be the last."""
        return Target(self._graph, self._net, role)

    def aim(self, target: Target) -> None:
        """Let the programmes that reach a role with effort lead to it, and no others any more."""
        self._paths.remove_edges_from(self._added)
        straight = [at for at, endings in target.endings.items() if not endings[0].steps]
        edges = [(self._net.programmes[at].id, ("role", target.role.id)) for at in straight]
        self._added = [edge for edge in edges if not self._paths.has_edge(*edge)]
        self._paths.add_edges_from(self._added, years=0.0)

    def shortest(self, start: str, role: RoleId) -> list[float]:
        """The years of the quickest lines of programmes, quickest first; fewer where there are too many paths."""
        found: dict[tuple[object, ...], float] = {}
        paths = nx.shortest_simple_paths(self._paths, start, ("role", role), weight="years")
        for path in islice(paths, MOST_PATHS):
            line = tuple(node for node in path if not isinstance(node, tuple))
            if len(path) - len(line) - 1 <= MOST_STEPS and line not in found:
                found[line] = round(nx.path_weight(self._paths, path, "years"), 6)
                if len(found) == TOP:
                    break
        return list(found.values())


def _timed(make: Callable[[], T]) -> tuple[T, float]:
    """What was made, and the processor seconds it took."""
    made: list[T] = []
    seconds = own_seconds(lambda: made.append(make()))
    return made[0], seconds


def _cost(ask: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of one question: the median of several rounds."""
    return statistics.median(own_seconds(ask) for _ in range(rounds))


def _p95(costs: Sequence[float]) -> float:
    return statistics.quantiles(costs, n=20)[-1]


def _kalundborg() -> str:
    """How long a question takes in the town itself."""
    facts = real_facts()
    graph = Graph(facts)
    ask = [(Question(start), role) for start in graph.programmes for role in graph.roles]
    costs = [own_seconds(lambda q=q, role=role: routes(graph, q, role)) for q, role in ask]
    return f"a question in Kalundborg {_middle(costs)}"


def _middle(costs: Sequence[float]) -> str:
    return f"{statistics.median(costs) * 1e3:.1f} ms, p95 {_p95(costs) * 1e3:.1f} ms"
