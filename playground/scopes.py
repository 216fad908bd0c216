"""Which scope a method or an event needs (Slack's method and event reference)."""

from __future__ import annotations

from types import MappingProxyType

from playground.model import Channel

KIND_PREFIX = MappingProxyType(
    {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
)
"""The first half of conversation scopes, by a channel's kind."""

EVENT_SCOPES: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "message.channels": ("channels:history",),
        "message.groups": ("groups:history",),
        "message.im": ("im:history",),
        "message.mpim": ("mpim:history",),
        "reaction_added": ("reactions:read",),
        "reaction_removed": ("reactions:read",),
        "member_joined_channel": ("channels:read", "groups:read"),
        "member_left_channel": ("channels:read", "groups:read"),
        "channel_created": ("channels:read",),
        "channel_archive": ("channels:read",),
        "channel_unarchive": ("channels:read",),
        "channel_rename": ("channels:read",),
        "channel_deleted": ("channels:read",),
        "channel_left": ("channels:read",),
        "channel_shared": ("channels:read", "groups:read"),
        "channel_unshared": ("channels:read", "groups:read"),
        "group_archive": ("groups:read",),
        "group_unarchive": ("groups:read",),
        "group_rename": ("groups:read",),
        "group_deleted": ("groups:read",),
        "group_left": ("groups:read",),
        "app_mention": ("app_mentions:read",),
        "app_home_opened": (),
        "app_uninstalled": (),
        "tokens_revoked": (),
        "user_change": ("users:read",),
        "user_status_changed": ("users:read",),
        "user_profile_changed": ("users.profile:read",),
        "team_join": ("users:read",),
        "file_created": ("files:read",),
        "file_shared": ("files:read",),
        "file_change": ("files:read",),
        "file_deleted": ("files:read",),
        "dnd_updated_user": ("dnd:read",),
        "im_created": ("im:read",),
        "team_rename": ("team:read",),
        "message_metadata_posted": ("metadata.message:read",),
        "message_metadata_updated": ("metadata.message:read",),
        "message_metadata_deleted": ("metadata.message:read",),
    }
)
"""Event subscription → scopes of which one is needed; an empty tuple needs none."""

ALL_SCOPES = [
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "channels:write.invites",
    "channels:write.topic",
    "chat:write",
    "chat:write.customize",
    "chat:write.public",
    "commands",
    "dnd:read",
    "emoji:read",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "groups:write",
    "groups:write.invites",
    "im:history",
    "im:read",
    "im:write",
    "metadata.message:read",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "users.profile:read",
    "users:read",
    "users:read.email",
]
"""Every bot scope that the playground knows."""


def conversation_scope(channel: Channel, right: str) -> str:
    """The scope for a conversation of this kind: `right` is `history`, `read` or `write`."""
    return f"{KIND_PREFIX[channel.kind]}:{right}"


def any_conversation_scope(right: str) -> tuple[str, ...]:
    """All four conversation scopes of which a method needs one."""
    return tuple(f"{prefix}:{right}" for prefix in KIND_PREFIX.values())


def lacking(granted: frozenset[str], needed: tuple[str, ...]) -> str | None:
    """Slack's `needed` text when none of `needed` is granted, else None. An empty `needed` is
    always granted.
    """
    if not needed or granted & set(needed):
        return None
    return ",".join(needed)
