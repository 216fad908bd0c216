"""Composition objects: text, options, confirmation dialogs, filters, Slack files."""

from __future__ import annotations

from typing import Any

from playground.kit.core import (
    Check,
    Scan,
    anything,
    at_least_one,
    boolean,
    exactly_one,
    list_of,
    one_of,
    shape,
    string,
)

ID = string(0, 255)
"""An action_id or block_id."""


def _counted(value: Any, path: str, scan: Scan) -> None:
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        scan.text_length += len(value["text"])


def text(high: int, low: int = 1, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> Check:
    """A text object of `low` to `high` characters."""

    def only_its_own(value: Any, path: str, scan: Scan) -> None:
        if value.get("type") == "plain_text" and "verbatim" in value:
            scan.say(path, "invalid additional property: verbatim")
        if value.get("type") == "mrkdwn" and "emoji" in value:
            scan.say(path, "invalid additional property: emoji")

    fields = {
        "type": one_of(*kinds),
        "text": string(low, high),
        "emoji": boolean(),
        "verbatim": boolean(),
    }
    return shape(fields, ("type", "text"), only_its_own, _counted)


def plain(high: int, low: int = 1) -> Check:
    """A plain_text object."""
    return text(high, low, ("plain_text",))


CONFIRM = shape(
    {
        "title": plain(100),
        "text": text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": one_of("primary", "danger"),
    },
    ("title", "text", "confirm", "deny"),
)


def option(rich: bool = False, url: bool = False) -> Check:
    """An option; `rich` allows mrkdwn (checkboxes, radio buttons), `url` a link (overflow)."""
    kinds = ("plain_text", "mrkdwn") if rich else ("plain_text",)
    fields: dict[str, Check] = {
        "text": text(75, kinds=kinds),
        "value": string(1, 150),
        "description": text(75, kinds=kinds),
    }
    if url:
        fields["url"] = string(1, 3000)
    return shape(fields, ("text", "value"))


def _unique_values(value: Any, path: str, scan: Scan) -> None:
    seen: set[str] = set()
    for index, entry in enumerate(value if isinstance(value, list) else []):
        key = entry.get("value") if isinstance(entry, dict) else None
        if isinstance(key, str) and key in seen:
            scan.say(f"{path}/{index}/value", "option values must be unique")
        if isinstance(key, str):
            seen.add(key)


def options(high: int, rich: bool = False, url: bool = False) -> Check:
    """A list of 1 to `high` options with different values."""
    each = list_of(option(rich, url), 1, high)

    def check(value: Any, path: str, scan: Scan) -> None:
        each(value, path, scan)
        _unique_values(value, path, scan)

    return check


GROUP = shape({"label": plain(75), "options": options(100)}, ("label", "options"))

FILTER = shape(
    {
        "include": list_of(one_of("im", "mpim", "private", "public"), 1),
        "exclude_external_shared_channels": boolean(),
        "exclude_bot_users": boolean(),
    },
    (),
    at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
)

DISPATCH = shape(
    {"trigger_actions_on": list_of(one_of("on_enter_pressed", "on_character_entered"), 1)},
    ("trigger_actions_on",),
)


def _file_is_there(value: Any, path: str, scan: Scan) -> None:
    key = value.get("id") or value.get("url")
    if isinstance(key, str) and not scan.file_ready(key):
        scan.say(path, "invalid slack file")


SLACK_FILE = shape(
    {"id": string(1), "url": string(1, 3000)}, (), exactly_one("id", "url"), _file_is_there
)

URL = string(1, 3000, r"https?://\S+", "must be a valid URL")
LINK = string(1, 3000, r"(?:https?|slack|mailto|tel):\S+", "must be a valid URL")


def picture(**more: Check) -> Check:
    """An image block or element: an address or a Slack file, and always an alt_text."""
    fields: dict[str, Check] = {
        "type": anything,
        "image_url": URL,
        "slack_file": SLACK_FILE,
        "alt_text": string(1, 2000),
        **more,
    }
    return shape(fields, ("alt_text",), exactly_one("image_url", "slack_file"))
