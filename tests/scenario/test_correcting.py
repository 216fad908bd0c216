"""People put a reading right, from the message and from the offer's *Why?*; the bot learns."""

from __future__ import annotations

from sqlalchemy import select

from bot.correcting import correct
from models.correction import Correction, Learned
from models.message import Message
from playground.client_view import texts
from tests.scenario.scene import Scene
from tests.scenario.test_turn import CHANNEL, offered, switched_on


async def test_a_reading_is_shown_with_its_reason_and_put_right(scene: Scene) -> None:
    mari = await switched_on(scene)
    message = await mari.post(
        CHANNEL,
        "It turns out that people stay inside when it rains because umbrellas break in the wind",
    )
    await scene.settle()
    await mari.shortcut("correct_reading", message)
    await scene.client.until(lambda: mari.modal)
    assert mari.modal is not None
    shown = texts(mari.modal)
    assert "Puts something known into words" in shown
    assert "Because it" in shown
    key = f"{message['channel']}:{message['ts']}"
    await mari.submit({key: "socialization"})
    await scene.settle()
    stored = (await scene.rows(select(Message)))[0]
    assert (stored.mode, stored.confident) == ("socialization", True)
    correction = (await scene.rows(select(Correction)))[0]
    assert (correction.read_mode, correction.mode) == ("externalization", "socialization")
    await mari.delete(message)
    await scene.settle()
    assert await scene.rows(select(Correction)) == []


async def test_the_offer_says_why(scene: Scene) -> None:
    mari, _, offer = await offered(scene)
    await mari.press(offer, "why_offer")
    await scene.client.until(lambda: mari.modal)
    assert mari.modal is not None
    assert "worth keeping in this thread because" in texts(mari.modal)


async def test_who_is_not_in_the_channel_learns_nothing(scene: Scene) -> None:
    mari = await switched_on(scene)
    message = await mari.post(CHANNEL, "rain keeps people inside because of the wind")
    await scene.settle()
    sam = await scene.person("sam")
    await sam.shortcut("correct_reading", message)
    await scene.settle()
    assert sam.modal is None


async def test_a_workspace_learns_only_what_helps(scene: Scene) -> None:
    mari = await switched_on(scene)
    for number in range(30):
        await mari.post(CHANNEL, f"shelf {number} looks ridiculous but fine")
    await scene.settle()
    async with scene.bot.sessions.begin() as session:
        for message in await session.scalars(select(Message)):
            place = (message.workspace_id, message.channel_id, message.ts)
            now = scene.bot.ba.clock.now()
            await correct(session, *place, "socialization", by=mari.id, now=now)
    await scene.bot.jobs.learn()
    learned = (await scene.rows(select(Learned)))[0]
    assert learned.is_on
    assert learned.after > learned.before
    await mari.post(CHANNEL, "shelf 31 looks ridiculous but fine")
    await scene.settle()
    newest = (await scene.rows(select(Message).order_by(Message.ts.desc())))[0]
    assert newest.mode == "socialization"
