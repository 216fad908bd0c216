"""``/ba teach``: a newcomer asks to be led through a channel's cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import PersonError
from bot.people import fetch_membership
from bot.practice import paths
from bot.slack.ids import Action
from bot.texts import paths as texts
from bot.texts import practice as practice_texts
from handlers.answers import tell
from handlers.context import Person, action_value, person_of
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

    async def on_stop(ack: AsyncAck, body: dict[str, Any]) -> None:
        person = person_of(body)
        async with ba.sessions.begin() as session:
            await paths.stop_path(session, person.workspace_id, person.member_id, _path_id(body))
        await ack()
        await tell(ba.gateway, person, texts.STOPPED)

    app.action(Action.PATH_NEXT.value)(on_next)
    app.action(Action.PATH_STOP.value)(on_stop)


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
    """*Teach me this ba* in the menu of a card: the ba it belongs to."""
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
