"""A plan set on one sheet of A4 by Typst: routes as lines over the years, figures, what is open, a QR code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pathways.drawing.typesetting import sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGE = Path(__file__).with_suffix(".typ")


def leaflet(told: Mapping[str, object], link: str) -> bytes:
    """Set a plan on paper; `told` holds its words and figures, `link` is what the QR code leads to.

    Raises:
        DrawingFailed: the sheet could not be made.
    """
    return sheet(_PAGE, told, link)
