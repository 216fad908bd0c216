"""Where in Slack a card's insight was said: the address of each message, looked up once."""

from __future__ import annotations

from typing import Any

from bot.outgoing.kinds import Making
from bot.slack.gateway import SlackFailure
from models.card import Card


async def linked_evidence(making: Making, card: Card) -> list[dict[str, Any]]:
    """A card's evidence with the address of each message, stored as far as it could be had."""
    evidence = list(card.evidence)
    linked = [{**each, "permalink": await _address(making, each)} for each in evidence]
    if linked != evidence:
        async with making.sessions.begin() as session:
            stored = await session.get(Card, card.id)
            if stored is not None and list(stored.evidence) == evidence:
                stored.evidence = linked
    return linked


async def _address(making: Making, each: dict[str, Any]) -> str:
    known = str(each.get("permalink") or "")
    if known:
        return known
    try:
        return await making.gateway.permalink(str(each["channel"]), str(each["ts"]))
    except (SlackFailure, KeyError):
        return ""
