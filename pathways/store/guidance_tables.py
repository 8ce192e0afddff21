"""The tables of guidance talks. What stands here is personal data: it expires, and is deleted for good.

A talk holds ids of the catalogue as words, without foreign keys: the catalogue may be replaced, and a talk must
outlive a programme that is retired. What is deleted leaves one row in `guidance_gone`, so that a backup from
before can be cleaned again when it is restored; that row holds nothing but a random number and a day.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from pathways.store.columns import Instant, one_of, within

if TYPE_CHECKING:
    from sqlalchemy import Table

KEY_KINDS = ("code", "link")


class ClassHourRow(SQLModel, table=True):
    """Codes for a whole class, printed on one sheet: `GuidanceRow.class_id` says which talks are of it."""

    __tablename__ = "class_hour"
    id: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    opens_at: datetime = Field(sa_type=Instant)
    closes_at: datetime = Field(sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)


class GuidanceRow(SQLModel, table=True):
    """One guidance talk: what was said in it (`talk`, JSON of `domain.guidance.Talk`) and when.

    `version` grows with every change that anybody should see. `label` is the half of the code that is a name and no
    secret; `code_salt` and `link_salt` give the code and the link together with the server's secret key, so that
    they can be shown again without being kept. `notes` stand apart because they are saved while typing.
    `next_on` repeats the day of the next step, for the desk. `notes_from` are prints of the texts that were taken in
    last, so that one that is sent again, because its answer was lost, is known for what it is.
    """

    __tablename__ = "guidance"
    __table_args__ = (
        within("version", ">= 1"),
        CheckConstraint("opens_at <= closes_at", name="opens_before_it_closes"),
    )
    id: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    class_id: str | None = Field(default=None, foreign_key="class_hour.id", ondelete="SET NULL", index=True)
    label: str
    code_salt: str
    link_salt: str
    created_at: datetime = Field(sa_type=Instant)
    opens_at: datetime = Field(sa_type=Instant)
    closes_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    touched_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant, index=True)
    version: int = 1
    talk: str
    notes: str = ""
    notes_from: str = ""
    notes_at: datetime | None = Field(default=None, sa_type=Instant)
    next_on: date | None = None


class GuidanceKeyRow(SQLModel, table=True):
    """A way into a talk, by its hash: the code while the talk is open, the link afterwards."""

    __tablename__ = "guidance_key"
    __table_args__ = (one_of("kind", KEY_KINDS),)
    hash: str = Field(primary_key=True)
    guidance_id: str = Field(foreign_key="guidance.id", ondelete="CASCADE", index=True)
    kind: str
    expires_at: datetime = Field(sa_type=Instant)


class GuidanceVisitRow(SQLModel, table=True):
    """How a talk stood when it was finished, so that the next visit can tell what changed. Notes are not in it."""

    __tablename__ = "guidance_visit"
    __table_args__ = (within("number", ">= 1"),)
    guidance_id: str = Field(foreign_key="guidance.id", ondelete="CASCADE", primary_key=True)
    number: int = Field(primary_key=True)
    finished_at: datetime = Field(sa_type=Instant)
    as_of: str
    talk: str


class GuidanceGoneRow(SQLModel, table=True):
    """A talk that was deleted: kept until no backup can hold it any more, and then forgotten too."""

    __tablename__ = "guidance_gone"
    id: str = Field(primary_key=True)
    forget_at: datetime = Field(sa_type=Instant)


GUIDANCE: tuple[Table, ...] = tuple(
    SQLModel.metadata.tables[str(row.__tablename__)]
    for row in (ClassHourRow, GuidanceRow, GuidanceKeyRow, GuidanceVisitRow, GuidanceGoneRow)
)
"""Every table of guidance talks; a table comes after those it refers to."""
