"""oauth.v2.access: a code, or a refresh token, for a token."""

from __future__ import annotations

from playground import oauth
from playground.membership import install
from playground.types import Json, Refused
from playground.web_api.method import Arg, Call, Method


def _access(call: Call) -> Json:
    """Slack looks at the app's own secrets first, then at what it wants a token for."""
    args, client = call.args, call.ground.client
    if args["client_id"] != client.id:
        raise Refused("invalid_client_id")
    if args["client_secret"] != client.secret:
        raise Refused("bad_client_secret")
    kind = args["grant_type"] or "authorization_code"
    if kind == "refresh_token":
        return _refreshed(call)
    if kind != "authorization_code":
        raise Refused("invalid_grant_type")
    return _installed(call)


def _installed(call: Call) -> Json:
    ground, ws = call.ground, call.ws
    now = ground.clock.now()
    code = oauth.redeem(
        ground.tokens, call.args["code"] or "", call.args["redirect_uri"] or "", now
    )
    # A token that was revoked, or of an app that was removed, never comes back to life.
    fresh = ground.tokens.revoked or not ws.installed
    if fresh:
        install(ws)
    oauth.mint(ground.tokens, ground.secrets, ground.client, now=now, fresh=fresh)
    ground.scopes = code.scopes if fresh else ground.scopes | code.scopes
    return _answer(call) | {"authed_user": {"id": code.person}}


def _refreshed(call: Call) -> Json:
    ground = call.ground
    given = call.args["refresh_token"]
    if not ground.client.rotates or not given or given != ground.tokens.refresh:
        raise Refused("invalid_refresh_token")
    if ground.tokens.revoked or not call.ws.installed:
        raise Refused("invalid_refresh_token")
    oauth.mint(ground.tokens, ground.secrets, ground.client, now=ground.clock.now(), fresh=False)
    return _answer(call)


def _answer(call: Call) -> Json:
    ground, ws = call.ground, call.ws
    answer: Json = {
        "access_token": ground.tokens.bot,
        "token_type": "bot",
        "scope": ",".join(sorted(ground.scopes)),
        "bot_user_id": ws.app_user,
        "app_id": ws.app_id,
        "team": None if ws.organization else {"id": ws.id, "name": ws.name},
        "enterprise": ws.enterprise,
        "is_enterprise_install": bool(ws.organization),
    }
    if ground.client.rotates:
        answer |= {"refresh_token": ground.tokens.refresh, "expires_in": oauth.TOKEN_SECONDS}
    return answer


METHODS = (
    Method(
        "oauth.v2.access",
        _access,
        (
            Arg("client_id"),
            Arg("client_secret"),
            Arg("code"),
            Arg("redirect_uri"),
            Arg("grant_type"),
            Arg("refresh_token"),
        ),
        tier="4",
        token="none",
    ),
)
