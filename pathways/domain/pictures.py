"""The pictures of many nouns at once: the whole map, the map filtered, one focus area.

What the links are and how wide stands in `pathways.domain.bands`, what is folded in `pathways.domain.weave`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pathways.domain.bands import feeding_link, strands
from pathways.domain.nouns import Text
from pathways.domain.phrases import KIND_LABELS, ORGANISATION_KINDS
from pathways.domain.plates import counted, employer_node, programme_node, role_node
from pathways.domain.views import Column, Measure, View
from pathways.domain.weave import PLATES, Shelf, Sketch, weave

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Feeds, Kind, Programme, RoleId
    from pathways.domain.views import Link

PROGRAMMES = Text("Uddannelser", "Programmes")
ROLES = Text("Job", "Roles")
EMPLOYERS = Text("Arbejdspladser", "Employers")


@dataclass(frozen=True, slots=True)
class MapFilter:
    """What of the map to show. None leaves a dimension open.

    `level` is the programme's EQF level, `language` a language it is taught in, `employer` an
    organisation that has the role, `family` and `focus` the role's.
    """

    kind: Kind | None = None
    focus: str | None = None
    family: str | None = None
    employer: str | None = None
    level: int | None = None
    language: str | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """What is filtered by, by its name in the address of the map."""
        return {name: str(value) for name, value in asdict(self).items() if value is not None}

    @property
    def slug(self) -> str:
        """The filter as words for an id; empty when nothing is filtered."""
        return "-".join(self.chosen.values())


EVERYTHING = MapFilter()


def _admits(programme: Programme, chosen: MapFilter) -> bool:
    return (
        chosen.kind in (None, programme.kind)
        and chosen.level in (None, programme.eqf)
        and (chosen.language is None or chosen.language in programme.languages)
    )


def feeding_links(graph: Graph, chosen: MapFilter = EVERYTHING) -> list[Feeds]:
    """The feeds links that pass a filter, in the order of the facts."""
    found = []
    for link in graph.facts.feeds:
        role = graph.roles[link.role]
        if (
            _admits(graph.programmes[link.programme], chosen)
            and chosen.focus in (None, role.focus_area)
            and chosen.family in (None, role.family)
            and (
                chosen.employer is None or any(w.organisation == chosen.employer for w in graph.workplaces_of(role.id))
            )
        ):
            found.append(link)
    return found


def whole_map(
    graph: Graph, chosen: MapFilter = EVERYTHING, measure: Measure = Measure.FIT, fold: int | None = PLATES
) -> View:
    """Which programme leads to which role at which employer: the map, or what a filter leaves of it."""
    columns, links = columns_of(graph, feeding_links(graph, chosen), measure, chosen.employer)
    return weave(
        Sketch(
            id="-".join(filter(None, ("map", chosen.slug, "" if measure is Measure.FIT else measure))),
            title=Text("Hvem uddanner til den lokale industri", "Who feeds local industry"),
            description=_told(*(len(column.nodes) for column in columns)),
            measure=measure,
            columns=columns,
            links=links,
        ),
        plates=fold,
        shelves=map_shelves(graph, columns, chosen),
    )


def _told(programmes: int, roles: int, employers: int) -> Text:
    """What a map holds, in the right number."""
    one, many = Text("uddannelse fører", "programme leads"), Text("uddannelser fører", "programmes lead")
    begin = counted(programmes, one, many)
    middle = counted(roles, Text("job", "role"), Text("job", "roles"))
    end = counted(employers, Text("arbejdsplads", "employer"), Text("arbejdspladser", "employers"))
    return Text(
        f"{begin.da} gennem {middle.da} til {end.da}. De samme oplysninger står i tabellen under billedet.",
        f"{begin.en} through {middle.en} to {end.en}. The same facts are in the table below the picture.",
    )


def columns_of(
    graph: Graph,
    feeding: Sequence[Feeds],
    measure: Measure,
    employer: str | None = None,
    roles: Iterable[RoleId] = (),
) -> tuple[list[Column], list[Link]]:
    """Programmes, roles and employers around some feeds links.

    `employer` leaves only that one; `roles` are shown also when nothing feeds them.
    """
    into: defaultdict[RoleId, list[Feeds]] = defaultdict(list, {role: [] for role in roles})
    for link in feeding:
        into[link.role].append(link)
    jobs = [job for role in into for job in graph.workplaces_of(role) if employer in (None, job.organisation)]
    starting = dict.fromkeys(link.programme for link in feeding)
    roles_at = Counter(workplace.organisation for workplace in jobs)
    columns = [
        Column("programmes", PROGRAMMES, tuple(programme_node(graph, graph.programmes[p]) for p in starting)),
        Column("roles", ROLES, tuple(role_node(graph, graph.role(role)) for role in into)),
        Column("employers", EMPLOYERS, tuple(employer_node(graph.organisations[o], n) for o, n in roles_at.items())),
    ]
    links = [feeding_link(graph, link, measure) for link in feeding]
    links += [band for job in jobs for band in strands(graph, job, into[job.role], measure)]
    return columns, links


def map_shelves(graph: Graph, columns: Sequence[Column], chosen: MapFilter = EVERYTHING) -> dict[str, Shelf]:
    """Where each plate goes when there are too many: programmes by kind, roles by family, employers by type.

    A shelf leads to the map filtered by it, within what was `chosen` already.
    """
    before = chosen.chosen

    def within(**more: str) -> str:
        return urlencode({**before, **more})

    shelves = {}
    for column in columns:
        for node in column.nodes:
            if node.noun == "programme" and not node.hub and node.kind:
                shelves[node.id] = Shelf(f"kind-{node.kind}", KIND_LABELS[node.kind], within(kind=node.kind))
            elif node.noun == "role" and not node.hub:
                family = graph.families[graph.role(node.key).family]
                shelves[node.id] = Shelf(f"family-{family.id}", family.label, within(family=family.id))
            elif node.noun == "employer" and not node.hub:
                kind = graph.organisation(node.key).kind
                shelves[node.id] = Shelf(f"type-{kind}", ORGANISATION_KINDS[kind], within(view="table"))
    return shelves


def focus_view(graph: Graph, area: str, measure: Measure = Measure.FIT) -> View:
    """The pipeline of one focus area of the alliance. Raises `UnknownId`."""
    label = graph.focus_area(area).label
    return replace(whole_map(graph, MapFilter(focus=area), measure), id=f"focus-{area}", title=label)
