from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.digest import scheduling, service
from bot.digest.gathering import gather
from bot.errors import PersonError
from bot.settings import Settings
from models.channel import Level, get_channel
from models.database import Sessions
from models.member import Member, MuteSubject, join_channel, mute, muted_kinds, set_opted_out
from models.outbox import Outbox, OutboxState, drop_waiting

DAY = timedelta(days=1)
MONDAY = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)  # 9:00 in Berlin


async def test_a_week_is_gathered(workspace: Sessions, week: dict[str, int], now: datetime) -> None:
    async with workspace() as session:
        digest = await gather(session, "T1", "C1", now)
    assert digest is not None
    assert digest.channel_name == "ch-c1"
    assert digest.spiral.talk == {"externalization": 4, "socialization": 3, "none": 1}
    assert digest.spiral.talk_before == {"externalization": 2}
    assert digest.spiral.moved == {"externalization": 3}
    assert digest.spiral.turns == {
        ("socialization", "externalization"): 1,
        ("externalization", "externalization"): 2,
    }
    titles = [card.title for card in digest.new]
    assert titles == ["New of Ana", "New of bo", "New of Cy <!channel>"]
    assert [card.title for card in digest.changed] == ["Changed"]
    tried = [(one.card.title, one.worked, one.failed) for one in digest.tried]
    assert tried == [("Changed", 0, 1), ("Old and tried", 2, 0)]
    assert (digest.ripe, digest.ripe_ts) == (2, "2.2")
    assert digest.question is not None
    assert digest.question.card.title in {"Old and untried", *titles}
    assert digest.thanks == ("Ana", "bo", "Cy <!channel>")
    assert digest.people == ("U1", "U2", "U3")


async def test_the_channels_audience_decides(
    workspace: Sessions, week: dict[str, int], now: datetime
) -> None:
    async with workspace.begin() as session:
        private = await gather(session, "T1", "C2", now)
        assert private is not None
        assert [card.title for card in private.new] == ["Elsewhere"]
        assert await gather(session, "T1", "C9", now) is None


async def test_who_wants_it_is_not_named(
    workspace: Sessions, week: dict[str, int], now: datetime
) -> None:
    async with workspace.begin() as session:
        await service.leave_me_out(session, "T1", "U1", now)
        await mute(session, "T1", MuteSubject.PERSON, "U2", "all", until=None, by="U2", now=now)
        await set_opted_out(session, "T1", "U3", now)
        digest = await gather(session, "T1", "C1", now)
        assert digest is not None
        assert digest.thanks == ()


async def rows_of(session: AsyncSession) -> list[Outbox]:
    query = select(Outbox).where(Outbox.kind == "digest").order_by(Outbox.channel_id, Outbox.due_at)
    return list(await session.scalars(query))


async def test_each_listening_channel_gets_the_coming_one_once(
    workspace: Sessions, now: datetime, settings: Settings
) -> None:
    for _ in range(2):
        async with workspace.begin() as session:
            await scheduling.schedule(session, now, settings)
    async with workspace() as session:
        rows = await rows_of(session)
    assert [(row.channel_id, row.unique_key) for row in rows] == [
        ("C1", "digest:C1:2026-W11"),
        ("C2", "digest:C2:2026-W11"),
    ]
    assert {row.due_at for row in rows} == {MONDAY}
    assert all(row.is_unasked and row.expires_at == MONDAY + timedelta(hours=33) for row in rows)


async def test_a_year_has_one_per_week(
    workspace: Sessions, now: datetime, settings: Settings
) -> None:
    async with workspace.begin() as session:
        for day in range(0, 365, 2):
            await scheduling.schedule(session, now + day * DAY, settings)
        rows = [row for row in await rows_of(session) if row.channel_id == "C1"]
    assert len(rows) == 53  # the coming one is there, too
    gaps = {later.due_at - sooner.due_at for sooner, later in pairwise(rows)}
    hour = timedelta(hours=1)
    assert gaps == {7 * DAY, 7 * DAY - hour, 7 * DAY + hour}


async def test_a_new_zone_moves_what_waits(
    workspace: Sessions, now: datetime, settings: Settings
) -> None:
    async with workspace.begin() as session:
        await scheduling.schedule(session, now, settings)
        channel = await get_channel(session, "T1", "C1")
        assert channel is not None
        channel.tz = "America/New_York"
    async with workspace.begin() as session:
        assert await scheduling.schedule(session, now, settings) == 1
        row = (await rows_of(session))[0]
        assert row.due_at == datetime(2026, 3, 9, 13, 0, tzinfo=UTC)


async def test_off_and_on_again_loses_no_digest(
    workspace: Sessions, now: datetime, settings: Settings
) -> None:
    async with workspace.begin() as session:
        await scheduling.schedule(session, now, settings)
        await drop_waiting(session, "T1", reason="the channel is off", channel_id="C1")
    async with workspace.begin() as session:
        await scheduling.schedule(session, now + DAY, settings)
        assert {row.state for row in await rows_of(session)} == {OutboxState.WAITING}


async def test_what_was_sent_is_not_sent_again(
    workspace: Sessions, now: datetime, settings: Settings
) -> None:
    async with workspace.begin() as session:
        await scheduling.schedule(session, now, settings)
        for row in await rows_of(session):
            row.state = OutboxState.SENT
    later = settings.model_copy(update={"digest_weekday": 4})
    async with workspace.begin() as session:
        assert await scheduling.schedule(session, MONDAY + DAY, later) == 0


@pytest.mark.parametrize(("skip", "until"), [(1, 8), (4, 30), (None, None)])
async def test_left_out_and_brought_back(
    workspace: Sessions, now: datetime, settings: Settings, skip: int | None, until: int | None
) -> None:
    async with workspace.begin() as session:
        await service.leave_out(session, "T1", "C1", "U1", now, settings, skip=skip)
        for day in (1, 6, 8, 27, 28, 34, 400):
            moment = now + day * DAY
            muted = await muted_kinds(session, "T1", MuteSubject.CHANNEL, ["C1"], moment)
            assert bool(muted) == (until is None or day < until)
        await service.bring_back(session, "T1", "C1", "U2", now + DAY)
        muted = await muted_kinds(session, "T1", MuteSubject.CHANNEL, ["C1"], now + DAY)
        assert muted == {}
        with pytest.raises(PersonError):
            await service.bring_back(session, "T1", "C2", "U1", now)


async def test_preview_is_for_people_of_the_channel(
    workspace: Sessions, week: dict[str, int], now: datetime, settings: Settings
) -> None:
    async with workspace.begin() as session:
        shown = await service.preview(session, "T1", "C1", "U1", now)
        assert shown.digest is not None
        assert not shown.is_muted
        await service.leave_out(session, "T1", "C1", "U1", now, settings, skip=1)
        assert (await service.preview(session, "T1", "C1", "U1", now)).is_muted
        session.add(Member(workspace_id="T1", id="U9", name="Full member, elsewhere"))
        await session.flush()
        assert (await service.preview(session, "T1", "C1", "U9", now)).digest is not None
        for channel, who in (("C1", "G1"), ("C2", "U1"), ("C3", "U1"), ("C9", "U1")):
            with pytest.raises(PersonError):
                await service.preview(session, "T1", channel, who, now)
        await join_channel(session, "T1", "C1", "G1", now)
        assert (await service.preview(session, "T1", "C1", "G1", now)).digest is not None


async def test_an_empty_week_has_nothing_to_tell(workspace: Sessions, now: datetime) -> None:
    async with workspace.begin() as session:
        assert (await service.preview(session, "T1", "C1", "U1", now)).digest is None
        channel = await get_channel(session, "T1", "C1")
        assert channel is not None
        assert channel.level == Level.OFFERING
