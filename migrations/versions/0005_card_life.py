"""Card life

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "card_author",
        sa.Column("card_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["card.id"], name=op.f("fk_card_author_card_id_card"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("card_id", "member_id", name=op.f("pk_card_author")),
    )
    with op.batch_alter_table("card_author", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_card_author_workspace_id_member_id"),
            ["workspace_id", "member_id"],
            unique=False,
        )

    op.create_table(
        "card_life",
        sa.Column("card_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status_by", sa.String(length=64), nullable=False),
        sa.Column("status_why", sa.String(length=500), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("heard_ts", sa.String(length=32), nullable=False),
        sa.Column("was_contested", sa.Boolean(), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["card.id"], name=op.f("fk_card_life_card_id_card"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("card_id", name=op.f("pk_card_life")),
    )
    with op.batch_alter_table("card_life", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_life_review_at"), ["review_at"], unique=False)

    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "card_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column("base_revision", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(
            sa.Column("saved_view", sa.String(length=64), server_default="", nullable=False)
        )
        batch_op.create_index(batch_op.f("ix_draft_card_id"), ["card_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_updated_at"), ["updated_at"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_draft_card_id_card"), "card", ["card_id"], ["id"], ondelete="CASCADE"
        )


def downgrade() -> None:
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_draft_card_id_card"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_draft_updated_at"))
        batch_op.drop_index(batch_op.f("ix_draft_card_id"))
        batch_op.drop_column("saved_view")
        batch_op.drop_column("base_revision")
        batch_op.drop_column("card_id")

    with op.batch_alter_table("card_life", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_life_review_at"))

    op.drop_table("card_life")
    with op.batch_alter_table("card_author", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_author_workspace_id_member_id"))

    op.drop_table("card_author")
