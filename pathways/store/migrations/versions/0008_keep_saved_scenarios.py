"""Keep saved scenarios.

A table is added and none is changed. The way down drops it, and with it every saved scenario.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_saved_scenario_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_scenario")),
    )
    with op.batch_alter_table("saved_scenario", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_scenario_account_id"), ["account_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("saved_scenario", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_scenario_account_id"))
    op.drop_table("saved_scenario")
