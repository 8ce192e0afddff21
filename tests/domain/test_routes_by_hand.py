"""Routes in towns made by hand, each for one thing that a search is apt to get wrong."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from pathways.domain import nouns as n
from pathways.domain.bounds import bounds
from pathways.domain.conditions import Amount, Held, Subject, Verdict, spell
from pathways.domain.graph import Graph
from pathways.domain.journey import LegKind
from pathways.domain.reach import Band
from pathways.domain.routes import Filters, Question, gates, routes, shortest, standing
from tests import builders as b
from tests.domain.worlds_of_routes import ROLES, admission, start, step

PART_TIME = n.Pace.PART_TIME
TRADE = n.Kind.VOCATIONAL
NOT_HERE = n.Here.NO


def town(ways, feeding=("end",), steps=(), starts=(), **shapes):
    """A town where every programme takes two years here and teaches the analyst's skill, unless its shape says else.

    `ways` are (origin, programme, condition) or admissions; `feeding` are programmes that feed the analyst, or pairs.
    The analyst stands so high that no programme comes near it: what does not feed it does not lead to it.
    """
    doors = [admission(*way) if isinstance(way, tuple) else way for way in ways]
    names = list(dict.fromkeys(str(door.programme) for door in doors))
    taught = {name: shapes.get(name, {}).get("levels", {"brewing": 2}) for name in names}
    made = [_programme(name, at, **shapes.get(name, {})) for at, name in enumerate(names, 1)]
    links = [link if isinstance(link, tuple) else (link, "analyst") for link in feeding]
    facts = b.facts({role: {"brewing": 2} for role in ROLES}, taught, links)
    return Graph(
        replace(
            facts,
            programmes=tuple(made),
            admissions=tuple(doors),
            starts=(start("school"), *starts),
            roles=tuple(b.role(role, eqf=8) for role in ROLES),
            steps=tuple(steps),
        )
    )


def _programme(name, at, kind=n.Kind.ENGINEERING, levels=None, **shape):
    return b.programme(name, f"{kind}{at}", kind, **{"years": 2.0, "first_intake": None, **shape})


def keys(graph, question=None, role="analyst"):
    return [route.key for route in routes(graph, question or Question("school"), role)]


def open_on(route):
    return sorted(spell(gate.condition) for gate in route.open)


def test_ways_that_ask_for_different_things_as_many_are_both_told():
    graph = town([("school", "end", "mathematics B"), ("school", "end", "physics B")])
    assert [open_on(route) for route in routes(graph, Question("school"), "analyst")] in (
        [["mathematics B"], ["physics B"]],
        [["physics B"], ["mathematics B"]],
    )


def test_of_ways_equal_in_all_but_conditions_the_one_that_asks_for_less_is_told():
    graph = town([("school", "end", "mathematics B and physics B"), ("school", "end", "chemistry A")])
    assert [open_on(route) for route in routes(graph, Question("school"), "analyst")] == [["chemistry A"]]
    held = Held({"mathematics": "A", "physics": "B"})
    assert [open_on(route) for route in routes(graph, Question("school", held), "analyst")] == [[]]


def test_a_condition_counts_once_and_a_lower_level_beside_a_higher_one_not_at_all():
    ways = [("school", "hub", "mathematics C and language en"), ("hub", "end", "mathematics A and language en")]
    (route,) = routes(town(ways), Question("school"), "analyst")
    assert open_on(route) == ["language en", "mathematics A"]


@pytest.mark.parametrize("first", ["hub", "end"])
def test_a_level_that_evens_out_later_is_worth_its_years_only_before(first):
    """`long` teaches more than `short`; the master after them teaches all of it anyway."""
    graph = town(
        [("school", "short"), ("school", "long"), ("short", "hub"), ("long", "hub"), ("hub", "end")],
        feeding=[first], short={"levels": {}}, long={"years": 3.0}, hub={"levels": {}}, end={"levels": {"brewing": 2}},
    )  # fmt: skip
    wanted = ["short.hub", "long.hub"] if first == "hub" else ["short.hub.end"]
    assert keys(graph) == wanted


def test_ways_that_only_even_out_at_the_end_are_a_tie_and_both_kept():
    graph = town(
        [("school", "poor"), ("school", "rich"), ("poor", "hub"), ("rich", "hub"), ("hub", "end")],
        poor={"levels": {}}, hub={"levels": {}},
    )  # fmt: skip
    assert keys(graph) == ["poor.hub.end", "rich.hub.end"]


def test_routes_equal_in_everything_are_all_told_by_title():
    assert keys(town([("school", "one"), ("school", "other")], feeding=["other", "one"])) == ["one", "other"]


def test_a_way_kept_for_its_share_alone_is_let_go_once_another_route_beats_it():
    ways = [("school", "near"), ("school", "away"), ("near", "end"), ("away", "end")]
    shapes = {"near": {"years": 3.0}, "away": {"here": NOT_HERE}}
    assert keys(town(ways, **shapes)) == ["away.end", "near.end"]
    assert keys(town([*ways, ("school", "best")], feeding=["end", "best"], best={"years": 4.0}, **shapes)) == ["best"]


def test_waiting_for_a_first_intake_evens_out_what_was_quicker_before_it():
    ways = [("school", "short"), ("school", "long"), ("short", "end"), ("long", "end")]
    graph = town(ways, long={"years": 3.0}, end={"first_intake": 2030})
    assert keys(graph) == ["short.end"]
    assert keys(graph, Question("school", year=2024)) == ["long.end", "short.end"]
    assert keys(graph, Question("school", year=2028)) == ["short.end"]
    (waiting, _) = routes(graph, Question("school", year=2026), "analyst")
    assert [(leg.kind, leg.years) for leg in waiting.legs][1:] == [(LegKind.WAITING, 1.0), (LegKind.STUDY, 2.0)]


def test_routes_of_one_line_that_wait_for_longer_or_shorter_are_both_told():
    doors = [admission("school", "hub", "mathematics B"), admission("school", "hub", "physics B", credit_years=1.0)]
    graph = town([*doors, ("hub", "end")], end={"first_intake": 2030})
    question = Question("school", Held({"mathematics": "A", "physics": "A"}), year=2026)
    found = routes(graph, question, "analyst")
    assert sorted(tuple(leg.ends for leg in route.legs) for route in found) == [(1.0, 4.0, 6.0), (2.0, 4.0, 6.0)]


@pytest.mark.parametrize(
    ("last", "wanted"),
    [(None, ["short.hub.end"]), (2028, ["short.hub.end"]), (2030, ["late.hub.end", "short.hub.end"])],
)
def test_waiting_evens_out_what_was_quicker_several_steps_before_it(last, wanted):
    """Who waits a year for the late one is at the hub in 2029, the other in 2028."""
    ways = [("school", "short"), ("school", "late"), ("short", "hub"), ("late", "hub"), ("hub", "end")]
    graph = town(ways, short={"first_intake": 2017}, late={"first_intake": 2025}, end={"first_intake": last})
    assert keys(graph, Question("school", year=2024)) == wanted


def test_bridging_and_paid_work_go_into_the_wait_for_a_first_intake():
    door = admission("school", "end", "experience 1 and mathematics B", bridging_years=1.0)
    graph = town([door], end={"first_intake": 2028, "here": NOT_HERE})
    assert keys(graph, Question("school", year=2026)) == ["end^1~1"]


def test_experience_from_before_counts_at_the_first_door_only():
    graph = town([("school", "hub", "experience 2"), ("hub", "end", "experience 3 or physics B")])
    question = Question("school", Held({}, {"experience": 5.0}))
    (route,) = routes(graph, question, "analyst")
    assert open_on(route) == ["experience 3 or physics B"]
    assert [gate.verdict for gate in route.open] == [Verdict.UNKNOWN]
    first, second = (gates(question, leg, route.legs)[0] for leg in route.legs)
    assert (first.verdict, second.verdict) == (Verdict.MET, Verdict.UNKNOWN)


def test_paid_work_before_a_later_door_is_what_meets_its_experience():
    graph = town([("school", "hub"), ("hub", "end", "experience 2")])
    question = Question("school", Held({}, {"experience": 5.0}))
    straight, worked = routes(graph, question, "analyst")
    assert (straight.key, worked.key) == ("hub.end", "hub.end^2")
    assert [(gate.verdict, gate.by) for gate in gates(question, worked.legs[-1], worked.legs)] == [
        (Verdict.UNKNOWN, LegKind.WORK)
    ]
    assert [gate.verdict for gate in straight.open] == [Verdict.UNKNOWN]


def test_paid_work_takes_as_long_as_the_experience_asked_for_whatever_the_average():
    assert keys(town([("school", "end", "experience 2 and average 7")])) == ["end", "end^2"]


def test_a_door_told_by_itself_is_the_first_where_experience_from_before_counts():
    graph = town([("school", "end", "experience 2")])
    question = Question("school", Held({}, {"experience": 5.0}))
    (route,) = routes(graph, question, "analyst")
    assert [gate.verdict for gate in gates(question, route.legs[0], ())] == [Verdict.MET]


def test_each_leg_begins_where_the_one_before_ends_and_those_before_a_door_name_its_programme():
    door = admission("school", "end", "experience 1 and mathematics B", bridging_years=0.5)
    graph = town([door], [("end", "driver")], [step("driver", "chief", 1.0), step("chief", "analyst", 2.0)])
    *_, route = routes(graph, Question("school"), "analyst")
    assert [(leg.kind, leg.begins, leg.ends, leg.programme and leg.programme.id) for leg in route.legs] == [
        (LegKind.WORK, 0.0, 1.0, "end"),
        (LegKind.BRIDGING, 1.0, 1.5, "end"),
        (LegKind.STUDY, 1.5, 3.5, "end"),
        (LegKind.STEP, 3.5, 4.5, None),
        (LegKind.STEP, 4.5, 6.5, None),
    ]


def test_what_paid_work_will_meet_is_not_held_against_a_way_before_it():
    """The quick one is found first, and beats the hub as long as the experience asked for after it counts as open."""
    ways = [("school", "quick", "mathematics B"), ("school", "hub"), ("hub", "end", "experience 2")]
    graph = town(ways, ["quick", "end"], quick={"years": 3.0})
    assert keys(graph) == ["quick", "hub.end^2"]


def test_experience_that_falls_short_is_missing_where_it_counts():
    graph = town([("school", "end", "experience 3")])
    straight, worked = routes(graph, Question("school", Held({}, {"experience": 1.0})), "analyst")
    assert [gate.verdict for gate in straight.open] == [Verdict.MISSING]
    assert worked.key == "end^2"


def test_study_beside_a_job_is_a_route_of_its_own_kind():
    ways = [("school", "end", "average 2"), admission("school", "end", "average 4", pace=PART_TIME)]
    graph = town(ways)
    assert sorted(route.legs[0].beside_job for route in routes(graph, Question("school"), "analyst")) == [False, True]
    (route,) = routes(graph, Question("school", filters=Filters(beside_job=True)), "analyst")
    assert open_on(route) == ["average 4"]
    assert route.first_wage == (0.0, LegKind.STUDY)


def test_who_bridges_neither_stays_here_nor_studies_beside_a_job():
    graph = town([admission("school", "end", "mathematics B and average 2", bridging_years=0.5, pace=PART_TIME)])
    assert keys(graph) == ["end", "end~0.5"]
    for filters in (Filters(stay_here=True), Filters(beside_job=True)):
        assert keys(graph, Question("school", filters=filters)) == ["end"]


def test_bridging_takes_the_place_of_alternatives_that_are_all_subjects():
    condition = "(physics B or chemistry B) and (mathematics A or average 4)"
    graph = town([admission("school", "end", condition, bridging_years=1.0)])
    assert [open_on(route) for route in routes(graph, Question("school"), "analyst")] == [
        ["mathematics A or average 4", "physics B or chemistry B"],
        ["mathematics A or average 4"],
    ]


def test_who_has_an_exam_may_take_a_trade_in_one_step():
    ways = [("school", "exam"), ("school", "trade"), ("trade", "end"), ("school", "college")]
    shapes = {"trade": {"kind": TRADE}, "exam": {"kind": n.Kind.UPPER_SECONDARY}, "college": {"kind": n.Kind.MASTERS}}
    feeding = ["trade", "end", "college"]
    graph = town(ways, feeding, **shapes)
    assert standing(graph, "exam") == ("exam", "school")
    assert keys(graph, Question("exam")) == ["college", "trade"]
    lines = [route.key for route in shortest(graph, Question("exam"), "analyst")]
    assert lines == ["college", "trade"], "no step follows what is entered from before the start"


def test_the_shortest_trade_of_one_step_is_the_one_without_bridging():
    door = admission("school", "trade", "mathematics B and experience 1", bridging_years=1.0)
    graph = town([("school", "exam"), door], ["trade"], exam={"kind": n.Kind.UPPER_SECONDARY}, trade={"kind": TRADE})
    assert keys(graph, Question("exam")) == ["trade", "trade^1", "trade^1~1"]
    assert [route.key for route in shortest(graph, Question("exam"), "analyst")] == ["trade"]


@pytest.mark.parametrize("first", [[], [("school", "elsewhere")]], ids=["the first programme", "the second"])
def test_a_trade_that_must_have_been_finished_is_not_taken_in_one_step(first):
    graph = town([*first, ("school", "trade"), ("trade", "college")], ["trade"], trade={"kind": TRADE})
    assert {"school", "trade"} < {*standing(graph, "college")}
    assert keys(graph, Question("college")) == []
    assert keys(graph, Question("school")) == ["trade"]


def test_nothing_of_a_chain_that_was_finished_is_taken_again():
    """The college comes after the trade, and the trade after the base, to which a part-time way leads back."""
    chain = [("school", "base"), ("base", "trade"), ("trade", "college")]
    graph = town([*chain, admission("college", "base", pace=PART_TIME)], ["base"], base={"pace": PART_TIME})
    assert {"base", "trade"} < {*standing(graph, "college")}
    assert keys(graph, Question("college")) == []


def test_what_must_have_been_finished_is_not_taken_again():
    """The trade is the only way to the college, and part-time ways lead back to it."""
    back = [admission("college", "trade", pace=PART_TIME), admission("school", "trade"), ("trade", "college")]
    graph = town(back, feeding=["trade"], trade={"kind": TRADE, "pace": PART_TIME})
    assert "trade" in standing(graph, "college")
    assert keys(graph, Question("college")) == []
    assert shortest(graph, Question("college"), "analyst") == ()


def test_a_door_that_is_open_from_several_places_is_one_way():
    """Who has finished the press has finished the quarry, and either counts as a trade, which leads to the end."""
    graph = town(
        [("school", "quarry"), ("quarry", "press"), ("trade", "end")],
        starts=[start("trade", "quarry", "press")],
        end={"kind": TRADE},
    )
    assert standing(graph, "press") == ("press", "quarry", "school", "trade")
    assert keys(graph, Question("press")) == ["end"]
    assert len(shortest(graph, Question("press"), "analyst")) == 1


def test_a_circle_of_part_time_programmes_is_walked_through_once():
    ways = [("school", "one"), ("one", "two"), ("two", "one"), ("two", "end"), ("end", "one")]
    graph = town(ways, one={"pace": PART_TIME}, two={"pace": PART_TIME}, end={"pace": PART_TIME})
    assert keys(graph) == ["one.two.end"]
    assert keys(graph, Question("two")) == ["end"]


def test_none_of_the_shortest_goes_twice_through_one_programme():
    """A way leads back from beyond the end, which would be an end again; in the facts the two are not neighbours."""
    ways = [("end", "beyond"), ("school", "aside"), ("school", "end"), ("beyond", "end")]
    graph = town(ways, beyond={"pace": PART_TIME}, end={"pace": PART_TIME})
    assert [route.key for route in shortest(graph, Question("school"), "analyst")] == ["end"]


def test_a_quicker_way_that_has_used_up_a_programme_does_not_stand_in_for_a_slower_one():
    """Only who comes to the hub by the detour can go on to the end, which the other way has behind it."""
    ways = [("school", "end"), ("end", "hub"), ("school", "detour"), ("detour", "hub"), ("hub", "end")]
    graph = town(ways, end={"levels": {}, "pace": PART_TIME}, detour={"levels": {}, "years": 3.0, "here": NOT_HERE})
    assert keys(graph) == ["end", "detour.hub.end"]


def test_an_unknown_length_counts_as_the_shortest_of_its_kind_and_is_said_to():
    ways = [("school", "known"), admission("school", "end", credit_years=0.5), ("school", "master")]
    shapes = {"known": {"years": 1.5}, "end": {"years": None}, "master": {"years": None, "kind": n.Kind.MASTERS}}
    graph = town(ways, feeding=["end"], **shapes)
    (route,) = routes(graph, Question("school"), "analyst")
    assert (route.years, route.at_least) == (1.0, True)
    (route,) = routes(town(ways, feeding=["master"], **shapes), Question("school"), "analyst")
    assert (route.years, route.at_least, route.share_here) == (0.0, True, None)


def test_the_place_of_bridging_and_of_what_is_partly_here_counts_as_elsewhere():
    ways = [("school", "hub"), admission("hub", "end", "mathematics B", bridging_years=1.0)]
    graph = town(ways, hub={"here": n.Here.PARTLY, "years": 1.0})
    straight, bridged = routes(graph, Question("school"), "analyst")
    assert (straight.key, straight.share_here, straight.here_at_least) == ("hub.end", 2 / 3, True)
    assert (bridged.key, bridged.share_here, bridged.here_at_least) == ("hub.end~1", 0.5, True)


def test_a_step_at_work_that_takes_no_time_is_a_tie():
    graph = town([("school", "end")], ["end", ("end", "driver")], [step("driver", "analyst", 0.0)])
    assert keys(graph) == ["end", "end.@analyst"]
    straight, stepped = routes(graph, Question("school"), "analyst")
    assert (straight.band, stepped.band) == (Band.REALISTIC, Band.EFFORT)
    assert gates(Question("school"), stepped.legs[-1], stepped.legs) == (), "at work nobody asks for an admission"


def test_nobody_comes_back_at_work_to_a_role_left_before():
    round_about = [step("driver", "analyst", 0.0), step("driver", "chief", 0.0), step("chief", "driver", 0.0)]
    graph = town([("school", "end")], [("end", "driver")], [*round_about, step("analyst", "driver", 0.0)])
    assert keys(graph) == ["end.@analyst"]


def test_of_one_line_the_quickest_door_and_ending_is_the_shortest():
    ways = [("school", "end", "average 2"), admission("school", "end", "average 4", credit_years=0.5), ("end", "far")]
    graph = town(ways, ["end", ("end", "driver"), "far"], [step("driver", "analyst", 1.0)])
    found = shortest(graph, Question("school"), "analyst")
    assert [(route.key, route.years) for route in found] == [("end", 1.5), ("end.far", 3.5)]
    assert [route.key for route in shortest(graph, Question("school"), "analyst", 1)] == ["end"]


def test_the_shortest_are_ten_unless_somebody_wants_more():
    lines = [f"line-{at}" for at in range(12)]
    graph = town([("school", line) for line in lines], lines)
    assert len(shortest(graph, Question("school"), "analyst")) == 10
    assert len(shortest(graph, Question("school"), "analyst", 11)) == 11


def test_a_search_goes_by_the_bounds_that_it_is_given():
    given = []

    def spied(*asked):
        given.append(bounds(*asked))
        return given[-1]

    routes(town([("school", "end")]), Question("school"), "analyst", spied)
    assert len(given) == 1


def test_a_programme_more_may_be_quicker_than_a_step_at_work():
    """Hub leads to a job with a step of six years, and to the end in two: the least years left are the latter's."""
    graph = town([("school", "hub"), ("hub", "end")], ["end", ("hub", "driver")], [step("driver", "analyst", 6.0)])
    found = shortest(graph, Question("school"), "analyst")
    assert [(route.key, route.years) for route in found] == [("hub.end", 4.0), ("hub.@analyst", 8.0)]
    assert shortest(graph, Question("school"), "analyst", 1) == found[:1]


def test_a_route_that_takes_just_as_long_as_one_may_is_told():
    graph = town([("school", "end"), ("end", "far")], ["end", "far"])
    for most, expected in ((4.0, ["end", "end.far"]), (3.75, ["end"]), (2.0, ["end"]), (1.75, [])):
        found = shortest(graph, Question("school", filters=Filters(most_years=most)), "analyst")
        assert [route.key for route in found] == expected


@pytest.mark.timeout(20)  # seconds: where each way in is gone through, it is hours
def test_ways_in_that_stand_side_by_side_are_not_multiplied():
    """Twelve programmes in a row with four ways into each: one line, and not four to the twelfth."""
    row = ["school", *MANY[:11], "end"]
    doors = [{"condition": f"average {at}", "credit_years": at / 8} for at in range(1, 5)]
    ways = [admission(early, late, **door) for early, late in pairwise(row) for door in doors]
    assert [route.years for route in shortest(town(ways), Question("school"), "analyst", 2)] == [12 * 1.5]


def test_what_is_granted_meets_alternatives_together_with_what_is_held():
    graph = town([("school", "end", "2 of (mathematics B, physics B, chemistry B)")])
    held = Held({"mathematics": "B"})
    granted = frozenset({Subject("physics", "A")})
    assert [open_on(route) for route in routes(graph, Question("school", held), "analyst")] != [[]]
    (route,) = routes(graph, Question("school", held, granted=granted), "analyst")
    assert route.open == ()


def test_experience_that_is_granted_counts_at_every_door():
    graph = town([("school", "hub", "experience 1"), ("hub", "end", "experience 2")])
    question = Question("school", granted=frozenset({Amount("experience", 2.0)}))
    (route,) = routes(graph, question, "analyst")
    assert (route.key, route.open) == ("hub.end", ())


MANY = [f"p{at:02}" for at in range(24)]
"""So many that whoever tries every way through them, each leading to all later ones, never comes to an end."""


def every_later():
    ways = [("school", MANY[0], None)]
    ways += [(early, late, None) for at, late in enumerate(MANY) for early in MANY[:at]]
    return town(ways, feeding=(MANY[-1],))


def test_what_filters_close_is_not_searched_to_its_end():
    closed = Question("school", filters=Filters(without=frozenset({MANY[-1]})))
    graph = every_later()
    assert routes(graph, closed, "analyst") == shortest(graph, closed, "analyst") == ()
    assert shortest(graph, Question("school"), "analyst", 1)[0].years == 4.0


def test_where_one_stands_is_worked_out_once_for_each_place():
    assert standing(every_later(), MANY[-1]) == (MANY[-1], MANY[0], "school")
