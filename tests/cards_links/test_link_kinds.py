"""A kind of link is known everywhere: in words, in the picture, in its form, in the spiral."""

from __future__ import annotations

import pytest

from bot.cards.exporting import _verb
from bot.cards.lineage import Edge, Lineage, lineage_words
from bot.cards.lineage_picture import _LOOKS
from bot.cards.link_forms import link_form
from bot.cards.linking import MODES
from bot.seci.types import Mode
from bot.texts import digest as digest_texts
from bot.texts import linking as texts
from bot.texts import spiral as spiral_texts
from models.card import Card
from models.link import CardLink, LinkKind


def card(number: int) -> Card:
    return Card(id=number, workspace_id="T1", channel_id="C1", title=f"Card {number}")


@pytest.mark.parametrize("kind", LinkKind)
def test_a_kind_is_known_everywhere(kind: LinkKind) -> None:
    assert len(kind) <= CardLink.kind.type.length
    assert texts.LINK_BUTTONS[kind]
    assert link_form(kind, card(1))["title"]["text"] == texts.FORM_TITLES[kind]
    assert MODES[kind] in set(Mode)
    assert _LOOKS[kind]
    assert texts.ARROWS[kind]
    assert "{card}" in spiral_texts.LINKED_FROM[kind]
    assert "{card}" in spiral_texts.LINKED_TO[kind]
    assert digest_texts.GROWTH[kind].format(card="A", others="B")


def test_an_export_tells_each_kind_in_its_own_words() -> None:
    verbs = [_verb(kind, is_source) for kind in LinkKind for is_source in (True, False)]
    assert all("{cards}" in verb for verb in verbs)
    assert len(set(verbs)) == 2 * len(LinkKind) - 1  # what has to do with something, has both ways


@pytest.mark.parametrize("kind", LinkKind)
@pytest.mark.parametrize(("source", "target"), [(1, 2), (2, 1)])
def test_it_is_told_from_either_side(kind: LinkKind, source: int, target: int) -> None:
    cards = {number: card(number) for number in (1, 2)}
    lineage = Lineage(1, cards, [Edge(kind, source, target)])
    [sentence] = lineage_words(lineage, lambda each: each.title)
    assert "Card 2" in sentence
