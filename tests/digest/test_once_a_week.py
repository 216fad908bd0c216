"""Once per week, whatever happens: restarts, two processes, clock changes, zones, lost answers."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import create_autospec

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.clock import ManualClock
from bot.digest.outgoing import KINDS
from bot.digest.scheduling import schedule
from bot.outgoing.sender import Sender
from bot.reading import ReadingHere
from bot.settings import Settings
from bot.slack.gateway import Gateway, Sent, SlackUnreachable
from models.card import Card, add_card
from models.channel import Level, ensure_channel, get_channel
from models.database import make_engine, make_sessions
from models.digest import DigestPost, choose_channel
from models.workspace import remember_workspace

# Weeks with clock changes in the north and in the south, and the turn of a year with 53 weeks.
STARTS = (
    datetime(2026, 3, 16, tzinfo=UTC),
    datetime(2026, 10, 12, tzinfo=UTC),
    datetime(2026, 12, 14, tzinfo=UTC),
)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati",
         "Pacific/Pago_Pago", "Asia/Kathmandu")  # fmt: skip
# What happens next: hours pass; the clock jumps (it never goes back in UTC); the channel moves to
# another zone; the bot begins anew; the answer to a post is lost.
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("pass"), st.integers(1, 80)),
        st.tuples(st.just("zone"), st.sampled_from(ZONES)),
        st.tuples(st.just("restart"), st.just(0)),
        st.tuples(st.just("lost"), st.just(0)),
    ),
    min_size=5,
    max_size=15,
)


class Slack:
    """Takes posts, remembers them by key, and loses an answer when told to."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock, self.posts, self.loses = clock, list[tuple[str, str, datetime]](), False
        self.gateway: Any = create_autospec(Gateway, instance=True)
        self.gateway.of.return_value = self.gateway
        self.gateway.post.side_effect = self._post
        self.gateway.find_posted.side_effect = self._find
        self.gateway.file_is_ready.return_value = True
        self.gateway.upload_png.return_value = "F1"

    async def _post(self, channel: str, text: str, blocks: Any, **more: Any) -> Sent:
        self.posts.append((channel, str(more["key"]), self.clock.now()))
        if self.loses:
            self.loses = False
            raise SlackUnreachable("lost")
        return Sent(channel, f"{len(self.posts)}.000000")

    async def _find(self, channel: str, key: str, **more: Any) -> Sent | None:
        places = [n for n, post in enumerate(self.posts, 1) if post[:2] == (channel, key)]
        return Sent(channel, f"{places[0]}.000000") if places else None


class NoPictures(ReadingHere):
    """Draws nothing: pictures have tests of their own."""

    async def run(self, work: Any, *args: Any, **kwargs: Any) -> Any:
        return b"\x89PNG"


@pytest.fixture(scope="module")
def template(sqlite_template: Path) -> Path:
    return sqlite_template


@hypothesis_settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.sampled_from(STARTS), ACTS, st.integers(0, 6), st.integers(0, 23))
def test_once_per_week(
    template: Path, tmp_path: Path, start: datetime, acts: list[Any], weekday: int, hour: int
) -> None:
    folder = tmp_path / uuid.uuid4().hex  # SQLite keeps files beside its own
    folder.mkdir()
    copy = folder / "ba.sqlite3"
    copy.write_bytes(template.read_bytes())
    asyncio.run(_weeks(f"sqlite:///{copy}", start, acts, weekday, hour))


async def _weeks(url: str, start: datetime, acts: list[Any], weekday: int, hour: int) -> None:
    own = Settings(_env_file=None, digest_weekday=weekday, digest_hour=hour)  # type: ignore[call-arg]
    clock, slack = ManualClock(start), Slack(ManualClock(start))
    slack.clock = clock
    engine = make_engine(url)
    sessions = make_sessions(engine)
    async with sessions.begin() as session:
        await remember_workspace(session, "T1", name="", bot_user_id="B", now=start)
        on = {"level": Level.LISTENING, "is_member": True, "tz": "Europe/Berlin"}
        await ensure_channel(session, "T1", "C1", name="c1", **on)
        await choose_channel(session, "T1", "C1", by="U1", at=start)
    for what, value in acts:
        if what == "pass":
            await _pass(clock, sessions, slack, own, int(value))
        elif what == "lost":
            slack.loses = True
        elif what == "restart":
            await engine.dispose()
            engine = make_engine(url)
            sessions = make_sessions(engine)
        else:
            async with sessions.begin() as session:
                channel = await get_channel(session, "T1", "C1")
                assert channel is not None
                channel.tz = value
    async with sessions.begin() as session:
        posts = list(await session.scalars(select(DigestPost).order_by(DigestPost.until)))
    await engine.dispose()
    _judge(slack, posts)


async def _pass(clock: ManualClock, sessions: Any, slack: Slack, own: Settings, hours: int) -> None:
    """Hours pass, the bot looks every few of them; each time there is something new to tell."""
    for _ in range(0, hours, 6):
        clock.set(clock.now() + timedelta(hours=min(6, hours)))
        now = clock.now()
        async with sessions.begin() as session:
            card = Card(workspace_id="T1", channel_id="C1", author_id="U1", title="New",
                        evidence=[], created_at=now, updated_at=now)  # fmt: skip
            await add_card(session, card, why="new")
        for _ in range(2):  # two processes look at the same time
            async with sessions.begin() as session:
                await schedule(session, now, own)
            unread: Any = None
            kinds = {kind.name: kind for kind in KINDS}
            sender = Sender(sessions, clock, own, NoPictures(unread), slack.gateway, kinds)
            await sender.sweep()


def _judge(slack: Slack, posts: list[DigestPost]) -> None:
    keys = Counter(key for _, key, _ in slack.posts)
    assert all(count == 1 for count in keys.values()), keys
    for is_all in (False, True):
        told = [post for post in posts if post.is_organization == is_all]
        for earlier, later in pairwise(told):
            assert earlier.until <= later.since  # nothing is told twice
            is_next = later.until - earlier.until <= timedelta(days=10)
            assert not is_next or later.since == earlier.until  # and nothing is left out
        prefix = "digest:all" if is_all else "digest:C1"
        times = sorted(at for _, key, at in slack.posts if key.startswith(prefix))
        assert all(later - sooner > timedelta(days=4) for sooner, later in pairwise(times))
