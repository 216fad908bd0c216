"""Showing a form: opened from a message, on top of another one, or in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.slack.blocks import Block
from handlers.context import Ba


async def show_view(
    ba: Ba, body: Mapping[str, Any], view: Block, *, in_place: bool = False
) -> None:
    """Open a modal: from a message, or on top of (or in place of) the one that was pressed in."""
    above = body.get("view")
    if not isinstance(above, Mapping) or above.get("type") != "modal":
        await ba.gateway.call("views.open", trigger_id=body["trigger_id"], view=view)
    elif in_place:
        await ba.gateway.call("views.update", view_id=above["id"], hash=above["hash"], view=view)
    else:
        await ba.gateway.call("views.push", trigger_id=body["trigger_id"], view=view)
