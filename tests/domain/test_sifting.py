"""The moves that seek an order of plates, each held against what it says it does, by exact numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.domain.sifting import Arrangement, Passage, _moved

patient = settings(deadline=None)  # exact fractions take what they take when other tests run beside them
STEPS = 20
"""So many times a drift is taken."""


@st.composite
def arranged(draw):
    """Two to four columns of up to five plates, and links of whole widths that lead to any later column."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=2, max_size=4))
    columns = [[f"{'abcd'[rank]}{row}" for row in range(size)] for rank, size in enumerate(sizes)]
    pairs = [(tail, head) for one, other in combinations(columns, 2) for tail in one for head in other]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=12))
    return columns, [(tail, head, draw(st.integers(1, 4))) for tail, head in chosen]


def pieces(order, links):
    """Give the width of each piece of a link, from column to column."""
    rank = {place: at for at, column in enumerate(order) for place in column}
    found = {}
    for tail, head, width in links:
        way = [tail, *(Passage(tail, head, at) for at in range(rank[tail] + 1, rank[head])), head]
        for piece in pairwise(way):
            found[piece] = found.get(piece, 0) + width
    return found


def crossed(order, links):
    """Count each two pieces that cross, as often as their widths together say."""
    at = {place: row for column in order for row, place in enumerate(column)}
    rank = {place: number for number, column in enumerate(order) for place in column}
    return sum(
        one * other
        for ((a, b), one), ((c, d), other) in combinations(pieces(order, links).items(), 2)
        if rank[a] == rank[c] and (at[a] - at[c]) * (at[b] - at[d]) < 0
    )


def with_passages(columns, links):
    """Put a passage for every column that a link skips below the plates of that column."""
    rank = {place: number for number, column in enumerate(columns) for place in column}
    full = [[*column] for column in columns]
    for tail, head, _ in links:
        for number in range(rank[tail] + 1, rank[head]):
            full[number].append(Passage(tail, head, number))
    return full


def swept(order, links, *, forward):
    """Sort the columns by the mean place of what they are linked with: there by those before, back by those after."""
    now = [[*column] for column in order]
    widths = pieces(order, links)
    turns = [(range(1, len(now)), -1), (range(len(now) - 2, -1, -1), 1)]
    for ranks, side in (turns if forward else turns[::-1]) * 3:
        for rank in ranks:
            middle = {}
            for row, place in enumerate(now[rank]):
                near = [widths.get((other, place) if side < 0 else (place, other), 0) for other in now[rank + side]]
                far = sum(at * width for at, width in enumerate(near))
                middle[place] = Fraction(far, sum(near)) if any(near) else Fraction(row)
            now[rank].sort(key=middle.__getitem__)
    return tuple(tuple(column) for column in now)


def drifted(order, links):
    """Give where every place is after a drift: half way, each time, to the mean of all it is linked with."""
    at = {place: Fraction(2 * row + 1, 2 * len(column)) for column in order for row, place in enumerate(column)}
    ends = {place: [] for place in at}
    for (a, b), width in pieces(order, links).items():
        ends[a].append((b, width))
        ends[b].append((a, width))
    pull = {place: sum(width for _, width in ends[place]) for place in at}
    for _ in range(STEPS):
        drawn = {
            place: (at[place] + sum((at[b] * width for b, width in ends[place]), Fraction(0)) / pull[place]) / 2
            if pull[place]
            else at[place]
            for place in at
        }
        middle = sum((drawn[place] * pull[place] for place in at), Fraction(0)) / (sum(pull.values()) or 1)
        far = max(abs(here - middle) for here in drawn.values()) or Fraction(1)
        at = {place: (here - middle) / far for place, here in drawn.items()}
    return at


@patient
@given(arranged())
def test_crossings_are_counted_pair_by_pair(case):
    columns, links = case
    order = with_passages(columns, links)
    arrangement = Arrangement(order, links)
    assert arrangement.crossings() == crossed(arrangement.order, links)


@patient
@given(arranged(), st.booleans())
def test_a_sweep_sorts_by_the_mean_of_the_neighbours(case, forward):
    columns, links = case
    arrangement = Arrangement(with_passages(columns, links), links)
    expected = swept(arrangement.order, links, forward=forward)
    arrangement.sweep(forward=forward)
    assert arrangement.order == expected
    assert arrangement.crossings() == crossed(expected, links)


@patient
@given(arranged())
def test_a_spread_sorts_by_where_the_places_drift(case):
    columns, links = case
    arrangement = Arrangement(with_passages(columns, links), links)
    before = arrangement.order
    at = drifted(before, links)
    arrangement.spread()
    assert [{*column} for column in arrangement.order] == [{*column} for column in before]
    for column in arrangement.order:
        for above, below in combinations(column, 2):
            assert at[above] <= at[below] + Fraction(1, 10**6)
    assert arrangement.crossings() == crossed(arrangement.order, links)


@pytest.mark.parametrize(("first", "last"), [(1, 1), (1, -1), (-1, 1), (-1, -1)])
def test_outer_columns_are_turned_in_a_copy(first, last):
    columns = [["a0", "a1", "a2"], ["b0", "b1"], ["c0", "c1"], ["d0", "d1", "d2"]]
    links = [("a0", "b1", 1.0), ("a1", "b0", 2.0), ("b0", "c1", 1.0), ("c0", "d0", 3.0), ("c1", "d2", 1.0)]
    arrangement = Arrangement(columns, links)
    turned = arrangement.turned(first, last)
    assert turned.real == (tuple(columns[0][::first]), ("b0", "b1"), ("c0", "c1"), tuple(columns[3][::last]))
    assert turned.crossings() == crossed(turned.order, links)
    assert [[*column] for column in arrangement.real] == columns


def test_a_lone_column_is_turned_once():
    arrangement = Arrangement([["a0", "a1"]], [])
    assert arrangement.turned(-1, 1).real == (("a1", "a0"),)


@pytest.mark.parametrize(("head", "plain"), [("b0", True), ("c0", False)])
def test_columns_are_plain_where_no_link_skips_one(head, plain):
    links = [("a0", head, 1.0)]
    assert Arrangement(with_passages([["a0"], ["b0"], ["c0"]], links), links).plain is plain


@patient
@given(arranged())
def test_after_sifting_no_move_of_one_place_leads_to_fewer_crossings(case):
    columns, links = case
    arrangement = Arrangement(with_passages(columns, links), links)
    was = arrangement.crossings()
    arrangement.sift(rounds=100)
    order = arrangement.order
    best = arrangement.crossings()
    assert best <= was
    for rank, column in enumerate(order):
        for here, place in enumerate(column):
            others = column[:here] + column[here + 1 :]
            for there in range(len(column)):
                moved = (*others[:there], place, *others[there:])
                assert crossed((*order[:rank], moved, *order[rank + 1 :]), links) >= best


def test_a_large_column_is_sifted_until_no_move_of_one_place_leads_to_fewer_crossings():
    """Where the column beside it stands still, one is not taken up again: its places move until all have settled."""
    chance = Random(2026)
    for _ in range(40):
        columns = [[f"{column}{row}" for row in range(9)] for column in "ab"]
        links = [(chance.choice(columns[0]), chance.choice(columns[1]), chance.randint(1, 4)) for _ in range(24)]
        arrangement = Arrangement(columns, links)
        arrangement.sift(rounds=1)
        (first, last), best = arrangement.order, arrangement.crossings()
        for here, place in enumerate(last):
            others = last[:here] + last[here + 1 :]
            for there in range(9):
                assert crossed((first, (*others[:there], place, *others[there:])), links) >= best


def test_where_no_ribbon_crosses_plates_keep_close_to_what_they_are_linked_with():
    arrangement = Arrangement([["a0", "a1", "a2"], ["b0", "b1", "b2"]], [("a2", "b0", 1.0)])
    arrangement.sift(rounds=1)
    assert arrangement.real == (("a0", "a2", "a1"), ("b0", "b1", "b2"))


@pytest.mark.parametrize(
    ("place", "surplus", "expected"),
    [
        pytest.param(2, [1, 1, 0, 0], [0, 1, 2, 3], id="dearer above"),
        pytest.param(2, [-1, 2, 0, 0], [0, 1, 2, 3], id="won and lost again"),
        pytest.param(2, [-1, -2, 0, 0], [2, 0, 1, 3], id="to the top"),
        pytest.param(2, [1, -2, 0, 0], [0, 2, 1, 3], id="up by one"),
        pytest.param(1, [0, 0, 3, -1], [0, 2, 1, 3], id="down by one"),
        pytest.param(1, [0, 0, 3, 2], [0, 2, 3, 1], id="to the foot"),
        pytest.param(1, [-2, 0, 2, 0], [1, 0, 2, 3], id="up where down would win as much"),
        pytest.param(1, [-1, 0, 2, 0], [0, 2, 1, 3], id="down where that wins more"),
        pytest.param(0, [0, 0, 0, 0], [0, 1, 2, 3], id="the first of equals"),
        pytest.param(3, [0, 0, 0, 0], [0, 1, 2, 3], id="the last of equals"),
        pytest.param(0, [0, 1e-9, 0, 0], [0, 1, 2, 3], id="for a trifle nothing moves"),
    ],
)
def test_a_place_goes_where_it_costs_least(place, surplus, expected):
    column = [0, 1, 2, 3]
    assert _moved(column, place, surplus) == (expected != [0, 1, 2, 3])
    assert column == expected


@patient
@given(arranged())
def test_sifting_passages_alone_keeps_the_order_of_plates(case):
    columns, links = case
    arrangement = Arrangement(with_passages(columns, links), links)
    was = arrangement.crossings()
    arrangement.sift(only_passages=True)
    assert [[*column] for column in arrangement.real] == columns
    assert arrangement.crossings() <= was


def test_a_place_in_no_column_is_refused():
    with pytest.raises(ValueError, match="'b0' is in no column"):
        Arrangement([["a0"], ["b1"]], [("a0", "b0", 1.0)])
