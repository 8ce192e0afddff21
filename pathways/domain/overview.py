"""The picture on the front page: an excerpt of the map that reads at a glance.

One role of each kind of work and of each line at least, the most linked ones first, with the programmes
in town that feed them and the employers that have most of them. It says that it is an excerpt; the map
holds everything.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from pathways.domain.nouns import KINDS, Here, Text
from pathways.domain.pictures import columns_of
from pathways.domain.views import Measure, View
from pathways.domain.weave import Sketch, weave

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Feeds, RoleId

ROLES_SHOWN = 12
EMPLOYERS_SHOWN = 7


def overview(graph: Graph) -> View:
    """Draw an excerpt of the map by fit: the main roles, who in town trains for them, and who has most of them."""
    local = [link for link in graph.facts.feeds if graph.programmes[link.programme].here is not Here.NO]
    chosen = _main_roles(graph, local)
    columns, links = columns_of(graph, [link for link in local if link.role in chosen], Measure.FIT)
    employers = _main_employers(graph, chosen)
    columns[2] = replace(columns[2], nodes=tuple(node for node in columns[2].nodes if node.key in employers))
    drawn = {node.id for column in columns for node in column.nodes}
    programmes, roles, places = (len(column.nodes) for column in columns)
    return weave(
        Sketch(
            id="overview",
            title=Text("Hvem uddanner til den lokale industri", "Who feeds local industry"),
            description=Text(
                f"Et uddrag af kortet: {programmes} uddannelser, {roles} job og {places} arbejdspladser. "
                "De samme oplysninger står i tabellen under billedet.",
                f"An excerpt of the map: {programmes} programmes, {roles} roles and {places} employers. "
                "The same facts are in the table below the picture.",
            ),
            measure=Measure.FIT,
            columns=columns,
            links=[link for link in links if link.target in drawn],
        ),
        plates=None,
    )


def _main_roles(graph: Graph, local: Sequence[Feeds]) -> set[RoleId]:
    """The most linked role of each family and of each line, then the most linked of the rest; ties by id."""
    linked = Counter(link.role for link in local)
    ranked = sorted(linked, key=lambda role: (-linked[role], role))
    first: dict[str, RoleId] = {graph.roles[role].family: role for role in reversed(ranked)}
    for kind in KINDS:
        fed = {link.role for link in local if graph.programmes[link.programme].kind is kind}
        if fed and not fed & set(first.values()):
            first[kind] = next(role for role in ranked if role in fed)
    return set(list(dict.fromkeys([*first.values(), *ranked]))[: max(ROLES_SHOWN, len(first))])


def _main_employers(graph: Graph, roles: set[RoleId]) -> set[str]:
    having = Counter(job.organisation for role in sorted(roles) for job in graph.workplaces_of(role))
    return set(sorted(having, key=lambda employer: (-having[employer], employer))[:EMPLOYERS_SHOWN])
