"""A place's life from ``/ba``: close it, open it again, its links, the picture of all places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba import building, bursts, life, linking
from bot.ba.life_render import life_blocks
from bot.people import fetch_membership, fetch_person
from bot.slack.blocks import Block
from bot.slack.ids import Action
from bot.texts import ba_life as texts
from handlers.answers import tell
from handlers.ba_new import settle_question
from handlers.context import Ba, Person, action_value, message_of, person_of
from models.ba_built import open_built
from models.channel import Channel
from models.outbox import put

Body = Mapping[str, Any]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of a place's life, its links and the map."""

    async def on_close(ack: AsyncAck, body: Body) -> None:
        await close(ba, person_of(body), "")
        await ack()

    async def on_open(ack: AsyncAck, body: Body) -> None:
        await reopen(ba, person_of(body), "")
        await ack()

    async def on_map(ack: AsyncAck, body: Body) -> None:
        await draw(ba, person_of(body), "")
        await ack()

    async def on_link(ack: AsyncAck, body: Body, respond: AsyncRespond) -> None:
        is_yes = str(body["actions"][0]["action_id"]) == Action.BA_LINK_YES
        words = await decide(ba, person_of(body), int(action_value(body)), is_yes=is_yes)
        await ack()
        if message_of(body).get("ts"):
            await settle_question(ba, body, words)
        else:  # what one person alone sees is changed through its own address
            await respond(text=words, response_type="ephemeral", replace_original=False)

    async def on_burst_no(ack: AsyncAck, body: Body, respond: AsyncRespond) -> None:
        is_thread = str(body["actions"][0]["action_id"]) == Action.BURST_NO
        await refuse_burst(ba, body, is_thread=is_thread)
        await ack()
        ba.poke()
        if is_thread:
            await tell(ba.gateway, person_of(body), texts.BURST_GONE)
        else:
            await respond(delete_original=True)
            await tell(ba.gateway, person_of(body), texts.BURST_GONE_ME)

    app.action(Action.BA_CLOSE)(on_close)
    app.action(Action.BA_OPEN)(on_open)
    app.action(Action.BA_MAP)(on_map)
    app.action(Action.BA_LINK_YES)(on_link)
    app.action(Action.BA_LINK_NO)(on_link)
    app.action(Action.BURST_NO)(on_burst_no)
    app.action(Action.BURST_NO_ME)(on_burst_no)


async def status_of_life(
    session: AsyncSession, ba: Ba, channel: Channel, person: Person
) -> list[Block]:
    """What ``/ba`` shows of a channel's life and links to the one who asks."""
    place = (channel.workspace_id, channel.id)
    seen = await life.see_life(session, channel, ba.clock.now())
    links = await linking.see_links(session, *place, person.member_id)
    return life_blocks(channel, seen, links, await open_built(session, *place))


async def close(ba: Ba, person: Person, _: str) -> None:
    """Close the place at hand, with what was built in it, for all to see."""
    await _know(ba, person)
    place, now = (person.workspace_id, person.channel_id), ba.clock.now()
    async with ba.sessions.begin() as session:
        await life.close_by_person(session, *place, by=person.member_id, now=now)
        await building.end_all(session, *place, by=person.member_id, now=now)
    ba.poke()


async def reopen(ba: Ba, person: Person, _: str) -> None:
    """Open the closed place at hand again, for all to see."""
    await _know(ba, person)
    async with ba.sessions.begin() as session:
        await life.open_by_person(
            session,
            person.workspace_id,
            person.channel_id,
            by=person.member_id,
            now=ba.clock.now(),
        )
    ba.poke()


async def draw(ba: Ba, person: Person, _: str) -> None:
    """Send somebody the picture of the places that they may see."""
    now = ba.clock.now()
    await fetch_person(ba.sessions, ba.gateway, person.workspace_id, person.member_id, now)
    async with ba.sessions.begin() as session:
        await put(
            session,
            workspace_id=person.workspace_id,
            kind="ba_map",
            key=f"ba_map:{person.member_id}:{now.timestamp():.0f}",
            member_id=person.member_id,
            payload={"first": person.channel_id},
            now=now,
        )
    ba.poke()
    await tell(ba.gateway, person, texts.MAP_COMING)


async def decide(ba: Ba, person: Person, link_id: int, *, is_yes: bool) -> str:
    """Accept or refuse a link; gives the words that say so."""
    async with ba.sessions.begin() as session:
        link = await linking.decide_link(
            session,
            person.workspace_id,
            link_id,
            by=person.member_id,
            is_yes=is_yes,
            now=ba.clock.now(),
        )
    done = texts.LINK_DONE if is_yes else texts.LINK_REFUSED
    return done.format(one=link.one_id, other=link.other_id)


async def refuse_burst(ba: Ba, body: Body, *, is_thread: bool) -> None:
    """Not wanted: the word in the thread goes, and for some weeks none comes."""
    person, now = person_of(body), ba.clock.now()
    async with ba.sessions.begin() as session:
        await bursts.refuse_burst(
            session,
            person.workspace_id,
            person.channel_id,
            by=person.member_id,
            is_thread=is_thread,
            now=now,
        )
        ts = str(message_of(body).get("ts") or "")
        if is_thread and ts:
            await put(
                session,
                workspace_id=person.workspace_id,
                kind="withdraw",
                key=f"withdraw:burst_no:{person.channel_id}:{ts}",
                channel_id=person.channel_id,
                payload={"channel": person.channel_id, "ts": ts},
                now=now,
            )


async def _know(ba: Ba, person: Person) -> None:
    place = (person.workspace_id, person.channel_id, person.member_id)
    await fetch_membership(ba.sessions, ba.gateway, *place, ba.clock.now())
