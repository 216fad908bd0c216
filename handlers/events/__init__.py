"""What the inbox worker calls, by type of event. Each handler takes a run of events of its type."""

from __future__ import annotations

from collections.abc import Mapping

from bot.worker import EventHandler
from handlers.events import app, channels, mentions, messages, people, reactions

MODULES = (messages, reactions, mentions, channels, people, app)


def registry() -> Mapping[str, EventHandler]:
    """Every event that the bot understands, and who handles it."""
    return {kind: handler for module in MODULES for kind, handler in module.HANDLERS.items()}
