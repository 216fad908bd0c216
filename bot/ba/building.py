"""Use cases of a ba that somebody builds: whom to ask, begin, answer, end, what came of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.life import close_ba
from bot.ba.mix_rules import Candidate, Chosen, Trace, mix
from bot.ba.service import require_member
from bot.errors import PersonError
from bot.outgoing.copies import take_away
from bot.texts import ba_new as texts
from models.audience import Audience
from models.audit import record_audit
from models.author import authors_of
from models.ba_built import (
    AskedState,
    BaBuilt,
    BuiltState,
    add_built,
    built_by,
    due_built,
    forget_builder,
    get_asked,
    get_built,
    invitable,
    open_built,
)
from models.ba_life import Closing, note_life
from models.ba_link import forget_links
from models.card import Card
from models.channel import Channel, Level, Stage, get_channel
from models.member import members_of
from models.outbox import put
from models.pointer import lived_by
from models.search import find_cards
from models.thread import ThreadState, get_thread, set_thread_state

FOUND_MOST, PEOPLE_MOST = 30, 10
PURPOSE_MOST = 500
LONGEST = timedelta(days=366)
# The local hour at which a ba ends on its last day.
END_HOUR = 16


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody filled in: what for, where, until which day, in a thread or the whole."""

    purpose: str
    channel_id: str
    ends_on: date | None
    in_thread: bool


async def check_plan(
    session: AsyncSession, workspace_id: str, plan: Plan, *, by: str, now: datetime
) -> Channel:
    """The channel of a plan. Raises PersonError, in words, when the plan cannot be begun."""
    channel = await get_channel(session, workspace_id, plan.channel_id)
    if channel is None or not channel.is_member or channel.is_archived:
        raise PersonError(texts.NOT_THERE)
    if by not in await members_of(session, workspace_id, plan.channel_id):
        raise PersonError(texts.NOT_THERE)
    if channel.level == Level.OFF:
        raise PersonError(texts.OFF_THERE)
    if not plan.purpose.strip():
        raise PersonError(texts.NO_PURPOSE)
    today = now.astimezone(ZoneInfo(channel.tz)).date()
    if plan.ends_on is None or not today < plan.ends_on <= today + LONGEST:
        raise PersonError(texts.BAD_END)
    if not plan.in_thread:
        others = await open_built(session, workspace_id, channel.id)
        if any(not other.in_thread for other in others):
            raise PersonError(texts.ALREADY)
    return channel


async def propose_people(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    purpose: str,
    *,
    by: str,
) -> tuple[list[Chosen], dict[int, Card]]:
    """People who may bring something to a purpose, alphabetically, and the cards that say why.

    Only through cards that ``by`` may see: those who agreed to be found for one, and those who
    wrote one.
    """
    audience = Audience(workspace_id, member_id=by)
    cards = await find_cards(session, audience, purpose, limit=FOUND_MOST)
    agreed = await lived_by(session, workspace_id, [card.id for card in cards])
    wrote = await authors_of(session, cards)
    traces: dict[str, list[Trace]] = {}
    for place, card in enumerate(cards):
        for person in sorted({*agreed.get(card.id, ()), *wrote[card.id]} - {by}):
            is_agreed = person in agreed.get(card.id, ())
            trace = Trace(card.id, place, card.channel_id, card.asset_kind, is_agreed)
            traces.setdefault(person, []).append(trace)
    names = await invitable(session, workspace_id, channel_id, traces)
    people = [
        Candidate(person, names[person], tuple(found))
        for person, found in traces.items()
        if person in names
    ]
    return mix(people), {card.id: card for card in cards}


async def begin(
    session: AsyncSession,
    workspace_id: str,
    plan: Plan,
    people: Collection[str],
    *,
    by: str,
    now: datetime,
) -> tuple[BaBuilt, list[str]]:
    """Begin a ba: its purpose is posted, people are asked, its end is set down.

    Gives the ba and whom it asks: not everybody may be asked (``models.ba_built.invitable``).
    """
    channel = await check_plan(session, workspace_id, plan, by=by, now=now)
    assert plan.ends_on is not None
    allowed = await invitable(session, workspace_id, channel.id, people)
    asked = sorted(set(allowed) - {by})[:PEOPLE_MOST]
    ends_at = datetime.combine(plan.ends_on, time(END_HOUR), ZoneInfo(channel.tz))
    built = BaBuilt(
        workspace_id=workspace_id,
        channel_id=channel.id,
        purpose=plan.purpose.strip()[:PURPOSE_MOST],
        made_by=by,
        made_at=now,
        ends_at=ends_at.astimezone(UTC),
        in_thread=plan.in_thread,
        root_ts="",
        state=BuiltState.OPEN,
        ended_by="",
    )
    await add_built(session, built, asked)
    if not plan.in_thread and channel.stage == Stage.CLOSED:
        await note_life(session, channel, Stage.FORMING, "", now=now)
    await put(
        session,
        workspace_id=workspace_id,
        kind="ba_purpose",
        key=f"ba_purpose:{built.id}",
        channel_id=channel.id,
        payload={"ba": built.id},
        now=now,
    )
    await _ask(session, built, asked, now)
    await _audit(session, built, "ba_built", by, now)
    return built, asked


async def _ask(session: AsyncSession, built: BaBuilt, people: Sequence[str], now: datetime) -> None:
    """One message to each, within what they want to hear, as long as it is of use."""
    for person in people:
        await put(
            session,
            workspace_id=built.workspace_id,
            kind="ba_ask",
            key=f"ba_ask:{built.id}:{person}",
            member_id=person,
            payload={"ba": built.id},
            is_unasked=True,
            expires_at=built.ends_at,
            now=now,
        )


async def answer_ask(
    session: AsyncSession,
    workspace_id: str,
    ba_id: int,
    *,
    by: str,
    is_yes: bool,
    now: datetime,
) -> tuple[BaBuilt, bool]:
    """Somebody says yes (who built it is told) or no (nobody is).

    Gives the ba, and whether they are in its channel already. Raises PersonError when it is over.
    """
    built = await get_built(session, workspace_id, ba_id)
    asked = await get_asked(session, ba_id, by)
    if built is None or asked is None or built.state != BuiltState.OPEN:
        raise PersonError(texts.ASK_OVER)
    asked.state, asked.at = (AskedState.AGREED if is_yes else AskedState.REFUSED), now
    if is_yes and built.made_by:
        await put(
            session,
            workspace_id=workspace_id,
            kind="ba_came",
            key=f"ba_came:{built.id}:{by}",
            member_id=built.made_by,
            payload={"ba": built.id, "person": by},
            now=now,
        )
    inside = by in await members_of(session, workspace_id, built.channel_id)
    return built, inside


async def end_due(session: AsyncSession, now: datetime) -> int:
    """End the ba whose day came; how many."""
    due = await due_built(session, now)
    for built in due:
        await end(session, built, by="", now=now)
    return len(due)


async def end_by_person(
    session: AsyncSession, workspace_id: str, ba_id: int, *, by: str, now: datetime
) -> BaBuilt:
    """A member of its channel ends a ba before its day. Raises PersonError for anybody else."""
    built = await get_built(session, workspace_id, ba_id)
    if built is None or built.state != BuiltState.OPEN:
        raise PersonError(texts.NO_SUCH)
    await require_member(session, workspace_id, built.channel_id, by)
    await end(session, built, by=by, now=now)
    return built


async def end_all(
    session: AsyncSession, workspace_id: str, channel_id: str, *, by: str, now: datetime
) -> None:
    """A channel is being closed: what was built in it ends too."""
    for built in await open_built(session, workspace_id, channel_id):
        await end(session, built, by=by, now=now)


async def end(session: AsyncSession, built: BaBuilt, *, by: str, now: datetime) -> None:
    """End a ba: what came of it is told there once; its channel, or thread, falls silent."""
    built.state, built.ended_at, built.ended_by = BuiltState.ENDED, now, by
    await put(
        session,
        workspace_id=built.workspace_id,
        kind="ba_outcome",
        key=f"ba_outcome:{built.id}",
        channel_id=built.channel_id,
        thread_ts=built.root_ts if built.in_thread else "",
        payload={"ba": built.id},
        now=now,
    )
    await _audit(session, built, "ba_ended", by, now)
    if built.in_thread:
        await _let_thread_be(session, built)
        return
    channel = await get_channel(session, built.workspace_id, built.channel_id)
    if channel is not None and channel.stage != Stage.CLOSED:
        why = Closing.PERSON if by else Closing.END
        await close_ba(session, channel, why, by=by, now=now)


async def erase_builder(
    session: AsyncSession, workspace_id: str, member_id: str, now: datetime
) -> None:
    """Somebody erases what they contributed: the ba they built go, with the posts that say so."""
    for built in await built_by(session, workspace_id, member_id):
        if built.root_ts:
            await take_away(session, workspace_id, built.channel_id, built.root_ts, now)
    await forget_builder(session, workspace_id, member_id)
    await forget_links(session, workspace_id, decided_by=member_id)


async def _let_thread_be(session: AsyncSession, built: BaBuilt) -> None:
    """Nothing more is offered in the thread of a ba that is over."""
    if not built.root_ts:
        return
    place = (built.workspace_id, built.channel_id, built.root_ts)
    thread = await get_thread(session, *place)
    if thread is None or thread.state in (ThreadState.OPEN, ThreadState.UNRIPE):
        await set_thread_state(session, *place, ThreadState.LET_GO)


async def _audit(
    session: AsyncSession, built: BaBuilt, action: str, by: str, now: datetime
) -> None:
    await record_audit(
        session,
        workspace_id=built.workspace_id,
        by=by,
        action=action,
        subject=f"{built.channel_id}:{built.id}",
        at=now,
    )
