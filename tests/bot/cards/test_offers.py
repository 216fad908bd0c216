from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.cards.offers import let_offers_go, look_at_quiet_threads, refuse_offer
from bot.cards.outgoing import make_offer, offer_sent
from bot.errors import PersonError
from bot.outgoing.kinds import Post
from bot.outgoing.rules import Drop
from bot.seci.types import Said, ThreadReading
from bot.slack.gateway import Sent
from bot.slack.ids import Refusal
from handlers.events.messages import on_messages
from models.channel import Kind, Level, ensure_channel
from models.database import Sessions
from models.member import MuteSubject, mute, muted_kinds
from models.outbox import Outbox, OutboxState, settle_row
from models.thread import Thread, get_thread
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    FakeReading,
    all_of,
    event,
    make_card,
    make_channel,
    make_people,
    making,
    message,
    outbox_row,
    settings,
    ts,
    turn,
)

LATER = START + timedelta(hours=2)
KEY = f"offer:C1:{ts()}"
RIPE = ("who knows?", "the insight is to order before the tide", "thanks")


async def say(sessions: Sessions, *texts: str, at: int = 0) -> None:
    events = [
        event(message(text, at=ts(at + n), thread_ts=ts(), user=f"U{n % 2 + 1}"))
        for n, text in enumerate(texts)
    ]
    async with sessions.begin() as session:
        await on_messages(turn(session), events)


async def look(sessions: Sessions, reading: FakeReading | None = None) -> int:
    return await look_at_quiet_threads(sessions, reading or FakeReading(), settings(), LATER)


async def thread_of(sessions: Sessions) -> Thread:
    async with sessions.begin() as session:
        thread = await get_thread(session, TEAM, "C1", ts())
    assert thread is not None
    return thread


async def offered(sessions: Sessions) -> Outbox:
    row = await outbox_row(sessions, KEY)
    assert row is not None
    return row


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2", "U3")
        await make_channel(session, "C1", "U1", "U2", kind=Kind.DIALOGUING)
    return sessions


@pytest.fixture
async def standing(place: Sessions) -> Sessions:
    """An offer that was sent at START."""
    await say(place, *RIPE)
    await look(place)
    row = await offered(place)
    async with place.begin() as session:
        await settle_row(
            session, row.id, OutboxState.SENT, sent_at=START, sent_channel="C1", sent_ts=ts(40)
        )
    return place


async def test_a_ripe_quiet_thread_is_offered_once(place: Sessions) -> None:
    await say(place, *RIPE)
    assert await look(place) == 1
    assert await look(place) == 0
    row = await offered(place)
    assert (row.kind, row.is_unasked, row.thread_ts) == ("offer", True, ts())
    assert row.expires_at == LATER + timedelta(days=3)
    thread = await thread_of(place)
    assert (thread.state, thread.ripeness, thread.positions) == ("offered", 0.9, [ts(1)])
    post = await make_offer(making(place, FakeGateway()), row)
    assert isinstance(post, Post)
    assert "before the tide" in str(post.blocks)


@pytest.mark.parametrize(
    "texts", [("hello", "hi", "bye"), ("insight",), ("insight", "yes")], ids=str
)
async def test_unripe_talk_or_a_monologue_is_not_offered(
    place: Sessions, texts: Sequence[str]
) -> None:
    await say(place, *texts)
    await look(place)
    assert await all_of(place, Outbox) == []
    assert (await thread_of(place)).state == "unripe"


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("kind", [None, *Kind])
async def test_it_offers_or_points_only_where_the_conduct_says(
    place: Sessions, level: Level, kind: Kind | None
) -> None:
    await say(place, *RIPE)
    async with place.begin() as session:
        await make_card(session, "Order before the tide")
        await ensure_channel(session, TEAM, "C1", level=level, kind=kind)
    await look(place)
    expected = {Kind.DIALOGUING: ["offer"], Kind.SYSTEMIZING: ["pointer"]}
    wanted = expected.get(kind, []) if kind and level == Level.OFFERING else []
    assert [row.kind for row in await all_of(place, Outbox)] == wanted


async def test_new_talk_meanwhile_means_no_offer(place: Sessions) -> None:
    await say(place, *RIPE)

    class Interrupted(FakeReading):
        async def read_thread(self, messages: Sequence[Said]) -> ThreadReading:
            await say(place, "wait, no", at=50)
            return await super().read_thread(messages)

    await look(place, Interrupted())
    assert await all_of(place, Outbox) == []
    thread = await thread_of(place)
    assert (thread.state, thread.look_at) == ("open", START + timedelta(minutes=80))


async def test_who_begins_a_thread_can_be_left_alone(place: Sessions) -> None:
    async with place.begin() as session:
        await mute(session, TEAM, MuteSubject.PERSON, "U1", "offer", until=None, by="U1", now=START)
    await say(place, *RIPE)
    await look(place)
    assert await all_of(place, Outbox) == []


@pytest.mark.parametrize(
    ("refusal", "subject", "who", "until"),
    [
        (Refusal.ONCE, MuteSubject.CHANNEL, "C1", START),
        (Refusal.WEEK, MuteSubject.CHANNEL, "C1", START + timedelta(days=7)),
        (Refusal.CHANNEL, MuteSubject.CHANNEL, "C1", None),
        (Refusal.PERSON, MuteSubject.PERSON, "U2", None),
    ],
)
async def test_a_no_is_heard_and_the_offer_taken_away(
    standing: Sessions, refusal: Refusal, subject: MuteSubject, who: str, until: object
) -> None:
    with pytest.raises(PersonError):
        async with standing.begin() as session:
            await refuse_offer(session, TEAM, "C1", ts(), refusal, by="U3", now=START)
    for _ in range(2):
        async with standing.begin() as session:
            await refuse_offer(session, TEAM, "C1", ts(), refusal, by="U2", now=START)
    async with standing.begin() as session:

        async def muted(after: timedelta) -> set[str]:
            found = await muted_kinds(session, TEAM, subject, [who], START + after)
            return found.get(who, set())

        assert await muted(timedelta(days=6)) == (set() if until == START else {"offer"})
        assert await muted(timedelta(days=8)) == ({"offer"} if until is None else set())
    assert (await thread_of(standing)).state == "refused"
    withdraw = await outbox_row(standing, f"withdraw:{KEY}")
    assert withdraw is not None
    assert withdraw.payload == {"channel": "C1", "ts": ts(40)}


async def test_an_offer_that_waits_is_never_sent_after_a_no(place: Sessions) -> None:
    await say(place, *RIPE)
    await look(place)
    async with place.begin() as session:
        await refuse_offer(session, TEAM, "C1", ts(), Refusal.ONCE, by="U1", now=START)
    assert [(r.kind, r.state) for r in await all_of(place, Outbox)] == [("offer", "dropped")]
    row = await offered(place)
    async with place.begin() as session:  # it was on its way to Slack at that moment
        await settle_row(
            session, row.id, OutboxState.SENT, sent_at=START, sent_channel="C1", sent_ts=ts(40)
        )
        await offer_sent(session, row, Sent("C1", ts(40)), START)
    assert await outbox_row(place, f"withdraw:{KEY}") is not None


async def test_an_offer_is_not_made_where_people_have_thought_better(place: Sessions) -> None:
    await say(place, *RIPE)
    await look(place)
    row = await offered(place)
    async with place.begin() as session:
        await ensure_channel(session, TEAM, "C1", level=Level.LISTENING)
    assert isinstance(await make_offer(making(place, FakeGateway()), row), Drop)


async def test_unanswered_it_goes_after_three_quiet_days(standing: Sessions) -> None:
    async with standing.begin() as session:
        assert await let_offers_go(session, settings(), START + timedelta(days=3)) == 0
        assert await let_offers_go(session, settings(), START + timedelta(days=3, seconds=1)) == 1
        assert await let_offers_go(session, settings(), START + timedelta(days=9)) == 0
    assert (await thread_of(standing)).state == "let_go"
    assert await outbox_row(standing, f"withdraw:{KEY}") is not None
