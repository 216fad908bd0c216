"""Sharing what happened: the form, and the card that may grow from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.begin import draft_form
from bot.errors import PersonError
from bot.practice import sharing
from bot.practice import sharing_render as render
from bot.practice.rules import Nudge
from bot.slack.ids import Action, Callback
from handlers.context import action_value, person_of
from handlers.practice import nudge_in
from models.story import Stance

if TYPE_CHECKING:
    from handlers.context import Ba

Body = Mapping[str, Any]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of sharing."""

    async def on_share(ack: AsyncAck, body: dict[str, Any]) -> None:
        view = await open_share(ba, body)
        await ba.gateway.call("views.open", trigger_id=person_of(body).trigger_id, view=view)
        await ack()

    async def on_submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        try:
            nudge = await keep_story(ba, body)
        except PersonError as error:
            await ack(response_action="errors", errors={render.WORDS: str(error)})
        else:
            await ack(response_action="update", view=render.shared_view(nudge))
            ba.poke()

    async def on_grow(ack: AsyncAck, body: dict[str, Any]) -> None:
        form = await grow_card(ba, body)
        await ack()
        await ba.gateway.call("views.update", view_id=body["view"]["id"], view=form)

    app.action(Action.SHARE_PRACTICE.value)(on_share)
    app.view(Callback.SHARE_FORM.value)(on_submit)
    app.action(Action.CARD_FROM_PRACTICE.value)(on_grow)


async def open_share(ba: Ba, body: Body) -> dict[str, Any]:
    """The form for sharing an entry."""
    person, nudge = person_of(body), nudge_in(action_value(body))
    async with ba.sessions() as session:
        found = await sharing.to_share(session, person.workspace_id, person.member_id, nudge)
    return render.share_form(found, nudge)


async def keep_story(ba: Ba, body: Body) -> Nudge:
    """Share what the form says."""
    person, view = person_of(body), body["view"]
    values, nudge = view["state"]["values"], nudge_in(str(view["private_metadata"]))
    words = values[render.WORDS][render.WORDS].get("value") or ""
    chosen = values[render.STANCE][render.STANCE].get("selected_option") or {}
    stance = Stance.AGAINST if chosen.get("value") == Stance.AGAINST else Stance.FOR
    async with ba.sessions.begin() as session:
        await sharing.share(
            session,
            person.workspace_id,
            person.member_id,
            nudge,
            str(words),
            stance,
            ba.clock.now(),
        )
    return nudge


async def grow_card(ba: Ba, body: Body) -> dict[str, Any]:
    """The card's form, begun from the story."""
    person, nudge = person_of(body), nudge_in(action_value(body))
    who = (person.workspace_id, person.member_id)
    now = ba.clock.now()
    async with ba.sessions.begin() as session:
        draft = await sharing.grow(session, *who, nudge, now)
        return await draft_form(session, draft, now)
