"""The ASGI application: Web API, Socket Mode, response URLs, uploads, files, the page and its
API.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from playground.ground import Ground
from playground.interactions import Interactor
from playground.library import take
from playground.oauth_page import AuthorizePage
from playground.page.access import LoopbackOnly, acting
from playground.page.live import Live
from playground.page.routes import page_routes
from playground.responses import answer_url
from playground.samples import Plays
from playground.types import Refused
from playground.web_api.endpoint import Endpoint

WEB = Path(__file__).parent / "web"
"""Where the page's files are."""


class Server:
    """The ASGI application `app` of one ground, its live changes and its sample talk."""

    def __init__(self, ground: Ground, samples: Path | None = None) -> None:
        self.ground = ground
        self.live = Live(ground)
        self.plays = Plays(ground, self.live, samples)
        self.app = LoopbackOnly(Starlette(routes=self._routes()))

    def _routes(self) -> list[BaseRoute]:
        return [
            Route("/api/{method}", Endpoint(self.ground).__call__, methods=["GET", "POST"]),
            WebSocketRoute("/link/", self._link),
            *(
                Route(f"/{kind}/{{number}}/{{secret}}", self._response_url, methods=["POST"])
                for kind in ("actions", "commands", "app")
            ),
            Route("/upload/v1/{file}", self._upload, methods=["POST", "PUT"]),
            Route("/files-pri/{key}/{rest:path}", self._private_file),
            Route("/page/files/{file}/{name:path}", self._page_file),
            WebSocketRoute("/page/live", self._live),
            *AuthorizePage(self.ground).routes(),
            *page_routes(self.ground, Interactor(self.ground), self.live, self.plays),
            Route("/", self._index),
            Route("/archives/{rest:path}", self._index),
            Route("/app_redirect", self._index),
            Mount("/web", StaticFiles(directory=WEB, check_dir=False)),
        ]

    async def _link(self, socket: WebSocket) -> None:
        await self.ground.pump.hub.serve(socket)

    async def _live(self, socket: WebSocket) -> None:
        try:
            person = acting(self.ground, socket)
        except Refused:
            await socket.close(code=4003)
            return
        await self.live.serve(socket, person.id)

    async def _response_url(self, request: Request) -> Response:
        key = f"{request.path_params['number']}/{request.path_params['secret']}"
        traffic = self.ground.traffic
        try:
            body: Any = json.loads(await request.body())
        except json.JSONDecodeError:
            return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
        entry = traffic.begin("response_url", "in", "response_url", body)
        try:
            answer_url(self.ground, key, body if isinstance(body, dict) else {})
        except Refused as problem:
            status = 404 if problem.code in ("used_url", "expired_url") else 400
            answer = {"ok": False, "error": problem.code, **problem.extra}
            traffic.end(entry, "error", answer, problem.code)
            return JSONResponse(answer, status)
        traffic.end(entry, "ok", {"ok": True})
        return JSONResponse({"ok": True})

    async def _upload(self, request: Request) -> Response:
        try:
            file = self.ground.workspace.file(request.path_params["file"])
            if file.uploaded:
                raise Refused("already_uploaded")
            take(file, await _bytes(request))
        except Refused as problem:
            return PlainTextResponse(problem.code, 400)
        self.ground.traffic.note("api", "in", "upload", {"file": file.id, "bytes": file.length})
        return PlainTextResponse(f"OK - {len(file.content)}")

    async def _private_file(self, request: Request) -> Response:
        """A file for the app, which must show its token."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        if not self.ground.tokens.is_bot(token) or "files:read" not in self.ground.scopes:
            return Response("<!DOCTYPE html>Sign in", media_type="text/html")
        return self._file(request.path_params["key"].partition("-")[2])

    async def _page_file(self, request: Request) -> Response:
        return self._file(request.path_params["file"])

    def _file(self, key: str) -> Response:
        file = self.ground.workspace.files.get(key)
        if file is None or file.deleted or not file.uploaded:
            return PlainTextResponse("Not Found", 404)
        safe = file.mimetype if file.is_image and "svg" not in file.mimetype else ""
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        }
        return Response(
            file.content, media_type=safe or "text/plain; charset=utf-8", headers=headers
        )

    async def _index(self, request: Request) -> Response:
        page = WEB / "index.html"
        if not page.exists():
            return PlainTextResponse("The page is not there. The API is described in API.md.", 404)
        return FileResponse(page, headers={"Cache-Control": "no-cache"})

    async def stop(self) -> None:
        """End all that goes on in the background."""
        await self.plays.stop()
        await self.ground.pump.stop()


async def _bytes(request: Request) -> bytes:
    """The uploaded bytes: the body itself, or the first file of a form."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form() as form:
            for value in form.values():
                if not isinstance(value, str):
                    return await value.read()
        return b""
    return await request.body()
