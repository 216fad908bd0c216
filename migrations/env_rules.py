"""What Alembic compares and how it writes: shared by ``env.py`` and the tests."""

from __future__ import annotations

from typing import Any, Literal

from models.base import UtcDateTime

# The full-text index is made by hand (models/search.py): autogenerate must not drop it.
BY_HAND = {"table": "card_words", "index": "ix_card_words"}


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    """Leave out what is made by hand."""
    if kind == "column":
        return not (name == "words" and parents.get("table_name") == "card")
    made_by_hand = BY_HAND.get(kind)
    return made_by_hand is None or not (name or "").startswith(made_by_hand)


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Revisions must not depend on the models of a later day: our types become SQLAlchemy's."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else False
