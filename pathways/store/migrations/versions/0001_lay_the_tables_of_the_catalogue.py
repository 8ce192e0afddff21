"""Lay the tables of the catalogue.

The way down drops them all, and with them every fact: seed the town again afterwards.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


TABLES = (
    "catalogue",
    "evidence",
    "family",
    "focus_area",
    "missing",
    "requirement",
    "skill_group",
    "source",
    "start",
    "subject",
    "town",
    "citation",
    "contradiction",
    "figure",
    "organisation",
    "practical",
    "role",
    "skill",
    "announcement",
    "need",
    "opening",
    "programme",
    "step",
    "workplace",
    "admission",
    "feeds",
    "figure_programme",
    "flow",
    "judged_family",
    "outcome",
    "practical_programme",
)


def rising(prefix: str) -> str:
    low, likely, high = (f"{prefix}{end}" for end in ("low", "likely", "high"))
    none = f"{low} IS NULL AND {likely} IS NULL AND {high} IS NULL"
    whole = f"{low} IS NOT NULL AND {likely} IS NOT NULL AND {high} IS NOT NULL"
    return f"({none}) OR ({whole} AND 0 <= {low} AND {low} <= {likely} AND {likely} <= {high})"


def upgrade() -> None:  # noqa: PLR0915  # one statement a table
    op.create_table(
        "catalogue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_catalogue_one_row")),
        sa.PrimaryKeyConstraint("id", name="pk_catalogue"),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("as_of", sa.String(), nullable=False),
        sa.CheckConstraint("basis IN ('stated', 'derived', 'assumed')", name=op.f("ck_evidence_basis_known")),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_table(
        "family",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label_da", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_family"),
        sa.UniqueConstraint("label_da", name="uq_family_label_da"),
        sa.UniqueConstraint("label_en", name="uq_family_label_en"),
    )
    op.create_table(
        "focus_area",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label_da", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("description_da", sa.String(), nullable=True),
        sa.Column("description_en", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(description_da IS NULL) = (description_en IS NULL)", name=op.f("ck_focus_area_description_both")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_focus_area"),
        sa.UniqueConstraint("label_da", name="uq_focus_area_label_da"),
        sa.UniqueConstraint("label_en", name="uq_focus_area_label_en"),
    )
    op.create_table(
        "missing",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what_da", sa.String(), nullable=False),
        sa.Column("what_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_missing"),
    )
    op.create_table(
        "requirement",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label_da", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_requirement"),
        sa.UniqueConstraint("label_da", name="uq_requirement_label_da"),
        sa.UniqueConstraint("label_en", name="uq_requirement_label_en"),
    )
    op.create_table(
        "skill_group",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label_da", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_skill_group"),
        sa.UniqueConstraint("label_da", name="uq_skill_group_label_da"),
        sa.UniqueConstraint("label_en", name="uq_skill_group_label_en"),
    )
    op.create_table(
        "source",
        sa.Column("note_da", sa.String(), nullable=True),
        sa.Column("note_en", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("published", sa.String(), nullable=True),
        sa.Column("weak", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(note_da IS NULL) = (note_en IS NULL)", name=op.f("ck_source_note_both")),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
    )
    op.create_table(
        "start",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title_da", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_start"),
        sa.UniqueConstraint("title_da", name="uq_start_title_da"),
        sa.UniqueConstraint("title_en", name="uq_start_title_en"),
    )
    op.create_table(
        "subject",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label_da", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subject"),
        sa.UniqueConstraint("label_da", name="uq_subject_label_da"),
        sa.UniqueConstraint("label_en", name="uq_subject_label_en"),
    )
    op.create_table(
        "town",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name_da", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("area_da", sa.String(), nullable=False),
        sa.Column("area_en", sa.String(), nullable=False),
        sa.Column("tagline_da", sa.String(), nullable=False),
        sa.Column("tagline_en", sa.String(), nullable=False),
        sa.Column("region_da", sa.String(), nullable=False),
        sa.Column("region_en", sa.String(), nullable=False),
        sa.Column("disclaimer_da", sa.String(), nullable=False),
        sa.Column("disclaimer_en", sa.String(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("as_of", sa.String(), nullable=False),
        sa.Column("editors_da", sa.String(), nullable=False),
        sa.Column("editors_en", sa.String(), nullable=False),
        sa.CheckConstraint("one = 1", name=op.f("ck_town_one_row")),
        sa.PrimaryKeyConstraint("one", name="pk_town"),
    )
    op.create_table(
        "citation",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_citation_evidence_id_evidence", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_citation_source_id_source", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("evidence_id", "position", name="pk_citation"),
    )
    op.create_index("ix_citation_source_id", "citation", ["source_id"], unique=False)

    op.create_table(
        "contradiction",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("topic_da", sa.String(), nullable=False),
        sa.Column("topic_en", sa.String(), nullable=False),
        sa.Column("versions_da", sa.String(), nullable=False),
        sa.Column("versions_en", sa.String(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_contradiction_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contradiction"),
    )
    op.create_table(
        "figure",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("note_da", sa.String(), nullable=True),
        sa.Column("note_en", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("group_da", sa.String(), nullable=False),
        sa.Column("group_en", sa.String(), nullable=False),
        sa.Column("measure_da", sa.String(), nullable=False),
        sa.Column("measure_en", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("unit_da", sa.String(), nullable=True),
        sa.Column("unit_en", sa.String(), nullable=True),
        sa.Column("year", sa.String(), nullable=True),
        sa.CheckConstraint("scope IN ('national', 'institution', 'local')", name=op.f("ck_figure_scope_known")),
        sa.CheckConstraint("(note_da IS NULL) = (note_en IS NULL)", name=op.f("ck_figure_note_both")),
        sa.CheckConstraint("(unit_da IS NULL) = (unit_en IS NULL)", name=op.f("ck_figure_unit_both")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_figure_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_figure"),
    )
    op.create_table(
        "organisation",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("note_da", sa.String(), nullable=True),
        sa.Column("note_en", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sector_da", sa.String(), nullable=False),
        sa.Column("sector_en", sa.String(), nullable=False),
        sa.Column("activity_da", sa.String(), nullable=False),
        sa.Column("activity_en", sa.String(), nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("symbiosis", sa.String(), nullable=False),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("employees_year", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.CheckConstraint(
            "alliance IN ('stated', 'probable', 'unknown')", name=op.f("ck_organisation_alliance_known")
        ),
        sa.CheckConstraint(
            "kind IN ('company', 'institution', 'public', 'network')", name=op.f("ck_organisation_kind_known")
        ),
        sa.CheckConstraint(
            "symbiosis IN ('yes-full', 'yes-associate', 'no', 'unknown')", name=op.f("ck_organisation_symbiosis_known")
        ),
        sa.CheckConstraint("(note_da IS NULL) = (note_en IS NULL)", name=op.f("ck_organisation_note_both")),
        sa.CheckConstraint("employees >= 0", name=op.f("ck_organisation_employees_fits")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_organisation_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("name", name="uq_organisation_name"),
    )
    op.create_table(
        "practical",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("note_da", sa.String(), nullable=True),
        sa.Column("note_en", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("what_da", sa.String(), nullable=False),
        sa.Column("what_en", sa.String(), nullable=False),
        sa.Column("value_da", sa.String(), nullable=True),
        sa.Column("value_en", sa.String(), nullable=True),
        sa.Column("when_da", sa.String(), nullable=True),
        sa.Column("when_en", sa.String(), nullable=True),
        sa.CheckConstraint("(note_da IS NULL) = (note_en IS NULL)", name=op.f("ck_practical_note_both")),
        sa.CheckConstraint("(value_da IS NULL) = (value_en IS NULL)", name=op.f("ck_practical_value_both")),
        sa.CheckConstraint("(when_da IS NULL) = (when_en IS NULL)", name=op.f("ck_practical_when_both")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_practical_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_practical"),
    )
    op.create_table(
        "role",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("esco_uri", sa.String(), nullable=True),
        sa.Column("esco_label", sa.String(), nullable=True),
        sa.Column("esco_match", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title_da", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("blurb_da", sa.String(), nullable=False),
        sa.Column("blurb_en", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("focus_area", sa.String(), nullable=False),
        sa.Column("eqf", sa.Integer(), nullable=False),
        sa.Column("experienced", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "esco_match IS NULL OR esco_match IN ('exact', 'close', 'broad', 'none')",
            name=op.f("ck_role_esco_match_known"),
        ),
        sa.CheckConstraint("(esco_uri IS NULL) = (esco_label IS NULL)", name=op.f("ck_role_esco_whole")),
        sa.CheckConstraint("eqf BETWEEN 2 AND 8", name=op.f("ck_role_eqf_fits")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_role_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["family"], ["family.id"], name="fk_role_family_family", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["focus_area"], ["focus_area.id"], name="fk_role_focus_area_focus_area", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_role"),
        sa.UniqueConstraint("title_da", name="uq_role_title_da"),
        sa.UniqueConstraint("title_en", name="uq_role_title_en"),
    )
    op.create_index("ix_role_family", "role", ["family"], unique=False)
    op.create_index("ix_role_focus_area", "role", ["focus_area"], unique=False)

    op.create_table(
        "skill",
        sa.Column("esco_uri", sa.String(), nullable=True),
        sa.Column("esco_label", sa.String(), nullable=True),
        sa.Column("esco_match", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label_da", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.CheckConstraint(
            "esco_match IS NULL OR esco_match IN ('exact', 'close', 'broad', 'none')",
            name=op.f("ck_skill_esco_match_known"),
        ),
        sa.CheckConstraint("(esco_uri IS NULL) = (esco_label IS NULL)", name=op.f("ck_skill_esco_whole")),
        sa.ForeignKeyConstraint(["group"], ["skill_group.id"], name="fk_skill_group_skill_group", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_skill"),
        sa.UniqueConstraint("label_da", name="uq_skill_label_da"),
        sa.UniqueConstraint("label_en", name="uq_skill_label_en"),
    )
    op.create_index("ix_skill_group", "skill", ["group"], unique=False)

    op.create_table(
        "announcement",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("note_da", sa.String(), nullable=True),
        sa.Column("note_en", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what_da", sa.String(), nullable=False),
        sa.Column("what_en", sa.String(), nullable=False),
        sa.Column("number", sa.Float(), nullable=True),
        sa.Column("unit_da", sa.String(), nullable=True),
        sa.Column("unit_en", sa.String(), nullable=True),
        sa.Column("year", sa.String(), nullable=True),
        sa.Column("period_da", sa.String(), nullable=True),
        sa.Column("period_en", sa.String(), nullable=True),
        sa.CheckConstraint("(note_da IS NULL) = (note_en IS NULL)", name=op.f("ck_announcement_note_both")),
        sa.CheckConstraint("(period_da IS NULL) = (period_en IS NULL)", name=op.f("ck_announcement_period_both")),
        sa.CheckConstraint("(unit_da IS NULL) = (unit_en IS NULL)", name=op.f("ck_announcement_unit_both")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_announcement_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name="fk_announcement_organisation_organisation", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_announcement"),
    )
    op.create_index("ix_announcement_organisation", "announcement", ["organisation"], unique=False)

    op.create_table(
        "need",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("skill", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("importance", sa.String(), nullable=False),
        sa.CheckConstraint("importance IN ('essential', 'preferred')", name=op.f("ck_need_importance_known")),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_need_level_fits")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_need_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["role"], ["role.id"], name="fk_need_role_role", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["skill"], ["skill.id"], name="fk_need_skill_skill", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("role", "skill", name="pk_need"),
    )
    op.create_index("ix_need_skill", "need", ["skill"], unique=False)

    op.create_table(
        "opening",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("likely", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.CheckConstraint(rising(""), name=op.f("ck_opening_interval_rises")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_opening_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name="fk_opening_organisation_organisation", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["role"], ["role.id"], name="fk_opening_role_role", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("role", "organisation", "year", name="pk_opening"),
    )
    op.create_index("ix_opening_organisation", "opening", ["organisation"], unique=False)

    op.create_table(
        "programme",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("note_da", sa.String(), nullable=True),
        sa.Column("note_en", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title_da", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("short_da", sa.String(), nullable=False),
        sa.Column("short_en", sa.String(), nullable=False),
        sa.Column("blurb_da", sa.String(), nullable=False),
        sa.Column("blurb_en", sa.String(), nullable=False),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("provider_da", sa.String(), nullable=False),
        sa.Column("provider_en", sa.String(), nullable=False),
        sa.Column("eqf", sa.Integer(), nullable=False),
        sa.Column("ects", sa.Integer(), nullable=True),
        sa.Column("years", sa.Float(), nullable=True),
        sa.Column("pace", sa.String(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("towns", sa.JSON(), nullable=False),
        sa.Column("here", sa.String(), nullable=False),
        sa.Column("first_intake", sa.Integer(), nullable=True),
        sa.Column("status_da", sa.String(), nullable=False),
        sa.Column("status_en", sa.String(), nullable=False),
        sa.Column("last_seen", sa.String(), nullable=False),
        sa.Column("entry_da", sa.String(), nullable=False),
        sa.Column("entry_en", sa.String(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("successor", sa.String(), nullable=True),
        sa.CheckConstraint("here IN ('yes', 'partly', 'no')", name=op.f("ck_programme_here_known")),
        sa.CheckConstraint("kind IN ('E', 'T', 'M', 'D', 'K', 'A', 'N')", name=op.f("ck_programme_kind_known")),
        sa.CheckConstraint("pace IN ('full-time', 'part-time')", name=op.f("ck_programme_pace_known")),
        sa.CheckConstraint("(note_da IS NULL) = (note_en IS NULL)", name=op.f("ck_programme_note_both")),
        sa.CheckConstraint("ects > 0", name=op.f("ck_programme_ects_fits")),
        sa.CheckConstraint("eqf BETWEEN 2 AND 8", name=op.f("ck_programme_eqf_fits")),
        sa.CheckConstraint("years > 0", name=op.f("ck_programme_years_fits")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_programme_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["institution"], ["organisation.id"], name="fk_programme_institution_organisation", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["successor"],
            ["programme.id"],
            name="fk_programme_successor_programme",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_programme"),
        sa.UniqueConstraint("code", name="uq_programme_code"),
        sa.UniqueConstraint("title_da", name="uq_programme_title_da"),
        sa.UniqueConstraint("title_en", name="uq_programme_title_en"),
    )
    op.create_index("ix_programme_institution", "programme", ["institution"], unique=False)
    op.create_index("ix_programme_successor", "programme", ["successor"], unique=False)

    op.create_table(
        "step",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("years_low", sa.Float(), nullable=False),
        sa.Column("years_likely", sa.Float(), nullable=False),
        sa.Column("years_high", sa.Float(), nullable=False),
        sa.CheckConstraint(rising("years_"), name=op.f("ck_step_years_interval_rises")),
        sa.CheckConstraint("origin <> role", name=op.f("ck_step_leads_elsewhere")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_step_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["origin"], ["role.id"], name="fk_step_origin_role", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["role"], ["role.id"], name="fk_step_role_role", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("origin", "role", name="pk_step"),
    )
    op.create_index("ix_step_role", "step", ["role"], unique=False)

    op.create_table(
        "workplace",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_workplace_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name="fk_workplace_organisation_organisation", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["role"], ["role.id"], name="fk_workplace_role_role", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("role", "organisation", name="pk_workplace"),
    )
    op.create_index("ix_workplace_organisation", "workplace", ["organisation"], unique=False)

    op.create_table(
        "admission",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("note_da", sa.String(), nullable=True),
        sa.Column("note_en", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("origin_programme", sa.String(), nullable=True),
        sa.Column("origin_start", sa.String(), nullable=True),
        sa.Column("condition", sa.String(), nullable=True),
        sa.Column("text_da", sa.String(), nullable=True),
        sa.Column("text_en", sa.String(), nullable=True),
        sa.Column("bridging_years", sa.Float(), nullable=True),
        sa.Column("credit_years", sa.Float(), nullable=True),
        sa.Column("pace", sa.String(), nullable=False),
        sa.CheckConstraint("pace IN ('full-time', 'part-time')", name=op.f("ck_admission_pace_known")),
        sa.CheckConstraint("(note_da IS NULL) = (note_en IS NULL)", name=op.f("ck_admission_note_both")),
        sa.CheckConstraint(
            "(origin_programme IS NULL) <> (origin_start IS NULL)", name=op.f("ck_admission_one_origin")
        ),
        sa.CheckConstraint("(text_da IS NULL) = (text_en IS NULL)", name=op.f("ck_admission_text_both")),
        sa.CheckConstraint("bridging_years >= 0", name=op.f("ck_admission_bridging_years_fits")),
        sa.CheckConstraint("credit_years >= 0", name=op.f("ck_admission_credit_years_fits")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_admission_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["origin_programme"], ["programme.id"], name="fk_admission_origin_programme_programme", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["origin_start"], ["start.id"], name="fk_admission_origin_start_start", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.id"], name="fk_admission_programme_programme", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_admission"),
    )
    op.create_index("ix_admission_origin_programme", "admission", ["origin_programme"], unique=False)
    op.create_index("ix_admission_origin_start", "admission", ["origin_start"], unique=False)
    op.create_index("ix_admission_programme", "admission", ["programme"], unique=False)

    op.create_table(
        "feeds",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_feeds_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.id"], name="fk_feeds_programme_programme", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["role"], ["role.id"], name="fk_feeds_role_role", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("programme", "role", name="pk_feeds"),
    )
    op.create_index("ix_feeds_role", "feeds", ["role"], unique=False)

    op.create_table(
        "figure_programme",
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["figure.id"], name="fk_figure_programme_owner_id_figure", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["programme.id"], name="fk_figure_programme_target_id_programme", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("owner_id", "position", name="pk_figure_programme"),
    )
    op.create_index("ix_figure_programme_target_id", "figure_programme", ["target_id"], unique=False)

    op.create_table(
        "flow",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("note_da", sa.String(), nullable=True),
        sa.Column("note_en", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what_da", sa.String(), nullable=False),
        sa.Column("what_en", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("onward", sa.String(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("likely", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("year", sa.String(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.CheckConstraint(rising(""), name=op.f("ck_flow_interval_rises")),
        sa.CheckConstraint("(note_da IS NULL) = (note_en IS NULL)", name=op.f("ck_flow_note_both")),
        sa.CheckConstraint("base >= 0", name=op.f("ck_flow_base_fits")),
        sa.CheckConstraint("share BETWEEN 0 AND 1", name=op.f("ck_flow_share_fits")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_flow_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["onward"], ["programme.id"], name="fk_flow_onward_programme", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name="fk_flow_organisation_organisation", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.id"], name="fk_flow_programme_programme", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["role"], ["role.id"], name="fk_flow_role_role", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_flow"),
    )
    op.create_index("ix_flow_onward", "flow", ["onward"], unique=False)
    op.create_index("ix_flow_organisation", "flow", ["organisation"], unique=False)
    op.create_index("ix_flow_programme", "flow", ["programme"], unique=False)
    op.create_index("ix_flow_role", "flow", ["role"], unique=False)

    op.create_table(
        "judged_family",
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["programme.id"], name="fk_judged_family_owner_id_programme", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["family.id"], name="fk_judged_family_target_id_family", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("owner_id", "position", name="pk_judged_family"),
    )
    op.create_index("ix_judged_family_target_id", "judged_family", ["target_id"], unique=False)

    op.create_table(
        "outcome",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("skill", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("ects", sa.Integer(), nullable=True),
        sa.CheckConstraint("ects > 0", name=op.f("ck_outcome_ects_fits")),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_outcome_level_fits")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_outcome_evidence_id_evidence", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.id"], name="fk_outcome_programme_programme", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["skill"], ["skill.id"], name="fk_outcome_skill_skill", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("programme", "skill", name="pk_outcome"),
    )
    op.create_index("ix_outcome_skill", "outcome", ["skill"], unique=False)

    op.create_table(
        "practical_programme",
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["practical.id"], name="fk_practical_programme_owner_id_practical", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["programme.id"], name="fk_practical_programme_target_id_programme", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("owner_id", "position", name="pk_practical_programme"),
    )
    op.create_index("ix_practical_programme_target_id", "practical_programme", ["target_id"], unique=False)
    catalogue = sa.table("catalogue", sa.column("id"), sa.column("revision"), sa.column("digest"))
    op.bulk_insert(catalogue, [{"id": 1, "revision": 0, "digest": ""}])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
