"""What to do about a thread that has gone quiet: what the channel's kind asks for (M12).

Dialoguing: offer a card. Systemizing: name cards that exist, answer a question that nobody
answered. Exercising: name the card that is being tried, and ask what came of it. At most one thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.conduct import conduct_at
from bot.cards.finding import answers, is_about
from bot.cards.rules import offer_expires
from bot.cards.service import offer_key
from bot.cards.threads import Talk
from bot.seci.types import Mode, Said
from bot.settings import Settings
from models.audience import Audience
from models.card import Card
from models.member import MuteSubject, muted_kinds
from models.message import thread_messages
from models.outbox import put
from models.search import find_cards, words_in, words_of, words_on
from models.thread import Thread, ThreadState

OFFER, POINTER, PRACTICE = "offer", "pointer", "practice_here"
CARDS_MOST = 3
# A longer question has said more than what it asks for.
QUESTION_MOST = 400


@dataclass(frozen=True, slots=True)
class Quiet:
    """A thread that has gone quiet, its words, whether it is ripe, and the time."""

    thread: Thread
    talk: Talk
    is_ripe: bool
    settings: Settings
    now: datetime

    @property
    def insight(self) -> str:
        """The words that carry what was worked out."""
        pairs = zip(self.talk.stamps, self.talk.said, strict=True)
        return " ".join(said.text for stamp, said in pairs if stamp in self.thread.positions)

    @property
    def audience(self) -> Audience:
        """Who would see what is said here: the channel."""
        return Audience(self.thread.workspace_id, channel_id=self.thread.channel_id)


async def act_on(session: AsyncSession, quiet: Quiet) -> None:
    """Behave as the channel's kind asks: one thing at the most, or stay silent."""
    thread = quiet.thread
    if not quiet.talk.said or await _beginner_refuses(session, quiet):
        return
    conduct = await conduct_at(session, thread.workspace_id, thread.channel_id)
    if quiet.is_ripe and conduct.offers_cards:
        thread.state = ThreadState.OFFERED
        await _leave(session, quiet, OFFER, offer_key(thread.channel_id, thread.ts), {})
    elif quiet.is_ripe and conduct.links_cards:
        found = await find_cards(session, quiet.audience, quiet.insight, limit=CARDS_MOST)
        await _name(session, quiet, POINTER, found)
    elif conduct.answers_from_cards and (question := open_question(quiet.talk.said)):
        found = await _answering(session, quiet, question)
        await _name(session, quiet, POINTER, found, is_answer=True)
    elif conduct.offers_practice or conduct.asks_reflection:
        await _name(session, quiet, PRACTICE, await _tried(session, quiet))


def open_question(said: Sequence[Said]) -> str:
    """The question that a thread begins with, when nobody else has answered; else "". Pure."""
    first = said[0]
    if any(each.author != first.author for each in said):
        return ""
    asked = first.text.strip()
    return asked if "?" in asked and len(asked) <= QUESTION_MOST else ""


async def _answering(session: AsyncSession, quiet: Quiet, question: str) -> list[Card]:
    found = await find_cards(session, quiet.audience, question, limit=CARDS_MOST)
    return [card for card in found if answers(words_of(question), words_on(card))]


async def _tried(session: AsyncSession, quiet: Quiet) -> list[Card]:
    """The card that a trial told in this thread is about, if there is one."""
    thread = quiet.thread
    rows = await thread_messages(session, thread.workspace_id, thread.channel_id, thread.ts)
    trials = [row for row in rows if row.mode == Mode.INTERNALIZATION and row.confident]
    told = " ".join(row.text for row in trials if row.text)
    found = await find_cards(session, quiet.audience, told, limit=CARDS_MOST) if told else []
    about = [c for c in found if is_about(words_in(told), words_in(c.title), words_on(c))]
    return about[:1]


async def _name(
    session: AsyncSession,
    quiet: Quiet,
    kind: str,
    cards: Sequence[Card],
    *,
    is_answer: bool = False,
) -> None:
    if cards:
        key = f"{kind}:{quiet.thread.channel_id}:{quiet.thread.ts}"
        payload = {"cards": [card.id for card in cards], "is_answer": is_answer}
        await _leave(session, quiet, kind, key, payload)


async def _leave(
    session: AsyncSession, quiet: Quiet, kind: str, key: str, payload: dict[str, Any]
) -> None:
    await put(
        session,
        workspace_id=quiet.thread.workspace_id,
        kind=kind,
        key=key,
        channel_id=quiet.thread.channel_id,
        thread_ts=quiet.thread.ts,
        payload=payload,
        is_unasked=True,
        expires_at=offer_expires(quiet.now, quiet.settings.offer_days),
        now=quiet.now,
    )


async def _beginner_refuses(session: AsyncSession, quiet: Quiet) -> bool:
    beginner = quiet.talk.said[0].author
    workspace_id = quiet.thread.workspace_id
    muted = await muted_kinds(session, workspace_id, MuteSubject.PERSON, [beginner], quiet.now)
    return bool({OFFER, "all"} & muted.get(beginner, set()))
