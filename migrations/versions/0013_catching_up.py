"""Catching up

Up to where a channel's history holds nothing that was missed: its newest message may have come
after a gap.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.add_column(sa.Column("caught_up_ts", sa.String(length=32), nullable=True))
    op.execute("UPDATE channel SET caught_up_ts = last_ts")


def downgrade() -> None:
    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.drop_column("caught_up_ts")
