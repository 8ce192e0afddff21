"""When a talk is over for good, and how its moments are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from pathways.web.languages import HERE

YEARS_AHEAD: Final = 10
"""How far off a next step may be agreed on."""


def expiry(moment: datetime, days: int) -> datetime:
    """Give the moment at which a talk of this moment is deleted by itself."""
    return moment + timedelta(days=days)


def month_of(moment: datetime) -> datetime:
    """Give the moment at which the month began here."""
    return moment_at(local_day(moment).replace(day=1), time.min)


def clock_of(moment: datetime) -> str:
    """Write the time of day here, whatever the clock of the device says: 10:42."""
    return f"{moment.astimezone(HERE):%H:%M}"


def local_day(moment: datetime) -> date:
    """Give the day that a moment is in here."""
    return moment.astimezone(HERE).date()


def moment_at(day: date, at: time) -> datetime:
    """Give the moment, in UTC, at which the clocks here show this time; one that they skip is an hour later."""
    return datetime.combine(day, at, HERE).astimezone(UTC)


def day_of(moment: datetime) -> str:
    """Give the ISO date of a moment here."""
    return local_day(moment).isoformat()


def furthest(today: date) -> date:
    """Give the last day by which a next step may be agreed on."""
    return date(today.year + YEARS_AHEAD, 12, 31)
