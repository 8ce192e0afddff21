"""A picture as a file: SVG, PNG and PDF of the finished picture; DOT, CSV and JSON of its view, in its order.

The files of the view hold everything, also what the picture had to fold.
"""

from __future__ import annotations

import csv
import json
from io import StringIO
from textwrap import wrap
from typing import TYPE_CHECKING

from pathways.drawing import paper
from pathways.drawing.colours import CONTROL, LINES
from pathways.drawing.text import inert, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathways.domain.views import Link, Node, View
    from pathways.drawing.picture import Picture

COLUMNS = (
    "from", "from_code", "from_id", "to", "to_code", "to_id",
    "line", "measure", "width", "basis", "estimated_levels", "levels", "sentence",
)  # fmt: skip
"""Head of the CSV. `width` is in the unit of `measure` (fit 0-1, people a year, level 1-4), blank if not known;
`line` is blank from a skill to a role."""

_LINE_OF_LABEL = 24  # letters; Graphviz measures in whatever font it has


def as_svg(picture: Picture, note: str = "") -> str:
    """The picture as an SVG document, light, with its styles and its font inside.

    Its title stands above it, below it what thickness means and the `note`: where it comes from.
    """
    return paper.standalone(picture, note)


def as_png(picture: Picture, note: str = "") -> bytes:
    """The same as a PNG, one and a half dots a px. Raises `DrawingFailed`."""
    return paper.converted(picture, note, "png")


def as_pdf(picture: Picture, note: str = "") -> bytes:
    """The same as a PDF of one page, as large as it needs to be. Raises `DrawingFailed`."""
    return paper.converted(picture, note, "pdf")


def as_csv(view: View, language: str, _note: str = "") -> str:
    """One row a link, in the order of the view; a table has no room for a note."""
    nodes = _nodes(view)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for link in view.table_links:
        source, target = nodes[link.source], nodes[link.target]
        estimated, levels = link.estimates or ("", "")
        ends = [cell for node in (source, target) for cell in (plain(node.title[language]), node.code or "", node.id)]
        width = "" if link.width is None else round(link.width, 4)
        words = plain(link.tooltip[language])
        row = [*ends, link.line or "", view.measure, width, link.basis, estimated, levels, words]
        writer.writerow([inert(cell) for cell in row])
    return out.getvalue()


def as_json(view: View, language: str, note: str = "") -> str:
    """The view as one object: columns of nodes, then links, in its order; `note` says whose facts they are."""
    columns = [
        {
            "id": column.id,
            "heading": plain(column.heading[language]),
            "nodes": [_described(node, language) for node in column.nodes],
        }
        for column in view.table_columns
    ]
    whole = {
        "id": view.id,
        "language": language,
        "title": plain(view.title[language]),
        "description": plain(view.description[language]),
        "measure": view.measure,
        "note": note,
        "columns": columns,
        "links": [_told(link, language) for link in view.table_links],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _nodes(view: View) -> dict[str, Node]:
    return {node.id: node for column in view.table_columns for node in column.nodes}


def _described(node: Node, language: str) -> dict[str, object]:
    return {
        "id": node.id,
        "noun": node.noun,
        "key": node.key,
        "title": plain(node.title[language]),
        "sub": plain(node.sub[language]) if node.sub else None,
        "code": node.code,
        "kind": node.kind,
    }


def _told(link: Link, language: str) -> dict[str, object]:
    estimated, levels = link.estimates or (None, None)
    return {
        "from": link.source,
        "to": link.target,
        "kind": link.line,
        "width": None if link.width is None else round(link.width, 4),
        "basis": link.basis,
        "estimated_levels": estimated,
        "levels": levels,
        "origins": list(link.origins),
        "sentence": plain(link.tooltip[language]),
    }


def as_dot(view: View, language: str, note: str = "") -> str:
    """DOT text for people: names and titles as they are, one node a plate, to be laid out by any `dot`.

    `note` stands under the title and says whose facts they are.
    """
    import graphviz

    label = _lines(line for line in (plain(view.title[language]), note) if line)
    graph = graphviz.Digraph("pathways", comment=plain(view.title[language]))
    graph.attr("graph", rankdir="LR", ranksep="2.5", nodesep="0.15", label=label)
    graph.attr("node", shape="box", style="filled,rounded", fillcolor="white", color=CONTROL, fontname="Arial")
    graph.attr("edge", arrowhead="none")
    for column in view.table_columns:
        with graph.subgraph() as rank:
            rank.attr(rank="same")
            for node in column.nodes:
                rank.node(node.id, label=_label(node, language), **({"penwidth": "2.5"} if node.hub else {}))
    heaviest = max((link.width or 0 for link in view.table_links), default=0) or 1
    for link in view.table_links:
        line, _ = LINES[link.kind]
        drawn = (
            {"style": "dashed"} if link.width is None else {"penwidth": f"{max(0.8, 8 * link.width / heaviest):.1f}"}
        )
        tip = graphviz.escape(plain(link.tooltip[language]))
        graph.edge(link.source, link.target, color=line, tooltip=tip, **drawn)
    return str(graph.source)


def _label(node: Node, language: str) -> str:
    """Code and title, broken to fit a plate, then the line under it."""
    title = plain(node.title[language])
    lines = wrap(f"{node.code} {title}" if node.code else title, _LINE_OF_LABEL) or [""]
    lines += wrap(plain(node.sub[language]), _LINE_OF_LABEL) if node.sub else []
    return _lines(lines)


def _lines(lines: Iterable[str]) -> str:
    """Write lines as a label of words: without signs for Graphviz, and no markup, whatever they begin and end with."""
    import graphviz

    words: str = graphviz.nohtml("\\n".join(graphviz.escape(line) for line in lines))  # no types of its own
    return words
