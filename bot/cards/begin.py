"""Begin a card from a thread: fetch its words, draft, store the draft, build the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.form import card_form
from bot.cards.rules import fields_of_draft
from bot.cards.service import Beginning, begin_draft, may_read
from bot.cards.threads import Talk, heard_talk, shown_talk, stored_talk
from bot.errors import PersonError
from bot.people import fetch_channel, fetch_person
from bot.reading import Offload
from bot.seci.types import AssetKind, Draft
from bot.slack.blocks import Block
from bot.slack.events import Posted
from bot.slack.gateway import Gateway, SlackFailure
from bot.texts import cards as texts
from models.channel import get_channel
from models.database import Sessions
from models.member import names_of


@dataclass(frozen=True, slots=True)
class Desk:
    """What beginning a card needs."""

    sessions: Sessions
    gateway: Gateway
    reading: Offload
    now: datetime


async def blank_form(desk: Desk, beginning: Beginning) -> Block:
    """An empty form; the card's home is asked for unless the bot is in the channel at hand."""
    async with desk.sessions.begin() as session:
        draft = await begin_draft(
            session,
            beginning,
            fields={},
            evidence=(),
            asset_kind=AssetKind.CONCEPTUAL,
            asset_reason="",
            now=desk.now,
        )
        at_home = await is_home(session, beginning)
    return card_form({}, draft_id=draft.id, from_thread=False, ask_home=not at_home)


async def is_home(session: AsyncSession, beginning: Beginning) -> bool:
    """Whether the channel at hand can be a card's home: the bot is in it."""
    if not beginning.channel_id:
        return False
    channel = await get_channel(session, beginning.workspace_id, beginning.channel_id)
    return channel is not None and channel.is_member


async def thread_form(desk: Desk, beginning: Beginning, *, at_hand: Sequence[Posted] = ()) -> Block:
    """A form drafted from a thread. ``at_hand`` is what the person's own click already showed us.

    Raises PersonError when the person may not read the thread.
    """
    talk = await _talk(desk, beginning, at_hand)
    async with desk.sessions.begin() as session:
        names = await names_of(session, beginning.workspace_id, {s.author for s in talk.said})
        at_home = await is_home(session, beginning)
    draft = Draft()
    if talk.said:
        draft = (await desk.reading.read_thread(talk.said)).draft
    evidence = _evidence(beginning, talk, draft, names)
    fields = fields_of_draft(draft)
    async with desk.sessions.begin() as session:
        stored = await begin_draft(
            session,
            beginning,
            fields=fields,
            evidence=evidence,
            asset_kind=draft.asset_kind,
            asset_reason=draft.asset_reason,
            now=desk.now,
        )
    shown: dict[str, Any] = dict(stored.fields)
    note = "" if fields["statement"] else texts.NOT_A_THREAD
    return card_form(shown, draft_id=stored.id, from_thread=True, ask_home=not at_home, note=note)


def _evidence(
    beginning: Beginning, talk: Talk, draft: Draft, names: dict[str, str]
) -> list[dict[str, str]]:
    """Where in Slack the insight was said; addresses are looked up when the card is posted."""
    return [
        {"channel": beginning.channel_id, "ts": talk.stamps[position]}
        for position in draft.evidence
        if 0 <= position < len(talk.stamps)
    ]


async def _talk(desk: Desk, beginning: Beginning, at_hand: Sequence[Posted]) -> Talk:
    """The thread as kept, else as Slack shows it, else what the click itself brought."""
    place = (beginning.workspace_id, beginning.channel_id, beginning.thread_ts)
    if not at_hand:
        await _require_reader(desk, beginning)
    async with desk.sessions.begin() as session:
        talk = await stored_talk(session, *place)
    if talk.said:
        return talk
    posted = await shown_talk(desk.gateway, beginning.channel_id, beginning.thread_ts)
    async with desk.sessions.begin() as session:
        return await heard_talk(session, beginning.workspace_id, posted or list(at_hand))


async def _require_reader(desk: Desk, beginning: Beginning) -> None:
    """Only who can read a conversation may have a card drafted from it."""
    workspace_id, channel_id = beginning.workspace_id, beginning.channel_id
    async with desk.sessions.begin() as session:
        known = await get_channel(session, workspace_id, channel_id)
    try:
        await fetch_person(desk.sessions, desk.gateway, workspace_id, beginning.author_id, desk.now)
        if known is None or not known.name:
            await fetch_channel(desk.sessions, desk.gateway, workspace_id, channel_id, desk.now)
    except SlackFailure:
        raise PersonError(texts.NO_SUCH_MESSAGE) from None
    async with desk.sessions.begin() as session:
        if not await may_read(session, workspace_id, channel_id, beginning.author_id):
            raise PersonError(texts.NO_SUCH_MESSAGE)
