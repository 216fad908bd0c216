"""Begin a card from a thread: fetch its words, draft, store the draft, build the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.adding import addable
from bot.cards.duplicates import similar_cards
from bot.cards.form import Form, card_form
from bot.cards.rules import fields_of_draft
from bot.cards.service import Beginning, begin_draft, may_read
from bot.cards.theming import choices, themes_for
from bot.cards.threads import Talk, heard_talk, shown_talk, stored_talk, taken_back
from bot.errors import PersonError
from bot.people import fetch_channel, fetch_person
from bot.quoting import quotes_of, split, without
from bot.reading import Offload
from bot.seci.types import AssetKind
from bot.seci.types import Draft as Drafted
from bot.slack.blocks import Block
from bot.slack.events import Posted
from bot.slack.gateway import Gateway, SlackFailure
from bot.texts import cards as texts
from models.audience import Audience
from models.card import Draft
from models.channel import get_channel
from models.database import Sessions


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
        return await draft_form(session, draft, desk.now)


async def draft_form(
    session: AsyncSession,
    draft: Draft,
    now: datetime,
    *,
    note: str = "",
    opened: int = 0,
    saved: str = "",
) -> Block:
    """The form of somebody's own draft, with cards that say nearly the same beside it.

    ``opened`` is kept when a form is shown anew; 0: it opens now. ``saved``: told beside the
    buttons that save.
    """
    place = Beginning(draft.workspace_id, draft.author_id, draft.channel_id, draft.thread_ts)
    is_change = draft.card_id is not None
    person = Audience(draft.workspace_id, member_id=draft.author_id)
    similar = [] if is_change else await similar_cards(session, person, draft.fields)
    themes = await themes_for(session, person)
    form = Form(
        draft_id=draft.id,
        opened=opened or int(now.timestamp() * 1_000_000),
        from_thread=bool(draft.thread_ts),
        ask_home=not is_change and not await is_home(session, place),
        note=note,
        similar=tuple(similar),
        addable=await addable(session, draft, similar),
        is_change=is_change,
        themes=tuple((each.name, str(each.id)) for each in choices(themes)),
        saved=saved,
    )
    return card_form(draft.fields, form)


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
    drafted = Drafted()
    if talk.said:
        drafted = (await desk.reading.read_thread(talk.said)).draft
    fields = fields_of_draft(drafted)
    quotes = quotes_of(fields, talk.stamps, talk.said)
    async with desk.sessions.begin() as session:
        # Reading takes a while: what was taken back meanwhile is not quoted.
        place = (beginning.workspace_id, beginning.channel_id)
        is_gone = await taken_back(session, *place, talk)
        gone, kept = split(quotes, is_gone)
        fields = without(fields, gone)
        lost = {quote["ts"] for quote in gone if is_gone(quote)}
        evidence = _evidence(beginning, talk, drafted)
        stored = await begin_draft(
            session,
            beginning,
            fields=fields,
            evidence=[each for each in evidence if each["ts"] not in lost and not is_gone(each)],
            asset_kind=drafted.asset_kind,
            asset_reason=drafted.asset_reason,
            now=desk.now,
            quotes=kept,
        )
        note = "" if fields["statement"] else texts.NOT_A_THREAD
        return await draft_form(session, stored, desk.now, note=note)


def _evidence(beginning: Beginning, talk: Talk, draft: Drafted) -> list[dict[str, str]]:
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
