"""Keep ESCO beside the town.

Tables are added and none is changed; they are empty until `pathways import-esco` fills them. The way down
drops them: what was imported can be imported again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "esco",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("one = 1", name=op.f("ck_esco_one_row")),
        sa.PrimaryKeyConstraint("one", name="pk_esco"),
    )
    op.create_table(
        "esco_concept",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("uri", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("label_da", sa.String(), nullable=True),
        sa.Column("alternatives_en", sa.String(), nullable=False),
        sa.Column("alternatives_da", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.CheckConstraint("id >= 0", name=op.f("ck_esco_concept_id_fits")),
        sa.CheckConstraint("kind IN ('occupation', 'skill', 'group')", name=op.f("ck_esco_concept_kind_known")),
        sa.PrimaryKeyConstraint("id", name="pk_esco_concept"),
        sa.UniqueConstraint("uri", name="uq_esco_concept_uri"),
    )
    op.create_table(
        "esco_relation",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("second", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('essential', 'optional', 'broader', 'broader_occupations')",
            name=op.f("ck_esco_relation_kind_known"),
        ),
        sa.CheckConstraint("first <> second", name=op.f("ck_esco_relation_two_concepts")),
        sa.ForeignKeyConstraint(
            ["first"], ["esco_concept.id"], name="fk_esco_relation_first_esco_concept", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second"], ["esco_concept.id"], name="fk_esco_relation_second_esco_concept", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("kind", "first", "second", name="pk_esco_relation"),
    )
    op.create_index("ix_esco_relation_second", "esco_relation", ["second"], unique=False)


def downgrade() -> None:
    for table in ("esco_relation", "esco_concept", "esco"):
        op.drop_table(table)
