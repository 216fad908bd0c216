"""Bolt's app, steady on payloads that Slack would never send."""

from __future__ import annotations

import logging

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.logs import where

log = logging.getLogger(__name__)


class SteadyApp(AsyncApp):
    """Answers 400 where Bolt itself stumbles over a payload, instead of failing with a traceback.

    Bolt's own error handling looks into the payload once more before it asks ours. Over HTTP there
    is another catch around it (``bot.serving.http_app``); the socket's client has none but its own,
    which would log the error's words.
    """

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Bolt's answer; 400 for what it cannot take apart: then Slack is not told that it came."""
        try:
            return await super().async_dispatch(req)
        except Exception as error:
            log.warning("a payload was not understood: %s", where(error))
            return BoltResponse(status=400, body="not understood")
