"""What was short in a scenario on the day it was saved, as its link keeps it: `2026-11-23;2028;13`.

The day of the facts, the year in which most were short, and how many were likely to be (`?` where that was not known).
Nothing of it is believed: it only stands beside what is worked out anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pathways.domain.checks import CUT_DATE

THEN: Final = re.compile(r"([0-9-]{4,10});((?:19|20)\d\d);(-?\d{1,5}|\?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class ShortThen:
    """What was short: people in a year, None where it was not known; `as_of` is an ISO date."""

    as_of: str
    year: int
    short: int | None


def write_then(then: ShortThen) -> str:
    """Write it as one line that `read_then` reads back to the same value."""
    return f"{then.as_of};{then.year};{'?' if then.short is None else then.short}"


def read_then(line: str) -> ShortThen | None:
    """Read what a link says it was; None where it is not what `write_then` writes."""
    found = THEN.fullmatch(line)
    if found is None or not CUT_DATE.fullmatch(found[1]):
        return None
    return ShortThen(found[1], int(found[2]), None if found[3] == "?" else int(found[3]))
