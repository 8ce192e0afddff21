"""The page that is taken home from a guidance talk, set on exactly one sheet of A4 by Typst.

Whatever the talk holds, it fits: the sheet is laid out with ever less on it (`CUTS`) until it does. What goes first
is what stands on the page in full anyway: the notes are shortened to a few lines, then dates, skills and addresses
become fewer, then the reasons go, then what is still open, and at last the rest of notes and dates. A title of the
shortlist, the next step, the link and its QR code never go; should they alone be too much, all is set smaller.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pathways.drawing.typesetting import asked, sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGE = Path(__file__).with_suffix(".typ")


@dataclass(frozen=True, slots=True)
class Cut:
    """What is printed: letters of the notes, dates, schools and workplaces to ask.

    For each thing on the list: how many of the skills it lacks and of the conditions that are `open` (of each kind),
    its `reasons`, the line that the student `said` of it, and the names of a route's `legs`.
    """

    notes: int
    dates: int
    gaps: int
    schools: int
    employers: int
    open: int
    reasons: bool = True
    said: bool = True
    legs: bool = True


def _ever_less() -> tuple[Cut, ...]:
    cut = Cut(notes=3600, dates=8, gaps=6, schools=10, employers=6, open=9)
    steps: list[Mapping[str, object]] = [
        *({"notes": letters} for letters in (3000, 2500, 2000, 1600, 1300, 1000, 800, 600, 450, 320, 220)),
        *({"dates": count} for count in (6, 5, 4, 3)),
        {"employers": 3}, {"gaps": 3}, {"open": 5}, {"notes": 140}, {"dates": 2}, {"employers": 0}, {"gaps": 2},
        {"schools": 6}, {"open": 3}, {"reasons": False}, {"schools": 2}, {"gaps": 0}, {"dates": 1}, {"open": 2},
        {"schools": 0}, {"said": False}, {"open": 0}, {"dates": 0}, {"notes": 0}, {"legs": False},
    ]  # fmt: skip
    found = [cut]
    for step in steps:
        found.append(replace(found[-1], **step))  # type: ignore[arg-type]  # each names a field and its kind of value
    return tuple(found)


CUTS: Final = _ever_less()
"""From all there is to what never goes."""


def handout(told: Mapping[str, object], link: str) -> bytes:
    """Set the sheet; `told` holds its words, its `variants` one for each of `CUTS`.

    Raises:
        DrawingFailed: the sheet could not be made.
    """
    return sheet(_PAGE, told, link)


def fitting(told: Mapping[str, object], link: str) -> Cut:
    """Tell how much of it the sheet has room for.

    Raises:
        DrawingFailed: the sheet could not be laid out.
    """
    at = asked(_PAGE, told, link, "cut")
    assert isinstance(at, int)  # noqa: S101  # for mypy: our own page leaves a number there
    return CUTS[at]
