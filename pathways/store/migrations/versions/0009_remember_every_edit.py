"""Remember every edit of the facts.

Tables are added and none is changed. A catalogue that is there already begins its history now. Triggers refuse to
change or delete what was noted. The way down drops it, and with it the history; the facts stay as they are.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEPT = ("edit", "edited")
NEVER = "What was edited is never told otherwise"
RESTORED = "EXISTS (SELECT 1 FROM mark WHERE name = 'restoring')"


def upgrade() -> None:
    op.create_table(
        "edit",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "via IN ('begin', 'seed', 'form', 'import', 'proposal', 'seen', 'undo')", name=op.f("ck_edit_via_known")
        ),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_edit")),
    )
    op.create_index(op.f("ix_edit_at"), "edit", ["at"])
    op.create_index(op.f("ix_edit_undoes"), "edit", ["undoes"])
    op.create_table(
        "edited",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("row_table", sa.String(), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("cells_before", sa.String(), nullable=True),
        sa.Column("cells_after", sa.String(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_edited_number_fits")),
        sa.CheckConstraint(
            "cells_before IS NOT NULL OR cells_after IS NOT NULL", name=op.f("ck_edited_something_changed")
        ),
        sa.ForeignKeyConstraint(
            ["revision"], ["edit.revision"], name=op.f("fk_edited_revision_edit"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("revision", "number", name=op.f("pk_edited")),
    )
    op.create_index(op.f("ix_edited_row_table"), "edited", ["row_table"])
    op.create_index(op.f("ix_edited_row_key"), "edited", ["row_key"])
    _begin()
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)


def _begin() -> None:
    """Note where the history of a catalogue begins that is there already."""
    there = op.get_bind().execute(sa.text("SELECT revision FROM catalogue WHERE EXISTS (SELECT 1 FROM town)")).scalar()
    if there is not None:
        edit = sa.table(
            "edit",
            *(sa.column("revision"), sa.column("via"), sa.column("why")),
            sa.column("at", sa.DateTime(timezone=True)),
        )
        op.bulk_insert(edit, [{"revision": there, "via": "begin", "why": "", "at": datetime.now(UTC)}])


def _guards(dialect: str) -> list[str]:
    if dialect == "postgresql":
        return [
            f"""CREATE FUNCTION keep_what_was_edited() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF TG_OP = 'DELETE' AND {RESTORED} THEN RETURN OLD; END IF;
                RAISE EXCEPTION '{NEVER}'; END $$""",
            *(
                f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION keep_what_was_edited()"
                for table in KEPT
                for name, when, each in (("kept", "UPDATE OR DELETE", "ROW"), ("not_cut", "TRUNCATE", "STATEMENT"))
            ),
        ]
    guards = []
    for table, key in (
        ("edit", "revision = NEW.revision"),
        ("edited", "(revision, number) = (NEW.revision, NEW.number)"),
    ):
        there = f"EXISTS (SELECT 1 FROM {table} WHERE {key})"  # noqa: S608  # the names are those above
        guards += [
            (f"{table}_not_changed", f"UPDATE ON {table}", "true"),
            (f"{table}_not_deleted", f"DELETE ON {table}", f"NOT {RESTORED}"),
            (f"{table}_not_replaced", f"INSERT ON {table}", there),
        ]
    return [
        f"CREATE TRIGGER {name} BEFORE {what} WHEN {when} BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"
        for name, what, when in guards
    ]


def downgrade() -> None:
    op.drop_table("edited")
    op.drop_table("edit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION keep_what_was_edited()")
