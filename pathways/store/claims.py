"""The tables of what is claimed about the nouns: what leads where, how many, since when.

An admission's origin is a programme or a start, and has one key for each.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, false
from sqlmodel import Field, SQLModel

from pathways.domain import nouns as n
from pathways.domain.rules import SCOPES
from pathways.store.columns import Evidenced, Noted, Placed, both, one_of, rising, within


class AdmissionRow(Placed, Noted, Evidenced, table=True):
    """A way into a programme. No pair is unique: one may enter from one origin on several conditions."""

    __tablename__ = "admission"
    __table_args__ = (
        *(one_of("pace", n.Pace), within("bridging_years", ">= 0"), within("credit_years", ">= 0")),
        *both("text", "note"),
        CheckConstraint("(origin_programme IS NULL) <> (origin_start IS NULL)", name="one_origin"),
    )
    id: int = Field(primary_key=True)
    programme: str = Field(foreign_key="programme.id", ondelete="CASCADE", index=True)
    origin_programme: str | None = Field(default=None, foreign_key="programme.id", ondelete="CASCADE", index=True)
    origin_start: str | None = Field(default=None, foreign_key="start.id", ondelete="CASCADE", index=True)
    condition: str | None = None
    text_da: str | None = None
    text_en: str | None = None
    bridging_years: float | None = None
    credit_years: float | None = None
    pace: str


class OutcomeRow(Placed, Evidenced, table=True):
    """A programme teaches a skill to a level."""

    __tablename__ = "outcome"
    __table_args__ = (within("level", "BETWEEN 1 AND 4"), within("ects", "> 0"))
    programme: str = Field(foreign_key="programme.id", ondelete="CASCADE", primary_key=True)
    skill: str = Field(foreign_key="skill.id", ondelete="RESTRICT", primary_key=True, index=True)
    level: int
    ects: int | None = None


class NeedRow(Placed, Evidenced, table=True):
    """A role asks for a skill at a level."""

    __tablename__ = "need"
    __table_args__ = (within("level", "BETWEEN 1 AND 4"), one_of("importance", n.Importance))
    role: str = Field(foreign_key="role.id", ondelete="CASCADE", primary_key=True)
    skill: str = Field(foreign_key="skill.id", ondelete="RESTRICT", primary_key=True, index=True)
    level: int
    importance: str


class FeedsRow(Placed, Evidenced, table=True):
    """People with this programme are taken on in this role."""

    __tablename__ = "feeds"
    programme: str = Field(foreign_key="programme.id", ondelete="CASCADE", primary_key=True)
    role: str = Field(foreign_key="role.id", ondelete="CASCADE", primary_key=True, index=True)


class WorkplaceRow(Placed, Evidenced, table=True):
    """An organisation that has such jobs."""

    __tablename__ = "workplace"
    role: str = Field(foreign_key="role.id", ondelete="CASCADE", primary_key=True)
    organisation: str = Field(foreign_key="organisation.id", ondelete="CASCADE", primary_key=True, index=True)


class StepRow(Placed, Evidenced, table=True):
    """People in one role move on to another."""

    __tablename__ = "step"
    __table_args__ = (rising("years_"), CheckConstraint("origin <> role", name="leads_elsewhere"))
    origin: str = Field(foreign_key="role.id", ondelete="CASCADE", primary_key=True)
    role: str = Field(foreign_key="role.id", ondelete="CASCADE", primary_key=True, index=True)
    years_low: float
    years_likely: float
    years_high: float


class FlowRow(Placed, Noted, Evidenced, table=True):
    """Counted or estimated people who start, finish or go somewhere."""

    __tablename__ = "flow"
    __table_args__ = (rising(), within("base", ">= 0"), within("share", "BETWEEN 0 AND 1"), *both("note"))
    id: str = Field(primary_key=True)
    programme: str | None = Field(default=None, foreign_key="programme.id", ondelete="CASCADE", index=True)
    kind: str
    what_da: str
    what_en: str
    role: str | None = Field(default=None, foreign_key="role.id", ondelete="CASCADE", index=True)
    organisation: str | None = Field(default=None, foreign_key="organisation.id", ondelete="CASCADE", index=True)
    onward: str | None = Field(default=None, foreign_key="programme.id", ondelete="CASCADE", index=True)
    low: float | None = None
    likely: float | None = None
    high: float | None = None
    base: int | None = None
    share: float | None = None
    year: str
    pinned: bool
    here: bool = Field(sa_column_kwargs={"server_default": false()})  # what was there before 0006 does not say


class OpeningRow(Placed, Evidenced, table=True):
    """People a year an organisation wants for a role."""

    __tablename__ = "opening"
    __table_args__ = (rising(),)
    role: str = Field(foreign_key="role.id", ondelete="CASCADE", primary_key=True)
    organisation: str = Field(foreign_key="organisation.id", ondelete="CASCADE", primary_key=True, index=True)
    year: int = Field(primary_key=True)
    low: float
    likely: float
    high: float


class AnnouncementRow(Placed, Noted, Evidenced, table=True):
    """Something an organisation or authority announced, counted or lacked."""

    __tablename__ = "announcement"
    __table_args__ = both("unit", "period", "note")
    id: str = Field(primary_key=True)
    organisation: str | None = Field(default=None, foreign_key="organisation.id", ondelete="CASCADE", index=True)
    kind: str
    what_da: str
    what_en: str
    number: float | None = None
    unit_da: str | None = None
    unit_en: str | None = None
    year: str | None = None
    period_da: str | None = None
    period_en: str | None = None


class FigureRow(Placed, Noted, Evidenced, table=True):
    """A national or institution-wide figure about a type of degree."""

    __tablename__ = "figure"
    __table_args__ = (one_of("scope", SCOPES), *both("unit", "note"))
    id: str = Field(primary_key=True)
    scope: str
    group_da: str
    group_en: str
    measure_da: str
    measure_en: str
    value: float | None = None
    unit_da: str | None = None
    unit_en: str | None = None
    year: str | None = None


class FigureProgrammeRow(SQLModel, table=True):
    """A programme that a figure is about, in order."""

    __tablename__ = "figure_programme"
    owner_id: str = Field(foreign_key="figure.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    target_id: str = Field(foreign_key="programme.id", ondelete="RESTRICT", index=True)


class PracticalRow(Placed, Noted, Evidenced, table=True):
    """Something one must know to apply, start or live there."""

    __tablename__ = "practical"
    __table_args__ = both("value", "when", "note")
    id: str = Field(primary_key=True)
    topic: str
    what_da: str
    what_en: str
    value_da: str | None = None
    value_en: str | None = None
    when_da: str | None = None
    when_en: str | None = None


class PracticalProgrammeRow(SQLModel, table=True):
    """A programme that a practical matter is about, in order."""

    __tablename__ = "practical_programme"
    owner_id: str = Field(foreign_key="practical.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    target_id: str = Field(foreign_key="programme.id", ondelete="RESTRICT", index=True)


class ContradictionRow(Placed, table=True):
    """Two sources that do not agree, both told."""

    __tablename__ = "contradiction"
    id: str = Field(primary_key=True)
    topic_da: str
    topic_en: str
    versions_da: str
    versions_en: str
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id", ondelete="RESTRICT")
