"""Addresses of Slack messages: from a permalink to channel and time stamp."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bot.slack.events import is_ts

_PATH = re.compile(r"/archives/([A-Z0-9]{6,64})/p(\d{10})(\d{6})/?$")
_FIRST = re.compile(r"<?(https?://[^\s|>]+)")


@dataclass(frozen=True, slots=True)
class MessageLink:
    """Which message an address points to; ``thread_ts`` is the thread's first message."""

    channel_id: str
    ts: str
    thread_ts: str


def parse_link(text: str) -> MessageLink | None:
    """The message that the first address in a text points to, or None."""
    found = _FIRST.search(text)
    if found is None:
        return None
    try:
        parts = urlsplit(found.group(1).replace("&amp;", "&"))
    except ValueError:
        return None
    path = _PATH.search(parts.path)
    if path is None:
        return None
    ts = f"{path.group(2)}.{path.group(3)}"
    thread = parse_qs(parts.query).get("thread_ts", [ts])[0]
    return MessageLink(path.group(1), ts, thread if is_ts(thread) else ts)
