"""How listeners answer the person who acted: privately, always, and in words."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from bot.errors import BaError, PersonError
from bot.logs import where
from bot.slack.blocks import section
from bot.slack.gateway import Blocks, Gateway, SlackFailure
from bot.texts import ba as texts
from handlers.context import Ba, Person, person_of

log = logging.getLogger(__name__)

# In seconds: time for Bolt to see that a listener acknowledged before it failed.
ACK_SEEN = 0.1


async def tell(
    gateway: Gateway,
    person: Person,
    text: str,
    blocks: Blocks | None = None,
    *,
    thread_ts: str = "",
) -> None:
    """Tell somebody something that they alone see: where they are, else in a direct message."""
    shown = blocks or [section(text)]
    if person.channel_id and not person.channel_id.startswith("D"):
        try:
            await gateway.whisper(
                person.channel_id, person.member_id, text, shown, thread_ts=thread_ts
            )
        except SlackFailure:
            log.info("could not whisper; writing a direct message instead")
        else:
            return
    channel_id = await gateway.open_direct(person.member_id)
    await gateway.post(channel_id, text, shown)


def register_errors(app: AsyncApp, ba: Ba) -> None:
    """What happens when a listener fails: the person gets words; events are sent again by Slack."""

    async def on_error(
        error: Exception, body: Mapping[str, Any], response: BoltResponse | None
    ) -> BoltResponse | None:
        if body.get("type") == "event_callback":
            return None  # not acknowledged: Slack sends it again
        words = str(error) if isinstance(error, PersonError) else texts.SOMETHING_WRONG
        if not isinstance(error, BaError):
            log.error("a listener failed: %s", where(error))
        # Once a listener has acknowledged, there is no answer left to put the words in.
        if response is not None and body.get("type") == "view_submission":
            return _keep_form_open(body, words)
        if response is not None and "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": words})
        try:
            await tell(ba.gateway, person_of(body), words)
        except SlackFailure:
            log.warning("could not tell the person what went wrong")
        if response is None:
            # Bolt looks every 10 ms whether a listener acknowledged, and forgets that it did once
            # this returns: Slack would be told nothing, and show the person a failure.
            await asyncio.sleep(ACK_SEEN)
        return None if response is None else BoltResponse(status=200, body="")

    app.error(on_error)


def _keep_form_open(body: Mapping[str, Any], words: str) -> BoltResponse:
    """Answer a form so that it stays open with what was typed, and the words at its first field."""
    view = body.get("view")
    blocks = view.get("blocks") if isinstance(view, Mapping) else None
    known = [b for b in blocks if isinstance(b, Mapping)] if isinstance(blocks, list) else []
    inputs = [b.get("block_id") for b in known if b.get("type") == "input"]
    errors = {str(inputs[0]) if inputs else "title": words}
    return BoltResponse(status=200, body={"response_action": "errors", "errors": errors})
