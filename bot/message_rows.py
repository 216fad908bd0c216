"""A message's row: what is stored of one, whether it came live or from an export."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from bot.seci.types import Reading
from bot.slack.events import Posted, time_of

_LINK = re.compile(r"<https?://|https?://", re.IGNORECASE)
_MENTION = re.compile(r"<@[A-Z0-9]+")


def row_of(
    workspace_id: str, posted: Posted, reading: Reading | None, text_until: datetime
) -> dict[str, Any]:
    """What is stored of a message: its reading and features, and its words until a time (UTC)."""
    return {
        "workspace_id": workspace_id,
        "channel_id": posted.channel_id,
        "ts": posted.ts,
        "thread_ts": posted.thread_ts,
        "author_id": posted.author_id,
        "posted_at": time_of(posted.ts),
        "edited_ts": posted.edited_ts,
        "is_deleted": False,
        "text": posted.text or None,
        "text_until": text_until,
        "mode": reading.mode if reading else None,
        "confident": bool(reading and reading.confident),
        "scores": {mode: round(p, 4) for mode, p in reading.scores.items()} if reading else {},
        "cues": sorted({cue.name for cue in reading.cues}) if reading else [],
        "length": len(posted.text),
        "links": len(_LINK.findall(posted.text)),
        "mentions": len(_MENTION.findall(posted.text)),
        "files": posted.files,
    }
