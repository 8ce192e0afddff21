"""Keep what visitors say is wrong, and what institutions propose; let a delivered change be accepted or asked about.

Tables are added; `proposed_change` gets the states that came later. The way down drops the new tables, and with them
reports and proposals; delivered changes wait again, all of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATES = ("waiting", "accepted", "asked", "withdrawn", "replaced")


def _known(states: tuple[str, ...]) -> str:
    return f"state IN ({', '.join(repr(state) for state in states)})"


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_page"), "report", ["page"])
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.CheckConstraint(_known(STATES), name=op.f("ck_proposal_state_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_organisation_id"), "proposal", ["organisation_id"])
    op.create_index(op.f("ix_proposal_state"), "proposal", ["state"])
    op.create_table(
        "proposed",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("row_table", sa.String(), nullable=False),
        sa.Column("cells_before", sa.String(), nullable=True),
        sa.Column("cells_after", sa.String(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_proposed_number_fits")),
        sa.CheckConstraint(
            "cells_before IS NOT NULL OR cells_after IS NOT NULL", name=op.f("ck_proposed_something_changed")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposed_proposal_id_proposal"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("proposal_id", "number", name=op.f("pk_proposed")),
    )
    with op.batch_alter_table("proposed_change", schema=None) as batch:
        batch.drop_constraint(op.f("ck_proposed_change_state_known"), type_="check")
        batch.create_check_constraint(op.f("ck_proposed_change_state_known"), _known(STATES))
        batch.add_column(sa.Column("asked", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("revision", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE proposed_change SET state = 'waiting'")
    with op.batch_alter_table("proposed_change", schema=None) as batch:
        batch.drop_constraint(op.f("ck_proposed_change_state_known"), type_="check")
        batch.create_check_constraint(op.f("ck_proposed_change_state_known"), _known(("waiting",)))
        batch.drop_column("revision")
        batch.drop_column("asked")
    for name in ("proposed", "proposal", "report"):
        op.drop_table(name)
