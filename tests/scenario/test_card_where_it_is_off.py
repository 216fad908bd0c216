"""A card made by hand in a channel that is off: its quotes go with the messages they quote."""

from __future__ import annotations

from sqlalchemy import select

from bot.slack.ids import Callback
from models.card import Draft
from models.inbox import Inbox
from models.message import Message
from tests.scenario.scene import Scene
from tests.scenario.test_turn import CHANNEL

SAID = "we order by the hour the rain begins, because people wait inside"
WORDS = "people wait inside"


async def test_a_deleted_message_leaves_the_draft(scene: Scene) -> None:
    mari = await scene.person("mari")
    await mari.invite(CHANNEL, "app")
    await scene.settle()
    first = await mari.post(CHANNEL, SAID)
    await mari.reply(first, "and only before six, as we saw last week")
    await mari.shortcut(Callback.MAKE_CARD, first)
    await scene.settle()
    assert WORDS in str([draft.fields for draft in await scene.rows(select(Draft))])
    await mari.delete(first)
    await scene.settle()
    assert WORDS not in str([draft.fields for draft in await scene.rows(select(Draft))])
    assert await scene.rows(select(Message)) == []
    assert WORDS not in str([row.payload for row in await scene.rows(select(Inbox))])
