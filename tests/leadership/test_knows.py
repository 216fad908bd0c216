"""Who knows: only people who agreed, only reasons the asker may see, revoked at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.leadership.knows import (
    agree,
    ask_authors,
    forget_theme,
    hear_what_was_lived,
    refuse,
    what_of_me,
    who_knows,
    who_or_note,
)
from bot.leadership.producers_forget import erase_from_leading
from bot.privacy import forget_person
from models.author import add_authors
from models.card import Card
from models.channel import Level
from models.database import Sessions
from models.lived import LivedTheme, forget_themes
from models.message import Message
from models.outbox import Outbox
from models.pointer import point_to_me
from models.practice import Answer, log_practice
from models.question import Question
from tests.conftest import START
from tests.support import TEAM, all_of, make_card, make_channel, make_people, make_workspace, ts

LATER = START + timedelta(minutes=10)


@pytest.fixture(autouse=True)
async def place(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1", "U2", "U3", "U4")
        await make_people(session, "U9", is_guest=True)
        await make_channel(session, "C1", "U1", "U2", "U3")
        await make_channel(session, "C2", "U1", "U2", is_private=True)


async def known(sessions: Sessions, asker: str, words: str = "sourdough oven") -> list[str]:
    async with sessions() as session:
        return [each.member_id for each in (await who_knows(session, TEAM, asker, words)).people]


async def oven_card(session: AsyncSession, **more: Any) -> Card:
    return await make_card(session, "Sourdough wants a hot oven", **more)


async def use(session: AsyncSession, card: Card, member_id: str) -> None:
    await log_practice(
        session,
        workspace_id=TEAM,
        member_id=member_id,
        card_id=card.id,
        key=f"use:{card.id}:{member_id}",
        answer=Answer.WORKED,
        at=START,
    )


async def test_nobody_is_named_who_did_not_agree(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        card = await oven_card(session)
        await add_authors(session, TEAM, card.id, ["U2"], now=START)
        await use(session, card, "U3")
    assert await known(sessions, "U4") == []
    async with sessions.begin() as session:
        for person in ("U3", "U1", "U2"):
            await agree(session, TEAM, person, START)
        found = await who_knows(session, TEAM, "U4", "sourdough oven")
    by_id = {each.member_id: each for each in found.people}
    assert list(by_id) == ["U1", "U2", "U3"]
    assert (by_id["U1"].wrote, by_id["U2"].helped, by_id["U3"].used) == ((card.id,),) * 3
    assert await known(sessions, "U1") == ["U2", "U3"], "oneself one knows"


async def test_revoked_is_revoked_at_once(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        card = await oven_card(session)
        await agree(session, TEAM, "U1", START)
        await point_to_me(session, TEAM, card.id, "U2", START)
    assert await known(sessions, "U3") == ["U1", "U2"]
    async with sessions.begin() as session:
        assert await refuse(session, TEAM, "U1", START)
        assert not await refuse(session, TEAM, "U2", START)
    assert await known(sessions, "U3") == []


async def test_who_wants_to_be_found_for_a_card_is_named_for_that_card_alone(
    sessions: Sessions,
) -> None:
    async with sessions.begin() as session:
        card = await oven_card(session, author_id="U2")
        await oven_card(session, author_id="U2", statement="and patience")
        await point_to_me(session, TEAM, card.id, "U2", START)
        (person,) = (await who_knows(session, TEAM, "U3", "sourdough oven")).people
    assert (person.lived, person.wrote) == ((card.id,), ())


async def test_the_askers_audience_decides(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await oven_card(session, channel_id="C2")
        await agree(session, TEAM, "U1", START)
    assert await known(sessions, "U2") == ["U1"]
    assert await known(sessions, "U3") == [], "a card of a private channel"
    async with sessions.begin() as session:
        await oven_card(session)
    assert await known(sessions, "U3") == ["U1"]
    assert await known(sessions, "U9") == [], "a guest who shares no channel with them"


async def test_in_vain_is_noted_without_a_name(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        found = await who_or_note(session, TEAM, "U3", "umbrellas", channel_id="C1", now=START)
    assert found.is_noted
    (gap,) = await all_of(sessions, Question)
    assert (gap.words, gap.channel_id) == ("umbrellas", "C1")


async def tell(
    session: AsyncSession, person: str, text: str, at: str, channel_id: str = "C1", **more: object
) -> None:
    facts = {"mode": "socialization", "confident": True, "posted_at": START + timedelta(minutes=1)}
    session.add(
        Message(
            workspace_id=TEAM,
            channel_id=channel_id,
            ts=at,
            thread_ts=at,
            author_id=person,
            text=text,
            **{**facts, **more},
        )
    )


STORY = "I stood at that oven for ten winters, the sourdough and my divorce taught me patience"


async def lived(sessions: Sessions) -> set[tuple[str, str]]:
    return {(row.member_id, row.word) for row in await all_of(sessions, LivedTheme)}


async def test_what_was_lived_is_a_pointer_to_who_agreed_and_no_word_more(
    sessions: Sessions,
) -> None:
    async with sessions.begin() as session:
        await make_card(session, "Sourdough", statement="A hot oven", author_id="U4")
        await agree(session, TEAM, "U1", START)
        await tell(session, "U1", STORY, ts(1))
        await tell(session, "U2", STORY, ts(2))
        await tell(session, "U1", "the oven is off", ts(3), mode="combination")
        await tell(session, "U1", "sourdough, before I agreed", ts(-9))
        assert await hear_what_was_lived(session, LATER) == 1
    assert await lived(sessions) == {("U1", "oven"), ("U1", "sourdough")}
    async with sessions.begin() as session:
        (person,) = (await who_knows(session, TEAM, "U3", "ovens and sourdough")).people
        assert (person.member_id, person.told) == ("U1", ("C1",))
        assert not (await who_knows(session, TEAM, "U3", "divorce")).people
        assert await hear_what_was_lived(session, LATER) == 0


async def test_lived_where_the_asker_cannot_read_along_is_not_told(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_card(session, "Sourdough", channel_id="C2", author_id="U2")
        await agree(session, TEAM, "U1", START)
        await tell(session, "U1", STORY, ts(1), "C2")
        await hear_what_was_lived(session, LATER)
    assert await lived(sessions) == {("U1", "sourdough")}
    assert await known(sessions, "U2", "sourdough") == ["U1"]
    assert await known(sessions, "U3", "sourdough") == []
    assert await known(sessions, "U9", "sourdough") == []
    async with sessions.begin() as session:
        await make_channel(session, "C2", level=Level.OFF)
    assert await known(sessions, "U2", "sourdough") == []


@pytest.mark.parametrize("way", ["refuse", "theme", "message", "opt_out", "erase"])
async def test_what_was_lived_goes(sessions: Sessions, way: str) -> None:
    async with sessions.begin() as session:
        await make_card(session, "Sourdough", author_id="U4")
        await agree(session, TEAM, "U1", START)
        await tell(session, "U1", STORY, ts(1))
        await hear_what_was_lived(session, LATER)
    assert await known(sessions, "U3", "sourdough") == ["U1"]
    async with sessions.begin() as session:
        if way == "refuse":
            await refuse(session, TEAM, "U1", LATER)
        elif way == "theme":
            await forget_theme(session, TEAM, "U1", "sourdough", LATER)
        elif way == "message":
            await forget_themes(session, TEAM, channel_id="C1", ts=ts(1))
        elif way == "opt_out":
            await forget_person(session, TEAM, "U1", LATER)
        else:
            await erase_from_leading(session, TEAM, "U1")
    assert await lived(sessions) == set()
    assert await known(sessions, "U3", "sourdough") == []
    async with sessions.begin() as session:
        assert await hear_what_was_lived(session, LATER + timedelta(minutes=9)) == 0
        assert not (await what_of_me(session, TEAM, "U1")).themes


async def test_authors_are_asked_once_when_their_card_helped_somebody(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        card = await oven_card(session)
        await use(session, card, "U1")
        assert await ask_authors(session, START) == 0, "used by its author alone"
        await use(session, card, "U2")
        assert await ask_authors(session, START) == 1
        assert await ask_authors(session, START) == 0
    (row,) = [r for r in await all_of(sessions, Outbox) if r.kind == "found_ask"]
    assert (row.member_id, row.is_unasked, row.payload) == ("U1", True, {"card": card.id})
    async with sessions.begin() as session:
        await refuse(session, TEAM, "U1", START)
        assert await ask_authors(session, START) == 0, "never again after a no"
