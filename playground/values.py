"""What people fill in: from the page's values to Slack's action and state shapes, with the page's
own checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playground.kit.blocks import interactive_elements
from playground.mrkdwn import rich_text, typed
from playground.shapes import file_shape
from playground.types import Json, Refused
from playground.workspace import Workspace

SINGLE = {
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
}
"""Elements whose value is passed on as it is: the field of the state, and of the initial value."""
ONE_OPTION = frozenset({"static_select", "external_select", "radio_buttons", "overflow"})
MANY_OPTIONS = frozenset({"multi_static_select", "multi_external_select", "checkboxes"})
STATELESS = frozenset({"button", "overflow", "workflow_button"})

Options = Callable[[Json], list[Json]]
"""The options of an element: its own, or those last suggested for it."""

_UNTOUCHED = object()


def own_options(element: Json) -> list[Json]:
    """The options that stand in the element, those in groups included, and its initial ones."""
    found: list[Json] = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        found += group.get("options") or []
    initial = element.get("initial_option")
    return found + ([initial] if initial else []) + list(element.get("initial_options") or [])


def element_value(ws: Workspace, element: Json, given: Any, options: Options) -> Json:
    """The element's part of `state.values`. `given` is a page value."""
    kind = str(element["type"])
    if kind in SINGLE:
        name, initial = SINGLE[kind]
        value = element.get(initial) if given is _UNTOUCHED else given
        if name == "value" and value == "":
            value = None
        if value is None and kind.startswith("multi_"):
            value = []
        return {"type": kind, name: value}
    if kind in ONE_OPTION:
        chosen = _one(element, given, options)
        return {"type": kind, "selected_option": chosen}
    if kind in MANY_OPTIONS:
        return {"type": kind, "selected_options": _many(element, given, options)}
    if kind == "rich_text_input":
        return _rich(ws, element, given)
    if kind == "file_input":
        keys = [] if given in (None, _UNTOUCHED) else list(given)
        return {"type": kind, "files": [file_shape(ws, ws.file(key)) for key in keys]}
    return {"type": kind}


def _one(element: Json, given: Any, options: Options) -> Json | None:
    if given is _UNTOUCHED:
        found: Json | None = element.get("initial_option")
        return found
    return None if given is None else _pick(options(element), given)


def _many(element: Json, given: Any, options: Options) -> list[Json]:
    if given is _UNTOUCHED:
        return list(element.get("initial_options") or [])
    return [_pick(options(element), value) for value in given or []]


def _pick(options: list[Json], value: Any) -> Json:
    for option in options:
        if option.get("value") == value:
            return option
    raise Refused("invalid_option", f"There is no option {value!r} here.")


def _rich(ws: Workspace, element: Json, given: Any) -> Json:
    value = element.get("initial_value") if given is _UNTOUCHED else None
    if isinstance(given, str) and given:
        block = rich_text(ws, typed(ws, given))
        value = {"type": "rich_text", "elements": block["elements"]}
    return {"type": "rich_text_input", "rich_text_value": value}


def state_values(ws: Workspace, blocks: list[Json], given: Json, options: Options) -> Json:
    """`state.values` of a whole surface from the page's `state`."""
    values: Json = {}
    for block in blocks:
        for _, element in interactive_elements(block):
            if element["type"] in STATELESS:
                continue
            filled = given.get(block["block_id"], {}).get(element["action_id"], _UNTOUCHED)
            entry = element_value(ws, element, filled, options)
            values.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return values


def action_shape(ws: Workspace, block_id: str, element: Json, given: Any, options: Options) -> Json:
    """One entry of a block_actions payload's `actions`."""
    kind = str(element["type"])
    shape: Json = {"type": kind, "action_id": element["action_id"], "block_id": block_id}
    if kind == "button":
        shape |= {k: element[k] for k in ("text", "value", "style", "url") if k in element}
    elif kind in ONE_OPTION or kind in MANY_OPTIONS or kind in SINGLE:
        shape |= element_value(ws, element, given, options)
        shape |= {k: v for k, v in element.items() if k.startswith("initial_")}
        if "placeholder" in element:
            shape["placeholder"] = element["placeholder"]
    else:
        shape |= element_value(ws, element, given, options)
    return shape | {"action_ts": ws.event_ts()}


def own_checks(blocks: list[Json], values: Json) -> dict[str, str]:
    """What the page itself refuses before the app is asked: {block_id: sentence}."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        value = values.get(block["block_id"], {}).get(element["action_id"], {})
        problem = _problem(block, element, value)
        if problem:
            errors[block["block_id"]] = problem
    return errors


def _filled(value: Json) -> Any:
    return next((v for k, v in value.items() if k != "type" and v not in (None, "", [])), None)


def _problem(block: Json, element: Json, value: Json) -> str | None:
    filled = _filled(value)
    if filled is None:
        return None if block.get("optional") else "Please complete this required field."
    check = _CHECKS.get(str(element["type"]))
    return check(element, filled) if check else None


def _text_problem(element: Json, value: Any) -> str | None:
    low, high = element.get("min_length") or 0, element.get("max_length") or 3000
    if len(value) < low:
        return f"Please enter at least {low} characters."
    if len(value) > high:
        return f"Please enter at most {high} characters."
    return None


def _number_problem(element: Json, value: Any) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, str(value)):
        return "Please enter a number."
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and float(value) < float(low):
        return f"Please enter a number of at least {low}."
    if high is not None and float(value) > float(high):
        return f"Please enter a number of at most {high}."
    return None


def _email_problem(element: Json, value: Any) -> str | None:
    return (
        None
        if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value)
        else "Please enter an email address."
    )


def _url_problem(element: Json, value: Any) -> str | None:
    return None if re.fullmatch(r"https?://\S+", value) else "Please enter a valid URL."


def _count_problem(element: Json, value: Any) -> str | None:
    most = element.get("max_selected_items")
    return f"Please choose at most {most}." if most and len(value) > most else None


_CHECKS: dict[str, Callable[[Json, Any], str | None]] = {
    "plain_text_input": _text_problem,
    "number_input": _number_problem,
    "email_text_input": _email_problem,
    "url_text_input": _url_problem,
    **{
        f"multi_{name}": _count_problem
        for name in (
            [
                "static_select",
                "external_select",
                "users_select",
                "conversations_select",
                "channels_select",
            ]
        )
    },
}
