"""Between people: thanks, asking in, huddles – always by somebody's press, always refusable."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import PersonError
from bot.leadership.knows import agree, refuse
from bot.leadership.levers_forms import ask_in_form
from bot.leadership.levers_huddle import Heard, is_felt, suggest
from bot.leadership.levers_huddle import refuse as refuse_huddle
from bot.leadership.levers_outgoing import make_asked_in, make_huddle, make_thanked
from bot.leadership.levers_people import ask_in, thank, whom_to_ask
from bot.leadership.levers_rules import Unwanted
from bot.outgoing.kinds import Post, Whisper
from bot.outgoing.rules import Drop
from models.channel import Kind
from models.database import Sessions
from models.message import Message
from models.outbox import Outbox
from models.thanks import Thanks, thanked_in
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    all_of,
    make_card,
    make_channel,
    make_people,
    make_workspace,
    making,
    ts,
)

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
async def place(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1", "U2", "U3", "U4")
        await make_people(session, "UB", is_bot=True)
        await make_channel(session, "C1", "U1", "U2")
        await make_channel(session, "C2", "U3", "U4", is_private=True)


async def rows_of(sessions: Sessions, kind: str) -> list[Outbox]:
    return [row for row in await all_of(sessions, Outbox) if row.kind == kind]


async def test_thanks_are_told_with_the_name_and_listed_alphabetically(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        card = await make_card(session, "Sourdough")
        for person in ("U3", "U2"):
            await thank(session, TEAM, "C1", "U1", [person], "for <!here> you", START)
            await thank(session, TEAM, "C1", "U1", [person], "", START, card_id=card.id)
        for people in (["U1"], [], ["UB"], ["U99"]):
            with pytest.raises(PersonError):
                await thank(session, TEAM, "C1", "U1", people, "", START)
        with pytest.raises(PersonError):
            await thank(session, TEAM, "C1", "U4", ["U1"], "", START)
        span = (START - HOUR, START + HOUR)
        assert await thanked_in(session, TEAM, "C1", *span) == ["U2", "U3"], "each once, by name"
    row = next(r for r in await rows_of(sessions, "thanked") if r.member_id == "U3")
    post = await make_thanked(making(sessions, FakeGateway()), row)
    assert isinstance(post, Post)
    assert "<@U1> thanks you" in str(post.blocks)
    assert "<!here>" not in str(post.blocks)
    assert len(await rows_of(sessions, "found_ask")) == 2, "a good moment, once"


async def test_thanks_for_a_card_one_may_not_see_name_no_card(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        hidden = await make_card(session, "Secret", channel_id="C2", author_id="U3")
        await thank(session, TEAM, "C1", "U1", ["U3"], "", START, card_id=hidden.id)
    (thanks,) = await all_of(sessions, Thanks)
    assert thanks.card_id is None


async def test_only_people_who_agreed_may_see_the_card_and_are_not_there_anyway(
    sessions: Sessions,
) -> None:
    async with sessions.begin() as session:
        card = await make_card(session, "Sourdough ovens", author_id="U2")
        await make_card(session, "Ovens and sourdough", author_id="U3")
        await make_card(session, "Sourdough, ovens", author_id="U4")
        for person in ("U2", "U3"):
            await agree(session, TEAM, person, START)
        askable = await whom_to_ask(session, TEAM, "C1", "U1", card.id)
        assert [each.member_id for each in askable.people] == ["U3"]
        assert "U4" not in str(ask_in_form(askable))
        with pytest.raises(PersonError):
            await ask_in(session, TEAM, "C1", "U1", card.id, "U4", "?", START)
        with pytest.raises(PersonError):
            await whom_to_ask(session, TEAM, "C1", "U4", card.id)
        hidden = await make_card(session, "Secret sourdough", channel_id="C2")
        with pytest.raises(PersonError):
            await whom_to_ask(session, TEAM, "C1", "U1", hidden.id)
    assert await rows_of(sessions, "asked_in") == []


async def test_who_took_it_back_is_not_asked_although_it_waits(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        card = await make_card(session, "Sourdough ovens")
        await make_card(session, "Ovens and sourdough", author_id="U3")
        await agree(session, TEAM, "U3", START)
        for _ in range(2):
            await ask_in(session, TEAM, "C1", "U1", card.id, "U3", "How <@U9>?", START)
    (row,) = await rows_of(sessions, "asked_in")
    assert row.is_unasked
    desk = making(sessions, FakeGateway())
    post = await make_asked_in(desk, row)
    assert isinstance(post, Post)
    assert "<@U1>" in str(post.blocks)
    assert "<@U9>" not in str(post.blocks)
    async with sessions.begin() as session:
        await refuse(session, TEAM, "U3", START)
    assert isinstance(await make_asked_in(desk, row), Drop)


FELT = Heard("U1", 1.0, True, frozenset({"story"}))


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        ([FELT, FELT, Heard("U2", 2.0, True), Heard("U2", 3.0, True)], True),
        ([FELT, FELT, Heard("U2", 2.0, True)], False),
        ([FELT] * 6, False),
        ([Heard(f"U{n % 2}", n, True) for n in range(6)], False),
        ([FELT, Heard("U2", 2.0, True), *[Heard("U3", n, False) for n in range(4)]], False),
    ],
)
def test_feel_matters_when_several_tell_what_they_lived(talk: list[Heard], expected: bool) -> None:
    assert is_felt(talk) == expected


@given(st.lists(st.sampled_from(["U1", "U2"])))
def test_what_is_not_told_from_experience_never_matters(authors: list[str]) -> None:
    assert not is_felt([Heard(a, n, False, frozenset({"story"})) for n, a in enumerate(authors)])


async def talk(sessions: Sessions, channel_id: str = "C1", **facts: Any) -> None:
    async with sessions.begin() as session:
        await make_channel(session, channel_id, **{"pinned_kind": Kind.ORIGINATING, **facts})
        for number, author in enumerate(("U1", "U2", "U1", "U2")):
            at = ts(number)
            session.add(
                Message(
                    workspace_id=TEAM,
                    channel_id=channel_id,
                    ts=at,
                    thread_ts=at,
                    author_id=author,
                    posted_at=START + timedelta(minutes=number),
                    text="the night that nobody forgets",
                    mode="socialization",
                    confident=True,
                    cues=["story"],
                )
            )


async def test_a_huddle_is_suggested_once_to_one_and_quotes_nothing(sessions: Sessions) -> None:
    await talk(sessions)
    async with sessions.begin() as session:
        now = START + timedelta(minutes=5)
        assert await suggest(session, now) == 1
        assert await suggest(session, now) == 0
    (row,) = await rows_of(sessions, "huddle")
    assert (row.channel_id, row.member_id, row.is_unasked) == ("C1", "U1", True)
    whisper = await make_huddle(making(sessions, FakeGateway()), row)
    assert isinstance(whisper, Whisper)
    assert "night" not in str(whisper.blocks)


@pytest.mark.parametrize("how", [Unwanted.WEEK, Unwanted.GOOD])
async def test_who_wants_no_huddle_is_suggested_none(sessions: Sessions, how: Unwanted) -> None:
    await talk(sessions)
    async with sessions.begin() as session:
        await refuse_huddle(session, TEAM, "U1", how, START)
        assert await suggest(session, START + timedelta(minutes=5)) == 0


@pytest.mark.parametrize("facts", [{"pinned_kind": Kind.EXERCISING}, {"level": "listening"}])
async def test_the_table_of_conduct_decides(sessions: Sessions, facts: dict[str, Any]) -> None:
    await talk(sessions, **facts)
    async with sessions.begin() as session:
        assert await suggest(session, START + timedelta(minutes=5)) == 0


async def test_cold_talk_is_left_alone(sessions: Sessions) -> None:
    await talk(sessions)
    async with sessions.begin() as session:
        assert await suggest(session, START + HOUR) == 0
