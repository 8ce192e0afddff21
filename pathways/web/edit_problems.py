"""What is wrong with a row, said of its form: a file has cells and columns and a point, a form fields and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pathways.domain.checks import DATE_REMEDY
from pathways.domain.saying import Said, quoted, said
from pathways.store.parts import WITH_A_POINT

if TYPE_CHECKING:
    from collections.abc import Mapping

BLANK: Final = said("This field is blank.")
_FROM_THE_LIST: Final = said("Choose one from the list.")
_NOTHING: Final = quoted("")
_IN_A_FORM: Final[Mapping[str, str]] = {
    "The cell is blank.": BLANK,
    "One end of the interval is blank.": BLANK,
    "Fill in low, likely and high.": said("Fill in Least, Likely and Most."),
    "%(low)s, %(likely)s, %(high)s do not rise from 0 up.": said(
        "Least, Likely and Most must not fall, and be 0 or more."
    ),
    "Write low, likely and high in rising order.": "",
    "A %(basis)s claim names no source.": said("No source is chosen."),
    "Name one, or make it assumed.": said("Choose one, or “Our estimate” as the basis."),
    "A %(basis)s claim rests on weak sources only.": said("It rests on weak sources only."),
    "Name a stronger one, or make it assumed.": said("Choose a stronger one, or “Our estimate” as the basis."),
    "Write %(options)s.": _FROM_THE_LIST,
    "Write %(options)s or %(last)s.": _FROM_THE_LIST,
    "Write exact, close or broad.": _FROM_THE_LIST,
    "%(date)s is after %(today)s, the day of these facts.": said("This day has not come yet."),
    DATE_REMEDY: said("Write a date as 2021, 2021-08 or 2021-08-31, no later than today."),
    "Write a share from 0 to 1, as in 0.53.": said("Write a number from 0 to 1, as in 0.53."),
    "Write the year that was counted. What is planned is of the kind plan.": said(
        "Write the year that was counted, or choose “Planned” as the kind."
    ),
    WITH_A_POINT: said("Write a number, as in 3.5."),
}
"""By the pattern of what is said of a file. A form takes a comma as well, and an edit moves the day of the facts on."""


def in_a_form(sentence: str) -> str:
    """Say of a form what is said of a file; what is the same of both stays as it is."""
    if isinstance(sentence, Said):
        if _NOTHING in sentence.values.values():
            return BLANK
        return _IN_A_FORM.get(sentence.pattern, sentence)
    return sentence
