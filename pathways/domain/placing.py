"""The estimated part of the split, over all programmes at once: by cover, and by openings too where both are known.

    programme → role   estimated links alone; together they hold what `pathways.domain.gravity.shares` left them
    group              programmes and roles that estimated links tie together
    year               the first from this one on of which the openings of all roles of the group are known, and who
                       finishes the programmes that feed them

In a group that has such a year both margins are held in it (`pathways.domain.gravity.fit`): everyone is placed, and no
role takes on more than it wants beyond those who were counted. In the others only the programmes' own margin is; then
nothing is claimed of a role's total (`only_by_cover`). A group in which more people come than are wanted is of those,
too: there is nobody's figure that could be bent to make them fit. What is fixed, counted or supposed never moves.

Nothing is random, and placing what was placed changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from pathways.domain.cover import cover
from pathways.domain.gravity import DoNotFit, fit, pull
from pathways.domain.nouns import Interval, weakest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pathways.domain.filling import Link
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Basis, ProgrammeId, RoleId
    from pathways.domain.supply import Inputs, Stream


def placed(graph: Graph, given: Inputs) -> Inputs:
    """Split what is estimated anew, by what programmes teach and roles want in these inputs."""
    if not given.estimated:
        return given
    pulls = {link: pull(cover(graph, (link[0],), link[1]).share) or 1.0 for link in sorted(given.estimated)}
    shares, by_cover = dict(given.shares), set(given.estimated)
    for group in _groups(pulls):
        parts, bases = _by_openings(graph, given, group, pulls)
        by_cover -= parts.keys()
        for link, part in (parts or _by_cover(group, pulls)).items():
            known = shares[link]
            shares[link] = replace(known, value=_part_of(given, link[0], part), basis=weakest([known.basis, *bases]))
    return replace(given, shares=shares, only_by_cover=frozenset(by_cover))


def _groups(links: Iterable[Link]) -> list[list[Link]]:
    """Put the links together that share a programme or a role, one after the other."""
    groups: list[list[Link]] = []
    for link in links:
        near = [group for group in groups if any(link[0] == other[0] or link[1] == other[1] for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(each for group in near for each in group), link])
    return groups


def _by_cover(group: list[Link], pulls: Mapping[Link, float]) -> dict[Link, float]:
    """Give which part of a programme's estimated people each link gets."""
    total: defaultdict[ProgrammeId, float] = defaultdict(float)
    for link in group:
        total[link[0]] += pulls[link]
    return {link: pulls[link] / total[link[0]] for link in group}


def _by_openings(
    graph: Graph, given: Inputs, group: list[Link], pulls: Mapping[Link, float]
) -> tuple[dict[Link, float], tuple[Basis, ...]]:
    """As `_by_cover`, with both margins held, and how sure the openings are; nothing where they are not both known."""
    roles = sorted({role for _, role in group})
    programmes = sorted({programme for programme, _ in group})
    for year in _years_stated(given, roles):
        wanted = {role: _left_to_fill(graph, given, role, year) for role in roles}
        people = {programme: _finishing(given.streams[programme], year) for programme in programmes}
        rest = {programme: (count or 0) * estimated(given, programme).likely for programme, count in people.items()}
        open_ = {role: count for role, count in wanted.items() if count is not None}
        if len(open_) == len(wanted) and all(rest.values()):
            try:
                fitted = fit(rest, open_, {link: pulls[link] for link in group})
            except DoNotFit:
                return {}, ()
            parts = {link: fitted.people[link] / rest[link[0]] for link in group}
            return parts, tuple(known.basis for role in roles for known in given.openings[role][year].values())
    return {}, ()


def _years_stated(given: Inputs, roles: Iterable[RoleId]) -> list[int]:
    stated = [{year for year, of in given.openings.get(role, {}).items() if of} for role in roles]
    return sorted(year for year in set.intersection(*stated) if year >= given.this_year)


def _left_to_fill(graph: Graph, given: Inputs, role: RoleId, year: int) -> float | None:
    """Openings of a role less those who come by links that are not estimated; None where one of these is unknown."""
    left = sum(known.value.likely for known in given.openings[role][year].values())
    for link in graph.feeds_to(role):
        pair = link.programme, role
        if pair in given.estimated:
            continue
        finishing, share = _finishing(given.streams[link.programme], year), given.shares.get(pair)
        if finishing is None or share is None:
            return None
        left -= finishing * share.value.likely
    return max(0.0, left)


def _finishing(stream: Stream, year: int) -> float | None:
    """How many are likely to finish in a year; None where it is unknown, or nobody does."""
    if year in stream.finished:
        return stream.finished[year].value.likely
    cohorts = [cohort.started.value.likely for cohort in stream.cohorts if cohort.finishes == year]
    return sum(cohorts) * stream.finishing.value.likely if cohorts and stream.finishing else None


def estimated(given: Inputs, programme: str) -> Interval:
    """Give the share of a programme's finishers whose way to roles here nobody counted: all its estimates together."""
    values = [given.shares[link].value for link in given.estimated if link[0] == programme]
    low, likely, high = (sum(getattr(value, end) for value in values) for end in ("low", "likely", "high"))
    return Interval(low, likely, high)


def _part_of(given: Inputs, programme: ProgrammeId, part: float) -> Interval:
    whole = estimated(given, programme)
    return Interval(whole.low * part, whole.likely * part, whole.high * part)
