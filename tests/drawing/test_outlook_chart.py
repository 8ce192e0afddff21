"""The chart of an outlook: no text lies on another or leaves the chart, hatching where students have not started."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from pathways.config import folder
from pathways.domain.discretion import scopes_of, shown
from pathways.domain.graph import Graph
from pathways.domain.nouns import Kind, ProgrammeId
from pathways.domain.outlook import Scope, ScopeKind, Shortage, outlook
from pathways.domain.outlook_view import Line, OutlookView, Span, view_of
from pathways.domain.supply_inputs import inputs
from pathways.drawing import text
from pathways.drawing.outlook_chart import Words, chart
from pathways.drawing.outlook_scale import HALF, MIDDLE, PHONE, WIDE, apart, rounded

FRAMES = pytest.mark.parametrize("frame", [WIDE, MIDDLE, HALF, PHONE], ids=lambda frame: frame.name)
NAMESPACE = "{http://www.w3.org/2000/svg}"
WEIGHTS = {"m": text.SUB, "b": text.STRONG, "on": text.STRONG}


def words(view: OutlookView, **changes: object) -> Words:
    lines = tuple(("Technician, academy", "T1, T2, T3") for _ in view.lines)
    short, likely = "1,200 short in 2028", "likely between 14 too many and 2,800 short"
    base = {"title": "A title", "description": "What it shows", "today": "today", "wanted": "Wanted"}
    return Words(**{**base, "futures": "8 of 10 futures", "short": short, "likely": likely, "lines": lines, **changes})


def hand_made(*, years=(2025, 2026, 2027, 2028), kinds="DK", finish=10, wanted=18, begun=3, first=2026, **changes):
    """A view in which `finish` of each line finish and `wanted` are wanted; the first `begun` years have started."""
    lines = tuple(
        Line((Kind(k),), (ProgrammeId(k),), (finish,) * len(years), tuple(at < begun for at in range(len(years))))
        for k in kinds
    )
    total = finish * len(kinds)
    openings = {year: Span(wanted - 4, wanted, wanted + 6) for year in years if year >= first}
    short = tuple(Shortage(y, wanted - total - 3, wanted - total, wanted - total + 5, 0.9) for y in openings)
    whole = {
        "scope": Scope(ScopeKind.ROLE, "analyst", ()), "this_year": 2026,
        "supply": {year: Span(total - 2, total, total + 3) for year in years}, "lines": lines,
        "supply_at_least": False, "openings": openings, "openings_at_least": False, "shortages": short,
        "few_supply": False, "few_openings": False, "events": (),
    }  # fmt: skip
    return OutlookView(**{**whole, **changes})


@pytest.fixture(scope="module")
def views(example_facts) -> list[OutlookView]:
    """The views of every scope of the example town."""
    graph = Graph(example_facts)
    given = inputs(graph, (), 2026)
    seen = shown(graph, given)
    return [view_of(outlook(graph, given, scope, np.random.default_rng(1), 500), seen) for scope in scopes_of(graph)]


def drawn(view, frame, **changes) -> ET.Element:
    return ET.fromstring(chart(view, words(view, **changes), frame, "c"))


def boxes(svg: ET.Element) -> list[tuple[float, float, float, float, str]]:
    """Where each text stands, from its measured width."""
    found = []
    for one in svg.iter(f"{NAMESPACE}text"):
        size, said = float(one.get("font-size")), one.text or ""
        wide = text.width(said, size, WEIGHTS[one.get("class").split()[0]])
        left = float(one.get("x")) - {"start": 0, "middle": wide / 2, "end": wide}[one.get("text-anchor", "start")]
        base = float(one.get("y"))
        found.append((left, base - 0.74 * size, left + wide, base + 0.2 * size, said))
    return found


def overlaps(svg: ET.Element) -> list[tuple[str, str]]:
    return [
        (a[4], b[4])
        for a, b in combinations(boxes(svg), 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


@FRAMES
def test_no_text_lies_on_another_in_any_scope(views, frame):
    assert {view.scope.key: overlaps(drawn(view, frame)) for view in views if overlaps(drawn(view, frame))} == {}


@FRAMES
@pytest.mark.parametrize(
    "view",
    [
        pytest.param(hand_made(kinds="ETMDKAN", finish=1, wanted=9), id="seven thin lines"),
        pytest.param(hand_made(wanted=4000, finish=1400), id="thousands"),
        pytest.param(hand_made(years=(2026,), begun=1), id="one year"),
        pytest.param(hand_made(years=tuple(range(2022, 2037)), begun=6), id="fifteen years"),
        pytest.param(hand_made(first=2028), id="wanted in the last year only"),
    ],
)
def test_no_text_lies_on_another_or_leaves_the_chart(view, frame):
    svg = drawn(view, frame)
    assert overlaps(svg) == []
    out = [box for box in boxes(svg) if box[0] < 0 or box[1] < 0 or box[2] > frame.wide or box[3] > frame.high]
    assert out == []


@pytest.mark.parametrize("frame", [WIDE, MIDDLE], ids=lambda frame: frame.name)
def test_names_at_the_right_end_have_air_between_them(views, frame):
    for view in [*views, hand_made(kinds="ETMDKAN", finish=1, wanted=9)]:
        svg = drawn(view, frame)
        bullets = {float(one.get("y")) for one in svg.iter(f"{NAMESPACE}rect") if one.get("class").startswith("bullet")}
        under = [box[3] for box in boxes(svg) if box[4] in {"T1, T2, T3", "8 of 10 futures"}]
        assert all(abs(top - foot) >= 7 for top in bullets for foot in under)


def test_the_sentence_of_the_gap_lies_on_nothing_that_is_drawn(views):
    for view in views:
        svg = drawn(view, WIDE)
        plot_top = min(
            float(line.get("d").split()[1].split("H")[0])
            for line in svg.iter(f"{NAMESPACE}path")
            if line.get("class") == "grid"
        )
        sentence = [box for box in boxes(svg) if box[4].startswith(("1,200", "likely"))]
        assert all(box[3] < plot_top for box in sentence)


@FRAMES
def test_the_line_of_today_begins_below_the_sentence_of_the_gap(views, frame):
    for view in [*views, hand_made()]:
        svg = drawn(view, frame)
        (today,) = [one.get("d") for one in svg.iter(f"{NAMESPACE}path") if one.get("class") == "today"]
        begins = float(today.split()[1].split("V")[0])
        assert all(box[3] <= begins for box in boxes(svg) if box[4].startswith(("1,200", "likely")))


@FRAMES
def test_text_is_never_under_12_px(views, frame):
    for view in views:
        assert all(float(one.get("font-size")) >= 12 for one in drawn(view, frame).iter(f"{NAMESPACE}text"))
    assert PHONE.wide <= 390 - 32


@FRAMES
@pytest.mark.parametrize(
    ("begun", "full", "hatched"),
    [
        pytest.param(4, 1, 0, id="all have started"),
        pytest.param(3, 1, 1, id="the last year has not"),
        pytest.param(0, 0, 1, id="none has"),
    ],
)
def test_hatching_begins_where_students_have_not_started(frame, begun, full, hatched):
    svg = drawn(hand_made(kinds="D", begun=begun), frame)
    layers = [one for one in svg.iter(f"{NAMESPACE}path") if "layer" in one.get("class").split()]
    states = [one.get("class").split()[1] for one in layers]
    assert (states.count("begun"), states.count("not-begun")) == (full, hatched)
    patterns = {one.get("id") for one in svg.iter(f"{NAMESPACE}pattern")}
    used = {one.get("fill")[5:-1] for one in layers if one.get("fill")}
    assert used == patterns


def test_the_hatched_part_begins_at_the_last_year_that_has_started():
    svg = drawn(hand_made(kinds="D", begun=3), WIDE)
    hatched = next(one for one in svg.iter(f"{NAMESPACE}path") if "not-begun" in one.get("class"))
    full = next(one for one in svg.iter(f"{NAMESPACE}path") if " begun" in one.get("class"))
    xs = [[float(x) for x in re.findall(r"[ML]([\d.]+) ", one.get("d"))] for one in (full, hatched)]
    assert max(xs[0]) == min(xs[1])


def test_what_is_wanted_is_broken_after_today():
    svg = drawn(hand_made(first=2025), WIDE)
    assert [one.get("class") for one in svg.iter(f"{NAMESPACE}path") if "ink" in one.get("class").split()] == [
        "ink", "ink to-come",
    ]  # fmt: skip


def test_texts_are_escaped():
    evil = '<script>alert("1")</script>'
    svg = chart(hand_made(), words(hand_made(), title=evil, short=evil, wanted=evil, today=evil), WIDE, "c")
    assert "<script" not in svg
    ET.fromstring(svg)


@FRAMES
def test_it_keeps_to_the_security_policy_and_uses_only_classes_that_are_styled(views, frame):
    styled = set(re.findall(r"\.([\w-]+)", (folder("static") / "outlook.css").read_text(encoding="utf-8")))
    styled |= {f"l-{kind}" for kind in Kind} | {"begun", "not-begun", "m", "ahead-wide"}
    for view in views:
        svg = drawn(view, frame)
        assert all(
            one.get("style") is None and not any(name.startswith("on") for name in one.attrib) for one in svg.iter()
        )
        used = {name for one in svg.iter() for name in (one.get("class") or "").split()}
        assert used - styled == set()


def test_nothing_is_drawn_of_nothing():
    assert chart(hand_made(supply={}, openings={}, lines=(), shortages=()), words(hand_made()), WIDE, "c") == ""


@pytest.mark.parametrize(
    ("most", "ticks", "expected"),
    [(0, 4, (1, 1)), (4, 4, (4, 1)), (5, 4, (6, 2)), (237, 7, (250, 50)), (61, 4, (80, 20)), (4006, 4, (6000, 2000))],
)
def test_the_numbers_at_the_grid_lines_are_round(most, ticks, expected):
    assert rounded(most, ticks) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([90, 50, 10], [90, 50, 10]),
        ([50, 50, 50], [50, 30, 10]),
        ([95, 95], [90, 70]),
        ([5, 5], [30, 10]),
    ],
)
def test_labels_are_pushed_apart_and_stay_inside(wanted, expected):
    assert apart(wanted, [20.0] * len(wanted), 0, 100) == expected
