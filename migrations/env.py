"""Alembic's entry point: runs the revisions on the connection ``migrations.run`` hands over."""

from alembic import context

from migrations.env_rules import include_name, render_item
from models.registry import metadata


def _run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata(),
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        include_name=include_name,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


_run()
