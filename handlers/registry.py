"""Every listener, in the order in which Bolt tries them; the catch-all comes last."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers import answers, cards, channels, digest, home, practice, reading
from handlers.context import Ba


def register(app: AsyncApp, ba: Ba) -> None:
    """Register all listeners on the app."""
    for module in (channels, cards, practice, digest, reading, home):
        module.register(app, ba)
    answers.register_errors(app, ba)

    async def on_other(ack: AsyncAck) -> None:
        """Buttons with an address send actions too; menus of old messages may be unknown by now."""
        await ack()

    app.action(re.compile(".*"))(on_other)
