"""Cards are tested, endorsed, doubted and retired, and asked whether they are still true."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.card import Card
from models.life import CardLife
from models.outbox import Outbox
from playground.client_person import Person
from playground.client_view import find_elements, texts
from tests.scenario.scene import Scene
from tests.scenario.test_turn import CHANNEL, TALK, carded, with_button


async def menu(scene: Scene, person: Person, parent: dict[str, Any], word: str) -> dict[str, Any]:
    card = (await scene.rows(select(Card)))[0]
    shown = with_button(await person.thread(CHANNEL, parent["ts"]), "card_menu")
    await person.press(shown, "card_menu", f"{word}:{card.id}")
    await scene.client.until(
        lambda: person.modal and person.modal["callback_id"] == "card_standing"
    )
    assert person.modal
    return person.modal


async def direct_with(person: Person, action: str) -> dict[str, Any]:
    direct = next(c["id"] for c in person.channels.values() if c.get("is_app_dm"))
    await person.read(direct)
    return with_button(person.messages(direct), action)


async def test_it_was_tried_and_the_reason_stands_on_it(scene: Scene) -> None:
    mari, parent, _ = await carded(scene)
    jun = await scene.person("jun")
    await menu(scene, jun, parent, "tested")
    answer = await jun.submit({"status": "tested"})
    assert "why" in answer["errors"]
    await jun.submit({"status": "tested", "why": "three rainy evenings", "review": "2026-06-01"})
    await scene.settle()
    shown = with_button(await mari.thread(CHANNEL, parent["ts"]), "card_menu")
    assert f"*Tested*, says <@{jun.id}>: three rainy evenings" in texts(shown)
    assert "We stand by it" in texts(shown)
    (life,) = await scene.rows(select(CardLife))
    assert life.review_at.isoformat().startswith("2026-06-01")
    await menu(scene, jun, parent, "retired")
    answer = await jun.submit({"status": "retired", "why": "no shop any more"})
    assert "Only those who wrote" in answer["errors"]["status"]


async def test_its_author_is_asked_whether_it_is_still_true(scene: Scene) -> None:
    mari, parent, _ = await carded(scene)
    await scene.later(days=181)
    asked = await direct_with(mari, "no_longer_true")
    assert "Is this still true?" in texts(asked)
    await mari.press(asked, "no_longer_true")
    await scene.client.until(lambda: mari.modal)
    await mari.submit({"status": "contested", "why": "since the new oven"})
    await scene.settle()
    shown = with_button(await mari.thread(CHANNEL, parent["ts"]), "card_menu")
    assert "*Contested*" in texts(shown)
    await mari.press(asked, "still_true")
    await scene.client.until(
        lambda: "settled already" in "".join(map(texts, mari.messages(asked["channel"])))
    )
    assert (await scene.rows(select(Card)))[0].status == "contested"


async def test_still_true_is_one_press(scene: Scene) -> None:
    mari, parent, _ = await carded(scene)
    await scene.later(days=181)
    asked = await direct_with(mari, "still_true")
    await mari.press(asked, "still_true")
    await scene.settle()
    await scene.client.until(
        lambda: not find_elements(mari.message(asked["channel"], asked["ts"]) or {}, "still_true")
    )
    shown = with_button(await mari.thread(CHANNEL, parent["ts"]), "card_menu")
    assert "last found to be true" in texts(shown)


async def test_its_author_hears_when_people_talk_on(scene: Scene) -> None:
    mari, parent, _ = await carded(scene)
    for name, text in TALK[1:]:
        await (await scene.person(name)).reply(parent, text)
        scene.place.clock.advance(40)
    await scene.settle()
    assert await scene.rows(select(Outbox).where(Outbox.kind == "talked_on")) == []
    await scene.later(minutes=31)
    told = await direct_with(mari, "open_change")
    assert "went on talking" in texts(told)
    await mari.press(told, "open_change")
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "card_form")
