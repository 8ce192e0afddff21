"""What a column may hold where that is not any words: one of those known, or the ids of other rows.

What a form offers and a workbook drops down; what must hold is said by `pathways.domain.rules`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pathways.domain import nouns as n
from pathways.domain.rules import FLOW_KINDS, ORGANISATION_KINDS, SCOPES, SYMBIOSIS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import Enum

    from pathways.domain.nouns import Facts


def _values(members: Iterable[Enum]) -> tuple[str, ...]:
    return tuple(str(member.value) for member in members)


_LEVELS: Final = _values(level for level in n.Level if level is not n.Level.NONE)
_KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "organisations.kind": ORGANISATION_KINDS,
    "organisations.symbiosis": SYMBIOSIS,
    "flows.kind": FLOW_KINDS,
    "figures.scope": SCOPES,
    "programmes.kind": _values(n.Kind),
    "programmes.here": _values(n.Here),
    "alliance": _values(n.Membership),
    "pace": _values(n.Pace),
    "level": _LEVELS,
    "importance": _values(n.Importance),
    "basis": _values(n.Basis),
    "esco_match": _values(n.Match),
}
_TARGETS: Final[Mapping[str, tuple[str, ...]]] = {
    "steps.origin": ("roles",),
    "origin": ("starts", "programmes"),
    "also": ("starts", "programmes"),
    "skills.group": ("skill_groups",),
    "groups": ("skill_groups",),
    "institution": ("organisations",),
    "organisation": ("organisations",),
    "programme": ("programmes",),
    "programmes": ("programmes",),
    "successor": ("programmes",),
    "onward": ("programmes",),
    "role": ("roles",),
    "skill": ("skills",),
    "family": ("families",),
    "judged_families": ("families",),
    "focus_area": ("focus_areas",),
    "sources": ("sources",),
}


def known(table: str, column: str) -> tuple[str, ...]:
    """The words that a column may hold, in their order; empty where it may hold any."""
    return _KNOWN.get(f"{table}.{column}") or _KNOWN.get(column, ())


def targets(table: str, column: str) -> tuple[str, ...]:
    """The tables whose ids a column may hold; empty where it holds none."""
    return _TARGETS.get(f"{table}.{column}") or _TARGETS.get(column, ())


def in_use(facts: Facts, table: str, column: str) -> tuple[str, ...]:
    """The words that the rows of a table hold in a column, each once, by the alphabet."""
    return tuple(sorted({str(getattr(row, column)) for row in getattr(facts, table)}))
