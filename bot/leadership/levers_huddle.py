"""When feel matters: a huddle is suggested, in private, to the one who began. Nothing is kept.

Tacit knowledge is shared face to face (Nonaka, Toyama and Konno, 2000): a channel approximates. The
bot cannot begin a huddle in Slack, so it suggests one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.conduct import conduct_of
from bot.leadership.levers_rules import Unwanted
from models.channel import Level, list_channels
from models.member import MuteSubject, mute, muted_kinds
from models.message import recent_messages
from models.outbox import drop_waiting, put
from models.workspace import list_workspaces

KIND = "huddle"
# Talk is warm for so long; a suggestion that is later than that is of no use.
WARM = timedelta(minutes=20)
# So many messages of at least so many people, most of them told from experience.
LEAST_MESSAGES, LEAST_PEOPLE, MOST_OF = 4, 2, 2 / 3
FEELING = frozenset({"story", "feeling", "asks_experience"})


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of a conversation, as far as this needs it; ``felt``: from experience."""

    author: str
    at: float
    felt: bool
    cues: frozenset[str] = frozenset()


def is_felt(talk: Sequence[Heard]) -> bool:
    """Whether people are sharing something that is felt rather than written.

    Several people, most messages told from experience by at least two of them, and a story or a
    feeling among them.
    """
    felt = [message for message in talk if message.felt]
    return (
        len(talk) >= LEAST_MESSAGES
        and len(felt) >= MOST_OF * len(talk)
        and len({message.author for message in felt}) >= LEAST_PEOPLE
        and any(message.cues & FEELING for message in felt)
    )


async def suggest(session: AsyncSession, now: datetime) -> int:
    """Leave a suggestion for each warm conversation of a place where it may be made; how many."""
    made = 0
    for workspace in await list_workspaces(session):
        for channel in await list_channels(session, workspace.id, levels=(Level.OFFERING,)):
            if conduct_of(channel).suggests_huddle:
                made += await _suggest_in(session, workspace.id, channel.id, now)
    return made


async def _suggest_in(
    session: AsyncSession, workspace_id: str, channel_id: str, now: datetime
) -> int:
    talks: dict[str, list[Heard]] = {}
    for message in await recent_messages(session, workspace_id, channel_id, now - WARM, limit=200):
        felt = message.confident and message.mode == "socialization"
        heard = Heard(
            message.author_id, message.posted_at.timestamp(), felt, frozenset(message.cues)
        )
        in_thread = message.thread_ts if message.thread_ts != message.ts else ""
        talks.setdefault(in_thread, []).append(heard)
    made = 0
    for thread_ts, talk in talks.items():
        if is_felt(talk):
            made += await _whisper(session, workspace_id, channel_id, thread_ts, talk, now)
    return made


async def _whisper(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    thread_ts: str,
    talk: Sequence[Heard],
    now: datetime,
) -> bool:
    """To whoever spoke first of those who tell from experience, once a day and conversation."""
    first = min((message for message in talk if message.felt), key=lambda message: message.at)
    muted = await muted_kinds(session, workspace_id, MuteSubject.PERSON, [first.author], now)
    if muted.get(first.author, set()) & {KIND, "all"}:
        return False
    return await put(
        session,
        workspace_id=workspace_id,
        kind=KIND,
        key=f"{KIND}:{channel_id}:{thread_ts or now.date()}",
        channel_id=channel_id,
        member_id=first.author,
        thread_ts=thread_ts,
        is_unasked=True,
        expires_at=now + WARM,
        now=now,
    )


async def refuse(
    session: AsyncSession, workspace_id: str, member_id: str, how: Unwanted, now: datetime
) -> None:
    """Somebody wants no such suggestion: not now, not for a week, never."""
    if how == Unwanted.ONCE:
        return
    until = now + timedelta(days=7) if how == Unwanted.WEEK else None
    who = (session, workspace_id, MuteSubject.PERSON, member_id)
    await mute(*who, KIND, until=until, by=member_id, now=now)
    await drop_waiting(
        session, workspace_id, member_id=member_id, kinds=(KIND,), reason="they want no more"
    )
