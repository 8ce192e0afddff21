"""Routes in towns made by hand, each for one thing that a search is apt to get wrong."""

from __future__ import annotations

from dataclasses import replace

from pathways.domain import nouns as n
from pathways.domain.conditions import Amount, Held, Subject, Verdict, spell
from pathways.domain.graph import Graph
from pathways.domain.journey import LegKind
from pathways.domain.routes import Question, gates, routes, shortest, standing
from tests import builders as b
from tests.domain.worlds_of_routes import admission, start, step

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
    facts = b.facts({"analyst": {"brewing": 2}, "driver": {"brewing": 1}}, taught, links)
    return Graph(
        replace(
            facts,
            programmes=tuple(made),
            admissions=tuple(doors),
            starts=(start("school"), *starts),
            roles=(b.role("analyst", eqf=8), b.role("driver", eqf=8)),
            steps=tuple(steps),
        )
    )


def _programme(name, at, kind=n.Kind.ENGINEERING, levels=None, **shape):
    return b.programme(name, f"{kind}{at}", kind, **{"years": 2.0, "first_intake": None, **shape})


def keys(graph, question=None, role="analyst"):
    return [route.key for route in routes(graph, question or Question("school"), role)]


def open_on(route):
    return sorted(spell(gate.condition) for gate in route.open)


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


def test_experience_that_falls_short_is_missing_where_it_counts():
    graph = town([("school", "end", "experience 3")])
    straight, worked = routes(graph, Question("school", Held({}, {"experience": 1.0})), "analyst")
    assert [gate.verdict for gate in straight.open] == [Verdict.MISSING]
    assert worked.key == "end^2"


def test_who_has_an_exam_may_take_a_trade_in_one_step():
    ways = [("school", "exam"), ("school", "trade"), ("trade", "end"), ("school", "college")]
    shapes = {"trade": {"kind": TRADE}, "exam": {"kind": n.Kind.UPPER_SECONDARY}, "college": {"kind": n.Kind.MASTERS}}
    feeding = ["trade", "end", "college"]
    graph = town(ways, feeding, **shapes)
    assert standing(graph, "exam") == ("exam", "school")
    assert keys(graph, Question("exam")) == ["college", "trade"]
    lines = [route.key for route in shortest(graph, Question("exam"), "analyst")]
    assert lines == ["college", "trade"], "no step follows what is entered from before the start"


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


def test_of_one_line_the_quickest_door_and_ending_is_the_shortest():
    ways = [("school", "end", "average 2"), admission("school", "end", "average 4", credit_years=0.5), ("end", "far")]
    graph = town(ways, ["end", ("end", "driver"), "far"], [step("driver", "analyst", 1.0)])
    found = shortest(graph, Question("school"), "analyst")
    assert [(route.key, route.years) for route in found] == [("end", 1.5), ("end.far", 3.5)]
    assert [route.key for route in shortest(graph, Question("school"), "analyst", 1)] == ["end"]


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
