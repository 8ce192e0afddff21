"""The tables of the history of edits: who changed what, when and why.

They are only ever added to; triggers refuse the rest (migration 0009), unless a restored copy takes the place of
everything (`pathways.store.flag_tables.RESTORING`). Rows of the catalogue stand here as JSON of their cells
(`pathways.store.cells`), so that a history can be read when tables have changed since.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from pathways.store.columns import Instant, one_of, within

if TYPE_CHECKING:
    from sqlalchemy import Table


class Via(StrEnum):
    """How an edit came about. `BEGIN` marks where a history begins; what was before is not known."""

    BEGIN = "begin"
    SEED = "seed"
    FORM = "form"
    IMPORT = "import"
    PROPOSAL = "proposal"
    SEEN = "seen"
    UNDO = "undo"


class EditRow(SQLModel, table=True):
    """One edit. `revision` is that of the catalogue after it; `undoes` the edit that it takes back.

    `account_id` is None where no account did it: the command line, or the program itself.
    """

    __tablename__ = "edit"
    __table_args__ = (one_of("via", Via),)
    revision: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant, index=True)
    via: str
    account_id: int | None = None
    organisation_id: str | None = None
    why: str
    undoes: int | None = Field(default=None, index=True)


class EditedRow(SQLModel, table=True):
    """One row of the catalogue that an edit changed: its cells before and after, as JSON; None where there was none.

    `row_table` and `row_key` (JSON of the key's words) say which. `place` is where it stood, from 0.
    """

    __tablename__ = "edited"
    __table_args__ = (
        within("number", ">= 1"),
        CheckConstraint("cells_before IS NOT NULL OR cells_after IS NOT NULL", name="something_changed"),
    )
    revision: int = Field(foreign_key="edit.revision", ondelete="RESTRICT", primary_key=True)
    number: int = Field(primary_key=True)
    row_table: str = Field(index=True)
    row_key: str = Field(index=True)
    cells_before: str | None = None
    cells_after: str | None = None
    place: int


EDITS: tuple[Table, ...] = tuple(SQLModel.metadata.tables[name] for name in ("edit", "edited"))
"""Both tables; a table comes after those it refers to."""
