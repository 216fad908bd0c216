"""``/ba teach``: a newcomer asks to be led through a channel's cards."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import PersonError
from bot.people import fetch_membership
from bot.practice import paths
from bot.slack.blocks import Block
from bot.slack.gateway import SlackFailure
from bot.slack.ids import Action
from bot.texts import paths as texts
from bot.texts import practice as practice_texts
from handlers.answers import tell
from handlers.context import Person, action_value, message_of, person_of
from models.audience import Audience
from models.search import get_card

if TYPE_CHECKING:
    from handlers.context import Ba

Body = Mapping[str, Any]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the buttons of a path."""

    async def on_next(ack: AsyncAck, body: dict[str, Any]) -> None:
        person = person_of(body)
        who = (person.workspace_id, person.member_id)
        async with ba.sessions.begin() as session:
            await paths.next_card(session, *who, _path_id(body), ba.clock.now())
        await ack()
        ba.poke()
        await _put_away(ba, body)

    async def on_stop(ack: AsyncAck, body: dict[str, Any]) -> None:
        person = person_of(body)
        async with ba.sessions.begin() as session:
            await paths.stop_path(session, person.workspace_id, person.member_id, _path_id(body))
        await ack()
        await _put_away(ba, body)
        await tell(ba.gateway, person, texts.STOPPED)

    app.action(Action.PATH_NEXT.value)(on_next)
    app.action(Action.PATH_STOP.value)(on_stop)


async def _put_away(ba: Ba, body: Body) -> None:
    """Take the path's buttons off the card that was just read; the card itself stays."""
    message = message_of(body)
    left = blocks_without_path(message.get("blocks"))
    place = {"channel": person_of(body).channel_id, "ts": str(message.get("ts") or "")}
    if left:
        with contextlib.suppress(SlackFailure):  # it went, or is older than Slack lets us change
            await ba.gateway.call(
                "chat.update", **place, text=str(message.get("text") or "…"), blocks=left
            )


def blocks_without_path(blocks: object) -> list[Block]:
    """A lesson's blocks without the path's buttons and what stands below them."""
    kept: list[Block] = []
    for block in blocks if isinstance(blocks, list) else []:
        ids = {each.get("action_id") for each in block.get("elements") or []}
        if ids & {Action.PATH_NEXT.value, Action.PATH_STOP.value}:
            return kept
        kept.append(block)
    return []


def _path_id(body: Body) -> int:
    value = action_value(body)
    if not (value.isascii() and value.isdigit()) or len(value) > 18:
        raise PersonError(texts.CLOSED)
    return int(value)


async def teach(ba: Ba, person: Person, _: str) -> None:
    """``/ba teach`` in a channel."""
    if not person.channel_id or person.channel_id.startswith("D"):
        raise PersonError(texts.NOT_HERE)
    await teach_channel(ba, person, person.channel_id)


async def teach_from_card(ba: Ba, person: Person, card_id: int) -> None:
    """*Teach me this place* in the menu of a card: the ba it belongs to."""
    async with ba.sessions() as session:
        audience = Audience(person.workspace_id, member_id=person.member_id)
        card = await get_card(session, audience, card_id)
    if card is None:
        raise PersonError(practice_texts.NO_CARD)
    await teach_channel(ba, person, card.channel_id)


async def teach_channel(ba: Ba, person: Person, channel_id: str) -> None:
    """Begin to lead somebody through a channel's cards."""
    now, who = ba.clock.now(), (person.workspace_id, person.member_id)
    await fetch_membership(
        ba.sessions, ba.gateway, person.workspace_id, channel_id, person.member_id, now
    )
    async with ba.sessions.begin() as session:
        count = await paths.teach(session, *who, channel_id, now)
    ba.poke()
    await tell(ba.gateway, person, texts.started(channel_id, count))
