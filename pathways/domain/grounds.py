"""What a band in a picture rests on, and what a page says about where its facts come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathways.domain.headcount import into_role, into_study
from pathways.domain.nouns import Basis, ProgrammeId, RoleId, Text
from pathways.domain.views import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Evidence, Flow, SourceId, Town
    from pathways.domain.views import Link


def grounds(graph: Graph, link: Link, measure: Measure = Measure.FIT) -> tuple[Evidence, ...]:
    """Give the evidence behind one band of a picture, surest first; empty for bands that stand for many.

    A band between a skill group and something else rests on the levels of all the skills in between, so
    there the weakest comes first: the band is no surer. A count of people rests on the flows counted,
    beside the evidence of the link itself.
    """
    tail, head = _id(link.source), _id(link.target)
    if "g" in (link.source[0], link.target[0]):
        return _sorted(_of_group(graph, link, tail, head))[::-1]
    ends = link.source[0] + link.target[0]
    found = [*_of_pair(graph, ends, tail, head), *(_of_people(graph, link) if measure is Measure.PEOPLE else [])]
    return _sorted(found)


def _id(end: str) -> str:
    """The id in the name of a band's end: `p-trade` is the programme `trade`."""
    return end.partition("-")[2]


def _sorted(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda evidence: evidence.basis.doubt))


def _of_group(graph: Graph, link: Link, tail: str, head: str) -> list[Evidence]:
    """The levels that the programme teaches and a role it feeds asks for, of the skills of one group."""
    taught = [outcome for origin in link.origins for outcome in graph.outcomes_of(ProgrammeId(_id(origin)))]
    if link.target.startswith("g-"):
        fed = [need for feeds in graph.feeds_from(ProgrammeId(tail)) for need in graph.needs_of(feeds.role)]
        asked = {need.skill for need in fed}
        return [o.evidence for o in taught if o.skill in asked and graph.skills[o.skill].group == head]
    given = {outcome.skill for outcome in taught}
    needs = graph.needs_of(RoleId(head))
    return [n.evidence for n in needs if n.skill in given and graph.skills[n.skill].group == tail]


def _of_people(graph: Graph, link: Link) -> list[Evidence]:
    """The flows behind a band that has a width in people."""
    if link.width is None:
        return []
    role = next((_id(end) for end in (link.source, link.target) if end.startswith("r-")), None)
    where = _id(link.target) if link.target.startswith("o-") else None
    flows: list[Flow] = []
    for origin in link.origins:
        programme = ProgrammeId(_id(origin))
        if role:
            flows += into_role(graph, programme, RoleId(role), where).flows
        else:
            flows += into_study(graph, programme, ProgrammeId(_id(link.target))).flows
    return [flow.evidence for flow in flows]


def _of_pair(graph: Graph, ends: str, tail: str, head: str) -> list[Evidence]:
    match ends:
        case "pr":
            found = [f.evidence for f in graph.feeds_from(ProgrammeId(tail)) if f.role == head]
        case "ro":
            found = [w.evidence for w in graph.workplaces_of(RoleId(tail)) if w.organisation == head]
        case "pp":
            found = [a.evidence for a in graph.onward_from(tail) if a.programme == head]
        case "ps":
            found = [o.evidence for o in graph.outcomes_of(ProgrammeId(tail)) if o.skill == head]
        case "sr":
            found = [n.evidence for n in graph.needs_of(RoleId(head)) if n.skill == tail]
        case _:
            found = []
    return found


def imprint(town: Town) -> Text:
    """Say under a picture that leaves the site whose facts it shows, and how old they are."""
    return Text(
        f"{town.disclaimer.da} Oplysningerne er fra {town.as_of}.",
        f"{town.disclaimer.en} The facts are as of {town.as_of}.",
    )


@dataclass(frozen=True, slots=True)
class Uses:
    """How much of the catalogue a source carries: claims that name it, and the newest day among them."""

    claims: int
    newest: str


def uses(graph: Graph) -> dict[SourceId, Uses]:
    """Count, for every source, the claims that rest on it; a source nobody names is left out."""
    found: dict[SourceId, Uses] = {}
    for evidence in every_evidence(graph):
        for source in evidence.sources:
            before = found.get(source, Uses(0, ""))
            found[source] = Uses(before.claims + 1, max(before.newest, evidence.as_of))
    return found


def every_evidence(graph: Graph) -> list[Evidence]:
    """List the evidence of every claim, once per claim."""
    facts = graph.facts
    tables = (
        facts.organisations, facts.programmes, facts.admissions, facts.outcomes, facts.roles, facts.needs,
        facts.feeds, facts.workplaces, facts.steps, facts.flows, facts.openings, facts.announcements,
        facts.figures, facts.practicals, facts.contradictions,
    )  # fmt: skip
    return [row.evidence for table in tables for row in table if row.evidence is not None]


def by_basis(graph: Graph) -> dict[Basis, int]:
    """Count the claims of the catalogue by how well they are known."""
    counted = dict.fromkeys(Basis, 0)
    for evidence in every_evidence(graph):
        counted[evidence.basis] += 1
    return counted
