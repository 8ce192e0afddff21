"""Which table holds which shape, and how its flat columns stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import SQLModel

from pathways.store import claims, tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Table

ROWS: Mapping[str, type[SQLModel]] = {
    "sources": tables.SourceRow,
    "families": tables.FamilyRow,
    "focus_areas": tables.FocusAreaRow,
    "subjects": tables.SubjectRow,
    "requirements": tables.RequirementRow,
    "skill_groups": tables.SkillGroupRow,
    "skills": tables.SkillRow,
    "organisations": tables.OrganisationRow,
    "programmes": tables.ProgrammeRow,
    "starts": tables.StartRow,
    "admissions": claims.AdmissionRow,
    "outcomes": claims.OutcomeRow,
    "roles": tables.RoleRow,
    "needs": claims.NeedRow,
    "feeds": claims.FeedsRow,
    "workplaces": claims.WorkplaceRow,
    "steps": claims.StepRow,
    "flows": claims.FlowRow,
    "openings": claims.OpeningRow,
    "announcements": claims.AnnouncementRow,
    "figures": claims.FigureRow,
    "practicals": claims.PracticalRow,
    "contradictions": claims.ContradictionRow,
    "interests": tables.InterestRow,
}
"""The table of each shape, by the shape's file."""

LINKS: Mapping[tuple[str, str], type[SQLModel]] = {
    ("programmes", "judged_families"): tables.JudgedFamilyRow,
    ("starts", "also"): tables.StandingRow,
    ("figures", "programmes"): claims.FigureProgrammeRow,
    ("practicals", "programmes"): claims.PracticalProgrammeRow,
    ("interests", "groups"): tables.InterestGroupRow,
}
"""Lists of ids, each in a table of its own (owner, position, target)."""

EITHER = {"origin": ("origin_programme", "origin_start"), "target_id": ("target_programme", "target_start")}
"""Ids of a programme or a start, by name: in the table there is a key for each, and the other one is empty."""


def table(row: type[SQLModel]) -> Table:
    """The Core table of a row class: bulk reads and writes go past the objects."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


_FIRST = (tables.TownRow, tables.MissingRow, tables.SourceRow, tables.EvidenceRow, tables.CitationRow)
CATALOGUE: tuple[Table, ...] = (
    *(table(row) for row in _FIRST),
    *(table(row) for file, row in ROWS.items() if file != "sources"),
    *(table(row) for row in LINKS.values()),
)
"""Every table that a seed folder fills; a table comes after those it refers to."""
