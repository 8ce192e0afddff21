"""The full map of 64 plates: what it costs to draw it anew, and how few ribbons cross.

*Drawn* is all work from the graph to the finished SVG: finding the view, its order, sizes, DOT text, one
Graphviz run and the touches after it. It is held against that one Graphviz run alone. *Crossings* are
held against the order that the design's sketch lets Graphviz find, on the same plates and links.
"""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from statistics import median
from typing import TYPE_CHECKING

from pathways.domain.graph import Graph
from pathways.domain.order import crossings
from pathways.domain.pictures import whole_map
from pathways.drawing.picture import Form, draw
from pathways.drawing.plan import plan
from pathways.drawing.renderer import find_renderer
from tests.bench.beside import SHARED, real_facts
from tests.bench.measuring import Measured, own_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from pathways.domain.nouns import Facts
    from pathways.domain.views import Node, View
    from pathways.drawing.picture import Picture

SKETCH = SHARED / "design" / "src" / "gv.py"
ROUNDS = 20
BAR = 2.5


def measure() -> Iterator[Measured]:
    """Give the cost of a new map against one renderer run, then its crossings against the sketch's."""
    facts = real_facts()
    bench_map(Graph(facts))  # once, to read modules and tables
    cost, run, view = _costs(facts)
    what = f"map of {len(view.nodes)} plates and {len(view.links)} links, drawn"
    yield Measured(what, f"{cost * 1000:.1f} ms", cost / run, BAR, f"one renderer run ({run * 1000:.1f} ms)")
    if SKETCH.is_file():
        ours, theirs = _crossings(view)
        yield Measured(
            "its weighted crossings", f"{ours:.0f}", ours / theirs, 1.0, f"the sketch's order ({theirs:.0f})"
        )
    else:
        print(f"SKIPPED: no crossings of the sketch to compare with, {SKETCH} is not there.", file=sys.stderr)


def bench_map(graph: Graph) -> tuple[View, Picture]:
    """Draw the whole map of a graph anew, with nothing kept from before."""
    view = whole_map(graph)
    return view, draw(view, "en", Form.WIDE, _address)


def _address(node: Node) -> str:
    return f"/en/{node.noun}s/{node.key}"


def _costs(facts: Facts) -> tuple[float, float, View]:
    """Middle seconds of a drawing of a graph never asked before, those of one renderer run, and the view."""
    view, picture = bench_map(Graph(facts))
    renderer = find_renderer()
    ours, theirs = [], []
    for graph in [Graph(facts) for _ in range(ROUNDS)]:  # in turns: a machine that is slow for a while is so to both
        ours.append(own_seconds(lambda graph=graph: bench_map(graph)))
        theirs.append(own_seconds(lambda: renderer.svg(picture.dot)))
    return median(ours), median(theirs), view


def _crossings(view: View) -> tuple[float, float]:
    """Weighted crossings of our order and of the sketch's, counted alike, with the widths as drawn."""
    ribbons = plan(view, "en", Form.WIDE).ribbons
    links = [(ribbon.link.source, ribbon.link.target, ribbon.thick) for ribbon in ribbons]
    ours = [[node.id for node in column.nodes] for column in view.columns]
    return crossings(ours, links), crossings(_sketched(view, links), links)


def _sketched(view: View, links: list[tuple[str, str, float]]) -> list[list[str]]:
    """The order that the sketch's first Graphviz run finds, and that its other two keep."""
    gv = _sketch()
    names = {node.id: f"n{at}" for at, node in enumerate(sorted(view.nodes, key=lambda node: node.id))}
    plates = {names[node.id]: {"title": node.title.en[:40], "w": 214} for node in view.nodes}
    edges = [
        {"t": names[source], "h": names[target], "v": thick, "cls": str(link.kind)}
        for (source, target, thick), link in zip(links, view.links, strict=True)
    ]
    layers = [sorted(names[node.id] for node in column.nodes) for column in view.columns]
    dot, _ = gv.build(plates, edges, layers, {"k": 1, "ranksep": 5.6, "nodesep": 0.07})
    heights = gv.positions(dot, True)
    return [sorted((node.id for node in column.nodes), key=lambda one: heights[names[one]]) for column in view.columns]


def _sketch() -> ModuleType:
    spec = spec_from_file_location("sketch", SKETCH)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
