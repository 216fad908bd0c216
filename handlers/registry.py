"""Every listener, in the order in which Bolt tries them; the catch-all comes last."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers import (
    answers,
    assets,
    ba_life,
    ba_new,
    card_form,
    card_life,
    card_links,
    card_writing,
    cards,
    channels,
    digest,
    experiments,
    finding,
    home,
    knows,
    levers,
    paths,
    practice,
    producers,
    reading,
    rhythm,
    sharing,
    spiral,
    theming,
    vision,
    wander,
)
from handlers.context import Ba


def register(app: AsyncApp, ba: Ba) -> None:
    """Register all listeners on the app."""
    practising = (practice, experiments, sharing, paths, rhythm)
    writing = (cards, card_form, card_writing, card_life, card_links, finding)
    leading = (vision, theming, assets, producers, knows, levers, wander)
    places = (channels, ba_new, ba_life)
    for module in (*places, *writing, *practising, *leading, spiral, digest, reading, home):
        module.register(app, ba)
    answers.register_errors(app, ba)

    async def on_other(ack: AsyncAck) -> None:
        """Buttons with an address send actions too; menus of old messages may be unknown by now."""
        await ack()

    app.action(re.compile(".*"))(on_other)
