"""Answers to commands and through response URLs: ephemeral or in the channel, new, replacing or
deleting.
"""

from __future__ import annotations

from playground.compose import Content, content, shown_blocks
from playground.ground import Ground
from playground.model import Channel, Message
from playground.payloads import Place
from playground.talk import change_ephemeral, delete, drop_ephemeral, edit, post, post_ephemeral
from playground.types import Json, Refused


def answer_in_place(ground: Ground, place: Place, body: Json) -> None:
    """What a command's acknowledgement carried: shown to the person, or to all with response_type
    in_channel.
    """
    if not isinstance(body, dict) or not (set(body) & {"text", "blocks", "attachments"}):
        return
    assert place.channel is not None
    _say(ground, place.channel, place.person.id, body, None)


def answer_url(ground: Ground, key: str, body: Json) -> None:
    """A POST to a response URL. Refused: expired_url, used_url, no_text, invalid_blocks, …"""
    url = ground.response_urls.use(key)
    ws = ground.workspace
    channel = ws.channels.get(url.channel)
    if channel is None:
        raise Refused("channel_not_found")
    original = None
    if url.message_ts:
        original = channel.ephemerals.get(url.message_ts) or channel.messages.get(url.message_ts)
    if body.get("delete_original") is True:
        _delete(ground, channel, original)
    elif body.get("replace_original") is True and original:
        _replace(ground, channel, original, content(ws, body))
    else:
        _say(ground, channel, url.person, body, url.thread_ts)


def _delete(ground: Ground, channel: Channel, original: Message | None) -> None:
    if original is None:
        raise Refused("message_not_found")
    if original.is_ephemeral:
        drop_ephemeral(ground.workspace, channel, original)
    else:
        delete(ground.workspace, channel, original, ground.workspace.app_user)


def _replace(ground: Ground, channel: Channel, original: Message, made: Content) -> None:
    ws = ground.workspace
    change: Json = {
        "text": made.text or "",
        "blocks": shown_blocks(ws, made),
        "attachments": made.attachments or [],
    }
    if original.is_ephemeral:
        change_ephemeral(ws, channel, original, change)
    else:
        edit(ws, channel, original, change, ws.app_user)


def _say(ground: Ground, channel: Channel, person: str, body: Json, thread_ts: str | None) -> None:
    ws = ground.workspace
    made = content(ws, body)
    message = Message(
        channel.id,
        "",
        ws.app_user,
        made.text or "",
        blocks=shown_blocks(ws, made),
        attachments=made.attachments or [],
        by_app=True,
        thread_ts=body.get("thread_ts") or None,
    )
    if body.get("response_type") == "in_channel":
        post(ws, channel, message)
        return
    message.to = person
    message.thread_ts = message.thread_ts or thread_ts
    post_ephemeral(ws, channel, message)
