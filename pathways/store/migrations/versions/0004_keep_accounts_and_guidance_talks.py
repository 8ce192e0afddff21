"""Keep accounts and guidance talks beside the town.

Tables are added and none is changed. The way down drops them, and with them every account and every talk.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('counsellor', 'company', 'institution', 'editor', 'administrator')",
            name=op.f("ck_account_kind_known"),
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_account_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "attempt",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 1", name=op.f("ck_attempt_count_fits")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "guidance_gone",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_gone")),
    )
    op.create_table(
        "mark",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mark")),
    )
    op.create_table(
        "class_hour",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_class_hour_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_hour")),
    )
    with op.batch_alter_table("class_hour", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_hour_account_id"), ["account_id"], unique=False)

    op.create_table(
        "one_use_link",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("purpose IN ('invite', 'reset')", name=op.f("ck_one_use_link_purpose_known")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_one_use_link_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_one_use_link")),
    )
    with op.batch_alter_table("one_use_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_use_link_account_id"), ["account_id"], unique=False)

    op.create_table(
        "guidance",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("code_salt", sa.String(), nullable=False),
        sa.Column("link_salt", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("talk", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("notes_from", sa.String(), nullable=False),
        sa.Column("notes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.CheckConstraint("opens_at <= closes_at", name=op.f("ck_guidance_opens_before_it_closes")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_guidance_version_fits")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_guidance_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["class_id"], ["class_hour.id"], name=op.f("fk_guidance_class_id_class_hour"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance")),
    )
    with op.batch_alter_table("guidance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guidance_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_guidance_class_id"), ["class_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_guidance_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "guidance_key",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("guidance_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('code', 'link')", name=op.f("ck_guidance_key_kind_known")),
        sa.ForeignKeyConstraint(
            ["guidance_id"], ["guidance.id"], name=op.f("fk_guidance_key_guidance_id_guidance"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_guidance_key")),
    )
    with op.batch_alter_table("guidance_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guidance_key_guidance_id"), ["guidance_id"], unique=False)

    op.create_table(
        "guidance_visit",
        sa.Column("guidance_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("as_of", sa.String(), nullable=False),
        sa.Column("talk", sa.String(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_guidance_visit_number_fits")),
        sa.ForeignKeyConstraint(
            ["guidance_id"], ["guidance.id"], name=op.f("fk_guidance_visit_guidance_id_guidance"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("guidance_id", "number", name=op.f("pk_guidance_visit")),
    )


def downgrade() -> None:
    op.drop_table("guidance_visit")
    with op.batch_alter_table("guidance_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guidance_key_guidance_id"))

    op.drop_table("guidance_key")
    with op.batch_alter_table("guidance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guidance_expires_at"))
        batch_op.drop_index(batch_op.f("ix_guidance_class_id"))
        batch_op.drop_index(batch_op.f("ix_guidance_account_id"))

    op.drop_table("guidance")
    with op.batch_alter_table("one_use_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_use_link_account_id"))

    op.drop_table("one_use_link")
    with op.batch_alter_table("class_hour", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_hour_account_id"))

    op.drop_table("class_hour")
    op.drop_table("mark")
    op.drop_table("guidance_gone")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_expires_at"))

    op.drop_table("attempt")
    op.drop_table("account")
