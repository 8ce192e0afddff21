"""Say who counts as a start, and what one may like.

Tables are added and none is changed, so a town that was seeded before keeps all it has: nobody counts as
another start, and there are no statements, until it is seeded again. The way down drops them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing",
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target_programme", sa.String(), nullable=True),
        sa.Column("target_start", sa.String(), nullable=True),
        sa.CheckConstraint("(target_programme IS NULL) <> (target_start IS NULL)", name=op.f("ck_standing_one_target")),
        sa.ForeignKeyConstraint(["owner_id"], ["start.id"], name="fk_standing_owner_id_start", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["target_programme"],
            ["programme.id"],
            name="fk_standing_target_programme_programme",
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_start"], ["start.id"], name="fk_standing_target_start_start", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("owner_id", "position", name="pk_standing"),
    )
    op.create_index("ix_standing_target_programme", "standing", ["target_programme"], unique=False)
    op.create_index("ix_standing_target_start", "standing", ["target_start"], unique=False)

    op.create_table(
        "interest",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("statement_da", sa.String(), nullable=False),
        sa.Column("statement_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_interest"),
        sa.UniqueConstraint("statement_da", name="uq_interest_statement_da"),
        sa.UniqueConstraint("statement_en", name="uq_interest_statement_en"),
    )

    op.create_table(
        "interest_group",
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["interest.id"], name="fk_interest_group_owner_id_interest", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["skill_group.id"], name="fk_interest_group_target_id_skill_group", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("owner_id", "position", name="pk_interest_group"),
    )
    op.create_index("ix_interest_group_target_id", "interest_group", ["target_id"], unique=False)


def downgrade() -> None:
    for table in ("interest_group", "interest", "standing"):
        op.drop_table(table)
