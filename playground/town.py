"""Several workspaces behind one address of the Web API, as with Slack: the token says which.

Each workspace has a server of its own for its page; what an app calls goes to `api_url`, and
people come to `authorize`. It is one app: id, secrets and request URL are the same everywhere.
"""

from __future__ import annotations

import asyncio
import html
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from playground.ground import Ground
from playground.harness import Playground, running
from playground.ids import Ids
from playground.oauth_page import AUTHORIZE_PATH, page
from playground.serving import serve_asgi
from playground.types import Json, Refused
from playground.web_api.endpoint import Endpoint, arguments


@dataclass
class Town:
    """Running workspaces that share one app. `api_url` ends with `/api/`."""

    places: Sequence[Playground]
    api_url: str = ""

    def environment(self) -> dict[str, str]:
        """For an app that is installed in all of them by OAuth."""
        return self.places[0].oauth_environment() | {"SLACK_API_URL": self.api_url}

    async def idle(self) -> None:
        """Wait until nothing sent is on its way any more."""
        await asyncio.gather(*(place.idle() for place in self.places))

    async def set_request_url(self, url: str) -> None:
        """Where the app takes requests, whichever workspace they come from."""
        for place in self.places:
            await place.set_request_url(url)


class _Gate:
    """The one address: hands each call to the workspace that it belongs to."""

    def __init__(self, grounds: Sequence[Ground]) -> None:
        self._grounds = grounds
        self.app = Starlette(
            routes=[
                Route("/api/{method}", self._call, methods=["GET", "POST"]),
                Route(AUTHORIZE_PATH, self._authorize, methods=["GET"]),
            ]
        )

    async def _call(self, request: Request) -> Response:
        name = request.path_params["method"]
        try:
            args, token = await arguments(request)
        except Refused as problem:
            return JSONResponse({"ok": False, "error": problem.code})
        ground = self._of(args, token)
        return await Endpoint(ground).answer(request, name, args, token)

    def _of(self, args: Json, token: str | None) -> Ground:
        for ground in self._grounds:
            tokens = ground.tokens
            known = (args.get("code") in tokens.codes, args.get("refresh_token") == tokens.refresh)
            if (token and tokens.is_bot(token)) or known[0] or (tokens.refresh and known[1]):
                return ground
        return self._grounds[0]  # it knows how to say no

    async def _authorize(self, request: Request) -> Response:
        """Which workspace? Then on to its own page."""
        given = dict(request.query_params)
        by_team = {ground.workspace.id: ground for ground in self._grounds}
        if given.get("team") in by_team:
            return RedirectResponse(_page_of(by_team[given["team"]], given), 302)
        links = "".join(
            f'<li><a href="{html.escape(_page_of(g, given))}">{html.escape(g.workspace.name)}</a>'
            for g in self._grounds
        )
        return page("Which workspace?", f"<ul>{links}</ul>")


def _page_of(ground: Ground, given: dict[str, str]) -> str:
    query = urlencode(given | {"team": ground.workspace.id})
    return f"{ground.base_url}{AUTHORIZE_PATH}?{query}"


def _be_one_app(grounds: Sequence[Ground], *, in_grid: bool) -> None:
    """The same app in all; tokens and team ids of their own, whatever the seeds are."""
    first, *others = grounds
    for ground in grounds if in_grid else ():
        ground.workspace.organization = ground.secrets.new("E")
    for number, ground in enumerate(others, 2):
        own = ground.secrets = Ids(1000 + number)
        ground.client = first.client
        ground.workspace.app_id = first.workspace.app_id
        ground.tokens.signing = ground.pump.http.secret = first.tokens.signing
        ground.tokens.bot = f"xoxb-{own.digits()}-{own.digits()}-{own.token()}"
        ground.workspace.id = own.new("T")
        ground.workspace.name = f"{ground.workspace.name} {number}"


@asynccontextmanager
async def running_town(
    manifest: str | Path | Json,
    seeds: Sequence[int] = (1, 1),
    *,
    start: float | None = None,
    speed: float = 1.0,
    in_grid: bool = False,
) -> AsyncIterator[Town]:
    """Workspaces (one for each seed) in which the app is not installed yet.

    Equal seeds give equal ids of people and channels: what must never be mixed up, though only the
    team tells it apart. ``in_grid``: each is the one workspace of an organization (Enterprise Grid)
    that takes the app as a whole.
    """
    async with AsyncExitStack() as stack:
        places = [
            await stack.enter_async_context(running(manifest, seed=seed, start=start, speed=speed))
            for seed in seeds
        ]
        grounds = [place.ground for place in places]
        _be_one_app(grounds, in_grid=in_grid)
        for ground in grounds:
            ground.workspace.installed = False
        url = await stack.enter_async_context(serve_asgi(_Gate(grounds).app))
        yield Town(places, f"{url}/api/")
