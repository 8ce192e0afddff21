"""The best case: how many of the openings those who finish could fill at most, and what stands in the way.

Programmes finish people, roles want people, and a *feeds* link lets any number of people through: cover is no gate.
The largest possible flow is the best case. Where it leaves openings unfilled, the minimum cut says why, by name:
groups of roles that together want more than all programmes that feed them finish. Of all minimum cuts it is the one
with the fewest roles, which is the same whichever of several best flows was found.

It counts in whole thousandths of a person, which makes every sum exact: what is given is rounded to them.

Unknown is no zero. A role whose openings nobody stated is not in it. A programme that is not in `supply` may finish
any number: a role that it feeds is *not judged*. Such a role is in no bottleneck, and neither its openings nor those
who would fill them are counted; it comes back in `unjudged`. What is unmet is therefore "at least", and would be no
less if those programmes finished a thousand each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from pathways.domain.filling import PERSON, Network, fill, gain, short_groups, thousandths, unfilled
from pathways.domain.nouns import Interval

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pathways.domain.filling import Link
    from pathways.domain.nouns import ProgrammeId, RoleId


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Roles that together want more people than all programmes that feed them finish: `wanted` > `finishing`.

    `programmes` are all that feed any of the roles; empty where none does. Both are in the order of their ids.
    """

    roles: tuple[RoleId, ...]
    programmes: tuple[ProgrammeId, ...]
    wanted: float
    finishing: float


@dataclass(frozen=True, slots=True)
class BestCase:
    """The most that can be filled, people a year, over the roles that can be judged.

    `flows` is one way to do it, only links that somebody takes; there may be others that fill as many.
    `bottlenecks` have the largest shortfall first, then go by id; their shortfalls add up to `unmet`.
    `worth` is how far the unmet number falls if a programme finished one more, 0 to 1, of every programme of known
    supply that feeds a judged role; where it feeds roles that are not judged as well, it may be worth more.
    `unjudged` are the roles with openings of which a feeding programme's supply is unknown, by id.
    """

    filled: float
    unmet: float
    flows: Mapping[Link, float]
    bottlenecks: tuple[Bottleneck, ...]
    worth: Mapping[ProgrammeId, float]
    unjudged: tuple[RoleId, ...]


def best_case(
    supply: Mapping[ProgrammeId, float], openings: Mapping[RoleId, float], links: Collection[Link]
) -> BestCase:
    """Fill as many openings as can be, and name what cannot.

    Args:
        supply: people a year who finish and are there to be taken on, ≥ 0; a programme that is absent is unknown.
        openings: people a year that are wanted, ≥ 0; a role that is absent is unknown.
        links: which programme feeds which role; links to roles without openings are ignored.

    Returns:
        The same for the same facts, in whatever order they are given.

    Raises:
        ValueError: a number below 0 or without end, or more than a million people in all.
    """
    wanted, unjudged = _judged(supply, openings, links)
    network = _network(supply, wanted, links)
    flows = fill(network)
    left = unfilled(network, flows)
    filled = sum(flows.values())
    groups = sorted(short_groups(network, flows), key=lambda group: (-group.short, tuple(group.wanted)))
    gains = {programme: gain(group, programme, left) for group in groups for programme in group.supply}
    return BestCase(
        filled=filled / PERSON,
        unmet=sum(left.values()) / PERSON,
        flows=MappingProxyType({link: people / PERSON for link, people in flows.items() if people}),
        bottlenecks=tuple(_named(group) for group in groups),
        worth=MappingProxyType({programme: gains.get(programme, 0) / PERSON for programme in network.supply}),
        unjudged=unjudged,
    )


def second_line(
    supply: Mapping[ProgrammeId, float],
    openings: Mapping[RoleId, float],
    links: Collection[Link],
    effort: Collection[Link],
) -> BestCase:
    """Give the best case if people were taken on *with effort*, too, for the very roles that `best_case` judges.

    What the effort would add is the fall of `unmet` from the one to the other. Links *with effort* from programmes of
    unknown supply are ignored: what they could add is unknown, and makes no role unjudged that was judged without.

    Raises:
        ValueError: as `best_case`.
    """
    wanted, unjudged = _judged(supply, openings, links)
    known = [(programme, role) for programme, role in effort if programme in supply]
    return replace(best_case(supply, wanted, [*links, *known]), unjudged=unjudged)


def seat_worth(worth: float, fill: Interval, finishing: Interval, stays: Interval) -> Interval:
    """Give what one more seat is worth, in people: one more finisher's worth × fill × finishing × stays.

    Args:
        worth: of one more finisher, 0-1.
        fill: share of seats that are taken, 0-1.
        finishing: share of those who start that finish, 0-1.
        stays: share of those who finish that work here, 0-1.

    Raises:
        ValueError: a share that is none, or that falls from low to high.
    """
    shares = (Interval(worth, worth, worth), fill, finishing, stays)
    for share in shares:
        if not 0 <= share.low <= share.likely <= share.high <= 1:
            raise ValueError(f"{share} is no share from 0 to 1.")
    low = likely = high = 1.0
    for share in shares:
        low, likely, high = low * share.low, likely * share.likely, high * share.high
    return Interval(low, likely, high)


def _judged(
    supply: Mapping[ProgrammeId, float], openings: Mapping[RoleId, float], links: Iterable[Link]
) -> tuple[dict[RoleId, float], tuple[RoleId, ...]]:
    """Part the openings: those of roles that only programmes of known supply feed, and the other roles."""
    unsure = {role for programme, role in links if programme not in supply}
    known = {role: people for role, people in openings.items() if role not in unsure}
    return known, tuple(sorted(unsure.intersection(openings)))


def _network(supply: Mapping[ProgrammeId, float], wanted: Mapping[RoleId, float], links: Iterable[Link]) -> Network:
    """Count in thousandths, and keep what has to do with a role that is judged."""
    kept = sorted({link for link in links if link[1] in wanted})
    finishing = thousandths(supply, "cannot finish")
    programmes = sorted({programme for programme, _ in kept})
    return Network(
        {programme: finishing[programme] for programme in programmes},
        dict(sorted(thousandths(wanted, "cannot be wanted").items())),
        tuple(kept),
    )


def _named(group: Network) -> Bottleneck:
    wanted, finishing = sum(group.wanted.values()), sum(group.supply.values())
    return Bottleneck(tuple(group.wanted), tuple(group.supply), wanted / PERSON, finishing / PERSON)
