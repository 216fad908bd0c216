"""The page on which Slack asks a person whether the app may come into their workspace."""

from __future__ import annotations

import html
from urllib.parse import urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from playground.ground import Ground
from playground.oauth import check_request, issue_code, scopes_of
from playground.page.access import acting
from playground.types import Refused

AUTHORIZE_PATH = "/oauth/v2/authorize"
_KEPT = ("client_id", "scope", "user_scope", "redirect_uri", "state", "team")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; form-action *",
    "Cache-Control": "no-store",
}


def page(title: str, body: str, status: int = 200) -> HTMLResponse:
    """A small page; `body` is HTML."""
    head = f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>{html.escape(title)}</title>"
    shown = f"{head}<main><h1>{html.escape(title)}</h1>{body}</main></html>"
    return HTMLResponse(shown, status, headers=_HEADERS)


class AuthorizePage:
    """GET asks, POST (`decision` = allow or deny; `as` = who) answers."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def routes(self) -> list[Route]:
        """The page's routes."""
        return [Route(AUTHORIZE_PATH, self._answer, methods=["GET", "POST"])]

    async def _answer(self, request: Request) -> Response:
        given = {key: value for key, value in request.query_params.items() if key in _KEPT}
        ground = self._ground
        try:
            check_request(ground.client, given, ground.manifest.scopes)
            if given.get("team", ground.workspace.id) != ground.workspace.id:
                raise Refused("invalid_team")
            person = acting(ground, request)
            if person.role == "guest":
                raise Refused("restricted_action")
        except Refused as problem:
            return page("Something went wrong", f"<p>{html.escape(problem.code)}</p>", 400)
        if request.method == "GET":
            return self._ask(given)
        async with request.form() as form:
            allowed = form.get("decision") == "allow"
        back = {"state": given.get("state", "")}
        if allowed:
            code = issue_code(ground.tokens, ground.secrets, given, person.id, ground.clock.now())
            back = {"code": code, **back}
        else:
            back = {"error": "access_denied", **back}
        return RedirectResponse(_with(self._back_to(given), back), 302)

    def _back_to(self, given: dict[str, str]) -> str:
        return given.get("redirect_uri") or self._ground.client.redirect_urls[0]

    def _ask(self, given: dict[str, str]) -> Response:
        ground = self._ground
        wanted = "".join(f"<li>{html.escape(s)}</li>" for s in sorted(scopes_of(given["scope"])))
        where = html.escape(f"{AUTHORIZE_PATH}?{urlencode(given)}")
        name, team = html.escape(ground.manifest.name), html.escape(ground.workspace.name)
        return page(
            f"{ground.manifest.name} asks to come in",
            f"<p>{name} asks to come into {team}. It may then:</p><ul>{wanted}</ul>"
            f'<form method=post action="{where}">'
            "<button name=decision value=deny>Cancel</button> "
            "<button name=decision value=allow>Allow</button></form>",
        )


def _with(url: str, more: dict[str, str]) -> str:
    parts = urlsplit(url)
    query = "&".join(each for each in (parts.query, urlencode(more)) if each)
    return urlunsplit(parts._replace(query=query))
