"""Blocks, and lists of blocks on a surface."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from playground.kit.core import (
    Check,
    Scan,
    anything,
    at_least_one,
    boolean,
    by_type,
    list_of,
    shape,
    string,
)
from playground.kit.elements import ELEMENTS, IN_ACTIONS, IN_INPUT, IN_SECTION, allowed
from playground.kit.objects import ID, URL, picture, plain, text
from playground.kit.rich import RICH_TEXT
from playground.types import Json

LIMITS = MappingProxyType({"message": 50, "modal": 100, "home": 100})
"""Blocks per surface."""
TOO_LONG = 13_200
"""Characters of text in all blocks of a message above which Slack says msg_blocks_too_long
(observed).
"""
MARKDOWN_LIMIT = 12_000
"""Characters in all markdown blocks of one message."""


def block(fields: dict[str, Check], required: tuple[str, ...] = (), *more: Check) -> Check:
    """A block: its own fields, and type and block_id."""
    return shape({"type": anything, "block_id": ID, **fields}, required, *more)


def _only_in(*surfaces: str) -> Check:
    def check(value: Any, path: str, scan: Scan) -> None:
        if scan.surface not in surfaces:
            scan.say(f"{path}/type", f"unsupported type: {value.get('type')}")

    return check


def _markdown_total(value: Any, path: str, scan: Scan) -> None:
    words = value.get("text")
    if isinstance(words, str):
        scan.markdown_length += len(words)
        if scan.markdown_length > MARKDOWN_LIMIT:
            scan.say(f"{path}/text", f"must be less than {MARKDOWN_LIMIT + 1} characters in all")


_ANY_TEXT = text(3000)

BLOCKS: MappingProxyType[str, Check] = MappingProxyType(
    {
        "section": block(
            {
                "text": text(3000),
                "fields": list_of(text(2000), 1, 10),
                "accessory": by_type(allowed(IN_SECTION)),
                "expand": boolean(),
            },
            (),
            at_least_one("text", "fields"),
        ),
        "header": block({"text": plain(150)}, ("text",)),
        "divider": block({}),
        "image": picture(block_id=ID, title=plain(2000)),
        "context": block(
            {
                "elements": list_of(
                    by_type(
                        {"image": ELEMENTS["image"], "mrkdwn": _ANY_TEXT, "plain_text": _ANY_TEXT}
                    ),
                    1,
                    10,
                )
            },
            ("elements",),
        ),
        "actions": block({"elements": list_of(by_type(allowed(IN_ACTIONS)), 1, 25)}, ("elements",)),
        "input": block(
            {
                "label": plain(2000),
                "element": by_type(allowed(IN_INPUT)),
                "hint": plain(2000),
                "optional": boolean(),
                "dispatch_action": boolean(),
            },
            ("label", "element"),
        ),
        "rich_text": RICH_TEXT,
        "markdown": block(
            {"text": string(1, MARKDOWN_LIMIT)}, ("text",), _only_in("message"), _markdown_total
        ),
        "video": block(
            {
                "alt_text": string(1, 2000),
                "title": plain(200),
                "title_url": URL,
                "description": plain(200),
                "video_url": URL,
                "thumbnail_url": URL,
                "author_name": string(0, 50),
                "provider_name": string(0, 255),
                "provider_icon_url": URL,
            },
            ("alt_text", "title", "video_url", "thumbnail_url"),
        ),
        "table": block(
            {
                "rows": list_of(list_of(anything, 1, 20), 1, 100),
                "column_settings": list_of(anything),
            },
            ("rows",),
            _only_in("message"),
        ),
    }
)
"""Every block by its type."""

_ONE = by_type(BLOCKS)


def interactive_elements(one: Json) -> list[tuple[str, Json]]:
    """The elements of a block that carry an action_id, each with its place below the block."""
    found: list[tuple[str, Any]] = [
        (name, one[name]) for name in ("accessory", "element") if one.get(name) is not None
    ]
    if one.get("type") in ("actions", "context_actions"):
        entries = one.get("elements")
        entries = entries if isinstance(entries, list) else []
        found += [(f"elements/{i}", e) for i, e in enumerate(entries)]
    return [(at, e) for at, e in found if isinstance(e, dict) and e.get("type") != "image"]


def _unique_ids(blocks: list[Any], path: str, scan: Scan) -> None:
    seen: set[str] = set()
    for index, one in enumerate(blocks):
        if not isinstance(one, dict):
            continue
        block_id = one.get("block_id")
        if isinstance(block_id, str) and block_id:
            if block_id in seen:
                at = f"{path}/{index}/block_id"
                scan.say(at, f'`block_id` "{block_id}" already exists')
            seen.add(block_id)
        _unique_actions(one, f"{path}/{index}", scan)


def _unique_actions(one: Json, path: str, scan: Scan) -> None:
    seen: set[str] = set()
    for at, entry in interactive_elements(one):
        action = entry.get("action_id")
        if isinstance(action, str) and action:
            if action in seen:
                scan.say(f"{path}/{at}/action_id", f'`action_id` "{action}" already exists')
            seen.add(action)


def scan_blocks(blocks: Any, scan: Scan, path: str = "/blocks") -> None:
    """Check a list of blocks on the scan's surface."""
    list_of(_ONE, 0, LIMITS[scan.surface])(blocks, path, scan)
    if isinstance(blocks, list):
        _unique_ids(blocks, path, scan)
