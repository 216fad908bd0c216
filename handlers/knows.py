"""``/ba who …``, ``/ba found``: who knows about something, and whether somebody may be named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import PersonError
from bot.leadership.knows import agree, forget_theme, refuse, what_of_me, who_or_note
from bot.leadership.knows_render import known_blocks, mine_blocks
from bot.leadership.knows_rules import asked_about
from bot.people import fetch_person
from bot.slack.blocks import section
from bot.slack.ids import Action
from bot.texts import ba as ba_texts
from bot.texts import knows as texts
from handlers.answers import tell
from handlers.context import Ba, Person, action_value, message_of, person_of
from models.channel import get_channel, is_on

Body = Mapping[str, Any]
WORDS_MOST = 300


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of being found."""

    async def on_agree(ack: AsyncAck, body: Body) -> None:
        await say(ba, body, await let_be_found(ba, person_of(body)))
        await ack()

    async def on_refuse(ack: AsyncAck, body: Body) -> None:
        await say(ba, body, await find_no_more(ba, person_of(body)))
        await ack()

    async def on_theme(ack: AsyncAck, body: Body) -> None:
        person, word = person_of(body), action_value(body)
        async with ba.sessions.begin() as session:
            place = (person.workspace_id, person.member_id)
            await forget_theme(session, *place, word, ba.clock.now())
        await ack()
        await tell(ba.gateway, person, texts.THEME_GONE)

    app.action(Action.FOUND_AGREE)(on_agree)
    app.action(Action.FOUND_REFUSE)(on_refuse)
    app.action(Action.FOUND_THEME)(on_theme)


async def say(ba: Ba, body: Body, text: str) -> None:
    """Change the question that was asked in private into its answer; elsewhere, say it."""
    person, ts = person_of(body), str(message_of(body).get("ts") or "")
    if ts and person.channel_id.startswith("D"):
        place = {"channel": person.channel_id, "ts": ts}
        await ba.gateway.call("chat.update", **place, text=text, blocks=[section(text)])
    else:
        await tell(ba.gateway, person, text)


async def let_be_found(ba: Ba, person: Person) -> str:
    """Somebody agrees to be named; the answer to them."""
    now = ba.clock.now()
    await fetch_person(ba.sessions, ba.gateway, person.workspace_id, person.member_id, now)
    async with ba.sessions.begin() as session:
        await agree(session, person.workspace_id, person.member_id, now)
    return texts.AGREED


async def find_no_more(ba: Ba, person: Person) -> str:
    """Somebody does not want to be named (any more); the answer to them."""
    async with ba.sessions.begin() as session:
        place = (person.workspace_id, person.member_id)
        had_agreed = await refuse(session, *place, ba.clock.now())
    return texts.REFUSED if had_agreed else texts.REFUSED_NOW


async def found(ba: Ba, person: Person, rest: str) -> None:
    """``/ba found``: what the bot would say of somebody; ``on`` and ``off`` settle it."""
    word = rest.lower()
    if word == "on":
        await tell(ba.gateway, person, await let_be_found(ba, person))
    elif word == "off":
        await tell(ba.gateway, person, await find_no_more(ba, person))
    elif word:
        raise PersonError(ba_texts.UNKNOWN.format(word="found …"))
    else:
        async with ba.sessions() as session:
            mine = await what_of_me(session, person.workspace_id, person.member_id)
        state = texts.STATE_ON if mine.is_agreed else texts.STATE_OFF
        await tell(ba.gateway, person, state, mine_blocks(mine))


async def who(ba: Ba, person: Person, rest: str) -> None:
    """``/ba who [knows about] words``: people who know and agreed to be named."""
    words = (asked_about(f"who {rest}") or rest).strip(" ?!.")[:WORDS_MOST]
    if not words:
        await tell(ba.gateway, person, texts.ASK_HOW)
        return
    now = ba.clock.now()
    await fetch_person(ba.sessions, ba.gateway, person.workspace_id, person.member_id, now)
    async with ba.sessions.begin() as session:
        channel = await get_channel(session, person.workspace_id, person.channel_id)
        known = await who_or_note(
            session,
            person.workspace_id,
            person.member_id,
            words,
            channel_id=person.channel_id if is_on(channel) else "",
            now=now,
        )
    await tell(ba.gateway, person, texts.KNOW, known_blocks(known))
