"""Many workspaces: which token speaks where.

While a listener works, ``GatewayOfMany`` speaks with the token that Bolt authorized for the
request; for what the bot says by itself, ``of(workspace_id)`` gives a gateway of that workspace.
Outside of both there is no token, and so no way to speak in the wrong place.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.gateway import NOT_INSTALLED, Gateway, SlackRefused
from bot.slack.installations import Installations

# How long a workspace of an organization, once looked up, is not looked up again.
KNOWN_SECONDS = 600.0

Middleware = Callable[..., Awaitable[BoltResponse | None]]


class GatewayOfMany(Gateway):
    """The Web API of whichever workspace the request at hand came from."""

    def __init__(self, client: AsyncWebClient, installations: Installations) -> None:
        """``client``: without a token, the pattern for those of the workspaces."""
        super().__init__(client)
        self._installations = installations
        # Of each task its own: requests of several workspaces are at work at the same time.
        self._here: ContextVar[str] = ContextVar("token of the request's workspace", default="")

    def _with(self, token: str) -> AsyncWebClient:
        pattern = self._client
        return AsyncWebClient(
            token=token,
            base_url=pattern.base_url,
            session=pattern.session,
            retry_handlers=list(pattern.retry_handlers),
        )

    def _speaking(self) -> AsyncWebClient:
        token = self._here.get()
        if not token:
            raise SlackRefused(NOT_INSTALLED)
        return self._with(token)

    async def of(self, workspace_id: str) -> Gateway:
        """The gateway of one workspace; raises SlackRefused where the app is not installed."""
        token = await self._installations.token_of(workspace_id)
        if token is None:
            raise SlackRefused(NOT_INSTALLED)
        return Gateway(self._with(token))

    async def listen(
        self, context: AsyncBoltContext, next: Callable[[], Awaitable[BoltResponse]]
    ) -> None:
        """Bolt's middleware, after authorization: from here on this task speaks for its request."""
        self._here.set(context.bot_token or "")
        await next()


def discovering(installations: Installations, inner: Middleware) -> Middleware:
    """Bolt's ``before_authorize``: hear of an organization's workspaces, then go on with inner."""
    heard: dict[str, float] = {}

    async def discover(
        req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        found = served(req)
        if found is not None and heard.get(found[0], 0.0) < time.monotonic():
            await installations.discover(*found)
            heard[found[0]] = time.monotonic() + KNOWN_SECONDS
        return await inner(req=req, resp=resp, next=next)

    return discover


def served(request: AsyncBoltRequest) -> tuple[str, str] | None:
    """(workspace, organization) of a request to an org-wide installation, else None."""
    context = request.context
    team_id = context.team_id or request.body.get("team_id")
    if not context.is_enterprise_install or not team_id or not context.enterprise_id:
        return None
    return str(team_id), str(context.enterprise_id)
