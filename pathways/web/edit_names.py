"""What rows and the words of the catalogue are called where they are chosen or listed for editing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain import nouns as n
from pathways.domain.editing import TOWN, ends_of, key_of, rows_of
from pathways.store.cells import cells_of
from pathways.web import labels
from pathways.web.conditions import requirements_beside
from pathways.web.fact_words import names_of, row_title
from pathways.web.languages import current_language
from pathways.web.translate import _
from pathways.web.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pathways.domain.editing import Noun
    from pathways.domain.nouns import Facts, Text

_PROPER: Final = frozenset({"sources", "organisations"})
"""Tables whose rows bear names of others."""
_WORDS: Final[Mapping[str, Callable[[str], str]]] = {
    "organisations.kind": labels.organisation_kind_label,
    "flows.kind": labels.flow_label,
    "figures.scope": labels.scope_label,
    "programmes.kind": lambda word: labels.kind_label(n.Kind(word)),
    "programmes.here": lambda word: labels.here_label(n.Here(word)),
    "pace": lambda word: labels.pace_label(n.Pace(word)),
    "level": lambda word: f"{word}: {labels.level_label(int(word))}",
    "basis": lambda word: labels.basis_label(n.Basis(word)),
    "esco_match": lambda word: labels.match_label(n.Match(word)),
}


def word_label(table: str, column: str, word: str) -> str:
    """Say a known word of a column in the language of the page; one that is not known stays as it is."""
    label = _WORDS.get(f"{table}.{column}") or _WORDS.get(column) or _more
    try:
        return label(word)
    except (KeyError, ValueError):
        return word


def _more(word: str) -> str:
    return {
        n.Membership.STATED.value: _("yes, a source says so"),
        n.Membership.PROBABLE.value: _("probably; never shown"),
        n.Membership.UNKNOWN.value: _("not known"),
        "yes-full": _("yes, a full member"),
        "yes-associate": _("yes, an associate"),
        "no": _("on no list that was seen"),
        n.Importance.ESSENTIAL.value: _("essential"),
        n.Importance.PREFERRED.value: _("preferred"),
    }[word]


def named(facts: Facts, tables: Iterable[str]) -> dict[str, str]:
    """The names of all rows of these tables, by their ids."""
    names = names_of(facts)
    return {str(row.id): name_of(table, row, names) for table in tables for row in getattr(facts, table)}


def name_of(table: str, row: Noun, names: Mapping[str, Text | str] | None = None) -> str:
    """Name a row: a programme with its code, a source by its title, what ties nouns together by these.

    `names` are those of `names_of`, where many rows are named.
    """
    if table == "programmes":
        return f"{row.code} · {plain(row.title)}"
    if table == "sources":
        return str(row.title or row.id)
    if table == TOWN:
        return plain(row.name)
    known = names_of(g.graph.facts) if names is None else names
    return row_title(cells_of(table, row), key_of(table, row), known, current_language())


def titled(table: str, name: str) -> str:
    """Begin the name of a row with a capital where it is a title; names of others stay as those write them."""
    return name if table in _PROPER else name[:1].upper() + name[1:]


def rows_named(facts: Facts, table: str) -> list[tuple[Noun, str]]:
    """The rows of a table with their names, in their order."""
    names = names_of(facts)
    return [(row, name_of(table, row, names)) for row in rows_of(facts, table)]


def said_of(table: str, row: Noun, name: str) -> tuple[str, ...]:
    """What a list of rows says of one and may be searched for: its name, its ids, and what a way in asks for."""
    said = (name, *ends_of(table, row))
    if table != "admissions":
        return said
    asked = (f"{each.about}: {each.asked}" for each in requirements_beside(row.condition, row.condition_text))
    return (*said, *asked, plain(row.condition_text) if row.condition_text else "")
