"""Producers, pointers to people and wandering

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "findable",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_until", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", name=op.f("pk_findable")),
    )
    op.create_table(
        "lever_refusal",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("lever", sa.String(length=16), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "subject", "subject_id", "lever", "item", name=op.f("pk_lever_refusal")
        ),
    )
    op.create_table(
        "lived_theme",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("stem", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "channel_id", "ts", "word", name=op.f("pk_lived_theme")
        ),
    )
    with op.batch_alter_table("lived_theme", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lived_theme_workspace_id_member_id"),
            ["workspace_id", "member_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_lived_theme_workspace_id_stem"), ["workspace_id", "stem"], unique=False
        )

    op.create_table(
        "meeting",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.String(length=64), nullable=False),
        sa.Column("two_id", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_workspace_id_two_id"), ["workspace_id", "two_id"], unique=False
        )
        batch_op.create_index("uq_meeting", ["workspace_id", "round", "one_id"], unique=True)

    op.create_table(
        "role",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "channel_id", "member_id", "name", name=op.f("pk_role")
        ),
    )
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_role_workspace_id_member_id"),
            ["workspace_id", "member_id"],
            unique=False,
        )

    op.create_table(
        "wander_round",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "number", name=op.f("pk_wander_round")),
    )
    op.create_table(
        "wanderer",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("out_round", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", name=op.f("pk_wanderer")),
    )
    op.create_table(
        "thanks",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("from_id", sa.String(length=64), nullable=False),
        sa.Column("to_id", sa.String(length=64), nullable=False),
        sa.Column("card_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["card.id"], name=op.f("fk_thanks_card_id_card"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
    )
    with op.batch_alter_table("thanks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_thanks_workspace_id_channel_id_at"),
            ["workspace_id", "channel_id", "at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_thanks_workspace_id_to_id"), ["workspace_id", "to_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("thanks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thanks_workspace_id_to_id"))
        batch_op.drop_index(batch_op.f("ix_thanks_workspace_id_channel_id_at"))

    op.drop_table("thanks")
    op.drop_table("wanderer")
    op.drop_table("wander_round")
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_workspace_id_member_id"))

    op.drop_table("role")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index("uq_meeting")
        batch_op.drop_index(batch_op.f("ix_meeting_workspace_id_two_id"))

    op.drop_table("meeting")
    with op.batch_alter_table("lived_theme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lived_theme_workspace_id_stem"))
        batch_op.drop_index(batch_op.f("ix_lived_theme_workspace_id_member_id"))

    op.drop_table("lived_theme")
    op.drop_table("lever_refusal")
    op.drop_table("findable")
