"""What is allowed, and looks as if a figure were missing or a link wrong (domain rules §2)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pathways.domain.checks import YEAR
from pathways.domain.cover import cover, weights
from pathways.domain.errors import Fault
from pathways.domain.rules import key
from pathways.domain.saying import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Facts, Programme, ProgrammeId, RoleId

LOW_COVER = 0.25
INCOMPLETE = "Complete the outcomes, or see whether the link is right."
OF_STUDENTS = frozenset({"intake", "completion"})
"""Kinds of count of which there is none before a first intake."""


def warnings(graph: Graph) -> tuple[Fault, ...]:
    """Doubts about links of cover below 0.25, about roles that a programme without a link covers best, about intakes.

    Each in the order of the facts; empty when nothing is doubtful.

    A programme that says nothing of a role (`cover` has no share) is neither doubted nor a rival.
    """
    return (*_thin_links(graph), *_unfed_roles(graph), *_opened_before(graph.facts))


def counted_before(facts: Facts, programme: Programme) -> int | None:
    """Give the newest year with counted students of a programme that says it opens only after the day of the facts.

    None where nothing is doubtful. It is no fault: they may have been counted where it was taught before.
    """
    opens = programme.first_intake
    if opens is None or str(opens) <= facts.town.as_of[:4]:
        return None
    flows = (flow for flow in facts.flows if flow.programme == programme.id and flow.kind in OF_STUDENTS)
    years = (int(flow.year[:4]) for flow in flows if YEAR.match(flow.year))
    return max((year for year in years if year < opens), default=None)


def opens_after_count(counted: int, opens: int) -> tuple[str, str]:
    """Say that students of a year were counted before a first intake, and what may have been meant."""
    return (
        said(
            "Students of %(counted)s are counted, and with a first intake in %(opens)s nobody can have started before.",
            counted=counted,
            opens=opens,
        ),
        said("Write the year in which it took its very first students, not that of the next intake."),
    )


def _opened_before(facts: Facts) -> Iterator[Fault]:
    for index, programme in enumerate(facts.programmes):
        counted = counted_before(facts, programme)
        if counted is not None and programme.first_intake is not None:
            words = opens_after_count(counted, programme.first_intake)
            yield Fault("programmes", programme.id, "first_intake", *words, index=index)


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
