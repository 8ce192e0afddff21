"""Keep gap flags, what companies want, and what institutions delivered, beside the town.

Tables are added and none is changed. A guard in the database refuses to change a flag or one of its events; it is
written out here as it was, because a migration must not change with the program. The way down drops it all, and with
it every flag.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

GUARDED = ("flag", "flag_event")
REFUSAL = "The history of a flag is never changed"


def upgrade() -> None:
    op.create_table(
        "flag",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("company_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_company_id"), ["company_id"], unique=False)

    op.create_table(
        "gap_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_gap_counter_id_fits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_counter")),
    )
    op.create_table(
        "stated_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("role_id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("likely", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "visibility IN ('addressed', 'pooled', 'public')", name=op.f("ck_stated_opening_visibility_known")
        ),
        sa.CheckConstraint(
            "(low IS NULL AND likely IS NULL AND high IS NULL) OR "
            "(low IS NOT NULL AND likely IS NOT NULL AND high IS NOT NULL AND "
            "0 <= low AND low <= likely AND likely <= high)",
            name=op.f("ck_stated_opening_interval_rises"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_opening")),
    )
    with op.batch_alter_table("stated_opening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stated_opening_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "flag_event",
        sa.Column("flag_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.CheckConstraint(
            "action IN ('flag', 'edit', 'renew', 'withdraw', 'acknowledge', 'pass-on', 'plan', 'decline', 'deliver', "
            "'confirm', 'not-yet', 'flag-again', 'map', 'comment', 'lapse')",
            name=op.f("ck_flag_event_action_known"),
        ),
        sa.CheckConstraint(
            "actor IN ('company', 'institution', 'editor', 'clock')", name=op.f("ck_flag_event_actor_known")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_flag_event_number_fits")),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name=op.f("fk_flag_event_flag_id_flag"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("flag_id", "number", name=op.f("pk_flag_event")),
    )
    op.create_table(
        "proposed_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flag_id", sa.String(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.String(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting')", name=op.f("ck_proposed_change_state_known")),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["flag.id"], name=op.f("fk_proposed_change_flag_id_flag"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_change")),
    )
    with op.batch_alter_table("proposed_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposed_change_flag_id"), ["flag_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposed_change_institution_id"), ["institution_id"], unique=False)
    op.execute("INSERT INTO gap_counter (id, number) VALUES (1, 0)")
    _guard(op.get_bind().dialect.name)


def _guard(dialect: str) -> None:
    if dialect == "postgresql":
        op.execute(
            "CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
    for table in GUARDED:
        if dialect == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION keep_history()"
            )
            continue
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_kept_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in GUARDED:
            op.execute(f"DROP TRIGGER {table}_kept ON {table}")
        op.execute("DROP FUNCTION keep_history()")
    else:
        for table in GUARDED:
            for verb in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_kept_{verb}")
    with op.batch_alter_table("proposed_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposed_change_institution_id"))
        batch_op.drop_index(batch_op.f("ix_proposed_change_flag_id"))

    op.drop_table("proposed_change")
    op.drop_table("flag_event")
    with op.batch_alter_table("stated_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stated_opening_organisation_id"))

    op.drop_table("stated_opening")
    op.drop_table("gap_counter")
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_flag_company_id"))

    op.drop_table("flag")
