"""The tables of gap flags, and of the openings that companies state.

A flag is its events, and an opening what was said of it last: rows are only ever added. The database itself sees to
that. Triggers refuse to change or delete a flag, an event or a stated opening, and an event that is not the next one
of its flag (migration 0005). A restored copy takes the place of everything; it deletes while the mark `RESTORING`
stands, which no other transaction ever sees (`pathways.store.backups.empty`). Nothing lets a row be changed.

They hold ids of the catalogue and of accounts as words and numbers, without foreign keys: the catalogue may be
replaced, and a flag must outlive a skill that is retired and an account that is closed.

The one row of `gap_counter` is raised by every writing, in the same transaction, and first: that is where writers
queue up on PostgreSQL, and how pages that show flags know that they are old.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlmodel import Field, SQLModel

from pathways.domain.flags import Action, Actor, Visibility
from pathways.store.columns import Instant, one_of, rising, within
from pathways.store.steward_tables import Stands

if TYPE_CHECKING:
    from sqlalchemy import Table

RESTORING: Final = "restoring"
"""The mark that stands while a restored copy takes the place of everything."""
WHO_ACT: Final = (Actor.COMPANY, Actor.INSTITUTION, Actor.EDITOR, Actor.CLOCK)


class GapCounterRow(SQLModel, table=True):
    """How often flags and openings were written."""

    __tablename__ = "gap_counter"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: int = Field(default=1, primary_key=True)
    number: int = 0


class FlagRow(SQLModel, table=True):
    """Whose flag it is and since when; all the rest is in its events. `id` is a random token."""

    __tablename__ = "flag"
    id: str = Field(primary_key=True)
    company_id: str = Field(index=True)
    created_at: datetime = Field(sa_type=Instant)


class FlagEventRow(SQLModel, table=True):
    """Something that was done with a flag: `said` is JSON of what has no column (`pathways.domain.flag_json`).

    `organisation_id` is empty for editors and the clock. `account_id` tells whose hand it was, None for the clock.
    """

    __tablename__ = "flag_event"
    __table_args__ = (within("number", ">= 1"), one_of("actor", WHO_ACT), one_of("action", Action))
    flag_id: str = Field(foreign_key="flag.id", ondelete="RESTRICT", primary_key=True)
    number: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    actor: str
    organisation_id: str
    account_id: int | None = None
    action: str
    said: str


class ProposedChangeRow(SQLModel, table=True):
    """A change of the catalogue that an institution delivered; the flag is its evidence. See `ProposalRow`."""

    __tablename__ = "proposed_change"
    __table_args__ = (
        ForeignKeyConstraint(["flag_id", "event"], ["flag_event.flag_id", "flag_event.number"], ondelete="RESTRICT"),
        one_of("state", Stands),
    )
    id: int | None = Field(default=None, primary_key=True)
    flag_id: str = Field(index=True)
    event: int
    institution_id: str = Field(index=True)
    noun: str
    key: str
    field: str
    before: str
    after: str
    state: str = Stands.WAITING.value
    answer: str = ""
    revision: int | None = None
    created_at: datetime = Field(sa_type=Instant)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)


class StatedOpeningRow(SQLModel, table=True):
    """How many people a company wants for a role in a year, as it said at a moment; no interval: it took it back."""

    __tablename__ = "stated_opening"
    __table_args__ = (one_of("visibility", Visibility), rising())
    id: int | None = Field(default=None, primary_key=True)
    organisation_id: str = Field(index=True)
    role_id: str
    year: int
    low: float | None = None
    likely: float | None = None
    high: float | None = None
    visibility: str
    stated_at: datetime = Field(sa_type=Instant)
    account_id: int | None = None


FLAGS: tuple[Table, ...] = tuple(
    SQLModel.metadata.tables[str(row.__tablename__)]
    for row in (GapCounterRow, FlagRow, FlagEventRow, ProposedChangeRow, StatedOpeningRow)
)
"""Every table of flags and openings; a table comes after those it refers to."""
