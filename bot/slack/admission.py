"""What may enter the inbox: talk of channels that are off and of opted-out people never does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from bot.slack.events import parse_event
from models.channel import Level, levels_of
from models.member import opted_out

# Events that are, or point to, what people say in a channel.
TALK = frozenset({"message", "reaction_added", "reaction_removed"})

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What the inbox needs to know of an event, bounded to what its columns hold."""

    workspace_id: str
    event_id: str
    kind: str
    channel_id: str


def describe(body: Mapping[str, Any]) -> EventFacts:
    """The facts of an ``event_callback``; of an odd one, with empty fields."""
    event = parse_event(body)
    if event is None:
        return EventFacts(
            _bounded(str(body.get("team_id") or "")),
            _bounded(str(body.get("event_id") or "")),
            "odd",
            "",
        )
    return EventFacts(
        workspace_id=_bounded(event.workspace_id),
        event_id=_bounded(event.event_id),
        kind=_bounded(event.kind),
        channel_id=_bounded(event.channel_id),
    )


def _bounded(value: str) -> str:
    if len(value) <= 64 and value.isascii() and "\x00" not in value:
        return value  # as Slack's ids are
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")[:64]


def author_of(body: Mapping[str, Any]) -> str:
    """Whose words an event brings, "" when nobody's."""
    event = body.get("event")
    if not isinstance(event, dict):
        return ""
    for holder in (event, event.get("message"), event.get("previous_message")):
        if isinstance(holder, dict) and isinstance(holder.get("user"), str):
            return _bounded(holder["user"])
    return ""


def _is_direct(body: Mapping[str, Any]) -> bool:
    event = body.get("event")
    return isinstance(event, dict) and event.get("channel_type") == "im"


def admit(
    session: Session | Connection, events: Sequence[tuple[Row, Mapping[str, Any]]]
) -> list[Row]:
    """The rows that may be stored.

    Talk of a channel that is off is left out but for news of deletions; a mention there is kept
    without its words, so that the bot can say that it is off. What an opted-out person says is
    left out everywhere but in a direct message to the bot, which they sent on purpose. Synchronous
    for the inbox's writer; elsewhere ``await session.run_sync(admit, events)``.
    """
    channels = {(row["workspace_id"], row["channel_id"]) for row, _ in events if row["channel_id"]}
    authors = [(row["workspace_id"], author_of(body)) for row, body in events]
    levels = levels_of(session, channels)
    silent = opted_out(session, {author for author in authors if author[1]})
    kept: list[Row] = []
    for (row, body), author in zip(events, authors, strict=True):
        is_off = levels.get((row["workspace_id"], row["channel_id"]), Level.OFF) == Level.OFF
        if row["kind"] not in TALK and row["kind"] != "app_mention":
            # Pins, links and the like may quote what was said where nobody switched us on.
            is_quiet = row["channel_id"] and is_off
            kept.append({**row, "payload": _without_words(body)} if is_quiet else row)
            continue
        if _is_direct(body):
            kept.append(row)
        elif row["kind"] == "app_mention":
            kept.append({**row, "payload": _without_words(body)} if is_off else row)
        elif _is_deletion(body):
            # It must reach what was stored before, whoever wrote it; its words are not needed.
            # Where it is off, too: somebody may be making a card of that thread.
            kept.append({**row, "payload": _without_words(body)})
        elif is_off:
            continue
        elif author not in silent:
            kept.append(row)
    return kept


def _is_deletion(body: Mapping[str, Any]) -> bool:
    """Whether a message went; where a thread hangs on it, its tombstone is left in its place."""
    event = body.get("event")
    if not isinstance(event, dict):
        return False
    left = event.get("message")
    is_tombstone = isinstance(left, dict) and left.get("subtype") == "tombstone"
    return is_tombstone or event.get("subtype") == "message_deleted"


_WORDS = frozenset({"text", "blocks", "attachments", "files", "title", "preview", "root"})


def _without_words(value: Any) -> bytes:
    return json.dumps(_strip(value)).encode()


def _strip(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _strip(inner) for key, inner in value.items() if key not in _WORDS}
    if isinstance(value, list):
        return [_strip(inner) for inner in value]
    return value
