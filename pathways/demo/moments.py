"""When things happened, told from the moment of the start: "three weeks ago at ten"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING

from pathways.web.talk_times import local_day, moment_at

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Moments:
    """Moments and days by the clocks here. `now` is in UTC."""

    now: datetime

    def ago(self, days: int, at: str = "10:00") -> datetime:
        """Give a moment of a day before today, at least one."""
        if days < 1:
            raise ValueError("Of today one says how many minutes ago it was.")
        return moment_at(self.day(-days), time.fromisoformat(at))

    def minutes_ago(self, minutes: int) -> datetime:
        """Give a moment of just now."""
        return self.now - timedelta(minutes=minutes)

    def day(self, ahead: int) -> date:
        """Give a day, so many after today; before it where that is below nought."""
        return local_day(self.now) + timedelta(days=ahead)

    def month(self, ahead: int) -> str:
        """Give a month, so many after this one, as a plan names its intake; before it where that is below nought."""
        today = self.day(0)
        years, month = divmod(today.month - 1 + ahead, 12)
        return f"{today.year + years}-{month + 1:02}"
