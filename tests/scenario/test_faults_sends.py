"""Slack answers late, busily, wrongly or not at all: what is owed is said exactly once."""

from __future__ import annotations

import os
import random

import pytest

from tests.scenario.scene import Scene

SEEDS = range(int(os.environ.get("BA_FAULT_SEEDS", "2")))
FAULTS = (
    ("rate_limited", {"seconds": 2}),
    ("server_error", {"status": 503}),
    ("lost_answer", {}),
    ("slow", {"seconds": 0.05}),
)


@pytest.mark.parametrize("seed", SEEDS)
async def test_every_introduction_is_made_exactly_once(scene: Scene, seed: int) -> None:
    chance = random.Random(seed)
    hana = await scene.person("hana")
    channels = []
    for number in range(5):
        kind, more = chance.choice(FAULTS)
        await scene.place.fault(kind, "chat.postMessage", times=chance.randint(1, 3), **more)
        channels.append(await hana.create_channel(f"new-{seed}-{number}"))
        await hana.invite(channels[-1]["id"], hana.app["bot_user_id"])
        await scene.settle()
    scene.place.clear_faults()
    for _ in range(6):  # patience grows with each failure
        await scene.later(minutes=10)
    for channel in channels:
        said = [
            message
            for message in scene.place.workspace.channels[channel["id"]].messages.values()
            if message.user == hana.app["bot_user_id"] and not message.subtype
        ]
        assert len(said) == 1, channel["name"]


async def test_events_are_kept_while_authorization_is_down(scene: Scene) -> None:
    hana = await scene.person("hana")
    await scene.place.fault("server_error", "auth.test", status=503)
    channel = await hana.create_channel("meanwhile")
    await hana.invite(channel["id"], hana.app["bot_user_id"])
    await scene.settle()
    messages = scene.place.workspace.channels[channel["id"]].messages.values()
    assert sum(m.user == hana.app["bot_user_id"] and not m.subtype for m in messages) == 1
