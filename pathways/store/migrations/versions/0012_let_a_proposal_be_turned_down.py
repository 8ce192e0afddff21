"""Let an editor turn down what was proposed or delivered, and say why; keep when a delivered change was decided.

A state is added; what held a question of an editor holds either answer. On the way down what was turned down counts
as withdrawn, and why is lost, as is when a delivered change was decided.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BEFORE = ("waiting", "accepted", "asked", "withdrawn", "replaced")
STATES = (*BEFORE, "declined")
TABLES = ("proposal", "proposed_change")


def _known(states: tuple[str, ...]) -> str:
    return f"state IN ({', '.join(repr(state) for state in states)})"


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_state_known"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_state_known"), _known(STATES))
            batch.alter_column("asked", new_column_name="answer")
    with op.batch_alter_table("proposed_change", schema=None) as batch:
        batch.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("proposed_change", schema=None) as batch:
        batch.drop_column("decided_at")
    for table in TABLES:
        rows = sa.table(table, sa.column("state"), sa.column("answer"))
        op.execute(sa.update(rows).where(rows.c.state == "declined").values(state="withdrawn", answer=""))
        with op.batch_alter_table(table, schema=None) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_state_known"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_state_known"), _known(BEFORE))
            batch.alter_column("answer", new_column_name="asked")
