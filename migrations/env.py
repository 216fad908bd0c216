"""Alembic's entry point: runs the revisions on the connection that ``migrations.run`` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from models.base import UtcDateTime
from models.registry import metadata

# The full-text index is made by hand (models/search.py): autogenerate must not drop it.
BY_HAND = ("card_words", "words", "ix_card_words")


def _include(name: str | None, kind: str, parents: Any) -> bool:
    return not (name or "").startswith(BY_HAND)


def _render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    # Revisions must not depend on the models of a later day.
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else False


def _run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata(),
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        include_name=_include,
        render_item=_render,
    )
    with context.begin_transaction():
        context.run_migrations()


_run()
