"""What is allowed, and looks as if a figure were missing or a link wrong (domain rules §2)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pathways.domain.cover import cover, weights
from pathways.domain.errors import Fault
from pathways.domain.rules import key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import ProgrammeId, RoleId

LOW_COVER = 0.25
INCOMPLETE = "Complete the outcomes, or see whether the link is right."


def warnings(graph: Graph) -> tuple[Fault, ...]:
    """Doubts about links of cover below 0.25, then about roles that a programme without a link covers best.

    Each in the order of the facts; empty when nothing is doubtful.

    A programme that says nothing of a role (`cover` has no share) is neither doubted nor a rival.
    """
    return (*_thin_links(graph), *_unfed_roles(graph))


def _thin_links(graph: Graph) -> Iterator[Fault]:
    for index, link in enumerate(graph.facts.feeds):
        share = cover(graph, (link.programme,), link.role).share
        if share is not None and share < LOW_COVER:
            problem = f"The programme covers only {share:.0%} of the role's needs."
            yield Fault("feeds", key(link), "programme", problem, INCOMPLETE, index=index)


def _unfed_roles(graph: Graph) -> Iterator[Fault]:
    for index, role in enumerate(graph.facts.roles):
        feeders = {link.programme for link in graph.feeds_to(role.id)}
        shares = [cover(graph, (feeder,), role.id).share for feeder in feeders]
        judged = [share for share in shares if share is not None]
        best = _better(graph, role.id, feeders, max(judged, default=0.0))
        if best is not None:
            others = f"the best programme that has, {max(judged):.0%}" if judged else _UNJUDGED[bool(feeders)]
            problem = f"{best[0]} covers {best[1]:.0%} and has no link to it; {others}."
            yield Fault("roles", role.id, "id", problem, INCOMPLETE, index=index)


_UNJUDGED = {True: "no programme that has can be judged", False: "no programme has"}


def _better(graph: Graph, role: RoleId, feeders: set[ProgrammeId], fed: float) -> tuple[ProgrammeId, float] | None:
    """The programme without a link that covers most, if that is more than `fed`.

    Asked in the order of what they could cover at most, so that few have to be judged.
    """
    counts = weights(graph, role)
    total = sum(counts.values())
    most: Counter[ProgrammeId] = Counter()
    for skill, weight in counts.items():
        for outcome in graph.teachers_of(skill):
            most[outcome.programme] += weight
    best, share = None, fed
    for programme, reach in most.most_common():
        if reach <= share * total:
            break
        if programme not in feeders:
            rival = cover(graph, (programme,), role).share or 0.0
            if rival > share:
                best, share = programme, rival
    return None if best is None else (best, share)
