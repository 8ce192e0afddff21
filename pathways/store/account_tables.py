"""The tables of accounts: who may sign in, the links that let them in once, and how often somebody tried.

They stand beside the catalogue: loading another town leaves them alone, and `organisation_id` is therefore no
foreign key. No table says where anybody signed in from.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from pathways.domain.rights import KINDS
from pathways.store.columns import Instant, one_of, within

if TYPE_CHECKING:
    from sqlalchemy import Table

LINK_PURPOSES = ("invite", "reset")


class MarkRow(SQLModel, table=True):
    """What was said of this database when it was made: `demo` marks one that only shows how things work."""

    __tablename__ = "mark"
    name: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Instant)


class AccountRow(SQLModel, table=True):
    """Somebody who may sign in. `stamp` is in every cookie of theirs: a new one signs them out everywhere.

    `password_hash` is empty until the invitation was taken up. `email` is kept in lower case.
    """

    __tablename__ = "account"
    __table_args__ = (
        one_of("kind", KINDS),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )
    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str
    kind: str
    organisation_id: str | None = None
    password_hash: str | None = None
    stamp: str
    disabled: bool = False
    demo: bool = False
    created_at: datetime = Field(sa_type=Instant)


class OneUseLinkRow(SQLModel, table=True):
    """A link that lets somebody set a password, once and for an hour. Only its hash is kept."""

    __tablename__ = "one_use_link"
    __table_args__ = (one_of("purpose", LINK_PURPOSES),)
    hash: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    purpose: str
    expires_at: datetime = Field(sa_type=Instant)


class AttemptRow(SQLModel, table=True):
    """How often something was tried in one window of time. `key` is a hash: no address is kept."""

    __tablename__ = "attempt"
    __table_args__ = (within("count", ">= 1"),)
    key: str = Field(primary_key=True)
    expires_at: datetime = Field(sa_type=Instant, index=True)
    count: int


ACCOUNTS: tuple[Table, ...] = tuple(
    SQLModel.metadata.tables[str(row.__tablename__)] for row in (MarkRow, AccountRow, OneUseLinkRow, AttemptRow)
)
"""Every table of accounts; a table comes after those it refers to."""
