from __future__ import annotations

from typing import Any

import pytest

from bot.cards.service import Beginning, begin_draft
from bot.slack.events import Event
from handlers.events import registry
from handlers.events.mentions import question_of
from models.card import Card, Draft
from models.channel import Channel, Level, get_channel
from models.database import Sessions
from models.inbox import Inbox
from models.member import Member, members_of, set_opted_out
from models.message import Message, get_message, store_messages
from models.outbox import Outbox
from models.thread import Thread, get_thread
from models.workspace import get_workspace
from tests.conftest import START
from tests.support import (
    BOT,
    TEAM,
    all_of,
    deleted,
    edited,
    event,
    make_card,
    make_channel,
    make_people,
    make_workspace,
    message,
    receive,
    ts,
    turn,
)


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1", tz="Asia/Tokyo")
        await make_people(session, "U2")
        await make_channel(session, "C1", "U1", "U2")
        await make_channel(session, "C2", "U1", level=Level.OFF)
    return sessions


async def handle(sessions: Sessions, *inner: dict[str, Any]) -> None:
    events: list[Event] = [event(each) for each in inner]
    async with sessions.begin() as session:
        await registry()[events[0].kind](turn(session), events)


async def channel_of(sessions: Sessions, channel_id: str = "C1") -> Channel:
    async with sessions.begin() as session:
        channel = await get_channel(session, TEAM, channel_id)
    assert channel is not None
    return channel


async def owed(sessions: Sessions) -> list[tuple[str, str, str, str]]:
    rows = await all_of(sessions, Outbox)
    return [(row.kind, row.channel_id, row.member_id, row.thread_ts) for row in rows]


async def people_in(sessions: Sessions, channel_id: str = "C1") -> set[str]:
    async with sessions.begin() as session:
        return await members_of(session, TEAM, channel_id)


async def test_talk_is_stored_where_it_is_on(place: Sessions) -> None:
    text = "see <https://x.example> <@U2> and http://y.example"
    reply = message(text, at=ts(2), thread_ts=ts(), files=[{}])
    await handle(place, message(), reply, message(channel="C2"), message(channel="C9"))
    rows = {row.ts: row for row in await all_of(place, Message)}
    assert set(rows) == {ts(), ts(2)}
    stored = rows[ts(2)]
    assert (stored.links, stored.mentions, stored.files) == (2, 1, 1)
    assert (stored.thread_ts, stored.length, stored.text) == (ts(), len(text), text)
    assert stored.text_until is not None
    assert (stored.text_until - START).days == 30
    async with place.begin() as session:
        thread = await get_thread(session, TEAM, "C1", ts())
    assert thread is not None
    assert thread.last_ts == ts(2)
    assert (await channel_of(place)).last_ts == ts(2)


async def test_edits_and_deletions_win_in_any_order_and_batch(place: Sessions) -> None:
    one, two = message("one", at=ts(1)), message("two", at=ts(2))
    await handle(place, edited(one, "new", ts(9)), one, edited(one, "older", ts(8)))
    await handle(place, deleted(two), two)
    await handle(place, one, two)
    async with place.begin() as session:
        first = await get_message(session, TEAM, "C1", ts(1))
        second = await get_message(session, TEAM, "C1", ts(2))
    assert first is not None
    assert first.text == "new"
    assert second is not None
    assert (second.is_deleted, second.text) == (True, None)


@pytest.mark.parametrize("at_once", [True, False])
async def test_talk_stays_talk_when_an_edit_names_the_bot(place: Sessions, at_once: bool) -> None:
    one = message("we wait for the dough", at=ts(1))
    edits = (edited(one, f"<@{BOT}> never mind", ts(8)), edited(one, "never mind", ts(7)))
    batches: list[tuple[dict[str, Any], ...]] = [(one, *edits)] if at_once else [(one,), edits]
    for batch in batches:
        await handle(place, *batch)
    (kept,) = await all_of(place, Message)
    assert (kept.text, kept.edited_ts) == (f"<@{BOT}> never mind", ts(8))


@pytest.mark.parametrize("kept", [True, False])
async def test_what_an_edit_that_names_the_bot_took_back_is_quoted_no_more(
    place: Sessions, kept: bool
) -> None:
    words, still = "We wait for the dough.", "It is alive and breathes."
    one = message(f"{words} {still}", at=ts(1))
    if kept:
        await handle(place, one)
    async with place.begin() as session:
        await begin_draft(
            session,
            Beginning(TEAM, "U2", "C1", ts(1)),
            fields={"statement": words, "metaphor": still},
            evidence=[],
            asset_kind="conceptual",
            asset_reason="",
            now=START,
            quotes=[
                {"field": "statement", "ts": ts(1), "author": "U1", "words": words},
                {"field": "metaphor", "ts": ts(1), "author": "U1", "words": still},
            ],
        )
    await handle(place, edited(one, f"<@{BOT}> {still}", ts(8)))
    (draft,) = await all_of(place, Draft)
    assert (draft.fields["statement"], draft.fields["metaphor"]) == ("", still)


async def test_a_question_to_the_bot_is_no_talk_however_often_it_is_edited(
    place: Sessions,
) -> None:
    one = message(f"<@{BOT}> why does it rise?", at=ts(1))
    await handle(place, one, edited(one, f"<@{BOT}> why does dough rise?", ts(8)))
    assert await all_of(place, Message) == []


async def test_who_opted_out_meanwhile_is_not_stored(place: Sessions) -> None:
    async with place.begin() as session:
        await set_opted_out(session, TEAM, "U2", START)
    await handle(place, message(user="U2"))
    assert await all_of(place, Message) == []


async def test_a_direct_message_is_owed_an_answer_and_not_kept(place: Sessions) -> None:
    direct = {"channel": "D1", "channel_type": "im"}
    await handle(
        place,
        message("how do we order?", **direct),
        message("how do we order?", **direct),
        message("<@U0BOT>", at=ts(1), **direct),
        message("said by a bot", at=ts(2), bot_id="B1", **direct),
        edited(message("how?", at=ts(3), **direct), "how now?", ts(4)),
    )
    (row,) = await all_of(place, Outbox)
    assert (row.kind, row.channel_id, row.thread_ts) == ("answer", "D1", "")
    assert row.payload == {"question": "how do we order?", "asker": "U1", "direct": True}
    assert await all_of(place, Message) == []


async def test_a_mention_is_owed_an_answer_in_its_thread(place: Sessions) -> None:
    base = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": ts()}
    ask = {**base, "text": "<@U0BOT> how do we order?"}
    await handle(place, ask, ask, {**base, "ts": ts(1), "text": "<@U0BOT|ba> "})
    await handle(place, {**ask, "channel": "C2", "ts": ts(2)}, {**ask, "ts": ts(3), "bot_id": "B"})
    await handle(place, {**ask, "ts": ts(4), "thread_ts": ts()})
    assert await owed(place) == [
        ("answer", "C1", "", ts()),
        ("ask_something", "C1", "U1", ""),
        ("off_here", "C2", "U1", ""),
        ("answer", "C1", "", ts()),
    ]
    rows = await all_of(place, Outbox)
    assert rows[0].payload == {"question": "how do we order?", "asker": "U1"}
    assert len(question_of("x" * 9999)) == 500


async def test_a_bulb_is_owed_one_whisper(place: Sessions) -> None:
    await handle(place, message(), message(at=ts(1), thread_ts=ts()))
    item = {"type": "message", "channel": "C1", "ts": ts(1)}
    bulb = {"type": "reaction_added", "user": "U2", "reaction": "bulb", "item": item}
    await handle(place, bulb, bulb)
    await handle(
        place,
        {**bulb, "reaction": "tada"},
        {**bulb, "item": {**item, "channel": "C2"}},
        {**bulb, "item": {**item, "ts": "x"}},
        {**bulb, "item": None},
    )
    await handle(place, {**bulb, "type": "reaction_removed"})
    assert await owed(place) == [("bulb", "C1", "U2", ts())]
    assert (await all_of(place, Outbox))[0].payload == {"ts": ts()}


async def test_people_join_and_leave_and_strangers_are_looked_up(place: Sessions) -> None:
    joined = {"type": "member_joined_channel", "channel": "C2"}
    await handle(place, {**joined, "user": "U2"}, {**joined, "user": "U2"}, joined)
    assert await people_in(place, "C2") == {"U1", "U2"}
    assert await owed(place) == []
    await handle(place, {**joined, "user": "U7"})
    assert [row[0] for row in await owed(place)] == ["refresh_channel"]
    await handle(place, {"type": "member_left_channel", "channel": "C2", "user": "U1"})
    assert await people_in(place, "C2") == {"U2", "U7"}
    assert (await channel_of(place)).level == "offering"


async def test_the_bot_that_joins_introduces_itself_and_stays_off(place: Sessions) -> None:
    joined = {"type": "member_joined_channel", "channel": "C7", "user": BOT, "inviter": "U1"}
    await handle(place, joined)
    channel = await channel_of(place, "C7")
    assert (channel.is_member, channel.level, channel.tz) == (True, "off", "Asia/Tokyo")
    assert [row[0] for row in await owed(place)] == ["introduction", "refresh_channel"]


@pytest.mark.parametrize(
    "inner",
    [
        {"type": "channel_left", "channel": "C1"},
        {"type": "group_left", "channel": "C1"},
        {"type": "member_left_channel", "channel": "C1", "user": BOT},
        {"type": "channel_deleted", "channel": "C1"},
        {"type": "group_deleted", "channel": "C1"},
        {"type": "channel_shared", "channel": "C1"},
    ],
    ids=lambda inner: inner["type"],
)
async def test_gone_or_shared_is_off_and_forgotten(place: Sessions, inner: dict[str, Any]) -> None:
    await handle(place, message())
    await handle(place, inner)
    channel = await channel_of(place)
    shared, gone = inner["type"] == "channel_shared", inner["type"].endswith("_deleted")
    assert (channel.level, channel.is_member) == ("off", shared)
    assert (channel.is_shared, channel.is_archived) == (shared, gone)
    assert await all_of(place, Message) == []
    assert await all_of(place, Thread) == []


@pytest.mark.parametrize("kind", ["channel", "group"])
async def test_names_and_archives_follow_slack(place: Sessions, kind: str) -> None:
    await handle(place, {"type": f"{kind}_rename", "channel": {"id": "C1", "name": "n" * 300}})
    assert (await channel_of(place)).name == "n" * 255
    await handle(place, {"type": f"{kind}_rename", "channel": {"id": "C1"}})
    await handle(place, {"type": f"{kind}_archive", "channel": "C1"})
    assert (await channel_of(place)).is_archived
    await handle(place, {"type": f"{kind}_unarchive", "channel": "C1"})
    channel = await channel_of(place)
    assert (channel.is_archived, channel.level) == (False, "offering")


@pytest.mark.parametrize("still", [True, False])
async def test_it_is_shared_until_the_last_has_left(place: Sessions, still: bool) -> None:
    await handle(place, {"type": "channel_shared", "channel": "C1"})
    await handle(place, {"type": "channel_unshared", "channel": "C1", "is_ext_shared": still})
    channel = await channel_of(place)
    assert (channel.is_shared, channel.level) == (still, "off")


@pytest.mark.parametrize("kind", ["user_change", "team_join"])
async def test_people_are_known_as_slack_has_them(place: Sessions, kind: str) -> None:
    user = {"id": "U5", "tz": "Europe/Paris", "is_restricted": True, "is_admin": True}
    profile = {"display_name": "", "real_name": "Eve\x00"}
    await handle(place, {"type": kind, "user": {**user, "profile": profile}})
    await handle(place, {"type": kind, "user": {"id": "U6", "tz": "Moon/Base", "team_id": "T9"}})
    await handle(place, {"type": kind, "user": "U7"}, {"type": kind, "user": {"id": 8}})
    people = {row.id: row for row in await all_of(place, Member)}
    assert set(people) == {"U1", "U2", "U5", "U6"}
    eve, stranger = people["U5"], people["U6"]
    assert (eve.name, eve.tz, eve.is_guest, eve.is_admin) == ("Eve", "Europe/Paris", True, True)
    assert (stranger.tz, stranger.is_foreign, stranger.is_guest) == ("UTC", True, False)


async def test_home_is_made_anew_when_it_is_opened(place: Sessions) -> None:
    opened = {"type": "app_home_opened", "user": "U1"}
    await handle(place, {**opened, "tab": "home"}, {**opened, "tab": "messages"})
    (row,) = await all_of(place, Outbox)
    assert (row.kind, row.payload) == ("home", {"person": "U1"})


@pytest.mark.parametrize(
    ("inner", "leaves"),
    [
        ({"type": "app_uninstalled"}, True),
        ({"type": "tokens_revoked", "tokens": {"bot": [BOT]}}, True),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}, False),
    ],
)
async def test_removed_it_forgets_talk_and_keeps_cards(
    place: Sessions, inner: dict[str, Any], leaves: bool
) -> None:
    await handle(place, message())
    await handle(place, {"type": "app_home_opened", "user": "U1", "tab": "home"})
    await receive(place, message("waiting"))
    stored = (await all_of(place, Message))[0]
    values = {c.key: getattr(stored, c.key) for c in Message.__table__.columns}
    async with place.begin() as session:
        await make_card(session)
        await make_channel(session, workspace_id="T0OTHER")
        await store_messages(session, [{**values, "workspace_id": "T0OTHER"}])
    await handle(place, inner)
    assert len(await all_of(place, Card)) == 1
    assert (await channel_of(place)).level == ("off" if leaves else "offering")
    assert [row.state for row in await all_of(place, Outbox)] == ([] if leaves else ["waiting"])
    assert len(await all_of(place, Inbox)) == (0 if leaves else 1)
    teams = {row.workspace_id for row in await all_of(place, Message)}
    assert teams == ({"T0OTHER"} if leaves else {TEAM, "T0OTHER"})
    async with place.begin() as session:
        workspace = await get_workspace(session, TEAM)
        other = await get_channel(session, "T0OTHER", "C1")
    assert workspace is not None
    assert (workspace.uninstalled_at is not None) is leaves
    assert other is not None
    assert other.level == "offering"
