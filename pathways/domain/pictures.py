"""The pictures of many nouns at once: the whole map, the map filtered, one focus area.

Links from programmes to roles are the stated, derived or assumed feeds links; their width is cover (fit)
or people a year. A band from a role on to an employer is split by the kind of programme people come
from, so that a line can be followed to the end; it carries on the best fit of that line.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from pathways.domain.cover import cover
from pathways.domain.headcount import into_role, together
from pathways.domain.nouns import KINDS, Text
from pathways.domain.plates import counted, employer_node, programme_node, role_node
from pathways.domain.views import Column, Link, Measure, View
from pathways.domain.weave import PLATES, Shelf, Sketch, weave

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Feeds, Kind, Programme, RoleId, Workplace

PROGRAMMES = Text("Uddannelser", "Programmes")
ROLES = Text("Job", "Roles")
EMPLOYERS = Text("Arbejdspladser", "Employers")

KIND_LABELS: dict[Kind, Text] = dict(
    zip(
        KINDS,
        (
            Text("Erhvervsuddannelse", "Vocational"),
            Text("Tekniker og akademi", "Technician, academy"),
            Text("Maskinmester", "Marine engineering"),
            Text("Diplomingeniør", "BEng"),
            Text("Kandidat", "MSc"),
            Text("Arkitektur og planlægning", "Architecture & planning"),
            Text("Ungdomsuddannelse", "Upper secondary"),
        ),
        strict=True,
    )
)
ORGANISATION_KINDS = {
    "company": Text("virksomheder", "companies"),
    "institution": Text("uddannelsessteder", "institutions"),
    "public": Text("offentlige", "public bodies"),
    "network": Text("netværk", "networks"),
}


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


Fit: TypeAlias = "tuple[float | None, tuple[int, int]]"
"""Cover of a feeds link (None: not judged), and how many of how many levels are estimates."""

_FITS: WeakKeyDictionary[Graph, dict[tuple[str, str], Fit]] = WeakKeyDictionary()
"""Fits by graph, filled on demand: a graph never changes, and takes its fits with it when it goes."""


def fit(graph: Graph, link: Feeds) -> Fit:
    """Cover of one feeds link and (estimated, judged) needs behind it."""
    known, pair = _FITS.setdefault(graph, {}), (link.programme, link.role)
    if pair not in known:
        found = cover(graph, (link.programme,), link.role)
        known[pair] = found.share, (found.estimates, found.judged)
    return known[pair]


def percent(share: float) -> Text:
    """A share as a figure; Danish sets a space before the sign."""
    return Text(f"{share * 100:.0f} %", f"{share:.0%}")


def covered(share: float | None) -> Text:
    """A fit in words: a lower bound, or unknown."""
    if share is None:
        return Text("dækning ukendt", "cover unknown")
    figure = percent(share)
    return Text(
        f"dækker mindst {figure.da} af det, jobbet kræver", f"covers at least {figure.en} of what the role needs"
    )


def estimated(estimates: tuple[int, int]) -> Text:
    """How much of a fit rests on estimates."""
    guessed, total = estimates
    one, many = Text("kompetenceniveau er", "skill level is"), Text("kompetenceniveauer er", "skill levels are")
    levels = counted(total, one, many)
    return Text(f"{guessed} af {levels.da} vores skøn", f"{guessed} of {levels.en} our estimate")


def plain(text: Text) -> Text:
    """The words without their soft hyphens, for sentences and files."""
    return Text(text.da.replace("\u00ad", ""), text.en.replace("\u00ad", ""))


def arrow(tail: Text, head: Text, words: Text) -> Text:
    """One sentence about a link: from where to where, and how well known."""
    tail, head = plain(tail), plain(head)
    return Text(f"{tail.da} til {head.da}: {words.da}.", f"{tail.en} to {head.en}: {words.en}.")


def feeding_link(graph: Graph, link: Feeds, measure: Measure) -> Link:
    """The band from a programme to a role it feeds."""
    programme, role = graph.programmes[link.programme], graph.roles[link.role]
    share, estimates = fit(graph, link)
    width, words = share, covered(share)
    if measure is Measure.PEOPLE:
        width, words, _ = into_role(graph, link.programme, link.role)
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
    """The bands from a role to an employer, one per kind of programme people come from."""
    role, organisation = graph.roles[workplace.role], graph.organisations[workplace.organisation]
    by_kind: defaultdict[Kind, list[Feeds]] = defaultdict(list)
    for link in feeding:
        by_kind[graph.programmes[link.programme].kind].append(link)
    bands = []
    for kind in (kind for kind in KINDS if kind in by_kind):
        width, words = _carried(graph, by_kind[kind], workplace, measure)
        line = KIND_LABELS[kind]
        bands.append(
            Link(
                source=f"r-{role.id}",
                target=f"o-{organisation.id}",
                kind=kind,
                width=width,
                basis=workplace.evidence.basis,
                tooltip=arrow(
                    role.title,
                    Text(organisation.name, organisation.name),
                    Text(f"{line.da}, {words.da}", f"{line.en}, {words.en}"),
                ),
                origins=tuple(f"p-{link.programme}" for link in by_kind[kind]),
            )
        )
    return bands


def _carried(graph: Graph, feeding: list[Feeds], workplace: Workplace, measure: Measure) -> tuple[float | None, Text]:
    if measure is Measure.PEOPLE:
        there = workplace.organisation
        width, words, _ = together(into_role(graph, link.programme, link.role, there) for link in feeding)
        return width, words
    shares = [share for link in feeding if (share := fit(graph, link)[0]) is not None]
    best = max(shares, default=None)
    if best is None:
        return None, covered(None)
    figure = percent(best)
    return best, Text(f"bedste dækning mindst {figure.da}", f"best cover at least {figure.en}")


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
    graph: Graph, feeding: Sequence[Feeds], measure: Measure, employer: str | None = None
) -> tuple[list[Column], list[Link]]:
    """Programmes, roles and employers around some feeds links; one employer only when it is named."""
    into: defaultdict[RoleId, list[Feeds]] = defaultdict(list)
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

    def within(**more: str) -> str:
        return urlencode({**chosen.chosen, **more})

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
