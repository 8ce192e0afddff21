"""What somebody still lacks for a role, and the fewest programmes that would teach it.

A gap is a need that is not met: met in part, or not seen in what was finished. What is usually learnt at work is no
gap that a programme can close; it stands beside. The bridge is the smallest set of programmes whose outcomes close
the gaps that any programme closes: exact, by trying with one programme, then with two, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, TypeAlias

from pathways.domain.cover import Cover, Judged, Standing, cover, says_something
from pathways.domain.nouns import Here

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Programme, ProgrammeId, RoleId, Skill


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill that falls short, with what it takes and what is held; `shortfall` is weight times the part missing."""

    skill: Skill
    judged: Judged
    shortfall: float


@dataclass(frozen=True, slots=True)
class Bridge:
    """The fewest programmes that close the gaps: `closes` says which gaps each of them closes.

    `leaves` are gaps that no programme here closes to the level asked for.
    """

    programmes: tuple[Programme, ...]
    closes: tuple[tuple[Gap, ...], ...]
    leaves: tuple[Gap, ...]


def gaps(graph: Graph, judged: Cover) -> tuple[Gap, ...]:
    """List the needs not met, by weighted shortfall, largest first, then by the skill's English label.

    Empty when nothing is missing; what is learnt at work is not in it.
    """
    found = [
        Gap(graph.skills[one.need.skill], one, one.weight * (1 - one.share))
        for one in judged.needs
        if one.standing in (Standing.PART, Standing.NOT_SEEN)
    ]
    return tuple(sorted(found, key=lambda gap: (-gap.shortfall, gap.skill.label.en)))


def gaps_after(graph: Graph, programmes: Iterable[ProgrammeId], role: RoleId) -> tuple[Gap, ...]:
    """List what is missing for a role after these programmes.

    Raises:
        UnknownId: a programme or the role is not in the graph.
    """
    return gaps(graph, cover(graph, programmes, role))


def bridge(graph: Graph, missing: Sequence[Gap], role: RoleId, without: Collection[ProgrammeId] = ()) -> Bridge:
    """Find the fewest programmes that close all gaps that can be closed; of equals: here, shorter, by line.

    Of several sets as small, the one is taken whose programme for the gap that fewest close comes first so.

    Args:
        graph: the catalogue.
        missing: the gaps of `role`, as from `gaps`; none of them makes a bridge of nothing.
        role: judged by; a programme whose skills say nothing of it is left out.
        without: programmes not to take, such as those finished.

    Returns:
        The programmes in the order in which the rarest gap left was closed; none where no programme closes any.

    Raises:
        UnknownId: the role is not in the graph.
    """
    helpful = _helpful(graph, missing, role, without)
    wanted = frozenset().union(*(closed for _, closed in helpful))
    chosen = next(found for size in range(len(wanted) + 1) for found in _covers(helpful, wanted, size))
    closes = tuple(tuple(missing[at] for at in sorted(closed)) for _, closed in chosen)
    return Bridge(
        programmes=tuple(programme for programme, _ in chosen),
        closes=closes,
        leaves=tuple(gap for at, gap in enumerate(missing) if at not in wanted),
    )


Helpful: TypeAlias = "tuple[Programme, frozenset[int]]"
"""A programme, and the places of the gaps that it closes."""


def _helpful(graph: Graph, missing: Sequence[Gap], role: RoleId, without: Collection[ProgrammeId]) -> list[Helpful]:
    """List the programmes that close any gap, those to prefer first."""
    asked = graph.role(role)
    found: dict[ProgrammeId, set[int]] = {}
    for at, gap in enumerate(missing):
        for outcome in graph.teachers_of(gap.skill.id):
            enough = outcome.level >= gap.judged.need.level
            if enough and outcome.programme not in without:
                found.setdefault(outcome.programme, set()).add(at)
    programmes = [graph.programmes[id] for id in found]
    useful = [programme for programme in programmes if says_something(programme, asked)]
    return [(programme, frozenset(found[programme.id])) for programme in sorted(useful, key=preference)]


def preference(programme: Programme) -> tuple[bool, float, tuple[int, int]]:
    """Here before elsewhere, shorter before longer, an unknown length last; then by line and number."""
    return programme.here is Here.NO, inf if programme.years is None else programme.years, programme.line_order


def _covers(helpful: Sequence[Helpful], wanted: frozenset[int], size: int) -> Iterator[tuple[Helpful, ...]]:
    """Yield the sets of at most `size` programmes that close all that is wanted, preferred ones first."""
    if not wanted:
        yield ()
    elif size:
        rarest = min(sorted(wanted), key=lambda at: sum(at in closed for _, closed in helpful))
        for programme, closed in helpful:
            if rarest in closed:
                for more in _covers(helpful, wanted - closed, size - 1):
                    yield ((programme, closed & wanted), *more)
