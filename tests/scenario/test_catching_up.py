"""What was said while the bot was away is read when it comes back; twice is once."""

from __future__ import annotations

from sqlalchemy import select, text

from models.channel import Channel
from models.message import Message
from tests.scenario.scene import Scene
from tests.scenario.test_turn import CHANNEL, switched_on


async def test_what_was_missed_is_caught_up(scene: Scene) -> None:
    mari = await switched_on(scene)
    first = await mari.post(CHANNEL, "we order by the hour the rain begins")
    await scene.settle()
    async with scene.bot.sessions.begin() as session:
        # As if the process had been away: what came since never reached the inbox.
        away = "CREATE TRIGGER away BEFORE INSERT ON inbox BEGIN SELECT RAISE(IGNORE); END"
        await session.execute(text(away))
    scene.place.clock.advance(60)
    await mari.post(CHANNEL, "because people who wait inside buy something warm")
    await mari.reply(first, "and only before six")
    await scene.settle()
    async with scene.bot.sessions.begin() as session:
        await session.execute(text("DROP TRIGGER away"))
    assert len(await scene.rows(select(Message))) == 1
    await scene.bot.jobs.catch_up()
    await scene.settle()
    await scene.bot.jobs.catch_up()
    await scene.settle()
    texts = {m.text for m in await scene.rows(select(Message))}
    assert texts == {
        "we order by the hour the rain begins",
        "because people who wait inside buy something warm",
        "and only before six",
    }


async def test_a_removal_while_away_is_noticed(scene: Scene) -> None:
    mari = await switched_on(scene)
    channel_id = mari.channel_id(CHANNEL)
    bot_user = mari.app["bot_user_id"]
    scene.place.workspace.channels[channel_id].members.remove(bot_user)
    await scene.bot.jobs.catch_up()
    channel = (await scene.rows(select(Channel).where(Channel.id == channel_id)))[0]
    assert (channel.is_member, channel.level) == (False, "off")


async def test_an_invitation_while_away_is_noticed(scene: Scene) -> None:
    mari = await scene.person("mari")
    channel_id = mari.channel_id(CHANNEL)
    scene.place.workspace.channels[channel_id].members.append(mari.app["bot_user_id"])
    await scene.bot.jobs.catch_up()
    await scene.settle()
    assert len([m for m in mari.messages(CHANNEL) if m.get("bot_id")]) == 1
