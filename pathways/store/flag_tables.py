"""The tables of gap flags and of the openings that companies state.

They hold ids of the catalogue as words, without foreign keys: the catalogue may be replaced, and a flag must outlive a
skill that is retired. A flag is its events; none is ever changed or taken away, and the database itself refuses it
(`pathways.store.flag_guard`). An opening that is stated anew, or taken back, is a row more.

`GapCounterRow` counts the writings of all of it, so that pages which show any know when they are old.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import Field, SQLModel

from pathways.domain.flags import Action, Actor, Visibility
from pathways.store.columns import Instant, one_of, rising, within

if TYPE_CHECKING:
    from sqlalchemy import Table

WAITING = "waiting"


class GapCounterRow(SQLModel, table=True):
    """How often anything of this was written. There is one row."""

    __tablename__ = "gap_counter"
    __table_args__ = (within("id", "= 1"),)
    id: int = Field(default=1, primary_key=True)
    number: int = 0


class FlagRow(SQLModel, table=True):
    """A flag: whose it is. All else is in its events."""

    __tablename__ = "flag"
    id: str = Field(primary_key=True)
    company_id: str = Field(index=True)
    created_at: datetime = Field(sa_type=Instant)


class FlagEventRow(SQLModel, table=True):
    """One event of a flag. `said` is JSON of what is in no column; `account_id` says who, and names no person."""

    __tablename__ = "flag_event"
    __table_args__ = (
        within("number", ">= 1"),
        one_of("actor", [Actor.COMPANY, Actor.INSTITUTION, Actor.EDITOR, Actor.CLOCK]),
        one_of("action", list(Action)),
    )
    flag_id: str = Field(foreign_key="flag.id", ondelete="RESTRICT", primary_key=True)
    number: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    actor: str
    organisation_id: str
    account_id: int | None = None
    action: str
    said: str


class ProposedChangeRow(SQLModel, table=True):
    """What an institution delivered, as a change of the catalogue that waits; the flag is its evidence."""

    __tablename__ = "proposed_change"
    __table_args__ = (one_of("state", [WAITING]),)
    id: int | None = Field(default=None, primary_key=True)
    flag_id: str = Field(foreign_key="flag.id", ondelete="RESTRICT", index=True)
    event: int
    institution_id: str = Field(index=True)
    noun: str
    key: str
    field: str
    before: str
    after: str
    state: str = WAITING
    created_at: datetime = Field(sa_type=Instant)


class StatedOpeningRow(SQLModel, table=True):
    """How many people a company wants for a role in a year, as it said at a moment; without figures it took it back."""

    __tablename__ = "stated_opening"
    __table_args__ = (one_of("visibility", list(Visibility)), rising())
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
"""Every table of flags; a table comes after those it refers to."""
