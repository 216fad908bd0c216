"""Every cell of the table of conduct, through what the bot really does: what reaches Slack?"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.app import KINDS as OUTGOING
from bot.ba.conduct import CONDUCT, ROWS
from bot.ba.kinds import refresh_kind
from bot.cards.gaps import close_gaps
from bot.cards.offers import look_at_quiet_threads
from bot.clock import ManualClock
from bot.digest.outgoing import make_digest
from bot.outgoing.kinds import Post
from bot.outgoing.sender import Sender
from bot.practice import experiments, service, sharing
from bot.practice.rules import Nudge
from bot.slack.ids import Action
from bot.texts import quiet as texts
from bot.utterances import gather_utterances
from handlers.events.messages import on_messages
from models.card import Card
from models.channel import Kind, Level, ensure_channel, get_channel
from models.database import Sessions, make_engine, make_sessions
from models.experiment import Outcome
from models.outbox import Outbox
from models.practice import Answer, get_review
from models.question import note_question
from models.story import Stance
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    FakeReading,
    event,
    make_card,
    make_channel,
    make_people,
    make_workspace,
    making,
    message,
    settings,
    ts,
    turn,
)

LATER = START + timedelta(hours=2)
RIPE = ("who knows?", "the insight is to order before the tide", "thanks")
TRIAL = ("internalization: tried it on Friday, order before the tide, and it went well",)
MODE = {
    Kind.ORIGINATING: "socialization",
    Kind.DIALOGUING: "externalization",
    Kind.SYSTEMIZING: "combination",
    Kind.EXERCISING: "internalization",
}


@dataclass
class Stage:
    """A channel of some kind, people in it, and what they see of the bot."""

    sessions: Sessions
    gateway: FakeGateway = field(default_factory=FakeGateway)

    async def card(self, title: str = "Order before the tide", **more: object) -> Card:
        async with self.sessions.begin() as session:
            return await make_card(session, title, **more)

    async def say(self, *words: str) -> None:
        events = [
            event(message(text, at=ts(n), thread_ts=ts(), user=f"U{n % 2 + 1}"))
            for n, text in enumerate(words)
        ]
        async with self.sessions.begin() as session:
            keys, utterances = await gather_utterances(session, events)
            readings = dict(zip(keys, await FakeReading().read(utterances), strict=True))
            await on_messages(turn(session, readings=readings), events)

    async def seen(self, now: datetime = LATER) -> str:
        """What the bot wrote once threads are quiet, words and buttons."""
        reading = FakeReading()
        await look_at_quiet_threads(self.sessions, reading, settings(), now)
        clock = ManualClock(now)
        sender = Sender(self.sessions, clock, settings(), reading, self.gateway, OUTGOING)
        while await sender.sweep():
            pass
        return str([block.to_dict() if hasattr(block, "to_dict") else block
                    for blocks in self.gateway.blocks for block in blocks])  # fmt: skip


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    engine = make_engine(sqlite_url)
    sessions = make_sessions(engine)
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1", "U2")
        await make_channel(session, "C1", "U1", "U2")
        await make_channel(session, "C2", "U1", "U2")
    yield Stage(sessions)
    await engine.dispose()


async def offers_cards(stage: Stage) -> bool:
    await stage.say(*RIPE)
    return Action.MAKE_CARD in await stage.seen()


async def links_cards(stage: Stage) -> bool:
    await stage.card()
    await stage.say(*RIPE)
    return texts.LINKS.format(links="") in await stage.seen()


async def offers_combining(stage: Stage) -> bool:
    await stage.card()
    await stage.card("Order on Fridays before the tide")
    await stage.say(*RIPE)
    return f"{Action.LINK_CARDS}_combines" in await stage.seen()


async def answers_from_cards(stage: Stage) -> bool:
    await stage.card()
    await stage.say("how do we order before the tide?")
    return texts.ANSWERS.format(links="") in await stage.seen()


async def offers_practice(stage: Stage) -> bool:
    await stage.card()
    await stage.say(*TRIAL)
    return Action.TRY_CARD in await stage.seen()


async def asks_reflection(stage: Stage) -> bool:
    await stage.card()
    await stage.say(*TRIAL)
    return texts.REFLECT in await stage.seen()


async def asks_again(stage: Stage) -> bool:
    card = await stage.card(thread_ts=ts())
    prediction = experiments.Prediction("twelve boxes are enough", "2026-03-20")
    async with stage.sessions.begin() as session:
        made = await experiments.predict(
            session, TEAM, "U1", card.id, prediction, START, settings()
        )
        await experiments.tell_result(session, TEAM, "U1", made.id, Outcome.REFUTED, START)
    return "twelve boxes" in await stage.seen()


async def tells_results(stage: Stage) -> bool:
    card = await stage.card(thread_ts=ts())
    async with stage.sessions.begin() as session:
        await service.start(session, TEAM, "U2", card.id, START, settings())
        await service.sweep(session, START + timedelta(days=2), settings())
        review = await get_review(session, TEAM, "U2", card.id)
        assert review is not None
        nudge = Nudge(review.id, 1)
        await service.answer(session, TEAM, "U2", nudge, Answer.WORKED, START, settings())
        await sharing.share(session, TEAM, "U2", nudge, "it rained", Stance.FOR, START)
    return "it rained" in await stage.seen()


async def tells_answers(stage: Stage) -> bool:
    async with stage.sessions.begin() as session:
        await note_question(session, workspace_id=TEAM, channel_id="C1", words="tide", at=START)
        card = await make_card(session, channel_id="C2", title="Order before the tide")
        await close_gaps(session, card, START)
    return "Order before the tide" in await stage.seen()


async def posts_digest(stage: Stage) -> bool:
    await stage.card()
    row = Outbox(workspace_id=TEAM, kind="digest", unique_key="d", channel_id="C1", payload={})
    outgoing = await make_digest(making(stage.sessions, stage.gateway, LATER), row)
    return isinstance(outgoing, Post)


async def tells_kind(stage: Stage) -> bool:
    async with stage.sessions.begin() as session:
        channel = await get_channel(session, TEAM, "C1")
        assert channel is not None
        kind = Kind(channel.kind) if channel.kind else None
        channel.told_kind = next(each for each in Kind if each != kind)
    await stage.say(*[MODE[kind] if kind else "none"] * 20)
    async with stage.sessions.begin() as session:
        channel = await get_channel(session, TEAM, "C1")
        assert channel is not None
        await refresh_kind(session, channel, LATER)
    return "This place has changed" in await stage.seen()


Play = Callable[[Stage], Awaitable[bool]]
PLAYS: tuple[Play, ...] = (
    offers_cards,
    asks_again,
    links_cards,
    answers_from_cards,
    offers_combining,
    offers_practice,
    asks_reflection,
    tells_results,
    tells_answers,
    posts_digest,
    tells_kind,
)


def test_every_row_is_played() -> None:
    # What is said in private, to those whom it is about, is tried where it lives.
    elsewhere = {"tells_meetings", "suggests_huddle"}
    assert [play.__name__ for play in PLAYS] == [row for row in ROWS if row not in elsewhere]


@pytest.mark.parametrize("kind", [None, *Kind])
@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.__name__)
async def test_each_cell(stage: Stage, play: Play, kind: Kind | None) -> None:
    async with stage.sessions.begin() as session:
        await ensure_channel(session, TEAM, "C1", kind=kind, told_kind=kind)
    assert await play(stage) is getattr(CONDUCT[kind], play.__name__)


@pytest.mark.parametrize("level", [Level.OFF, Level.LISTENING])
@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.__name__)
async def test_where_it_is_off_or_listens_it_starts_nothing(
    stage: Stage, play: Play, level: Level
) -> None:
    for kind in Kind:
        if getattr(CONDUCT[kind], play.__name__):
            break
    async with stage.sessions.begin() as session:
        await ensure_channel(session, TEAM, "C1", kind=kind, told_kind=kind, level=level)
    if level == Level.LISTENING and play is posts_digest:
        assert await play(stage)
    elif not (level == Level.OFF and play is tells_kind):  # nothing is read there at all
        assert not await play(stage)
