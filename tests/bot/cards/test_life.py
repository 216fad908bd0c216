from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards import life
from bot.cards.face import face_of
from bot.cards.life_outgoing import make_still_true, make_talked_on
from bot.cards.render import card_blocks
from bot.cards.talked_on import look_at_new_talk
from bot.errors import PersonError
from bot.outgoing.kinds import Outgoing, Post
from bot.outgoing.rules import Drop
from handlers.events.messages import on_messages
from models.audience import Audience
from models.audit import Audit
from models.author import add_authors
from models.card import Card, Revision
from models.channel import Kind
from models.database import Sessions
from models.life import CardLife
from models.link import LinkKind, link_cards
from models.member import MuteSubject, mute
from models.outbox import Outbox
from models.practice import log_practice
from models.thread import ThreadState, set_thread_state
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
    settings,
    ts,
    turn,
)

LATER = START + timedelta(days=1)
DUE = START + timedelta(days=180)


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2", "U3")
        await make_people(session, "U9", is_admin=True)
        await make_channel(session, "C1", "U1", "U2", "U9", kind=Kind.DIALOGUING)
        await make_card(session, "Order early", statement="Before the tide.", thread_ts=ts())
    return sessions


async def stand(sessions: Sessions, who: str, status: str, why: str = "because") -> Card:
    async with sessions.begin() as session:
        return await life.set_standing(session, TEAM, who, 1, status, why, settings(), LATER)


async def test_it_is_justified_step_by_step_with_who_and_why(place: Sessions) -> None:
    await stand(place, "U2", "tested", "three rainy\nevenings <!here>")
    card = await stand(place, "U1", "endorsed")
    assert card.status == "endorsed"
    reasons = [(r.number, r.by, r.why) for r in await all_of(place, Revision)]
    assert sorted(reasons)[1:] == [
        (2, "U2", "three rainy evenings <!here>"),
        (3, "U1", "because"),
    ]
    async with place.begin() as session:
        blocks = str(card_blocks(card, face=await face_of(session, card)))
    assert "*Endorsed*, says <@U1>: because" in blocks
    assert await all_of(place, Audit) == []
    assert {row.kind for row in await all_of(place, Outbox)} == {"card_refresh"}


async def test_no_step_is_left_out_and_strangers_say_nothing(place: Sessions) -> None:
    for who, status in (("U1", "endorsed"), ("U3", "tested"), ("U1", "made up")):
        with pytest.raises(PersonError):
            await stand(place, who, status)


async def test_owners_alone_take_it_out_of_use(place: Sessions) -> None:
    with pytest.raises(PersonError, match="Only those who wrote"):
        await stand(place, "U2", "retired")
    await stand(place, "U9", "retired", "we have a machine now")
    (audit,) = await all_of(place, Audit)
    assert (audit.by, audit.details) == ("U9", {"from": "conjecture", "to": "retired"})
    (card,) = await all_of(place, Card)
    assert "try_card" not in str(card_blocks(card))
    assert "conjecture:1" in str(card_blocks(card))
    await stand(place, "U1", "conjecture")


async def asked(sessions: Sessions) -> list[Outbox]:
    return [row for row in await all_of(sessions, Outbox) if row.kind == "still_true"]


async def made(sessions: Sessions, row: Outbox) -> Outgoing:
    return await make_still_true(making(sessions, FakeGateway()), row)


async def test_its_authors_are_asked_whether_it_is_still_true(place: Sessions) -> None:
    async with place.begin() as session:
        await add_authors(session, TEAM, 1, ["U2"], now=START)
        assert await life.sweep_reviews(session, settings(), DUE - timedelta(minutes=1)) == 0
        assert await life.sweep_reviews(session, settings(), DUE) == 2
        assert await life.sweep_reviews(session, settings(), DUE) == 0
    one, two = sorted(await asked(place), key=lambda row: row.member_id)
    assert (one.member_id, two.member_id, one.is_unasked) == ("U1", "U2", True)
    post = await made(place, one)
    assert isinstance(post, Post)
    assert "Before the tide." in str(post.blocks)
    async with place.begin() as session:
        until = await life.confirm_true(session, TEAM, "U1", 1, 1, settings(), DUE)
        assert until == DUE + timedelta(days=180)
        assert await life.confirm_true(session, TEAM, "U2", 1, 1, settings(), DUE) is None
    assert isinstance(await made(place, two), Drop)
    async with place.begin() as session:
        (card,) = await all_of(place, Card)
        assert "last found to be true" in (await face_of(session, card)).standing_line


async def test_later_is_two_weeks_and_never_is_never(place: Sessions) -> None:
    async with place.begin() as session:
        assert await life.sweep_reviews(session, settings(), DUE) == 1
        later = await life.ask_later(session, TEAM, "U1", 1, 1, DUE)
        assert later == DUE + timedelta(days=14)
        with pytest.raises(PersonError):
            await life.ask_later(session, TEAM, "U2", 1, 2, DUE)  # did not write it
        await life.never_ask(session, TEAM, "U1", "still_true", DUE)
        with pytest.raises(PersonError):
            await life.never_ask(session, TEAM, "U1", "everything", DUE)
        assert await life.sweep_reviews(session, settings(), DUE + timedelta(days=15)) == 0


async def test_the_day_can_be_changed_but_not_into_the_past(place: Sessions) -> None:
    async with place.begin() as session:
        day = (LATER + timedelta(days=9)).date()
        await life.set_review_day(session, TEAM, "U2", 1, day, settings(), LATER)
        with pytest.raises(PersonError):
            await life.set_review_day(session, TEAM, "U2", 1, LATER.date(), settings(), LATER)
    (its_life,) = await all_of(place, CardLife)
    assert its_life.review_at.date() == day


async def test_a_retired_card_is_not_asked_about(place: Sessions) -> None:
    await stand(place, "U1", "retired")
    async with place.begin() as session:
        assert await life.sweep_reviews(session, settings(), DUE + timedelta(days=9)) == 0


async def used(sessions: Sessions, *answers: str) -> None:
    async with sessions.begin() as session:
        for number, answer in enumerate(answers):
            await log_practice(
                session,
                workspace_id=TEAM,
                member_id="U2",
                card_id=1,
                key=f"{answer}{number}",
                answer=answer,
                at=START,
            )


async def unchallenged(sessions: Sessions, who: str) -> list[int]:
    async with sessions.begin() as session:
        return [card.id for card in await life.unchallenged_cards(session, TEAM, who)]


async def test_much_used_and_never_challenged_is_pointed_out_to_its_authors(
    place: Sessions,
) -> None:
    await used(place, *["used"] * 3, "worked")
    assert await unchallenged(place, "U1") == []
    await used(place, *["used"] * 5)
    assert await unchallenged(place, "U1") == [1]
    assert await unchallenged(place, "U2") == []
    async with place.begin() as session:
        await add_authors(session, TEAM, 1, ["U2"], now=START)
    assert await unchallenged(place, "U2") == [1]
    async with place.begin() as session:
        here = Audience(TEAM, channel_id="C1")
        assert [c.id for c in await life.unchallenged_in(session, here, "C1")] == [1]
    await stand(place, "U2", "contested")
    await stand(place, "U2", "tested")
    assert await unchallenged(place, "U1") == []
    async with place.begin() as session:
        assert await life.unchallenged_in(session, here, "C1") == []


async def test_a_card_that_challenges_it_is_a_challenge(place: Sessions) -> None:
    await used(place, *["used"] * 9)
    async with place.begin() as session:
        doubt = await make_card(session, "Order late")
        await link_cards(
            session,
            workspace_id=TEAM,
            kind=LinkKind.CHALLENGES,
            source_id=doubt.id,
            target_id=1,
            by="U2",
            at=START,
        )
        assert await life.unchallenged_in(session, Audience(TEAM, channel_id="C1"), "C1") == []
    assert await unchallenged(place, "U1") == []


async def test_one_failure_is_a_challenge(place: Sessions) -> None:
    await used(place, *["used"] * 9, "failed")
    assert await unchallenged(place, "U1") == []


async def say(sessions: Sessions, at: int, *words: str) -> None:
    events = [
        event(message(text, at=ts(at + n), thread_ts=ts(), user=f"U{n % 2 + 1}"))
        for n, text in enumerate(words)
    ]
    async with sessions.begin() as session:
        await on_messages(turn(session), events)


async def look(sessions: Sessions, minutes: int) -> int:
    now = START + timedelta(minutes=minutes)
    return await look_at_new_talk(sessions, FakeReading(), settings(), now)


async def told(sessions: Sessions) -> list[Outbox]:
    return [row for row in await all_of(sessions, Outbox) if row.kind == "talked_on"]


@pytest.fixture
async def carded(place: Sessions) -> Sessions:
    async with place.begin() as session:
        await set_thread_state(session, TEAM, "C1", ts(), ThreadState.CARDED)
        await life.sweep_reviews(session, settings(), START)
    return place


async def test_its_author_hears_of_new_talk_once_it_is_quiet_and_ripe(carded: Sessions) -> None:
    await say(carded, 5, "so", "the insight is to order before the second tide", "thanks")
    assert await look(carded, 20) == 0  # they may not be done
    assert await look(carded, 40) == 1
    assert await look(carded, 50) == 0
    (row,) = await told(carded)
    assert (row.member_id, row.is_unasked) == ("U1", True)
    post = await make_talked_on(making(carded, FakeGateway()), row)
    assert isinstance(post, Post)
    assert f"/archives/C1/p{ts(5).replace('.', '')}" in str(post.blocks)
    assert "second tide" not in str(post), "it may be deleted, and this message would still say it"


async def test_idle_talk_is_let_be(carded: Sessions) -> None:
    await say(carded, 5, "thanks", "you are welcome", "bye")
    await look(carded, 60)
    assert await told(carded) == []


async def test_who_cannot_read_the_conversation_is_not_told_of_it(carded: Sessions) -> None:
    await say(carded, 5, "so", "the insight is to order before the second tide", "thanks")
    await look(carded, 60)
    (row,) = await told(carded)
    async with carded.begin() as session:
        channel = await make_channel(session, "C1", is_private=True)
        card = await session.get(Card, 1)
        assert card is not None
        card.scope = "organization"
        assert channel.is_private
    row.member_id = "U3"
    assert isinstance(await make_talked_on(making(carded, FakeGateway()), row), Drop)


async def test_a_mute_is_kept(place: Sessions) -> None:
    async with place.begin() as session:
        await mute(session, TEAM, MuteSubject.PERSON, "U1", "all", until=None, by="U1", now=START)
        assert await life.sweep_reviews(session, settings(), DUE) == 0
