"""Events that come twice, late, in another order, or whose acknowledgement is lost: in the end,
what is stored is what the workspace shows.
"""

from __future__ import annotations

import os
import random

import pytest
from sqlalchemy import select

from models.inbox import Inbox, InboxState
from models.message import Message
from tests.scenario.scene import Scene
from tests.scenario.test_turn import CHANNEL, switched_on

# More with BA_FAULT_SEEDS=200, for a long run.
SEEDS = range(int(os.environ.get("BA_FAULT_SEEDS", "2")))
FAULTS = ("duplicate", "reorder", "delay", "ignore_ack")
STEPS = 40


async def one_step(scene: Scene, chance: random.Random, said: list[dict[str, str]]) -> None:
    """Somebody says, edits or deletes something, or answers."""
    person = await scene.person(chance.choice(["mari", "jun", "ines"]))
    mine = [each for each in said if each["user"] == person.id]
    act = chance.choice(["post", "post", "reply", "edit", "edit", "delete"])
    if act == "edit" and mine:
        await person.edit(chance.choice(mine), f"changed {chance.random()}")
    elif act == "delete" and mine:
        gone = chance.choice(mine)
        said.remove(gone)
        await person.delete(gone)
    elif act == "reply" and said:
        said.append(await person.reply(chance.choice(said), f"an answer {chance.random()}"))
    else:
        said.append(await person.post(CHANNEL, f"a message {chance.random()}"))


def shown(scene: Scene, channel_id: str) -> dict[str, str]:
    """What people wrote and the workspace still shows: words by time stamp."""
    channel = scene.place.workspace.channels[channel_id]
    people = {person.id for person in scene.place.workspace.people.values() if not person.is_bot}
    return {
        ts: message.text
        for ts, message in channel.messages.items()
        if message.user in people and message.subtype in ("", None, "thread_broadcast")
    }


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_is_stored_in_the_end_is_what_is_shown(scene: Scene, seed: int) -> None:
    chance = random.Random(seed)
    mari = await switched_on(scene)
    before = set(shown(scene, mari.channel_id(CHANNEL)))
    said: list[dict[str, str]] = []
    for _ in range(STEPS):
        if chance.random() < 0.5:
            more = {"seconds": 0.02} if (kind := chance.choice(FAULTS)) == "delay" else {}
            await scene.place.fault(kind, times=chance.randint(1, 3), **more)
        await one_step(scene, chance, said)
        if chance.random() < 0.2:
            await scene.settle()
    scene.place.clear_faults()
    await mari.post(CHANNEL, "the last word")  # what was held back for the next one comes too
    for minutes in (0, 2, 6):
        await scene.later(minutes=minutes)
    stored = {row.ts: row.text for row in await scene.rows(select(Message)) if not row.is_deleted}
    expected = shown(scene, mari.channel_id(CHANNEL))
    assert {ts: stored.get(ts) for ts in expected if ts not in before} == {
        ts: words for ts, words in expected.items() if ts not in before
    }
    assert set(stored) <= set(expected)
    assert await scene.rows(select(Inbox).where(Inbox.state == InboxState.SET_ASIDE)) == []
