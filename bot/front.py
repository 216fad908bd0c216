"""Bolt's app and the gateway: of one workspace by its token, or of many by OAuth."""

from __future__ import annotations

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.inbox import InboxWriter, inbox_middleware
from bot.installing import make_authorize, make_flow, make_installations
from bot.settings import Settings
from bot.slack.gateway import Gateway
from bot.slack.workspaces import GatewayOfMany, discovering
from bot.steady import SteadyApp
from bot.texts import installing as texts


def make_front(
    settings: Settings,
    clock: Clock,
    engine: AsyncEngine,
    http: aiohttp.ClientSession,
    writer: InboxWriter,
) -> tuple[AsyncApp, Gateway]:
    """The app that takes requests, and the gateway that answers. Raises StartError."""
    # One shared session, and no silent resending but after "too many requests".
    client = AsyncWebClient(
        token=None if settings.serves_many else settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        session=http,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=1)],
    )
    secret = settings.slack_signing_secret.get_secret_value() or None
    inbox = inbox_middleware(writer)
    if not settings.serves_many:
        app = SteadyApp(
            client=client,
            signing_secret=secret,
            before_authorize=inbox,
            raise_error_for_unhandled_request=False,
        )
        return app, Gateway(client)
    installations = make_installations(settings, engine, client, clock)
    gateway = GatewayOfMany(client, installations)
    app = SteadyApp(
        client=client,
        signing_secret=secret,
        before_authorize=discovering(installations, inbox),
        authorize=make_authorize(installations),  # type: ignore[arg-type]  # it may be an object
        oauth_flow=make_flow(settings, installations, client),
        user_facing_authorize_error_message=texts.NOT_INSTALLED,
        raise_error_for_unhandled_request=False,
    )
    app.middleware(gateway.listen)
    return app, gateway
