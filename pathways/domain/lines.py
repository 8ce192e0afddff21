"""The map as a narrow window shows it: each kind of programme is a line down the page, each plate a stop on some.

Side by side, two columns of plates leave ribbons so little room that they stand on end and hide each other. Here
nothing crosses: a line begins at its first programmes, runs straight down past the roles, stops where it leads to
one, and ends at the last of its employers. Plates of a kind stand folded behind one row, which stops wherever one of
them does. All is made from what the table holds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING, Final, TypeAlias

from pathways.domain.nouns import KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pathways.domain.nouns import Text
    from pathways.domain.views import Link, Node, View
    from pathways.domain.weave import Shelf

SHORT: Final = 24
"""A map of so many plates at most stands unfolded: three screens of a phone."""

Kinds: TypeAlias = "frozenset[Kind]"
Links: TypeAlias = "Mapping[str, Sequence[Link]]"

NONE: Final[Kinds] = frozenset()


@dataclass(frozen=True, slots=True)
class Lane:
    """A line where it meets a row: whether it stops there, comes from above, and runs on below."""

    kind: Kind
    stops: bool
    above: bool
    below: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A plate, with what leads to it, line by line, and what it leads to, each once; both with the link between."""

    node: Node
    lanes: tuple[Lane, ...]
    arriving: tuple[tuple[Node, Link], ...]
    leaving: tuple[tuple[Node, Link], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Plates of one kind, the most linked first, and the lanes as they meet all of them together."""

    shelf: Shelf
    lanes: tuple[Lane, ...]
    rows: tuple[Row, ...]
    unfolded: bool

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The lines that stop here."""
        return tuple(lane.kind for lane in self.lanes if lane.stops)

    @property
    def beyond(self) -> tuple[Lane, ...]:
        """The lanes as they run on below the last of the plates."""
        return tuple(replace(lane, stops=False, above=lane.below) for lane in self.lanes)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A column of the map: its heading, and its groups in the order of the lines that stop there."""

    id: str
    heading: Text
    groups: tuple[Group, ...]

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes as they pass the heading."""
        return tuple(replace(lane, stops=False, below=lane.above) for lane in self.groups[0].lanes)

    @property
    def folded(self) -> int:
        """How many plates do not show before their group is unfolded."""
        return sum(len(group.rows) for group in self.groups if not group.unfolded and len(group.rows) > 1)

    @property
    def widest(self) -> float:
        """The largest width of a link that arrives; 1 where none is known."""
        widths = (link.width for group in self.groups for row in group.rows for _, link in row.arriving)
        return max((width for width in widths if width), default=1)


def lines(view: View, shelves: Mapping[str, Shelf]) -> tuple[Stretch, ...]:
    """Lay out all that the table of a view holds, from the first column to the last; empty columns are left out.

    Args:
        view: a map; each of its nodes is linked.
        shelves: node id to the group it stands in.
    """
    links = _links_at(view)
    columns = [column for column in view.table_columns if column.nodes]
    nodes = {node.id: node for column in columns for node in column.nodes}
    sorted_in = [_sorted_in(column.nodes, shelves, links) for column in columns]
    stops = [_kinds(group, links) for groups in sorted_in for group in groups]
    lanes = iter(_threaded(stops, NONE.union(*stops)))
    stretches = []
    for column, groups in zip(columns, sorted_in, strict=True):
        unfolded = len(nodes) <= SHORT or len(groups) == 1
        made = [
            Group(shelves[group[0].id], met, _rows(group, met, links, nodes), unfolded)
            for group, met in zip(groups, lanes, strict=False)  # the lanes go on in the next column
        ]
        stretches.append(Stretch(column.id, column.heading, tuple(made)))
    return tuple(stretches)


def _links_at(view: View) -> dict[str, list[Link]]:
    """The links at each plate, in the order of the table."""
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for link in view.table_links:
        links[link.source].append(link)
        links[link.target].append(link)
    return links


def _sorted_in(nodes: Sequence[Node], shelves: Mapping[str, Shelf], links: Links) -> list[list[Node]]:
    """The plates by group: first the groups at lines further left, and in each the plates that are linked to most."""
    groups: defaultdict[str, list[Node]] = defaultdict(list)
    for node in sorted(nodes, key=lambda node: (-_joined(node, links), node.id)):
        groups[shelves[node.id].id].append(node)
    return sorted(
        groups.values(), key=lambda group: fmean(KINDS.index(link.kind) for n in group for link in links[n.id])
    )


def _joined(node: Node, links: Links) -> int:
    """How many plates its links join, itself among them."""
    return len({end for link in links[node.id] for end in (link.source, link.target)})


def _kinds(nodes: Iterable[Node], links: Links) -> Kinds:
    return frozenset(link.kind for node in nodes for link in links[node.id])


def _rows(group: Sequence[Node], passing: Sequence[Lane], links: Links, nodes: Mapping[str, Node]) -> tuple[Row, ...]:
    """The plates of a group, below the row that stands for all of them: what stops there comes from above."""
    every = frozenset(lane.kind for lane in passing)
    go = frozenset(lane.kind for lane in passing if lane.below)
    stops = [_kinds([node], links) for node in group]
    rows = []
    for node, lanes in zip(group, _threaded(stops, every, every, go), strict=True):
        arriving = [(nodes[link.source], link) for link in links[node.id] if link.target == node.id]
        leaving = {link.target: (nodes[link.target], link) for link in links[node.id] if link.source == node.id}
        rows.append(Row(node, lanes, tuple(sorted(arriving, key=_by_code)), tuple(leaving.values())))
    return tuple(rows)


def _by_code(arriving: tuple[Node, Link]) -> tuple[int, int, str]:
    """The lines from left to right, and on each E2 before E10."""
    node, link = arriving
    code = node.code or ""
    return KINDS.index(link.kind), len(code), code


def _threaded(stops: Sequence[Kinds], lanes: Kinds, come: Kinds = NONE, go: Kinds = NONE) -> list[tuple[Lane, ...]]:
    """All lanes at each of some rows, given where lines stop; some `come` from above the first, some `go` on below."""
    threaded = []
    for at, here in enumerate(stops):
        before, after = come.union(*stops[:at]), go.union(*stops[at + 1 :])
        above, below = before & (here | after), after & (here | before)
        met = (Lane(kind, kind in here, kind in above, kind in below) for kind in KINDS if kind in lanes)
        threaded.append(tuple(met))
    return threaded
