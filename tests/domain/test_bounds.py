"""What is sure of all ways on from a programme: the conditions that none avoids, the levels that one may learn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from pathways.domain import nouns as n
from pathways.domain.bounds import Bounds, bounds, every_door
from pathways.domain.conditions import parse, spell
from pathways.domain.graph import Graph
from pathways.domain.network import network
from pathways.domain.routes import prepared
from pathways.domain.target import target_of
from tests import builders as b
from tests.domain.worlds_of_routes import NAMES, SKILLS, TARGET, Asked, admission, asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pathways.domain.network import Door, Network

END = "echo"


def town(*ways: n.Admission, taught: Mapping[str, Mapping[str, int]] | None = None) -> Graph:
    """Six programmes beside work, so that they may lead in a circle; `echo` alone feeds the role.

    They teach nothing of it unless said otherwise, and no one of them enough to come near it by itself.
    """
    teaching = {name: (taught or {}).get(name, {}) for name in NAMES}
    base = b.facts({TARGET: dict.fromkeys(SKILLS, 1)}, teaching, feeding=[(END, TARGET)])
    beside_work = tuple(replace(one, pace=n.Pace.PART_TIME) for one in base.programmes)
    return Graph(replace(base, programmes=beside_work, admissions=ways))


def ahead(graph: Graph, *met: str, passes: Callable[[Door], bool] = every_door) -> Bounds:
    net = network(graph)
    return bounds(net, target_of(graph, net, TARGET), sum(net.bit(parse(line)) for line in met), passes)


def asked_after(graph: Graph, place: str, *met: str, passes: Callable[[Door], bool] = every_door) -> list[str]:
    """What every way on from a programme asks for."""
    net = network(graph)
    number = net.number[n.ProgrammeId(place)]
    return sorted(map(spell, net.named(ahead(graph, *met, passes=passes).asked[number])))


def closed(*names: str) -> Callable[[Door], bool]:
    """Let no door into these programmes pass."""
    return lambda door: door.admission.programme not in names


class TestAsked:
    """The conditions that every way on brings with it."""

    def test_on_the_only_way_all_that_is_still_ahead_is_asked_for(self) -> None:
        graph = town(
            admission("alpha", "bravo", "mathematics A"),
            admission("bravo", "charlie", "language en"),
            admission("charlie", END, "physics B and average 2"),
        )
        assert asked_after(graph, "alpha") == ["average 2", "language en", "mathematics A", "physics B"]
        assert asked_after(graph, "bravo") == ["average 2", "language en", "physics B"]
        assert asked_after(graph, "charlie") == ["average 2", "physics B"]

    def test_nothing_is_where_a_route_may_end_though_ways_lead_on(self) -> None:
        graph = town(admission(END, "foxtrot", "mathematics A"), admission("foxtrot", END, "physics B"))
        assert asked_after(graph, END) == []

    @pytest.mark.parametrize("first", ["bravo", "charlie"])
    def test_of_two_ways_on_only_what_both_ask_for(self, first: str) -> None:
        ways = {
            "bravo": admission("alpha", "bravo", "mathematics A and physics B"),
            "charlie": admission("alpha", "charlie", "language en and mathematics A"),
        }
        second = next(name for name in ways if name != first)
        through = (admission("bravo", END), admission("charlie", END))
        assert asked_after(town(ways[first], ways[second], *through), "alpha") == ["mathematics A"]

    def test_what_one_way_asks_for_early_and_the_other_late_is_asked_for_by_both(self) -> None:
        graph = town(
            admission("alpha", "bravo", "mathematics A"),
            admission("bravo", END),
            admission("alpha", "charlie"),
            admission("charlie", END, "mathematics A"),
        )
        assert asked_after(graph, "alpha") == ["mathematics A"]

    def test_what_is_met_already_is_not_open_any_more(self) -> None:
        graph = town(admission("alpha", END, "mathematics A and language en"))
        assert asked_after(graph, "alpha", "mathematics A") == ["language en"]

    def test_experience_may_be_earned_before_any_door(self) -> None:
        graph = town(admission("alpha", END, "experience 2 and average 4"))
        assert asked_after(graph, "alpha") == ["average 4"]

    @pytest.mark.parametrize(
        ("years", "expected"),
        [
            pytest.param(None, ["average 4", "mathematics A", "physics B or chemistry B"], id="nowhere"),
            pytest.param(0.5, ["average 4"], id="in half a year"),
        ],
    )
    def test_subjects_may_be_made_up_for_where_a_door_says_so(self, years: float | None, expected: list[str]) -> None:
        condition = "mathematics A and (physics B or chemistry B) and average 4"
        graph = town(admission("alpha", END, condition, bridging_years=years))
        assert asked_after(graph, "alpha") == expected

    def test_a_door_that_a_filter_closes_is_no_way_on(self) -> None:
        graph = town(
            admission("alpha", "bravo", "mathematics A"),
            admission("bravo", END),
            admission("alpha", "charlie"),
            admission("charlie", END),
        )
        assert asked_after(graph, "alpha") == []
        assert asked_after(graph, "alpha", passes=closed("charlie")) == ["mathematics A"]

    def test_a_circle_that_leads_nowhere_is_no_way_on(self) -> None:
        graph = town(
            admission("alpha", "bravo", "mathematics A"),
            admission("bravo", END),
            admission("alpha", "charlie"),
            admission("charlie", "delta"),
            admission("delta", "charlie"),
        )
        assert asked_after(graph, "alpha") == ["mathematics A"]

    def test_on_a_circle_nothing_is_sure_and_before_it_what_leads_there_is(self) -> None:
        graph = town(
            admission("alpha", "bravo", "physics B"),
            admission("bravo", "charlie"),
            admission("charlie", "bravo"),
            admission("charlie", END, "mathematics A"),
        )
        assert [asked_after(graph, place) for place in ("alpha", "bravo", "charlie")] == [["physics B"], [], []]

    def test_where_nothing_leads_on_every_condition_of_the_town_is_in_the_way(self) -> None:
        graph = town(admission("alpha", END, "mathematics A"), admission("alpha", "delta", "language en"))
        assert asked_after(graph, "delta") == ["language en", "mathematics A"]


class TestLevels:
    """The levels of the role that may be learnt after a programme."""

    def test_all_on_the_ways_on_may_be_and_nothing_beside_them(self) -> None:
        graph = town(
            admission("alpha", "bravo"),
            admission("alpha", "charlie"),
            admission("bravo", END),
            admission("charlie", END),
            taught={"bravo": {"brewing": 1}, "charlie": {"cleaning": 1}, "foxtrot": {"dosing": 1}},
        )
        net = network(graph)
        learnt = target_of(graph, net, TARGET).levels
        alpha, bravo, charlie, end = (net.number[n.ProgrammeId(place)] for place in ("alpha", "bravo", "charlie", END))
        found = ahead(graph).levels
        assert found[alpha] == learnt[bravo] | learnt[charlie]
        assert [found[place] for place in (bravo, charlie, end)] == [0, 0, 0]

    def test_what_only_a_dead_end_teaches_is_not(self) -> None:
        graph = town(
            admission("alpha", "bravo"),
            admission("alpha", "delta"),
            admission("bravo", END),
            taught={"bravo": {"brewing": 1}, "delta": {"cleaning": 1}, "foxtrot": {"dosing": 1}},
        )
        net = network(graph)
        alpha, bravo = (net.number[n.ProgrammeId(place)] for place in ("alpha", "bravo"))
        assert ahead(graph).levels[alpha] == target_of(graph, net, TARGET).levels[bravo]


def ways_on(net: Network, at: int, ends: frozenset[int], passes: Callable[[Door], bool]) -> Iterator[tuple[Door, ...]]:
    """Every way from a programme to an end that takes none twice."""

    def follow(at: int, taken: tuple[Door, ...], seen: frozenset[int]) -> Iterator[tuple[Door, ...]]:
        if at in ends:
            yield taken
        for door in net.onward[at]:
            if door.programme not in seen and passes(door):
                yield from follow(door.programme, (*taken, door), seen | {door.programme})

    return follow(at, (), frozenset((at,)))


@settings(max_examples=100, deadline=None)
@given(asked())
def test_no_way_on_asks_for_less_or_teaches_more_or_is_shorter(one: Asked) -> None:
    task, _ = prepared(one.graph, one.question, TARGET)
    net, target = task.net, task.target
    found = bounds(net, target, task.met, task.passes)
    for at in range(len(net.programmes)):
        for way in ways_on(net, at, frozenset(target.endings), task.passes):
            last = way[-1].programme if way else at
            open_after = learnt = 0
            for door in way:
                made_up = door.experience | (door.subjects if door.bridging else 0)
                open_after |= door.clauses & ~task.met & ~made_up
                learnt |= target.levels.get(door.programme, 0)
            assert found.asked[at] & ~open_after == 0
            assert learnt & ~found.levels[at] == 0
            assert found.years[at] <= sum(door.years for door in way) + target.endings[last][0].years
            assert found.away[at] <= sum(door.away for door in way)
            assert found.here[at] >= sum(door.here for door in way)
