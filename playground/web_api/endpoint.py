"""The HTTP side of the Web API: arguments, tokens, scopes, limits, faults, answers."""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
from types import MappingProxyType
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from playground.faults import Fault
from playground.ground import Ground
from playground.scopes import lacking
from playground.traffic import Entry
from playground.types import Json, Refused
from playground.web_api import (
    auth,
    chat,
    conversations,
    files,
    history,
    oauth,
    reactions,
    users,
    views,
)
from playground.web_api.method import Call, Method, missing_scope
from playground.wire import abort

_FAMILIES = (auth, oauth, chat, conversations, history, users, reactions, views, files)
METHODS: MappingProxyType[str, Method] = MappingProxyType(
    {method.name: method for family in _FAMILIES for method in family.METHODS}
)
"""Every method by its name."""

_FORM = ("application/x-www-form-urlencoded", "multipart/form-data")


class Endpoint:
    """Answers `/api/{method}`."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def __call__(self, request: Request) -> Response:
        """Answer one call."""
        name = request.path_params["method"]
        try:
            args, token = await arguments(request)
        except Refused as problem:
            return JSONResponse({"ok": False, "error": problem.code})
        return await self.answer(request, name, args, token)

    async def answer(self, request: Request, name: str, args: Json, token: str | None) -> Response:
        """Answer a call whose arguments are read."""
        entry = self._ground.traffic.begin("api", "in", name, args)
        try:
            response = await self._answer(request, name, args, token, entry)
        except asyncio.CancelledError:
            self._ground.traffic.end(entry, "error", error="cancelled")
            raise
        return response

    async def _answer(
        self, request: Request, name: str, args: Json, token: str | None, entry: Entry
    ) -> Response:
        faults = self._ground.faults
        slow = faults.take("slow", name)
        if slow:
            await asyncio.sleep(slow.seconds or 1.0)
        broken = self._broken(name)
        if broken is not None:
            self._ground.traffic.end(entry, "error", error=f"HTTP {broken.status_code}")
            return broken
        body, status, headers = await self.call(name, args, token)
        error = None if body["ok"] else str(body["error"])
        if body["ok"] and faults.take("lost_answer", name):
            self._ground.traffic.end(entry, "error", body, "answer lost")
            return await _lose(request)
        self._ground.traffic.end(entry, "ok" if body["ok"] else "error", body, error)
        return JSONResponse(body, status, headers)

    def _broken(self, name: str) -> Response | None:
        """Faults that strike before anything has an effect."""
        faults = self._ground.faults
        fault: Fault | None = faults.take("rate_limited", name)
        if fault:
            return _rate_limited(int(fault.seconds or 1))
        fault = faults.take("server_error", name)
        if fault:
            return Response("Something went wrong", fault.status or 503, media_type="text/html")
        fault = faults.take("error", name)
        if fault:
            return JSONResponse({"ok": False, "error": fault.error or "internal_error"})
        return None

    async def call(
        self, name: str, args: Json, token: str | None
    ) -> tuple[Json, int, dict[str, str]]:
        """Answer a call without the HTTP around it. Out: body, status, headers."""
        method = METHODS.get(name)
        if method is None:
            return {"ok": False, "error": "unknown_method", "req_method": name}, 404, {}
        headers: dict[str, str] = {}
        try:
            self._authorize(method, token)
            headers["x-oauth-scopes"] = ",".join(sorted(self._granted(method)))
            if method.scopes:
                headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
            return {"ok": True, **await self._run(method, args)}, 200, headers
        except Refused as problem:
            body = {"ok": False, "error": problem.code, **problem.extra}
            wait = body.pop("retry_after", None)
            if wait is None:
                return body, 200, headers
            return body, 429, headers | {"Retry-After": str(wait)}

    def _granted(self, method: Method) -> frozenset[str]:
        ground = self._ground
        return ground.app_tokens_scopes if method.token == "app" else ground.scopes

    def _authorize(self, method: Method, token: str | None) -> None:
        if method.name == "api.test" or method.token == "none":
            return
        if not token:
            raise Refused("not_authed")
        tokens, installed = self._ground.tokens, self._ground.workspace.installed
        is_bot = tokens.is_bot(token)
        if not is_bot and token != tokens.app:
            raise Refused("invalid_auth")
        if (method.token == "app") == is_bot:
            raise Refused("not_allowed_token_type")
        if is_bot and tokens.revoked:
            raise Refused("token_revoked")
        if is_bot and not installed:
            raise Refused("account_inactive")
        if is_bot and tokens.is_expired(token, self._ground.clock.now()):
            raise Refused("token_expired")

    async def _run(self, method: Method, args: Json) -> Json:
        wait = self._ground.limits.check(method.name, method.tier)
        if wait:
            raise Refused("ratelimited", retry_after=wait)
        needed = lacking(self._granted(method), method.scopes)
        if needed:
            raise missing_scope(needed, self._granted(method))
        call = Call(self._ground, method.read(args), args)
        result = method.run(call)
        return await result if inspect.isawaitable(result) else result


def _rate_limited(seconds: int) -> Response:
    return JSONResponse(
        {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(max(seconds, 0))}
    )


async def _lose(request: Request) -> Response:
    """Break the line off after the effect; where the server cannot do that, a bare 502."""
    if abort(request.scope):
        while (await request.receive())["type"] != "http.disconnect":
            continue
    return Response(status_code=502)


async def arguments(request: Request) -> tuple[Json, str | None]:
    """The arguments and the token of a call. Refused: invalid_post_type, invalid_json,
    json_not_object, …
    """
    args: Json = dict(request.query_params) | _basic(request)
    header = request.headers.get("authorization", "")
    token = header[7:].strip() if header.lower().startswith("bearer ") else None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST":
        if kind == "application/json":
            return args | _json(await request.body()), token
        if kind in _FORM:
            async with request.form() as form:
                args |= {key: value for key, value in form.items() if isinstance(value, str)}
        elif await request.body():
            raise Refused("invalid_post_type" if kind else "missing_post_type")
    given = args.pop("token", None)
    return args, token or given


def _basic(request: Request) -> Json:
    """The app's own id and secret, where they come by HTTP Basic."""
    header = request.headers.get("authorization", "")
    if not header.lower().startswith("basic "):
        return {}
    try:
        known = base64.b64decode(header[6:].strip(), validate=True).decode()
    except ValueError:
        return {}
    name, _, secret = known.partition(":")
    return {"client_id": name, "client_secret": secret}


def _json(body: bytes) -> Json:
    if not body:
        return {}
    try:
        value: Any = json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError) as problem:
        raise Refused("invalid_json") from problem
    if not isinstance(value, dict):
        raise Refused("json_not_object")
    value.pop("token", None)
    return value
