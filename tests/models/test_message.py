from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from models.database import Sessions
from models.message import (
    Message,
    bury_message,
    count_messages_of,
    delete_messages_of,
    forget_texts,
    get_message,
    recent_messages,
    store_messages,
    texts_before,
    thread_messages,
)
from models.week import Span, count_talk
from tests.conftest import START
from tests.support import TEAM, ts

AT = ts()


def row(**more: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "workspace_id": TEAM,
        "channel_id": "C1",
        "ts": AT,
        "thread_ts": AT,
        "author_id": "U1",
        "posted_at": START,
        "edited_ts": "",
        "is_deleted": False,
        "text": "original",
        "text_until": START + timedelta(days=30),
        "mode": "externalization",
        "confident": True,
        "scores": {"none": 0.1},
        "cues": ["story"],
        "length": 8,
        "links": 1,
        "mentions": 1,
        "files": 1,
    }
    return {**base, **more}


def state(message: Message | None) -> dict[str, Any]:
    assert message is not None
    names = Message.__table__.columns.keys()
    return {name: getattr(message, name) for name in names if name != "workspace_id"}


# What can happen to one message; an edit's number is the minute in which it was made.
ACTS: dict[str, dict[str, Any] | None] = {
    "original": row(),
    "edit 1": row(edited_ts=ts(1), text="first edit", mode="none", length=10, links=0),
    "edit 2": row(edited_ts=ts(2), text="second edit", mode=None, confident=False),
    "delete": None,
}


async def play(sessions: Sessions, acts: list[str]) -> dict[str, Any]:
    team = uuid.uuid4().hex[:16]
    async with sessions.begin() as session:
        for name in acts:
            values = ACTS[name]
            if values is None:
                await bury_message(session, team, "C1", AT, thread_ts=AT, at=START)
            else:
                await store_messages(session, [{**values, "workspace_id": team}])
        return state(await get_message(session, team, "C1", AT))


@hypothesis_settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
async def test_any_order_and_duplication_leaves_the_same_row(
    sessions: Sessions, data: st.DataObject
) -> None:
    acts = data.draw(st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=7))
    shuffled = data.draw(st.permutations(acts)) + data.draw(
        st.lists(st.sampled_from(acts), max_size=3)
    )
    found = await play(sessions, shuffled)
    assert found == await play(sessions, sorted(set(acts)))
    if "delete" in acts:
        assert found["is_deleted"]
        assert found["text"] is None
        assert found["author_id"] == ""
    else:
        newest = max((name for name in acts if name != "original"), default="original")
        values = ACTS[newest]
        assert values is not None
        assert found["text"] == values["text"]
        assert found["edited_ts"] == values["edited_ts"]


async def test_texts_go_when_their_time_is_over_and_features_stay(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await store_messages(session, [row(), row(ts=ts(1), text_until=START)])
        assert await forget_texts(session, START) == 1
        assert await forget_texts(session, START) == 0
    async with sessions.begin() as session:
        gone = await get_message(session, TEAM, "C1", ts(1))
        kept = await get_message(session, TEAM, "C1", AT)
    assert gone is not None
    assert (gone.text, gone.text_until, gone.mode) == (None, None, "externalization")
    assert kept is not None
    assert kept.text == "original"


async def test_threads_and_channels_are_read_in_order_and_alone(sessions: Sessions) -> None:
    other = {"workspace_id": "T0OTHER", "text": "another workspace's"}
    async with sessions.begin() as session:
        await store_messages(
            session,
            [
                row(),
                row(ts=ts(2), text="third", posted_at=START + timedelta(minutes=2)),
                row(ts=ts(1), text="second", posted_at=START + timedelta(minutes=1)),
                row(ts=ts(3), text=None),
                row(ts=ts(4), thread_ts=ts(4), text="elsewhere"),
                row(ts=ts(5), channel_id="C2", text="another channel's"),
                row(**other),
                row(ts=ts(1), **other),
            ],
        )
        await bury_message(session, TEAM, "C1", ts(6), thread_ts=AT, at=START)
        thread = await thread_messages(session, TEAM, "C1", AT)
        before = await texts_before(session, TEAM, "C1", AT, ts(3), limit=2)
        recent = await recent_messages(session, TEAM, "C1", START)
    assert [each.ts for each in thread] == [AT, ts(1), ts(2), ts(3)]
    assert before == [("U1", "second"), ("U1", "third")]
    assert recent[0].ts == ts(2)
    assert {each.workspace_id for each in recent} == {TEAM}
    assert all(not each.is_deleted for each in recent)


async def test_counts_of_modes_leave_out_what_is_unsure_gone_or_elsewhere(
    sessions: Sessions,
) -> None:
    async with sessions.begin() as session:
        await store_messages(
            session,
            [
                row(),
                row(ts=ts(1), confident=False),
                row(ts=ts(2), mode=None),
                row(ts=ts(3), posted_at=START - timedelta(days=8)),
                row(ts=ts(4), posted_at=START + timedelta(hours=1)),
                row(workspace_id="T0OTHER"),
            ],
        )
        await bury_message(session, TEAM, "C1", ts(5), thread_ts=ts(5), at=START)
        span = Span(TEAM, START - timedelta(days=7), START + timedelta(hours=1))
        assert await count_talk(session, span, ["C1"]) == {"externalization": 1}


async def test_deleting_reaches_the_person_the_channel_or_the_workspace(
    sessions: Sessions,
) -> None:
    rows = [
        row(),
        row(ts=ts(1), author_id="U2"),
        row(ts=ts(2), author_id="U2", channel_id="C2"),
        row(workspace_id="T0OTHER", author_id="U2"),
    ]
    async with sessions.begin() as session:
        await store_messages(session, rows)
        assert await count_messages_of(session, TEAM, "U2") == 2
        await delete_messages_of(session, TEAM, author_id="U2")
        assert await count_messages_of(session, TEAM, "U2") == 0
        assert await count_messages_of(session, TEAM, "U1") == 1
        await store_messages(session, rows)
        await delete_messages_of(session, TEAM, channel_id="C2")
        assert await count_messages_of(session, TEAM, "U2") == 1
        await delete_messages_of(session, TEAM)
        assert await count_messages_of(session, TEAM, "U1") == 0
        assert await count_messages_of(session, "T0OTHER", "U2") == 1
