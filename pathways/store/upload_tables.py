"""The table of files that were handed in and wait for a word: make these changes, or not.

It is a table and no folder, because the next request may be answered by another worker, on another machine, that has
nothing in common with the first but the database. A row stays a day at most and is in no copy of the database.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from pathways.store.columns import Instant, one_of

if TYPE_CHECKING:
    from sqlalchemy import Table


class UploadState(StrEnum):
    """How far a file has come. One that was made, given up or replaced is gone."""

    READING = "reading"
    READ = "read"
    FAULTY = "faulty"
    BROKEN = "broken"
    """The reading ended by a mistake of ours; the log says which."""


class UploadRow(SQLModel, table=True):
    """A file that an account handed in; it has one at a time.

    `seen_at` is the last sign of life of who reads it, `step` and `part` how far that has come. What was read is JSON:
    `faults` those to be shown, `changes` those to be made, which lead from the facts of `revision`.
    """

    __tablename__ = "upload"
    __table_args__ = (one_of("state", UploadState),)
    id: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", unique=True)
    name: str
    content: bytes = Field(sa_type=LargeBinary)
    at: datetime = Field(sa_type=Instant, index=True)
    state: str
    step: str
    part: float
    seen_at: datetime = Field(sa_type=Instant)
    revision: int
    faults: str
    changes: str


UPLOADS: tuple[Table, ...] = (SQLModel.metadata.tables["upload"],)
"""Every table of uploads."""
