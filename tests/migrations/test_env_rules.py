"""What autogenerate leaves out, and how it writes our types."""

from __future__ import annotations

import pytest
from sqlalchemy import DateTime

from migrations.env_rules import include_name, render_item
from models.base import UtcDateTime


@pytest.mark.parametrize(
    ("name", "kind", "table", "is_included"),
    [
        ("card", "table", None, True),
        (None, "schema", None, True),
        (None, "table", None, True),
        ("card_words", "table", None, False),
        ("card_words_idx", "table", None, False),
        ("ix_card_words", "index", "card", False),
        ("ix_card_author", "index", "card", True),
        ("words", "column", "card", False),
        ("words", "column", "question", True),
        ("title", "column", "card", True),
    ],
)
def test_only_what_is_made_by_hand_is_left_out(
    name: str | None, kind: str, table: str | None, is_included: bool
) -> None:
    assert include_name(name, kind, {"table_name": table}) is is_included


def test_revisions_know_nothing_of_our_types() -> None:
    assert render_item("type", UtcDateTime(), None) == "sa.DateTime(timezone=True)"
    assert render_item("type", DateTime(), None) is False
