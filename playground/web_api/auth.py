"""auth.*, apps.*, api.*, team.*, bots.*, emoji.*"""

from __future__ import annotations

from playground.emoji import EMOJI
from playground.model import Fact
from playground.types import Json, Refused
from playground.web_api.method import Arg, Call, Method, flag


def _test(call: Call) -> Json:
    ws = call.ws
    return {
        "url": ws.url,
        "team": ws.name,
        "user": ws.people[ws.app_user].name,
        "team_id": ws.id,
        "user_id": ws.app_user,
        "bot_id": ws.bot_id,
        "is_enterprise_install": bool(ws.organization),
    } | ({"enterprise_id": ws.organization} if ws.organization else {})


def _revoke(call: Call) -> Json:
    if call.args["test"]:
        return {"revoked": False}
    call.ws.publish(Fact("tokens_revoked"))
    call.ground.tokens.revoked = True
    return {"revoked": True}


def _open(call: Call) -> Json:
    fault = call.ground.faults.take("refuse_connect", "apps.connections.open")
    if fault:
        raise Refused(fault.error or "internal_error")
    return {"url": call.ground.pump.hub.ticket()}


def _api_test(call: Call) -> Json:
    if call.raw.get("error"):
        raise Refused(str(call.raw["error"]), args=call.raw)
    return {"args": call.raw}


def _team(call: Call) -> Json:
    ws = call.ws
    icon = {"image_default": True}
    return {
        "team": {
            "id": ws.id,
            "name": ws.name,
            "url": ws.url,
            "domain": ws.domain,
            "email_domain": f"{ws.domain}.example",
            "icon": icon,
            "avatar_base_url": "https://ca.slack-edge.com/",
            "is_verified": False,
        }
    }


def _bot(call: Call) -> Json:
    ws = call.ws
    if call.args["bot"] not in (None, ws.bot_id):
        raise Refused("bot_not_found")
    person = ws.people[ws.app_user]
    return {
        "bot": {
            "id": ws.bot_id,
            "deleted": False,
            "name": ws.app_name,
            "updated": person.updated,
            "app_id": ws.app_id,
            "user_id": ws.app_user,
            "icons": {},
        }
    }


def _emoji(call: Call) -> Json:
    return {"emoji": {}, "cache_ts": call.ws.event_ts(), "categories_version": str(len(EMOJI))}


METHODS = (
    Method("api.test", _api_test, tier="4"),
    Method("auth.test", _test, tier="special"),
    Method("auth.revoke", _revoke, (Arg("test", flag, default=False),)),
    Method("apps.connections.open", _open, scopes=("connections:write",), tier="1", token="app"),
    Method("team.info", _team, (Arg("team"),), ("team:read",)),
    Method("bots.info", _bot, (Arg("bot"),), ("users:read",)),
    Method("emoji.list", _emoji, scopes=("emoji:read",), tier="2"),
)
