"""The weekly digest: its menu, its rest, the private preview, where everybody's goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.digest import render, service
from bot.digest.choosing import choose
from bot.digest.gathering import DIGEST
from bot.digest.outgoing import ripe_url
from bot.digest.rest import gather_rest, read_span, rest_view
from bot.digest.scheduling import DIGEST_ALL
from bot.people import fetch_person
from bot.slack.ids import Action, Refusal
from bot.spiral.outgoing import ask_picture
from bot.texts import digest as texts
from handlers.answers import tell
from handlers.context import Person, action_value, person_of
from handlers.home import show_home

if TYPE_CHECKING:
    from handlers.context import Ba

Body = Mapping[str, Any]
SAID = {
    Refusal.ONCE: texts.SKIPPED,
    Refusal.MONTH: texts.PAUSED,
    Refusal.CHANNEL: texts.STOPPED,
    Refusal.PERSON: texts.LEFT_OUT,
}
# How many digests are left out; None: all from now on.
SKIPS = {Refusal.ONCE: 1, Refusal.MONTH: 4, Refusal.CHANNEL: None}


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of the digest."""

    async def on_menu(ack: AsyncAck, body: dict[str, Any]) -> None:
        text = await refuse(ba, body)
        await ack()
        ba.poke()
        await tell(ba.gateway, person_of(body), text)

    async def on_again(ack: AsyncAck, body: dict[str, Any]) -> None:
        person = person_of(body)
        async with ba.sessions.begin() as session:
            await service.bring_back(
                session,
                person.workspace_id,
                action_value(body) or person.channel_id,
                person.member_id,
                ba.clock.now(),
            )
        await ack()
        await tell(ba.gateway, person, texts.BROUGHT_BACK)

    async def on_preview(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await preview(ba, person_of(body), action_value(body))

    app.action(Action.DIGEST_MENU.value)(on_menu)
    app.action(Action.DIGEST_AGAIN.value)(on_again)
    app.action(Action.DIGEST_PREVIEW.value)(on_preview)
    _register_more(app, ba)


def _register_more(app: AsyncApp, ba: Ba) -> None:
    async def on_rest(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        person = await _known(ba, body)
        async with ba.sessions() as session:
            who = (person.workspace_id, person.member_id)
            digest = await gather_rest(session, *who, action_value(body))
        view = rest_view(digest)
        await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=view)

    async def on_picture(ack: AsyncAck, body: dict[str, Any]) -> None:
        person = await _known(ba, body)
        channel_id, since, until = read_span(action_value(body))
        async with ba.sessions.begin() as session:
            who = (person.workspace_id, person.member_id, channel_id)
            await ask_picture(session, *who, since=since, until=until, now=ba.clock.now())
        await ack()
        ba.poke()
        await tell(ba.gateway, person, texts.PICTURE_COMING)

    async def on_channel(ack: AsyncAck, body: dict[str, Any]) -> None:
        person = await _known(ba, body)
        chosen = str(body["actions"][0].get("selected_conversation") or "")
        async with ba.sessions.begin() as session:
            who = (person.workspace_id, chosen)
            words = await choose(session, *who, by=person.member_id, now=ba.clock.now())
        await ack()
        await tell(ba.gateway, person, words)
        await show_home(ba, person)

    app.action(Action.DIGEST_REST.value)(on_rest)
    app.action(Action.DIGEST_PICTURE.value)(on_picture)
    app.action(Action.DIGEST_CHANNEL.value)(on_channel)
    app.action(f"{Action.DIGEST_CHANNEL}_none")(on_channel)


async def _known(ba: Ba, body: Body) -> Person:
    """Who acts, known: what a stranger may see is nothing."""
    person, now = person_of(body), ba.clock.now()
    await fetch_person(ba.sessions, ba.gateway, person.workspace_id, person.member_id, now)
    return person


async def preview(ba: Ba, person: Person, channel_id: str = "") -> None:
    """Show somebody alone what the digest of a channel (of the one at hand) would be now."""
    channel_id = channel_id or person.channel_id
    async with ba.sessions() as session:
        found = await service.preview(
            session, person.workspace_id, channel_id, person.member_id, ba.clock.now()
        )
    url = await ripe_url(ba.gateway, found.digest) if found.digest else ""
    text = render.alert_text(found.digest) if found.digest else texts.NOTHING
    blocks = render.preview_blocks(found, channel_id, ripe_url=url)
    await tell(ba.gateway, person, text, blocks)


async def refuse(ba: Ba, body: Body) -> str:
    """No digest for a time, or any more, or without this person's name; the answer to them."""
    person, now = person_of(body), ba.clock.now()
    word, _, whose = action_value(body).partition(":")
    refusal = Refusal(word)
    async with ba.sessions.begin() as session:
        if refusal == Refusal.PERSON:
            await service.leave_me_out(session, person.workspace_id, person.member_id, now)
        else:
            await service.leave_out(
                session,
                person.workspace_id,
                person.channel_id,
                person.member_id,
                now,
                ba.settings,
                skip=SKIPS[refusal],
                kind=DIGEST_ALL if whose == "all" else DIGEST,
            )
    return SAID[refusal]
