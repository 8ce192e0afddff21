"""A catalogue many times as large as a real one, as valid and as dense.

Every copy has its own programmes, roles, skills, organisations and all that hangs on them, so the
neighbourhood of one noun is what it was while everything around it grows. What a town has once stays
single: sources, families, focus areas, subjects, skill groups, starts and contradictions.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

from pathways.domain.nouns import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathways.domain.nouns import Facts

R = TypeVar("R")

OWN = ("programmes", "roles", "skills", "organisations")
"""Nouns that every copy has for itself; their ids and labels are numbered."""
CLAIMS = (
    "admissions", "outcomes", "needs", "feeds", "workplaces", "steps", "flows", "openings", "announcements",
    "figures", "practicals",
)  # fmt: skip
"""What is said about those nouns; copied where it names one."""
REFERENCES = ("programme", "role", "skill", "organisation", "institution", "origin", "onward", "successor")


def enlarge(facts: Facts, times: int) -> Facts:
    """Give `times` as many nouns and claims; the first copy is `facts` itself, ids and all.

    Args:
        times: at least 1. Copy 2 of the role `qa` is `qa-2`; programme code D1 becomes D1001.
    """
    own = {row.id for name in OWN for row in getattr(facts, name)}
    grown = {
        name: (
            *getattr(facts, name),
            *(_copied(row, number, own) for number in range(2, times + 1) for row in _copies(facts, name, own)),
        )
        for name in (*OWN, *CLAIMS)
    }
    return replace(facts, **grown)


def _copies(facts: Facts, name: str, own: set[str]) -> list[object]:
    rows = list(getattr(facts, name))
    return rows if name in OWN else [row for row in rows if _named(row, own)]


def _named(row: object, own: set[str]) -> bool:
    several = getattr(row, "programmes", ())
    return bool(several) or any(getattr(row, name, None) in own for name in REFERENCES)


def _copied(row: R, number: int, own: set[str]) -> R:
    changes = {
        field.name: change(getattr(row, field.name), number, own)
        for field in fields(row)
        if (change := CHANGES.get(field.name)) is not None
    }
    return replace(row, **changes)


def _reference(value: object, number: int, own: set[str]) -> object:
    return f"{value}-{number}" if value in own else value


def _id(value: object, number: int, own: set[str]) -> object:
    return f"{value}-{number}"


def _references(value: tuple[str, ...], number: int, own: set[str]) -> tuple[str, ...]:
    return tuple(f"{one}-{number}" for one in value)


def _label(value: object, number: int, own: set[str]) -> object:
    return Text(f"{value.da} {number}", f"{value.en} {number}") if isinstance(value, Text) else f"{value} {number}"


def _code(value: str, number: int, own: set[str]) -> str:
    return f"{value[0]}{(number - 1) * 1000 + int(value[1:])}"


CHANGES: dict[str, Callable[..., object]] = {
    "id": _id,
    "code": _code,
    "programmes": _references,
    **dict.fromkeys(REFERENCES, _reference),
    **dict.fromkeys(("title", "short", "label", "name"), _label),
}
