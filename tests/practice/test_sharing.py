"""Sharing, the log, paths and "does it help": on both databases."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.cards.service import keep_card
from bot.cards.standing import standing_of
from bot.errors import PersonError
from bot.practice import service, sharing
from bot.practice.helping import does_it_help, help_blocks
from bot.practice.log import erase_log, export_log
from bot.practice.rules import Nudge
from bot.settings import Settings
from models.card import Card
from models.conversion import Conversion
from models.database import Sessions
from models.link import CardLink, LinkKind
from models.outbox import Outbox, OutboxState
from models.practice import Answer, Practice, Review, get_review
from models.story import Stance, Story

MakeCard = Callable[..., Awaitable[Card]]
DAY = timedelta(days=1)


async def tried(
    sessions: Sessions,
    card: Card,
    now: datetime,
    settings: Settings,
    *,
    who: str = "U1",
    given: Answer = Answer.FAILED,
) -> Nudge:
    async with sessions.begin() as session:
        await service.start(session, "T1", who, card.id, now, settings)
        await service.sweep(session, now + 2 * DAY, settings)
        review = await get_review(session, "T1", who, card.id)
        assert review is not None
        nudge = Nudge(review.id, 1)
        await service.answer(session, "T1", who, nudge, given, now + 3 * DAY, settings)
        await service.add_words(session, "T1", who, nudge, "mine alone")
    return nudge


async def test_a_story_becomes_evidence_and_goes_back_to_its_ba(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card(thread_ts="1.1")
    nudge = await tried(workspace, card, now, settings)
    for words in ("It <!channel> rained & nobody came", "It rained, nobody came"):
        async with workspace.begin() as session:
            await sharing.share(session, "T1", "U1", nudge, words, Stance.AGAINST, now)
    async with workspace() as session:
        story = (await session.scalars(select(Story))).one()
        told = (await session.scalars(select(Outbox).where(Outbox.kind == sharing.TOLD))).one()
        log = (await session.scalars(select(Practice))).one()
        standing = await standing_of(session, card)
        keys = set(await session.scalars(select(Conversion.unique_key)))
    assert (story.stance, story.words) == ("against", "It rained, nobody came")
    assert log.words == "mine alone"
    assert (told.channel_id, told.thread_ts, told.is_unasked) == ("C1", "1.1", True)
    assert standing.practice == "Tried once: 1 did not"
    assert "nobody came" in standing.told[0]
    assert "mine alone" not in "".join(standing.told)
    assert f"story:{nudge.key}" in keys


async def test_what_people_wrote_pings_nobody(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card()
    nudge = await tried(workspace, card, now, settings)
    async with workspace.begin() as session:
        await sharing.share(session, "T1", "U1", nudge, "<!channel> & <@U2>", Stance.FOR, now)
        standing = await standing_of(session, card)
    assert "&lt;!channel&gt; &amp; &lt;@U2&gt;" in standing.told[0]


async def test_a_story_may_grow_into_a_card_of_its_own(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card()
    nudge = await tried(workspace, card, now, settings)
    with pytest.raises(PersonError):
        async with workspace.begin() as session:
            await sharing.grow(session, "T1", "U1", nudge, now)  # not shared yet
    async with workspace.begin() as session:
        await sharing.share(session, "T1", "U1", nudge, "Rain empties it", Stance.AGAINST, now)
        draft = await sharing.grow(session, "T1", "U1", nudge, now)
        assert draft.fields["statement"] == "Rain empties it"
        child = await keep_card(session, draft, channel_id=draft.channel_id, now=now)
    async with workspace() as session:
        link = (await session.scalars(select(CardLink))).one()
    assert (link.kind, link.source_id, link.target_id) == (LinkKind.GREW_FROM, child.id, card.id)


async def test_only_ones_own_try_can_be_shared(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card()
    nudge = await tried(workspace, card, now, settings)
    not_used = await tried(
        workspace, await make_card("Other"), now, settings, who="U2", given=Answer.NOT_YET
    )
    for who, what in (("U2", nudge), ("U2", not_used), ("U1", Nudge(999, 1))):
        async with workspace.begin() as session:
            with pytest.raises(PersonError):
                await sharing.share(session, "T1", who, what, "words", Stance.FOR, now)


async def test_the_log_is_exported_and_erased(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card(posted_ts="1.9")
    nudge = await tried(workspace, card, now, settings)
    await tried(workspace, card, now, settings, who="U2")
    async with workspace.begin() as session:
        await sharing.share(session, "T1", "U1", nudge, "told", Stance.FOR, now)
        log = await export_log(session, "T1", "U1")
        assert log is not None
        assert await export_log(session, "T1", "G1") is None
    kept = json.loads(log)
    assert [entry["words"] for entry in kept["log"]] == ["mine alone"]
    assert kept["log"][0]["title"] == "Order early"
    assert [entry["words"] for entry in kept["shared"]] == ["told"]
    async with workspace.begin() as session:
        told = (await session.scalars(select(Outbox).where(Outbox.kind == sharing.TOLD))).one()
        told.state, told.sent_channel, told.sent_ts = OutboxState.SENT, "C1", "5.5"
    async with workspace.begin() as session:
        await erase_log(session, "T1", "U1", now + 9 * DAY)
        gone = (await session.scalars(select(Outbox).where(Outbox.kind == "withdraw"))).one()
        assert gone.payload == {"channel": "C1", "ts": "5.5"}
    async with workspace() as session:
        assert await export_log(session, "T1", "U1") is None
        for model in (Practice, Review):
            left = await session.scalar(select(func.count()).select_from(model))
            assert left == 1, "somebody else's stays"
        assert list(await session.scalars(select(Story))) == []


async def test_a_channel_hears_whether_it_helps(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    used = await make_card()
    await make_card("Never used")
    await make_card("Of another channel", channel_id="C2")
    await tried(workspace, used, now, settings)
    async with workspace() as session:
        found = await does_it_help(session, "T1", "C1", "U1", now + 40 * DAY)
        with pytest.raises(PersonError):
            await does_it_help(session, "T1", "C2", "U1", now)
    assert (found.cards, found.median_days, found.nudged) == (2, 3.0, None)
    assert [(share.used, share.count) for share in found.shares] == [(1, 2), (0, 0)]
    shown = str(help_blocks(found))
    assert "1 of 2 cards (50 %)" in shown
    assert "U1" not in shown
    for who in ("U2", "U3"):
        await tried(workspace, used, now, settings, who=who)
    async with workspace() as session:
        found = await does_it_help(session, "T1", "C1", "U1", now + 40 * DAY)
    assert found.nudged is not None
    assert (found.nudged.people, found.nudged.answered) == (3, 3)
