"""People correct readings; a workspace learns from its own corrections, only if that helps.

Reversible: what was learned is a row, switched off by ``ba adapt --off``. Never across workspaces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PersonError
from bot.seci.adapt import Adaptation, Check, Corrected, check, fit, from_json
from bot.seci.types import Cue, Mode, Reading
from bot.texts import reading as texts
from models.channel_week import Place, monday_of, touch_weeks
from models.correction import (
    Correction,
    adaptation_in_use,
    correct_message,
    corrections_of,
    count_corrections,
    get_learned,
    store_learned,
)
from models.member import members_of
from models.message import Message, get_message

# New corrections that make it worth learning again.
WORTH_LEARNING = 10


@dataclass(frozen=True, slots=True)
class Lesson:
    """What learning came to: from how many corrections, and macro-F1 (0-1) held out."""

    corrections: int
    check: Check


async def read_message(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str, member_id: str
) -> Message:
    """A message that was read, for a member of its channel; PersonError in words otherwise."""
    if member_id not in await members_of(session, workspace_id, channel_id):
        raise PersonError(texts.NOT_YOURS)
    message = await get_message(session, workspace_id, channel_id, ts)
    if message is None or message.mode is None or message.is_deleted:
        raise PersonError(texts.NOT_READ)
    return message


async def correct(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    ts: str,
    mode: str,
    *,
    by: str,
    now: datetime,
) -> None:
    """A member says what a message really does. Raises PersonError when they may not."""
    message = await read_message(session, workspace_id, channel_id, ts, by)
    await correct_message(session, message, Mode(mode), by=by, at=now)
    week = (Place(workspace_id, channel_id), monday_of(message.posted_at))
    await touch_weeks(session, [week], now)


async def adaptation_of(session: AsyncSession, workspace_id: str) -> Adaptation | None:
    """What to apply to readings of a workspace, or None."""
    stored = await adaptation_in_use(session, workspace_id)
    return from_json(stored) if stored else None


def adapted(readings: Sequence[Reading], adaptation: Adaptation | None) -> list[Reading]:
    """Readings as a workspace would have them.

    The scores stay as shipped: corrections are learned from those, whatever is in use meanwhile.
    """
    if adaptation is None:
        return list(readings)
    return [replace(adaptation.apply(each), scores=each.scores) for each in readings]


async def is_worth_learning(session: AsyncSession, workspace_id: str) -> bool:
    """Whether enough was corrected since the last time."""
    learned = await get_learned(session, workspace_id)
    known = learned.learned_from if learned else 0
    return await count_corrections(session, workspace_id) >= known + WORTH_LEARNING


async def gather_corrections(session: AsyncSession, workspace_id: str) -> list[Corrected]:
    """A workspace's corrections as adapting takes them: as shipped, and as people say."""
    return [_corrected(each) for each in await corrections_of(session, workspace_id)]


def learn(corrections: Sequence[Corrected]) -> tuple[Adaptation, Lesson]:
    """Learn, and check on held-out corrections whether it helps. Pure, but slow: off the loop."""
    return fit(corrections), Lesson(len(corrections), check(corrections))


async def store_lesson(
    session: AsyncSession, workspace_id: str, adaptation: Adaptation, lesson: Lesson, now: datetime
) -> None:
    """Keep what was learned; it is used only if it helped."""
    await store_learned(
        session,
        workspace_id,
        adaptation=adaptation.to_json(),
        is_on=lesson.check.helps,
        learned_from=lesson.corrections,
        before=lesson.check.before,
        after=lesson.check.after,
        at=now,
    )


def _corrected(correction: Correction) -> Corrected:
    scores = {mode: float(correction.scores.get(mode, 0.0)) for mode in Mode}
    cues = tuple(Cue(str(name), 0, 0, "") for name in correction.cues)
    likeliest = max(scores, key=lambda mode: scores[mode])
    return Reading(likeliest, True, scores, cues), Mode(correction.mode)
