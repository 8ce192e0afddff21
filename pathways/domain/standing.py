"""Where someone stands: at a programme finished or at a start, at every start that this counts as, and before.

A start names in `Start.also` who stands at it as well. What follows is followed to the end: an electrician
has a vocational education, and whatever counts as a vocational education counts for an electrician.

Who stands somewhere has also been where every way there leads through: what they must have finished.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from pathways.domain.errors import UnknownId
from pathways.domain.nouns import ProgrammeId, StartId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Programme, Start


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


def is_start(graph: Graph, id: str) -> bool:
    """Whether somebody can stand there: at a programme finished, or at a starting point."""
    return id in graph.programmes or id in graph.starts


def known_start(graph: Graph, id: str) -> Programme | Start:
    """Give the programme or starting point of this id.

    Raises:
        UnknownId: there is none.
    """
    programme = graph.programmes.get(ProgrammeId(id))
    found = programme if programme is not None else graph.starts.get(StartId(id))
    if found is None:
        raise UnknownId("start", id)
    return found


def standing(graph: Graph, start: str) -> tuple[str, ...]:
    """List where somebody who has come to `start` stands as well, `start` first: what they must have finished.

    What must have been finished is what every way in has in common. A circle of ways in is cut where it closes.

    Raises:
        UnknownId: there is no such start.
    """
    known_start(graph, start)
    return (start, *sorted(_Finished(graph).before(start)[0]))


_KNOWN: WeakKeyDictionary[Graph, dict[str, frozenset[str]]] = WeakKeyDictionary()
"""What must have been finished to be at a place, of each graph that is in use."""


class _Finished:
    """What must have been finished to be at a place; each place is worked out once, unless a circle runs through it."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._known = _KNOWN.setdefault(graph, {})

    def before(self, place: str, asked: frozenset[str] = frozenset()) -> tuple[frozenset[str], frozenset[str]]:
        """Give what is sure at a place, and the places of `asked`, the way here, at which a circle was cut."""
        if place in self._known:
            return self._known[place], frozenset()
        ways = self._graph.admissions_to(ProgrammeId(place))
        if not ways or place in asked:
            return frozenset(), frozenset({place}) & asked
        origins = sorted({str(way.origin) for way in ways})
        inner = [self.before(origin, asked | {place}) for origin in origins]
        each = [frozenset(self._graph.counts_as(one)) | sure for one, (sure, _) in zip(origins, inner, strict=True)]
        found = frozenset.intersection(*each) - {place}
        cut = frozenset().union(*(places for _, places in inner)) - {place}
        if not cut:
            self._known[place] = found
        return found, cut


def places(graph: Graph, start: str) -> frozenset[str]:
    """Give everywhere that somebody at `start` stands: what they must have finished, and all that this counts as.

    Empty when there is no such start.
    """
    if not is_start(graph, start):
        return frozenset()
    return frozenset(at for place in standing(graph, start) for at in graph.counts_as(place))


def finished(graph: Graph, start: str) -> tuple[ProgrammeId, ...]:
    """List the programmes that somebody at `start` has finished, the one they stand at first."""
    known = standing(graph, start) if is_start(graph, start) else ()
    return tuple(ProgrammeId(place) for place in known if place in graph.programmes)
