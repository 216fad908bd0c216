"""Care for cards and practice: drafts know whose words they quote

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quotes", sa.JSON(), server_default="[]", nullable=False))
        batch_op.create_index("ix_draft_workspace_id_channel_id", ["workspace_id", "channel_id"])


def downgrade() -> None:
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index("ix_draft_workspace_id_channel_id")
        batch_op.drop_column("quotes")
