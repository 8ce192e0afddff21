"""Everything that rests on one noun, to be edited where its page shows it: each row opens its form in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, g

from pathways.domain.editing import find, key_of
from pathways.domain.resting import resting_on
from pathways.store.cells import SHAPE
from pathways.store.choices import targets
from pathways.web import edit_rights
from pathways.web.edit_form import WORDS
from pathways.web.edit_names import name_of
from pathways.web.fact_words import names_of, table_heading
from pathways.web.languages import current_language
from pathways.web.pages import page
from pathways.web.translate import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response

    from pathways.domain.editing import Key, Noun
    from pathways.domain.nouns import Evidence, Facts, Text

bp = Blueprint("edit_about", __name__)
HOMES: Final = {
    "programmes": "programmes",
    "roles": "roles",
    "skills": "skills",
    "employers": "organisations",
    "town": "focus_areas",
}
"""The table of the noun that each room of the site is about."""
MOST_ROWS: Final = 200
SELDOM: Final = frozenset({"successor", "also", "onward"})
"""Columns that name few nouns: where none does, a heading with a 0 would stand on nearly every page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what it is called, its key, and how it is known where it says so."""

    name: str
    key: Key
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table that name the noun in one column."""

    table: str
    column: str
    heading: str
    lines: tuple[Line, ...]
    left: int


@bp.get("/edit/about/<room>/<id>")
def show(room: str, id: str) -> Response:
    """Show the row of a noun and all that rests on it."""
    home = HOMES.get(room)
    facts = g.graph.facts
    row = find(facts, home, (id,)) if home else None
    if home is None or row is None:
        abort(404)
    edit_rights.require(home, row)
    return page(
        "edit/about.html",
        block="main",
        name=name_of(home, row),
        home=home,
        id=id,
        room=room,
        own=_line(home, row),
        parts=_parts(facts, home, id),
        back=f"/{current_language()}/{room}/{id}",
        words=WORDS,
    )


def _parts(facts: Facts, home: str, id: str) -> tuple[Part, ...]:
    may = edit_rights.tables()
    names = names_of(facts)
    found = resting_on(facts, home, id, lambda table, column: targets(table, column) if table in SHAPE else ())
    return tuple(
        Part(
            each.table,
            each.column,
            _heading(each.table, each.column),
            tuple(
                _line(each.table, row, names) for row in each.rows[:MOST_ROWS] if edit_rights.may_edit(each.table, row)
            ),
            max(0, len(each.rows) - MOST_ROWS),
        )
        for each in found
        if each.table in may and (each.rows or each.column not in SELDOM)
    )


def _heading(table: str, column: str) -> str:
    """Name the rows of a table by what they are to the noun that they name in this column."""
    return {
        ("programmes", "successor"): _("Programmes it succeeds"),
        ("starts", "also"): _("Starting points it counts as"),
        ("admissions", "origin"): _("Ways on from it"),
        ("flows", "onward"): _("Counts of people who go on to it"),
        ("steps", "origin"): _("Steps at work from it"),
        ("programmes", "institution"): _("Programmes it teaches"),
    }.get((table, column)) or table_heading(table)


def _line(table: str, row: Noun, names: Mapping[str, Text | str] | None = None) -> Line:
    return Line(name_of(table, row, names), key_of(table, row), getattr(row, "evidence", None))
