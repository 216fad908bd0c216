"""One payload of each kind that Slack publishes, in its published shape (docs.slack.dev/reference).

Channels and people are those of a workspace at hand; what only Slack could know is made up.
"""

from __future__ import annotations

from itertools import cycle
from typing import Any

Json = dict[str, Any]
TS = "1772499700.000100"

# Message subtypes, and what each brings beside a plain message's fields.
SUBTYPES: dict[str, Json] = {
    "assistant_app_thread": {"assistant_app_thread": {"title": "t", "title_blocks": []}},
    "bot_add": {"bot_id": "B1", "bot_link": "<https://example.org|b>"},
    "bot_message": {"bot_id": "B1", "username": "a bot", "icons": {}},
    "bot_remove": {"bot_id": "B1"},
    "canvas_mention": {},
    "channel_archive": {"members": ["U1"]},
    "channel_canvas_updated": {},
    "channel_convert_to_private": {},
    "channel_convert_to_public": {},
    "channel_join": {"inviter": "U2"},
    "channel_leave": {},
    "channel_name": {"old_name": "a", "name": "b"},
    "channel_posting_permissions": {"is_limited": True},
    "channel_purpose": {"purpose": "p"},
    "channel_topic": {"topic": "t"},
    "channel_unarchive": {},
    "document_mention": {},
    "ekm_access_denied": {},
    "file_comment": {"comment": {"id": "Fc1", "comment": "words"}, "file": {"id": "F1"}},
    "file_mention": {"file": {"id": "F1"}},
    "file_share": {"files": [{"id": "F1", "name": "a.png"}], "upload": True},
    "group_archive": {"members": ["U1"]},
    "group_join": {},
    "group_leave": {},
    "group_name": {"old_name": "a", "name": "b"},
    "group_purpose": {"purpose": "p"},
    "group_topic": {"topic": "t"},
    "group_unarchive": {},
    "huddle_thread": {"room": {"id": "R1", "participants": []}, "channel": "C1"},
    "joiner_notification": {},
    "me_message": {},
    "message_replied": {"message": {"ts": TS, "user": "U1", "text": "w", "reply_count": 1}},
    "pinned_item": {"item_type": "C", "item": {}},
    "reminder_add": {},
    "reply_broadcast": {"attachments": [{"from_url": "https://example.org"}]},
    "sh_room_created": {"room": {"id": "R1"}},
    "thread_broadcast": {"thread_ts": TS, "root": {"ts": TS, "user": "U1", "text": "w"}},
    "tombstone": {"hidden": True},
    "unpinned_item": {"item_type": "C", "item": {}},
}


def messages(channel: str, user: str) -> list[Json]:
    """``message`` events: plain, of each subtype, changed, deleted, in each kind of place."""
    plain = {
        "type": "message",
        "channel": channel,
        "channel_type": "channel",
        "user": user,
        "text": "we flush the filter first, because the pump stops when it is full",
        "ts": TS,
        "event_ts": TS,
        "client_msg_id": "a-b",
        "team": "T1",
        "blocks": [{"type": "rich_text", "block_id": "b", "elements": []}],
    }
    changed = {**plain, "edited": {"user": user, "ts": "1772499800.000000"}}
    gone = {**plain, "subtype": "tombstone", "text": "This message was deleted.", "hidden": True}
    hidden: Json = {"channel": channel, "channel_type": "channel", "hidden": True, "ts": TS}
    found = [plain, {**plain, "thread_ts": TS, "ts": "1772499701.000000", "parent_user_id": user}]
    found += [{**plain, "subtype": name, **more} for name, more in SUBTYPES.items()]
    for kind in ("group", "im", "mpim", "app_home"):
        found.append({**plain, "channel_type": kind})
    for new in (changed, {**plain, "attachments": [{"from_url": "u"}]}, gone):
        change = {"subtype": "message_changed", "message": new, "previous_message": plain}
        found.append({"type": "message", **hidden, **change})
    delete = {"subtype": "message_deleted", "deleted_ts": TS, "previous_message": plain}
    return [*found, {"type": "message", **hidden, **delete}]


def others(channel: str, user: str) -> list[Json]:
    """Every other event that the manifest subscribes to, and some that it does not."""
    named = {"id": channel, "name": "new-name", "created": 1, "is_channel": True}
    item = {"type": "message", "channel": channel, "ts": TS}
    person = {
        "id": user, "team_id": "T1", "name": "n", "tz": "Asia/Tokyo", "updated": 1,
        "profile": {"display_name": "N", "real_name": "N N"}, "is_admin": False,
    }  # fmt: skip
    joined = {"user": user, "channel": channel, "channel_type": "C", "team": "T1", "inviter": user}
    shared = {"channel": channel, "connected_team_id": "T2"}
    mention = {"type": "app_mention", "user": user, "text": "<@U0BOT> help", "ts": TS}
    found: list[Json] = [
        {"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home", "view": None},
        {"type": "app_home_opened", "user": user, "channel": "D1", "tab": "messages"},
        {**mention, "channel": channel, "event_ts": TS},
        {"type": "user_change", "user": person, "cache_ts": 1, "event_ts": TS},
        {"type": "team_join", "user": person, "event_ts": TS},
        {"type": "team_access_revoked", "team_ids": ["T9"], "event_ts": TS},
        {"type": "tokens_revoked", "tokens": {"oauth": [user], "bot": []}},
        {"type": "member_joined_channel", **joined},
        {"type": "member_left_channel", **joined},
        {"type": "channel_shared", **shared, "event_ts": TS},
        {"type": "channel_unshared", **shared, "is_ext_shared": False},
    ]
    for kind in ("reaction_added", "reaction_removed"):
        for reaction in ("bulb", "tada"):
            more = {"user": user, "reaction": reaction, "item_user": user, "event_ts": TS}
            found.append({"type": kind, **more, "item": item})
        found.append({"type": kind, "user": user, "reaction": "bulb", "item": {"type": "file"}})
    for kind in ("channel", "group"):
        found.append({"type": f"{kind}_rename", "channel": named, "event_ts": TS})
        closed = {"channel": channel, "user": user}
        found += [{"type": f"{kind}_{what}", **closed} for what in ("archive", "unarchive")]
    for kind in ("left", "deleted"):
        found += [{"type": f"{of}_{kind}", "channel": "C0OTHER"} for of in ("channel", "group")]
    unknown = {
        "emoji_changed": {"subtype": "add", "name": "x"},
        "link_shared": {"channel": channel, "links": [{"url": "https://example.org"}]},
        "pin_added": {"channel_id": channel, "item": {"message": {"text": "words"}}},
        "file_shared": {"channel_id": channel, "file_id": "F1"},
        "team_rename": {"name": "new"},
        "subteam_updated": {"subteam": {"id": "S1"}},
        "workflow_published": {"workflow_id": "W1"},
        "call_rejected": {"call_id": "R1"},
    }
    return [*found, *({"type": kind, **more} for kind, more in unknown.items())]


def elements(user: str, channel: str) -> dict[str, Json]:
    """The state of each interactive element, as ``block_actions`` brings it."""
    option = {"text": {"type": "plain_text", "text": "o"}, "value": "v"}
    return {
        "button": {"value": "v", "text": {"type": "plain_text", "text": "b"}},
        "channels_select": {"selected_channel": channel},
        "checkboxes": {"selected_options": [option]},
        "conversations_select": {"selected_conversation": channel},
        "datepicker": {"selected_date": "2026-03-03"},
        "datetimepicker": {"selected_date_time": 1772499600},
        "email_text_input": {"value": "a@example.org"},
        "external_select": {"selected_option": None},
        "file_input": {"files": []},
        "multi_channels_select": {"selected_channels": [channel]},
        "multi_conversations_select": {"selected_conversations": []},
        "multi_external_select": {"selected_options": []},
        "multi_static_select": {"selected_options": [option]},
        "multi_users_select": {"selected_users": [user]},
        "number_input": {"value": "1"},
        "overflow": {"selected_option": option},
        "plain_text_input": {"value": "words"},
        "radio_buttons": {"selected_option": option},
        "rich_text_input": {"rich_text_value": {"type": "rich_text", "elements": []}},
        "static_select": {"selected_option": option},
        "timepicker": {"selected_time": "10:00"},
        "url_text_input": {"value": "https://example.org"},
        "users_select": {"selected_user": user},
        "workflow_button": {"workflow": {"trigger": {"url": "https://example.org"}}},
        "feedback_buttons": {"value": "v"},
        "icon_button": {"value": "v"},
    }


def interactions(team: str, channel: str, user: str, actions: list[str]) -> list[Json]:
    """Presses of each element, forms, shortcuts, suggestions, and what is older than these."""
    base = {
        "team": {"id": team, "domain": "d"},
        "user": {"id": user, "username": "n", "team_id": team},
        "api_app_id": "A1",
        "token": "t",
        "trigger_id": "1.2.a",
        "enterprise": None,
        "is_enterprise_install": False,
    }
    message = {"type": "message", "ts": TS, "user": user, "text": "words", "team": team}
    place = {"channel": {"id": channel, "name": "c"}, "message": message}
    container = {"type": "message", "message_ts": TS, "channel_id": channel, "is_ephemeral": False}
    view = {
        "id": "V1", "type": "modal", "callback_id": "nobody", "private_metadata": "", "hash": "h",
        "state": {"values": {}}, "blocks": [], "title": {"type": "plain_text", "text": "t"},
    }  # fmt: skip
    found: list[Json] = []
    states = elements(user, channel)
    # Each element with an action of nobody's; each of our actions as a button and as another.
    presses = [(kind, "nobody") for kind in states]
    presses += [("button", action_id) for action_id in actions]
    presses += list(zip(cycle(states), actions, strict=False))
    for kind, action_id in presses:
        action = {"type": kind, "action_id": action_id, "block_id": "b", "action_ts": TS}
        press = {"type": "block_actions", **base, "actions": [{**action, **states[kind]}]}
        shown = {"container": container, "response_url": "", "state": {"values": {}}}
        found.append({**press, **place, **shown})
        if action_id == "nobody":
            found.append({**press, "view": view, "container": {"type": "view", "view_id": "V1"}})
    found += [
        {"type": "view_submission", **base, "view": view, "response_urls": []},
        {"type": "view_closed", **base, "view": view, "is_cleared": False},
        {"type": "shortcut", **base, "callback_id": "nobody", "action_ts": TS},
        {"type": "message_action", **base, **place, "callback_id": "nobody", "message_ts": TS},
        {"type": "block_suggestion", **base, "action_id": "nobody", "block_id": "b", "value": "x"},
        {"type": "interactive_message", **base, **place, "callback_id": "nobody", "actions": []},
        {"type": "dialog_submission", **base, **place, "callback_id": "nobody", "submission": {}},
        {"type": "dialog_cancellation", **base, **place, "callback_id": "nobody"},
        {"type": "dialog_suggestion", **base, **place, "callback_id": "nobody", "name": "n"},
        {"type": "workflow_step_edit", **base, "callback_id": "nobody", "workflow_step": {}},
    ]
    return found


def rest(team: str, channel: str, user: str) -> list[Json]:
    """Commands, and what Slack asks of the address itself."""
    command = {
        "token": "t", "team_id": team, "team_domain": "d", "channel_id": channel, "user_id": user,
        "channel_name": "c", "user_name": "n", "api_app_id": "A1", "trigger_id": "1.2.a",
        "is_enterprise_install": "false", "response_url": "",
    }  # fmt: skip
    found: list[Json] = [
        {**command, "command": name, "text": text}
        for name in ("/ba", "/concept", "/nobody")
        for text in ("", "help", "nonsense \u202e <!channel>")
    ]
    return [
        *found,
        {"type": "url_verification", "token": "t", "challenge": "c"},
        {"type": "app_rate_limited", "token": "t", "team_id": team, "minute_rate_limited": 1},
        {"ssl_check": "1", "token": "t"},
    ]
