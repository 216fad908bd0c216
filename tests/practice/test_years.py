"""Laws of practice over simulated years: budget, quiet hours, no debt, nothing twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from unittest.mock import create_autospec
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import ManualClock
from bot.outgoing.rules import Hours, next_opening, own_hours
from bot.outgoing.sender import Sender
from bot.practice import service
from bot.practice.outgoing import KINDS, nudge_of
from bot.practice.sweep import sweep
from bot.settings import Settings
from bot.slack.gateway import Gateway, Sent, SlackUnreachable
from models.card import Card, add_card
from models.channel import Level, ensure_channel
from models.database import Sessions
from models.member import Member
from models.outbox import Outbox, OutboxState
from models.practice import Answer, Review
from models.rhythm import set_rhythm

MakeCard = Callable[..., Awaitable[Card]]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
USUAL = Hours(9, 18, (0, 1, 2, 3, 4))
ZONES = sorted(available_timezones() - {"localtime"})


def changes(zone: ZoneInfo, year: int, years: int) -> Iterator[datetime]:
    """When a zone's clocks change, to the hour (UTC)."""
    at, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + years, 1, 1, tzinfo=UTC)
    offset = at.astimezone(zone).utcoffset()
    while at < end:
        at += DAY
        now = at.astimezone(zone).utcoffset()
        if now != offset:
            hours = [at - DAY + n * HOUR for n in range(25)]
            yield next(h for h in hours if h.astimezone(zone).utcoffset() == now)
            offset = now


def is_open(at: datetime, zone: ZoneInfo, hours: Hours) -> bool:
    local = at.astimezone(zone)
    return local.weekday() in hours.days and hours.begins <= local.hour < hours.ends


def opened(at: datetime, zone: ZoneInfo, hours: Hours) -> datetime:
    """Where waiting leads: the sender looks again at each opening, as it says."""
    for _ in range(20):
        opening = next_opening(at, zone, hours)
        assert opening >= at
        if opening == at:
            return at
        at = opening
    raise AssertionError("it waits for ever")


def test_every_change_of_clocks_in_every_zone() -> None:
    for name in ZONES:
        zone = ZoneInfo(name)
        for change in changes(zone, 2024, 4):
            for hours in (USUAL, Hours(2, 3, (6,)), Hours(0, 24, tuple(range(7)))):
                for shift in (-30, -1, 0, 1, 30):
                    at = change + shift * HOUR
                    then = opened(at, zone, hours)
                    assert is_open(then, zone, hours), (name, change, hours)
                    assert then - at <= 15 * DAY, (name, change, hours)


@given(
    st.integers(0, 37 * 365 * 24 * 60),
    st.sampled_from(ZONES),
    st.integers(-3, 27),
    st.integers(-3, 27),
    st.frozensets(st.integers(-1, 8)),
    st.integers(-5, 60),
)
def test_whatever_times_somebody_sets_something_opens(
    minutes: int, name: str, begins: int, ends: int, days: frozenset[int], away: int
) -> None:
    at, zone = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes), ZoneInfo(name)
    until = at + away * DAY
    hours = own_hours(begins, ends, days, until, USUAL)
    then = opened(at, zone, hours)
    assert is_open(then, zone, hours)
    assert then >= until
    assert then - max(at, until) <= 16 * DAY


PEOPLE = (
    "America/New_York", "Australia/Lord_Howe", "Europe/London", "Africa/Casablanca",
    "Asia/Kathmandu", "Pacific/Chatham", "America/St_Johns", "Europe/Berlin",
)  # fmt: skip


@dataclass
class World:
    """Slack as far as nudges need it, and what people do; everything from one seed."""

    sessions: Sessions
    settings: Settings
    clock: ManualClock
    down: tuple[datetime, datetime]
    rng: random.Random
    sent: list[tuple[str, str, datetime]] = field(default_factory=list)

    def gateway(self) -> Any:
        gateway: Any = create_autospec(Gateway, instance=True)
        gateway.of.return_value = gateway
        gateway.without_retries.return_value = gateway
        gateway.query.return_value = {"dnd_enabled": False}
        gateway.open_direct.side_effect = lambda who: f"D{who}"
        gateway.find_posted.return_value = None
        gateway.post.side_effect = self._post
        return gateway

    async def _post(self, channel: str, *_: Any, key: str, **__: Any) -> Sent:
        if self.down[0] <= self.clock.now() < self.down[1]:
            raise SlackUnreachable("down")
        self.sent.append((channel.removeprefix("D"), key, self.clock.now()))
        return Sent(channel, str(len(self.sent)))

    def sender(self) -> Sender:
        """A process's own sender: a restart is a new one."""
        kinds = {kind.name: kind for kind in KINDS}
        unread = cast("Any", None)
        return Sender(self.sessions, self.clock, self.settings, unread, self.gateway(), kinds)

    async def answer_some(self) -> None:
        """People answer what reached them since, or do not."""
        async with self.sessions.begin() as session:
            state = (Outbox.state == OutboxState.SENT, Outbox.kind == "nudge", Outbox.reason == "")
            for row in await session.scalars(select(Outbox).where(*state)):
                row.reason = "seen"
                if self.rng.random() < 0.7:
                    given = self.rng.choice([Answer.USED, Answer.NOT_YET, Answer.WORKED])
                    who = (row.workspace_id, row.member_id)
                    now = self.clock.now()
                    await service.answer(session, *who, nudge_of(row), given, now, self.settings)


async def step(world: World, senders: list[Sender], *, at_once: bool) -> None:
    """Both processes look and send: one after the other (SQLite has one), or at the same time."""
    now = world.clock.now()

    async def look() -> None:
        async with world.sessions.begin() as session:
            await sweep(session, now, world.settings)

    async def send(sender: Sender) -> None:
        while await sender.sweep():
            pass

    for jobs in ([look() for _ in senders], [send(sender) for sender in senders]):
        if at_once:
            await asyncio.gather(*jobs)
        else:
            for job in jobs:
                await job
    await world.answer_some()
    async with world.sessions() as session:
        due = (Review.is_active.is_(True), Review.due_at <= now)
        assert await session.scalar(select(func.count()).where(*due)) == 0, "a debt"
        nudges = (Outbox.state == OutboxState.WAITING, Outbox.kind == "nudge")
        waits = select(func.count()).where(*nudges)
        per_person = list(await session.scalars(waits.group_by(Outbox.member_id)))
        assert all(count <= 1 for count in per_person), "piled up"


async def test_years_of_many_people(
    sessions: Sessions, engine: AsyncEngine, settings: Settings, now: datetime
) -> None:
    down = (now + 40 * DAY, now + 41 * DAY)
    world = World(sessions, settings, ManualClock(now), down, random.Random(7))
    await _people_with_cards(sessions, now, settings)
    senders = [world.sender(), world.sender()]
    at_once = engine.dialect.name == "postgresql"
    days = 180 if at_once else 2 * 365
    for number in range(days * 24 // 17):  # seventeen hours and a bit at a time
        await step(world, senders, at_once=at_once)
        world.clock.set(world.clock.now() + 17 * HOUR + timedelta(minutes=number % 7))
        if number % 60 == 0:
            senders = [world.sender(), world.sender()]
    _check(world, now, least=20 * days / 730)


async def _people_with_cards(sessions: Sessions, now: datetime, settings: Settings) -> None:
    async with sessions.begin() as session:
        await ensure_channel(session, "T1", "C1", name="c1", level=Level.OFFERING, is_member=True)
        cards = []
        for number in range(10):
            card = Card(workspace_id="T1", channel_id="C1", author_id="U0", title=f"Card {number}",
                        statement="…", created_at=now, updated_at=now)  # fmt: skip
            cards.append(await add_card(session, card, why="new"))
        for number, zone in enumerate(PEOPLE):
            session.add(Member(workspace_id="T1", id=f"U{number}", name=f"P{number}", tz=zone))
        await session.flush()
        for number in range(len(PEOPLE)):
            for card in cards:
                await service.start(session, "T1", f"U{number}", card.id, now, settings)
        away = now + 60 * DAY
        await set_rhythm(session, "T1", "U0", begins=20, ends=23, days=[5, 6], away_until=away)


def _check(world: World, begun: datetime, *, least: float) -> None:
    """What must hold of everything that was sent; ``least``: how often everybody is asked."""
    assert len({key for _, key, _ in world.sent}) == len(world.sent), "something came twice"
    own = Hours(20, 23, (5, 6))
    for number, name in enumerate(PEOPLE):
        mine = [at for who, _, at in world.sent if who == f"U{number}"]
        assert len(mine) > least, "people hear of their cards"
        hours = own if number == 0 else USUAL
        assert all(is_open(at, ZoneInfo(name), hours) for at in mine), name
        weekly = [sum(at - 7 * DAY < other <= at for other in mine) for at in mine]
        assert max(weekly) <= world.settings.messages_per_person_per_week
        if number == 0:
            assert min(mine) >= begun + 60 * DAY, "away"
    assert not [at for _, _, at in world.sent if world.down[0] <= at < world.down[1]]


async def test_two_processes_at_once_ask_once(
    workspace: Sessions,
    engine: AsyncEngine,
    make_card: MakeCard,
    now: datetime,
    settings: Settings,
) -> None:
    for number in range(6):
        card = await make_card(f"Card {number}")
        for who in ("U1", "U2"):
            async with workspace.begin() as session:
                await service.start(session, "T1", who, card.id, now, settings)

    async def process() -> int:
        async with workspace.begin() as session:
            return await sweep(session, now + 3 * DAY, settings)

    await asyncio.gather(process(), process(), process())
    async with workspace() as session:
        waiting = Counter(await session.scalars(select(Outbox.member_id)))
    assert waiting == {"U1": 1, "U2": 1}


async def test_what_is_nearest_to_being_forgotten_comes_first(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    well_known, fading, new = [await make_card(name) for name in ("Known", "Fading", "New")]
    async with workspace.begin() as session:
        for card in (well_known, fading, new):
            await service.start(session, "T1", "U1", card.id, now, settings)
        for card, stability in ((well_known, 300.0), (fading, 3.0)):
            review = (await session.scalars(select(Review).where(Review.card_id == card.id))).one()
            known = {"state": 2, "stability": stability, "difficulty": 5.0}
            review.schedule = {**review.schedule, **known, "last_review": now.isoformat()}
        later = now + 10 * DAY
        assert await sweep(session, later, settings) == 1
        dues = dict((await session.execute(select(Review.card_id, Review.due_at))).all())
        asked = (await session.scalars(select(Outbox))).one()
        first = await session.get(Review, nudge_of(asked).review_id)
    assert first is not None
    assert first.card_id == new.id, "never recalled yet"
    apart = timedelta(days=3.5)
    assert (dues[fading.id], dues[well_known.id]) == (later + apart, later + 2 * apart)


async def test_somebody_away_is_asked_afterwards_and_not_all_at_once(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    back = now + 20 * DAY
    for number in range(4):
        card = await make_card(f"Card {number}")
        async with workspace.begin() as session:
            await service.start(session, "T1", "U1", card.id, now, settings)
    async with workspace.begin() as session:
        await set_rhythm(
            session, "T1", "U1", begins=9, ends=18, days=[0, 1, 2, 3, 4], away_until=back
        )
        assert await sweep(session, now + 3 * DAY, settings) == 0
        dues = sorted(await session.scalars(select(Review.due_at)))
        assert await session.scalar(select(func.count()).select_from(Outbox)) == 0
        await session.execute(update(Review).values(is_active=False))
    assert dues == [back + n * timedelta(days=3.5) for n in range(4)]
