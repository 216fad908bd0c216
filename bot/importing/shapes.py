"""Messages of old exports in the shape that Slack uses today, so that one parser reads both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# "<@U1|name> uploaded a file: <link|title> and commented: words": Slack's words, then the person's.
_ABOUT_FILE = re.compile(r"^<@[^>]+> (?:uploaded|shared|mentioned) a file: ")


def modern(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message as Slack would send it today. Of a shared file only the person's words are kept."""
    shape = {key: _clean(value) for key, value in message.items()}
    subtype = shape.get("subtype")
    if subtype == "file_share" and isinstance(shape.get("file"), Mapping):
        return _file_share(shape)
    if subtype == "file_comment" and isinstance(shape.get("comment"), Mapping):
        return _file_comment(shape)
    return shape


def _file_share(shape: dict[str, Any]) -> dict[str, Any]:
    file = shape["file"]
    text = str(shape.get("text") or "")
    if _ABOUT_FILE.match(text):
        said = file.get("initial_comment")
        words = said.get("comment") if isinstance(said, Mapping) else None
        text = words if isinstance(words, str) else ""
    shape.update(text=_clean(text), files=shape.get("files") or [file])
    return shape


def _file_comment(shape: dict[str, Any]) -> dict[str, Any]:
    """A comment under a file was a message by whoever wrote the comment."""
    comment = shape["comment"]
    shape.pop("subtype")
    shape.update(
        user=shape.get("user") or comment.get("user"), text=_clean(comment.get("comment") or "")
    )
    return shape


def _clean(value: Any) -> Any:
    """Half of a surrogate pair, or a NUL, is nothing that a database could store."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return value
