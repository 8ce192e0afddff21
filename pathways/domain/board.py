"""The gap board: skills or groups of them against programmes, and the roles that companies cannot fill.

Rows stand by pressure, which is made of nothing but what everybody may see:

    1. companies that ask for it, the named ones and the pooled ones together   most first
    2. shortfall: the level needed less the level taught in town                 largest first
    3. roles that need it essentially                                            most first
    4. its English label, then its id

A flag that is not public, or a pool of fewer than three, moves no row and changes no cell. Filters choose among rows
and columns that were counted once over the whole town.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pathways.domain.asked_for import asked_topics, asking
from pathways.domain.board_rows import group_rows, is_here, skill_rows
from pathways.domain.flags import Subject
from pathways.domain.nouns import RoleId

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathways.domain.asked_for import Asking
    from pathways.domain.board_rows import Row
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Kind, Programme, Role
    from pathways.domain.publishing import Published


class Only(StrEnum):
    """Which rows alone are wanted."""

    WHITE = "white"
    FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor wants to see. None leaves a dimension open.

    `group`, `focus`, `family` and `only` choose rows; `kind` and `everywhere` choose columns. `by_name` is the
    language whose labels the rows are sorted by; None sorts by pressure.
    """

    grouped: bool = False
    group: str | None = None
    focus: str | None = None
    family: str | None = None
    only: Only | None = None
    kind: Kind | None = None
    everywhere: bool = False
    by_name: str | None = None


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role that companies cannot fill, who asks, and the programmes that feed it, by line; `here` are in town."""

    role: Role
    asking: Asking
    programmes: tuple[Programme, ...]
    here: int


@dataclass(frozen=True, slots=True)
class Board:
    """The board as it is shown: `every` counts the rows before any filter."""

    columns: tuple[Programme, ...]
    rows: tuple[Row, ...]
    roles: tuple[RoleRow, ...]
    every: int

    @property
    def answers(self) -> tuple[Asking, ...]:
        """Give what was published about the skills and roles that are shown, in their order."""
        return (*(asked for row in self.rows for asked in row.asking), *(row.asking for row in self.roles))


def board(graph: Graph, published: Published, wanted: Wanted) -> Board:
    """Give the board that a visitor wants. Of the roles, only the focus area and the family choose."""
    rows = skill_rows(graph, published)
    rows = group_rows(graph, rows) if wanted.grouped else rows
    return Board(
        columns=_columns(graph, wanted),
        rows=tuple(_sorted((row for row in rows if _wants(graph, wanted, row)), wanted.by_name)),
        roles=_role_rows(graph, published, wanted),
        every=len(rows),
    )


def pressure(row: Row) -> tuple[int, int, int, str, str]:
    """Give where a row stands, smallest first: see the formula above."""
    return -row.asks, -row.shortfall, -len(row.essential), row.label.en.casefold(), row.key


def _sorted(rows: Iterable[Row], by_name: str | None) -> list[Row]:
    if by_name is None:
        return sorted(rows, key=pressure)
    return sorted(rows, key=lambda row: (alphabetical(row.label[by_name]), row.key))


_DANISH = str.maketrans({"æ": "{", "ø": "|", "å": "}", "\u00ad": ""})
"""Signs that come after z, in the order of the Danish alphabet."""


def alphabetical(words: str) -> str:
    """Give a key to sort words by as a Danish dictionary does: æ, ø and å after z; English ones as they are."""
    return words.casefold().translate(_DANISH)


def _columns(graph: Graph, wanted: Wanted) -> tuple[Programme, ...]:
    found = (
        programme
        for programme in graph.programmes.values()
        if wanted.kind in (None, programme.kind) and (wanted.everywhere or is_here(programme))
    )
    return tuple(sorted(found, key=lambda programme: programme.line_order))


def _wants(graph: Graph, wanted: Wanted, row: Row) -> bool:
    return (
        wanted.group in (None, row.group)
        and (wanted.only is not Only.WHITE or bool(row.white))
        and (wanted.only is not Only.FLAGGED or bool(row.asks))
        and _any_role(graph, wanted, row.roles)
    )


def _any_role(graph: Graph, wanted: Wanted, roles: Iterable[RoleId]) -> bool:
    """Whether one role is both of the focus area and of the family that are wanted."""
    if wanted.focus is None and wanted.family is None:
        return True
    return any(
        wanted.focus in (None, role.focus_area) and wanted.family in (None, role.family)
        for role in map(graph.roles.__getitem__, roles)
    )


def _role_rows(graph: Graph, published: Published, wanted: Wanted) -> tuple[RoleRow, ...]:
    topics = [topic for topic in asked_topics(published) if topic.subject is Subject.ROLE and topic.key in graph.roles]
    found = []
    for topic in topics:
        role, asked = graph.roles[RoleId(topic.key)], asking(published, topic)
        if _any_role(graph, wanted, [role.id]):
            feeding = sorted(
                (graph.programmes[link.programme] for link in graph.feeds_to(role.id)),
                key=lambda programme: programme.line_order,
            )
            found.append(RoleRow(role, asked, tuple(feeding), sum(map(is_here, feeding))))
    return tuple(sorted(found, key=lambda row: (-row.asking.companies, row.role.title.en.casefold(), row.role.id)))
