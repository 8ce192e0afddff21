"""Of all largest flows, the one that people like best: cover is their preference, never their gate.

A flow is changed along circles of the residual graph, each of which makes it better and moves nobody in or out of the
whole: as many are filled as before. When no circle is left that would, none is better (Klein 1967). Likings are whole
numbers, people whole thousandths, so it ends, and ends at the same for the same, in whatever order they are given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathways.domain.filling import Link, Network

FINE: Final = 1_000_000
"""Parts in which a liking from 0 to 1 is told apart."""
START, END = ("", "start"), ("", "end")

Place = tuple[str, str]


class _Way(NamedTuple):
    """One way to change a flow: so many more from here to there, each at this cost, along a link or beside it."""

    tail: Place
    head: Place
    room: int
    cost: int
    link: Link | None
    sign: int


def preferred(network: Network, flows: Mapping[Link, int], liking: Mapping[Link, float]) -> dict[Link, int]:
    """Give a flow as large as the given one in which people go where they would rather.

    Args:
        network: what there is and what is wanted.
        flows: a largest flow, in thousandths by link, every link of the network.
        liking: how much each link is liked, 0-1; one that is absent is liked not at all.
    """
    found = dict(flows)
    costs = {link: -round(FINE * liking.get(link, 0.0)) for link in network.links}
    while circle := _circle(_ways(network, found, costs)):
        most = min(way.room for way in circle)
        for way in circle:
            if way.link:
                found[way.link] += way.sign * most
    return found


def _ways(network: Network, flows: Mapping[Link, int], costs: Mapping[Link, int]) -> list[_Way]:
    ways = []
    out, into = dict.fromkeys(network.supply, 0), dict.fromkeys(network.wanted, 0)
    for link in network.links:
        one, other = ("programme", str(link[0])), ("role", str(link[1]))
        out[link[0]] += flows[link]
        into[link[1]] += flows[link]
        ways.append(_Way(one, other, network.supply[link[0]], costs[link], link, 1))
        ways.append(_Way(other, one, flows[link], -costs[link], link, -1))
    for programme, people in network.supply.items():
        place = ("programme", str(programme))
        ways.append(_Way(START, place, people - out[programme], 0, None, 1))
        ways.append(_Way(place, START, out[programme], 0, None, -1))
    for role, people in network.wanted.items():
        place = ("role", str(role))
        ways.append(_Way(place, END, people - into[role], 0, None, 1))
        ways.append(_Way(END, place, into[role], 0, None, -1))
    return [way for way in ways if way.room]


def _circle(ways: list[_Way]) -> list[_Way]:
    """Find a circle along which it costs less than nothing to go; empty where there is none (Bellman and Ford)."""
    places = dict.fromkeys(place for way in ways for place in (way.tail, way.head))
    cost, came = dict.fromkeys(places, 0), {}
    last = None
    for _ in places:
        last = None
        for way in ways:
            if cost[way.tail] + way.cost < cost[way.head]:
                cost[way.head] = cost[way.tail] + way.cost
                came[way.head] = way
                last = way.head
        if last is None:
            break
    if last is None:
        return []
    for _ in places:  # far enough back one is on the circle itself
        last = came[last].tail
    circle, at = [came[last]], came[last].tail
    while at != last:
        circle.append(came[at])
        at = came[at].tail
    return circle
