"""A small export, made up, in the shapes of 2015 and of today."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

TEAM = "T0BAKERY"
Files = dict[str, Any]


def stamp(text: str, micro: int = 0) -> str:
    """A Slack time stamp from a time in UTC."""
    at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return f"{int(at.timestamp())}.{micro:06d}"


def said(user: str, at: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "message", "user": user, "ts": stamp(at), "text": text, **more}


def person(name: str, **more: Any) -> dict[str, Any]:
    profile = {"display_name": name, "real_name": name.title()}
    return {"id": f"U0{name.upper()}", "team_id": TEAM, "name": name, "profile": profile, **more}


MIRA, OTTO, GONE, ROBOT = "U0MIRA", "U0OTTO", "U0GONE", "U0ROBOT"

OVEN = [
    said(MIRA, "2015-06-05 08:00", "The crust tears when the <@U0OTTO|otto> oven is too dry"),
    said(OTTO, "2015-06-05 08:05", "I hold my hand in: it should feel like a wet towel"),
    said(GONE, "2015-06-05 08:10", "So steam first, heat later?"),
    said(MIRA, "2015-06-05 12:00", "Lunch?"),
    {
        "type": "message",
        "subtype": "channel_join",
        "user": GONE,
        "ts": stamp("2015-06-05 07:00"),
        "text": "<@U0GONE|gone> has joined the channel",
    },
    {
        "type": "message",
        "subtype": "file_share",
        "user": OTTO,
        "bot_id": None,
        "ts": stamp("2015-06-05 08:12"),
        "text": "<@U0OTTO|otto> uploaded a file: <https://x|loaf> and commented: this is too pale",
        "file": {"id": "F1", "initial_comment": {"user": OTTO, "comment": "this is too pale"}},
    },
    {
        "type": "message",
        "subtype": "file_comment",
        "ts": stamp("2015-06-05 08:14"),
        "text": "<@U0MIRA|mira> commented on U0OTTO's file <https://x/y|loaf>: the top is fine",
        "file": {"id": "F1", "user": OTTO},
        "comment": {"id": "Fc1", "user": MIRA, "comment": "the top is fine"},
    },
    {"type": "message", "bot_id": "B1", "ts": stamp("2015-06-05 08:20"), "text": "timer"},
    said(ROBOT, "2015-06-05 08:21", "I am a robot"),
]
PARENT = stamp("2024-02-01 09:00")
SHOP = [
    said(MIRA, "2024-02-01 09:00", "Why do rolls sell out on rainy days?", thread_ts=PARENT),
    said(OTTO, "2024-02-01 09:01", "Morning all"),
    said(
        OTTO,
        "2024-02-01 09:02",
        "People walk less far, so they come to us",
        thread_ts=PARENT,
        edited={"user": OTTO, "ts": stamp("2024-02-01 09:03")},
    ),
    said(GONE, "2024-02-01 09:04", "like pigeons under a roof \ud83d", thread_ts=PARENT),
    {
        "type": "message",
        "subtype": "tombstone",
        "user": "USLACKBOT",
        "ts": stamp("2024-02-01 09:05"),
        "text": "This message was deleted.",
    },
    "no message at all",
    {"type": "message", "user": MIRA, "ts": "soon", "text": "when?"},
]


def bakery() -> Files:
    """The files of the export, by path."""
    channels = [
        {"id": "C0OVEN", "name": "oven", "members": [MIRA, OTTO], "is_archived": True},
        {"id": "C0SHOP", "name": "shop", "members": [MIRA, OTTO, GONE]},
    ]
    return {
        "users.json": [
            person("mira", tz="Europe/Berlin", is_admin=True),
            person("otto"),
            person("gone", deleted=True),
            person("robot", is_bot=True),
        ],
        "channels.json": channels,
        "dms.json": [{"id": "D0", "members": [MIRA, OTTO]}],
        "oven/2015-06-05.json": OVEN,
        "shop/2024-02-01.json": SHOP,
        "shop/canvas_in_the_conversation.json": [{"id": "F0"}],
        "D0/2024-02-01.json": [said(MIRA, "2024-02-01 10:00", "a secret")],
    }


def dumped(content: Any) -> bytes:
    return content if isinstance(content, bytes) else json.dumps(content).encode()


def write_folder(root: Path, files: Mapping[str, Any]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dumped(content))
    return root


def write_zip(path: Path, files: Mapping[str, Any], *, prefix: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(prefix + name, dumped(content))
    return path
