"""How a programme's finishers split over roles here: known shares are pins, the unknown rest is an estimate.

    rest of the finishers = all − away (elsewhere, further study) − pins
    estimate of a role    = rest × f(cover) / Σ f(cover)            over the feeds links without a pin

It is singly constrained: what is shared out is what is left of the programme, and nothing is claimed of a role's
total. Where openings are known as well, `fit` holds both margins (`pathways.domain.placing`). Where it is unknown how
many go away, or how well the programme covers a role it feeds, there is no estimate at all: the split says what is
lacking. Estimates are derived, or as weak as the weakest figure behind them. Pins are never bent: pins that add up to
more than all are named.

f is exp(cover). A feeds link says that people are taken on, so a link of cover 0 must not be closed, as cover or its
square would close it: the exponential never does. And cover is a lower bound that rests on estimated levels for most
programmes, so a steep f would turn what curricula do not tell into people: from cover 0 to 1 the pull grows 2.7 times,
no more. It is the form that follows from holding nothing but the margins and the mean cover of those placed (Wilson
1967), its factor left at 1: no real split was counted yet that it could be fitted to. Revisit when some are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import exp
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pathways.domain.counted_shares import counted_shares
from pathways.domain.cover import cover
from pathways.domain.errors import PathwaysError
from pathways.domain.filling import PERSON, Network, fill, open_links, short_groups, thousandths
from pathways.domain.fitting import CLOSE, ipf
from pathways.domain.nouns import Basis, Interval, ProgrammeId, RoleId, weakest
from pathways.domain.supply import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pathways.domain.filling import Link
    from pathways.domain.graph import Graph

ALL: Final = Known(Interval(1, 1, 1), Basis.DERIVED)
"""All finishers, as a share."""


NOBODY: Final = ProgrammeId("")
"""Stands in the row of those who are still wanted; no programme has this id."""


class Gap(StrEnum):
    """What an estimate lacks."""

    FINISHERS = "finishers"
    AWAY = "away"
    COVER = "cover"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Part:
    """Those who go to one role: counted (`pinned`), or estimated."""

    role: RoleId
    known: Known
    pinned: bool


@dataclass(frozen=True, slots=True)
class Split:
    """A programme's finishers over the roles it feeds, in the unit of what was split: shares 0-1, or people a year.

    `parts` are the pins, then the estimates, each in the order given; estimates only where nothing lacks.
    `over` is how much pins and those who go away are above all, 0 where they fit; then there are no estimates.
    `lacks` is what it takes to estimate the links that are not pinned; empty where none is left.
    """

    parts: tuple[Part, ...]
    over: float
    lacks: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Surplus:
    """Programmes that together bring more people to roles here than all roles they feed want, people a year."""

    programmes: tuple[ProgrammeId, ...]
    roles: tuple[RoleId, ...]
    finishing: float
    wanted: float


class DoNotFit(PathwaysError):
    """Both margins cannot hold; `surpluses` name why, the largest first."""

    def __init__(self, surpluses: tuple[Surplus, ...]) -> None:
        self.surpluses = surpluses
        told = "{} bring {:g} people, and all roles they feed want {:g}."
        each = [told.format(", ".join(one.programmes), one.finishing, one.wanted) for one in surpluses]
        super().__init__(" ".join(each))


@dataclass(frozen=True, slots=True)
class Fitted:
    """People a year by link, and what each role has left to fill; derived. By programme and role they add up."""

    people: Mapping[Link, float]
    unfilled: Mapping[RoleId, float]


def pull(share: float | None) -> float | None:
    """Give f(cover), above 0; None where cover is unknown."""
    return None if share is None else exp(share)


def split(
    whole: Known | None, away: Known | None, pins: Mapping[RoleId, Known], pulls: Mapping[RoleId, float | None]
) -> Split:
    """Split what finishes over roles here.

    Args:
        whole: all who finish, or `ALL` where the others are shares; None: unknown.
        away: those who go elsewhere or study on, in the same unit; None: unknown.
        pins: what is known, by role, in the same unit.
        pulls: f(cover) of every link without a pin; None: unknown.
    """
    fixed = tuple(Part(role, known, pinned=True) for role, known in pins.items())
    gone = [*pins.values(), *([away] if away else [])]
    over = sum(each.value.likely for each in gone) - whole.value.likely if whole else 0.0
    if over > CLOSE:
        return Split(fixed, over, ())
    lacking = {
        Gap.FINISHERS: whole is None,
        Gap.AWAY: away is None,
        Gap.COVER: any(each is None for each in pulls.values()),
    }
    lacks = tuple(gap for gap, is_lacking in lacking.items() if is_lacking and pulls)
    if whole is None or away is None or lacks:
        return Split(fixed, 0.0, lacks)
    rest = _rest(whole, gone)
    known = {role: each for role, each in pulls.items() if each}
    total = sum(known.values())
    return Split(
        (*fixed, *(Part(role, _times(rest, each / total), pinned=False) for role, each in known.items())), 0, ()
    )


def shares(graph: Graph, programme: ProgrammeId, away: Known | None = None) -> Split:
    """Split a programme's finishers over the roles it feeds, as shares 0-1.

    Args:
        graph: the catalogue.
        programme: whose finishers.
        away: the share that goes elsewhere or studies on; None: as far as sources count it (see `away_from`).

    Raises:
        UnknownId: the programme is not in the graph.
    """
    graph.programme(programme)
    counted = counted_shares(graph, programme)
    roles = [link.role for link in graph.feeds_from(programme)]
    pins = {role: counted[role] for role in roles if role in counted}
    free = [role for role in roles if role not in pins]
    away = away or away_from(graph, programme)
    pulls = {role: pull(cover(graph, (programme,), role).share) if away else 1.0 for role in free}
    found = split(ALL, away, pins, pulls)
    baseless = any(flow.pinned and flow.role in free for flow in graph.flows_of(programme))
    if baseless:  # some of the rest were counted, as a number of people and of unknown how many
        return Split(tuple(part for part in found.parts if part.pinned), found.over, (*found.lacks, Gap.BASE))
    return found


def away_from(graph: Graph, programme: ProgrammeId) -> Known | None:
    """Give the share of finishers who go elsewhere or study on; None unless a source counts those who go elsewhere.

    Those who study on are added where they were counted of the same class: the same year and base.
    """
    flows = [flow for flow in graph.flows_of(programme) if flow.programme == programme and flow.people and flow.base]
    gone = [flow for flow in flows if flow.kind == "elsewhere"]
    if not gone:
        return None
    newest = max(gone, key=lambda flow: (flow.year, flow.id))
    of_class = [flow for flow in flows if (flow.year, flow.base) == (newest.year, newest.base)]
    counted = [flow for flow in of_class if flow.kind == "elsewhere" or (flow.pinned and flow.onward)]
    low, likely, high = (
        sum(getattr(flow.people, end) for flow in counted) / (newest.base or 1) for end in ("low", "likely", "high")
    )
    basis = weakest([Basis.DERIVED, *(flow.evidence.basis for flow in counted)])
    value = Interval(min(low, 1.0), min(likely, 1.0), min(high, 1.0))
    return Known(value, basis, tuple(flow.evidence for flow in counted), tuple(counted))


def fit(rest: Mapping[ProgrammeId, float], wanted: Mapping[RoleId, float], pulls: Mapping[Link, float]) -> Fitted:
    """Split what is left of several programmes at once, where the openings of all roles that they feed are known.

    Everyone of `rest` is placed; no role takes on more than it wants, and what is wanted beyond those who are placed
    stays unfilled, with the same pull from every role. Counted in whole thousandths of a person, to which what is
    given is rounded.

    Args:
        rest: people a year of each programme who go to roles here and are not pinned, ≥ 0.
        wanted: openings of each role that are not pinned, ≥ 0.
        pulls: f(cover) by link, above 0.

    Raises:
        DoNotFit: some programmes bring more people than all roles they feed want.
        ValueError: a number below 0 or without end, over a million people, a pull that is not above 0, or of a role
            or programme that is not given.
    """
    for (programme, role), force in pulls.items():
        if not force > 0 or programme not in rest or role not in wanted:
            raise ValueError(f"No one is pulled from {programme} to {role} by {force}.")
    bringing, openings = thousandths(rest, "cannot finish"), thousandths(wanted, "cannot be wanted")
    _refuse_surplus(bringing, openings, pulls)
    more = sum(openings.values()) - sum(bringing.values())
    supply = dict(sorted({**bringing, **({NOBODY: more} if more else {})}.items()))
    links = [*pulls, *((NOBODY, role) for role in openings if more)]
    network = Network(supply, dict(sorted(openings.items())), tuple(sorted(links)))
    possible = open_links(network, fill(network))
    seed = [[pulls.get((p, r), 1.0) if (p, r) in possible else 0.0 for r in network.wanted] for p in network.supply]
    margins = ([people / PERSON for people in side.values()] for side in (network.supply, network.wanted))
    table = ipf(seed, *margins)
    found = {(p, r): float(table[i, j]) for i, p in enumerate(network.supply) for j, r in enumerate(network.wanted)}
    return Fitted(
        MappingProxyType({link: found[link] for link in sorted(pulls)}),
        MappingProxyType({role: found.get((NOBODY, role), 0.0) for role in network.wanted}),
    )


def _refuse_surplus(bringing: Mapping[ProgrammeId, int], openings: Mapping[RoleId, int], links: Iterable[Link]) -> None:
    """Look from the other side: roles finish places, and programmes want them."""
    network = Network(
        {ProgrammeId(role): people for role, people in sorted(openings.items())},
        {RoleId(programme): people for programme, people in sorted(bringing.items())},
        tuple(sorted((ProgrammeId(role), RoleId(programme)) for programme, role in links)),
    )
    surpluses = [
        Surplus(
            tuple(ProgrammeId(programme) for programme in group.wanted),
            tuple(RoleId(role) for role in group.supply),
            sum(group.wanted.values()) / PERSON,
            sum(group.supply.values()) / PERSON,
        )
        for group in short_groups(network, fill(network))
    ]
    if surpluses:
        raise DoNotFit(tuple(sorted(surpluses, key=lambda one: (one.wanted - one.finishing, one.programmes))))


def _rest(whole: Known, gone: Iterable[Known]) -> Known:
    """Take away; the least is left where most are gone."""
    gone = tuple(gone)
    low = whole.value.low - sum(each.value.high for each in gone)
    likely = whole.value.likely - sum(each.value.likely for each in gone)
    high = whole.value.high - sum(each.value.low for each in gone)
    every = (whole, *gone)
    return Known(
        Interval(max(0.0, low), max(0.0, likely), max(0.0, high)),
        weakest([Basis.DERIVED, *(each.basis for each in every)]),
        tuple(evidence for each in every for evidence in each.evidence),
        tuple(flow for each in every for flow in each.flows),
        own=any(each.own for each in every),
    )


def _times(known: Known, part: float) -> Known:
    value = Interval(known.value.low * part, known.value.likely * part, known.value.high * part)
    return Known(value, known.basis, known.evidence, known.flows, known.own)
