"""What the tables have in common: names of constraints, checks, shared columns, instants in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, DateTime, UniqueConstraint
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from pathways.domain.nouns import Match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Dialect

# Constraints without names cannot be altered on SQLite; this has to stand before the first table.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. Refuses a moment without a time zone; SQLite would lose which one was meant."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # the signature is SQLAlchemy's
        """Give the database UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone.")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # as above
        """Give the program UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(column: str, values: Iterable[str], *, null: bool = False) -> CheckConstraint:
    """The column holds one of these words (or, with `null`, nothing)."""
    words = ", ".join(f"'{value}'" for value in values)
    blank = f"{column} IS NULL OR " if null else ""
    return CheckConstraint(f"{blank}{column} IN ({words})", name=f"{column}_known")


def both(*texts: str) -> tuple[CheckConstraint, ...]:
    """Each text stands in Danish and English, or in neither."""
    return tuple(CheckConstraint(f"({text}_da IS NULL) = ({text}_en IS NULL)", name=f"{text}_both") for text in texts)


def within(column: str, condition: str) -> CheckConstraint:
    """The column's number fits the condition, which follows its name: `> 0`."""
    return CheckConstraint(f"{column} {condition}", name=f"{column}_fits")


def rising(prefix: str = "") -> CheckConstraint:
    """An interval runs from low over likely to high, from 0 up; all three are there or none."""
    low, likely, high = (f"{prefix}{end}" for end in ("low", "likely", "high"))
    filled = f"0 <= {low} AND {low} <= {likely} AND {likely} <= {high}"
    none = f"{low} IS NULL AND {likely} IS NULL AND {high} IS NULL"
    whole = f"{low} IS NOT NULL AND {likely} IS NOT NULL AND {high} IS NOT NULL"
    return CheckConstraint(f"({none}) OR ({whole} AND {filled})", name=f"{prefix}interval_rises")


def unlike(field: str) -> tuple[UniqueConstraint, ...]:
    """No two rows bear the same label in a language."""
    return UniqueConstraint(f"{field}_da"), UniqueConstraint(f"{field}_en")


def esco_known() -> tuple[CheckConstraint, ...]:
    """A concept of ESCO has an address, a label and a known match, or there is none."""
    whole = CheckConstraint("(esco_uri IS NULL) = (esco_label IS NULL)", name="esco_whole")
    return one_of("esco_match", Match, null=True), whole


class Placed(SQLModel):
    """A row with its place in the order of the facts, from 0."""

    position: int


class Evidenced(SQLModel):
    """A claim, and what it rests on."""

    evidence_id: int = Field(foreign_key="evidence.id", ondelete="RESTRICT")


class Noted(SQLModel):
    """A remark in both languages, or none."""

    note_da: str | None = None
    note_en: str | None = None


class Named(Placed):
    """A pigeon-hole with a label."""

    id: str = Field(primary_key=True)
    label_da: str
    label_en: str


class Linked(SQLModel):
    """A concept of ESCO, or none."""

    esco_uri: str | None = None
    esco_label: str | None = None
    esco_match: str | None = None
