"""M9 on the playground: a place lives, is closed, is built, ends; people who meet are told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.ba_built import BaAsked, BaBuilt
from models.ba_life import BaBurst
from models.channel import Channel
from models.outbox import Outbox
from playground.client_person import Person
from playground.client_view import find_elements, texts
from tests.scenario.scene import Scene
from tests.scenario.test_finding import last_whisper, write
from tests.scenario.test_turn import CHANNEL, switched_on, talked


async def status(scene: Scene, person: Person) -> dict[str, Any]:
    """What ``/ba`` says to somebody."""
    await person.command(CHANNEL, "/ba")
    await scene.settle()
    return last_whisper(person)


async def directs(person: Person) -> list[dict[str, Any]]:
    """What the bot wrote to somebody alone."""
    here = [c["id"] for c in person.channels.values() if c.get("is_app_dm")]
    for channel in here:
        await person.read(channel)
    return [message for channel in here for message in person.messages(channel)]


async def test_a_place_shows_its_life_and_can_be_closed(scene: Scene) -> None:
    mari = await switched_on(scene)
    await talked(scene)
    shown = await status(scene, mari)
    assert "just forming" in texts(shown)
    assert "people began to talk" in texts(shown)

    await mari.press(shown, "ba_close")
    await scene.settle()
    channel = (await scene.rows(select(Channel).where(Channel.name == "shop-floor")))[0]
    assert channel.stage == "closed"
    assert "closed this place" in "".join(texts(m) for m in mari.messages(CHANNEL))
    # A closed place is silent: what would be offered elsewhere is not.
    await talked(scene)
    await scene.later(days=1)
    assert await scene.rows(select(Outbox).where(Outbox.kind == "offer")) == []

    shown = await status(scene, mari)
    assert "*closed*" in texts(shown)
    await mari.press(shown, "ba_open")
    await scene.settle()
    assert "just forming" in texts(await status(scene, mari))


async def test_a_place_goes_to_sleep_by_itself(scene: Scene) -> None:
    mari = await switched_on(scene)
    await talked(scene)
    await scene.later(days=20)
    shown = await status(scene, mari)
    assert "*dormant*" in texts(shown)
    assert "20 days ago" in texts(shown)


async def built(scene: Scene, person: Person, where: str = "whole") -> dict[str, Any]:
    """Somebody fills in the first page; gives the second."""
    await person.command(CHANNEL, "/ba new")
    await scene.client.until(lambda: person.modal and person.modal["callback_id"] == "ba_new")
    await person.submit(
        {
            "ba_purpose": "Find out what sells on rainy evenings <!channel>",
            "ba_channel": person.channel_id(CHANNEL),
            "ba_where": where,
            "ba_ends": "2026-03-10",
        }
    )
    await scene.client.until(
        lambda: person.modal and person.modal["callback_id"] == "ba_new_people"
    )
    assert person.modal is not None
    return person.modal


async def test_a_place_is_built_and_ends(scene: Scene) -> None:
    mari = await switched_on(scene)
    jun = await scene.person("jun")
    await write(scene, jun, "Rainy evenings are one trip")
    await scene.later(hours=1)
    page = await built(scene, mari)
    assert "wrote *Rainy evenings are one trip*" in texts(page)
    assert f"<@{jun.id}>" in texts(page)
    await mari.submit({"ba_people": [jun.id]})
    await scene.settle()
    (made,) = await scene.rows(select(BaBuilt))
    assert made.root_ts
    purpose = next(m for m in mari.messages(CHANNEL) if m["ts"] == made.root_ts)
    assert "&lt;!channel&gt;" in texts(purpose)

    asked = next(m for m in await directs(jun) if find_elements(m, "ba_ask_yes"))
    await jun.press(asked, "ba_ask_yes")
    await scene.settle()
    assert [row.state for row in await scene.rows(select(BaAsked))] == ["agreed"]
    assert any(f"<@{jun.id}> would like to come" in texts(m) for m in await directs(mari))
    assert not any(find_elements(m, "ba_ask_yes") for m in await directs(jun))

    await write(scene, jun, "Umbrellas by the door")
    await scene.later(days=8)
    told = [m for m in mari.messages(CHANNEL) if "What came of it" in texts(m)]
    assert len(told) == 1
    assert "Umbrellas by the door" in texts(told[0])
    assert "one trip" not in texts(told[0]), "older than the place"
    channel = (await scene.rows(select(Channel).where(Channel.name == "shop-floor")))[0]
    assert channel.stage == "closed"
    await scene.later(days=8)
    assert len([m for m in mari.messages(CHANNEL) if "What came of it" in texts(m)]) == 1


async def test_a_no_is_nobodys_business(scene: Scene) -> None:
    mari = await switched_on(scene)
    jun = await scene.person("jun")
    await built(scene, mari, "thread")
    await mari.submit({"ba_people": [jun.id]})
    await scene.settle()
    asked = next(m for m in await directs(jun) if find_elements(m, "ba_ask_no"))
    before = len(await directs(mari))
    await jun.press(asked, "ba_ask_no")
    await scene.settle()
    assert [row.state for row in await scene.rows(select(BaAsked))] == ["refused"]
    assert len(await directs(mari)) == before
    # A member ends it before its day: told in its thread, and the channel lives on.
    (made,) = await scene.rows(select(BaBuilt))
    await mari.press(await status(scene, mari), "ba_end")
    await scene.settle()
    thread = await mari.thread(CHANNEL, made.root_ts)
    assert "What came of it" in texts(thread[-1])
    channel = (await scene.rows(select(Channel).where(Channel.name == "shop-floor")))[0]
    assert channel.stage != "closed"


async def test_a_plan_that_cannot_be_is_said_at_its_field(scene: Scene) -> None:
    mari = await switched_on(scene)
    await mari.command(CHANNEL, "/ba new")
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "ba_new")
    answer = await mari.submit(
        {
            "ba_purpose": "For yesterday",
            "ba_channel": mari.channel_id(CHANNEL),
            "ba_where": "whole",
            "ba_ends": "2026-03-02",
        }
    )
    assert mari.modal is not None
    assert mari.modal["callback_id"] == "ba_new"
    assert "from tomorrow on" in answer["errors"]["ba_ends"]
    assert await scene.rows(select(BaBuilt)) == []


async def met(scene: Scene) -> dict[str, Any]:
    """Three people who talk with others for weeks suddenly talk with each other, in a thread."""
    names = ("mari", "jun", "ines")
    people = {name: await scene.person(name) for name in (*names, "diego")}
    for name in names:
        parent = await people[name].post(CHANNEL, "morning, is the delivery here yet?")
        await people["diego"].reply(parent, "half past nine, as ever")
        scene.place.clock.advance(7_200)
    await scene.settle()
    await scene.later(days=10)
    parent = await people["mari"].post(CHANNEL, "has anybody seen how they queue at the bus stop?")
    for name, words in (
        ("jun", "yes, nobody leaves the line even for the shop"),
        ("ines", "they look in through the window though"),
        ("mari", "so they would buy if it took one minute"),
        ("jun", "or if somebody came out with a tray"),
        ("ines", "let us try that on Friday"),
    ):
        await people[name].reply(parent, words)
        scene.place.clock.advance(60)
    await scene.settle()
    await scene.later(minutes=11)
    return parent


async def test_people_who_rarely_talk_are_told_once_and_can_refuse(scene: Scene) -> None:
    mari = await switched_on(scene)
    parent = await met(scene)
    assert len(await scene.rows(select(BaBurst))) == 1
    thread = await mari.thread(CHANNEL, parent["ts"])
    word = next(m for m in thread if find_elements(m, "burst_no"))
    assert "<@" not in texts(word), "nobody is named"
    assert not any("hardly ever talk" in texts(m) for m in mari.messages(CHANNEL))
    await mari.press(word, "burst_no")
    await scene.settle()
    thread = await mari.thread(CHANNEL, parent["ts"])
    assert not any(find_elements(m, "burst_no") for m in thread)
    await scene.later(hours=2)
    assert len(await scene.rows(select(Outbox).where(Outbox.kind == "burst"))) == 1


async def test_a_sudden_meeting_becomes_a_place(scene: Scene) -> None:
    mari = await switched_on(scene)
    parent = await met(scene)
    thread = await mari.thread(CHANNEL, parent["ts"])
    word = next(m for m in thread if find_elements(m, "burst_no"))
    await mari.press(word, "ba_new")
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "ba_new")
    await scene.later(days=4)
    thread = await mari.thread(CHANNEL, parent["ts"])
    assert not any(find_elements(m, "burst_no") for m in thread), "taken away again"
