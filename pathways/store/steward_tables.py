"""The tables of those who keep the facts true: what visitors say is wrong, and what institutions propose."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from pathways.store.columns import Instant, one_of, within

if TYPE_CHECKING:
    from sqlalchemy import Table


class Stands(StrEnum):
    """How a proposal stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    ASKED = "asked"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    DECLINED = "declined"


class ReportRow(SQLModel, table=True):
    """Somebody says that a page is wrong: which fact, and where it says otherwise. It keeps nothing of who says it.

    `page` is what the page is about (`programmes/college`). While `settled_at` is None it waits; then `answer` says
    what came of it.
    """

    __tablename__ = "report"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    page: str = Field(index=True)
    words: str
    url: str
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    settled_by: int | None = None
    answer: str = ""


class ProposalRow(SQLModel, table=True):
    """A change of its own programmes that an institution proposes.

    `answer` are the words with which an editor asks back, or turns it down; `revision` is that of the edit it became.
    """

    __tablename__ = "proposal"
    __table_args__ = (one_of("state", Stands),)
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    account_id: int
    organisation_id: str = Field(index=True)
    why: str
    state: str = Field(default=Stands.WAITING.value, index=True)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by: int | None = None
    answer: str = ""
    revision: int | None = None


class ProposedRow(SQLModel, table=True):
    """One row of a proposal: its cells before and after, as JSON, as `pathways.store.edit_tables.EditedRow`."""

    __tablename__ = "proposed"
    __table_args__ = (
        within("number", ">= 1"),
        CheckConstraint("cells_before IS NOT NULL OR cells_after IS NOT NULL", name="something_changed"),
    )
    proposal_id: int = Field(foreign_key="proposal.id", ondelete="CASCADE", primary_key=True)
    number: int = Field(primary_key=True)
    row_table: str
    cells_before: str | None = None
    cells_after: str | None = None


STEWARD: tuple[Table, ...] = tuple(SQLModel.metadata.tables[name] for name in ("report", "proposal", "proposed"))
"""Every table of this kind; one comes after those it refers to."""
