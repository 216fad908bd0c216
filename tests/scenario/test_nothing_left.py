"""Who wants to be forgotten is: no table, no file and none of the bot's messages holds their words.

And no log ever held anybody's, nor a secret: each of these scenes is played with logs at DEBUG.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.logs import set_up_logs
from models.database import shorten_log
from models.message import Message
from models.registry import metadata
from playground.client_person import Person
from tests.scenario.scene import Scene
from tests.scenario.test_turn import CHANNEL, TALK, offered, switched_on, with_button

# Words that nobody else says. Each is in everything that one person writes.
WORDS = {name: f"{name}quagga" for name in ("jun", "mari", "ines", "diego")}


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture(autouse=True)
def _logs(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Everything is logged, and read at the end."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    set_up_logs("DEBUG")
    yield
    said = capsys.readouterr().err
    root.setLevel(level)
    root.handlers[:] = handlers
    for word in (*WORDS.values(), "xoxb-", "xapp-", "squirrels"):
        assert word not in said


async def _talk(scene: Scene) -> dict[str, Any]:
    """The sample thread, each message with its author's own word."""
    parent: dict[str, Any] = {}
    for name, said in TALK:
        person = await scene.person(name)
        words = f"{said} {WORDS[name]}"
        if parent:
            await person.reply(parent, words)
        else:
            parent = await person.post(CHANNEL, words)
        scene.place.clock.advance(40)
    await scene.settle()
    return parent


async def _form(scene: Scene) -> Person:
    """Mari is offered a card for the thread and opens its form, which quotes what people said."""
    mari = await switched_on(scene)
    parent = await _talk(scene)
    await scene.later(minutes=31)
    offer = with_button(await mari.thread(CHANNEL, parent["ts"]), "make_card")
    await mari.press(offer, "make_card")
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "card_form")
    return mari


async def _tables(scene: Scene, word: str) -> list[str]:
    """The tables that hold a word."""
    found = []
    async with scene.bot.sessions.begin() as session:
        for table in metadata().sorted_tables:
            rows = (await session.execute(select(table))).all()
            shown = repr([tuple(row) for row in rows])
            escaped = json.dumps(shown)
            if word in shown or word in escaped:
                found.append(table.name)
    return found


async def _files(scene: Scene, word: str) -> list[str]:
    """The database's files that hold a word, once its log is written back."""
    url = scene.bot.ba.settings.database_url
    await asyncio.to_thread(shorten_log, url)
    path = Path(str(make_url(url).database))
    held = await asyncio.to_thread(
        lambda: {each.name: each.read_bytes() for each in path.parent.glob(f"{path.name}*")}
    )
    return [name for name, content in held.items() if word.encode() in content]


def _shown(scene: Scene, word: str) -> list[Any]:
    """The bot's own messages and Homes that hold a word."""
    place = scene.place.workspace
    own = [
        (message.ts, message.text)
        for channel in place.channels.values()
        for message in channel.messages.values()
        if message.user == place.app_user and word in repr(message)
    ]
    homes = repr(vars(scene.place.ground.views).get("_homes", {}))
    return [*own, *(["home"] if word in homes else [])]


async def _nothing_left(scene: Scene, word: str) -> None:
    await scene.bot.jobs.tidy()
    await scene.settle()
    await scene.bot.jobs.tidy()
    assert await _tables(scene, word) == []
    assert _shown(scene, word) == []
    assert await _files(scene, word) == []


async def test_an_opted_out_person_is_nowhere(scene: Scene) -> None:
    await _form(scene)
    held = {name: await _tables(scene, word) for name, word in WORDS.items() if name != "mari"}
    quoted = [name for name, tables in held.items() if {"message", "draft"} <= set(tables)]
    assert quoted, "the form that mari has open quotes somebody"
    word = WORDS[quoted[0]]
    assert await _files(scene, word)
    person = await scene.person(quoted[0])
    await person.command(CHANNEL, "/ba forget me")
    await scene.settle()
    await _nothing_left(scene, word)
    # Nothing of theirs is read from then on, and the others' words are still there.
    await person.post(CHANNEL, f"so we should order less because it rains {word}")
    await scene.settle()
    assert await _tables(scene, word) == []
    assert await _tables(scene, WORDS["mari"])


async def test_what_somebody_contributed_is_nowhere_once_erased(scene: Scene) -> None:
    mari = await _form(scene)
    word = "quaggaherd"
    await mari.submit({"title": f"Order {word}", "metaphor": f"They are a {word}"})
    await scene.settle()
    assert "card" in await _tables(scene, word)
    assert _shown(scene, word)
    await mari.command(CHANNEL, "/concept erase mine")
    await scene.settle()
    asked = with_button(mari.ephemerals(CHANNEL), "erase_mine")
    await mari.press(asked, "erase_mine")
    await scene.settle()
    await _nothing_left(scene, word)


async def test_a_deleted_message_is_nowhere(scene: Scene) -> None:
    await switched_on(scene)
    await _talk(scene)
    ines = await scene.person("ines")
    word = WORDS["ines"]
    said = next(m for m in await scene.rows(select(Message)) if word in (m.text or ""))
    thread = await ines.thread(CHANNEL, said.thread_ts)
    await ines.delete(next(m for m in thread if m["ts"] == said.ts))
    await scene.settle()
    await _nothing_left(scene, word)


async def test_after_their_time_no_words_are_left(scene: Scene) -> None:
    await switched_on(scene)
    await _talk(scene)
    assert all(m.text for m in await scene.rows(select(Message)))
    for days in (1, 4, 26):  # an offer is made, and taken away again
        await scene.later(days=days)
        await scene.bot.jobs.tidy()
    for word in WORDS.values():
        await _nothing_left(scene, word)
    kept = await scene.rows(select(Message).where(Message.is_deleted.is_(False)))
    assert len(kept) == len(TALK), "what was read stays"
    assert {m.text for m in kept} == {None}


async def test_a_removed_app_leaves_no_talk(scene: Scene) -> None:
    await offered(scene)
    assert await _tables(scene, "sparrows")
    scene.place.clock.advance(60)
    scene.place.uninstall()
    await scene.settle()
    await scene.bot.jobs.tidy()
    assert await _tables(scene, "sparrows") == []
    assert await _files(scene, "sparrows") == []
    team = scene.place.workspace.id
    assert "channel" in await _tables(scene, team), "settings wait for whoever comes back"
    scene.place.clock.advance(31 * 24 * 3600)
    await scene.bot.jobs.tidy()
    assert await _tables(scene, team) == []
