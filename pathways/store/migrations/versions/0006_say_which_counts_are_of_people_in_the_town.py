"""Say of a count of people whether its source counts them in the town.

A column is added; for what is there already it says no, until the town is seeded again. The way down drops it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("flow", sa.Column("here", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("flow", "here")
