"""Every way to a card: the shortcut, the light bulb, a link, a blank form; and who may not."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.card import Card
from models.message import Message
from playground.client_person import Person
from playground.client_view import find_elements, texts
from tests.scenario.scene import Scene
from tests.scenario.test_turn import CHANNEL, switched_on, talked


async def form_of(scene: Scene, person: Person) -> dict[str, Any]:
    await scene.client.until(lambda: person.modal and person.modal["callback_id"] == "card_form")
    assert person.modal is not None
    return person.modal


def drafted(view: dict[str, Any], block_id: str) -> str:
    block = next(b for b in view["blocks"] if b.get("block_id") == block_id)
    return str(block["element"].get("initial_value") or "")


async def test_the_message_shortcut_drafts_from_the_thread(scene: Scene) -> None:
    mari = await switched_on(scene)
    parent = await talked(scene)
    await mari.shortcut("make_card", parent)
    assert drafted(await form_of(scene, mari), "statement")
    await mari.submit({"title": "Rain"})
    await scene.settle()
    card = (await scene.rows(select(Card)))[0]
    assert (card.author_id, card.thread_ts) == (mari.id, parent["ts"])


async def test_it_works_where_the_bot_reads_nothing_and_stores_no_talk(scene: Scene) -> None:
    mari = await scene.person("mari")
    await mari.invite(CHANNEL, "app")
    await scene.settle()
    parent = await talked(scene)
    await mari.shortcut("make_card", parent)
    assert drafted(await form_of(scene, mari), "statement")
    await mari.submit({"title": "Rain"})
    await scene.settle()
    assert len(await scene.rows(select(Card))) == 1
    assert await scene.rows(select(Message)) == []


async def test_a_light_bulb_leads_to_a_button_that_one_person_sees(scene: Scene) -> None:
    mari = await switched_on(scene)
    parent = await talked(scene)
    jun = await scene.person("jun")
    await jun.react(parent, "bulb")
    await scene.settle()
    seen = [m for m in jun.ephemerals(CHANNEL) if find_elements(m, "make_card")]
    assert len(seen) == 1
    assert not [m for m in mari.ephemerals(CHANNEL) if find_elements(m, "make_card")]
    await jun.press(seen[0], "make_card")
    assert drafted(await form_of(scene, jun), "statement")


async def test_a_link_to_a_message_leads_to_its_thread(scene: Scene) -> None:
    mari = await switched_on(scene)
    parent = await talked(scene)
    await mari.command(CHANNEL, f"/concept {parent['permalink']}")
    assert drafted(await form_of(scene, mari), "statement")


async def test_a_link_into_a_private_channel_is_refused_to_others(scene: Scene) -> None:
    mari = await scene.person("mari")
    ines = await scene.person("ines")
    await ines.invite("#tasting", "app")
    await scene.settle()
    secret = await ines.post("#tasting", "the plum buns win because they are warm")
    sam = await scene.person("sam")
    await sam.command("#software", f"/concept {secret['permalink']}")
    await scene.client.until(lambda: sam.modal and "cannot see a message" in texts(sam.modal))
    assert "plum" not in texts(sam.modal or {})
    await mari.command("#tasting", f"/concept {secret['permalink']}")
    await form_of(scene, mari)


async def test_a_blank_card_is_written_where_it_belongs(scene: Scene) -> None:
    mari = await switched_on(scene)
    await mari.command(CHANNEL, "/concept")
    view = await form_of(scene, mari)
    assert drafted(view, "statement") == ""
    answer = await mari.submit({"title": "Only a name"})
    assert "statement" in (answer.get("errors") or {})
    await mari.submit({"title": "Wet umbrellas", "statement": "Put them by the noodles"})
    await scene.settle()
    card = (await scene.rows(select(Card)))[0]
    assert card.channel_id == mari.channel_id(CHANNEL)
    assert [m for m in mari.messages(CHANNEL) if find_elements(m, "try_card")]


async def test_the_global_shortcut_asks_where_it_belongs(scene: Scene) -> None:
    mari = await switched_on(scene)
    await mari.global_shortcut("new_card")
    await form_of(scene, mari)
    values = {"title": "Wet umbrellas", "statement": "Put them by the noodles"}
    answer = await mari.submit({**values, "home": mari.channel_id("#general")})
    assert "home" in (answer.get("errors") or {}), "the bot is not in there"
    await mari.submit({**values, "home": mari.channel_id(CHANNEL)})
    await scene.settle()
    assert len(await scene.rows(select(Card))) == 1


async def test_a_draft_is_kept_and_found_again_in_home(scene: Scene) -> None:
    mari = await switched_on(scene)
    await mari.command(CHANNEL, "/concept")
    view = await form_of(scene, mari)
    state = {"statement": {"statement": "Put them by the noodles"}}
    await mari.press(view, "save_draft", state=state)
    await mari.close_view()
    await mari.open_home()
    await scene.settle()
    await scene.client.until(lambda: mari.home and find_elements(mari.home, "open_draft"))
    assert mari.home is not None
    await mari.press(mari.home, "open_draft")
    assert drafted(await form_of(scene, mari), "statement") == "Put them by the noodles"
