"""How the client says where something is and what was filled in."""

from __future__ import annotations

from playground.client_view import find_elements
from playground.types import Json


def path_of(message: Json) -> str:
    """Where the page's API has a message."""
    return f"/channels/{message['channel']}/messages/{message['ts']}"


def container_of(surface: Json) -> Json:
    """The `container` (API.md) of a message or view."""
    if "hash" in surface:
        return {"type": "view", "view_id": surface["id"]}
    return {"type": "message", "channel": surface["channel"], "ts": surface["ts"]}


def state_of(view: Json, values: Json) -> Json:
    """`state` for a submission from {action_id: value} or {block_id: {action_id: value}}, both may
    be mixed.
    """
    state: Json = {}
    blocks = {block["block_id"] for block in view["blocks"]}
    for key, value in values.items():
        if key in blocks and isinstance(value, dict):
            state.setdefault(key, {}).update(value)
            continue
        found = find_elements(view, key)
        if not found:
            raise KeyError(f"there is no {key} in the form {view.get('callback_id')}")
        for block_id, _ in found:
            state.setdefault(block_id, {})[key] = value
    return state
