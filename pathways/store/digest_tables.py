"""The table of mail digests: when an account was last written to, and whether it wants to be.

It says nothing of what was in a mail. An account without a row was never written to.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import Field, SQLModel

from pathways.store.columns import Instant

if TYPE_CHECKING:
    from sqlalchemy import Table


class DigestRow(SQLModel, table=True):
    """What is remembered of the digests of one account."""

    __tablename__ = "digest"
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)
    off: bool = False
    sent_at: datetime | None = Field(default=None, sa_type=Instant)


DIGESTS: tuple[Table, ...] = (SQLModel.metadata.tables[str(DigestRow.__tablename__)],)
"""Every table of digests."""
