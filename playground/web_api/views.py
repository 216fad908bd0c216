"""views.open, push, update, publish"""

from __future__ import annotations

import json
from typing import Any

from playground.compose import file_ready
from playground.kit.core import Scan
from playground.kit.views import MAX_BYTES, scan_view
from playground.types import Json, Refused
from playground.web_api.method import Arg, Call, Method, parsed_json


def _refused(*problems: str) -> Refused:
    return Refused("invalid_arguments", response_metadata={"messages": list(problems)})


def _view(call: Call, *kinds: str) -> Json:
    """The `view` argument, checked."""
    view: Any = call.args["view"]
    if len(json.dumps(view)) > MAX_BYTES:
        raise Refused("view_too_large")
    scan = Scan(file_ready=lambda key: file_ready(call.ws, key))
    scan_view(view, scan)
    if scan.problems:
        raise _refused(*scan.problems)
    checked: Json = view
    if checked["type"] not in kinds:
        raise _refused(f"[ERROR] must be a {' or '.join(kinds)} view [json-pointer:/view/type]")
    return checked


def _open(call: Call) -> Json:
    view = _view(call, "modal")
    trigger = call.ground.triggers.check(call.args["trigger_id"])
    made = call.ground.views.open(trigger.person, view)
    call.ground.triggers.exchange(call.args["trigger_id"])
    return {"view": call.ground.views.shape(made)}


def _push(call: Call) -> Json:
    view = _view(call, "modal")
    trigger = call.ground.triggers.check(call.args["trigger_id"])
    made = call.ground.views.push(trigger.person, view, trigger.view)
    call.ground.triggers.exchange(call.args["trigger_id"])
    return {"view": call.ground.views.shape(made)}


def _update(call: Call) -> Json:
    view = _view(call, "modal", "home")
    views, external = call.ground.views, call.args["external_id"]
    if not external and not call.args["view_id"]:
        raise _refused("[ERROR] missing required field: view_id")
    there = views.find(external or call.args["view_id"], external=bool(external))
    if there.kind != view["type"]:
        raise _refused("[ERROR] the type of a view cannot change [json-pointer:/view/type]")
    return {"view": views.shape(views.update(there, view, call.args["hash"]))}


def _publish(call: Call) -> Json:
    person = call.ws.people.get(call.args["user_id"])
    if person is None or person.is_bot:
        raise _refused("invalid `user_id`")
    view = _view(call, "home")
    if not call.ground.manifest.home_tab:
        raise Refused("not_enabled")
    made = call.ground.views.publish(person.id, view, call.args["hash"])
    return {"view": call.ground.views.shape(made)}


_VIEW = Arg("view", parsed_json, required=True)
_TRIGGER = Arg("trigger_id", required=True)
_HASH = Arg("hash")

METHODS = (
    Method("views.open", _open, (_TRIGGER, _VIEW), tier="4"),
    Method("views.push", _push, (_TRIGGER, _VIEW), tier="4"),
    Method("views.update", _update, (_VIEW, Arg("view_id"), Arg("external_id"), _HASH), tier="4"),
    Method("views.publish", _publish, (Arg("user_id", required=True), _VIEW, _HASH), tier="4"),
)
