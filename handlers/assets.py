"""``/ba assets`` and ``/ba gaps``: what is known, what is lacking, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.begin import draft_form
from bot.cards.service import Beginning, begin_draft
from bot.leadership.assets import read_map
from bot.leadership.assets_render import map_view
from bot.leadership.gaps import HANGS_KIND, not_needed, open_question, read_gaps
from bot.leadership.gaps_render import gaps_view
from bot.leadership.vision_outgoing import MAP_KIND
from bot.people import fetch_person
from bot.seci.types import AssetKind
from bot.slack.blocks import Block, said
from bot.slack.ids import Action
from bot.texts import gaps as texts
from handlers.answers import tell
from handlers.card_writing import number_of
from handlers.context import Ba, Person, action_value, person_of
from handlers.vision import show
from models.audience import Audience
from models.member import MuteSubject, mute
from models.outbox import put

Body = Mapping[str, Any]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of the asset map and of gaps."""

    async def on_assets(ack: AsyncAck, body: Body) -> None:
        await ack()
        await show(ba, body, await assets_view(ba, person_of(body)))

    async def on_since(ack: AsyncAck, body: Body) -> None:
        await ack()
        since = number_of(action_value(body))
        view = await assets_view(ba, person_of(body), since_id=since)
        await show(ba, body, view, in_place=True)

    async def on_picture(ack: AsyncAck, body: Body) -> None:
        person = person_of(body)
        await owe_picture(ba, person, number_of(action_value(body)))
        await ack()
        ba.poke()
        await tell(ba.gateway, person, texts.PICTURE_COMING)

    async def on_gaps(ack: AsyncAck, body: Body) -> None:
        await ack()
        await show(ba, body, await gaps_of(ba, person_of(body)))

    async def on_gap(ack: AsyncAck, body: Body) -> None:
        word, _, number = action_value(body).partition(":")
        person, question_id = person_of(body), number_of(number)
        if word == "card":
            await ack()
            await show(ba, body, await card_for(ba, person, question_id))
            return
        async with ba.sessions.begin() as session:
            await not_needed(session, person.workspace_id, person.member_id, question_id)
        await ack()
        await show(ba, body, await gaps_of(ba, person), in_place=True)

    async def on_hangs(ack: AsyncAck, body: Body) -> None:
        person = person_of(body)
        async with ba.sessions.begin() as session:
            await mute(
                session,
                person.workspace_id,
                MuteSubject.PERSON,
                person.member_id,
                HANGS_KIND,
                until=None,
                by=person.member_id,
                now=ba.clock.now(),
            )
        await ack()
        await tell(ba.gateway, person, texts.HANGS_NEVER_SAID)

    app.action(Action.ASSETS_OPEN)(on_assets)
    app.action(Action.ASSETS_SINCE)(on_since)
    app.action(Action.ASSETS_PICTURE)(on_picture)
    app.action(Action.GAPS_OPEN)(on_gaps)
    app.action(Action.GAP_MENU)(on_gap)
    app.action(Action.HANGS_MENU)(on_hangs)


async def _know(ba: Ba, person: Person) -> None:
    """Know who somebody is: what a stranger may see is nothing."""
    place = (person.workspace_id, person.member_id)
    await fetch_person(ba.sessions, ba.gateway, *place, ba.clock.now())


async def assets_view(ba: Ba, person: Person, *, since_id: int = 0) -> Block:
    """The asset map as somebody may see it."""
    await _know(ba, person)
    me = Audience(person.workspace_id, member_id=person.member_id)
    async with ba.sessions.begin() as session:
        return map_view(await read_map(session, me, ba.clock.now(), since_id=since_id or None))


async def gaps_of(ba: Ba, person: Person) -> Block:
    """The gap report for somebody."""
    await _know(ba, person)
    async with ba.sessions.begin() as session:
        who = (person.workspace_id, person.member_id)
        return gaps_view(await read_gaps(session, *who))


async def open_assets(ba: Ba, person: Person, _: str) -> None:
    """``/ba assets``: show somebody what is known."""
    view = await assets_view(ba, person)
    await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=view)


async def open_gaps(ba: Ba, person: Person, _: str) -> None:
    """``/ba gaps``: show somebody what is lacking."""
    view = await gaps_of(ba, person)
    await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=view)


async def owe_picture(ba: Ba, person: Person, since_id: int) -> None:
    """The picture of somebody's map is owed to them, in a direct message."""
    now = ba.clock.now()
    async with ba.sessions.begin() as session:
        await put(
            session,
            workspace_id=person.workspace_id,
            kind=MAP_KIND,
            key=f"{MAP_KIND}:{person.member_id}:{now.timestamp():.0f}",
            member_id=person.member_id,
            payload={"since": since_id},
            now=now,
        )


async def card_for(ba: Ba, person: Person, question_id: int) -> Block:
    """The form of a new card about what somebody looked for, in the channel of the question."""
    now = ba.clock.now()
    async with ba.sessions.begin() as session:
        who = (person.workspace_id, person.member_id)
        question = await open_question(session, *who, question_id)
        draft = await begin_draft(
            session,
            Beginning(*who, question.channel_id),
            fields={"title": question.words},
            evidence=(),
            asset_kind=AssetKind.CONCEPTUAL,
            asset_reason="",
            now=now,
        )
        note = texts.ANSWER_NOTE.format(words=said(question.words, 200))
        return await draft_form(session, draft, now, note=note)
