"""A picture cut for a phone: never shrunk, but split into stages or turned upright.

Stages are pictures of two columns each, read one after the other. The hourglass keeps all columns, at
most three plates in each, and points to the table for the rest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise

from pathways.domain.nouns import Text
from pathways.domain.views import Column, View
from pathways.domain.weave import Shelf, Sketch, fold, weave

ABREAST = 3
"""Plates that stand beside each other on a phone without shrinking their text."""


def stages(view: View) -> tuple[View, ...]:
    """Pictures of two neighbouring columns each, in reading order; links that skip a column come last."""
    columns = view.columns
    pairs = list(pairwise(range(len(columns))))
    rank = {node.id: at for at, column in enumerate(columns) for node in column.nodes}
    reach = {(rank[link.source], rank[link.target]) for link in view.links}
    pairs += sorted(reach - set(pairs))
    cut = (_stage(view, rank, *pair) for pair in pairs)
    return tuple(replace(stage, id=f"{view.id}-{n}") for n, stage in enumerate((s for s in cut if s.links), 1))


def _stage(view: View, rank: dict[str, int], first: int, second: int) -> View:
    links = tuple(link for link in view.links if (rank[link.source], rank[link.target]) == (first, second))
    ends = {end for link in links for end in (link.source, link.target)}
    columns = tuple(
        replace(column, nodes=tuple(node for node in column.nodes if node.id in ends))
        for column in (view.columns[first], view.columns[second])
    )
    return View(view.id, view.title, view.description, view.measure, columns, links, columns, links, view.folded)


def hourglass(view: View) -> View:
    """All columns, upright, at most three plates in each; the last one then stands for the rest.

    Cut from all that the table holds: in a picture that was folded before, a plate may stand for many.
    """
    linked = Counter(end for link in view.table_links for end in (link.source, link.target))
    weight: defaultdict[str, float] = defaultdict(float)
    for link in view.table_links:
        weight[link.source] += link.width or 0
        weight[link.target] += link.width or 0
    shelves: dict[str, Shelf] = {}
    for column in view.table_columns:
        loose = [node for node in column.nodes if not node.hub]
        strongest = sorted(loose, key=lambda node: (-weight[node.id], -linked[node.id], node.id))
        if len(loose) > ABREAST:
            shelves |= {node.id: _rest(column) for node in strongest[ABREAST - 1 :]}
    if not shelves:
        return replace(view, id=f"{view.id}-upright")
    columns, links = fold(view.table_columns, view.table_links, shelves, view.measure)
    upright = Sketch(f"{view.id}-upright", view.title, view.description, view.measure, columns, links)
    return replace(weave(upright, plates=None), folded=len(shelves))


def _rest(column: Column) -> Shelf:
    return Shelf(f"rest-{column.id}", Text("se tabellen", "see the table"), "#table")
