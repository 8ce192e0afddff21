"""A town in which every word that anybody may write is an attack."""

from __future__ import annotations

from dataclasses import Field, fields, is_dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from pathways.domain import nouns as n
from pathways.domain.errors import BrokenFacts
from pathways.domain.graph import Graph
from tests.attacks.weapons import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator


def columns(facts: n.Facts) -> Iterator[tuple[str, str]]:
    """Every column in which some row has words, or might have: its table and its field."""
    for table in fields(facts):
        held = getattr(facts, table.name)
        rows = (held,) if is_dataclass(held) else held
        for one in fields(rows[0]) if rows else ():
            if _may_be_text(one) or any(_has_words(getattr(row, one.name)) for row in rows):
                yield table.name, one.name


def _may_be_text(one: Field) -> bool:
    return str(one.type) in {"Text | None", "Text"}


def _has_words(value: object) -> bool:
    if isinstance(value, tuple):
        return any(map(_has_words, value))
    if isinstance(value, n.Esco):
        return True
    return isinstance(value, n.Text) or (isinstance(value, str) and not isinstance(value, Enum))


def _worded(value: object, words: str, place: str, *, text: bool = False) -> object:
    """Give a value of the same shape that says these words; a weapon that ends in a backslash still does."""
    tail = "\\" if words.endswith("\\") else ""
    if isinstance(value, n.Esco):
        return replace(value, label=f"{words}{place}{tail}")
    if isinstance(value, n.Text) or (text and value is None):
        return n.Text(f"{words}{place} (da){tail}", f"{words}{place}{tail}")
    if isinstance(value, tuple):
        return tuple(_worded(one, words, f"{place}{at}") for at, one in enumerate(value))
    return f"{words}{place}{tail}" if _has_words(value) else value


def _filled(facts: n.Facts, table: str, field: str, words: str, place: str) -> n.Facts:
    rows = getattr(facts, table)
    text = any(_may_be_text(one) for one in fields(rows if is_dataclass(rows) else rows[0]) if one.name == field)
    if is_dataclass(rows):
        said = _worded(getattr(rows, field), words, place, text=text)
        return replace(facts, **{table: replace(rows, **{field: said})})
    bent = [
        replace(row, **{field: _worded(getattr(row, field), words, f"{place}{at}", text=text)})
        for at, row in enumerate(rows)
    ]
    return replace(facts, **{table: tuple(bent)})


def poisoned(facts: n.Facts, weapon: str) -> tuple[n.Facts, dict[str, str], list[str]]:
    """Put a weapon into every column of words that takes it, and an address that is one where only addresses stand.

    Returns:
        The facts, valid as they stand; the words that stand in each column, by `table.field`; and the columns that
        refused them.
    """
    taken: dict[str, str] = {}
    refused: list[str] = []
    for number, (table, field) in enumerate(columns(facts)):
        place = f"c{number}r"
        for words in (weapon, ADDRESS):
            tried = _filled(facts, table, field, words, place)
            if _is_valid(tried):
                facts, taken[f"{table}.{field}"] = tried, words + place
                break
        else:
            refused.append(f"{table}.{field}")
    return facts, taken, refused


def _is_valid(facts: n.Facts) -> bool:
    try:
        Graph(facts)
    except BrokenFacts:
        return False
    return True
