"""A card begun from a thread: what is taken back while its words are read is not quoted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, cast

import pytest

from bot.ba.service import forget_channel
from bot.cards.begin import Desk, thread_form
from bot.cards.service import Beginning
from bot.privacy import forget_person
from bot.reading import Offload
from bot.seci.types import AssetKind, Said, ThreadReading
from bot.seci.types import Draft as Drafted
from handlers.events import registry
from models.card import Draft
from models.database import Sessions
from models.message import forget_texts
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    all_of,
    deleted,
    edited,
    event,
    make_channel,
    make_people,
    make_workspace,
    message,
    ts,
    turn,
)

RULE = "When rain begins early, we order half the rice balls."
LIKE = "On a dry day they are sparrows."
ONE = message(RULE, at=ts(0), user="U2")
TWO = message(LIKE, at=ts(1), user="U3", thread_ts=ts(0))

Meanwhile = Callable[[Sessions], Awaitable[None]]


class SlowReading:
    """Reads a thread; meanwhile something happens."""

    def __init__(self, sessions: Sessions, meanwhile: Meanwhile) -> None:
        self.sessions, self.meanwhile = sessions, meanwhile

    async def read_thread(self, messages: Sequence[Said]) -> ThreadReading:
        assert [said.text for said in messages] == [RULE, LIKE]
        await self.meanwhile(self.sessions)
        drafted = Drafted(
            title="Order less",
            statement=RULE,
            metaphor=LIKE,
            evidence=(0, 1),
            asset_kind=AssetKind.ROUTINE,
        )
        return ThreadReading(ripeness=0.9, positions=(0,), reasons=(), draft=drafted)


async def handle(sessions: Sessions, *inner: dict[str, Any]) -> None:
    async with sessions.begin() as session:
        await registry()["message"](turn(session), [event(each) for each in inner])


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1", "U2", "U3")
        await make_channel(session, "C1", "U1", "U2", "U3")
    await handle(sessions, ONE, TWO)
    return sessions


async def begun(sessions: Sessions, meanwhile: Meanwhile) -> tuple[dict[str, Any], Draft]:
    """The form that opens, and the draft that is stored."""
    reading = cast(Offload, SlowReading(sessions, meanwhile))
    desk = Desk(sessions, FakeGateway(), reading, START)
    form = await thread_form(desk, Beginning(TEAM, "U1", "C1", ts(0)))
    (draft,) = await all_of(sessions, Draft)
    return dict(form), draft


async def nothing(sessions: Sessions) -> None:
    return


async def test_a_thread_is_quoted_as_it_was_said(place: Sessions) -> None:
    _, draft = await begun(place, nothing)
    assert (draft.fields["statement"], draft.fields["metaphor"]) == (RULE, LIKE)
    assert {each["ts"] for each in draft.evidence} == {ts(0), ts(1)}


async def delete(sessions: Sessions) -> None:
    await handle(sessions, deleted(TWO))


async def edit(sessions: Sessions) -> None:
    await handle(sessions, edited(TWO, "never mind what I said", ts(9)))


async def opt_out(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await forget_person(session, TEAM, "U3", START)


@pytest.mark.parametrize("meanwhile", [delete, edit, opt_out])
async def test_what_is_taken_back_meanwhile_is_not_quoted(
    place: Sessions, meanwhile: Meanwhile
) -> None:
    form, draft = await begun(place, meanwhile)
    assert "sparrows" not in str(form)
    assert "sparrows" not in str(vars(draft))
    assert draft.fields["statement"] == RULE
    assert [each["ts"] for each in draft.evidence] == [ts(0)]


async def test_of_a_channel_that_is_forgotten_meanwhile_nothing_is_quoted(place: Sessions) -> None:
    async def forget(sessions: Sessions) -> None:
        async with sessions.begin() as session:
            await forget_channel(session, TEAM, "C1", START)

    form, draft = await begun(place, forget)
    assert not any(draft.fields[name] for name in ("statement", "metaphor"))
    assert draft.quotes == []
    assert draft.evidence == []
    assert "half the rice" not in str(form)


async def test_an_edit_that_says_it_still_takes_nothing(place: Sessions) -> None:
    async def add(sessions: Sessions) -> None:
        await handle(sessions, edited(TWO, f"{LIKE} I think.", ts(9)))

    _, draft = await begun(place, add)
    assert draft.fields["metaphor"] == LIKE


async def test_words_whose_time_is_over_were_not_taken_back(place: Sessions) -> None:
    async def expire(sessions: Sessions) -> None:
        async with sessions.begin() as session:
            assert await forget_texts(session, START + timedelta(days=40)) == 2

    _, draft = await begun(place, expire)
    assert (draft.fields["statement"], draft.fields["metaphor"]) == (RULE, LIKE)
