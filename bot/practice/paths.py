"""A newcomer is led through a channel's cards: in which order, and when. Nothing here commits.

The order is that of the spiral: what others grew from comes before what grew from it; what is
justified comes before what is open, and what is contested comes last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PersonError
from bot.texts import paths as texts
from models.audience import Audience
from models.card import Card, CardStatus
from models.link import YOUNGER_SOURCE, links_of
from models.outbox import drop_waiting, put
from models.rhythm import Path, due_paths, lock_path, start_path
from models.search import list_cards

LESSON = "lesson"
# The next card comes by itself after this; after so many without a press, the bot stops.
GAP = timedelta(days=3)
MOST_UNANSWERED = 3
CARDS_MOST = 100

_RANK = {
    CardStatus.ENDORSED: 0,
    CardStatus.TESTED: 1,
    CardStatus.CONJECTURE: 2,
    CardStatus.CONTESTED: 3,
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A card of a path: the ``number``-th (from 1) of ``count``."""

    card: Card
    number: int
    count: int


def in_order(cards: Sequence[Card], parents: Mapping[int, Sequence[int]]) -> list[Card]:
    """Cards as they are taught: parents first, then by how far justified, then oldest first.

    ``parents``: by card's id, the ids of those it grew from. Circles end where they began.
    """
    known = {card.id: card for card in cards if card.status != CardStatus.RETIRED}
    wanted = sorted(known.values(), key=lambda card: (_RANK[CardStatus(card.status)], card.id))
    ordered: dict[int, Card] = {}
    for card in wanted:
        _place(card.id, known, parents, ordered)
    return list(ordered.values())


def _place(
    card_id: int,
    known: Mapping[int, Card],
    parents: Mapping[int, Sequence[int]],
    ordered: dict[int, Card],
) -> None:
    stack, begun = [card_id], {card_id}
    while stack:
        here = stack[-1]
        before = [p for p in parents.get(here, ()) if p in known and p not in ordered]
        first = min((p for p in before if p not in begun), default=None)
        if first is not None:
            stack.append(first)
            begun.add(first)
        else:
            ordered.setdefault(here, known[here])
            stack.pop()


async def cards_of_path(
    session: AsyncSession, workspace_id: str, member_id: str, channel_id: str
) -> list[Card]:
    """The channel's cards that somebody may see, in the order in which they are taught."""
    audience = Audience(workspace_id, member_id=member_id)
    cards = await list_cards(session, audience, channel_id=channel_id, limit=CARDS_MOST)
    links = await links_of(session, workspace_id, [card.id for card in cards])
    parents: dict[int, list[int]] = {}
    for link in links:
        child, parent = link.source_id, link.target_id
        if link.kind not in YOUNGER_SOURCE:
            child, parent = parent, child
        parents.setdefault(child, []).append(parent)
    return in_order(cards, parents)


async def teach(
    session: AsyncSession, workspace_id: str, member_id: str, channel_id: str, now: datetime
) -> int:
    """Begin (or go on) to lead somebody through a channel's cards; how many there are.

    Raises PersonError when there are none that they may see. A path that was walked to its end
    begins anew.
    """
    cards = await cards_of_path(session, workspace_id, member_id, channel_id)
    if not cards:
        raise PersonError(texts.NO_CARDS)
    path = await start_path(session, workspace_id, member_id, channel_id, now)
    if {card.id for card in cards} <= set(path.shown):
        path.shown, path.started_at = [], now
    await _step(session, path, now, asked=True)
    return len(cards)


async def next_card(
    session: AsyncSession, workspace_id: str, member_id: str, path_id: int, now: datetime
) -> None:
    """Somebody wants the next card now. Raises PersonError when the path is not theirs or over."""
    path = await lock_path(session, workspace_id, member_id, path_id)
    if path is None or not path.is_active:
        raise PersonError(texts.CLOSED)
    path.unanswered = 0
    await _step(session, path, now, asked=True)


async def stop_path(session: AsyncSession, workspace_id: str, member_id: str, path_id: int) -> None:
    """Somebody has enough. Raises PersonError when the path is not theirs."""
    path = await lock_path(session, workspace_id, member_id, path_id)
    if path is None:
        raise PersonError(texts.CLOSED)
    path.is_active = False
    await _take_back(session, path)


async def lead_on(session: AsyncSession, now: datetime, *, limit: int = 100) -> int:
    """The next card for everybody who did not ask for it in a while; how many were looked at."""
    due = await due_paths(session, now, limit=limit)
    for path in due:
        if path.unanswered >= MOST_UNANSWERED:
            path.is_active = False
        else:
            await _step(session, path, now, asked=False)
    return len(due)


async def lesson_of(session: AsyncSession, path: Path, card_id: int) -> Lesson | None:
    """A card of a path as it stands now; None when its learner may not see it any more."""
    cards = await cards_of_path(session, path.workspace_id, path.member_id, path.channel_id)
    found = next((card for card in cards if card.id == card_id), None)
    if found is None:
        return None
    seen = len({card.id for card in cards} & set(path.shown) - {card_id})
    return Lesson(found, seen + 1, len(cards))


async def _step(session: AsyncSession, path: Path, now: datetime, *, asked: bool) -> None:
    cards = await cards_of_path(session, path.workspace_id, path.member_id, path.channel_id)
    card = next((card for card in cards if card.id not in path.shown), None)
    path.due_at = now + GAP
    if card is None:
        path.is_active = False
        return
    if asked:
        await _take_back(session, path, only_timed=True)
    walk = f"{LESSON}:{path.id}:{int(path.started_at.timestamp())}:{card.id}"
    await put(
        session,
        workspace_id=path.workspace_id,
        kind=LESSON,
        key=walk if asked else f"{walk}:{int(now.timestamp())}",
        now=now,
        member_id=path.member_id,
        payload={"path": path.id, "card": card.id},
        expires_at=None if asked else now + GAP,
        is_unasked=not asked,
    )


async def _take_back(session: AsyncSession, path: Path, *, only_timed: bool = False) -> None:
    await drop_waiting(
        session,
        path.workspace_id,
        reason="not wanted",
        kinds=[LESSON],
        channel_id="",
        member_id=path.member_id,
        is_unasked=only_timed or None,
    )
