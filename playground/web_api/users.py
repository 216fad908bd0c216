"""users.* and dnd.*"""

from __future__ import annotations

from playground.dnd import dnd_shape, snooze_shape
from playground.scopes import any_conversation_scope
from playground.shapes import profile_shape, user_shape
from playground.types import Json, Refused
from playground.web_api.conversations import LIST_ARGS, listed, need_team, need_types
from playground.web_api.method import Arg, Call, Method, flag, whole, words
from playground.web_api.paging import page

MAX_DND_USERS = 50
"""People that dnd.teamInfo answers for at once."""


def _may_email(call: Call) -> bool:
    return "users:read.email" in call.ground.scopes


def _info(call: Call) -> Json:
    return {"user": user_shape(call.ws, call.person(), email=_may_email(call))}


def _list(call: Call) -> Json:
    need_team(call)
    people = list(call.ws.people.values())
    limit = call.args["limit"] or max(len(people), 1)
    chunk, cursor = page(people, call.args["cursor"], limit, "user")
    return {
        "members": [user_shape(call.ws, p, email=_may_email(call)) for p in chunk],
        "cache_ts": int(call.ws.clock.now()),
        "response_metadata": {"next_cursor": cursor},
    }


def _conversations(call: Call) -> Json:
    """Where a person (or the app) is a member, as far as the app can see."""
    need_team(call)
    need_types(call)
    ws, kinds = call.ws, call.args["types"]
    person = ws.app_user
    if call.args["user"]:
        person = call.person().id
    found = [
        c
        for c in ws.channels.values()
        if c.kind in kinds and person in c.members and (c.kind == "public" or ws.app_in(c))
    ]
    return listed(call, found)


def _profile(call: Call) -> Json:
    person = call.person() if call.args["user"] else call.ws.people[call.ws.app_user]
    return {"profile": profile_shape(call.ws, person, email=_may_email(call))}


def _by_email(call: Call) -> Json:
    for person in call.ws.people.values():
        if person.email == call.args["email"] and not person.is_bot and not person.deleted:
            return {"user": user_shape(call.ws, person, email=True)}
    raise Refused("users_not_found")


def _presence(call: Call) -> Json:
    call.person()
    return {"presence": "active"}


def _dnd(call: Call) -> Json:
    own = not call.args["user"]
    person = call.ws.people[call.ws.app_user] if own else call.person()
    now = call.ws.clock.now()
    return dnd_shape(person, now) | (snooze_shape(person, now) if own else {})


def _team_dnd(call: Call) -> Json:
    users = call.args["users"]
    if len(users) > MAX_DND_USERS:
        raise Refused("too_many_users")
    now = call.ws.clock.now()
    known = [call.ws.people[u] for u in users if u in call.ws.people]
    return {"users": {p.id: dnd_shape(p, now) for p in known}, "cached": False}


_USER = Arg("user", required=True, missing="user_not_found")

METHODS = (
    Method(
        "users.info",
        _info,
        (_USER, Arg("include_locale", flag, default=False)),
        ("users:read",),
        "4",
    ),
    Method(
        "users.list",
        _list,
        (
            Arg("cursor"),
            Arg("limit", whole(0, 1000), default=0, bad="invalid_limit"),
            Arg("team_id"),
        ),
        ("users:read",),
        "2",
    ),
    Method(
        "users.conversations",
        _conversations,
        (*LIST_ARGS, Arg("user")),
        any_conversation_scope("read"),
    ),
    Method("users.profile.get", _profile, (Arg("user"),), ("users.profile:read",), "4"),
    Method(
        "users.lookupByEmail",
        _by_email,
        (Arg("email", required=True, missing="users_not_found"),),
        ("users:read.email",),
    ),
    Method("users.getPresence", _presence, (_USER,), ("users:read",)),
    Method("dnd.info", _dnd, (Arg("user"),), ("dnd:read",)),
    Method("dnd.teamInfo", _team_dnd, (Arg("users", words, required=True),), ("dnd:read",), "2"),
)
