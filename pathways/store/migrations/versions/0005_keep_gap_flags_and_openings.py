"""Keep gap flags, what was delivered, and the openings that companies state, beside the town.

Tables are added and none is changed. Triggers refuse to change or delete what was said, and an event that is not the
next one of its flag; SQLite's REPLACE, which deletes without a trigger, meets the last of them. The way down drops
it all, and with it every flag.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEPT = ("flag", "flag_event", "stated_opening")
NEVER = "What was said of a gap is never changed or deleted"
NEXT = "An event of a flag has the next number"
RESTORED = "EXISTS (SELECT 1 FROM mark WHERE name = 'restoring')"
SKIPS = "NEW.number <> 1 + (SELECT count(*) FROM flag_event WHERE flag_id = NEW.flag_id)"


def upgrade() -> None:
    op.create_table(
        "gap_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_gap_counter_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_counter")),
    )
    counter = sa.table("gap_counter", sa.column("id"), sa.column("number"))
    op.bulk_insert(counter, [{"id": 1, "number": 0}])
    op.create_table(
        "flag",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("company_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    op.create_index(op.f("ix_flag_company_id"), "flag", ["company_id"])
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
        sa.CheckConstraint("number >= 1", name=op.f("ck_flag_event_number_fits")),
        sa.CheckConstraint(
            "actor IN ('company', 'institution', 'editor', 'clock')", name=op.f("ck_flag_event_actor_known")
        ),
        sa.CheckConstraint(
            "action IN ('flag', 'edit', 'renew', 'withdraw', 'acknowledge', 'pass-on', 'plan', 'decline', 'deliver', "
            "'confirm', 'not-yet', 'flag-again', 'map', 'comment', 'lapse')",
            name=op.f("ck_flag_event_action_known"),
        ),
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
            ["flag_id", "event"],
            ["flag_event.flag_id", "flag_event.number"],
            name=op.f("fk_proposed_change_flag_id_event_flag_event"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_change")),
    )
    op.create_index(op.f("ix_proposed_change_flag_id"), "proposed_change", ["flag_id"])
    op.create_index(op.f("ix_proposed_change_institution_id"), "proposed_change", ["institution_id"])
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
    op.create_index(op.f("ix_stated_opening_organisation_id"), "stated_opening", ["organisation_id"])
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)


def _guards(dialect: str) -> list[str]:
    return _guards_of_postgresql() if dialect == "postgresql" else _guards_of_sqlite()


def _guards_of_postgresql() -> list[str]:
    made = [
        f"""CREATE FUNCTION keep_what_was_said() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'DELETE' AND {RESTORED} THEN RETURN OLD; END IF;
            RAISE EXCEPTION '{NEVER}'; END $$""",
        f"""CREATE FUNCTION keep_numbers() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF {SKIPS} THEN RAISE EXCEPTION '{NEXT}'; END IF;
            RETURN NEW; END $$""",
        "CREATE TRIGGER flag_event_next BEFORE INSERT ON flag_event FOR EACH ROW EXECUTE FUNCTION keep_numbers()",
    ]
    for table in KEPT:
        for name, when, each in (("kept", "UPDATE OR DELETE", "ROW"), ("not_cut", "TRUNCATE", "STATEMENT")):
            made.append(
                f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION keep_what_was_said()"
            )
    return made


def _guards_of_sqlite() -> list[str]:
    guards = [("flag_event_next", "INSERT ON flag_event", SKIPS, NEXT)]
    for table in KEPT:
        guards.append((f"{table}_not_changed", f"UPDATE ON {table}", "true", NEVER))
        guards.append((f"{table}_not_deleted", f"DELETE ON {table}", f"NOT {RESTORED}", NEVER))
    for table in ("flag", "stated_opening"):
        there = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608  # the names are those above
        guards.append((f"{table}_not_replaced", f"INSERT ON {table}", there, NEVER))
    return [
        f"CREATE TRIGGER {name} BEFORE {what} WHEN {when} BEGIN SELECT RAISE(ABORT, '{why}'); END"
        for name, what, when, why in guards
    ]


def downgrade() -> None:
    for table in ("proposed_change", "flag_event", "flag", "stated_opening", "gap_counter"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION keep_what_was_said()")
        op.execute("DROP FUNCTION keep_numbers()")
