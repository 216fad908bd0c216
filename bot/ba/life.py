"""Use cases of a channel's life: derive its stage, close it, open it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.life_rules import Beat, read_life, read_thread_life
from bot.ba.service import require_member
from bot.errors import PersonError
from bot.texts import ba as ba_texts
from bot.texts import ba_life as texts
from models.audit import record_audit
from models.ba_life import (
    BaLife,
    Closing,
    Word,
    first_word,
    get_life,
    lives_of,
    note_life,
    words_since,
)
from models.channel import Channel, Level, Stage, get_channel, list_channels
from models.outbox import drop_waiting, put
from models.thread import ThreadState, thread_states
from models.workspace import list_workspaces

# How far back life is read from, and how old what was read may be when there was talk, or none.
HORIZON = timedelta(days=63)
WORDS_MOST = 2_000
FRESH, FRESH_IN_SILENCE = timedelta(minutes=10), timedelta(hours=6)
THREADS_SINCE = timedelta(days=14)
_SETTLED = frozenset({ThreadState.CARDED, ThreadState.REFUSED, ThreadState.LET_GO})
_UNASKED = ("offer", "pointer", "digest", "burst", "burst_whisper")


@dataclass(frozen=True, slots=True)
class LifeSeen:
    """A channel's life as it is shown: its stage, why, and how many threads are in which stage."""

    stage: Stage
    reason: str
    threads: Sequence[tuple[str, int]] = ()


def is_stale(channel: Channel, life: BaLife | None, now: datetime) -> bool:
    """Whether a channel's life should be read again."""
    if life is None or channel.is_archived != (life.reason == Closing.ARCHIVED):
        return True
    last = float(channel.last_ts) if channel.last_ts else 0.0
    talked = life.heard_at is None or last > life.heard_at.timestamp() + 0.001
    wait = FRESH if talked and last else FRESH_IN_SILENCE
    return now - life.looked_at >= wait


async def stale_channels(session: AsyncSession, now: datetime) -> list[Channel]:
    """The channels that are on and whose life should be read again."""
    found: list[Channel] = []
    for workspace in await list_workspaces(session):
        lives = await lives_of(session, workspace.id)
        on = (Level.LISTENING, Level.OFFERING)
        channels = await list_channels(session, workspace.id, levels=on)
        found += [each for each in channels if is_stale(each, lives.get(each.id), now)]
    return found


async def refresh_life(session: AsyncSession, channel: Channel, now: datetime) -> BaLife:
    """Read a channel's life from its talk; what somebody closed stays closed."""
    life = await get_life(session, channel.workspace_id, channel.id)
    if channel.is_archived:
        await note_life(session, channel, Stage.CLOSED, Closing.ARCHIVED, now=now)
    elif channel.stage == Stage.CLOSED and life is not None and life.reason in Closing.LASTING:
        return life
    else:
        words = await words_since(
            session, channel.workspace_id, now - HORIZON, channel_id=channel.id, limit=WORDS_MOST
        )
        first = await first_word(session, channel.workspace_id, channel.id)
        read = read_life(
            beats_of(words),
            now.timestamp(),
            first=first.timestamp() if first else None,
            is_cut=len(words) == WORDS_MOST,
        )
        await note_life(session, channel, read.stage, read.reason, now=now)
    await session.refresh(channel, ["stage"])
    found = await get_life(session, channel.workspace_id, channel.id)
    assert found is not None
    return found


def beats_of(words: Sequence[Word]) -> list[Beat]:
    """Stored words as the rules take them."""
    return [Beat(word.at.timestamp(), word.author_id) for word in words]


async def see_life(session: AsyncSession, channel: Channel, now: datetime) -> LifeSeen:
    """A channel's life to show to its members, read anew."""
    life = await refresh_life(session, channel, now)
    stage = Stage(channel.stage)
    if stage == Stage.CLOSED:
        return LifeSeen(stage, closed_words(life))
    counts = await thread_counts(session, channel, now)
    return LifeSeen(stage, life.reason, counts)


async def thread_counts(
    session: AsyncSession, channel: Channel, now: datetime
) -> list[tuple[str, int]]:
    """How many threads with answers are in each stage of their short lives."""
    place = (channel.workspace_id, channel.id)
    words = await words_since(session, place[0], now - THREADS_SINCE, channel_id=place[1])
    threads: dict[str, list[Word]] = {}
    for word in words:
        threads.setdefault(word.thread_ts, []).append(word)
    answered = {ts: inside for ts, inside in threads.items() if len(inside) > 1}
    states = await thread_states(session, *place, list(answered))
    counts: Counter[str] = Counter()
    for ts, inside in answered.items():
        is_settled = states.get(ts) in _SETTLED
        read = read_thread_life(beats_of(inside), now.timestamp(), is_settled=is_settled)
        counts[read.stage] += 1
    return [(str(stage), counts[stage]) for stage in Stage]


def closed_words(life: BaLife) -> str:
    """Why a channel is closed."""
    if life.reason == Closing.PERSON:
        named = texts.CLOSED_BY.format(by=life.closed_by)
        return named if life.closed_by else texts.CLOSED_SOMEBODY
    return texts.CLOSED_END if life.reason == Closing.END else texts.ARCHIVED


async def close_ba(
    session: AsyncSession,
    channel: Channel,
    why: str,
    *,
    by: str,
    now: datetime,
) -> None:
    """A channel's ba ends: the bot falls silent there. Cards stay."""
    await note_life(session, channel, Stage.CLOSED, why, now=now, closed_by=by)
    await drop_waiting(
        session,
        channel.workspace_id,
        channel_id=channel.id,
        kinds=_UNASKED,
        reason="the place is closed",
    )


async def close_by_person(
    session: AsyncSession, workspace_id: str, channel_id: str, *, by: str, now: datetime
) -> None:
    """A member closes a channel's ba, for all to see. Raises PersonError for anybody else."""
    channel = await _of_member(session, workspace_id, channel_id, by)
    if channel.stage == Stage.CLOSED:
        raise PersonError(texts.ALREADY_CLOSED)
    await close_ba(session, channel, Closing.PERSON, by=by, now=now)
    await _tell(session, channel, "closed", by=by, now=now)


async def open_by_person(
    session: AsyncSession, workspace_id: str, channel_id: str, *, by: str, now: datetime
) -> None:
    """A member opens a closed ba again. Raises PersonError where it is not closed, or archived."""
    channel = await _of_member(session, workspace_id, channel_id, by)
    if channel.stage != Stage.CLOSED or channel.is_archived:
        raise PersonError(texts.NOT_CLOSED)
    await note_life(session, channel, Stage.FORMING, "", now=now)
    await session.refresh(channel, ["stage"])
    await refresh_life(session, channel, now)
    await _tell(session, channel, "opened", by=by, now=now)


async def _of_member(session: AsyncSession, workspace_id: str, channel_id: str, by: str) -> Channel:
    channel = await get_channel(session, workspace_id, channel_id)
    if channel is None or not channel.is_member:
        raise PersonError(ba_texts.NOT_IN_CHANNEL)
    await require_member(session, workspace_id, channel_id, by)
    return channel


async def _tell(
    session: AsyncSession, channel: Channel, what: str, *, by: str, now: datetime
) -> None:
    await put(
        session,
        workspace_id=channel.workspace_id,
        kind="ba_life",
        key=f"ba_{what}:{channel.id}:{now.timestamp():.0f}",
        channel_id=channel.id,
        payload={"what": what, "by": by},
        now=now,
    )
    await record_audit(
        session,
        workspace_id=channel.workspace_id,
        by=by,
        action=f"ba_{what}",
        subject=channel.id,
        at=now,
    )
