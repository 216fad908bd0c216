"""Pictures in messages: upload, wait until Slack has taken the file in, then show it."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.outgoing.kinds import Picture
from bot.slack.gateway import Gateway, SlackBusy

# Slack takes uploads in asynchronously; how long to wait between looks, in seconds.
WAITS = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)


async def upload_picture(gateway: Gateway, picture: Picture) -> dict[str, Any]:
    """Upload a picture and give the block that shows it. Raises SlackBusy if it takes too long."""
    file_id = await gateway.upload_png(picture.name, picture.png, picture.alt_text)
    for wait in WAITS:
        if await gateway.file_is_ready(file_id):
            return {
                "type": "image",
                "slack_file": {"id": file_id},
                "alt_text": picture.alt_text[:2000],
            }
        await asyncio.sleep(wait)
    raise SlackBusy(60.0)
