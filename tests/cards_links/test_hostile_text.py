"""Hostile and huge words in this part: nothing pings, nothing is beyond Slack's limits."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.cards.details import Details, details_view
from bot.cards.finding import Found
from bot.cards.found import answer_blocks, page_blocks
from bot.cards.link_forms import link_form, option, share_form
from bot.slack.blocks import said
from models.card import Card
from models.link import LinkKind
from tests.conftest import START

NASTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["<!channel>", "<@U1> & <#C1|x>", '\\"`*_~|>', "🐿️" * 300, "&<>" * 1500]),
    st.text(alphabet="&<>| \n", min_size=1, max_size=400).map(lambda text: text * 10),
)
LIMITS = {"text": 3000, "value": 2000, "action_id": 255, "placeholder": 150}


def _card(words: str, number: int = 7) -> Card:
    card = Card(workspace_id="T1", title=words[:150], statement=words, channel_id="C1")
    card.id, card.author_id, card.scope, card.origin = number, "U1", "channel", words[:32]
    card.asset_kind, card.asset_reason, card.permalink = "routine", words[:500], ""
    card.status, card.created_at, card.updated_at = "conjecture", START, START
    return card


def _walk(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [*value.items(), *(pair for each in value.values() for pair in _walk(each))]
    if isinstance(value, list):
        return [pair for each in value for pair in _walk(each)]
    return []


def _check(blocks: list[Any] | dict[str, Any]) -> None:
    json.dumps(blocks)
    for name, value in _walk(blocks):
        if isinstance(value, str) and name in LIMITS:
            assert len(value) <= LIMITS[name], name
        if name == "text" and isinstance(value, dict) and value.get("type") == "mrkdwn":
            assert not re.search(r"<!(channel|here|everyone)|<@U1> &", value["text"])


@hypothesis_settings(max_examples=60, deadline=None)
@given(words=NASTY, names=st.lists(NASTY, max_size=5))
def test_words_stay_words_and_within_limits(words: str, names: list[str]) -> None:
    cards = [_card(words, number) for number in range(1, 6)]
    lived = {card.id: [said(name, 80) for name in names if said(name, 80)] for card in cards}
    found = Found(cards, 1, True, {words[:40]: words[:40]}, lived)
    _check(page_blocks(found, words))
    _check(answer_blocks(found))
    details = Details(cards[0], [said(words, 900)] * 5, lived[1], True, True, True)
    _check(details_view(details))
    _check(share_form(cards[0]))
    for kind in LinkKind:
        _check(link_form(kind, cards[0]))
    assert 1 <= len(option(cards[0])["text"]["text"]) <= 75
