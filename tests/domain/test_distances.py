"""How far programmes are from each other: held against every way there is, and against sums by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain.bounds import every_door
from pathways.domain.distances import Distances
from pathways.domain.graph import Graph
from pathways.domain.network import Network
from tests import builders as b
from tests.domain.test_bounds import ways_on
from tests.domain.worlds_of_routes import admission, towns


def on_a_circle(net, at):
    return any(at == door.programme or at in reached(net, door.programme) for door in net.onward[at])


def reached(net, at):
    """All programmes that can be taken some time after one."""
    found, ahead = set(), [at]
    while ahead:
        for door in net.onward[ahead.pop()]:
            if door.programme not in found:
                found.add(door.programme)
                ahead.append(door.programme)
    return found


def most_here(net, at, to):
    """The longest way, and from a circle on all that can be reached; minus infinite where nothing leads there."""

    @cache
    def most(at):
        if on_a_circle(net, at):
            ahead = reached(net, at)
            return sum(net.lengths[one][0] for one in ahead if net.here[one]) if to in ahead else -inf
        doors = net.onward[at]
        return max(
            (door.here + max(most(door.programme), 0 if door.programme == to else -inf) for door in doors), default=-inf
        )

    return max(most(at), 0 if at == to else -inf)


@settings(max_examples=150, deadline=None)
@given(towns(), st.data())
def test_distances_are_those_of_all_ways(facts, data):
    net = Network(Graph(facts))
    places = range(len(net.programmes))
    ends = data.draw(st.lists(st.sampled_from(places), unique=True, max_size=3))
    after = [data.draw(st.sampled_from([0.0, 0.5, 2.0])) for _ in ends]
    distances = Distances(net)
    years, away, here = distances.years_to(ends, after), distances.away_to(ends), distances.here_to(ends)
    for at in places:
        every = [
            (way, more)
            for end, more in zip(ends, after, strict=True)
            for way in ways_on(net, at, frozenset((end,)), every_door)
        ]
        assert years[at] == min((sum(door.years for door in way) + more for way, more in every), default=inf)
        assert away[at] == min((sum(door.away for door in way) for way, _ in every), default=inf)
        assert here[at] == pytest.approx(max(0.0, *(most_here(net, at, end) for end in ends), 0.0))


def town(*ways_in, years, elsewhere=()):
    """Programmes beside work, so that they may lead in a circle, of so many years each."""
    programmes = tuple(
        b.programme(
            name, f"D{at}", years=long, pace=n.Pace.PART_TIME, here=n.Here.NO if name in elsewhere else n.Here.YES
        )
        for at, (name, long) in enumerate(years.items(), 1)
    )
    return Network(Graph(replace(b.facts(), programmes=programmes, admissions=ways_in)))


def of(net, found):
    return {programme.id: figure for programme, figure in zip(net.programmes, found, strict=True)}


def test_around_a_circle_the_most_here_is_all_that_can_be_taken_on_it():
    net = town(
        admission("before", "one"), admission("one", "two"), admission("two", "one"), admission("two", "after"),
        years={"before": 1.0, "one": 2.0, "two": 3.0, "after": 4.0, "aside": 5.0}, elsewhere=("two",),
    )  # fmt: skip
    ends = [net.number[n.ProgrammeId("after")]]
    distances = Distances(net)
    assert of(net, distances.here_to(ends)) == {"before": 8.0, "one": 6.0, "two": 6.0, "after": 0.0, "aside": 0.0}
    assert of(net, distances.years_to(ends, [0.5])) == {
        "before": 9.5, "one": 7.5, "two": 4.5, "after": 0.5, "aside": inf,
    }  # fmt: skip
    assert of(net, distances.away_to(ends)) == {"before": 3.0, "one": 3.0, "two": 0.0, "after": 0.0, "aside": inf}


def test_nowhere_to_go_is_far():
    net = town(years={"one": 2.0, "two": 3.0})
    distances = Distances(net)
    assert distances.years_to([], []) == [inf, inf]
    assert distances.away_to([]) == [inf, inf]
    assert distances.here_to([]) == [0.0, 0.0]
