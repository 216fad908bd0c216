"""What one kind of outgoing message must bring, and what can come of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.outgoing.rules import Drop, Wait
from bot.reading import Offload
from bot.settings import Settings
from bot.slack.gateway import Gateway, Sent
from models.database import Sessions
from models.outbox import Outbox


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to upload before the message that shows it is posted."""

    name: str
    png: bytes
    alt_text: str


@dataclass(frozen=True, slots=True)
class Post:
    """A message in a channel, a thread, or (no channel on the row) a direct conversation.

    ``picture`` is shown by an image block that is put at ``picture_at`` among the blocks.
    """

    text: str
    blocks: Sequence[Mapping[str, Any]]
    picture: Picture | None = None
    picture_at: int = 1


@dataclass(frozen=True, slots=True)
class Whisper:
    """A message that one person alone sees; sent at most once."""

    text: str
    blocks: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Remove:
    """Take one of the bot's own messages away."""

    channel_id: str
    ts: str


@dataclass(frozen=True, slots=True)
class Change:
    """Change one of the bot's own messages."""

    channel_id: str
    ts: str
    text: str
    blocks: Sequence[Mapping[str, Any]]


# Wait: not now, for a reason that only Slack knows; it is made anew then.
Outgoing = Post | Whisper | Remove | Change | Drop | Wait


@dataclass(frozen=True, slots=True)
class Making:
    """What a kind may use while it makes its message. No session is held across calls to Slack."""

    sessions: Sessions
    gateway: Gateway
    reading: Offload
    settings: Settings
    now: datetime


Make = Callable[[Making, Outbox], Awaitable[Outgoing]]
Refused = Callable[[AsyncSession, Outbox, str, datetime], Awaitable[None]]
AfterSent = Callable[[AsyncSession, Outbox, Sent, datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of outgoing message: how to make it, and what to store once it was sent or refused.

    ``after_refused`` is given Slack's error code; ``after_dropped`` why it was not said after all.
    ``wants_permalink`` has the message's address looked up for ``after_sent``.
    """

    name: str
    make: Make
    after_sent: AfterSent | None = None
    after_refused: Refused | None = None
    wants_permalink: bool = False
    after_dropped: Refused | None = None
