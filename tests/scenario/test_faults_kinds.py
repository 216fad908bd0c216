"""Every published kind of payload: an answer below 500, no traceback, no half-written row."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import select, text

from bot.slack.ids import Action
from models.inbox import Inbox, InboxState
from tests.faults.mutating import Tracebacks, posted
from tests.faults.payload_kinds import Json, interactions, messages, others, rest
from tests.scenario.scene import Scene
from tests.scenario.test_turn import CHANNEL, switched_on


def events(team: str, channel: str, user: str) -> list[Json]:
    inner = [*messages(channel, user), *others(channel, user)]
    return [
        {
            "type": "event_callback",
            "token": "t",
            "team_id": team,
            "api_app_id": "A1",
            "event_id": f"EvKind{number:04d}",
            "event_time": 1772499700,
            "event_context": "4-x",
            "is_ext_shared_channel": False,
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team,
                    "user_id": user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "event": each,
        }
        for number, each in enumerate(inner)
    ]


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
async def test_every_kind_of_payload_is_taken(scene: Scene) -> None:
    mari = await switched_on(scene)
    place = (scene.place.workspace.id, mari.channel_id(CHANNEL), mari.id)
    payloads = [
        *events(*place),
        *interactions(*place, [str(action) for action in Action]),
        *rest(*place),
    ]
    seen, bad = Tracebacks(), []
    logging.getLogger().addHandler(seen)
    try:
        for payload in payloads:
            status = await posted(scene.bot, payload, scene.place.signing_secret)
            is_event = payload.get("type") == "event_callback"
            if status >= 500 or (is_event and status != 200):
                bad.append((status, payload))
        await scene.settle()
    finally:
        logging.getLogger().removeHandler(seen)
    assert bad == []
    assert seen.seen == {}
    states = {row.state for row in await scene.rows(select(Inbox))}
    assert states == {InboxState.DONE}, "all took effect"
    async with scene.bot.sessions.begin() as session:
        assert (await session.execute(text("PRAGMA foreign_key_check"))).all() == []
