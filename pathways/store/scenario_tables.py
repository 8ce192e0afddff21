"""The table of saved scenarios: what an account keeps, as the address that it would be shared by."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import Field, SQLModel

from pathways.store.columns import Instant

if TYPE_CHECKING:
    from sqlalchemy import Table


class SavedScenarioRow(SQLModel, table=True):
    """A scenario that somebody saved: `query` is what stands in its address, with what was short then."""

    __tablename__ = "saved_scenario"
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    name: str
    query: str
    saved_at: datetime = Field(sa_type=Instant)


SCENARIOS: tuple[Table, ...] = (SQLModel.metadata.tables["saved_scenario"],)
"""Every table of scenarios."""
