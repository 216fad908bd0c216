"""People talked on where a card comes from: once it is quiet again and ripe, its authors hear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.life_rules import TALK_KIND
from bot.cards.rules import RIPE, is_dialogue
from bot.cards.threads import Talk, stored_talk
from bot.reading import Offload
from bot.settings import Settings
from bot.slack.events import stamp_of
from models.author import authors_of
from models.card import Card
from models.database import Sessions
from models.life import get_life, talked_on
from models.outbox import put

# After a week nobody needs to hear of it any more; the thread itself is still there.
LIVES = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NewTalk:
    """What was said in a card's thread since it was last looked at, up to ``last_ts``."""

    card: Card
    talk: Talk
    last_ts: str


async def look_at_new_talk(
    sessions: Sessions, reading: Offload, settings: Settings, now: datetime
) -> int:
    """Look at the threads of cards that are quiet again; how many. Reading holds no session."""
    quiet = now - timedelta(minutes=settings.offer_after_minutes)
    async with sessions.begin() as session:
        found = await talked_on(session, stamp_of(quiet))
        looks = [
            NewTalk(card, await _since(session, card, life.heard_ts), thread.last_ts)
            for card, life, thread in found
        ]
    for look in looks:
        ripeness = 0.0
        if is_dialogue(look.talk.said):
            ripeness = (await reading.read_thread(look.talk.said)).ripeness
        async with sessions.begin() as session:
            await _settle(session, look, ripeness >= RIPE, now)
    return len(looks)


async def _since(session: AsyncSession, card: Card, ts: str) -> Talk:
    talk = await stored_talk(session, card.workspace_id, card.channel_id, card.thread_ts)
    return newer(talk, ts)


def newer(talk: Talk, ts: str) -> Talk:
    """The part of a talk that came after a time stamp. Pure."""
    kept = [pair for pair in zip(talk.stamps, talk.said, strict=True) if pair[0] > ts]
    return Talk(tuple(stamp for stamp, _ in kept), tuple(said for _, said in kept))


async def _settle(session: AsyncSession, look: NewTalk, is_ripe: bool, now: datetime) -> None:
    life = await get_life(session, look.card.id)
    if life is None or life.heard_ts >= look.last_ts:
        return  # somebody else looked meanwhile
    since, life.heard_ts = life.heard_ts, look.last_ts
    if not is_ripe:
        return
    for author in sorted((await authors_of(session, [look.card]))[look.card.id]):
        await put(
            session,
            workspace_id=look.card.workspace_id,
            kind=TALK_KIND,
            key=f"{TALK_KIND}:{look.card.id}:{look.last_ts}:{author}",
            member_id=author,
            payload={"card": look.card.id, "since": since},
            is_unasked=True,
            expires_at=now + LIVES,
            now=now,
        )
