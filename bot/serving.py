"""Run the bot: by Socket Mode, or by HTTP under uvicorn. Both stop gracefully on a signal."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.responses import JSONResponse, PlainTextResponse

from bot.app import Bot, build
from bot.errors import StartError
from bot.installing import INSTALL_PATH, require_many
from bot.listening import QuietServer, listen
from bot.logs import where
from bot.monitor import monitoring
from bot.settings import Settings
from bot.slack.gateway import Gateway, SlackFailure, SlackRefused

log = logging.getLogger(__name__)

EVENTS_PATH = "/slack/events"
HEALTH_PATH = "/health"
STAMP = b"x-slack-request-timestamp"
# A half-open socket is noticed after a little more than this many seconds.
PING_SECONDS = 3.0
HEALTH_SECONDS = 2.0

Announce = Callable[[str], None]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def require_tokens(settings: Settings, *, http: bool) -> None:
    """Raise StartError, saying where to find it, for a token that is missing or of another kind."""
    if settings.serves_many:
        require_many(settings)
        if not http:
            raise StartError(
                "SLACK_CLIENT_ID is set: many workspaces are served over HTTP only (`ba run"
                " --http`). For one workspace, take it away and set SLACK_BOT_TOKEN."
            )
    elif not settings.slack_bot_token.get_secret_value():
        raise StartError(
            "SLACK_BOT_TOKEN is missing: it begins with xoxb- and stands under"
            " “OAuth & Permissions” of your app on api.slack.com/apps."
        )
    if http and not settings.slack_signing_secret.get_secret_value():
        raise StartError(
            "SLACK_SIGNING_SECRET is missing: it stands under “Basic Information”,"
            " “App Credentials” of your app on api.slack.com/apps."
        )
    app_token = settings.slack_app_token.get_secret_value()
    if not http and not app_token.startswith("xapp-"):
        wrong = "is missing" if not app_token else "is not an app-level token"
        raise StartError(
            f"SLACK_APP_TOKEN {wrong}: it begins with xapp- and is made under “Basic Information”,"
            " “App-Level Tokens” of your app on api.slack.com/apps, with connections:write."
        )


async def serve_socket(
    settings: Settings, announce: Announce, *, stop: asyncio.Event | None = None
) -> None:
    """Run by Socket Mode until a signal (or ``stop``) comes. Raises StartError in words."""
    require_tokens(settings, http=False)
    stop = stop or _stop_on_signal()
    token = settings.slack_app_token.get_secret_value()
    async with build(settings) as bot, monitoring(bot, settings), bot.running(stop):
        await check_app_token(bot.ba.gateway.client, token)
        handler = AsyncSocketModeHandler(bot.app, token, ping_interval=PING_SECONDS)
        try:
            connecting = asyncio.ensure_future(handler.connect_async())  # type: ignore[no-untyped-call]
            await _first_of(connecting, stop)
            if not stop.is_set():
                announce("Connected to Slack by Socket Mode. Press Ctrl-C to stop.")
                await stop.wait()
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]
            log.info("stopped")


async def _first_of(work: asyncio.Future[Any], stop: asyncio.Event) -> None:
    waiting = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
    finally:
        work.cancel()
        waiting.cancel()


async def check_app_token(client: AsyncWebClient, token: str) -> None:
    """Ask Slack for a socket once: a wrong token would make the socket's client retry for ever.

    Raises StartError in words for a wrong token; a Slack that is away is left to that client.
    """
    pattern = AsyncWebClient(token=token, base_url=client.base_url, session=client.session)
    try:
        await Gateway(pattern).call("apps.connections.open")
    except SlackRefused as refused:
        raise StartError(
            f"Slack does not accept the app token ({refused.code}). Check SLACK_APP_TOKEN: it needs"
            " the scope connections:write, and Socket Mode must be switched on for the app."
        ) from None
    except SlackFailure as failure:
        log.warning("no socket yet (%s), the socket's client goes on asking", failure)


async def serve_http(
    settings: Settings,
    announce: Announce,
    *,
    host: str,
    port: int,
    stop: asyncio.Event | None = None,
) -> None:
    """Serve signed requests until a signal (or ``stop``) comes. Raises StartError in words."""
    require_tokens(settings, http=True)
    stop = stop or _stop_on_signal()
    listening = listen(host, port)
    try:
        async with build(settings) as bot, monitoring(bot, settings), bot.running(stop):
            server = QuietServer(_config(bot))
            serving = asyncio.ensure_future(server.serve(sockets=[listening]))
            shown = f"http://{host}:{listening.getsockname()[1]}"
            announce(f"Listening for Slack on {shown}{EVENTS_PATH}. Press Ctrl-C to stop.")
            if settings.serves_many:
                public = settings.public_url.rstrip("/")
                announce(f"Workspaces are added at {public}{INSTALL_PATH}.")
            waiting = asyncio.ensure_future(stop.wait())
            await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            server.should_exit = True
            await serving
    finally:
        listening.close()
        log.info("stopped")


def _config(bot: Bot) -> uvicorn.Config:
    return uvicorn.Config(
        http_app(bot),
        http="httptools",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
    )


def http_app(bot: Bot) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """The ASGI application: Bolt on ``/slack/events``, and ``GET /health``."""
    slack = AsyncSlackRequestHandler(bot.app, path=EVENTS_PATH)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == HEALTH_PATH:
            is_well = await _is_well(bot.engine)
            answer = JSONResponse({"ok": is_well}, status_code=200 if is_well else 503)
            await answer(scope, receive, send)
            return
        if not _is_dated(scope):  # Bolt would fail over it: 500
            await PlainTextResponse("not from Slack", 401)(scope, receive, send)
            return
        try:
            await slack(scope, receive, send)  # type: ignore[arg-type]
        except Exception as error:  # Bolt takes a request apart before anything of ours is asked
            log.warning("a request was not understood: %s", where(error))
            await PlainTextResponse("not understood", 400)(scope, receive, send)

    return serve


def _is_dated(scope: Scope) -> bool:
    """Whether a request's time stamp is one, or missing, as on the pages of an installation."""
    stamps = [value for name, value in scope.get("headers") or () if name == STAMP]
    return all(value.isdigit() and len(value) < 20 for value in stamps)


async def _is_well(engine: AsyncEngine) -> bool:
    try:
        async with asyncio.timeout(HEALTH_SECONDS), engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError, TimeoutError):
        return False
    return True


def _stop_on_signal() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    return stop
