"""The servers that ``accept`` compares, each in a process of its own.

* ``ba``: our inbox as ``before_authorize``, durable in the database given
* ``bare``: the same bare ``AsyncApp`` whose ``before_authorize`` answers without writing
* ``listener``: a bare ``AsyncApp`` with an ordinary ``message`` listener
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.clock import SystemClock
from bot.collecting import calm_collector
from bot.inbox import InboxWriter, inbox_middleware
from models.channel import Level, ensure_channel
from models.database import (
    make_engine,
    make_sessions,
    make_writer_engine,
)

SECRET = "benchmark-secret"
WORKSPACE, CHANNEL = "T0BENCH", "C0BENCH"


async def _authorize(**_: Any) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id=WORKSPACE, bot_token="xoxb-none", bot_user_id="U0BOT"
    )


def bolt_app(before_authorize: Any = None) -> AsyncApp:
    """An app that knows its workspace without asking Slack."""
    return AsyncApp(signing_secret=SECRET, authorize=_authorize, before_authorize=before_authorize)


async def _answer(req: Any, resp: Any, next: Any) -> BoltResponse:
    return BoltResponse(status=200, body="")


async def serve(app: AsyncApp, port: int) -> None:
    """Answer requests on a port until a signal comes."""
    handler = AsyncSlackRequestHandler(app, path="/slack/events")
    config = uvicorn.Config(
        handler, port=port, log_level="error", loop="uvloop", http="httptools", access_log=False
    )
    server = uvicorn.Server(config)
    await server.serve()


async def _main(kind: str, port: int, database_url: str) -> None:
    if kind == "bare":
        await serve(bolt_app(_answer), port)
    elif kind == "listener":
        app = bolt_app()

        async def on_message() -> None:
            return None

        app.event("message")(on_message)
        await serve(app, port)
    else:
        engine = make_engine(database_url)
        sessions = make_sessions(engine)
        async with sessions.begin() as session:
            await ensure_channel(session, WORKSPACE, CHANNEL, level=Level.LISTENING)
        writing = make_writer_engine(database_url)
        sink = writing
        writer = InboxWriter(sink, SystemClock(), asyncio.Event(), timeout=30)
        await writer.start()
        await serve(bolt_app(inbox_middleware(writer)), port)
        await writer.stop()
        writing.dispose()
        await engine.dispose()


if __name__ == "__main__":
    import uvloop

    with calm_collector():
        uvloop.run(_main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
