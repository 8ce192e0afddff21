"""Misspelt names among all labels of ESCO and of Kalundborg: what finding them costs, and how many come first.

The queries of `misspelt.csv` were committed before the search was measured or tuned by them. rapidfuzz gets the
same labels and queries, prepared ahead of time, once folded as we fold and once by its own `default_process`:
the bars are the better hit rate of the two and the cheaper cost. An answer is right when what it names, or
something of exactly its name, is expected. The cost is processor time a query, the rounds alternate; memory is
the peak that building and searching add in a process of its own.
"""

from __future__ import annotations

import csv
import statistics
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils

from pathways.domain.concepts import KINDS, concept_labels
from pathways.domain.graph import Graph
from pathways.domain.labels import LabelIndex
from pathways.domain.search import NAMED, noun_labels
from pathways.domain.spelling import fold
from tests.bench.beside import ESCO, ROOT, classification, real_facts
from tests.bench.measuring import Measured, own_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pathways.domain.labels import Label

    Finder = Callable[["Query"], int | None]

QUERIES = Path(__file__).with_name("misspelt.csv")
NOUNS = (*NAMED, *KINDS)
BAR = 1 / 20
ROUNDS = 3
PEAK = """
import tracemalloc
from tests.bench.search_bench import NOUNS, Names
names = Names()
labels = names.labels
tracemalloc.start()
names.index.find("fermenter operater", "en", NOUNS, 1)
print(tracemalloc.get_traced_memory()[1] // 2**20)
"""
"""Prints the most MB that the index ever held while it was built and asked, its labels not counted."""


class Names:
    """Every label of the town and of ESCO, and our index of them."""

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """The town's labels, then ESCO's; owners numbered through."""
        town = tuple(noun_labels(Graph(real_facts())))
        return (*town, *concept_labels(classification(), town[-1].owner + 1))

    @cached_property
    def index(self) -> LabelIndex:
        """Our index of them all."""
        return LabelIndex(self.labels)

    def queries(self) -> Iterator[Query]:
        """Read what was misspelt, in the order of the file; a town's noun is expected by its id, a concept by name."""
        ids, names = defaultdict(set), defaultdict(set)
        for label in self.labels:
            names[fold(label.text)].add(label.owner)
            if label.noun in NAMED:
                ids[label.text].add(label.owner)
        for row in csv.DictReader(QUERIES.read_text("utf-8").splitlines()):
            words = row["expected"].split(";")
            owners = (ids[word] if row["kind"] in NAMED else names[fold(word)] for word in words)
            yield Query(row["query"], row["language"], frozenset(chain.from_iterable(owners)))


@dataclass(frozen=True)
class Query:
    """What somebody typed in a language, and the owners of labels that would answer it."""

    typed: str
    language: str
    expected: frozenset[int]


def measure() -> Iterator[Measured]:
    """Give two lines: the cost of a query and the share of first answers that are right, against WRatio's."""
    if not ESCO.is_dir():
        print(f"SKIPPED: search is not measured, {ESCO} is not beside the project.")
        return
    names = Names()
    queries = tuple(names.queries())
    assert all(query.expected for query in queries)
    finders = {"ours": ours(names), **theirs(names)}
    costs, hits = _run(finders, queries)
    cost = {name: statistics.median(found) / len(queries) for name, found in costs.items()}
    cheaper = min(cost[name] for name in cost if name != "ours")
    better = max(hits[name] for name in hits if name != "ours")
    peak = subprocess.run([sys.executable, "-c", PEAK], cwd=ROOT, capture_output=True, text=True, check=True)
    yield Measured(f"Search of {len(names.labels)} labels, {peak.stdout.strip()} MB at its peak",
                   f"{cost['ours'] * 1e3:.2f} ms", cost["ours"] / cheaper, BAR,
                   f"rapidfuzz WRatio ({cheaper * 1e3:.0f} ms)")  # fmt: skip
    yield Measured(f"Right at once, of {len(queries)} misspelt queries", f"{hits['ours'] / len(queries):.3f}",
                   better / hits["ours"], 1.0, f"rapidfuzz WRatio ({better / len(queries):.3f})")  # fmt: skip


def _run(finders: Mapping[str, Finder], queries: Sequence[Query]) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Give for each finder the seconds of each round, and how many of its answers are right."""
    costs: dict[str, list[float]] = {name: [] for name in finders}
    hits = {}
    for _ in range(ROUNDS):
        for name, find in finders.items():
            costs[name].append(own_seconds(lambda find=find: [find(query) for query in queries]))
    for name, find in finders.items():
        hits[name] = sum(find(query) in query.expected for query in queries)
    return costs, hits


def ours(names: Names) -> Finder:
    """Give the owner that we find first; None when nothing is like it."""

    def find(query: Query) -> int | None:
        return next((met.label.owner for met in names.index.find(query.typed, query.language, NOUNS, 1)), None)

    return find


def theirs(names: Names) -> dict[str, Finder]:
    """Give the owner that WRatio finds best, among labels folded as ours are and prepared as it advises."""
    return {prepare.__name__: _theirs(names, prepare) for prepare in (fold, utils.default_process)}


def _theirs(names: Names, prepare: Callable[[str], str]) -> Finder:
    texts = [prepare(label.text) for label in names.labels]

    def find(query: Query) -> int:
        return names.labels[process.extractOne(prepare(query.typed), texts, scorer=fuzz.WRatio)[2]].owner

    return find
