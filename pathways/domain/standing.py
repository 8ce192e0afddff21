"""Where someone stands: at a programme finished or at a start, and at every start that this counts as.

A start names in `Start.also` who stands at it as well. What follows is followed to the end: an electrician
has a vocational education, and whatever counts as a vocational education counts for an electrician.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pathways.domain.nouns import Start


def standings(starts: Iterable[Start]) -> Mapping[str, tuple[str, ...]]:
    """For each id that some start names in `also`: the starts it counts as, nearest first, itself left out.

    Ties go in the order of the facts. Starts that name each other are one place, and each counts as the other.
    """
    named: defaultdict[str, list[str]] = defaultdict(list)
    for start in starts:
        for id in start.also:
            named[id].append(start.id)
    return {id: _followed(id, named) for id in list(named)}


def stood_at(standings: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """The same seen from the starts: for each, the ids that count as it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for id, starts in standings.items():
        for start in starts:
            found[start].append(id)
    return {start: tuple(ids) for start, ids in found.items()}


def _followed(id: str, named: Mapping[str, list[str]]) -> tuple[str, ...]:
    found: dict[str, None] = {id: None}
    ahead = [id]
    while ahead:
        nearest = dict.fromkeys(start for each in ahead for start in named.get(each, ()) if start not in found)
        found |= nearest
        ahead = list(nearest)
    return tuple(start for start in found if start != id)
