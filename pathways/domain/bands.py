"""The bands of a picture: from a programme to a role it feeds, and from a role on to an employer.

The links are the stated, derived or assumed feeds links and workplaces; their width is cover (fit) or
people a year. A band on to an employer is split by the kind of programme people come from, so that a line
can be followed to the end; it carries on the best fit of that line.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakKeyDictionary

from pathways.domain.cover import cover
from pathways.domain.headcount import into_role, together
from pathways.domain.nouns import KINDS, Kind, Text
from pathways.domain.phrases import KIND_LABELS, arrow, covered, estimated, percent, plain
from pathways.domain.views import Link, Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Feeds, Workplace

UNFED = Text("vi kender ingen uddannelse, der fører til jobbet", "no programme is known to lead to this role")

Fit: TypeAlias = "tuple[float | None, tuple[int, int]]"
"""Cover of a feeds link (None: not judged), and how many of how many levels are estimates."""

Carried: TypeAlias = "tuple[float | None, Text]"
"""What a band carries on: its width (None: unknown), and the same in words."""

_FITS: WeakKeyDictionary[Graph, dict[tuple[str, str], Fit]] = WeakKeyDictionary()
"""Fits by graph, filled on demand: a graph never changes, and takes its fits with it when it goes."""


def fit(graph: Graph, link: Feeds) -> Fit:
    """Give the cover of one feeds link of the graph, worked out once, and (estimated, judged) needs behind it."""
    known = _FITS.get(graph)
    if known is None:
        known = _FITS[graph] = {}
    pair = (link.programme, link.role)
    if pair not in known:
        found = cover(graph, (link.programme,), link.role)
        known[pair] = found.share, (found.estimates, found.judged)
    return known[pair]


def feeding_link(graph: Graph, link: Feeds, measure: Measure) -> Link:
    """The band from a programme to a role it feeds."""
    programme, role = graph.programmes[link.programme], graph.roles[link.role]
    share, estimates = fit(graph, link)
    width, words = share, covered(share)
    if measure is Measure.PEOPLE:
        count = into_role(graph, link.programme, link.role)
        width, words = count.likely, count.words
    elif share is not None:
        rest = estimated(estimates)
        words = Text(f"{words.da}; {rest.da}", f"{words.en}; {rest.en}")
    return Link(
        source=f"p-{programme.id}",
        target=f"r-{role.id}",
        kind=programme.kind,
        width=width,
        basis=link.evidence.basis,
        tooltip=arrow(programme.short, role.title, words),
        origins=(f"p-{programme.id}",),
        estimates=estimates if measure is Measure.FIT and share is not None else None,
    )


def strands(graph: Graph, workplace: Workplace, feeding: Sequence[Feeds], measure: Measure) -> list[Link]:
    """The bands from a role to an employer, one per kind of programme people come from.

    Where no programme is known to feed the role, one grey band of unknown width says that the jobs are there.
    """
    if not feeding:
        return [_band(graph, workplace, Kind.UPPER_SECONDARY, (None, UNFED))]
    by_kind: defaultdict[Kind, list[Feeds]] = defaultdict(list)
    for link in feeding:
        by_kind[graph.programmes[link.programme].kind].append(link)
    bands = []
    for kind in (kind for kind in KINDS if kind in by_kind):
        width, words = _carried(graph, by_kind[kind], workplace, measure)
        line = plain(KIND_LABELS[kind])
        said = Text(f"{line.da}, {words.da}", f"{line.en}, {words.en}")
        origins = tuple(f"p-{link.programme}" for link in by_kind[kind])
        bands.append(_band(graph, workplace, kind, (width, said), origins))
    return bands


def _band(graph: Graph, workplace: Workplace, kind: Kind, carried: Carried, origins: tuple[str, ...] = ()) -> Link:
    role, organisation = graph.roles[workplace.role], graph.organisations[workplace.organisation]
    width, words = carried
    return Link(
        source=f"r-{role.id}",
        target=f"o-{organisation.id}",
        kind=kind,
        width=width,
        basis=workplace.evidence.basis,
        tooltip=arrow(role.title, Text(organisation.name, organisation.name), words),
        origins=origins,
    )


def _carried(graph: Graph, feeding: list[Feeds], workplace: Workplace, measure: Measure) -> Carried:
    if measure is Measure.PEOPLE:
        there = workplace.organisation
        count = together(into_role(graph, link.programme, link.role, there) for link in feeding)
        return count.likely, count.words
    shares = [share for link in feeding if (share := fit(graph, link)[0]) is not None]
    best = max(shares, default=None)
    if best is None:
        return None, covered(None)
    if best >= 1:
        return best, Text("den bedste dækker alle krav", "the best covers all needs")
    figure = percent(best)
    return best, Text(f"den bedste dækker mindst {figure.da}", f"the best covers at least {figure.en}")
