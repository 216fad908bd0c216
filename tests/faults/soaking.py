"""Two hours of as much talk as Slack sends at the most: does the bot's memory grow?

``python -m tests.faults.soaking --minutes 120`` prints the memory of the bot and its reading
process each ten minutes, and the last beside the first. At most 1.1 is what is promised.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Iterator
from itertools import count

from sqlalchemy import func, select

from bot.manifest import manifest_path
from models.channel import Level, ensure_channel
from models.database import make_engine, make_sessions
from models.inbox import Inbox, InboxState
from models.message import Message as Stored
from playground.harness import Playground, running
from playground.membership import create_channel
from playground.model import Channel, Message
from playground.talk import post
from tests.faults.killing import new_file
from tests.faults.process import BotProcess

# Slack sends at most 30,000 events an hour and workspace.
PER_SECOND, EACH, MOST = 30_000 / 3_600, 600.0, 1.1
CHANNELS, THREAD = 6, 5
LINES = (
    "the pump on {0} stops because the filter {1} is full, so we should flush it first",
    "thanks {0}! will look at {1} tomorrow",
    "is there a list for {0}? I only found {1}",
    "I tried {0} with {1} as you said and now it works",
    "see https://example.org/{0}/{1} for the numbers",
)


async def begin(place: Playground, database_url: str) -> list[Channel]:
    """Channels that the bot is in and offers in."""
    workspace, engine = place.workspace, make_engine(database_url)
    channels = []
    async with make_sessions(engine).begin() as session:
        for number in range(CHANNELS):
            creator = workspace.person("hana").id
            channel = create_channel(workspace, f"talk-{number}", creator, quiet=True)
            channel.members.append(workspace.app_user)
            channels.append(channel)
            await ensure_channel(
                session, workspace.id, channel.id, level=Level.OFFERING, is_member=True
            )
    await engine.dispose()
    return channels


def talk(place: Playground, channels: list[Channel], seed: int) -> Iterator[None]:
    """Post one message each time it is asked: threads of people, with words never used before."""
    chance, workspace, roots = random.Random(seed), place.workspace, dict[str, str]()
    people = [workspace.person(name).id for name in ("hana", "mari", "jun", "sam")]
    for number in count():
        channel = chance.choice(channels)
        text = chance.choice(LINES).format(f"w{number * 7919:x}", f"x{number * 104729:x}")
        message = Message(channel.id, "", chance.choice(people), text)
        if number % THREAD and channel.id in roots:
            message.thread_ts = roots[channel.id]
        post(workspace, channel, message)
        if message.thread_ts is None:
            roots[channel.id] = message.ts
        yield


async def soak(place: Playground, database_url: str, minutes: float, seed: int) -> list[int]:
    """Talk for so long; the memory in use each ten minutes and at the end, in bytes."""
    bot, seen = BotProcess(place, database_url), list[int]()
    talking = talk(place, await begin(place, database_url), seed)
    await bot.up()
    try:
        begun, posted = time.monotonic(), 0
        while (elapsed := time.monotonic() - begun) < minutes * 60:
            while posted < elapsed * PER_SECOND:
                next(talking)
                posted += 1
            if elapsed >= EACH * (len(seen) + 1):
                seen.append(bot.resident())
                sys.stdout.write(f"{elapsed / 60:.0f} min: {seen[-1] / 1e6:.0f} MB\n")
                sys.stdout.flush()
            await asyncio.sleep(0.1)
        seen.append(bot.resident())
        sys.stdout.write(f"at the end: {seen[-1] / 1e6:.0f} MB\n")
        await place.idle()
        await _settled(database_url, posted)
    finally:
        await bot.end()
    return seen


async def _settled(database_url: str, posted: int) -> None:
    """All that was posted takes effect, once, within ten minutes: what the bot refused at the end
    is sent to it again after one minute, and after five.
    """
    engine, stored = make_engine(database_url), 0
    waiting = select(func.count()).where(Inbox.state != InboxState.DONE)
    try:
        async with asyncio.timeout(600), engine.connect() as connection:
            while stored < posted or await connection.scalar(waiting):
                await connection.rollback()
                await asyncio.sleep(0.5)
                stored = await connection.scalar(select(func.count()).select_from(Stored)) or 0
    finally:
        await engine.dispose()
    if stored != posted:
        raise RuntimeError(f"{posted} messages were posted, {stored} are stored")


async def _main(minutes: float, database_url: str, seed: int) -> int:
    async with running(manifest=manifest_path(), seed=seed) as place:
        seen = await soak(place, database_url, minutes, seed)
    ratio = seen[-1] / seen[0]
    sys.stdout.write(f"memory at the end ÷ after ten minutes: {ratio:.2f} (at most {MOST})\n")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="", help="an empty, migrated database's URL")
    given = parser.parse_args()
    sys.exit(asyncio.run(_main(given.minutes, given.database or new_file(), given.seed)))
