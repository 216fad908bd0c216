"""What the app answers to a submitted form: errors, update, push, clear, or nothing (which closes
it).
"""

from __future__ import annotations

from typing import Any

from playground.compose import file_ready
from playground.ground import Ground
from playground.kit.core import Scan
from playground.kit.views import scan_view
from playground.modals import OpenView
from playground.types import Json, Refused

TROUBLE = "We had some trouble connecting. Try again?"
"""What Slack says when an app's answer to a form is not valid."""


def _trouble(why: str) -> Refused:
    return Refused("dispatch_failed", f"{TROUBLE} ({why})")


def apply_response(ground: Ground, view: OpenView, body: Any) -> Json:
    """Do what the answer says. Out: {response_action, errors?}. Refused(dispatch_failed) for a
    wrong answer.
    """
    if not body:
        ground.views.close(view, clear=False)
        return {"response_action": None}
    action = body.get("response_action") if isinstance(body, dict) else None
    handler = _ACTIONS.get(str(action))
    if handler is None:
        raise _trouble(f"unknown response_action {action!r}")
    handler(ground, view, body)
    return {"response_action": action, **({"errors": body["errors"]} if action == "errors" else {})}


def _errors(ground: Ground, view: OpenView, body: Json) -> None:
    errors = body.get("errors")
    inputs = {b["block_id"] for b in view.given["blocks"] if b.get("type") == "input"}
    if not isinstance(errors, dict) or not errors:
        raise _trouble("no errors given")
    wrong = [key for key in errors if key not in inputs]
    if wrong:
        raise _trouble(f"errors for blocks that are no inputs: {', '.join(wrong)}")
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise _trouble("errors must be texts")


def _checked(ground: Ground, body: Json) -> Json:
    given = body.get("view")
    scan = Scan(file_ready=lambda key: file_ready(ground.workspace, key))
    scan_view(given, scan)
    if scan.problems or not isinstance(given, dict) or given.get("type") != "modal":
        raise _trouble("; ".join(scan.problems) or "not a modal")
    return given


def _update(ground: Ground, view: OpenView, body: Json) -> None:
    ground.views.update(view, _checked(ground, body))


def _push(ground: Ground, view: OpenView, body: Json) -> None:
    given = _checked(ground, body)
    try:
        ground.views.push(view.person, given, view.id)
    except Refused as problem:
        raise _trouble(problem.code) from problem


def _clear(ground: Ground, view: OpenView, body: Json) -> None:
    ground.views.close(view, clear=True)


_ACTIONS = {"errors": _errors, "update": _update, "push": _push, "clear": _clear}
