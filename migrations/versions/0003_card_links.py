"""Links between cards, questions, people pointers, shares

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "card_copy",
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("card_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["card.id"], name=op.f("fk_card_copy_card_id_card"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("channel_id", "ts", "card_id", name=op.f("pk_card_copy")),
    )
    with op.batch_alter_table("card_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_copy_card_id"), ["card_id"], unique=False)

    op.create_table(
        "card_link",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column(
            "source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["card.id"], name=op.f("fk_card_link_source_id_card"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["card.id"], name=op.f("fk_card_link_target_id_card"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_link")),
    )
    with op.batch_alter_table("card_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_link_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_link_target_id"), ["target_id"], unique=False)
        batch_op.create_index("uq_card_link", ["kind", "source_id", "target_id"], unique=True)

    op.create_table(
        "card_share",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("card_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["card.id"], name=op.f("fk_card_share_card_id_card"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_share")),
    )
    with op.batch_alter_table("card_share", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_card_share_channel_id_state"), ["channel_id", "state"], unique=False
        )
        batch_op.create_index("uq_card_share", ["card_id", "channel_id"], unique=True)

    op.create_table(
        "people_pointer",
        sa.Column("card_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["card.id"],
            name=op.f("fk_people_pointer_card_id_card"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("card_id", "member_id", name=op.f("pk_people_pointer")),
    )
    op.create_table(
        "question",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["card.id"],
            name=op.f("fk_question_answered_by_card"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_question_workspace_id_answered_by_at"),
            ["workspace_id", "answered_by", "at"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_workspace_id_answered_by_at"))

    op.drop_table("question")
    op.drop_table("people_pointer")
    with op.batch_alter_table("card_share", schema=None) as batch_op:
        batch_op.drop_index("uq_card_share")
        batch_op.drop_index(batch_op.f("ix_card_share_channel_id_state"))

    op.drop_table("card_share")
    with op.batch_alter_table("card_link", schema=None) as batch_op:
        batch_op.drop_index("uq_card_link")
        batch_op.drop_index(batch_op.f("ix_card_link_target_id"))
        batch_op.drop_index(batch_op.f("ix_card_link_source_id"))

    op.drop_table("card_link")
    with op.batch_alter_table("card_copy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_copy_card_id"))

    op.drop_table("card_copy")
