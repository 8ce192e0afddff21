"""The order of plates: what is promised of any picture, and what small ones are worth."""

from __future__ import annotations

from itertools import permutations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.domain import order
from pathways.domain.order import Passage, crossings, passages, settle

patient = settings(deadline=None)  # a search takes what it takes when other tests run beside it


@pytest.fixture(autouse=True)
def _asked_anew():
    """Orders are remembered, and a search is to be seen at work in every test."""
    order._settled.cache_clear()


@st.composite
def pictures(draw, most_columns=4, tallest=6):
    """Columns of ids, and links forward with widths; some skip columns, some ids have no link."""
    heights = draw(st.lists(st.integers(1, tallest), min_size=2, max_size=most_columns))
    columns = [[f"{column}-{row}" for row in range(height)] for column, height in enumerate(heights)]
    ends = st.tuples(st.integers(0, len(columns) - 1), st.integers(0, len(columns) - 1)).filter(lambda e: e[0] < e[1])
    links = []
    for tail, head in draw(st.lists(ends, max_size=14)):
        source, target = draw(st.sampled_from(columns[tail])), draw(st.sampled_from(columns[head]))
        links.append((source, target, draw(st.sampled_from([0.25, 0.5, 1.0, 3.0]))))
    return columns, links


@patient
@given(pictures())
def test_every_id_stays_in_its_column(picture):
    columns, links = picture
    assert [sorted(column) for column in settle(columns, links)] == [sorted(column) for column in columns]


@patient
@given(pictures())
def test_the_same_question_gets_the_same_answer(picture):
    columns, links = picture
    first = settle(columns, links)
    order._settled.cache_clear()
    assert first == settle([list(c) for c in columns], iter(links))


@patient
@given(pictures())
def test_never_worse_than_the_order_given(picture):
    columns, links = picture
    assert crossings(settle(columns, links), links) <= crossings(columns, links)


@patient
@given(pictures())
def test_settled_is_settled(picture):
    """Settling again may still find something better, but never something worse."""
    columns, links = picture
    once = settle(columns, links)
    assert crossings(settle(once, links), links) <= crossings(once, links)


def test_small_pictures_are_nearly_always_the_best_of_all_orders():
    """A search is no proof: of 200 small pictures at least 190 are as good as trying every order."""
    random = Random(2026)  # a picture is drawn by lot, the lot is always the same
    best = 0
    for _ in range(200):
        columns = [[f"{column}{row}" for row in range(random.randint(2, 4))] for column in "ab"]
        links = [(random.choice(columns[0]), random.choice(columns[1]), random.choice([0.5, 1, 3])) for _ in range(8)]
        every = product(*(permutations(column) for column in columns))
        best += crossings(settle(columns, links), links) <= min(crossings(order, links) for order in every) + 1e-9
    assert best >= 190


@pytest.mark.parametrize(
    ("columns", "links"),
    [
        pytest.param(["cabd", "efigh"], "be ci cf cg ae ce ch di", id="swept backward first"),
        pytest.param(["bca", "egjfi", "mlkn"], "ek gl ci jn ak cl fl cf el be bf jl", id="the first column turned"),
        pytest.param(["bedcaf", "jkgih"], "bj ek fk ag ej dj bi ai", id="the last column turned"),
        pytest.param(
            ["dcba", "ef", "kh", "mno", "srq"],
            "ek dk os mq bf ns df nr ko eo cf em mr hq ae eh ks",
            id="swept forward first",
        ),
        pytest.param(["bca", "dhfge"], "ch bg bd be ad cg bf", id="spread from a swept order"),
        pytest.param(["acb", "ged", "ikj"], "be di dj ej cj cg ck gj ad ce gk", id="not turned at all"),
        pytest.param(
            ["fdceabgh", "klnpmoij", "vwqtusr", "zxAy"],
            "ck mv pw sx wz ir ow em ai rx kt dm aj wA jr cl lu hp gp en ks uz tz tx ak ty ep iq js lt qx mu fp cm",
            id="the best begun of many",
        ),
    ],
)
def test_pictures_that_one_way_to_begin_alone_finds_the_best_order_of_are_drawn_without_a_crossing(
    columns, links
) -> None:
    """Each is missed when the search begins otherwise than it does in one point: what that is, stands with it."""
    given_links = [(tail, head, 1.0) for tail, head in links.split()]
    assert crossings(columns, given_links) > 0
    assert crossings(settle(columns, given_links), given_links) == 0


def test_orders_are_compared_by_what_they_cost_once_drawn_with_passages_where_few_ribbons_cross() -> None:
    """An order is judged without the passages that the search put in it: whoever draws it finds them anew."""
    columns = ["ba", "c", "gef", "knmjil"]
    links = [(tail, head, 1.0) for tail, head in ("ac", "ej", "cf", "bl", "ei", "gk", "fj", "bc")]
    assert crossings(settle(columns, links), links) == 0


@pytest.mark.parametrize(("plates", "starts"), [(2, 12), (20, 12), (30, 5), (50, 2), (64, 1), (200, 1)])
def test_the_more_plates_the_fewer_orders_are_improved_to_the_end(plates, starts) -> None:
    """A picture takes about as long however many plates it has; a small one is begun in every way there is."""
    half = plates // 2
    columns = [[f"a{row}" for row in range(half)], [f"b{row}" for row in range(half)]]
    links = [(f"a{row}", f"b{row * 7 % half}", 1.0) for row in range(half)]
    assert len(order._starts(order.Arrangement(columns, links))) == starts


@patient
@given(pictures(most_columns=2, tallest=6))
def test_a_hub_alone_in_its_column_is_never_crossed(picture):
    (_, others), links = picture
    fan = [("hub", target, width) for _, target, width in links]
    assert crossings(settle([["hub"], others], fan), fan) == 0


@patient
@given(pictures(most_columns=4))
def test_widths_scale_crossings_by_their_square(picture):
    columns, links = picture
    thick = [(source, target, width * 2) for source, target, width in links]
    assert crossings(columns, thick) == pytest.approx(4 * crossings(columns, links))


@pytest.mark.parametrize(
    ("columns", "links", "expected"),
    [
        pytest.param(["ab", "xy"], ["ax", "by"], 0, id="side by side"),
        pytest.param(["ab", "xy"], ["ay", "bx"], 6, id="a cross weighs the product of the widths"),
        pytest.param(["a", "xy"], ["ax", "ay"], 0, id="links that share an end fan out"),
        pytest.param(["ab", "xy"], ["ax", "ax", "by"], 0, id="parallel strands"),
        pytest.param(["ab", "x", "pq"], ["ax", "xp", "bq"], 0, id="one that skips a column passes below"),
        pytest.param(["ab", "x", "pq"], ["aq", "bp"], 6, id="two that skip a column cross as their ends stand"),
        pytest.param(["ab", "xy", "pq"], ["ay", "bx", "ap"], 6, id="only passages may be moved, not what is crossed"),
    ],
)
def test_crossings(columns, links, expected):
    widths = (2.0, 3.0, 5.0)
    given_links = [(tail, head, width) for (tail, head), width in zip(links, widths, strict=False)]
    assert crossings(columns, given_links) == expected


def test_a_cross_is_undone():
    assert settle(["ab", "xy"], [("a", "y", 1), ("b", "x", 1)]) in {(("a", "b"), ("y", "x")), (("b", "a"), ("x", "y"))}


def test_a_thick_pair_is_parted_before_two_thin_ones():
    """Three by three links that cannot all be parted: the thick two must not be the ones that cross."""
    links = [("a", "x", 9), ("b", "y", 9), ("a", "y", 1), ("b", "x", 1)]
    first, second = settle(["ab", "yx"], links)
    assert [first.index("a") < first.index("b")] == [second.index("x") < second.index("y")]


def test_a_passage_stands_where_its_link_goes_through():
    found = passages([["a", "b"], ["x"], ["p", "q"]], [("a", "x", 1), ("x", "p", 1), ("b", "q", 1)])
    assert found[1] == ("x", Passage("b", "q", 1))


def test_a_passage_may_stand_before_what_is_in_its_column() -> None:
    found = passages([["a", "b"], ["x"], ["p", "q"]], [("a", "p", 1), ("b", "x", 1), ("x", "q", 1)])
    assert found[1] == (Passage("a", "p", 1), "x")


@patient
@given(pictures())
def test_passages_leave_the_columns_in_their_order(picture) -> None:
    columns, links = picture
    found = passages(columns, links)
    assert [[place for place in column if isinstance(place, str)] for column in found] == columns


def test_columns_without_passages_come_back_as_they_are():
    assert passages([["b", "a"], ["x"]], [("a", "x", 1)]) == (("b", "a"), ("x",))


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(("a", "nowhere", 1), id="an end in no column"),
        pytest.param(("x", "a", 1), id="backwards"),
        pytest.param(("a", "b", 1), id="within a column"),
    ],
)
def test_a_link_that_cannot_be_drawn_is_refused(link):
    with pytest.raises(ValueError, match=r"column"):
        settle(["ab", "x"], [link])


@pytest.mark.parametrize("columns", [[], [[]], [["a"]], [["a"], [], ["b"]]])
def test_a_picture_may_be_empty(columns):
    assert settle(columns, []) == tuple(map(tuple, columns))


def test_a_link_may_pass_an_empty_column():
    assert crossings([["a"], [], ["b"]], [("a", "b", 1)]) == 0
