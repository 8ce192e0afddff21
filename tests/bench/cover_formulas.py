"""Every formula for cover that was tried: what a need counts, and what a part of its level counts.

All are the weighted mean of `part(min(1, held / asked))` over a role's needs. The one in use takes its weights
from `pathways.domain.cover`, so that the table measures what people are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING

from pathways.domain.cover import weight
from pathways.domain.nouns import Importance

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Need

BEFORE = "essential 2, preferred 1 (before)"
IN_USE = "2:1 × level, common half (in use)"


@dataclass(frozen=True)
class Formula:
    """`weight` of a need in a graph, and what a `part` of its level counts, both from 0 up."""

    name: str
    weight: Callable[[Graph, Need], float]
    part: Callable[[float], float] = float


def _importance(essential: float) -> Callable[[Graph, Need], float]:
    return lambda _, need: essential if need.importance is Importance.ESSENTIAL else 1.0


def _level(_: Graph, need: Need) -> float:
    return float(need.level)


def _share(graph: Graph, need: Need) -> float:
    """The share of all roles that ask for the skill."""
    return len(graph.askers_of(need.skill)) / len(graph.roles)


def _idf(graph: Graph, need: Need) -> float:
    return log(1 / _share(graph, need))


def _smooth_idf(graph: Graph, need: Need) -> float:
    return log(1 + 1 / _share(graph, need))


def _root_idf(graph: Graph, need: Need) -> float:
    return sqrt(_idf(graph, need))


def _power(exponent: float) -> Callable[[Graph, Need], float]:
    return lambda graph, need: len(graph.askers_of(need.skill)) ** -exponent


def _few_teachers(graph: Graph, need: Need) -> float:
    return max(1, len(graph.teachers_of(need.skill))) ** -0.5


def _common(counts: float, above: float = 1 / 2) -> Callable[[Graph, Need], float]:
    return lambda graph, need: counts if _share(graph, need) > above else 1.0


def _times(*factors: Callable[[Graph, Need], float]) -> Callable[[Graph, Need], float]:
    def product(graph: Graph, need: Need) -> float:
        found = 1.0
        for factor in factors:
            found *= factor(graph, need)
        return found

    return product


def _square(part: float) -> float:
    return part * part


def _whole(part: float) -> float:
    return float(part >= 1)


_TWO = _importance(2)
_BOTH = _times(_TWO, _level)

FORMULAS = (
    Formula(BEFORE, _TWO),
    Formula("essential 1, preferred 1", _importance(1)),
    Formula("essential 3, preferred 1", _importance(3)),
    Formula("2:1, part of a level squared", _TWO, _square),
    Formula("2:1, only whole levels count", _TWO, _whole),
    Formula("2:1, root of the part of a level", _TWO, sqrt),
    Formula("2:1 × idf over roles", _times(_TWO, _idf)),
    Formula("2:1 × smoothed idf", _times(_TWO, _smooth_idf)),
    Formula("2:1 × root of idf", _times(_TWO, _root_idf)),
    Formula("2:1 × smoothed idf, part squared", _times(_TWO, _smooth_idf), _square),
    Formula("2:1 × smoothed idf, root of the part", _times(_TWO, _smooth_idf), sqrt),
    Formula("2:1 / √ roles that ask", _times(_TWO, _power(1 / 2))),
    Formula("2:1 / √ programmes that teach", _times(_TWO, _few_teachers)),
    Formula("2:1, common half", _times(_TWO, _common(1 / 2))),
    Formula("2:1 × level", _BOTH),
    Formula("1:1 × level", _level),
    Formula("3:1 × level", _times(_importance(3), _level)),
    Formula("2:1 × level, part squared", _BOTH, _square),
    Formula("2:1 × level × idf", _times(_BOTH, _idf)),
    Formula("2:1 × level × smoothed idf", _times(_BOTH, _smooth_idf)),
    Formula("2:1 × level × root of idf", _times(_BOTH, _root_idf)),
    Formula("2:1 × level / √ roles that ask", _times(_BOTH, _power(1 / 2))),
    Formula("2:1 × level / ∛ roles that ask", _times(_BOTH, _power(1 / 3))),
    Formula("2:1 × level / ∜ roles that ask", _times(_BOTH, _power(1 / 4))),
    Formula("2:1 × level, above 1/6 half", _times(_BOTH, _common(1 / 2, 1 / 6))),
    Formula("2:1 × level, above 1/3 half", _times(_BOTH, _common(1 / 2, 1 / 3))),
    Formula("2:1 × level, common a third", _times(_BOTH, _common(1 / 3))),
    Formula("2:1 × level, common nothing", _times(_BOTH, _common(0))),
    Formula("1:1 × level, common half", _times(_level, _common(1 / 2))),
    Formula(IN_USE, weight),
)
