"""``/ba preview``: what would have been offered, before the bot is on, and nothing stored."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from bot.cards.preview_render import preview_blocks
from bot.seci.types import Said, ThreadReading
from bot.texts import previewing as words
from models.registry import metadata
from playground.client_person import Person
from playground.client_view import texts
from tests.scenario.scene import Scene
from tests.scenario.test_turn import CHANNEL, talked


async def dump(scene: Scene) -> dict[str, list[str]]:
    """Every row of every table, as it stands."""
    async with scene.bot.sessions() as session:
        return {
            table.name: sorted(repr(tuple(row)) for row in await session.execute(select(table)))
            for table in metadata().sorted_tables
        }


async def invited(scene: Scene) -> Person:
    """The bot is in the channel and off, and people have talked; the thread is quiet by now."""
    mari = await scene.person("mari")
    await mari.invite(CHANNEL, "app")
    await scene.settle()
    await talked(scene)
    await scene.later(minutes=31)
    return mari


def told(person: Person) -> str:
    return "".join(map(texts, person.ephemerals(CHANNEL)))


async def test_it_shows_what_it_would_have_offered_and_stores_nothing(scene: Scene) -> None:
    mari = await invited(scene)
    before = await dump(scene)
    assert sum(len(rows) for rows in before.values()) > 0
    await mari.command(CHANNEL, "/ba preview")
    await scene.client.until(lambda: words.KEPT_NOTHING in told(mari))
    await scene.settle()
    seen = told(mari)
    assert words.LOOKING in seen
    assert "I looked at one thread. In this one" in seen
    assert "rainy" in seen, "the sentence that seems to state the insight"
    assert "/archives/" in seen
    after = await dump(scene)
    assert after == before
    everything = str(after)
    for word in ("squirrel", "rainy", "preview"):
        assert word not in everything
    # And nobody else saw anything of it.
    jun = await scene.person("jun")
    assert jun.ephemerals(CHANNEL) == []
    thread = [m for m in jun.messages(CHANNEL) if m.get("bot_id")]
    assert len(thread) == 1, "the introduction alone"


async def test_it_answers_at_once_however_long_reading_takes(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    mari, go_on = await invited(scene), asyncio.Event()
    reading, read = scene.bot.ba.reading, scene.bot.ba.reading.read_thread

    async def slow(messages: Sequence[Said]) -> ThreadReading:
        await go_on.wait()
        return await read(messages)

    monkeypatch.setattr(reading, "read_thread", slow)
    await mari.command(CHANNEL, "/ba preview")
    await scene.client.until(lambda: words.LOOKING in told(mari))
    assert words.KEPT_NOTHING not in told(mari)
    go_on.set()
    await scene.client.until(lambda: words.KEPT_NOTHING in told(mari))


async def test_who_wants_not_to_be_read_is_not_read_for_it_either(scene: Scene) -> None:
    mari = await invited(scene)
    diego = await scene.person("diego")
    await diego.command(CHANNEL, "/ba forget me")
    await scene.settle()
    await mari.command(CHANNEL, "/ba preview")
    await scene.client.until(lambda: words.KEPT_NOTHING in told(mari))
    assert "twice of everything" not in told(mari)


async def test_where_it_is_not_invited_it_says_so(scene: Scene) -> None:
    mari = await scene.person("mari")
    await mari.command(CHANNEL, "/ba preview")
    await scene.settle()
    direct = [c["id"] for c in mari.channels.values() if c.get("is_app_dm")]
    seen: list[Any] = [*mari.ephemerals(CHANNEL)]
    for channel in direct:
        await mari.read(channel)
        seen += mari.messages(channel)
    assert "Invite me first" in "".join(map(texts, seen))


def test_the_budget_is_told_where_there_is_more_than_one() -> None:
    from bot.ba.rules import KindReading
    from bot.cards.previewing import Offered, Preview

    two = (Offered("1.1", "order early", 0.9, "https://x"), Offered("1.2", "<!channel>", 0.8, "y"))
    shown = str(preview_blocks(Preview(7, two, KindReading(None, {}, "")), budget=1))
    assert "I looked at 7 threads" in shown
    assert "1 a day at most" in shown
    assert "<!channel>" not in shown
    assert words.KIND_UNKNOWN in shown
