"""What the spiral, the digest and Home need

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# What happened in a week is found by its time, however much lies before it.
INDEXES = {
    "card": ("workspace_id", "updated_at"),
    "card_link": ("workspace_id", "at"),
    "experiment": ("workspace_id", "told_at"),
    "practice": ("workspace_id", "at"),
    "story": ("workspace_id", "at"),
    "thread": ("workspace_id", "channel_id", "last_ts"),
}
LEDGER = (("workspace_id", "source", "at"), ("workspace_id", "target", "at"))


def _slack_id(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=64), nullable=False)


def upgrade() -> None:
    op.create_table(
        "digest_post",
        _slack_id("workspace_id"),
        _slack_id("channel_id"),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("is_organization", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "ts", name="pk_digest_post"),
    )
    op.create_index(
        "ix_digest_post_workspace_id_channel_id_until",
        "digest_post",
        ["workspace_id", "channel_id", "until"],
    )
    op.create_table(
        "digest_name",
        _slack_id("workspace_id"),
        _slack_id("channel_id"),
        sa.Column("ts", sa.String(length=32), nullable=False),
        _slack_id("member_id"),
        sa.PrimaryKeyConstraint(
            "workspace_id", "channel_id", "ts", "member_id", name="pk_digest_name"
        ),
    )
    op.create_index(
        "ix_digest_name_workspace_id_member_id", "digest_name", ["workspace_id", "member_id"]
    )
    op.create_table(
        "organization_digest",
        _slack_id("workspace_id"),
        _slack_id("channel_id"),
        _slack_id("chosen_by"),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name="pk_organization_digest"),
    )
    with op.batch_alter_table("card_copy", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("again", sa.String(length=32), server_default="", nullable=False)
        )
    for table, columns in INDEXES.items():
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
    for columns in LEDGER:
        op.create_index(f"ix_conversion_{'_'.join(columns)}", "conversion", list(columns))


def downgrade() -> None:
    for columns in LEDGER:
        op.drop_index(f"ix_conversion_{'_'.join(columns)}", table_name="conversion")
    for table, columns in INDEXES.items():
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table_name=table)
    with op.batch_alter_table("card_copy", schema=None) as batch_op:
        batch_op.drop_column("again")
    op.drop_table("organization_digest")
    op.drop_table("digest_name")
    op.drop_table("digest_post")
