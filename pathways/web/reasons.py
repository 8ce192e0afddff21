"""Why an edit is made: asked of everybody who makes one, because others read it in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pathways.domain.saying import said
from pathways.web.translate import told

if TYPE_CHECKING:
    from pathways.web.edit_reading import Problem

LONGEST_WHY: Final = 300
WHY_IS_MISSING: Final = said("It is empty."), said("Say in a few words why: others read it in the history.")
WHY_IS_LONG: Final = said("It is too long."), said("Keep it to 300 letters.")


def problems_of_why(why: str) -> dict[str, list[Problem]]:
    """Give what is wrong with a reason under the name of its field, with the remedy; empty when it can stand."""
    if not why:
        return {"why": [WHY_IS_MISSING]}
    return {"why": [WHY_IS_LONG]} if len(why) > LONGEST_WHY else {}


def problem_of_why(why: str) -> str:
    """Say what is wrong with a reason and what would be right, in the reader's language; "" when it can stand."""
    return " ".join(told(part) for problem in problems_of_why(why).get("why", ()) for part in problem)
