"""Experiments, stories, rhythm

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "experiment",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("card_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=False),
        sa.Column("number", sa.Double(), nullable=True),
        sa.Column("sign", sa.String(length=8), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ask_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("came", sa.Text(), nullable=False),
        sa.Column("came_number", sa.Double(), nullable=True),
        sa.Column("told_by", sa.String(length=64), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["card.id"], name=op.f("fk_experiment_card_id_card"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiment")),
    )
    with op.batch_alter_table("experiment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_experiment_state_ask_at"), ["state", "ask_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_experiment_workspace_id_card_id"),
            ["workspace_id", "card_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_experiment_workspace_id_made_by"),
            ["workspace_id", "made_by"],
            unique=False,
        )

    op.create_table(
        "path",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path")),
    )
    with op.batch_alter_table("path", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_path_is_active_due_at"), ["is_active", "due_at"], unique=False
        )
        batch_op.create_index(
            "uq_path_person_channel", ["workspace_id", "member_id", "channel_id"], unique=True
        )

    op.create_table(
        "rhythm",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("away_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", name=op.f("pk_rhythm")),
    )
    op.create_table(
        "story",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("unique_key", sa.String(length=200), nullable=False),
        sa.Column("card_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("stance", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["card.id"], name=op.f("fk_story_card_id_card"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
    )
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_story_workspace_id_card_id_at"),
            ["workspace_id", "card_id", "at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_story_workspace_id_member_id"),
            ["workspace_id", "member_id"],
            unique=False,
        )
        batch_op.create_index("uq_story_key", ["workspace_id", "unique_key"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.drop_index("uq_story_key")
        batch_op.drop_index(batch_op.f("ix_story_workspace_id_member_id"))
        batch_op.drop_index(batch_op.f("ix_story_workspace_id_card_id_at"))

    op.drop_table("story")
    op.drop_table("rhythm")
    with op.batch_alter_table("path", schema=None) as batch_op:
        batch_op.drop_index("uq_path_person_channel")
        batch_op.drop_index(batch_op.f("ix_path_is_active_due_at"))

    op.drop_table("path")
    with op.batch_alter_table("experiment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_experiment_workspace_id_made_by"))
        batch_op.drop_index(batch_op.f("ix_experiment_workspace_id_card_id"))
        batch_op.drop_index(batch_op.f("ix_experiment_state_ask_at"))

    op.drop_table("experiment")
