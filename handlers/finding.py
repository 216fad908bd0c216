"""Finding: ``/concept find words``, its pages, ``/concept export``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.cards.finding import Asked, find_or_note, parse_query, search
from bot.cards.found import nothing_words, page_blocks, read_turn
from bot.erasing import erase_contributions
from bot.people import fetch_person
from bot.permissions import Act, require
from bot.slack.blocks import actions, button, section
from bot.slack.ids import Action
from bot.texts import finding as texts
from bot.texts import linking as link_texts
from handlers.answers import tell
from handlers.context import Ba, Person, action_value, person_of
from models.audience import Audience
from models.audit import record_audit
from models.channel import get_channel, is_on
from models.outbox import put

Body = Mapping[str, Any]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of finding."""

    async def on_turn(ack: AsyncAck, body: Body, respond: AsyncRespond) -> None:
        await ack()
        person = person_of(body)
        typed, page = read_turn(action_value(body))
        async with ba.sessions.begin() as session:
            found = await search(session, _audience(person), typed, page=page)
        blocks = page_blocks(found, typed) if found.cards else [section(nothing_words(found))]
        await respond(text=texts.FOUND_MANY, blocks=blocks, replace_original=True)

    async def on_erase_mine(ack: AsyncAck, body: Body) -> None:
        person, now = person_of(body), ba.clock.now()
        async with ba.sessions.begin() as session:
            place = (person.workspace_id, person.member_id)
            await erase_contributions(session, *place, by=person.member_id, now=now)
        await ack()
        ba.poke()
        await tell(ba.gateway, person, link_texts.ERASED_MINE)

    app.action(Action.ERASE_MINE)(on_erase_mine)
    app.action(Action.FIND_NEXT)(on_turn)
    app.action(Action.FIND_PREVIOUS)(on_turn)


async def find(ba: Ba, person: Person, typed: str) -> None:
    """Show somebody the first page of what they look for."""
    asked = parse_query(typed)
    if asked == Asked(""):
        await tell(ba.gateway, person, texts.HELP)
        return
    now = ba.clock.now()
    await fetch_person(ba.sessions, ba.gateway, person.workspace_id, person.member_id, now)
    async with ba.sessions.begin() as session:
        channel = await get_channel(session, person.workspace_id, person.channel_id)
        found = await find_or_note(
            session,
            _audience(person),
            typed,
            channel_id=person.channel_id if is_on(channel) else "",
            now=now,
        )
    if found.cards:
        await tell(ba.gateway, person, texts.FOUND_MANY, page_blocks(found, typed))
    else:
        await tell(ba.gateway, person, nothing_words(found))


async def export(ba: Ba, person: Person, *, is_all: bool = False) -> None:
    """Send somebody all the cards that they may see; or (administrators) all of the workspace."""
    now, who = ba.clock.now(), (person.workspace_id, person.member_id)
    await fetch_person(ba.sessions, ba.gateway, *who, now)
    async with ba.sessions.begin() as session:
        if is_all:
            await require(session, *who, Act.EXPORT_ALL, ba.settings)
        await put(
            session,
            workspace_id=person.workspace_id,
            kind="card_export",
            key=f"card_export:{person.member_id}:{is_all:d}:{now.timestamp():.0f}",
            payload={"member": person.member_id, "all": is_all},
            now=now,
        )
        await record_audit(
            session,
            workspace_id=person.workspace_id,
            by=person.member_id,
            action="export_cards",
            subject="all" if is_all else person.member_id,
            at=now,
        )
    ba.poke()
    coming = link_texts.EXPORT_ALL_COMING if is_all else link_texts.EXPORT_COMING
    await tell(ba.gateway, person, coming)


async def offer_erasing(ba: Ba, person: Person) -> None:
    """Tell somebody what erasing their contributions means, with the button that does it."""
    sure = link_texts.ERASE_MINE_SURE
    erase = button(link_texts.ERASE_MINE_BUTTON, Action.ERASE_MINE, style="danger", confirm=sure)
    blocks = [section(link_texts.ERASE_MINE), actions(erase)]
    await tell(ba.gateway, person, link_texts.ERASE_MINE, blocks)


def _audience(person: Person) -> Audience:
    return Audience(person.workspace_id, member_id=person.member_id)
