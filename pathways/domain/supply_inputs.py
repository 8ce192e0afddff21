"""What the facts and the companies say of supply and openings, as far as it is known, for every programme and role.

    intake      flows of kind `intake`, by year. Years to come, and one that nobody has counted yet, are taken to be as
                the last ones (least, mean and most of up to five), marked assumed, and only where at least three were
                counted and the newest is at most two years old
    finishing   counted finishers by the starters they came from: the source's own base, else the intake of their year
                less the length. All cohorts together, with a Wilson interval widened to the cohorts' own extremes
    shares      pinned flows to a role here by their base, with a Wilson interval; the links that nobody counted get the
                rest by cover, where it is known how many go away (`pathways.domain.gravity`), and by openings where
                these are known, too (`pathways.domain.placing`); marked derived
    openings    from sources, and those that companies stated, as far as these are public

A count without its base, or of a programme whose length nobody states, gives no share and no cohort.
"""

from __future__ import annotations

from collections import defaultdict
from math import ceil
from typing import TYPE_CHECKING, Final

from pathways.domain.gravity import shares
from pathways.domain.nouns import Basis, Evidence, Interval, OrganisationId, weakest
from pathways.domain.placing import placed
from pathways.domain.supply import Cohort, Inputs, Known, Stream
from pathways.domain.wilson import wilson

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Flow, Programme, RoleId
    from pathways.domain.publishing import PublicOpening

AHEAD: Final = 8
"""Years to come for which intakes are assumed."""
FEWEST_INTAKES, NEWEST_INTAKE, LAST_INTAKES = 3, 2, 5


def inputs(graph: Graph, openings: Iterable[PublicOpening], this_year: int) -> Inputs:
    """Collect what is known, of all programmes and roles; `openings` are those that companies stated in public."""
    parts = [(programme, part) for programme in graph.programmes for part in shares(graph, programme).parts]
    given = Inputs(
        this_year=this_year,
        streams={
            programme.id: stream(programme, graph.flows_of(programme.id), this_year)
            for programme in graph.programmes.values()
        },
        shares={(programme, part.role): part.known for programme, part in parts},
        openings=openings_by_role(graph, openings),
        estimated=frozenset((programme, part.role) for programme, part in parts if not part.pinned),
    )
    return placed(graph, given)


def stream(programme: Programme, flows: Sequence[Flow], this_year: int) -> Stream:
    """Give what is known of one programme's people."""
    started = {int(flow.year): flow for flow in _counts(flows, "intake")}
    finished = {int(flow.year): flow for flow in _counts(flows, "completion")}
    cohorts = _cohorts(programme, started, this_year)
    return Stream(
        programme=programme.id,
        cohorts=cohorts,
        finishing=_finishing(programme, started, finished.values()),
        finished={year: known_of(flow) for year, flow in sorted(finished.items())},
    )


def known_of(flow: Flow) -> Known:
    """Give a counted flow as a quantity of people.

    Raises:
        ValueError: the flow counts nobody.
    """
    if flow.people is None:
        raise ValueError(f"{flow.id} counts nobody.")
    return Known(flow.people, flow.evidence.basis, (flow.evidence,), (flow,))


def _counts(flows: Iterable[Flow], kind: str) -> list[Flow]:
    return [flow for flow in flows if flow.kind == kind and flow.people and flow.year.isdigit()]


def _cohorts(programme: Programme, started: Mapping[int, Flow], this_year: int) -> tuple[Cohort, ...]:
    """List the counted cohorts, and those to come where the last years say how many they may be."""
    if programme.years is None:
        return ()
    length = ceil(programme.years)
    counted = [
        Cohort(programme.id, year, known_of(flow), year + length, begun=year <= this_year)
        for year, flow in sorted(started.items())
    ]
    lately = [started[year] for year in sorted(started) if year <= this_year][-LAST_INTAKES:]
    if len(lately) < FEWEST_INTAKES or int(lately[-1].year) < this_year - NEWEST_INTAKE:
        return tuple(counted)
    assumed = as_lately(lately)
    to_come = range(int(lately[-1].year) + 1, this_year + AHEAD + 1)
    return (
        *counted,
        *(Cohort(programme.id, year, assumed, year + length, begun=False) for year in to_come if year not in started),
    )


def as_lately(flows: Sequence[Flow]) -> Known:
    """Take a year that nobody has counted to be like the last ones."""
    people = [flow.people for flow in flows if flow.people]
    mean = sum(one.likely for one in people) / len(people)
    value = Interval(min(one.low for one in people), mean, max(one.high for one in people))
    return Known(value, Basis.ASSUMED, tuple(flow.evidence for flow in flows), tuple(flows))


def _finishing(programme: Programme, started: Mapping[int, Flow], finished: Iterable[Flow]) -> Known | None:
    """Work out which share of a cohort finishes, from the cohorts of which both ends were counted."""
    ends: list[tuple[Flow, float, float, Flow | None]] = []
    for flow in finished:
        start = None
        if flow.base is None and programme.years is not None:
            start = started.get(int(flow.year) - ceil(programme.years))
        whole = flow.base or (start.people.likely if start and start.people else 0)
        part = flow.people.likely if flow.people else 0.0
        if whole and part <= whole:
            ends.append((flow, part, whole, start))
    if not ends:
        return None
    sure = wilson(sum(part for _, part, _, _ in ends), sum(whole for _, _, whole, _ in ends))
    each = [part / whole for _, part, whole, _ in ends]
    value = Interval(min(sure.low, *each), sure.likely, max(sure.high, *each))
    flows = [flow for end, _, _, start in ends for flow in (end, start) if flow]
    basis = weakest([Basis.DERIVED, *(flow.evidence.basis for flow in flows)])
    return Known(value, basis, tuple(flow.evidence for flow in flows), tuple(flows))


def openings_by_role(
    graph: Graph, stated: Iterable[PublicOpening]
) -> Mapping[RoleId, Mapping[int, Mapping[OrganisationId, Known]]]:
    """Put openings from sources and from companies together; what a company states itself stands before a source."""
    found: defaultdict[RoleId, defaultdict[int, dict[OrganisationId, Known]]] = defaultdict(lambda: defaultdict(dict))
    for opening in graph.facts.openings:
        known = Known(opening.people, opening.evidence.basis, (opening.evidence,))
        found[opening.role][opening.year][opening.organisation] = known
    for told in stated:
        evidence = Evidence(Basis.STATED, (), told.as_of.isoformat())
        known = Known(told.people, Basis.STATED, (evidence,))
        found[told.role][told.year][told.organisation or OrganisationId("")] = known
    return found
