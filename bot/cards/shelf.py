"""Cards out of the database as plain values, and back in again: what exporting reads and writes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.exporting import Exported, Names, as_time
from models.audience import PERSON, Audience
from models.author import add_authors, authors_of
from models.card import CARD_FIELDS, Card, Revision
from models.channel import list_channels
from models.link import LinkKind, link_cards, links_between
from models.member import channels_of, known_names
from models.shelf import all_cards, count_on, find_same, revisions_of_cards, visible_cards

_MENTION = re.compile(r"<@([A-Z0-9]+)")
_KEPT = (
    *CARD_FIELDS,
    "id",
    "channel_id",
    "thread_ts",
    "author_id",
    "asset_kind",
    "asset_reason",
    "status",
    "scope",
    "origin",
    "revision",
    "permalink",
)


async def take_out(
    session: AsyncSession,
    workspace_id: str,
    audience: Audience | None = None,
    *,
    with_own: bool = True,
) -> Exported:
    """Cards with revisions and links as values: what an audience may see, or all (None).

    ``None`` is for the command line, whose user has the database anyway, and for administrators;
    without ``with_own``, cards that somebody keeps for themselves stay out.
    """
    if audience is None:
        cards = await all_cards(session, workspace_id)
        cards = [card for card in cards if with_own or card.scope != PERSON]
    else:
        cards = await visible_cards(session, audience)
    ids = [card.id for card in cards]
    authors = await authors_of(session, cards)
    revisions: dict[int, list[dict[str, Any]]] = {}
    for revision in await revisions_of_cards(session, ids):
        revisions.setdefault(revision.card_id, []).append(_revision_value(revision))
    values = [_value(card, sorted(authors[card.id]), revisions.get(card.id, [])) for card in cards]
    links = [
        {
            "kind": link.kind,
            "source_id": link.source_id,
            "target_id": link.target_id,
            "why": link.why,
            "by": link.by,
            "at": link.at.isoformat(),
        }
        for link in await links_between(session, workspace_id, ids)
    ]
    names = await _names(session, workspace_id, audience, cards)
    people = await _people(session, workspace_id, values)
    return Exported(values, links, Names(people, names.channels))


async def _names(
    session: AsyncSession, workspace_id: str, audience: Audience | None, cards: Sequence[Card]
) -> Names:
    """Names for mentions: of people on these cards, of channels that the reader knows anyway."""
    homes = {card.channel_id for card in cards}
    if audience is not None and audience.member_id:
        homes |= await channels_of(session, workspace_id, audience.member_id)
    channels = {
        channel.id: channel.name
        for channel in await list_channels(session, workspace_id)
        if channel.name and (audience is None or channel.id in homes)
    }
    return Names({}, channels)


async def _people(
    session: AsyncSession, workspace_id: str, values: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    """Names of those who stand on these cards, as authors or by a mention."""
    ids = {person for value in values for person in value["authors"]}
    for value in values:
        ids |= {found for name in CARD_FIELDS for found in _MENTION.findall(value[name])}
    names = await known_names(session, workspace_id)
    return {person: names[person] for person in sorted(ids) if person in names}


def _value(
    card: Card, authors: Sequence[str], revisions: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    return {
        **{name: getattr(card, name) for name in _KEPT},
        "evidence": list(card.evidence),
        "created_at": card.created_at.isoformat(),
        "updated_at": card.updated_at.isoformat(),
        "authors": list(authors),
        "revisions": list(revisions),
    }


def _revision_value(revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "by": revision.by,
        "at": revision.at.isoformat(),
        "why": revision.why,
        "fields": dict(revision.fields),
    }


async def put_in(session: AsyncSession, workspace_id: str, exported: Exported) -> tuple[int, int]:
    """Bring cards back; (how many came, how many were there already). Nothing is posted.

    Numbers are kept where they are free. The same card (author, time, title) comes once.
    """
    new_ids: dict[int, int] = {}
    came = 0
    for value in reversed(exported.cards):
        same = await find_same(
            session, workspace_id, value["author_id"], as_time(value["created_at"]), value["title"]
        )
        if same is not None:
            new_ids[value["id"]] = same
            continue
        new_ids[value["id"]] = await _put_card(session, workspace_id, value)
        came += 1
    await count_on(session)
    for link in exported.links:
        if link["source_id"] in new_ids and link["target_id"] in new_ids:
            await link_cards(
                session,
                workspace_id=workspace_id,
                kind=LinkKind(link["kind"]),
                source_id=new_ids[link["source_id"]],
                target_id=new_ids[link["target_id"]],
                by=link["by"],
                at=as_time(link["at"]),
                why=link["why"],
            )
    return came, len(exported.cards) - came


async def _put_card(session: AsyncSession, workspace_id: str, value: Mapping[str, Any]) -> int:
    wanted = value["id"] if await session.get(Card, value["id"]) is None else None
    card = Card(
        workspace_id=workspace_id,
        **{name: value[name] for name in _KEPT if name != "id"},
        evidence=list(value["evidence"]),
        created_at=as_time(value["created_at"]),
        updated_at=as_time(value["updated_at"]),
    )
    if wanted is not None:
        card.id = wanted
    session.add(card)
    await session.flush()
    for revision in value["revisions"]:
        session.add(
            Revision(
                workspace_id=workspace_id,
                card_id=card.id,
                number=revision["number"],
                by=revision["by"],
                at=as_time(revision["at"]),
                why=revision["why"],
                fields=dict(revision["fields"]),
            )
        )
    others = set(value["authors"]) - {card.author_id}
    await add_authors(session, workspace_id, card.id, others, now=card.created_at)
    return card.id
