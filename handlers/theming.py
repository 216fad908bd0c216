"""The theme on a card: its menu; and a card begun for a theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.begin import draft_form
from bot.cards.form import NONE
from bot.cards.service import Beginning, begin_draft
from bot.cards.theming import THEME, choices, choose_theme, themes_for
from bot.seci.types import AssetKind
from bot.slack.blocks import Block, clip, said
from bot.slack.ids import Action
from bot.texts import themes as texts
from handlers.answers import tell
from handlers.card_writing import know_reader, number_of
from handlers.context import Ba, action_value, person_of
from models.audience import Audience

Body = Mapping[str, Any]
OPTIONS_MOST = 100


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the menu of themes on cards, and the button that begins a card for a theme."""

    async def on_options(ack: AsyncAck, body: Body) -> None:
        _, _, card = str(body.get("block_id") or "").partition(":")
        await ack(options=await options(ba, body, number_of(card)))

    async def on_theme(ack: AsyncAck, body: Body) -> None:
        card_id, _, chosen = action_value(body).partition(":")
        await choose(ba, body, number_of(card_id), chosen)
        await ack()
        ba.poke()

    async def on_card(ack: AsyncAck, body: Body) -> None:
        await ack()
        theme_id, _, kind = action_value(body).partition(":")
        await write_card(ba, body, theme_id=number_of(theme_id), kind=kind)

    app.options(Action.CARD_THEME)(on_options)
    app.action(Action.CARD_THEME)(on_theme)
    app.action(Action.THEME_CARD)(on_card)


async def options(ba: Ba, body: Body, card_id: int) -> list[Block]:
    """The themes that somebody may choose for a card, as far as they have typed."""
    person, typed = person_of(body), str(body.get("value") or "").casefold()
    async with ba.sessions.begin() as session:
        audience = Audience(person.workspace_id, member_id=person.member_id)
        themes = await themes_for(session, audience)
    if not themes:
        return []
    found = [(each.name, str(each.id)) for each in choices(themes)]
    found = [(name, value) for name, value in found if typed in name.casefold()]
    return [
        {"text": {"type": "plain_text", "text": clip(name, 75)}, "value": f"{card_id}:{value}"}
        for name, value in [*found[: OPTIONS_MOST - 1], (texts.OPTION_NONE, NONE)]
    ]


async def choose(ba: Ba, body: Body, card_id: int, chosen: str) -> None:
    """Somebody said what theme a card is of: keep it, and tell them."""
    person = person_of(body)
    await know_reader(ba, person, card_id)
    who = (person.workspace_id, person.member_id)
    async with ba.sessions.begin() as session:
        card, theme = await choose_theme(session, *who, card_id, chosen, ba.clock.now())
    title = said(card.title, 150)
    words = texts.CHOSEN_NONE.format(title=title)
    if theme is not None:
        words = texts.CHOSEN.format(title=title, name=said(theme.name, 80))
    await tell(ba.gateway, person, words)


async def write_card(ba: Ba, body: Body, *, theme_id: int, kind: str = "") -> None:
    """Open the form of a new card of a theme (0: of none) and of a kind of knowledge."""
    person, now = person_of(body), ba.clock.now()
    async with ba.sessions.begin() as session:
        draft = await begin_draft(
            session,
            Beginning(person.workspace_id, person.member_id, person.channel_id),
            fields={},
            evidence=(),
            asset_kind=kind if kind in set(AssetKind) else AssetKind.CONCEPTUAL,
            asset_reason="",
            now=now,
        )
        if theme_id:
            draft.fields = {**draft.fields, THEME: str(theme_id)}
        form = await draft_form(session, draft, now)
    above = body.get("view")
    is_modal = isinstance(above, Mapping) and above.get("type") == "modal"
    method = "views.push" if is_modal else "views.open"
    await ba.gateway.call(method, trigger_id=person.trigger_id, view=form)
