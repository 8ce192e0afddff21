"""Sizes before anything is placed: thickness, docks, columns, plates."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.domain.nouns import Kind
from pathways.domain.views import Measure
from pathways.drawing.highlight import paths
from pathways.drawing.plan import HAIRLINE, plan, scale_of, thickness
from pathways.drawing.plates import Lane
from pathways.drawing.sheet import DENSE, STAGE, WIDE, Form, sheet_for
from pathways.drawing.text import SUB, TITLE, width
from tests.drawing.views import link, node, small, view


@st.composite
def views(draw):
    """Two to four columns of plates with titles of any length, and links forward, some unknown, some skipping."""
    heights = draw(st.lists(st.integers(1, 6), min_size=2, max_size=4))
    titles = st.text("abc æø-\u00ad", max_size=60)
    columns = [[node(f"r-{at}-{row}", draw(titles)) for row in range(high)] for at, high in enumerate(heights)]
    pairs = st.tuples(st.integers(0, len(columns) - 1), st.integers(0, len(columns) - 1)).filter(lambda p: p[0] < p[1])
    widths = st.none() | st.floats(0, 1)
    links = [
        link(draw(st.sampled_from(columns[a])).id, draw(st.sampled_from(columns[b])).id, draw(widths), kind)
        for a, b in draw(st.lists(pairs, max_size=12))
        for kind in (draw(st.sampled_from(list(Kind))),)
    ]
    return view(columns, links)


forms = st.sampled_from([Form.WIDE, Form.MIDDLE, Form.HOURGLASS])


@settings(deadline=None)
@given(views(), forms)
def test_every_plate_and_ribbon_of_the_view_is_planned_in_its_order(view, form):
    planned = plan(view, "en", form)
    assert [plate.node for plate in planned.plates] == list(view.nodes)
    assert [ribbon.link for ribbon in planned.ribbons] == list(view.links)


@settings(deadline=None)
@given(views(), forms)
def test_every_ribbon_docks_once_at_each_end_and_crosses_every_rank_between(view, form):
    planned = plan(view, "en", form)
    rank = {place.name: at for at, places in enumerate(planned.ranks) for place in places}
    for number, ribbon in enumerate(planned.ribbons):
        assert [rank[b] - rank[a] for a, b in pairwise(ribbon.stops)] == [1] * (len(ribbon.stops) - 1)
        for tail, head in pairwise(ribbon.stops):
            assert planned.docks[tail].leaving.count(number) == planned.docks[head].arriving.count(number) == 1


@settings(deadline=None)
@given(views())
def test_nothing_crosses_at_the_edge_of_a_plate(view):
    """What leaves a plate lies in the order of where it goes, what arrives in the order of where it comes from."""
    planned = plan(view, "en", Form.WIDE)
    place = {place.name: at for at, place in enumerate(place for rank in planned.ranks for place in rank)}
    for name, docks in planned.docks.items():
        heads = [place[_after(planned.ribbons[i].stops, name)] for i in docks.leaving]
        tails = [place[_after(planned.ribbons[i].stops[::-1], name)] for i in docks.arriving]
        assert heads == sorted(heads)
        assert tails == sorted(tails)


def _after(stops, name):
    return stops[stops.index(name) + 1]


@settings(deadline=None)
@given(views(), forms)
def test_docks_and_text_fit_their_plate(view, form):
    planned = plan(view, "en", form)
    sheet = planned.sheet
    for plate in planned.plates:
        stack = max(
            sum(planned.ribbons[i].thick for i in side)
            for side in (planned.docks[plate.name].arriving, planned.docks[plate.name].leaving)
        )
        assert stack <= (plate.wide if form is Form.HOURGLASS else plate.high)
        assert len(plate.lines) * sheet.title_line + len(plate.subs) * sheet.sub_line <= plate.high
        room = plate.wide - 2 * sheet.pad_x
        assert all(width(line, sheet.title, TITLE) <= room for line in plate.lines)
        assert all(width(line, sheet.sub, SUB) <= room for line in plate.subs)


@settings(deadline=None)
@given(views())
def test_a_wide_picture_is_never_wider_than_its_sheet(view):
    planned = plan(view, "en", Form.WIDE)
    plates = [next(p.wide for p in rank if not isinstance(p, Lane)) for rank in planned.ranks]
    gaps = len(planned.ranks) - 1
    assert sum(plates) + gaps * (planned.reach + 2 * WIDE.dock) <= WIDE.across + 1e-6
    assert planned.reach >= WIDE.reach[0] - 1e-6


@settings(deadline=None)
@given(views())
def test_an_upright_picture_fills_the_narrowest_phone(view):
    planned = plan(view, "en", Form.HOURGLASS)
    for rank in planned.ranks:
        total = sum(place.wide for place in rank) + planned.sheet.between * (len(rank) - 1)
        assert total <= planned.sheet.across
        plates = [place for place in rank if not isinstance(place, Lane)]
        assert planned.sheet.across - total < len(plates)
        assert len({plate.high for plate in plates}) == 1


def test_no_text_is_smaller_than_12_px_where_it_is_shown():
    """Wide pictures are shown from 1,110 px on, narrow ones from 288 px on."""
    for sheet, shown in ((WIDE, 1110), (DENSE, 1110), (STAGE, 288), (sheet_for(Form.HOURGLASS, 3), 288)):
        sizes = [size for size in (sheet.title, sheet.title - 1.5, sheet.sub, sheet.heading) if size]
        assert min(sizes) * shown / sheet.across >= 11, sheet
        assert min(size for size in (sheet.title, sheet.sub) if size) * shown / sheet.across >= 12, sheet


@pytest.mark.parametrize(
    ("measure", "widths"),
    [(Measure.FIT, [0.2, 0.9]), (Measure.LEVEL, [1, 4]), (Measure.PEOPLE, [3, 180])],
)
def test_thickness_is_the_measure_times_the_scale(measure, widths):
    made = view(
        [[node("p-a")], [node("r-x"), node("r-y")]],
        [link("p-a", f"r-{r}", w) for r, w in zip("xy", widths, strict=True)],
    )
    made = view(made.table_columns and [c.nodes for c in made.columns], made.links, measure)
    planned = plan(made, "en", Form.WIDE)
    for ribbon, width_ in zip(planned.ribbons, widths, strict=True):
        assert ribbon.thick == pytest.approx(max(HAIRLINE, width_ * planned.scale), abs=0.25)
    assert planned.scale == scale_of(made, WIDE)


def test_unknown_is_a_hairline_and_never_counts_as_zero_or_one():
    assert thickness(None, 30) == thickness(0, 30) == HAIRLINE
    only_unknown = view([[node("p-a")], [node("r-x")]], [link("p-a", "r-x", None)])
    assert plan(only_unknown, "en", Form.WIDE).ribbons[0].thick == HAIRLINE


def test_a_fuller_picture_is_drawn_to_a_smaller_scale():
    few = view([[node("p-a")], [node("r-x")]], [link("p-a", "r-x", 1)])
    many = view([[node("p-a")], [node(f"r-{i}") for i in range(30)]], [link("p-a", f"r-{i}", 1) for i in range(30)])
    assert plan(many, "en", Form.WIDE).scale < plan(few, "en", Form.WIDE).scale


def test_long_columns_are_set_densely_and_folded_plates_still_say_of_what():
    nodes = [node(f"r-{i}", sub=node("r-x").title) for i in range(30)]
    folded = node("f-rest", "+ 3 more", sub=node("r-x", "Production").title)
    planned = plan(view([[node("p-a")], [*nodes, folded]], []), "en", Form.WIDE)
    assert planned.sheet == DENSE
    assert all(plate.subs == () for plate in planned.plates)
    assert planned.plates[-1].lines == ("+ 3 more: Production",)


def test_columns_without_a_plate_are_left_out():
    planned = plan(view([[node("p-a")], [], [node("o-x")]], [link("p-a", "o-x")]), "en", Form.WIDE)
    assert planned.headings == ("Column 0", "Column 2")
    assert planned.ribbons[0].stops == ("n0", "n1")


def lit(bits: int, view) -> set[str]:
    return {node.id for at, node in enumerate(view.nodes) if bits >> at & 1}


def test_a_path_holds_what_lies_before_and_behind():
    made = small()
    plates, ribbons = paths(made)
    by_id = dict(zip((n.id for n in made.nodes), plates, strict=True))
    assert lit(by_id["r-a"], made) == {"r-a", "p-one", "p-two", "o-x"}
    assert lit(by_id["o-x"], made) == {"o-x", "r-a", "p-one", "p-two"}
    assert lit(ribbons[0], made) == {"p-one", "r-a", "o-x"}


def test_a_strand_is_on_the_path_of_its_own_programmes_only():
    made = small()
    _, ribbons = paths(made)
    engineering, technician = ribbons[5], ribbons[6]
    assert lit(engineering, made) == {"p-one", "r-a", "o-x"}
    assert lit(technician, made) == {"p-two", "r-a", "o-x"}
