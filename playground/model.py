"""What a workspace consists of: plain records, no behaviour beyond small questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from playground.types import Json

Role = Literal["owner", "admin", "member", "guest", "bot"]
Kind = Literal["public", "private", "im", "mpim"]


@dataclass(slots=True)
class Dnd:
    """Do-not-disturb of one person: nightly hours in local time, and a snooze until `snooze_until`
    (epoch s).
    """

    enabled: bool = False
    start: str = "22:00"
    end: str = "08:00"
    snooze_until: float = 0.0


@dataclass(slots=True)
class Person:
    """Somebody (or some bot) in the workspace. `updated` is in epoch seconds."""

    id: str
    name: str
    real_name: str
    display_name: str = ""
    tz: str = "Etc/UTC"
    role: Role = "member"
    title: str = ""
    status_text: str = ""
    status_emoji: str = ""
    is_bot: bool = False
    is_app: bool = False
    deleted: bool = False
    updated: int = 0
    color: str = "9f69e7"
    email: str = ""
    dnd: Dnd = field(default_factory=Dnd)

    @property
    def is_guest(self) -> bool:
        """Whether this is a single-channel or multi-channel guest."""
        return self.role == "guest"


@dataclass(slots=True)
class File:
    """An uploaded file, ready from `visible_at` (real seconds, `PlayClock.real()`)."""

    id: str
    name: str
    title: str
    mimetype: str
    filetype: str
    user: str
    created: float
    content: bytes = b""
    length: int = 0
    alt_txt: str = ""
    width: int = 0
    height: int = 0
    uploaded: bool = False
    completed: bool = False
    visible_at: float = 0.0
    deleted: bool = False
    by_app: bool = False
    shares: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_image(self) -> bool:
        """Whether Slack would show it as a picture."""
        return self.mimetype.startswith("image/")


@dataclass(slots=True)
class Message:
    """One message. `by_app` says the app posted it; `extra` holds fields that only some subtypes
    have.
    """

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    subtype: str | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    by_app: bool = False
    files: list[str] = field(default_factory=list)
    reactions: list[Json] = field(default_factory=list)
    edited: Json | None = None
    metadata: Json | None = None
    client_msg_id: str | None = None
    replies: list[str] = field(default_factory=list)
    reply_users: list[str] = field(default_factory=list)
    to: str | None = None
    extra: Json = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether it stands inside a thread below a parent."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def is_ephemeral(self) -> bool:
        """Whether only one person (`to`) sees it."""
        return self.to is not None


@dataclass(slots=True)
class Channel:
    """A conversation. `messages` by ts, oldest first; `ephemerals` likewise; `created` in epoch
    seconds.
    """

    id: str
    name: str
    kind: Kind
    creator: str
    created: int
    topic: str = ""
    purpose: str = ""
    members: list[str] = field(default_factory=list)
    archived: bool = False
    shared: bool = False
    is_general: bool = False
    previous_names: list[str] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)
    last_read: dict[str, str] = field(default_factory=dict)
    last_micros: int = 0

    @property
    def is_private(self) -> bool:
        """Whether only members know of it."""
        return self.kind != "public"

    @property
    def is_direct(self) -> bool:
        """Whether it is a direct or group direct message."""
        return self.kind in ("im", "mpim")


@dataclass(slots=True, frozen=True)
class Fact:
    """Something that happened in the workspace; events for the app and changes for the page are
    made from facts.

    `kind` says what; `actor` who did it; `previous` the state before (a Slack message shape);
    `info` anything else.
    """

    kind: str
    channel: Channel | None = None
    message: Message | None = None
    person: str | None = None
    actor: str | None = None
    previous: Json | None = None
    info: Json = field(default_factory=dict)
