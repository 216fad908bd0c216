from __future__ import annotations

import pytest

from bot.cards.outgoing import (
    card_refused,
    card_sent,
    make_answer,
    make_card_not_posted,
    make_private_answer,
)
from bot.cards.outgoing import make_card as make_card_message
from bot.cards.service import Beginning, begin_draft, keep_card, may_read, own_draft, update_draft
from bot.errors import PersonError
from bot.outgoing.kinds import Post, Whisper
from bot.outgoing.rules import Drop
from bot.slack.gateway import Sent, SlackRefused
from models.card import Card, Draft, Revision, drop_draft, get_draft
from models.conversion import Conversion
from models.database import Sessions
from models.outbox import put
from models.thread import get_thread
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    all_of,
    make_card,
    make_channel,
    make_people,
    making,
    outbox_row,
    ts,
)

HERE = Beginning(TEAM, "U1", "C1", ts())
FIELDS = {"title": "Tide & <!channel>", "statement": "Order early."}
EVIDENCE = [{"channel": "C1", "ts": ts(1)}]


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2")
        await make_people(session, "G1", is_guest=True)
        await make_channel(session, "C1", "U1")
        await make_channel(session, "C2", "U2", "G1", is_private=True)
    return sessions


async def begin(sessions: Sessions, beginning: Beginning = HERE) -> int:
    async with sessions.begin() as session:
        draft = await begin_draft(
            session,
            beginning,
            fields=FIELDS,
            evidence=EVIDENCE,
            asset_kind="routine",
            asset_reason="because",
            now=START,
        )
        return draft.id


async def keep(sessions: Sessions, beginning: Beginning = HERE, home: str = "C1") -> Card:
    draft_id = await begin(sessions, beginning)
    async with sessions.begin() as session:
        draft = await own_draft(session, TEAM, beginning.author_id, draft_id)
        return await keep_card(session, draft, channel_id=home, now=START)


async def test_a_card_is_kept_with_all_that_follows(place: Sessions) -> None:
    card = await keep(place)
    assert (card.title, card.asset_kind, card.evidence) == (FIELDS["title"], "routine", EVIDENCE)
    (revision,) = await all_of(place, Revision)
    assert (revision.card_id, revision.number, revision.by) == (card.id, 1, "U1")
    assert revision.fields["statement"] == "Order early."
    (conversion,) = await all_of(place, Conversion)
    assert (conversion.mode, conversion.target) == ("externalization", f"card:{card.id}")
    assert conversion.source == f"thread:C1:{ts()}"
    row = await outbox_row(place, f"card:{card.id}")
    assert row is not None
    assert (row.kind, row.thread_ts, row.is_unasked) == ("card", ts(), False)
    assert await all_of(place, Draft) == []
    async with place.begin() as session:
        thread = await get_thread(session, TEAM, "C1", ts())
    assert thread is not None
    assert thread.state == "carded"


async def test_a_blank_card_grows_from_a_person(place: Sessions) -> None:
    await keep(place, Beginning(TEAM, "U1"), home="C1")
    (conversion,) = await all_of(place, Conversion)
    assert (conversion.source, conversion.channel_id) == ("person", "C1")


async def test_a_draft_is_its_authors_alone(place: Sessions) -> None:
    draft_id = await begin(place)
    async with place.begin() as session:
        for team, who in ((TEAM, "U2"), ("T0OTHER", "U1")):
            assert await get_draft(session, team, who, draft_id) is None
            await drop_draft(session, team, who, draft_id)
            with pytest.raises(PersonError):
                await own_draft(session, team, who, draft_id)
        draft = await own_draft(session, TEAM, "U1", draft_id)
        await update_draft(draft, {"title": "new", "asset_kind": "made up"}, START)
    (draft,) = await all_of(place, Draft)
    assert draft.fields["title"] == "new"
    assert draft.fields["statement"] == ""
    assert (draft.fields["asset_kind"], draft.fields["asset_reason"]) == ("routine", "because")


@pytest.mark.parametrize(
    ("who", "channel", "may"),
    [
        ("U1", "C1", True),
        ("U2", "C1", True),
        ("G1", "C1", False),
        ("U9", "C1", False),
        ("U1", "C2", False),
        ("G1", "C2", True),
        ("U1", "C9", False),
    ],
)
async def test_who_may_read_a_conversation(
    place: Sessions, who: str, channel: str, may: bool
) -> None:
    async with place.begin() as session:
        assert await may_read(session, TEAM, channel, who) is may


async def test_a_card_is_posted_with_its_evidence_and_remembers_where(place: Sessions) -> None:
    card = await keep(place)
    row = await outbox_row(place, f"card:{card.id}")
    assert row is not None
    post = await make_card_message(making(place, FakeGateway()), row)
    assert isinstance(post, Post)
    assert "<!channel>" not in post.text
    assert "<!channel>" not in str(post.blocks)
    link = f"https://example.slack.com/archives/C1/p{ts(1).replace('.', '')}"
    assert link in str(post.blocks)
    async with place.begin() as session:
        await card_sent(session, row, Sent("C1", ts(2), "https://x.example"), START)
    (stored,) = await all_of(place, Card)
    assert (stored.posted_ts, stored.permalink) == (ts(2), "https://x.example")
    assert stored.evidence == [{**EVIDENCE[0], "permalink": link}]


async def test_a_card_that_could_not_be_posted_is_told_to_its_author(place: Sessions) -> None:
    card = await keep(place)
    row = await outbox_row(place, f"card:{card.id}")
    assert row is not None
    async with place.begin() as session:
        await card_refused(session, row, "not_in_channel", START)
    told = await outbox_row(place, f"card_not_posted:{card.id}")
    assert told is not None
    assert (told.member_id, told.channel_id) == ("U1", "")
    post = await make_card_not_posted(making(place, FakeGateway()), told)
    assert isinstance(post, Post)
    assert "could not post it" in str(post.blocks)
    assert "<!channel>" not in post.text


async def ask(
    sessions: Sessions, asker: str, channel: str, slack: FakeGateway | None = None, **more: bool
) -> object:
    async with sessions.begin() as session:
        await put(
            session,
            workspace_id=TEAM,
            kind="answer",
            key="a",
            channel_id=channel,
            thread_ts=ts(),
            payload={"question": "tide", "asker": asker, **more},
            now=START,
        )
    row = await outbox_row(sessions, "a")
    assert row is not None
    return await make_answer(making(sessions, slack or FakeGateway()), row)


async def test_an_answer_that_all_may_see_is_given_to_all(place: Sessions) -> None:
    await keep(place)
    answer = await ask(place, "U1", "C1")
    assert isinstance(answer, Post)
    assert "Order early." in str(answer.blocks)


async def test_an_answer_that_not_all_may_see_is_whispered(place: Sessions) -> None:
    async with place.begin() as session:
        await make_card(session, "Tide", statement="Order early.")
    assert isinstance(await ask(place, "U2", "C2"), Drop)  # a guest is in C2
    row = await outbox_row(place, "private:a")
    assert row is not None
    assert (row.member_id, row.thread_ts) == ("U2", ts())
    whisper = await make_private_answer(making(place, FakeGateway()), row)
    assert isinstance(whisper, Whisper)
    assert "Order early." in str(whisper.blocks)
    row.member_id = "G1"  # and it is looked at again when it is shown
    whisper = await make_private_answer(making(place, FakeGateway()), row)
    assert isinstance(whisper, Whisper)
    assert "Order early." not in str(whisper.blocks)


async def test_who_asks_directly_is_known_first(place: Sessions) -> None:
    await keep(place)
    slack = FakeGateway()
    slack.answers["users.info"] = {"user": {"id": "U8", "name": "new"}}
    answer = await ask(place, "U8", "D1", slack, direct=True)
    assert isinstance(answer, Post)
    assert "Order early." in str(answer.blocks)


async def test_a_stranger_whom_slack_does_not_know_sees_nothing(place: Sessions) -> None:
    await keep(place)
    slack = FakeGateway()
    slack.failures["users.info"] = [SlackRefused("user_not_found")]
    answer = await ask(place, "U8", "D1", slack, direct=True)
    assert isinstance(answer, Post)
    assert "Order early." not in str(answer.blocks)
