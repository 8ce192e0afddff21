"""The light theme's colours, for what leaves the page. On the page the stylesheet has the word.

A test holds these against the tokens in `static/app.css`.
"""

from __future__ import annotations

GROUND, SURFACE, INK, INK2, CONTROL, HAIR = "#F2F5F7", "#FFFFFF", "#0B1B2B", "#4A5B6C", "#66798A", "#D0DAE1"

LINES = {
    "E": ("#C77B0A", "#0B1B2B"),
    "T": ("#C77B0A", "#8A5200"),
    "M": ("#0F2D80", "#FFFFFF"),
    "D": ("#087B6D", "#FFFFFF"),
    "K": ("#B341CE", "#FFFFFF"),
    "A": ("#A3271B", "#FFFFFF"),
    "N": (CONTROL, SURFACE),
}
"""Each kind's line, and the letters on it."""
