from __future__ import annotations

import pytest

from bot.ba.outgoing import make_introduction
from bot.ba.render import introduction_blocks, kind_sentence
from bot.ba.service import be_invited, be_removed, pin_kind, switch
from bot.errors import PersonError
from bot.outgoing.kinds import Post
from bot.outgoing.rules import Drop
from bot.privacy import forget_person
from models.audit import Audit
from models.channel import Kind, Level, get_channel
from models.database import Sessions
from models.inbox import Inbox
from models.member import opted_out
from models.message import Message, store_messages
from models.outbox import Outbox, put
from models.thread import Thread, ThreadState, set_thread_state
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    all_of,
    make_channel,
    make_people,
    making,
    message,
    outbox_row,
    receive,
    settings,
    ts,
)


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_people(session, "U1", tz="Asia/Tokyo")
        await make_people(session, "U2")
        await make_channel(session, "C1", "U1", level=Level.OFF)
    return sessions


async def set_level(sessions: Sessions, level: Level, by: str = "U1", channel: str = "C1") -> None:
    async with sessions.begin() as session:
        await switch(session, TEAM, channel, level, by=by, now=START)


async def talk(sessions: Sessions, count: int = 10, channel: str = "C1") -> None:
    rows = [
        {
            "workspace_id": TEAM,
            "channel_id": channel,
            "ts": ts(n),
            "thread_ts": ts(0),
            "author_id": f"U{n % 3}",
            "posted_at": START,
            "edited_ts": "",
            "is_deleted": False,
            "text": "words",
            "mode": "externalization",
            "confident": n != 9,
            "scores": {},
            "cues": [],
            "length": 5,
            "links": 0,
            "mentions": 0,
            "files": 0,
        }
        for n in range(count)
    ]
    async with sessions.begin() as session:
        await store_messages(session, rows)
        await set_thread_state(session, TEAM, channel, ts(0), ThreadState.OPEN)


async def test_it_introduces_itself_once_and_stays_off(place: Sessions) -> None:
    for _ in range(2):
        async with place.begin() as session:
            await be_invited(session, TEAM, "C7", by="U1", now=START, tz="Asia/Tokyo")
    async with place.begin() as session:
        await be_removed(session, TEAM, "C7", START)
        await be_invited(session, TEAM, "C7", by="U2", now=START, tz="UTC")
        channel = await get_channel(session, TEAM, "C7")
    assert channel is not None
    assert (channel.level, channel.tz, channel.invited_by) == ("off", "Asia/Tokyo", "U2")
    rows = await all_of(place, Outbox)
    assert [(row.kind, row.channel_id) for row in rows] == [("introduction", "C7")]
    outgoing = await make_introduction(making(place, FakeGateway()), rows[0])
    assert isinstance(outgoing, Post)
    assert "off" in str(outgoing.blocks)
    async with place.begin() as session:
        await be_removed(session, TEAM, "C7", START)
    assert isinstance(await make_introduction(making(place, FakeGateway()), rows[0]), Drop)


async def test_members_alone_switch_it(place: Sessions) -> None:
    for by, channel in (("U2", "C1"), ("U1", "C9")):
        with pytest.raises(PersonError):
            await set_level(place, Level.OFFERING, by, channel)
    await set_level(place, Level.OFFERING)
    async with place.begin() as session:
        channel_now = await get_channel(session, TEAM, "C1")
    assert channel_now is not None
    assert (channel_now.level, channel_now.switched_by) == ("offering", "U1")
    assert channel_now.tz == "Asia/Tokyo"
    assert [(row.action, row.by) for row in await all_of(place, Audit)] == [("switch", "U1")]


async def test_off_forgets_everything_of_that_channel_alone(place: Sessions) -> None:
    await set_level(place, Level.OFFERING)
    async with place.begin() as session:
        await make_channel(session, "C2")
        for kind in ("offer", "pointer", "digest", "card"):
            await put(session, workspace_id=TEAM, kind=kind, key=kind, channel_id="C1", now=START)
    for channel in ("C1", "C2"):
        await talk(place, channel=channel)
        await receive(place, message(channel=channel))
    await set_level(place, Level.OFF)
    assert {row.channel_id for row in await all_of(place, Message)} == {"C2"}
    assert {row.channel_id for row in await all_of(place, Thread)} == {"C2"}
    assert {row.channel_id for row in await all_of(place, Inbox)} == {"C2"}
    for kind in ("offer", "pointer", "digest"):
        row = await outbox_row(place, kind)
        assert row is not None
        assert row.state == "dropped"
    card = await outbox_row(place, "card")
    assert card is not None
    assert card.state == "waiting"


async def test_members_pin_the_kind_and_let_it_go(place: Sessions) -> None:
    async def pin(word: str, by: str = "U1") -> Kind | None:
        async with place.begin() as session:
            return await pin_kind(session, TEAM, "C1", word, by=by, now=START)

    assert await pin("dialoguing") == Kind.DIALOGUING
    async with place.begin() as session:
        channel = await get_channel(session, TEAM, "C1")
        assert channel is not None
        assert (channel.conduct_kind, channel.pinned_by) == ("dialoguing", "U1")
        assert "pinned" in kind_sentence(channel)
    for word, by in (("cosy", "U1"), ("dialoguing", "U2")):
        with pytest.raises(PersonError):
            await pin(word, by)
    assert await pin("auto") is None
    async with place.begin() as session:
        channel = await get_channel(session, TEAM, "C1")
        assert channel is not None
        assert (channel.pinned_kind, channel.pinned_by) == (None, None)


async def test_a_person_is_forgotten_and_read_no_more(place: Sessions) -> None:
    await talk(place)
    async with place.begin() as session:
        await put(session, workspace_id=TEAM, kind="nudge", key="n", member_id="U1", now=START)
        await forget_person(session, TEAM, "U1", START)
        assert await session.run_sync(opted_out, {(TEAM, "U1"), (TEAM, "U2")}) == {(TEAM, "U1")}
    assert {row.author_id for row in await all_of(place, Message)} == {"U0", "U2"}
    row = await outbox_row(place, "n")
    assert row is not None
    assert row.state == "dropped"


def test_the_introduction_says_what_is_kept_and_who_else_listens() -> None:
    alone = str(introduction_blocks(settings(text_days=12), is_shared=False))
    assert "12 days" in alone
    assert "once a day" in alone
    assert "another organization" not in alone
    assert "another organization" in str(introduction_blocks(settings(), is_shared=True))
