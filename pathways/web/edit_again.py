"""Rows that come anew every year: the next one begins as the last, without what has to be looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import url_for

from pathways.web.edit_fields import typed_of

if TYPE_CHECKING:
    from pathways.domain.editing import Noun

OF_A_YEAR: Final = {
    "flows": ("programme", "kind", "what_da", "what_en", "role", "organisation", "onward", "basis"),
    "figures": (
        *("programmes", "scope", "basis"),
        *("group_da", "group_en", "measure_da", "measure_en", "unit_da", "unit_en"),
    ),
    "announcements": ("organisation", "kind", "what_da", "what_en", "unit_da", "unit_en", "basis"),
    "openings": ("role", "organisation", "basis"),
}
"""What stays from one year to the next, of rows that come anew every year; number, source and day are looked up."""


def address_of_another_year(table: str, row: Noun, back: str | None) -> str | None:
    """Give the address of an empty form that begins as this row; None where rows are not of a year."""
    if table not in OF_A_YEAR:
        return None
    typed = typed_of(table, row)
    kept = {column: typed[column] for column in OF_A_YEAR[table] if typed.get(column)}
    return url_for("editing.show_new", table=table, back=back, **kept)  # type: ignore[arg-type]  # no column is called as an option of url_for
