"""Splitting finishers over roles: pins are never bent, estimates are never made of what is unknown."""

from __future__ import annotations

import re
from dataclasses import replace
from math import e, exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain.cover import cover
from pathways.domain.errors import UnknownId
from pathways.domain.fitting import CLOSE
from pathways.domain.flow import best_case
from pathways.domain.graph import Graph
from pathways.domain.gravity import ALL, DoNotFit, Gap, Split, away_from, fit, pull, shares, split
from pathways.domain.nouns import Basis, Interval
from pathways.domain.supply import Known
from tests import builders as b

COLLEGE, ANALYST, CHIEF = n.ProgrammeId("college"), n.RoleId("analyst"), n.RoleId("chief")


def known(low, likely=None, high=None, basis=Basis.STATED, **more):
    likely = low if likely is None else likely
    return Known(Interval(low, likely, likely if high is None else high), basis, **more)


def told(found):
    return {part.role: (part.known.value.likely, part.pinned) for part in found.parts}


def test_the_pull_never_closes_a_link_and_is_unknown_where_cover_is():
    assert (pull(0.0), pull(1.0), pull(None)) == (1.0, e, None)


@pytest.mark.parametrize(
    ("given", "expected", "over", "lacks"),
    [
        pytest.param((None, None, {}, {}), {}, 0, [], id="nothing to split over"),
        pytest.param(
            (known(30), known(6), {}, {"x": 1, "y": 2}), {"x": (8, False), "y": (16, False)}, 0, [], id="by pull"
        ),
        pytest.param(
            (known(30), known(6), {"x": known(9)}, {"y": 2, "z": 3}),
            {"x": (9, True), "y": (6, False), "z": (9, False)},
            0,
            [],
            id="the rest is what pins leave",
        ),
        pytest.param(
            (known(30), known(6), {"x": known(24)}, {"y": 2}),
            {"x": (24, True), "y": (0, False)},
            0,
            [],
            id="none left",
        ),
        pytest.param(
            (known(30), known(6), {"x": known(20), "z": known(7)}, {"y": 2}),
            {"x": (20, True), "z": (7, True)},
            3,
            [],
            id="pins that do not fit are named, not bent",
        ),
        pytest.param(
            (known(30), None, {"x": known(31)}, {"y": 2}), {"x": (31, True)}, 1, [], id="they do not fit alone"
        ),
        pytest.param(
            (known(30), None, {"x": known(9)}, {"y": 2}),
            {"x": (9, True)},
            0,
            [Gap.AWAY],
            id="who goes away is unknown, so nothing is estimated",
        ),
        pytest.param(
            (None, known(6), {"x": known(9)}, {"y": 2}), {"x": (9, True)}, 0, [Gap.FINISHERS], id="unknown finishers"
        ),
        pytest.param((None, None, {}, {"x": 2, "y": None}), {}, 0, [*Gap][:3], id="all that lacks is named"),
        pytest.param((known(30), known(6), {}, {"x": 2, "y": None}), {}, 0, [Gap.COVER], id="a link of unknown cover"),
        pytest.param((None, None, {"x": known(9)}, {}), {"x": (9, True)}, 0, [], id="all pinned lacks nothing"),
        pytest.param((None, known(6), {"x": known(9)}, {}), {"x": (9, True)}, 0, [], id="nor where some go away"),
        pytest.param(
            (known(0), known(0), {"x": known(CLOSE)}, {"y": 1}),
            {"x": (CLOSE, True), "y": (0, False)},
            0,
            [],
            id="a billionth of a person is noise of adding, not one too many",
        ),
    ],
)
def test_split(given, expected, over, lacks):
    found = split(*given)
    assert told(found) == expected
    assert found.over == over
    assert list(found.lacks) == lacks


def test_an_estimate_is_an_interval_and_says_what_it_rests_on():
    away, pin = known(4, 6, 8, evidence=(b.STATED,)), known(7, 9, 10, Basis.ASSUMED, own=True)
    *_, part = split(known(28, 30, 33), away, {"x": pin}, {"y": 1, "z": 2}).parts
    assert part.known.value == Interval(pytest.approx(20 / 3), pytest.approx(10), pytest.approx(44 / 3))
    assert (part.known.basis, part.known.evidence, part.known.own) == (Basis.ASSUMED, (b.STATED,), True)


def test_an_estimate_names_the_counts_behind_it():
    away, pin = known(6, flows=(AWAY,)), known(9, flows=(TAKEN,))
    _, part = split(known(30), away, {"x": pin}, {"y": 1}).parts
    assert [count.id for count in part.known.flows] == ["taken", "away"]


def test_an_estimate_of_shares_is_an_interval_within_what_is_left():
    (part,) = split(ALL, known(0.2, 0.4, 0.6), {}, {"y": 1}).parts
    assert part.known.value == Interval(pytest.approx(0.4), pytest.approx(0.6), pytest.approx(0.8))


def test_an_estimate_from_stated_figures_is_derived_and_never_below_nobody():
    (part,) = split(known(30), known(20, 25, 40), {}, {"y": 1}).parts
    assert part.known == known(0, 5, 10, Basis.DERIVED)


PEOPLE = st.integers(0, 40)


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from("abc"), PEOPLE.map(known), max_size=3),
    st.dictionaries(st.sampled_from("xyz"), st.floats(0, 1).map(pull), min_size=1),
    PEOPLE,
    PEOPLE,
)
def test_a_split_adds_up_and_its_pins_stay(pins, pulls, away, more):
    fixed = sum(pin.value.likely for pin in pins.values())
    found = split(known(fixed + away + more), known(away), pins, pulls)
    assert {part.role: part.known for part in found.parts if part.pinned} == pins
    estimates = {part.role: part.known.value.likely for part in found.parts if not part.pinned}
    assert sum(estimates.values()) == pytest.approx(more, abs=1e-9)
    for one in pulls:
        for other in pulls:
            assert estimates[one] * pulls[other] == pytest.approx(estimates[other] * pulls[one], abs=1e-9)


def flow(id, kind="employment", people=None, base=30, **more):
    whole = n.Flow(
        id=id, programme=COLLEGE, kind=kind, what=b.text("people"), role=None, organisation=None, onward=None,
        people=people and Interval(people, people, people), base=base, share=None, year="2024", pinned=False,
        here=False, note=None, evidence=b.STATED,
    )  # fmt: skip
    return replace(whole, **more)


def town(*flows):
    base = b.facts(
        {"analyst": {"sql": 2}, "chief": {"sql": 4}},
        {"college": {"sql": 2}, "night": {"sql": 4}},
        feeding=[("college", "analyst"), ("college", "chief")],
        jobs=[("analyst", "works")],
    )
    return Graph(replace(base, flows=flows))


AWAY = flow("away", "elsewhere", 12)
STUDY = flow("study", "further-study", 6, onward=n.ProgrammeId("night"), pinned=True)
TAKEN = flow("taken", people=3, role=ANALYST, pinned=True, here=True)


def test_the_rest_goes_by_cover():
    graph = town(AWAY, STUDY)
    found = told(shares(graph, COLLEGE))
    assert [cover(graph, (COLLEGE,), role).share for role in (ANALYST, CHIEF)] == [1, 0.5]
    assert found[ANALYST][0] + found[CHIEF][0] == pytest.approx(12 / 30)
    assert found[ANALYST][0] / found[CHIEF][0] == pytest.approx(exp(0.5))


@pytest.mark.parametrize(
    ("flows", "away", "expected", "lacks"),
    [
        pytest.param([], None, {}, [Gap.AWAY], id="nobody counted who goes away"),
        pytest.param([AWAY, STUDY, TAKEN], None, {ANALYST: (0.1, True), CHIEF: (0.3, False)}, [], id="one is pinned"),
        pytest.param([TAKEN], None, {ANALYST: (0.1, True)}, [Gap.AWAY], id="a pin needs no rest"),
        pytest.param([TAKEN], known(0.5), {ANALYST: (0.1, True), CHIEF: (0.4, False)}, [], id="who goes away is told"),
        pytest.param(
            [AWAY, TAKEN, flow("some", people=3, base=None, role=CHIEF, pinned=True)],
            None,
            {ANALYST: (0.1, True)},
            [Gap.BASE],
            id="some of the rest were counted, of nobody knows how many",
        ),
    ],
)
def test_shares(flows, away, expected, lacks):
    found = shares(town(*flows), COLLEGE, away)
    assert {role: (pytest.approx(share), pinned) for role, (share, pinned) in expected.items()} == told(found)
    assert list(found.lacks) == lacks


def test_pins_that_are_too_many_are_named_also_where_some_of_the_rest_have_no_base():
    some = flow("some", people=3, base=None, role=CHIEF, pinned=True)
    found = shares(town(flow("away", "elsewhere", 28), TAKEN, some), COLLEGE)
    assert told(found) == {ANALYST: (0.1, True)}
    assert found.over == pytest.approx(1 / 30)
    assert list(found.lacks) == [Gap.BASE]


def test_cover_is_asked_for_once_it_is_known_who_goes_away():
    """Nothing can be estimated before, and most programmes are never that far."""
    graph = Graph(b.facts({"dreamer": {"dream": 1}}, {"college": {"sql": 2}}, feeding=[("college", "dreamer")]))
    assert shares(graph, COLLEGE) == Split((), 0, (Gap.AWAY,))
    assert shares(graph, COLLEGE, known(0.5)) == Split((), 0, (Gap.COVER,))


def test_an_unknown_programme_is_refused():
    with pytest.raises(UnknownId):
        shares(town(), n.ProgrammeId("nowhere"))


@pytest.mark.parametrize(
    ("flows", "share"),
    [
        pytest.param([STUDY], None, id="further study alone does not say who goes elsewhere"),
        pytest.param([AWAY], 0.4, id="elsewhere"),
        pytest.param([AWAY, STUDY], 0.6, id="elsewhere and further study"),
        pytest.param([AWAY, replace(STUDY, year="2023")], 0.4, id="further study of another class"),
        pytest.param([AWAY, replace(STUDY, pinned=False)], 0.4, id="further study that is an example"),
        pytest.param(
            [AWAY, replace(AWAY, id="old", year="2020", people=Interval(1, 1, 1))], 0.4, id="the newest counts"
        ),
        pytest.param([replace(AWAY, base=None)], None, id="of nobody knows how many"),
        pytest.param([replace(AWAY, people=Interval(20, 29, 40))], 29 / 30, id="no more than all"),
    ],
)
def test_who_goes_away(flows, share):
    found = away_from(town(*flows), COLLEGE)
    assert (found and found.value.likely) == (share and pytest.approx(share))
    assert found is None or (found.basis is Basis.DERIVED and found.value.high <= 1)


def test_no_more_than_all_go_away_however_many_were_counted():
    found = away_from(town(replace(AWAY, people=Interval(31, 33, 40))), COLLEGE)
    assert found.value == Interval(1, 1, 1)


def test_who_goes_away_names_the_counts_and_what_they_rest_on():
    found = away_from(town(AWAY, STUDY, TAKEN), COLLEGE)
    assert found.flows == (AWAY, STUDY)
    assert found.evidence == (AWAY.evidence, STUDY.evidence)


@pytest.mark.parametrize(
    ("rest", "wanted", "pulls", "people", "unfilled"),
    [
        pytest.param({}, {}, {}, {}, {}, id="nobody and nothing"),
        pytest.param({"a": 0}, {"x": 0}, {"a-x": 1}, {"a-x": 0}, {"x": 0}, id="nobody is wanted"),
        pytest.param({}, {"x": 2}, {}, {}, {"x": 2}, id="nobody finishes"),
        pytest.param(
            {"a": 4}, {"x": 2, "y": 2}, {"a-x": 1, "a-y": 2}, {"a-x": 2, "a-y": 2}, {"x": 0, "y": 0}, id="all full"
        ),
        pytest.param({"a": 2}, {"x": 5}, {"a-x": 1}, {"a-x": 2}, {"x": 3}, id="some stay unfilled"),
        pytest.param(
            {"a": 1},
            {"w": 3, "x": 0.001, "z": 1},
            {"a-x": 1, "a-z": 1},
            {"a-x": 1 / 1001, "a-z": 1000 / 1001},
            {"w": 3, "x": 0.001 - 1 / 1001, "z": 1 / 1001},
            id="nearly nobody settles, too",
        ),
        pytest.param(
            {"a": 3, "b": 3},
            {"x": 3, "y": 3},
            {"a-x": 1, "b-x": 1, "b-y": 1},
            {"a-x": 3, "b-x": 0, "b-y": 3},
            {"x": 0, "y": 0},
            id="a link that nobody can take settles, too",
        ),
        pytest.param(
            {"a": 4, "b": 4},
            {"x": 4, "y": 4},
            {"a-x": 1, "a-y": 1, "b-x": 1, "b-y": 1},
            {"a-x": 2, "a-y": 2, "b-x": 2, "b-y": 2},
            {"x": 0, "y": 0},
            id="equal pull, equal parts",
        ),
        pytest.param(
            {"a": 3, "b": 3},
            {"x": 3, "y": 3},
            {"a-x": 4, "a-y": 1, "b-x": 1, "b-y": 1},
            {"a-x": 2, "a-y": 1, "b-x": 1, "b-y": 2},
            {"x": 0, "y": 0},
            id="more pull, a larger part",
        ),
        pytest.param(
            {"a": 3},
            {"x": 3, "y": 3},
            {"a-x": 4, "a-y": 1},
            {"a-x": 2, "a-y": 1},
            {"x": 1, "y": 2},
            id="less is unfilled where more are pulled",
        ),
    ],
)
def test_fit(rest, wanted, pulls, people, unfilled):
    found = fit(rest, wanted, {tuple(link.split("-")): force for link, force in pulls.items()})
    assert {"-".join(link): count for link, count in found.people.items()} == pytest.approx(people, abs=1e-9)
    assert found.unfilled == pytest.approx(unfilled, abs=1e-9)


def test_programmes_that_bring_too_many_are_named_the_largest_first():
    with pytest.raises(DoNotFit) as caught:
        fit(
            {"a": 5, "b": 4, "c": 3, "d": 1, "e": 1},
            {"x": 6, "y": 1, "z": 9},
            {("a", "x"): 1, ("b", "x"): 2, ("c", "y"): 1, ("d", "z"): 1},
        )
    named = [(one.programmes, one.roles, one.finishing, one.wanted) for one in caught.value.surpluses]
    assert named == [(("a", "b"), ("x",), 9, 6), (("c",), ("y",), 3, 1), (("e",), (), 1, 0)]
    assert str(caught.value) == (
        "a, b bring 9 people, and all roles they feed want 6. "
        "c bring 3 people, and all roles they feed want 1. "
        "e bring 1 people, and all roles they feed want 0."
    )


@pytest.mark.parametrize(
    ("rest", "wanted", "link", "force", "why"),
    [
        pytest.param(1, 1, ("a", "x"), 0, "No one is pulled from a to x by 0.", id="a link is never closed"),
        pytest.param(1, 1, ("a", "q"), 1, "No one is pulled from a to q by 1.", id="an unknown role"),
        pytest.param(1, 1, ("q", "x"), 1, "No one is pulled from q to x by 1.", id="an unknown programme"),
        pytest.param(-1, 1, ("a", "x"), 1, "a: -1 people cannot finish.", id="fewer than nobody finish"),
        pytest.param(1, -2, ("a", "x"), 1, "x: -2 people cannot be wanted.", id="fewer than nobody are wanted"),
    ],
)
def test_what_makes_no_sense_is_refused(rest, wanted, link, force, why):
    with pytest.raises(ValueError, match=f"^{re.escape(why)}$"):
        fit({"a": rest}, {"x": wanted}, {link: force})


@st.composite
def towns(draw):
    """People and openings in thousandths, so that nothing is rounded."""
    people = st.integers(0, 9000).map(lambda thousandths: thousandths / 1000) | st.integers(0, 9).map(float)
    rest = draw(st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), people))
    wanted = draw(st.dictionaries(st.sampled_from(["w", "x", "y", "z"]), people))
    pairs = [(p, r) for p in rest for r in wanted]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return rest, wanted, {link: pull(draw(st.floats(0, 1))) for link in chosen}


def check_margins(found, rest, wanted):
    """Everyone is placed, and what is wanted is filled or unfilled, to a billionth."""
    for p, people in rest.items():
        assert sum(count for link, count in found.people.items() if link[0] == p) == pytest.approx(people, abs=1e-9)
    for r, people in wanted.items():
        placed = sum(count for link, count in found.people.items() if link[1] == r)
        assert placed + found.unfilled[r] == pytest.approx(people, abs=1e-9)


@settings(deadline=None, max_examples=200)
@given(towns())
def test_both_margins_hold_to_a_billionth_or_it_says_who_is_too_many(case):
    rest, wanted, pulls = case
    full = best_case(rest, wanted, pulls)
    try:
        found = fit(*case)
    except DoNotFit as misfit:
        assert full.filled < sum(rest.values()) - 1e-9
        surplus = sum(one.finishing - one.wanted for one in misfit.surpluses)
        assert surplus == pytest.approx(sum(rest.values()) - full.filled, abs=1e-9)
        return
    assert full.filled == pytest.approx(sum(rest.values()), abs=1e-9)
    assert set(found.people) == set(pulls)
    assert all(count >= 0 for count in [*found.people.values(), *found.unfilled.values()])
    check_margins(found, rest, wanted)


def test_few_people_beside_many_are_placed_too():
    """Two thousandths of a person are wanted beside ten people: turns of rows and columns alone crept for ever."""
    rest = {"a": 2, "b": 0.026, "c": 10, "d": 0.212, "e": 5.109}
    wanted = {"w": 0.002, "x": 10.003, "y": 0.233, "z": 7.109}
    pulls = {
        ("a", "w"): 1.0, ("a", "z"): 1.079, ("b", "w"): 2.369, ("b", "x"): 1.0, ("b", "y"): 2.713,
        ("c", "x"): 1.0, ("d", "y"): 2.327, ("d", "z"): 1.535, ("e", "z"): 1.0,
    }  # fmt: skip
    check_margins(fit(rest, wanted, pulls), rest, wanted)


@settings(deadline=None)
@given(towns(), st.floats(0.1, 10))
def test_only_the_ratios_of_pulls_and_no_order_matter(case, times):
    rest, wanted, pulls = case
    try:
        once = fit(*case)
    except DoNotFit:
        return
    turned = dict(reversed(rest.items())), dict(reversed(wanted.items())), dict(reversed(pulls.items()))
    assert fit(*turned) == once
    assert [*fit(*turned).people] == [*once.people]
    if sum(rest.values()) == pytest.approx(sum(wanted.values()), abs=1e-9):
        scaled = fit(rest, wanted, {link: force * times for link, force in pulls.items()})
        assert scaled.people == pytest.approx(dict(once.people), abs=1e-6)


def test_all_is_a_whole():
    assert ALL.value == Interval(1, 1, 1)
