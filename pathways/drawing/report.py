"""The yearly report set on sheets of A4 by Typst: sentences and tables, with an address to read it online."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pathways.drawing.typesetting import sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGE = Path(__file__).with_suffix(".typ")


def report_pdf(told: Mapping[str, object], link: str) -> bytes:
    """Set a report on paper; `told` holds its words and tables, `link` is what the QR code leads to.

    Raises:
        DrawingFailed: the sheets could not be made.
    """
    return sheet(_PAGE, told, link)
