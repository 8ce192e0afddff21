"""The twenty occupations of ESCO that a set of skills fits best, against what one would otherwise write.

All three answer the same question with the same formula, and that they name the same occupations is checked
first. *Plain Python* has inverted lists (for each skill, and each kind of skill, the occupations and weights)
and a heap; *networkx* a graph of occupations, skills and kinds of skills. Making the lists, the graph and the
arrays is outside, each with the memory it held; a question is inside, whole. The cost is processor time over the
same sets of skills, in one run.
"""

from __future__ import annotations

import heapq
import statistics
from collections import defaultdict
from math import sqrt
from random import Random
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from pathways.domain.match import COVER_SHARE, DIGITS, Matcher, share_held
from tests.bench.beside import ESCO, classification
from tests.bench.measuring import Measured, built, own_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pathways.domain.match import _Postings

TOP = 20
ROUNDS, SETS, SEED = 5, 40, 20261125
KEPT, ADDED = 0.7, 5
"""Part of an occupation's skills that somebody has, and how many others."""
FASTER = {"plain Python lists": 6, "networkx": 12}
"""How many times faster than each ours has to be."""


def measure() -> Iterator[Measured]:
    """Give a line for each rival."""
    if not ESCO.is_dir():
        print(f"SKIPPED: match is not timed, {ESCO} is not beside the project.")
        return
    esco = classification()
    matcher, ours_mb = built(lambda: Matcher(esco))
    lists, lists_mb = built(lambda: _Lists(matcher))
    graph, graph_mb = built(lambda: _Graph(matcher))
    held = _sets(matcher)
    rivals = {"plain Python lists": (lists, lists_mb), "networkx": (graph, graph_mb)}
    for skills in held:
        ours = [one.occupation for one in matcher.ranked(skills, TOP)]
        assert all(rival.top(skills) == ours for rival, _ in rivals.values())
    cost = _cost(lambda skills: matcher.ranked(skills, TOP), held)
    for name, (rival, memory) in rivals.items():
        theirs = _cost(rival.top, held)
        against = f"{name} ({theirs * 1e6:.0f} µs, {memory:.0f} MB)"
        what = f"top {TOP} of ESCO for skills, {ours_mb:.0f} MB"
        yield Measured(what, f"{cost * 1e6:.0f} µs", cost / theirs, 1 / FASTER[name], against)


def _sets(matcher: Matcher) -> list[dict[int, int]]:
    """Sets of skills as people have them: what an occupation asks for, some left out, a few others added."""
    draw = Random(SEED)
    classification = matcher.classification
    found = []
    for _ in range(SETS):
        own = matcher.skills_of(draw.randrange(len(classification.occupations))).tolist()
        kept = [skill for skill in own if draw.random() < KEPT] or own
        others = draw.sample(range(len(classification.skills)), ADDED)
        found.append(dict.fromkeys((*kept, *others), 3))
    return found


def _cost(top: Callable[[Mapping[int, int]], object], held: Sequence[Mapping[int, int]]) -> float:
    """Seconds of one question: the median of several rounds over all sets."""

    def one_round() -> None:
        for skills in held:
            top(skills)

    return statistics.median(own_seconds(one_round) for _ in range(ROUNDS)) / len(held)


class _Lists:
    """Inverted lists in plain Python."""

    def __init__(self, matcher: Matcher) -> None:
        skills = len(matcher.classification.skills)
        nodes = skills + len(matcher.classification.groups)
        self._above = [matcher._above.of(skill).tolist() for skill in range(skills)]
        self._essentials = [_list(matcher._essentials, skill) for skill in range(skills)]
        self._bundles = [_list(matcher._bundles, node) for node in range(nodes)]
        self._node_weights = matcher._node_weights.tolist()
        self._without = matcher._without.tolist()
        self._place = {one: at for at, one in enumerate(np.argsort(matcher._order).tolist())}

    def essentials(self, skill: int) -> Iterable[tuple[int, float]]:
        """The occupations that cannot do without a skill."""
        return self._essentials[skill]

    def bundles(self, node: int) -> Iterable[tuple[int, float]]:
        """The occupations whose skills a node stands for."""
        return self._bundles[node]

    def above(self, skill: int) -> Iterable[int]:
        """A skill and all kinds of skill above it."""
        return self._above[skill]

    def top(self, held: Mapping[int, int]) -> list[int]:
        """The best twenty."""
        cover: defaultdict[int, float] = defaultdict(float)
        bundle: defaultdict[int, float] = defaultdict(float)
        for skill, level in held.items():
            share = share_held(level)
            for occupation, part in self.essentials(skill):
                cover[occupation] += part * share
            for node in self.above(skill):
                bundle[node] += share
        length = sqrt(sum((share * self._node_weights[node]) ** 2 for node, share in bundle.items())) or 1.0
        likeness: defaultdict[int, float] = defaultdict(float)
        for node, share in bundle.items():
            for occupation, part in self.bundles(node):
                likeness[occupation] += part * share / length
        scores = {one: self._score(one, cover.get(one, 0.0), like) for one, like in likeness.items()}
        return heapq.nsmallest(TOP, scores, key=lambda one: (-scores[one], self._place[one]))

    def _score(self, occupation: int, cover: float, likeness: float) -> float:
        score = likeness if self._without[occupation] else COVER_SHARE * cover + (1 - COVER_SHARE) * likeness
        return round(min(score, 1.0), DIGITS)


def _list(postings: _Postings, owner: int) -> list[tuple[int, float]]:
    here = slice(postings.start[owner], postings.start[owner + 1])
    return list(zip(postings.place[here].tolist(), postings.value[here].tolist(), strict=True))


class _Graph(_Lists):
    """The same as a graph: edges from skills and kinds of skill to occupations, and from skills to what is above."""

    def __init__(self, matcher: Matcher) -> None:
        super().__init__(matcher)
        self._graph = nx.DiGraph()
        for skill, occupations in enumerate(self._essentials):
            self._graph.add_weighted_edges_from((("needed", skill), one, part) for one, part in occupations)
        for node, occupations in enumerate(self._bundles):
            self._graph.add_weighted_edges_from((("bundle", node), one, part) for one, part in occupations)
        for skill, nodes in enumerate(self._above):
            self._graph.add_edges_from((("skill", skill), ("bundle", node)) for node in nodes)

    def essentials(self, skill: int) -> Iterable[tuple[int, float]]:
        """As the lists give them, by way of edges."""
        return self._edges(("needed", skill))

    def bundles(self, node: int) -> Iterable[tuple[int, float]]:
        """As above."""
        return self._edges(("bundle", node))

    def above(self, skill: int) -> Iterable[int]:
        """As above."""
        return (node for _, node in self._graph.successors(("skill", skill)))

    def _edges(self, origin: tuple[str, int]) -> Iterable[tuple[int, float]]:
        if origin not in self._graph:
            return ()
        return ((one, edge["weight"]) for one, edge in self._graph[origin].items() if not isinstance(one, tuple))
