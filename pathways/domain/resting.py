"""What rests on a noun: every row of any table that names it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final, NamedTuple, get_args, get_type_hints

from pathways.domain import nouns as n
from pathways.domain.editing import TABLES, TOWN, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pathways.domain.editing import Noun
    from pathways.domain.nouns import Facts


_COLUMNS: Final = {
    table: tuple(field.name for field in fields(get_args(hint)[0]))
    for table, hint in get_type_hints(n.Facts).items()
    if table != TOWN
}
"""The fields of each table's noun: a table without rows has them, too."""


class Resting(NamedTuple):
    """The rows of a table that name a noun in one of its columns."""

    table: str
    column: str
    rows: tuple[Noun, ...]


def resting_on(facts: Facts, home: str, id: str, targets: Callable[[str, str], tuple[str, ...]]) -> Iterator[Resting]:
    """Give the rows that name a noun of the table `home`, table by table and column by column, in their order.

    `targets` says whose ids a column of a table holds. Columns that may name such a noun and do not yet are given, too,
    without rows.
    """
    for table in TABLES:
        if table == TOWN:
            continue
        rows = rows_of(facts, table)
        for column in _COLUMNS[table]:
            if home in targets(table, column):
                yield Resting(table, column, tuple(row for row in rows if _names(row, column, id)))


def _names(row: Noun, column: str, id: str) -> bool:
    value = getattr(row, column)
    return id in value if isinstance(value, tuple) else value == id
