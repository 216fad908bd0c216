"""Invited, the bot introduces itself once and stores nothing until a member switches it on."""

from __future__ import annotations

from sqlalchemy import select

from models.channel import Channel
from models.message import Message
from playground.client_view import find_elements, texts
from tests.scenario.scene import Scene


async def test_it_introduces_itself_once(scene: Scene) -> None:
    mari = await scene.person("mari")
    await mari.invite("#shop-floor", "app")
    await scene.settle()
    said = [m for m in mari.messages("#shop-floor") if m.get("bot_id")]
    assert len(said) == 1
    assert "I am *off* until somebody here switches me on" in texts(said[0])


async def test_nothing_is_stored_before_switch_on(scene: Scene) -> None:
    mari = await scene.person("mari")
    await mari.invite("#shop-floor", "app")
    await mari.post("#shop-floor", "we order by weather, since rain keeps people at home")
    await scene.settle()
    assert await scene.rows(select(Message)) == []
    intro = next(m for m in mari.messages("#shop-floor") if m.get("bot_id"))
    await mari.press(intro, "switch_on")
    await scene.settle()
    intro = next(m for m in mari.messages("#shop-floor") if m.get("bot_id"))
    assert not find_elements(intro, "switch_on"), "the switch was used: /ba has it now"
    channel = (await scene.rows(select(Channel).where(Channel.name == "shop-floor")))[0]
    assert channel.level == "offering"
    said = "the sheet is wrong because it counts heads and not baskets, so we should order less"
    await mari.post("#shop-floor", said)
    await scene.settle()
    stored = await scene.rows(select(Message))
    assert [m.text for m in stored] == [said]
    assert stored[0].mode == "externalization"


async def test_what_is_said_to_the_bot_is_no_talk(scene: Scene) -> None:
    mari = await scene.person("mari")
    await mari.invite("#shop-floor", "app")
    await scene.settle()
    await mari.command("#shop-floor", "/ba on")
    await mari.post("#shop-floor", "@ba why do we order by weather?")
    await scene.settle()
    assert await scene.rows(select(Message)) == []


async def test_a_kind_must_be_named(scene: Scene) -> None:
    mari = await scene.person("mari")
    await mari.invite("#shop-floor", "app")
    await scene.settle()
    await mari.command("#shop-floor", "/ba set")
    said = "".join(texts(m) for m in mari.ephemerals("#shop-floor"))
    assert "four kinds of place" in said
