"""The weekly digest: its menu, and the private preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.digest import render, service
from bot.digest.outgoing import ripe_url
from bot.slack.blocks import Block
from bot.slack.ids import Action, Refusal
from bot.texts import digest as texts
from handlers.context import Person, action_value, person_of

if TYPE_CHECKING:
    from handlers.context import Ba

SAID = {
    Refusal.ONCE: texts.SKIPPED,
    Refusal.MONTH: texts.PAUSED,
    Refusal.CHANNEL: texts.STOPPED,
    Refusal.PERSON: texts.LEFT_OUT,
}
# How many digests are left out; None: all from now on.
SKIPS = {Refusal.ONCE: 1, Refusal.MONTH: 4, Refusal.CHANNEL: None}


@dataclass(frozen=True, slots=True)
class Preview:
    """What one person sees: a line for notifications, and blocks."""

    text: str
    blocks: list[Block]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of the digest."""

    async def on_menu(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        text = await refuse(ba, body)
        await ack()
        await respond(text, response_type="ephemeral", replace_original=False)

    async def on_preview(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        person = person_of(body)
        shown = await preview(ba, person, action_value(body) or person.channel_id)
        await ack()
        await respond(
            shown.text, blocks=shown.blocks, response_type="ephemeral", replace_original=False
        )

    app.action(Action.DIGEST_MENU.value)(on_menu)
    app.action(Action.DIGEST_PREVIEW.value)(on_preview)


async def preview(ba: Ba, person: Person, channel_id: str) -> Preview:
    """The digest of a channel as it would be now, for one person. Raises PersonError if none."""
    async with ba.sessions() as session:
        digest = await service.preview(
            session, person.workspace_id, channel_id, person.member_id, ba.clock.now()
        )
    url = await ripe_url(ba.gateway, digest)
    return Preview(texts.alert(digest.channel_name), render.preview_blocks(digest, ripe_url=url))


async def refuse(ba: Ba, body: Mapping[str, Any]) -> str:
    """No digest for a time, or any more, or without this person's name; the answer to them."""
    person, now = person_of(body), ba.clock.now()
    refusal = Refusal(action_value(body))
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
            )
    return SAID[refusal]
