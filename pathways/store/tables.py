"""The tables of the nouns, with constraints in the database, because the classes do not check.

Columns are called as in the seed files. `position` keeps the order of the facts. Claims share rows of
`evidence`, which are values: one is added where a new one is needed and never changed, since a change
would reach every claim that rests on it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, String
from sqlmodel import Field, SQLModel

from pathways.domain import nouns as n
from pathways.domain.rules import ORGANISATION_KINDS, SYMBIOSIS
from pathways.store.columns import (
    Evidenced,
    Instant,
    Linked,
    Named,
    Noted,
    Placed,
    both,
    esco_known,
    one_of,
    unlike,
    within,
)


class CatalogueRow(SQLModel, table=True):
    """The one row that every writer locks and every reader compares: `revision` grows with each edit."""

    __tablename__ = "catalogue"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: int = Field(primary_key=True)
    revision: int
    digest: str = ""
    loaded_at: datetime | None = Field(default=None, sa_type=Instant)


class TownRow(SQLModel, table=True):
    """The place all other rows are about."""

    __tablename__ = "town"
    __table_args__ = (CheckConstraint("one = 1", name="one_row"),)
    one: int = Field(default=1, primary_key=True)
    id: str
    name_da: str
    name_en: str
    area_da: str
    area_en: str
    tagline_da: str
    tagline_en: str
    region_da: str
    region_en: str
    disclaimer_da: str
    disclaimer_en: str
    fictional: bool
    as_of: str
    editors_da: str
    editors_en: str


class MissingRow(SQLModel, table=True):
    """Something the facts do not know, said in words."""

    __tablename__ = "missing"
    position: int = Field(primary_key=True)
    what_da: str
    what_en: str


class SourceRow(Placed, Noted, table=True):
    """A page or document that facts rest on."""

    __tablename__ = "source"
    __table_args__ = both("note")
    id: str = Field(primary_key=True)
    url: str
    title: str
    published: str | None = None
    weak: bool


class EvidenceRow(SQLModel, table=True):
    """Why a claim may be shown. A value: never changed, shared by the claims that rest on the same."""

    __tablename__ = "evidence"
    __table_args__ = (one_of("basis", n.Basis),)
    id: int = Field(primary_key=True)
    basis: str
    as_of: str


class CitationRow(SQLModel, table=True):
    """A source of an evidence row, in order."""

    __tablename__ = "citation"
    evidence_id: int = Field(foreign_key="evidence.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    source_id: str = Field(foreign_key="source.id", ondelete="RESTRICT", index=True)


class FamilyRow(Named, table=True):
    """A family of roles."""

    __tablename__ = "family"
    __table_args__ = unlike("label")


class FocusAreaRow(Named, table=True):
    """One of the alliance's focus areas."""

    __tablename__ = "focus_area"
    __table_args__ = (*unlike("label"), *both("description"))
    description_da: str | None = None
    description_en: str | None = None


class SubjectRow(Named, table=True):
    """A school subject that conditions ask for."""

    __tablename__ = "subject"
    __table_args__ = unlike("label")


class RequirementRow(Named, table=True):
    """Something conditions ask for that only a person can judge."""

    __tablename__ = "requirement"
    __table_args__ = unlike("label")


class SkillGroupRow(Named, table=True):
    """A group that skills are read in."""

    __tablename__ = "skill_group"
    __table_args__ = unlike("label")


class SkillRow(Named, Linked, table=True):
    """Something one can learn and a role can ask for."""

    __tablename__ = "skill"
    __table_args__ = (*unlike("label"), *esco_known())
    group: str = Field(foreign_key="skill_group.id", ondelete="RESTRICT", index=True)


class OrganisationRow(Placed, Noted, Evidenced, table=True):
    """A company, institution, public actor or network."""

    __tablename__ = "organisation"
    __table_args__ = (
        *(one_of("kind", ORGANISATION_KINDS), one_of("alliance", n.Membership)),
        *(one_of("symbiosis", SYMBIOSIS), within("employees", ">= 0")),
        *both("note"),
    )
    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    kind: str
    sector_da: str
    sector_en: str
    activity_da: str
    activity_en: str
    alliance: str
    symbiosis: str
    employees: int | None = None
    employees_year: str | None = None
    website: str | None = None


class ProgrammeRow(Placed, Noted, Evidenced, table=True):
    """A course of study one can be admitted to."""

    __tablename__ = "programme"
    __table_args__ = (
        *(one_of("kind", n.Kind), one_of("pace", n.Pace), one_of("here", n.Here), within("eqf", "BETWEEN 2 AND 8")),
        *(within("ects", "> 0"), within("years", "> 0"), *both("note"), *unlike("title")),
    )
    id: str = Field(primary_key=True)
    code: str = Field(unique=True)
    kind: str
    title_da: str
    title_en: str
    short_da: str
    short_en: str
    blurb_da: str
    blurb_en: str
    institution: str | None = Field(default=None, foreign_key="organisation.id", ondelete="RESTRICT", index=True)
    provider_da: str
    provider_en: str
    eqf: int
    ects: int | None = None
    years: float | None = None
    pace: str
    languages: list[str] = Field(sa_type=JSON)
    towns: list[str] = Field(sa_type=JSON)
    here: str
    first_intake: int | None = None
    status_da: str
    status_en: str
    last_seen: str
    entry_da: str
    entry_en: str
    complete: bool
    # A successor may stand further down in the same insert, so this key waits for the commit.
    successor: str | None = Field(
        default=None,
        sa_column=Column(
            String,
            ForeignKey("programme.id", deferrable=True, initially="DEFERRED"),
            index=True,
        ),
    )


class JudgedFamilyRow(SQLModel, table=True):
    """A role family that a programme's outcomes may be held against, in order."""

    __tablename__ = "judged_family"
    owner_id: str = Field(foreign_key="programme.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    target_id: str = Field(foreign_key="family.id", ondelete="RESTRICT", index=True)


class StartRow(Placed, table=True):
    """Where someone may stand before any programme here."""

    __tablename__ = "start"
    __table_args__ = unlike("title")
    id: str = Field(primary_key=True)
    title_da: str
    title_en: str


class StandingRow(SQLModel, table=True):
    """A programme or another start that counts as a start, in order; one key for each, as in an admission."""

    __tablename__ = "standing"
    __table_args__ = (CheckConstraint("(target_programme IS NULL) <> (target_start IS NULL)", name="one_target"),)
    owner_id: str = Field(foreign_key="start.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    # Programmes are laid down after the starts, so this key waits for the commit.
    target_programme: str | None = Field(
        default=None,
        sa_column=Column(
            String,
            ForeignKey("programme.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED"),
            index=True,
        ),
    )
    target_start: str | None = Field(default=None, foreign_key="start.id", ondelete="CASCADE", index=True)


class RoleRow(Placed, Linked, Evidenced, table=True):
    """A kind of job."""

    __tablename__ = "role"
    __table_args__ = (within("eqf", "BETWEEN 2 AND 8"), *unlike("title"), *esco_known())
    id: str = Field(primary_key=True)
    title_da: str
    title_en: str
    blurb_da: str
    blurb_en: str
    family: str = Field(foreign_key="family.id", ondelete="RESTRICT", index=True)
    focus_area: str = Field(foreign_key="focus_area.id", ondelete="RESTRICT", index=True)
    eqf: int
    experienced: bool


class InterestRow(Placed, table=True):
    """A plain statement that someone may like or not."""

    __tablename__ = "interest"
    __table_args__ = unlike("statement")
    id: str = Field(primary_key=True)
    statement_da: str
    statement_en: str


class InterestGroupRow(SQLModel, table=True):
    """A skill group that a statement stands for, in order."""

    __tablename__ = "interest_group"
    owner_id: str = Field(foreign_key="interest.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    target_id: str = Field(foreign_key="skill_group.id", ondelete="RESTRICT", index=True)
