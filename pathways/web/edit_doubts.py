"""What is allowed and looks like a slip: a form tells it once, and takes it when it is sent again as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pathways.domain.doubts import counted_before, opens_after_count
from pathways.domain.saying import said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathways.domain.editing import Noun
    from pathways.domain.nouns import Facts
    from pathways.web.edit_reading import Problem

SEEN: Final = "first_intake-seen"
"""The field in which a form carries the first intake that it showed: the row's own, or one that was doubted."""


def doubts_of(table: str, row: Noun | None, facts: Facts, seen: str) -> Mapping[str, Sequence[Problem]]:
    """Doubts about a row at their columns, unless the form was shown with what is doubted: it is meant then."""
    programme: Any = row
    if table != "programmes" or row is None or str(programme.first_intake) == seen:
        return {}
    counted = counted_before(facts, programme)
    if counted is None:
        return {}
    problem, remedy = opens_after_count(counted, programme.first_intake)
    again = said("%(remedy)s If %(opens)s is meant, save again.", remedy=remedy, opens=programme.first_intake)
    return {"first_intake": [(problem, again)]}
