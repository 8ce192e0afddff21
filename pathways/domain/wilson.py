"""The Wilson interval of a share that was counted."""

from __future__ import annotations

from math import isfinite, sqrt
from typing import Final

from pathways.domain.nouns import Interval

Z: Final = 1.959964
"""Standard deviations to either side that hold 95 % of a normal distribution."""


def wilson(part: float, whole: float) -> Interval:
    """Give a share, 0-1, with its Wilson 95 % interval. Source: Wilson 1927.

    Raises:
        ValueError: not 0 ≤ part ≤ whole, or whole is not a number above 0.
    """
    if not 0 <= part <= whole or whole <= 0 or not isfinite(whole):
        raise ValueError(f"{part} of {whole} is no share.")
    share, square = part / whole, Z * Z / whole
    middle = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * sqrt(share * (1 - share) / whole + square / (4 * whole))
    # For none and for all the ends meet the share itself; rounding must not carry them past it.
    return Interval(min(share, max(0.0, middle - half)), share, max(share, min(1.0, middle + half)))
