"""Proportional fitting: margins hold to 1e-9, zeros stay zeros, pins stay, and what cannot be is named."""

from __future__ import annotations

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.domain.fitting import CLOSE, NoFit, ipf

HELD = 1e-9


@st.composite
def tables(draw):
    """A table of which some cells are 0, and a seed that is 0 in the same cells: the table's margins can be had."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    cells = st.lists(st.floats(0.1, 50), min_size=height * width, max_size=height * width)
    closed = draw(st.lists(st.booleans(), min_size=height * width, max_size=height * width))
    is_open = ~np.array(closed).reshape(height, width)
    table, seed = (np.array(draw(cells)).reshape(height, width) * is_open for _ in range(2))
    pinned = np.array(draw(st.lists(st.booleans(), min_size=height * width, max_size=height * width)))
    return table, seed, np.where(pinned.reshape(height, width), table, nan)


@settings(deadline=None)
@given(tables())
def test_margins_hold_and_zeros_stay(case):
    table, seed, _ = case
    fitted = ipf(seed, table.sum(axis=1), table.sum(axis=0))
    assert np.abs(fitted.sum(axis=1) - table.sum(axis=1)).max() <= HELD
    assert np.abs(fitted.sum(axis=0) - table.sum(axis=0)).max() <= HELD
    assert (fitted >= 0).all()
    assert not fitted[seed == 0].any()


@settings(deadline=None)
@given(tables())
def test_pins_stay(case):
    table, seed, pins = case
    fitted = ipf(seed, table.sum(axis=1), table.sum(axis=0), pins)
    pinned = ~np.isnan(pins)
    assert (fitted[pinned] == pins[pinned]).all()
    assert np.abs(fitted.sum(axis=1) - table.sum(axis=1)).max() <= HELD
    assert np.abs(fitted.sum(axis=0) - table.sum(axis=0)).max() <= HELD


@settings(deadline=None)
@given(tables(), st.floats(0.001, 1000))
def test_only_the_ratios_of_the_seed_mean_something(case, times):
    table, seed, _ = case
    margins = table.sum(axis=1), table.sum(axis=0)
    assert ipf(seed * times, *margins) == pytest.approx(ipf(seed, *margins), abs=1e-6)


@settings(deadline=None)
@given(tables())
def test_the_ratios_of_the_seed_are_kept(case):
    """Cross ratios are what rows and columns cannot change: they say that it is the nearest table."""
    table, seed, _ = case
    fitted = ipf(seed, table.sum(axis=1), table.sum(axis=0))
    for i in range(len(seed) - 1):
        for j in range(len(seed[0]) - 1):
            one, other = seed[i : i + 2, j : j + 2], fitted[i : i + 2, j : j + 2]
            if one.all():
                left, right = (
                    other[0, 0] * other[1, 1] * one[0, 1] * one[1, 0],
                    other[0, 1] * other[1, 0] * one[0, 0] * one[1, 1],
                )
                assert left == pytest.approx(right, rel=1e-6)


@settings(deadline=None)
@given(tables())
def test_the_same_gives_the_same(case):
    table, seed, pins = case
    again = [ipf(seed, table.sum(axis=1), table.sum(axis=0), pins) for _ in range(2)]
    assert (again[0] == again[1]).all()


@settings(deadline=None, max_examples=50)
@given(tables(), st.data())
def test_it_settles_or_says_why_not(case, data):
    table, seed, _ = case
    margin = st.integers(0, 20).map(float)
    rows = data.draw(st.lists(margin, min_size=len(table), max_size=len(table)))
    columns = data.draw(st.lists(margin, min_size=len(table[0]), max_size=len(table[0])))
    try:
        fitted = ipf(seed, rows, columns)
    except NoFit:
        return
    assert np.abs(fitted.sum(axis=1) - rows).max() <= HELD
    assert np.abs(fitted.sum(axis=0) - columns).max() <= HELD


@st.composite
def wide_tables(draw):
    """A table and a seed of the same zeros, whose cells are up to 10^8 apart."""
    chance = np.random.default_rng(draw(st.integers(0, 10**9)))
    shape = chance.integers(1, 7, size=2)
    table, seed = 10 ** chance.uniform(-4, 4, size=(2, *shape)) * (chance.random(shape) < 0.7)
    return table, seed


@settings(deadline=None, max_examples=400)
@given(wide_tables())
def test_margins_that_a_table_has_are_met_however_far_apart_its_cells_and_its_seed_are(case):
    table, seed = case
    fitted = ipf(seed, table.sum(axis=1), table.sum(axis=0))
    close = max(HELD, 1e-13 * table.sum())
    assert np.abs(fitted.sum(axis=1) - table.sum(axis=1)).max() <= close
    assert np.abs(fitted.sum(axis=0) - table.sum(axis=0)).max() <= 10 * close
    assert not fitted[seed == 0].any()


def test_a_nearly_empty_cell_that_joins_two_parts_is_filled():
    """After the first turns it holds 10^-13 of what it must: a slope so flat that it is taken for none."""
    table = np.array([[0, 0.22664, 0.019829, 0], [15.936, 0, 0, 0.11394], [0, 0.0072164, 0, 0.0027612],
                      [0, 3834, 0.013858, 0], [2085.5, 0, 0, 0.00077641]])  # fmt: skip
    seed = [[0, 0.015571, 0.00071765, 0], [0.40233, 0, 0, 4.2487], [0, 1871.7, 0, 0.0058008],
            [0, 0.32489, 0.3248, 0], [0.00061537, 0, 0, 0.54436]]  # fmt: skip
    fitted = ipf(seed, table.sum(axis=1), table.sum(axis=0))
    assert np.abs(fitted.sum(axis=1) - table.sum(axis=1)).max() <= HELD
    assert fitted[2, 3] == pytest.approx(table[2, 3], abs=1e-6)


def test_a_table_to_check_by_hand():
    assert ipf([[1, 1], [1, 1]], [6, 2], [4, 4]) == pytest.approx(np.array([[3, 3], [1, 1]]))


def test_a_seed_far_from_its_margins_settles_without_a_leap_out_of_all_numbers():
    """Rows and columns scaled together would leap by e to the 409th, for the row and again for the column."""
    fitted = ipf([[0.001, 100], [1, 0]], [0.101, 100], [100.001, 0.1])
    assert fitted == pytest.approx(np.array([[0.001, 0.1], [100, 0]]), abs=1e-6)


def test_a_large_table_holds_as_far_as_floating_point_goes():
    fitted = ipf([[1, 2], [3, 4]], [1e9, 2e9], [1.5e9, 1.5e9])
    assert fitted.sum(axis=1) == pytest.approx([1e9, 2e9], rel=1e-12)


@pytest.mark.parametrize(
    ("seed", "rows", "columns", "expected"),
    [
        pytest.param([], [], [], (0, 0), id="nothing at all"),
        pytest.param([], [], [0, 0], (0, 2), id="no rows, and columns of nobody"),
        pytest.param([[], []], [0, 0], [], (2, 0), id="no columns, and rows of nobody"),
        pytest.param([[0, 0]], [0], [0, 0], (1, 2), id="nobody anywhere"),
    ],
)
def test_small_tables(seed, rows, columns, expected):
    fitted = ipf(seed, rows, columns)
    assert fitted.shape == expected
    assert not fitted.any()


@pytest.mark.parametrize("size", [1e-310, 1e300])
def test_a_seed_may_be_as_small_or_as_large_as_numbers_go(size):
    seed = np.array([[1, 2], [3, 4]])
    assert ipf(seed * size, [6, 2], [4, 4]) == pytest.approx(ipf(seed, [6, 2], [4, 4]), abs=1e-6)


def test_whole_numbers_may_be_larger_than_a_computer_counts():
    many = 10**20
    assert ipf([[many, 2 * many]], [3 * many], [many, 2 * many], [[nan, 2 * many]]).tolist() == [[1e20, 2e20]]


@pytest.mark.parametrize(
    ("rows", "columns", "pins", "expected"),
    [
        pytest.param([0], [0], [[CLOSE]], CLOSE, id="a pin that is just above its margins"),
        pytest.param([CLOSE], [CLOSE], [[0]], 0, id="margins of next to nobody, and nothing free"),
        pytest.param([CLOSE], [0], None, 0, id="totals that differ by next to nothing"),
    ],
)
def test_who_is_off_by_no_more_than_may_be_is_let_off(rows, columns, pins, expected):
    assert ipf([[1]], rows, columns, pins).tolist() == [[expected]]


ABOVE, NOTHING, NO_ROOM = (
    "Pins add up to more than the margin.",
    "Nothing can be put there.",
    "The zeros of the seed leave no room.",
)
LOCKED = [[1, 0, 0], [1, 0, 0], [1, 1, 1]]
"""The first two rows want more of the first column than there is."""


@pytest.mark.parametrize(
    ("seed", "rows", "columns", "pins", "blamed"),
    [
        pytest.param(
            [[1, 1]], [3], [1, 1], None, ("Rows add up to 3 and columns to 2.", (), ()), id="totals differ"
        ),
        pytest.param([[1, 0], [1, 0]], [1, 1], [1, 1], None, (NOTHING, (), (1,)), id="a column that is all 0"),
        pytest.param([[0, 0], [1, 1]], [1, 1], [1, 1], None, (NOTHING, (0,), ()), id="a row that is all 0"),
        pytest.param([], [], [2], None, (NOTHING, (), (0,)), id="a column without rows"),
        pytest.param([[1, 1]], [2], [1, 1], [[3, nan]], (ABOVE, (0,), (0,)), id="a pin above both margins"),
        pytest.param([[1, 1]], [1], [1, 1], [[0.6, 0.6]], (ABOVE, (0,), ()), id="pins above the row's alone"),
        pytest.param([[1, 1]], [2], [1, 1], [[nan, 1.5]], (ABOVE, (), (1,)), id="a pin above the column's alone"),
        pytest.param(
            [[1, 1]], [2], [1, 1], [[0.5, 0.5]], (NOTHING, (0,), (0, 1)), id="pins below the margin, and nothing free"
        ),
        pytest.param(LOCKED, [2, 2, 1], [1, 2, 2], None, (NO_ROOM, (0, 1, 2), ()), id="the zeros leave no room"),
        pytest.param(
            [[0, 0, 0], *LOCKED], [CLOSE, 2, 2, 1], [1, 2, 2 + CLOSE], None, (NO_ROOM, (1, 2, 3), ()),
            id="who is off by no more than may be is not to blame",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named(seed, rows, columns, pins, blamed):
    with pytest.raises(NoFit) as caught:
        ipf(seed, rows, columns, pins)
    why, *places = blamed
    assert [caught.value.rows, caught.value.columns] == places
    assert str(caught.value) == f"{why} Rows {list(places[0])}, columns {list(places[1])}."


@pytest.mark.parametrize("number", [-1, inf, nan])
def test_a_number_that_counts_nobody_is_refused_in_so_many_words(number):
    with pytest.raises(ValueError, match=r"^A table and its margins are numbers from 0 up\.$"):
        ipf([[number]], [1], [1])


@pytest.mark.parametrize(
    ("seed", "rows", "columns", "pins"),
    [
        pytest.param([[-1]], [1], [1], None, id="a seed below 0"),
        pytest.param([[1]], [inf], [1], None, id="an endless row"),
        pytest.param([[1]], [1], [nan], None, id="a column that is no number"),
        pytest.param([[1]], [1], [1], [[-1]], id="a pin below 0"),
        pytest.param([[1]], [1, 2], [3], None, id="a margin too many"),
        pytest.param([[1, 1]], [2], [1, 1], [[1]], id="pins of another shape"),
        pytest.param([], [1], [1], None, id="margins without a table"),
    ],
)
def test_what_is_no_table_is_refused(seed, rows, columns, pins):
    with pytest.raises(ValueError, match=r"margins"):
        ipf(seed, rows, columns, pins)
