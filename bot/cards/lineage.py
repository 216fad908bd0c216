"""Where a card comes from and what it led to: in words, and laid out for the picture.

Only through cards that the audience may see: a path that runs through another ends there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.render import card_name
from bot.slack.blocks import clip
from bot.texts import linking as texts
from models.audience import Audience
from models.card import Card
from models.link import YOUNGER_SOURCE, LinkKind, links_of
from models.search import list_cards

DEPTH = 3
NODES_MOST = 24
SHOWN_MOST = 5


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two visible cards, as stored: from source to target."""

    kind: LinkKind
    source_id: int
    target_id: int

    @property
    def in_time(self) -> tuple[int, int]:
        """(from, to) along the spiral: what was there first, then what it led to."""
        if self.kind in YOUNGER_SOURCE:
            return self.target_id, self.source_id
        return self.source_id, self.target_id


@dataclass(frozen=True, slots=True)
class Lineage:
    """A card with the visible cards around it, by id, and the links between them."""

    card_id: int
    cards: Mapping[int, Card]
    edges: Sequence[Edge]


async def lineage_of(
    session: AsyncSession, audience: Audience, card: Card, *, depth: int = DEPTH
) -> Lineage:
    """Cards within ``depth`` links that this audience may see; ``card`` itself was asked for."""
    cards, edges = {card.id: card}, dict[Edge, None]()
    newest = [card.id]
    for _ in range(depth):
        if not newest or len(cards) >= NODES_MOST:
            break
        links = await links_of(session, audience.workspace_id, newest)
        ends = {end for link in links for end in (link.source_id, link.target_id)} - set(cards)
        room = NODES_MOST - len(cards)
        seen = await list_cards(session, audience, ids=sorted(ends), limit=room)
        cards |= {each.id: each for each in seen}
        newest = [each.id for each in seen]
        edges |= {
            Edge(LinkKind(link.kind), link.source_id, link.target_id): None
            for link in links
            if link.source_id in cards and link.target_id in cards
        }
    return Lineage(card.id, cards, tuple(edges))


async def link_lines(session: AsyncSession, audience: Audience, card: Card) -> tuple[str, ...]:
    """A card's own links as mrkdwn, as far as those who read it may see the other ends."""
    lineage = await lineage_of(session, audience, card, depth=1)
    return tuple(lineage_words(lineage, card_name))


def lineage_words(lineage: Lineage, name: Callable[[Card], str]) -> list[str]:
    """The links of the card itself, a sentence for each kind; ``name`` writes a card."""
    me = lineage.card_id
    as_source = {
        LinkKind.GREW_FROM: texts.GREW_FROM,
        LinkKind.COMBINES: texts.TAKES_IN,
        LinkKind.BREAKS_DOWN: texts.BROKEN_INTO,
        LinkKind.CHALLENGES: texts.CHALLENGES,
        LinkKind.RELATES: texts.RELATED,
    }
    as_target = {
        LinkKind.GREW_FROM: texts.LED_TO,
        LinkKind.COMBINES: texts.IS_IN,
        LinkKind.BREAKS_DOWN: texts.PART_OF,
        LinkKind.CHALLENGES: texts.CHALLENGED,
        LinkKind.RELATES: texts.RELATED,
    }
    said: dict[str, list[Card]] = {}
    for edge in lineage.edges:
        if edge.source_id == me:
            said.setdefault(as_source[edge.kind], []).append(lineage.cards[edge.target_id])
        elif edge.target_id == me:
            said.setdefault(as_target[edge.kind], []).append(lineage.cards[edge.source_id])
    order = dict.fromkeys([*as_source.values(), *as_target.values()])
    return [
        sentence.format(cards=_listed([name(card) for card in said[sentence]]))
        for sentence in order
        if sentence in said
    ]


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:SHOWN_MOST])
    if len(names) > SHOWN_MOST:
        shown.append(texts.AND_MORE)
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} · {shown[-1]}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the picture shows: (id, title, column) of each card, (from, to, kind) of each link.

    Columns run from the oldest to the newest; the card itself is in column 0.
    """

    me: int
    nodes: tuple[tuple[int, str, int], ...]
    edges: tuple[tuple[int, int, str], ...]


PICTURE_NODES = 12


def to_draw(lineage: Lineage) -> Drawn:
    """The nearest cards in columns along time, for the picture. Pure."""
    column = {lineage.card_id: 0}
    frontier = [lineage.card_id]
    while frontier and len(column) < PICTURE_NODES:
        here = frontier.pop(0)
        for edge in lineage.edges:
            before, after = edge.in_time
            related = edge.kind == LinkKind.RELATES
            for mine, other, step in ((before, after, 1), (after, before, -1)):
                if mine == here and other not in column and len(column) < PICTURE_NODES:
                    column[other] = column[here] + (0 if related else step)
                    frontier.append(other)
    nodes = tuple((i, clip(lineage.cards[i].title, 60), column[i]) for i in column)
    edges = tuple(
        (*edge.in_time, str(edge.kind))
        for edge in lineage.edges
        if edge.source_id in column and edge.target_id in column
    )
    return Drawn(lineage.card_id, nodes, edges)
