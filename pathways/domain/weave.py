"""From nouns that belong together to a finished view: links in order, few crossings, a bounded picture.

A column that is too long for a picture is folded: the most linked plates stay, the rest become one
"+ n more" plate per kind, family or type. The table behind the picture always holds all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pathways.domain.nouns import KINDS, Text, weakest
from pathways.domain.order import settle
from pathways.domain.plates import folded_node
from pathways.domain.views import Column, Measure, View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathways.domain.views import Link, Node

PLATES = 64
"""Most plates one picture holds (domain rule §7)."""

HAIRLINE = 0.25
"""What a link weighs at least when the order is sought: a thin ribbon, and one of unknown width, is seen as well."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a plate is put when its column is folded: an id, words, and the map that shows it."""

    id: str
    label: Text
    query: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """A picture before its order is sought: columns and links as the question found them."""

    id: str
    title: Text
    description: Text
    measure: Measure
    columns: Sequence[Column]
    links: Sequence[Link]


def weave(sketch: Sketch, shelves: Mapping[str, Shelf] | None = None, plates: int | None = PLATES) -> View:
    """Settle the order of the columns, fold what is too much, and sort the links.

    Args:
        sketch: the columns and links, in any order.
        shelves: node id to the shelf it is folded onto; a node without one is never folded.
        plates: at most so many plates in the picture; None draws all.
    """
    loose = {} if plates is None else _loose(sketch.columns, sketch.links, shelves or {}, plates)
    columns, links = sketch.columns, sketch.links
    if loose:
        columns, links = fold(columns, links, loose, sketch.measure)
    drawn = _settled(columns, links)
    whole = _unfolded(drawn, sketch.columns, loose)
    return View(
        id=sketch.id,
        title=sketch.title,
        description=sketch.description,
        measure=sketch.measure,
        columns=drawn,
        links=_sorted(drawn, links),
        table_columns=whole,
        table_links=_sorted(whole, sketch.links),
        folded=len(loose),
    )


def _unfolded(drawn: Sequence[Column], columns: Sequence[Column], loose: Mapping[str, Shelf]) -> tuple[Column, ...]:
    """The order of the picture, with the nodes of each shelf where their plate stands."""
    unfolded = []
    for shown, column in zip(drawn, columns, strict=True):
        stands_for: defaultdict[str, list[Node]] = defaultdict(list)
        for node in column.nodes:
            stands_for[f"f-{loose[node.id].id}" if node.id in loose else node.id].append(node)
        unfolded.append(replace(column, nodes=tuple(node for plate in shown.nodes for node in stands_for[plate.id])))
    return tuple(unfolded)


def _settled(columns: Sequence[Column], links: Sequence[Link]) -> tuple[Column, ...]:
    weights = [(link.source, link.target, max(link.width or 0, HAIRLINE)) for link in links]
    orders = settle([[node.id for node in column.nodes] for column in columns], weights)
    nodes = {node.id: node for column in columns for node in column.nodes}
    return tuple(
        replace(column, nodes=tuple(nodes[id] for id in order)) for column, order in zip(columns, orders, strict=True)
    )


def _sorted(columns: Sequence[Column], links: Sequence[Link]) -> tuple[Link, ...]:
    place = {node.id: at for at, node in enumerate(node for column in columns for node in column.nodes)}
    kind = {kind: at for at, kind in enumerate(KINDS)}
    return tuple(sorted(links, key=lambda link: (place[link.source], place[link.target], kind[link.kind])))


def _loose(
    columns: Sequence[Column], links: Sequence[Link], shelves: Mapping[str, Shelf], plates: int
) -> dict[str, Shelf]:
    """The nodes that lose their own plate, with their shelves; empty when all fit."""
    total = sum(len(column.nodes) for column in columns)
    if total <= plates:
        return {}
    linked = Counter(end for link in links for end in (link.source, link.target))
    loose: dict[str, Shelf] = {}
    for budget in range(plates, 0, -1):
        loose = {}
        for column in columns:
            room = max(1, budget * len(column.nodes) // total)
            loose |= {node.id: shelves[node.id] for node in _least_linked(column, linked, shelves, room)}
        loose = _without_singles(loose)
        if total - len(loose) + len({shelf.id for shelf in loose.values()}) <= plates:
            break
    return loose


def _least_linked(column: Column, linked: Counter[str], shelves: Mapping[str, Shelf], room: int) -> list[Node]:
    """What does not fit into the room, when the most linked stay; ties by id."""
    foldable = sorted(
        (node for node in column.nodes if node.id in shelves), key=lambda node: (-linked[node.id], node.id)
    )
    return foldable[max(0, room - (len(column.nodes) - len(foldable))) :]


def _without_singles(loose: dict[str, Shelf]) -> dict[str, Shelf]:
    """A plate that would stand for one noun is that noun's own plate."""
    sizes = Counter(shelf.id for shelf in loose.values())
    return {node: shelf for node, shelf in loose.items() if sizes[shelf.id] > 1}


def fold(
    columns: Sequence[Column], links: Sequence[Link], loose: Mapping[str, Shelf], measure: Measure
) -> tuple[list[Column], list[Link]]:
    """Put every `loose` node on its shelf: one plate per shelf, one link per pair and kind."""
    sizes = Counter(shelf.id for shelf in loose.values())
    drawn = []
    for column in columns:
        here = {loose[node.id].id: loose[node.id] for node in column.nodes if node.id in loose}
        rest = [folded_node(shelf.id, sizes[shelf.id], shelf.label, shelf.query) for shelf in here.values()]
        drawn.append(replace(column, nodes=(*(node for node in column.nodes if node.id not in loose), *rest)))
    return drawn, _merged(links, {id: f"f-{shelf.id}" for id, shelf in loose.items()}, measure)


def _merged(links: Sequence[Link], stand_in: Mapping[str, str], measure: Measure) -> list[Link]:
    """Links with folded ends become one per pair and kind: people add up, of fits the best is drawn."""
    bundles: defaultdict[tuple[str, str, str], list[Link]] = defaultdict(list)
    for link in links:
        ends = stand_in.get(link.source, link.source), stand_in.get(link.target, link.target)
        bundles[*ends, link.kind].append(link)
    return [_bundle(source, target, bundle, measure) for (source, target, _), bundle in bundles.items()]


def _bundle(source: str, target: str, bundle: list[Link], measure: Measure) -> Link:
    first = bundle[0]
    if len(bundle) == 1:
        return replace(first, source=source, target=target)
    known = [link.width for link in bundle if link.width is not None]
    width = (sum(known) if measure is Measure.PEOPLE else max(known)) if known else None
    return replace(
        first,
        source=source,
        target=target,
        width=width,
        basis=weakest(link.basis for link in bundle),
        origins=tuple(dict.fromkeys(origin for link in bundle for origin in link.origins)),
        tooltip=Text(f"{len(bundle)} forbindelser; alle står i tabellen", f"{len(bundle)} links; all are in the table"),
        estimates=None,
    )
