"""How near a role is to somebody who has finished certain programmes: realistic, with effort, or far.

The bands of the domain rules §2, in this order: *realistic*: a finished step feeds the role and no condition
is open; *with effort*: a finished step feeds it but conditions are open, or no step feeds it but the last
one's level is at most one EQF level below the role's and it covers, by itself, at least 0.40 of it; *far*:
the rest. Cover never makes a link: what is reached with effort is said to be so.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pathways.domain.cover import cover

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Programme, ProgrammeId, Role, RoleId

ENOUGH: Final = 0.40
"""The least cover of the last programme by itself for a role that no step feeds."""
SHARE_DIGITS: Final = 9
"""Decimals of a share that count; what is beyond is noise of adding."""
EQF_BELOW: Final = 1
"""How far below the role's the level of that programme may be."""


class Band(StrEnum):
    """How near a role is, nearest first."""

    REALISTIC = "realistic"
    EFFORT = "with-effort"
    FAR = "far"


BANDS: Final = tuple(Band)


def band(graph: Graph, finished: Sequence[ProgrammeId], role: RoleId, *, open_conditions: bool) -> Band:
    """Say how near `role` is after the `finished` programmes, in the order in which they were taken.

    Raises:
        UnknownId: a programme or the role is not in the graph.
    """
    asked = graph.role(role)
    if leads(graph, finished, asked.id):
        return Band.EFFORT if open_conditions else Band.REALISTIC
    if finished and near_enough(graph, graph.programme(finished[-1]), asked):
        return Band.EFFORT
    return Band.FAR


def leads(graph: Graph, finished: Iterable[ProgrammeId], role: RoleId) -> bool:
    """Tell whether one of the `finished` programmes is known to lead to `role`; never by cover alone."""
    feeders = {link.programme for link in graph.feeds_to(role)}
    return not feeders.isdisjoint(finished)


def near_enough(graph: Graph, programme: Programme, role: Role) -> bool:
    """Whether a programme that does not feed a role may still lead to it with effort."""
    if programme.eqf < role.eqf - EQF_BELOW:
        return False
    share = cover(graph, (programme.id,), role.id).share
    return share is not None and is_enough(share)


def is_enough(share: float) -> bool:
    """Whether this much of a role, 0 to 1, is enough to come near it; what is lost in adding does not decide."""
    return round(share, SHARE_DIGITS) >= ENOUGH
