"""`/ba pause everything`: an administrator has the bot write nothing unasked to anybody."""

from __future__ import annotations

from sqlalchemy import select

from models.audit import Audit
from models.outbox import Outbox, OutboxState
from playground.client_view import texts
from tests.scenario.scene import Scene
from tests.scenario.test_finding import last_whisper
from tests.scenario.test_turn import CHANNEL, switched_on, talked


async def test_administrators_pause_everything_and_end_it(scene: Scene) -> None:
    mari = await switched_on(scene)
    diego = await scene.person("diego")
    await mari.command(CHANNEL, "/ba pause everything")
    await scene.settle()
    assert "Only administrators" in texts(last_whisper(mari))
    await diego.command(CHANNEL, "/ba pause everything")
    await scene.settle()
    assert "nothing unasked to anybody" in texts(last_whisper(diego))
    await talked(scene)
    await scene.later(minutes=60)
    (offer,) = await scene.rows(select(Outbox).where(Outbox.kind == "offer"))
    assert (offer.state, offer.reason) == (OutboxState.DROPPED, "not wanted")
    await mari.command(CHANNEL, "/concept find squirrels")
    await scene.settle()
    assert "found no card" in texts(last_whisper(mari)), "what people ask for is answered"
    await diego.command(CHANNEL, "/ba resume everything")
    await scene.settle()
    assert "The pause is over" in texts(last_whisper(diego))
    acts = await scene.rows(select(Audit).where(Audit.action.like("%_all")))
    assert [(act.by, act.action) for act in acts] == [
        (diego.id, "pause_all"),
        (diego.id, "resume_all"),
    ]


async def test_nobody_knows_what_else_to_pause(scene: Scene) -> None:
    mari = await switched_on(scene)
    await mari.command(CHANNEL, "/ba pause <!channel>")
    await scene.settle()
    told = last_whisper(mari)
    assert "I do not know" in texts(told)
    assert "'broadcast'" not in str(told), "what was typed pings nobody"
