"""The tables of ESCO: a classification that stands beside the town and is not part of it.

Loading another town leaves them alone. Concepts are numbered as they stand in a `Classification`: occupations
first, then skills, then groups, each in the order of their addresses.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from pathways.store.columns import Instant, one_of, within

if TYPE_CHECKING:
    from sqlalchemy import Table

CONCEPT_KINDS = ("occupation", "skill", "group")
RELATION_KINDS = ("essential", "optional", "broader", "broader_occupations")
SEPARATOR = "\n"
"""What parts the other names of a concept; ESCO's own archives part them so."""


class EscoRow(SQLModel, table=True):
    """The one row that says which classification is there, and since when."""

    __tablename__ = "esco"
    __table_args__ = (CheckConstraint("one = 1", name="one_row"),)
    one: int = Field(default=1, primary_key=True)
    version: str
    imported_at: datetime = Field(sa_type=Instant)


class EscoConceptRow(SQLModel, table=True):
    """An occupation, a skill or a group of skills, with its names."""

    __tablename__ = "esco_concept"
    __table_args__ = (one_of("kind", CONCEPT_KINDS), within("id", ">= 0"))
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str
    uri: str = Field(unique=True)
    label_en: str
    label_da: str | None = None
    alternatives_en: str = ""
    alternatives_da: str = ""
    code: str | None = None


class EscoRelationRow(SQLModel, table=True):
    """Two concepts that belong together: an occupation and a skill, or a narrower and a broader concept."""

    __tablename__ = "esco_relation"
    __table_args__ = (one_of("kind", RELATION_KINDS), CheckConstraint("first <> second", name="two_concepts"))
    kind: str = Field(primary_key=True)
    first: int = Field(primary_key=True, foreign_key="esco_concept.id", ondelete="CASCADE")
    second: int = Field(primary_key=True, foreign_key="esco_concept.id", ondelete="CASCADE", index=True)


ESCO: tuple[Table, ...] = tuple(
    SQLModel.metadata.tables[str(row.__tablename__)] for row in (EscoRow, EscoConceptRow, EscoRelationRow)
)
"""Every table of ESCO; a table comes after those it refers to."""
