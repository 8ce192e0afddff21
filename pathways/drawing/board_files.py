"""The gap board as a file: the rows of its tables, in their order, with the same figures."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Final

from pathways.domain.board_rows import Spot
from pathways.drawing.text import inert, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathways.domain.asked_for import Asking
    from pathways.domain.board import Board, RoleRow
    from pathways.domain.board_rows import Row

HEADS: Final = (
    *("subject", "id", "label", "companies_asking", "named", "pooled", "level_asked"),
    *("level_needed", "needed_by", "roles_essential", "shortfall"),
    *("white_spots_proven", "white_spots_not_proven", "white_spots_learnt_at_work"),
)
"""What each row says before the programmes: blank where there is nothing to say."""


def as_csv(
    board: Board, language: str, roles: Mapping[str, str], organisations: Mapping[str, str], *, grouped: bool
) -> str:
    """One row a skill or group, then one a role that companies cannot fill; a column for each programme by its code.

    A programme's cell is the level it teaches, 1 to 4; for a role it says `feeds`. The last column holds the codes of
    the programmes whose level is our estimate. `roles` and `organisations` are the names that ids go by.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*HEADS, *(column.code for column in board.columns), "estimated"])
    subject = "group" if grouped else "skill"
    for row in board.rows:
        told = [subject, row.key, row.label[language], *_asked(row.asking, organisations), *_needed(row, roles)]
        writer.writerow([inert(_bare(cell)) for cell in [*told, *_levels(board, row)]])
    for one in board.roles:
        told = ["role", one.role.id, one.role.title[language], *_asked((one.asking,), organisations)]
        told += [""] * (len(HEADS) - len(told))
        writer.writerow([inert(_bare(cell)) for cell in [*told, *_feeding(board, one)]])
    return out.getvalue()


def _asked(asking: Sequence[Asking], organisations: Mapping[str, str]) -> list[object]:
    """Give how many companies ask, the named ones with how their flags stand, the unnamed ones, and the level."""
    named = [f"{organisations[flag.company]} ({flag.state})" for one in asking for flag in one.flags]
    pooled = sum(one.pool.companies for one in asking if one.pool)
    level = max((one.level for one in asking), default=0)
    return [sum(one.companies for one in asking), "; ".join(named), pooled or "", level or ""]


def _needed(row: Row, roles: Mapping[str, str]) -> list[object]:
    by = "; ".join(roles[role] for role in row.needed_by)
    return [row.needed or "", by, len(row.essential), row.shortfall, *(row.spots(spot) for spot in Spot)]


def _levels(board: Board, row: Row) -> list[object]:
    cells = [(column.code, row.cells.get(column.id)) for column in board.columns]
    guessed = " ".join(code for code, cell in cells if cell and cell.estimated)
    return [*(cell.level if cell else "" for _, cell in cells), guessed]


def _feeding(board: Board, row: RoleRow) -> list[object]:
    fed = {programme.id for programme in row.programmes}
    return [*("feeds" if column.id in fed else "" for column in board.columns), ""]


def _bare(cell: object) -> object:
    return plain(cell) if isinstance(cell, str) else cell
