"""What people type is read as it is meant, or not at all."""

from __future__ import annotations

from datetime import date, time

import pytest

from pathways.web.typed import clock_typed, day_typed


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("2027-01-15", date(2027, 1, 15), id="as browsers send it"),
        pytest.param("9999-12-31", date.max, id="the last day there is"),
        pytest.param("20270115", None, id="without hyphens"),
        pytest.param("2027-W03-5", None, id="a week"),
        pytest.param("2027-02-29", None, id="no such day"),
        pytest.param("２０２７-01-15", None, id="digits of another script"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_day(typed, read):
    assert day_typed(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("10:15", time(10, 15), id="as browsers send it"),
        pytest.param("10:15:30", time(10, 15, 30), id="with seconds, as some do"),
        pytest.param("10", None, id="an hour alone"),
        pytest.param("T10:15", None, id="with a letter before it"),
        pytest.param("10:15+02:00", None, id="by the clocks of elsewhere"),
        pytest.param("25:00", None, id="no such time"),
    ],
)
def test_a_time_of_day(typed, read):
    assert clock_typed(typed) == read
