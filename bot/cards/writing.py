"""Changing a card: begin, keep, put two changes together, look back, bring back. Never commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.merging import Merge, changed_fields, merge
from bot.cards.refresh import refresh_card
from bot.cards.rights import require_editor, seen_card
from bot.cards.rules import clean_fields, clean_people
from bot.cards.theming import THEME, THEME_WAS, rechoose_theme, theme_value
from bot.errors import PersonError
from bot.texts import card_life as texts
from models.author import add_authors, authors_of, remove_authors
from models.card import (
    CARD_FIELDS,
    Card,
    Draft,
    Revision,
    draft_of_change,
    drop_draft,
    get_revision,
    list_revisions,
    lock_card,
    revise_card,
    save_draft,
)
from models.member import members_of

# What a card's form asks by a menu.
MENUS = ("asset_kind", "origin")
# In a draft's fields: which of two changes' clashes were decided, and against which revision.
SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Clashing:
    """Somebody (``by``) changed the card meanwhile: what must be decided, against ``revision``."""

    draft_id: int
    revision: int
    by: str
    merge: Merge


@dataclass(frozen=True, slots=True)
class History:
    """A card and a page of its revisions, newest first; the last one is only to compare with."""

    card: Card
    revisions: tuple[Revision, ...]
    offset: int
    has_older: bool


async def begin_change(
    session: AsyncSession, workspace_id: str, member_id: str, card_id: int, now: datetime
) -> tuple[Draft, Card, bool]:
    """The draft of a change, the card, and whether it was begun before (it opens as it was left).

    Raises PersonError when somebody may not see or change the card.
    """
    card = await seen_card(session, workspace_id, member_id, card_id)
    await require_editor(session, card, member_id)
    begun = await draft_of_change(session, workspace_id, member_id, card_id)
    if begun is not None:
        return begun, card, True
    named = sorted((await authors_of(session, [card]))[card.id] - {card.author_id})
    theme = await theme_value(session, card)
    draft = Draft(
        workspace_id=workspace_id,
        author_id=member_id,
        channel_id=card.channel_id,
        fields={
            **words_of_card(card),
            "asset_kind": card.asset_kind,
            "origin": card.origin,
            "asset_reason": card.asset_reason,
            "authors": " ".join(named),
            "named": " ".join(named),
            THEME: theme,
            THEME_WAS: theme,
        },
        evidence=[],
        updated_at=now,
        card_id=card.id,
        base_revision=card.revision,
    )
    return await save_draft(session, draft), card, False


def words_of_card(card: Card) -> dict[str, str]:
    """A card's words, by field."""
    return {name: str(getattr(card, name) or "") for name in CARD_FIELDS}


async def keep_change(session: AsyncSession, draft: Draft, now: datetime) -> Clashing | None:
    """Make a draft the card's new revision; what clashes with somebody else's change is given back.

    The draft must hold what the form held. Nothing is overwritten: the card is compared, field by
    field, with the revision from which this change began. Raises PersonError.
    """
    assert draft.card_id is not None
    seen = await seen_card(session, draft.workspace_id, draft.author_id, draft.card_id)
    await require_editor(session, seen, draft.author_id)
    card = await _locked(session, seen.id)
    merged = await _merged(session, card, draft)
    if merged.clashes:
        newest = await get_revision(session, card.id, card.revision)
        by = newest.by if newest else card.author_id
        return Clashing(draft.id, card.revision, by, merged)
    await _revise(session, card, merged.fields, draft, now)
    await drop_draft(session, draft.workspace_id, draft.author_id, draft.id)
    return None


async def _locked(session: AsyncSession, card_id: int) -> Card:
    card = await lock_card(session, card_id)
    if card is None:
        raise PersonError(texts.NO_CARD)
    return card


async def _merged(session: AsyncSession, card: Card, draft: Draft) -> Merge:
    theirs, mine = words_of_card(card), clean_fields(draft.fields)
    if card.revision == draft.base_revision:
        return Merge(mine)
    base = await get_revision(session, card.id, draft.base_revision)
    return merge(base.fields if base else {}, theirs, mine)


async def _revise(
    session: AsyncSession, card: Card, fields: Mapping[str, str], draft: Draft, now: datetime
) -> None:
    """Store what differs as a new revision; who changed it is one of its authors from now on."""
    base = await get_revision(session, card.id, draft.base_revision)
    chosen = _choices(
        draft.fields, base.fields if base else {}, {n: getattr(card, n) for n in MENUS}
    )
    moved = any(getattr(card, name) != value for name, value in chosen.items())
    differs = changed_fields(words_of_card(card), fields) or moved
    await _name_authors(session, card, draft, changed=bool(differs), now=now)
    if differs:
        await revise_card(
            session,
            card,
            {**fields, **chosen},
            by=draft.author_id,
            at=now,
            why=str(draft.fields.get("why") or ""),
        )
    await rechoose_theme(session, card, draft.fields, draft.author_id, now)
    await refresh_card(session, card, key=f"change:{draft.id}:{card.revision}", now=now)


def _choices(
    mine: Mapping[str, str], base: Mapping[str, str], theirs: Mapping[str, str]
) -> dict[str, str]:
    """What the form's menus say: mine where I chose something else, theirs where I did not."""
    chosen = {}
    for name in MENUS:
        own = str(mine.get(name) or "")
        chosen[name] = own if own and own != str(base.get(name) or "") else str(theirs[name])
    return chosen


async def _name_authors(
    session: AsyncSession, card: Card, draft: Draft, *, changed: bool, now: datetime
) -> None:
    """Name whom the form names; only who was taken out of the form is no longer named."""
    named = {*clean_people(str(draft.fields.get("authors") or "")), card.author_id}
    if changed:
        named.add(draft.author_id)
    taken_out = set(clean_people(str(draft.fields.get("named") or ""))) - named
    await add_authors(session, card.workspace_id, card.id, named, now=now)
    await remove_authors(session, card.id, taken_out)


async def settle_clash(
    session: AsyncSession,
    draft: Draft,
    revision: int,
    decided: Mapping[str, str],
    now: datetime,
) -> Clashing | None:
    """Somebody decided what clashed with ``revision``: keep it, unless it changed yet again."""
    assert draft.card_id is not None
    await seen_card(session, draft.workspace_id, draft.author_id, draft.card_id)
    base = await get_revision(session, draft.card_id, draft.base_revision)
    shown = await get_revision(session, draft.card_id, revision)
    if shown is None:
        raise PersonError(texts.NO_CARD)
    merged = merge(base.fields if base else {}, shown.fields, clean_fields(draft.fields))
    rest = {name: value for name, value in draft.fields.items() if name not in CARD_FIELDS}
    settled = _settled(draft, revision) | set(decided)
    open_ = tuple(clash for clash in merged.clashes if clash.name not in settled)
    if open_:
        words = {**clean_fields(draft.fields), **decided}
        kept = {SETTLED: f"{revision}:{' '.join(sorted(settled))}"}
        draft.fields = {**clean_fields(words), **rest, **kept}
        draft.updated_at = now
        return Clashing(draft.id, revision, shown.by, Merge(merged.fields, open_))
    rest.pop(SETTLED, None)
    rest["why"] = rest.get("why") or texts.MERGE_WHY
    rest |= _choices(rest, base.fields if base else {}, {n: shown.fields.get(n, "") for n in MENUS})
    chosen = {name: draft.fields.get(name, "") for name in settled} | dict(decided)
    draft.fields = {**clean_fields({**merged.fields, **chosen}), **rest}
    draft.base_revision, draft.updated_at = revision, now
    return await keep_change(session, draft, now)


def _settled(draft: Draft, revision: int) -> set[str]:
    """Fields that were decided already against this revision, in an earlier form."""
    number, _, names = str(draft.fields.get(SETTLED) or "").partition(":")
    return set(names.split()) if number == str(revision) else set()


async def strangers(session: AsyncSession, draft: Draft, channel_id: str) -> set[str]:
    """Which of a draft's named co-authors are new to the card and not in its channel."""
    known = {draft.author_id, *clean_people(str(draft.fields.get("named") or ""))}
    new = set(clean_people(str(draft.fields.get("authors") or ""))) - known
    return new - await members_of(session, draft.workspace_id, channel_id)


async def read_history(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    card_id: int,
    *,
    offset: int = 0,
    limit: int = 8,
) -> History:
    """A page of a card's history. Raises PersonError when somebody may not see the card."""
    card = await seen_card(session, workspace_id, member_id, card_id)
    found = await list_revisions(session, card.id, limit=limit + 1, offset=offset)
    return History(card, tuple(found), offset, len(found) > limit)


async def bring_back(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    card_id: int,
    number: int,
    now: datetime,
) -> Card:
    """Have a card say again what it said in an older revision, as a new one: nothing is erased.

    How far it holds stays as it is. Raises PersonError.
    """
    seen = await seen_card(session, workspace_id, member_id, card_id)
    await require_editor(session, seen, member_id)
    older = await get_revision(session, card_id, number)
    if older is None:
        raise PersonError(texts.NO_CARD)
    card = await _locked(session, card_id)
    fields = clean_fields(older.fields)
    if not changed_fields(words_of_card(card), fields):
        raise PersonError(texts.SAME_ALREADY)
    why = texts.BROUGHT_BACK_WHY.format(number=number)
    await revise_card(session, card, fields, by=member_id, at=now, why=why)
    await refresh_card(session, card, key=f"revision:{card.revision}", now=now)
    return card
