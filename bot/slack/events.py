"""From Slack's event payloads to plain values: what happened to which message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

# Messages that a person wrote: no subtype, or one of these.
WRITTEN = frozenset({"", "thread_broadcast", "file_share", "me_message"})


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the Events API, as the inbox keeps it."""

    workspace_id: str
    event_id: str
    kind: str
    channel_id: str
    body: Mapping[str, Any]

    @property
    def inner(self) -> Mapping[str, Any]:
        """The event itself, inside the envelope."""
        found = self.body.get("event")
        return found if isinstance(found, Mapping) else {}

    @property
    def happened_at(self) -> datetime | None:
        """When it happened, by Slack's clock in whole seconds; None when it does not say."""
        at = self.body.get("event_time")
        if not isinstance(at, int | float) or not 0 <= at < 2**37:
            return None
        return datetime.fromtimestamp(at, UTC)

    @property
    def organization_id(self) -> str:
        """The organization, when its one installation serves all its workspaces; else ""."""
        first = _authorization(self.body)
        is_org = first.get("is_enterprise_install", self.body.get("is_enterprise_install"))
        found = first.get("enterprise_id") or self.body.get("enterprise_id")
        return str(found) if is_org is True and found else ""


@dataclass(frozen=True, slots=True)
class Posted:
    """A person wrote or edited a message. ``edited_ts`` is "" for an original."""

    channel_id: str
    ts: str
    thread_ts: str
    author_id: str
    text: str
    edited_ts: str = ""
    files: int = 0


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message is gone."""

    channel_id: str
    ts: str
    thread_ts: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing for the bot to read, and why."""

    why: str


MessageChange = Posted | Deleted | Ignored


def parse_event(body: Mapping[str, Any]) -> Event | None:
    """The event of an ``event_callback`` payload; None when it has none that we understand."""
    inner = body.get("event")
    if not isinstance(inner, dict) or not isinstance(inner.get("type"), str):
        return None
    return Event(
        workspace_id=_workspace(body),
        event_id=str(body.get("event_id") or ""),
        kind=inner["type"],
        channel_id=channel_of(inner),
        body=body,
    )


def _workspace(body: Mapping[str, Any]) -> str:
    # `authorizations` names the installation; `team_id` may be another organization's.
    return str(_authorization(body).get("team_id") or body.get("team_id") or "")


def _authorization(body: Mapping[str, Any]) -> Mapping[str, Any]:
    authorizations = body.get("authorizations")
    first = authorizations[0] if isinstance(authorizations, list) and authorizations else {}
    return first if isinstance(first, dict) else {}


def channel_of(event: Mapping[str, Any]) -> str:
    """The channel an event belongs to, "" when it belongs to none."""
    channel = event.get("channel")
    if isinstance(channel, dict):
        channel = channel.get("id")
    if not channel and isinstance(event.get("item"), dict):
        channel = event["item"].get("channel")
    return channel if isinstance(channel, str) else ""


def parse_message(event: Mapping[str, Any]) -> MessageChange:
    """What a ``message`` event says happened."""
    subtype = str(event.get("subtype") or "")
    channel_id = channel_of(event)
    if subtype == "message_changed":
        return _changed(event, channel_id)
    if subtype == "message_deleted":
        before = event.get("previous_message")
        previous: Mapping[str, Any] = before if isinstance(before, Mapping) else {}
        ts = event.get("deleted_ts") or previous.get("ts")
        return _buried({**previous, "ts": ts}, channel_id)
    return _written(event, channel_id)


def _changed(event: Mapping[str, Any], channel_id: str) -> MessageChange:
    message, previous = event.get("message"), event.get("previous_message")
    if not isinstance(message, Mapping):
        return _odd()
    if message.get("subtype") == "tombstone":
        return _buried(message, channel_id)
    edited = edited_ts_of(message)
    before = edited_ts_of(previous) if isinstance(previous, Mapping) else ""
    if not edited or edited == before:
        return Ignored("an unfurl or a new reply, not an edit")
    return _written(message, channel_id)


def edited_ts_of(message: Mapping[str, Any]) -> str:
    """When a message was last edited, as a time stamp; "" when it never was."""
    edited = message.get("edited")
    ts = str(edited.get("ts") or "") if isinstance(edited, Mapping) else ""
    return ts if is_ts(ts) else ""


def _written(message: Mapping[str, Any], channel_id: str) -> MessageChange:
    subtype = str(message.get("subtype") or "")
    if message.get("bot_id") or subtype == "bot_message":
        return Ignored("written by a bot")
    if subtype == "tombstone":
        return _buried(message, channel_id)
    if subtype not in WRITTEN:
        return Ignored("nothing that a person said")
    ts, author = message.get("ts"), message.get("user")
    if not isinstance(ts, str) or not isinstance(author, str) or not is_ts(ts):
        return _odd()
    if not _is_id(author):
        return _odd()
    text, files = message.get("text"), message.get("files")
    thread_ts = str(message.get("thread_ts") or ts)
    return Posted(
        channel_id=channel_id,
        ts=ts,
        thread_ts=thread_ts if is_ts(thread_ts) else ts,
        author_id=author,
        text=_storable(text) if isinstance(text, str) else "",
        edited_ts=edited_ts_of(message),
        files=len(files) if isinstance(files, list) else 0,
    )


def _buried(message: Mapping[str, Any], channel_id: str) -> MessageChange:
    """A message that was deleted, whether an event says so or only its tombstone is left."""
    ts = str(message.get("ts") or "")
    thread_ts = str(message.get("thread_ts") or "")
    return Deleted(channel_id, ts, thread_ts if is_ts(thread_ts) else ts) if is_ts(ts) else _odd()


def _odd() -> Ignored:
    return Ignored("not a shape of Slack's that we know")


def _storable(text: str) -> str:
    """A text that every database takes: without NUL and without halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _is_id(value: str) -> bool:
    return value.isascii() and value.isprintable() and 0 < len(value) <= 64


def names(text: str, user_id: str | None) -> bool:
    """Whether a text mentions somebody, with or without a label."""
    return bool(user_id) and (f"<@{user_id}>" in text or f"<@{user_id}|" in text)


def is_ts(ts: str) -> bool:
    """Whether a string looks like Slack's time stamp: seconds, a dot, six digits."""
    seconds, dot, micro = ts.partition(".")
    return (
        bool(dot)
        and ts.isascii()
        and seconds.isdigit()
        and len(seconds) <= 10
        and micro.isdigit()
        and len(micro) <= 6
    )


def stamp_of(at: datetime) -> str:
    """The Slack time stamp of a moment, as ``time_of`` reads it."""
    return f"{at.timestamp():.6f}"


def time_of(ts: str) -> datetime:
    """The UTC time of a Slack time stamp; raises ValueError when it is none."""
    if not is_ts(ts):
        raise ValueError("not a Slack time stamp")
    return datetime.fromtimestamp(float(ts), UTC)
