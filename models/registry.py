"""All tables in one place, for Alembic and for tests."""

from __future__ import annotations

from sqlalchemy import MetaData

from models import (
    audit,
    card,
    channel,
    conversion,
    correction,
    inbox,
    member,
    message,
    outbox,
    practice,
    search,
    thread,
    workspace,
)
from models.base import Base

MODULES = (
    audit,
    card,
    channel,
    conversion,
    correction,
    inbox,
    member,
    message,
    outbox,
    practice,
    search,
    thread,
    workspace,
)


def metadata() -> MetaData:
    """The metadata with every table of the project in it."""
    return Base.metadata
