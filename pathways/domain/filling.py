"""Programmes on one side, roles on the other, people between them: a largest flow, and the groups it leaves short.

Counted in whole thousandths of a person, so that every sum is exact. What it is for is told in
`pathways.domain.flow`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, maximum_flow

from pathways.domain.nouns import ProgrammeId, RoleId

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

Link: TypeAlias = tuple[ProgrammeId, RoleId]

Id = TypeVar("Id", ProgrammeId, RoleId)

PERSON: Final = 1000
"""Thousandths in one."""
MOST: Final = 1_000_000
"""People on either side; scipy counts in 32 bits."""


@dataclass(frozen=True, slots=True)
class Network:
    """Thousandths by programme and by role, and the links between them, all in the order of their ids.

    Neither side adds up to more than `MOST` people.
    """

    supply: Mapping[ProgrammeId, int]
    wanted: Mapping[RoleId, int]
    links: tuple[Link, ...]

    @property
    def short(self) -> int:
        """How much more is wanted than there is."""
        return sum(self.wanted.values()) - sum(self.supply.values())


def thousandths(people: Mapping[Id, float], why_not: str) -> dict[Id, int]:
    """Count people in whole thousandths. Raises `ValueError`: below 0, without end, or over a million in all."""
    for id, count in people.items():
        if not (isfinite(count) and count >= 0):
            raise ValueError(f"{id}: {count} people {why_not}.")
    if sum(people.values()) > MOST:
        raise ValueError(f"More than {MOST} people {why_not}.")
    return {id: round(count * PERSON) for id, count in people.items()}


def fill(network: Network) -> dict[Link, int]:
    """Find a largest flow: thousandths by link, in the order of the links."""
    if not network.links:
        return {}
    one = {programme: place for place, programme in enumerate(network.supply, 1)}
    other = {role: place for place, role in enumerate(network.wanted, 1 + len(one))}
    sink = 1 + len(one) + len(other)
    arcs = [
        *((0, one[programme], people) for programme, people in network.supply.items()),
        *((one[programme], other[role], network.supply[programme]) for programme, role in network.links),
        *((other[role], sink, people) for role, people in network.wanted.items()),
    ]
    tails, heads, most = np.array(arcs, dtype=np.int32).T
    capacities = csr_array((most, (tails, heads)), shape=(sink + 1, sink + 1))
    flow = maximum_flow(capacities, 0, sink, method="dinic").flow.tocoo()
    people = dict(zip(zip(flow.row.tolist(), flow.col.tolist(), strict=True), flow.data.tolist(), strict=True))
    return {(programme, role): people.get((one[programme], other[role]), 0) for programme, role in network.links}


def unfilled(network: Network, flows: Mapping[Link, int]) -> dict[RoleId, int]:
    """Give what a flow leaves open, in thousandths by role."""
    left = dict(network.wanted)
    for (_, role), people in flows.items():
        left[role] -= people
    return left


def short_groups(network: Network, flows: Mapping[Link, int]) -> Iterator[Network]:
    """Yield the connected parts of the minimum cut next to the roles, by their first role; each is short of people.

    A role is in it when it is not filled, or when it could hand people on, through programmes that feed both, to one
    that is not. Every programme that feeds a role in it spends all it has on roles in it.
    """
    takers: defaultdict[ProgrammeId, list[RoleId]] = defaultdict(list)
    feeders: defaultdict[RoleId, list[ProgrammeId]] = defaultdict(list)
    for (programme, role), people in flows.items():
        feeders[role].append(programme)
        if people:
            takers[programme].append(role)
    short = _reached([role for role, people in unfilled(network, flows).items() if people], feeders, takers)
    fed: defaultdict[ProgrammeId, list[RoleId]] = defaultdict(list)
    for programme, role in network.links:
        if role in short:
            fed[programme].append(role)
    while short:
        group = _reached([min(short)], feeders, fed)
        short -= group
        yield _part(network, group)


def gain(group: Network, programme: ProgrammeId, left: Mapping[RoleId, int]) -> int:
    """Give how many more are placed, in thousandths, when a programme of a short group finishes one more.

    All that the programmes of a group finish are placed already, so everyone above that is a gain. Where a role that
    the programme feeds has room for one, in the flow that `left` comes from, nothing need be solved again.
    """
    if any(left[role] >= PERSON for feeder, role in group.links if feeder == programme):
        return PERSON
    more = {**group.supply, programme: group.supply[programme] + PERSON}
    return sum(fill(Network(more, group.wanted, group.links)).values()) - sum(group.supply.values())


def open_links(network: Network, flows: Mapping[Link, int]) -> set[Link]:
    """Give the links that somebody takes in at least one flow as large, where both sides are used up to the last.

    Those are the links of the flow that is given, and those on a circle along which it can be changed.
    """
    one = {programme: place for place, programme in enumerate(network.supply)}
    other = {role: place for place, role in enumerate(network.wanted, len(one))}
    arcs = [(one[programme], other[role]) for programme, role in network.links]
    arcs += [(other[role], one[programme]) for (programme, role), people in flows.items() if people]
    size = len(one) + len(other)
    tails, heads = np.array(arcs, dtype=np.int32).reshape(-1, 2).T
    _, circle = connected_components(csr_array((np.ones(len(arcs)), (tails, heads)), (size, size)), connection="strong")
    return {link for link in network.links if flows[link] or circle[one[link[0]]] == circle[other[link[1]]]}


def _part(network: Network, roles: Collection[RoleId]) -> Network:
    """Keep some roles, and every programme that feeds them."""
    links = tuple(link for link in network.links if link[1] in roles)
    programmes = {programme for programme, _ in links}
    return Network(
        {programme: people for programme, people in network.supply.items() if programme in programmes},
        {role: people for role, people in network.wanted.items() if role in roles},
        links,
    )


def _reached(
    roles: Iterable[RoleId],
    feeders: Mapping[RoleId, Iterable[ProgrammeId]],
    onward: Mapping[ProgrammeId, Iterable[RoleId]],
) -> set[RoleId]:
    """Go from roles to the programmes that feed them, and on to roles, as far as it leads."""
    found, waiting = set(roles), list(roles)
    done: set[ProgrammeId] = set()
    while waiting:
        for programme in feeders[waiting.pop()]:
            if programme not in done:
                done.add(programme)
                fresh = set(onward[programme]) - found
                found |= fresh
                waiting += fresh
    return found
