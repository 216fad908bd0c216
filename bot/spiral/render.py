"""A card's journey as a form. People's words are escaped and bounded here."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import InteractiveElement

from bot.cards.face import day_of
from bot.slack.blocks import Block, actions, button, context, modal, said, section
from bot.slack.ids import Action, Callback
from bot.spiral.journey import Journey, Stop, way_of
from bot.texts import linking as linking_texts
from bot.texts import spiral as texts
from bot.texts.lists import listed

# One section holds about so many steps; the oldest and the newest are kept.
STOPS_MOST = 24
_NAMES_MOST = 20


def journey_view(journey: Journey) -> Block:
    """Its steps, the way through the modes, how far it reaches, who, and where it comes from."""
    card, stops = journey.card, journey.stops
    blocks = [section(f"*{said(card.title, 150)}*")]
    if stops:
        blocks.append(section(texts.JOURNEY_WAY.format(way=texts.way(way_of(stops)[-8:]))))
    blocks.append(section(texts.JOURNEY_LEVELS.format(levels=texts.stairs(journey.level))))
    shown = list(stops)
    if len(shown) > STOPS_MOST:
        shown = [*shown[:4], *shown[4 - STOPS_MOST :]]
    for start in range(0, len(shown), 6):
        lines = [_stop(stop) for stop in shown[start : start + 6]]
        blocks.append(section("\n".join(lines)))
    if not shown:
        blocks.append(section(texts.JOURNEY_NONE))
    people = _people(journey)
    if people:
        blocks.append(section("\n".join(people)))
    buttons: list[InteractiveElement] = []
    if journey.lineage:
        blocks.append(section("\n".join(journey.lineage)))
        words = linking_texts.LINEAGE_PICTURE
        buttons = [button(words, Action.CARD_PICTURE, str(card.id))]
    blocks += [actions(*buttons)] if buttons else []
    foot = context(texts.JOURNEY_FOOT)
    return modal(Callback.CARD_JOURNEY, texts.JOURNEY_TITLE, [*blocks, foot])


def _stop(stop: Stop) -> str:
    return f"• {day_of(stop.at)}: {stop.words}" if stop.at is not None else f"• {stop.words}"


def _people(journey: Journey) -> list[str]:
    kinds: tuple[tuple[str, Sequence[str]], ...] = (
        (texts.WROTE, journey.authors),
        (texts.TOLD, journey.told),
        (texts.LIVED, journey.lived),
    )
    return [
        words.format(names=listed([said(n, 80) for n in names[:_NAMES_MOST]]))
        for words, names in kinds
        if names
    ]
