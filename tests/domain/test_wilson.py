"""The Wilson interval: the figures everybody can look up, and what holds for every count."""

from __future__ import annotations

from math import inf, nan, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.wilson import wilson


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        pytest.param(16, 30, (36.1, 53.3, 69.8), id="took jobs in town"),
        pytest.param(9, 30, (16.7, 30.0, 47.9), id="settled in town"),
        pytest.param(11, 18, (38.6, 61.1, 79.7), id="in biotech work at the finish"),
        pytest.param(0, 10, (0.0, 0.0, 27.8), id="none of ten may still be a quarter"),
        pytest.param(10, 10, (72.2, 100.0, 100.0), id="ten of ten need not be all"),
        pytest.param(1, 1, (20.7, 100.0, 100.0), id="one of one says little"),
    ],
)
def test_the_interval_of_a_count(part, whole, percent):
    share = wilson(part, whole)
    assert tuple(round(100 * each, 1) for each in (share.low, share.likely, share.high)) == percent


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        pytest.param(-1, 10, id="fewer than nobody"),
        pytest.param(11, 10, id="more than all"),
        pytest.param(0, 0, id="a share of nobody"),
        pytest.param(0, -1, id="out of fewer than nobody"),
        pytest.param(nan, 10, id="no number"),
        pytest.param(1, nan, id="out of no number"),
        pytest.param(1, inf, id="out of endlessly many"),
    ],
)
def test_an_impossible_count_is_refused(part, whole):
    with pytest.raises(ValueError, match="is no share"):
        wilson(part, whole)


COUNTS = st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@given(COUNTS)
def test_the_interval_holds_the_share_and_lies_between_none_and_all(count):
    share = wilson(*count)
    assert 0 <= share.low <= share.likely <= share.high <= 1


@given(COUNTS)
def test_each_end_is_where_the_share_seen_is_just_z_deviations_off(count):
    """Wilson's own definition, solved the other way round."""
    part, whole = count
    seen, z = part / whole, 1.959964
    found = wilson(part, whole)
    for end in (found.low, found.high):
        if 0 < end < 1:
            assert abs(seen - end) == pytest.approx(z * sqrt(end * (1 - end) / whole), rel=1e-6, abs=1e-9)


@given(COUNTS)
def test_those_who_are_not_in_it_mirror_those_who_are(count):
    part, whole = count
    one, other = wilson(part, whole), wilson(whole - part, whole)
    assert (1 - other.high, 1 - other.low) == pytest.approx((one.low, one.high))


@given(COUNTS)
def test_four_times_the_count_is_surer(count):
    part, whole = count
    one, more = wilson(part, whole), wilson(4 * part, 4 * whole)
    assert more.high - more.low < one.high - one.low
