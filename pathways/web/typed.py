"""What people type, read: words without what no page could show, whole numbers, days and times; None for what is none.

Python reads more as a day or a time than anybody means by it (20270115, 2027-W03-5, T10, 10:15+02:00), so that the form
is looked at first.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Final

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
CLOCK: Final = re.compile(r"\d\d:\d\d(:\d\d)?", re.ASCII)


def cleaned(typed: str) -> str:
    """Give what was typed without control characters and the space around it; lines stay lines."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign.isprintable() or sign == "\n").strip()


def whole(typed: str, low: int, high: int) -> int | None:
    """Read a whole number between these bounds; None for everything else that can be typed."""
    digits = typed.isascii() and typed.isdigit() and len(typed) <= len(str(high))
    return int(typed) if digits and low <= int(typed) <= high else None


def day_typed(typed: str) -> date | None:
    """Read a day as browsers send it, 2027-01-15; None for everything else."""
    try:
        return date.fromisoformat(typed) if DAY.fullmatch(typed) else None
    except ValueError:
        return None


def clock_typed(typed: str) -> time | None:
    """Read a time of day as browsers send it, 10:15, with seconds or without; None for everything else."""
    try:
        return time.fromisoformat(typed) if CLOCK.fullmatch(typed) else None
    except ValueError:
        return None
