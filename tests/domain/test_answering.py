"""How long the first answer takes, counted in days of the town."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from pathways.domain.answering import median_days
from pathways.domain.flags import Action, Visibility
from tests.histories import begun, walk


# two towns, because the machine may go by the clocks of one
@pytest.mark.parametrize("here", [timezone(timedelta(hours=2)), timezone(timedelta(hours=-5))], ids=str)
@pytest.mark.parametrize(
    ("flagged", "answered", "days"),
    [
        pytest.param((1, 23), (2, 1), 1, id="two hours over midnight are a day"),
        pytest.param((1, 1), (1, 23), 0, id="from early to late is the same day"),
    ],
)
def test_days_are_those_of_the_towns_clocks(here, flagged, answered, days):
    since, at = (datetime(2026, 9, day, hour, tzinfo=here) for day, hour in (flagged, answered))
    utc = [each.astimezone(UTC) for each in (since, at)]
    flags = [
        walk(begun(f"f{number}", company, at=utc[0], visibility=Visibility.PUBLIC), [Action.ACKNOWLEDGE], utc[1])
        for number, company in enumerate("aabbc")
    ]
    assert median_days(flags, here) == days
