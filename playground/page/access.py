"""Who asks, and from where: the acting person, the loopback checks, errors as answers."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from playground.ground import Ground
from playground.model import Channel, Person
from playground.types import Json, Refused

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "testserver"})
"""Names under which the page may be reached; `testserver` is Starlette's in-process test client."""


def is_loopback(headers: Headers) -> bool:
    """Whether Host, and Origin if sent, are loopback names: keeps DNS rebinding and other sites'
    pages out.
    """
    host = urlsplit("//" + headers.get("host", "")).hostname
    if host not in LOOPBACK:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).hostname in LOOPBACK


def acting(ground: Ground, connection: HTTPConnection) -> Person:
    """The person named by `as` or the header; the first member when none is named."""
    ws = ground.workspace
    key = connection.query_params.get("as") or connection.headers.get("x-playground-as")
    if key:
        return ws.person(key)
    return next(p for p in ws.people.values() if p.role == "member" and not p.deleted)


class LoopbackOnly:
    """ASGI middleware that lets nothing through but what comes from this machine's own pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 (a WebSocket: refuse the handshake) when Host or Origin is not loopback."""
        if scope["type"] in ("http", "websocket") and not is_loopback(Headers(scope=scope)):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 4003})
                return
            body = {"ok": False, "error": "forbidden", "message": "Only from this machine."}
            await JSONResponse(body, 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


async def body_of(request: Request) -> Json:
    """The JSON body; empty when there is none. Refused(invalid_json)."""
    content = await request.body()
    if not content:
        return {}
    try:
        value = json.loads(content)
    except json.JSONDecodeError as problem:
        raise Refused("invalid_json", "The body is not JSON.") from problem
    if not isinstance(value, dict):
        raise Refused("invalid_json", "The body is not a JSON object.")
    return value


def field(body: Json, name: str, kind: type | tuple[type, ...] = str) -> object:
    """A required field of the body. Refused(invalid_arguments)."""
    value = body.get(name)
    if not isinstance(value, kind):
        raise Refused("invalid_arguments", f"{name} is missing or of the wrong kind.")
    return value


def word(body: Json, name: str) -> str:
    """A required string field."""
    return str(field(body, name))


def seen_channel(ground: Ground, person: Person, key: str) -> Channel:
    """A channel that this person may open. Refused(channel_not_found)."""
    channel = ground.workspace.channel(key)
    if not ground.workspace.visible_to(person, channel):
        raise Refused("channel_not_found", "There is no such channel.")
    return channel


def own_channel(ground: Ground, person: Person, key: str) -> Channel:
    """A channel that this person is a member of. Refused(not_in_channel)."""
    channel = seen_channel(ground, person, key)
    if person.id not in channel.members:
        raise Refused("not_in_channel", "Join the channel first.")
    return channel


Action = Callable[[Ground, Person, Request], Awaitable[Json]]
"""What a page call does: the acting person and the request in, fields of the answer out."""


def endpoint(ground: Ground, action: Action) -> Callable[[Request], Awaitable[Response]]:
    """A Starlette endpoint of an action, with the checks and the shape of every answer."""

    async def answer(request: Request) -> Response:
        try:
            person = acting(ground, request)
            return JSONResponse({"ok": True, **await action(ground, person, request)})
        except Refused as problem:
            status = 404 if problem.code.endswith("_not_found") else 400
            body = {"ok": False, "error": problem.code, "message": problem.message}
            return JSONResponse(body, status)

    return answer
