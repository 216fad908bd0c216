"""The life of ba, and links between them

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ba_built",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_thread", sa.Boolean(), nullable=False),
        sa.Column("root_ts", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ba_built")),
    )
    with op.batch_alter_table("ba_built", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ba_built_state_ends_at"), ["state", "ends_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ba_built_workspace_id_channel_id_state"),
            ["workspace_id", "channel_id", "state"],
            unique=False,
        )

    op.create_table(
        "ba_burst",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("first_ts", sa.String(length=32), nullable=False),
        sa.Column("thread_ts", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "first_ts", name=op.f("pk_ba_burst")),
    )
    op.create_table(
        "ba_life",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=64), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", name=op.f("pk_ba_life")),
    )
    op.create_table(
        "ba_link",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("one_id", sa.String(length=64), nullable=False),
        sa.Column("other_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("likeness", sa.Double(), nullable=False),
        sa.Column("cards", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ba_link")),
    )
    with op.batch_alter_table("ba_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ba_link_workspace_id_other_id"),
            ["workspace_id", "other_id"],
            unique=False,
        )
        batch_op.create_index("uq_ba_link", ["workspace_id", "one_id", "other_id"], unique=True)

    op.create_table(
        "ba_topic",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("heard_ts", sa.String(length=32), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", name=op.f("pk_ba_topic")),
    )
    op.create_table(
        "ba_asked",
        sa.Column("ba_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["ba_id"], ["ba_built.id"], name=op.f("fk_ba_asked_ba_id_ba_built"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ba_id", "member_id", name=op.f("pk_ba_asked")),
    )
    with op.batch_alter_table("ba_asked", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ba_asked_workspace_id_member_id"),
            ["workspace_id", "member_id"],
            unique=False,
        )

    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("stage", sa.String(length=16), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.drop_column("stage")

    with op.batch_alter_table("ba_asked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ba_asked_workspace_id_member_id"))

    op.drop_table("ba_asked")
    op.drop_table("ba_topic")
    with op.batch_alter_table("ba_link", schema=None) as batch_op:
        batch_op.drop_index("uq_ba_link")
        batch_op.drop_index(batch_op.f("ix_ba_link_workspace_id_other_id"))

    op.drop_table("ba_link")
    op.drop_table("ba_life")
    op.drop_table("ba_burst")
    with op.batch_alter_table("ba_built", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ba_built_workspace_id_channel_id_state"))
        batch_op.drop_index(batch_op.f("ix_ba_built_state_ends_at"))

    op.drop_table("ba_built")
