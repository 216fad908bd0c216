"""What every event has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playground.model import Channel, Fact, Message
from playground.types import Json
from playground.workspace import Workspace


@dataclass(frozen=True)
class Outgoing:
    """An inner event, the subscription it needs, and whether the app must be a member of
    `channel`.
    """

    subscription: str
    inner: Json
    channel: Channel | None = None
    members_only: bool = True


Maker = Callable[[Workspace, Fact], Iterator[Outgoing]]


def channel_of(fact: Fact) -> Channel:
    """The fact's channel, which is there."""
    assert fact.channel is not None
    return fact.channel


def both_of(fact: Fact) -> tuple[Channel, Message]:
    """The fact's channel and message, which are there."""
    assert fact.channel is not None
    assert fact.message is not None
    return fact.channel, fact.message


def file_event(
    ws: Workspace, kind: str, key: str, user: str, channel: Channel | None = None
) -> Outgoing:
    """file_created or file_shared."""
    inner: Json = {"type": kind, "file_id": key, "user_id": user, "file": {"id": key}}
    if channel:
        inner["channel_id"] = channel.id
    return Outgoing(kind, inner | {"event_ts": ws.event_ts()}, channel)
