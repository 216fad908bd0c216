"""Use cases of cards: begin one, save its draft, keep it, find it. They never commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.origins import Origin
from bot.cards.rules import clean_fields, clean_line, clean_people
from bot.cards.theming import THEME, THEME_WAS, theme_new_card
from bot.errors import PersonError
from bot.quoting import TAKEN_BACK
from bot.seci.types import AssetKind
from bot.texts import cards as texts
from models.audience import Audience
from models.author import add_authors
from models.card import Card, Draft, add_card, drop_draft, get_draft, save_draft
from models.channel import get_channel
from models.conversion import ScopeLevel, record_conversion
from models.link import LinkKind, link_cards
from models.member import get_member, members_of
from models.outbox import OutboxState, put, row_by_key
from models.search import get_card
from models.thread import ThreadState, set_thread_state

# In a draft's fields: the id of the card that it grows from, if there is one.
GREW_FROM = "grew_from"
# What a draft holds besides a card's words.
KEPT = (
    "asset_kind",
    "asset_reason",
    "origin",
    "home",
    "authors",
    "named",
    "why",
    THEME,
    THEME_WAS,
    GREW_FROM,
    TAKEN_BACK,
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a card begins: a thread's time stamp is "" for a blank card."""

    workspace_id: str
    author_id: str
    channel_id: str = ""
    thread_ts: str = ""


async def may_read(
    session: AsyncSession, workspace_id: str, channel_id: str, member_id: str
) -> bool:
    """Whether somebody can read a channel's talk: its members, and all for a public channel."""
    channel = await get_channel(session, workspace_id, channel_id)
    if member_id in await members_of(session, workspace_id, channel_id):
        return True
    if channel is None or channel.is_private:
        return False
    member = await get_member(session, workspace_id, member_id)
    return member is not None and member.is_full


async def begin_draft(
    session: AsyncSession,
    beginning: Beginning,
    *,
    fields: Mapping[str, Any],
    evidence: Sequence[Mapping[str, Any]],
    asset_kind: str,
    asset_reason: str,
    now: datetime,
    quotes: Sequence[Mapping[str, Any]] = (),
) -> Draft:
    """Store the form's first contents, so that nothing is lost from here on.

    ``quotes`` say whose words they are (``bot.quoting``).
    """
    draft = Draft(
        workspace_id=beginning.workspace_id,
        author_id=beginning.author_id,
        channel_id=beginning.channel_id,
        thread_ts=beginning.thread_ts,
        fields={**clean_fields(fields), "asset_kind": asset_kind, "asset_reason": asset_reason},
        evidence=[dict(each) for each in evidence],
        quotes=[dict(each) for each in quotes],
        updated_at=now,
    )
    return await save_draft(session, draft)


async def own_draft(
    session: AsyncSession, workspace_id: str, author_id: str, draft_id: int
) -> Draft:
    """Somebody's own draft; raises PersonError when it is gone or not theirs."""
    draft = await get_draft(session, workspace_id, author_id, draft_id)
    if draft is None:
        raise PersonError(texts.DRAFT_GONE)
    return draft


async def held_draft(
    session: AsyncSession, workspace_id: str, author_id: str, draft_id: int
) -> Draft:
    """Somebody's own draft, held until the transaction ends: of two presses one keeps a card.

    Raises PersonError when it is gone or not theirs.
    """
    draft = await get_draft(session, workspace_id, author_id, draft_id, hold=True)
    if draft is None:
        raise PersonError(texts.DRAFT_GONE)
    return draft


async def update_draft(
    draft: Draft, values: Mapping[str, Any], now: datetime, *, view_id: str = ""
) -> None:
    """Keep what the form (``view_id``) holds now."""
    draft.fields = draft_fields(draft, values)
    draft.updated_at, draft.saved_view = now, view_id


def draft_fields(draft: Draft, values: Mapping[str, Any]) -> dict[str, str]:
    """All that a form holds, besides the words: kind, home, co-authors, why it is changed."""
    kept = {name: str(draft.fields.get(name) or "") for name in KEPT}
    if values.get("asset_kind") in set(AssetKind):
        if values["asset_kind"] != kept["asset_kind"]:
            kept["asset_reason"] = ""  # it was the reason for another kind
        kept["asset_kind"] = str(values["asset_kind"])
    if values.get("origin") in set(Origin):
        kept["origin"] = str(values["origin"])
    if isinstance(values.get(THEME), str):
        kept[THEME] = str(values[THEME])[:20]
    if isinstance(values.get("home"), str):
        kept["home"] = str(values["home"])[:64]
    if isinstance(values.get("authors"), str):
        kept["authors"] = " ".join(clean_people(str(values["authors"])))
    if isinstance(values.get("why"), str):
        kept["why"] = clean_line(str(values["why"]), 300)
    return {**clean_fields(values), **kept}


async def save_form(
    session: AsyncSession,
    draft: Draft,
    values: Mapping[str, Any],
    *,
    view_id: str,
    opened: datetime,
    now: datetime,
) -> Draft:
    """Keep what a form holds; gives the draft that holds it from now on.

    When the same draft was saved from another form after this one was opened, this form's words
    become a draft of their own: of two open forms neither overwrites the other.
    """
    if draft.saved_view not in ("", view_id) and draft.updated_at > opened:
        copy = Draft(
            workspace_id=draft.workspace_id,
            author_id=draft.author_id,
            channel_id=draft.channel_id,
            thread_ts=draft.thread_ts,
            fields=dict(draft.fields),
            evidence=list(draft.evidence),
            quotes=list(draft.quotes),
            updated_at=now,
            card_id=draft.card_id,
            base_revision=draft.base_revision,
        )
        draft = await save_draft(session, copy)
    await update_draft(draft, values, now, view_id=view_id)
    return draft


async def keep_card(session: AsyncSession, draft: Draft, *, channel_id: str, now: datetime) -> Card:
    """Turn a draft into a card: stored with its first revision, owed to its thread, on the ledger.

    ``channel_id`` is the card's home; the audience rule hangs on it.
    """
    fields = clean_fields(draft.fields)
    card = Card(
        workspace_id=draft.workspace_id,
        channel_id=channel_id,
        thread_ts=draft.thread_ts,
        author_id=draft.author_id,
        **fields,
        evidence=list(draft.evidence),
        asset_kind=draft.fields.get("asset_kind") or AssetKind.CONCEPTUAL,
        asset_reason=str(draft.fields.get("asset_reason") or "")[:500],
        origin=str(draft.fields.get("origin") or Origin.INSIDE),
        created_at=now,
        updated_at=now,
    )
    await add_card(session, card, why="written")
    others = [card.author_id, *clean_people(str(draft.fields.get("authors") or ""))]
    await add_authors(session, card.workspace_id, card.id, others, now=now)
    await theme_new_card(session, card, str(draft.fields.get(THEME) or ""), now)
    await _link_parent(session, card, draft)
    source = f"thread:{draft.channel_id}:{draft.thread_ts}" if draft.thread_ts else "person"
    await record_conversion(
        session,
        workspace_id=card.workspace_id,
        channel_id=card.channel_id,
        key=f"card:{card.id}",
        mode="externalization",
        source=source,
        target=f"card:{card.id}",
        level=ScopeLevel.GROUP,
        at=now,
    )
    await put(
        session,
        workspace_id=card.workspace_id,
        kind="card",
        key=f"card:{card.id}",
        channel_id=channel_id,
        thread_ts=draft.thread_ts,
        payload={"card": card.id},
        now=now,
    )
    if draft.thread_ts:
        await set_thread_state(
            session, card.workspace_id, channel_id, draft.thread_ts, ThreadState.CARDED
        )
        await withdraw_offer(session, card.workspace_id, channel_id, draft.thread_ts, now)
    await drop_draft(session, draft.workspace_id, draft.author_id, draft.id)
    return card


async def _link_parent(session: AsyncSession, card: Card, draft: Draft) -> None:
    """A card that grew from another one is linked to it, if its author may still see that one."""
    audience = Audience(draft.workspace_id, member_id=draft.author_id)
    parent = await get_card(session, audience, int(draft.fields.get(GREW_FROM) or 0))
    if parent is not None:
        await link_cards(
            session,
            workspace_id=card.workspace_id,
            kind=LinkKind.GREW_FROM,
            source_id=card.id,
            target_id=parent.id,
            by=card.author_id,
            at=card.created_at,
            why="from practice",
        )


def offer_key(channel_id: str, thread_ts: str) -> str:
    """The outbox key of a thread's one and only offer."""
    return f"offer:{channel_id}:{thread_ts}"


async def withdraw_offer(
    session: AsyncSession, workspace_id: str, channel_id: str, thread_ts: str, now: datetime
) -> None:
    """Take a thread's offer away if it was posted, or see that it never is."""
    key = offer_key(channel_id, thread_ts)
    row = await row_by_key(session, workspace_id, key)
    if row is None:
        return
    if row.state == OutboxState.WAITING:
        row.state, row.reason = OutboxState.DROPPED, "no longer wanted"
    elif row.state == OutboxState.SENT:
        await put(
            session,
            workspace_id=workspace_id,
            kind="withdraw",
            key=f"withdraw:{key}",
            channel_id=channel_id,
            thread_ts=thread_ts,
            payload={"channel": row.sent_channel, "ts": row.sent_ts},
            now=now,
        )
