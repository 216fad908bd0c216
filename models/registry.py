"""All tables in one place, for Alembic and for tests."""

from __future__ import annotations

from sqlalchemy import MetaData

from models import (
    audit,
    author,
    card,
    channel,
    conversion,
    correction,
    experiment,
    inbox,
    life,
    link,
    member,
    message,
    outbox,
    pointer,
    practice,
    question,
    rhythm,
    search,
    share,
    story,
    thread,
    workspace,
)
from models.base import Base

MODULES = (
    audit,
    author,
    card,
    channel,
    conversion,
    correction,
    experiment,
    inbox,
    life,
    link,
    member,
    message,
    outbox,
    pointer,
    practice,
    question,
    rhythm,
    search,
    share,
    story,
    thread,
    workspace,
)


def metadata() -> MetaData:
    """The metadata with every table of the project in it."""
    return Base.metadata
