"""Bolt's app, steady on payloads that Slack would never send."""

from __future__ import annotations

import logging

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.errors import InboxUnavailable
from bot.logs import where

log = logging.getLogger(__name__)


class SteadyApp(AsyncApp):
    """Answers 400 where Bolt itself stumbles over a payload, instead of failing with a traceback.

    Bolt looks into payloads before any middleware or error handler of ours could.
    """

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Bolt's answer; 400 for what it cannot take apart. Raises InboxUnavailable."""
        try:
            return await super().async_dispatch(req)
        except InboxUnavailable:
            raise  # Slack must send it again
        except Exception as error:
            log.warning("a payload was not understood: %s", where(error))
            return BoltResponse(status=400, body="not understood")
