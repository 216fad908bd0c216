"""A card in detail, and what is done from there: link, share, promote, be found, erase."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards import linking, sharing
from bot.cards.details import details_view, gather_details
from bot.cards.erasing import erase_card
from bot.cards.link_forms import (
    FITS,
    HOME,
    PART,
    STATEMENT,
    TITLE,
    WHY,
    Filled,
    done_view,
    first_field,
    link_form,
    option,
    read_form,
    share_form,
)
from bot.cards.linking import Linker, chosen_cards, require_card
from bot.errors import PersonError
from bot.people import fetch_person
from bot.slack.blocks import said, section
from bot.slack.gateway import SlackFailure
from bot.slack.ids import Action, Callback
from bot.texts import linking as texts
from handlers.answers import tell
from handlers.card_form import knows_home
from handlers.context import Ba, Person, action_value, message_of, person_of
from handlers.showing import show_view
from models.link import LinkKind
from models.outbox import put
from models.pointer import point_no_more, point_to_me
from models.search import find_cards, list_cards
from models.share import ShareState

Body = Mapping[str, Any]
OPTIONS_MOST = 100


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of linking, sharing, promoting and erasing."""

    async def on_details(ack: AsyncAck, body: Body) -> None:
        await ack()
        person = person_of(body)
        await fetch_person(
            ba.sessions, ba.gateway, person.workspace_id, person.member_id, ba.clock.now()
        )
        async with ba.sessions.begin() as session:
            details = await gather_details(session, _who(ba, person), int(action_value(body)))
        await show_view(ba, body, details_view(details))

    async def on_link(ack: AsyncAck, body: Body) -> None:
        await ack()
        person = person_of(body)
        kind, _, numbers = action_value(body).partition(":")
        async with ba.sessions.begin() as session:
            cards = await chosen_cards(
                session, _who(ba, person).audience, [int(each) for each in numbers.split(",")]
            )
        await show_view(ba, body, link_form(LinkKind(kind), *cards))

    async def on_options(ack: AsyncAck, body: Body) -> None:
        who, typed = _who(ba, person_of(body)), str(body.get("value") or "")
        async with ba.sessions.begin() as session:
            if typed.strip():
                cards = await find_cards(session, who.audience, typed, limit=OPTIONS_MOST)
            else:
                cards = await list_cards(session, who.audience, limit=OPTIONS_MOST)
        await ack(options=[option(card) for card in cards])

    async def on_submit(ack: AsyncAck, body: Body) -> None:
        view, person = body["view"], person_of(body)
        kind, _, number = str(view["private_metadata"]).partition(":")
        filled = read_form(view)
        try:
            if kind == LinkKind.COMBINES:
                await _require_home(ba, person, filled.channel_id)
            async with ba.sessions.begin() as session:
                words = await _keep(session, _who(ba, person), LinkKind(kind), int(number), filled)
        except PersonError as error:
            field = first_field(LinkKind(kind))
            await ack(response_action="errors", errors={field: str(error)})
            return
        await ack(response_action="update", view=done_view(words))
        ba.poke()

    app.action(Action.CARD_DETAILS)(on_details)
    app.action(re.compile(f"^{Action.LINK_CARDS}_"))(on_link)
    app.options(Action.CHOOSE_CARDS)(on_options)
    app.view(Callback.LINK_FORM)(on_submit)
    _register_sharing(app, ba)
    _register_own(app, ba)


async def _keep(
    session: AsyncSession, who: Linker, kind: LinkKind, card_id: int, filled: Filled
) -> str:
    """Keep what a form says; gives the words that confirm it."""
    words = filled.words
    if kind == LinkKind.COMBINES:
        guide = await linking.combine(
            session,
            who,
            filled.cards,
            home=filled.channel_id,
            title=words.get(TITLE, ""),
            statement=words.get(STATEMENT, ""),
            fits=words.get(FITS, ""),
        )
        return texts.GUIDE_KEPT.format(title=said(guide.title, 150))
    if kind == LinkKind.BREAKS_DOWN:
        parts = [words[name] for name in sorted(words) if name.startswith(PART)]
        await linking.break_down(session, who, card_id, parts)
        return texts.PARTS_KEPT
    if kind == LinkKind.CHALLENGES:
        doubt = await linking.challenge(session, who, card_id, words.get(WHY, ""))
        return texts.GUIDE_KEPT.format(title=said(doubt.title, 150))
    await linking.link(session, who, kind, card_id, filled.cards, why=words.get(WHY, ""))
    return texts.LINKED


def _register_sharing(app: AsyncApp, ba: Ba) -> None:
    async def on_share(ack: AsyncAck, body: Body) -> None:
        await ack()
        person = person_of(body)
        async with ba.sessions.begin() as session:
            card = await require_card(session, _who(ba, person).audience, int(action_value(body)))
        await show_view(ba, body, share_form(card))

    async def on_point(ack: AsyncAck, body: Body) -> None:
        view, person = body["view"], person_of(body)
        filled, card_id = read_form(view), int(view["private_metadata"])
        try:
            await _require_home(ba, person, filled.channel_id)
            async with ba.sessions.begin() as session:
                who = _who(ba, person)
                made = await sharing.share(session, who, card_id, filled.channel_id)
                card = await require_card(session, who.audience, card_id)
        except PersonError as error:
            await ack(response_action="errors", errors={HOME: str(error)})
            return
        words = {
            ShareState.AGREED: texts.SHARE_DONE,
            ShareState.ASKED: texts.SHARE_ASKED,
            ShareState.REFUSED: texts.SHARE_ALREADY,
        }[ShareState(made.state)]
        done = done_view(words.format(title=said(card.title, 150), channel=made.channel_id))
        await ack(response_action="update", view=done)
        ba.poke()

    async def on_answer(ack: AsyncAck, body: Body) -> None:
        person, is_agreed = person_of(body), _pressed(body) == Action.SHARE_AGREE
        async with ba.sessions.begin() as session:
            card, made = await sharing.settle_share(
                session, _who(ba, person), int(action_value(body)), is_agreed=is_agreed
            )
        await ack()
        ba.poke()
        done = made.state == ShareState.AGREED
        words = texts.SHARE_DONE if done else texts.SHARE_REFUSED
        told = words.format(title=said(card.title, 150), channel=made.channel_id)
        await _settle_question(ba, person, body, told)

    app.action(Action.SHARE_CARD)(on_share)
    app.view(Callback.POINT_FORM)(on_point)
    app.action(Action.SHARE_AGREE)(on_answer)
    app.action(Action.SHARE_REFUSE)(on_answer)


def _register_own(app: AsyncApp, ba: Ba) -> None:
    async def on_promote(ack: AsyncAck, body: Body) -> None:
        person = person_of(body)
        scope, _, number = action_value(body).partition(":")
        async with ba.sessions.begin() as session:
            await sharing.promote(session, _who(ba, person), int(number), scope)
            details = await gather_details(session, _who(ba, person), int(number))
        await ack()
        ba.poke()
        await show_view(ba, body, details_view(details), in_place=True)

    async def on_find_me(ack: AsyncAck, body: Body) -> None:
        person = person_of(body)
        wish, _, number = action_value(body).partition(":")
        who = _who(ba, person)
        async with ba.sessions.begin() as session:
            card = await require_card(session, who.audience, int(number))
            if wish == "on":
                await point_to_me(session, who.workspace_id, card.id, who.member_id, who.now)
            else:
                await point_no_more(session, who.workspace_id, who.member_id, card_id=card.id)
            details = await gather_details(session, who, card.id)
        await ack()
        await show_view(ba, body, details_view(details), in_place=True)

    async def on_picture(ack: AsyncAck, body: Body) -> None:
        person, number = person_of(body), int(action_value(body))
        who = _who(ba, person)
        async with ba.sessions.begin() as session:
            card = await require_card(session, who.audience, number)
            await put(
                session,
                workspace_id=who.workspace_id,
                kind="card_lineage",
                key=f"lineage:{card.id}:{who.member_id}:{who.now.timestamp():.0f}",
                member_id=who.member_id,
                payload={"card": card.id},
                now=who.now,
            )
        await ack()
        ba.poke()
        await show_view(ba, body, done_view(texts.PICTURE_COMING), in_place=True)

    async def on_erase(ack: AsyncAck, body: Body) -> None:
        person = person_of(body)
        async with ba.sessions.begin() as session:
            title = await erase_card(session, _who(ba, person), int(action_value(body)))
        await ack()
        ba.poke()
        done = done_view(texts.ERASED.format(title=said(title, 150)))
        await show_view(ba, body, done, in_place=True)

    app.action(re.compile(f"^{Action.PROMOTE_CARD}_"))(on_promote)
    app.action(Action.FIND_ME)(on_find_me)
    app.action(Action.CARD_PICTURE)(on_picture)
    app.action(Action.ERASE_CARD)(on_erase)


def _who(ba: Ba, person: Person) -> Linker:
    return Linker(person.workspace_id, person.member_id, ba.clock.now())


def _pressed(body: Body) -> str:
    return str(body["actions"][0]["action_id"])


async def _settle_question(ba: Ba, person: Person, body: Body, words: str) -> None:
    """The question turns into what was answered; where it is gone, it is said anew."""
    place = {"channel": person.channel_id, "ts": str(message_of(body).get("ts") or "")}
    try:
        await ba.gateway.call("chat.update", **place, text=words, blocks=[section(words)])
    except SlackFailure:
        await tell(ba.gateway, person, words)


async def _require_home(ba: Ba, person: Person, channel_id: str) -> None:
    """Both the person and the bot are in the channel, or PersonError."""
    if not await knows_home(ba, person, channel_id):
        raise PersonError(texts.SHARE_NOT_THERE)
