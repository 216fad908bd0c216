"""Tables of calls: what their placeholders stand for is the fixture ``names``."""

from __future__ import annotations

from typing import Any

POST = "chat.postMessage"
EPHEMERAL = "chat.postEphemeral"


def fill(value: Any, names: dict[str, str]) -> Any:
    """`$name` → its meaning, at any depth."""
    if isinstance(value, str) and value.startswith("$"):
        return names[value[1:]]
    if isinstance(value, dict):
        return {k: fill(v, names) for k, v in value.items()}
    if isinstance(value, list):
        return [fill(v, names) for v in value]
    return value
