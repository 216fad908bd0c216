"""What was said while the bot was away is read when it comes back; twice is once."""

from __future__ import annotations

from sqlalchemy import select, text

from bot.ba.service import switch
from models.channel import Channel, Level
from models.inbox import Inbox
from models.message import Message
from models.outbox import Outbox
from tests.scenario.scene import Scene
from tests.scenario.test_turn import CHANNEL, switched_on


async def away(scene: Scene) -> None:
    """As if the process were away: what comes never reaches the inbox."""
    trigger = "CREATE TRIGGER away BEFORE INSERT ON inbox BEGIN SELECT RAISE(IGNORE); END"
    async with scene.bot.sessions.begin() as session:
        await session.execute(text(trigger))


async def back(scene: Scene) -> None:
    """What comes is stored again."""
    async with scene.bot.sessions.begin() as session:
        await session.execute(text("DROP TRIGGER away"))


async def test_what_was_missed_is_caught_up(scene: Scene) -> None:
    mari = await switched_on(scene)
    first = await mari.post(CHANNEL, "we order by the hour the rain begins")
    await scene.settle()
    await away(scene)
    scene.place.clock.advance(60)
    await mari.post(CHANNEL, "because people who wait inside buy something warm")
    await mari.reply(first, "and only before six")
    await scene.settle()
    await back(scene)
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


async def test_what_came_before_something_newer_is_caught_up_too(scene: Scene) -> None:
    mari = await switched_on(scene)
    await mari.post(CHANNEL, "we order by the hour the rain begins")
    await scene.settle()
    await scene.bot.jobs.catch_up()
    await away(scene)
    scene.place.clock.advance(60)
    missed = await mari.post(CHANNEL, "because people who wait inside buy something warm")
    await mari.reply(missed, "and only before six")
    await scene.settle()
    await back(scene)
    scene.place.clock.advance(60)
    await mari.post(CHANNEL, "said before we had looked at what we missed")
    await scene.settle()
    assert len(await scene.rows(select(Message))) == 2
    await scene.bot.jobs.catch_up()
    await scene.settle()
    assert len(await scene.rows(select(Message))) == 4
    # The next time there is nothing to fetch any more, and no message of those was fetched.
    await scene.bot.jobs.catch_up()
    await scene.settle()
    fetched = select(Inbox).where(Inbox.event_id.startswith("history:"))
    assert len(await scene.rows(fetched)) == 2


async def test_what_was_said_while_it_was_off_is_never_fetched(scene: Scene) -> None:
    mari = await switched_on(scene)
    await mari.post(CHANNEL, "we order by the hour the rain begins")
    await scene.settle()
    for level in (Level.OFF, Level.OFFERING):
        scene.place.clock.advance(60)
        async with scene.bot.sessions.begin() as session:
            where = (scene.place.workspace.id, mari.channel_id(CHANNEL))
            now = scene.bot.ba.clock.now()
            await switch(session, *where, level, by=mari.id, now=now)
        if level == Level.OFF:
            scene.place.clock.advance(60)
            await mari.post(CHANNEL, "said while it was off")
            await scene.settle()
    await scene.bot.jobs.catch_up()
    await scene.settle()
    texts = {m.text for m in await scene.rows(select(Message))}
    assert "said while it was off" not in texts


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


async def test_a_question_of_the_downtime_is_answered_once(scene: Scene) -> None:
    mari = await switched_on(scene)
    await scene.bot.jobs.catch_up()
    await away(scene)
    scene.place.clock.advance(60)
    bot_user = mari.app["bot_user_id"]
    asked = await mari.post(CHANNEL, f"<@{bot_user}> what do we know about rain?")
    await mari.post(CHANNEL, f"<@{bot_user}|Ba> and about squirrels?")
    await scene.settle()
    await back(scene)
    for _ in range(2):
        await scene.bot.jobs.catch_up()
        await scene.settle()
    answers = [row for row in await scene.rows(select(Outbox)) if row.kind == "answer"]
    # Nothing is known yet, which the asker alone is told.
    assert [row.reason for row in answers] == ["told to the asker alone"] * 2
    assert {row.thread_ts for row in answers} >= {asked["ts"]}
    assert await scene.rows(select(Message)) == []  # a question to the bot is no talk


async def test_a_question_of_days_ago_is_answered_no_more(scene: Scene) -> None:
    mari = await switched_on(scene)
    await scene.bot.jobs.catch_up()
    await away(scene)
    scene.place.clock.advance(60)
    await mari.post(CHANNEL, f"<@{mari.app['bot_user_id']}> what do we know about rain?")
    await scene.settle()
    await back(scene)
    scene.place.clock.advance(2 * 24 * 3600)
    await scene.bot.jobs.catch_up()
    await scene.settle()
    assert [row for row in await scene.rows(select(Outbox)) if row.kind == "answer"] == []


async def test_an_edit_of_the_downtime_replaces_what_was_said(scene: Scene) -> None:
    mari = await switched_on(scene)
    first = await mari.post(CHANNEL, "we order by the hour the rain begins")
    await scene.settle()
    await scene.bot.jobs.catch_up()
    await away(scene)
    scene.place.clock.advance(60)
    await mari.edit(first, "we order by the hour the rain ends")
    await mari.post(CHANNEL, "and I was wrong before")
    await scene.settle()
    await back(scene)
    for _ in range(2):
        await scene.bot.jobs.catch_up()
        await scene.settle()
    texts = sorted(str(m.text) for m in await scene.rows(select(Message)))
    assert texts == ["and I was wrong before", "we order by the hour the rain ends"]


async def test_slack_is_not_asked_for_threads_to_which_nothing_is_missing(scene: Scene) -> None:
    mari = await switched_on(scene)
    first = await mari.post(CHANNEL, "we order by the hour the rain begins")
    await mari.reply(first, "and only before six")
    await scene.settle()
    await scene.bot.jobs.catch_up()
    asked = [entry["name"] for entry in await scene.client.traffic("api")]
    assert "conversations.history" in asked
    assert "conversations.replies" not in asked
    await away(scene)
    await mari.reply(first, "never after seven")
    await scene.settle()
    await back(scene)
    await scene.bot.jobs.catch_up()
    await scene.settle()
    assert len(await scene.rows(select(Message))) == 3
