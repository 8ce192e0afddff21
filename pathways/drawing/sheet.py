"""The paper a picture is drawn on: its forms, and the sizes each of them is set in.

Sizes are px of the picture itself. The wide form is made for a 1,200 px column and may be scaled down to 1,110;
the middle form is made for 704 px and is never scaled down; the narrow forms are drawn for the narrowest phone
(288 px between its margins) and grow from there. So text is never under 12 px on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Form(StrEnum):
    """How a picture lies: all columns from left to right, two columns on a phone, or upright on a phone.

    `MIDDLE` is the wide one for a tablet, or for a column that shares the page with another.
    """

    WIDE = "wide"
    MIDDLE = "middle"
    STAGE = "stage"
    HOURGLASS = "hourglass"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Sizes in px. `across` is the whole picture's width.

    `title`, `sub` and `heading` are type sizes; a `sub` of 0 leaves the lines under the titles to the label.
    `dock` is how deep ribbons reach into a plate's edge, `between` the room from plate to plate in a rank,
    `reach` the room from rank to rank (the least, what is worth breaking no titles for, the most), `stack`
    the most that docks in one plate.
    """

    across: float
    title: float
    sub: float
    heading: float
    pad_x: float
    pad_y: float
    dock: float
    between: float
    reach: tuple[float, float, float]
    stack: float
    thickest: float
    upright: bool = False

    @property
    def title_line(self) -> float:
        """Height of a line of title."""
        return self.title * 1.24

    @property
    def sub_line(self) -> float:
        """Height of a line under the title."""
        return self.sub * 1.34

    @property
    def code(self) -> float:
        """Type size of the letters in a line bullet: hardly smaller than the title, to be 12 px where that shrinks."""
        return self.title - 0.5

    @property
    def bullet(self) -> float:
        """Height of a line bullet."""
        return self.title + 5


WIDE = Sheet(
    across=1200, title=14, sub=13, heading=14, pad_x=11, pad_y=8, dock=6, between=12,
    reach=(84, 130, 360), stack=150, thickest=36,
)  # fmt: skip
DENSE = replace(WIDE, title=13.5, sub=0, pad_x=10, pad_y=5, between=5, stack=180)
"""The wide form of columns that would grow taller than `TALL`: the lines under the titles go."""

MIDDLE = replace(
    WIDE, across=704, title=12.5, sub=12, heading=13, pad_x=8, pad_y=6, dock=5, between=9, reach=(54, 84, 220),
    stack=110, thickest=26,
)  # fmt: skip
DENSE_MIDDLE = replace(MIDDLE, sub=0, pad_y=4, between=5, stack=130)

STAGE = Sheet(
    across=288, title=12.5, sub=12, heading=12.5, pad_x=6, pad_y=7, dock=4, between=8,
    reach=(54, 54, 288), stack=80, thickest=22,
)  # fmt: skip
LONG_STAGE = replace(STAGE, sub=0, pad_y=6, between=6)
"""A stage of more plates than `LONG` in a column: the lines under the titles go."""

HOURGLASS = Sheet(
    across=288, title=12.5, sub=12, heading=12.5, pad_x=6, pad_y=7, dock=4, between=6,
    reach=(48, 48, 48), stack=80, thickest=22, upright=True,
)  # fmt: skip

LONG = 9
TALL = 1040
"""Height of a column, px, from which on the wide form is set densely."""


def sheet_for(form: Form, plates: int) -> Sheet:
    """The sheet for a form whose longest column holds so many plates."""
    if form is Form.WIDE:
        roomy = WIDE.title_line + WIDE.sub_line + 2 * WIDE.pad_y + WIDE.between
        return WIDE if plates * roomy <= TALL else DENSE
    if form is Form.MIDDLE:
        return MIDDLE if plates <= LONG else DENSE_MIDDLE
    if form is Form.STAGE:
        return STAGE if plates <= LONG else LONG_STAGE
    return HOURGLASS
