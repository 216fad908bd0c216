"""Beginnings of words

SQLite's full-text index also holds the first two letters of words: what a misspelt word may have
meant is found by them (bot/cards/finding.py). PostgreSQL's index finds beginnings as it is.

Revision ID: 0014
Revises: 0013
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FIELDS = "title, statement, metaphor, analogy, model, applies_when, not_this"


def _make_anew(prefix: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TABLE card_words")
    op.execute(
        f"CREATE VIRTUAL TABLE card_words USING fts5({FIELDS}, content='card',"
        f" content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'{prefix})"
    )
    op.execute("INSERT INTO card_words(card_words) VALUES ('rebuild')")


def upgrade() -> None:
    _make_anew(", prefix='2'")


def downgrade() -> None:
    _make_anew("")
