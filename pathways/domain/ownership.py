"""Which rows of the catalogue an institution may propose changes of: those of its own programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathways.domain.editing import Noun
    from pathways.domain.nouns import Facts

PROPOSED: Final = ("programmes", "admissions", "outcomes", "flows")
"""The tables of which rows are an institution's own."""


def own_programmes(facts: Facts, organisation: str) -> frozenset[str]:
    """The ids of the programmes that an institution gives."""
    return frozenset(str(one.id) for one in facts.programmes if one.institution == organisation)


def is_own(own: frozenset[str], organisation: str, table: str, row: Noun) -> bool:
    """Whether a row is about a programme that the institution gives: one of its `own_programmes`.

    A programme is its own where the row itself says so: one that is new, too.
    """
    if table == "programmes":
        return bool(row.institution == organisation)
    return table in PROPOSED and row.programme in own
