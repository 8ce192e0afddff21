"""What became of a route that somebody once chose: followed by its key in small towns, each for one thing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.conditions import Held
from pathways.domain.following import LONGEST_KEY, MOST_LEGS, Broken, KeyFault, read_key, trace
from pathways.domain.graph import Graph
from pathways.domain.routes import Filters, Question, routes
from tests import builders as b
from tests.domain.test_routes_by_hand import open_on, town
from tests.domain.worlds_of_routes import admission, step
from tests.worlds import bent


def followed(graph, key, question=None):
    return trace(graph, question or Question("school"), "analyst", key)


def now(graph, key, question=None):
    """The key of the route that a key leads to now; None where the way ends."""
    route = followed(graph, key, question).route
    return route.key if route else None


def ended(graph, key, question=None):
    """Why a way cannot be gone, and between which two."""
    gone = followed(graph, key, question)
    assert gone.route is None
    return gone.broken, gone.tail.id, gone.head.id


LONG = "x" * 45
CAPITALS = "X" * 45


@pytest.mark.parametrize(
    ("key", "why", "part"),
    [
        pytest.param("end.nothing", "unknown-programme", "nothing", id="a programme that nobody knows"),
        pytest.param(LONG, "unknown-programme", LONG[:40], id="the beginning of a long one"),
        pytest.param("end.End", "unreadable", "End", id="what is no programme's name"),
        pytest.param(CAPITALS, "unreadable", CAPITALS[:40], id="the beginning of what is none"),
        pytest.param("end.@nobody", "unknown-role", "nobody", id="a role that nobody knows"),
        pytest.param(f"@{LONG}", "unknown-role", LONG[:40], id="the beginning of a long role"),
        pytest.param("end.@Analyst", "unreadable", "@Analyst", id="what is no role's name"),
        pytest.param(f"@{CAPITALS}", "unreadable", f"@{CAPITALS[:39]}", id="the beginning of what is no role's name"),
        pytest.param("@analyst.end", "order", "end", id="study after a step at work"),
        pytest.param("end.hub.end", "twice", "end", id="the same programme again"),
        pytest.param("x" * (LONGEST_KEY + 1), "too-long", "x" * 40, id="more letters than any key has"),
        pytest.param(".".join(["part"] * 13), "too-long", "part." * 8, id="more parts than any route has"),
    ],
)
def test_a_fault_says_why_and_names_the_part(key, why, part) -> None:
    with pytest.raises(KeyFault) as fault:
        followed(town([("school", "hub"), ("hub", "end")]), key)
    assert (fault.value.why, fault.value.part, str(fault.value)) == (why, part, f"{why}: {part!r}")


def test_a_key_of_as_many_parts_as_may_be_is_followed() -> None:
    row = [f"p{at}" for at in range(MOST_LEGS)]
    graph = town(list(zip(["school", *row], row, strict=False)), feeding=(row[-1],))
    assert now(graph, ".".join(row)) == ".".join(row)


def test_a_key_as_long_as_may_be_is_read() -> None:
    name = "x" * LONGEST_KEY
    (stage,), at_work = read_key(town([("school", name)], feeding=(name,)), name)
    assert (stage.programme.id, at_work) == (name, ())


def test_bridging_that_no_source_knows_any_more_ends_the_way() -> None:
    graph = town([("school", "end", "mathematics B")])
    assert now(graph, "end") == "end", "without bridging it can be gone"
    assert ended(graph, "end~1") == (Broken.NO_BRIDGING, "school", "end")


def test_paid_work_and_bridging_take_as_long_as_the_facts_say_now() -> None:
    assert now(town([("school", "end", "experience 5")]), "end^2") == "end^5"
    door = admission("school", "end", "mathematics B", bridging_years=2.0)
    assert now(town([door]), "end~0.5") == "end~2"


def test_paid_work_that_is_behind_somebody_by_now_is_left_out() -> None:
    graph = town([("school", "end", "experience 2")])
    assert now(graph, "end^2") == "end^2"
    assert now(graph, "end^2", Question("school", Held({}, {"experience": 5.0}))) == "end"


def test_paid_work_before_one_door_is_gone_through_though_the_same_is_open_at_an_earlier_one() -> None:
    graph = town([("school", "hub", "experience 2"), ("hub", "end", "experience 2")])
    for key in ("hub.end", "hub.end^2", "hub^2.end", "hub^2.end^2"):
        assert now(graph, key) == key


def test_of_several_doors_the_one_is_taken_whose_bridging_is_as_long_as_the_key_says() -> None:
    short = admission("school", "end", "mathematics B and average 2", bridging_years=0.5)
    long = admission("school", "end", "mathematics B", bridging_years=1.0)
    for doors in ([short, long], [long, short]):
        graph = town(doors)
        assert now(graph, "end~0.5") == "end~0.5"
        assert now(graph, "end~1") == "end~1"
        assert open_on(followed(graph, "end~0.5").route) == ["average 2"], "fewer open conditions come second"


def test_of_doors_that_are_equal_the_first_in_the_facts_is_taken() -> None:
    ways = [("school", "end", "language en"), ("school", "end", "average 2")]
    assert open_on(followed(town(ways), "end").route) == ["language en"]
    assert open_on(followed(town(ways[::-1]), "end").route) == ["average 2"]


def test_filters_that_close_bridging_do_not_end_a_route_that_was_chosen() -> None:
    graph = town([admission("school", "end", "mathematics B", bridging_years=1.0)])
    for filters in (Filters(stay_here=True), Filters(beside_job=True)):
        question = Question("school", filters=filters)
        assert "end~1" not in [route.key for route in routes(graph, question, "analyst")]
        assert now(graph, "end~1", question) == "end~1"


def test_what_is_behind_somebody_by_now_is_not_entered_again() -> None:
    """Who has finished the college has finished the trade before it, and a way leads back."""
    back = admission("college", "trade", pace=n.Pace.PART_TIME)
    ways = [("trade", "college"), back, ("school", "trade")]
    graph = town(ways, feeding=["trade"], trade={"pace": n.Pace.PART_TIME})
    assert ended(graph, "trade", Question("college")) == (Broken.NO_WAY_IN, "college", "trade")


def test_no_programme_follows_one_that_is_entered_from_before_the_start() -> None:
    ways = [("school", "exam"), ("school", "trade"), ("trade", "end")]
    shapes = {"trade": {"kind": n.Kind.VOCATIONAL}, "exam": {"kind": n.Kind.UPPER_SECONDARY}}
    graph = town(ways, ["trade", "end"], **shapes)
    assert now(graph, "trade", Question("exam")) == "trade"
    assert ended(graph, "trade.end", Question("exam")) == (Broken.NO_WAY_IN, "exam", "trade")


def test_a_programme_that_leads_nowhere_any_more_is_said_to() -> None:
    """Also that it was another one when the key was made."""
    before = town([("school", "old"), ("school", "end"), ("school", "far")], feeding=("far",))
    graph = Graph(bent(before.facts, "programmes", 0, successor="end"))
    assert ended(graph, "old") == (Broken.NOT_LEADING, "end", "analyst")
    assert [(one.old.id, one.new.id) for one in followed(graph, "old").replaced] == [("old", "end")]
    assert ended(graph, "") == (Broken.NOT_LEADING, "school", "analyst")


def test_a_way_that_ends_at_a_successor_says_what_it_succeeded() -> None:
    before = town([("school", "old"), ("far", "end"), ("school", "far")])
    graph = Graph(bent(before.facts, "programmes", 0, successor="end"))
    assert ended(graph, "old") == (Broken.NO_WAY_IN, "school", "end")
    assert [(one.old.id, one.new.id) for one in followed(graph, "old").replaced] == [("old", "end")]


UP = (step("expert", "chief", 1.0), step("chief", "driver", 1.0), step("driver", "analyst", 1.0))
"""From expert to analyst in three steps at work."""


def test_steps_at_work_are_followed_from_the_first_programme_of_the_facts_as_from_any() -> None:
    graph = town([("school", "end")], [("end", "expert"), ("end", "driver")], UP)
    assert now(graph, "end.@analyst") == "end.@analyst"
    assert now(graph, "end.@chief.@driver.@analyst") == "end.@chief.@driver.@analyst"


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("end.@driver.@analyst", id="it leads to no role that the first step begins at"),
        pytest.param("end.@chief.@analyst", id="a step in the middle is not there"),
        pytest.param("end.@driver", id="it ends with another role"),
        pytest.param("@analyst", id="no programme comes before it"),
    ],
)
def test_steps_at_work_that_do_not_lead_to_the_role_end_the_way(key) -> None:
    graph = town([("school", "end")], [("end", "expert"), ("end", "driver")], UP)
    place = "end" if key.startswith("end") else "school"
    assert ended(graph, key) == (Broken.NOT_LEADING, place, "analyst")


def test_nobody_comes_back_at_work_to_a_role_left_before() -> None:
    graph = town([("school", "end")], [("end", "driver")], [*UP, step("analyst", "driver", 1.0)])
    assert now(graph, "end.@analyst") == "end.@analyst"
    assert ended(graph, "end.@analyst.@driver.@analyst") == (Broken.NOT_LEADING, "end", "analyst")


def test_beyond_three_steps_at_work_nobody_plans() -> None:
    facts = town([("school", "end")], [("end", "expert")], UP).facts
    graph = Graph(
        replace(
            facts,
            roles=(*facts.roles, b.role("novice", eqf=8)),
            needs=(*facts.needs, b.need("novice", "brewing")),
            feeds=(b.feeds("end", "novice"),),
            steps=(step("novice", "expert", 1.0), *facts.steps),
        )
    )
    assert ended(graph, "end.@expert.@chief.@driver.@analyst") == (Broken.NOT_LEADING, "end", "analyst")
    assert trace(graph, Question("school"), "driver", "end.@expert.@chief.@driver").route is not None
