"""Finding on the playground: words, pages, corrected words, people to ask, gaps, a file."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.audit import Audit
from models.card import Card
from models.outbox import Outbox
from models.question import Question
from playground.client_person import Person
from playground.client_view import find_elements, texts
from tests.scenario.scene import Scene
from tests.scenario.test_turn import CHANNEL, switched_on


async def write(scene: Scene, person: Person, title: str, **more: Any) -> Card:
    """Somebody writes a card with ``/concept``; gives the card."""
    await person.command(CHANNEL, "/concept")
    await scene.client.until(lambda: person.modal and person.modal["callback_id"] == "card_form")
    await person.submit({"title": title, "statement": f"{title}, says {person.name}", **more})
    await scene.settle()
    cards: list[Card] = await scene.rows(select(Card).where(Card.title == title))
    return cards[-1]


def last_whisper(person: Person) -> dict[str, Any]:
    return person.ephemerals(CHANNEL)[-1]


async def test_pages_turn_in_place(scene: Scene) -> None:
    mari = await switched_on(scene)
    for number in range(7):
        await write(scene, mari, f"Rice balls {number}", origin="customer" if number else "inside")
    await mari.command(CHANNEL, "/concept find rice origin:customer")
    await scene.settle()
    first = last_whisper(mari)
    assert len(find_elements(first, "card_details")) == 5
    before = len(mari.ephemerals(CHANNEL))
    await mari.press(first, "find_next")
    await scene.settle()
    second = last_whisper(mari)
    assert len(mari.ephemerals(CHANNEL)) == before
    assert len(find_elements(second, "card_details")) == 1
    assert "page 2" in texts(second)
    await mari.press(second, "find_previous")
    await scene.settle()
    assert len(find_elements(last_whisper(mari), "card_details")) == 5


async def test_a_misspelt_word_finds_the_card_and_whom_to_ask(scene: Scene) -> None:
    mari = await switched_on(scene)
    await write(scene, mari, "Squirrels in the rain")
    await mari.command(CHANNEL, "/concept find squirels")
    await scene.settle()
    assert "squirrels" in texts(last_whisper(mari))
    await mari.press(last_whisper(mari), "card_details")
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "card_details")
    assert mari.modal is not None
    await mari.press(mari.modal, "find_me")
    await scene.settle()
    assert "Do not find me" in texts(mari.modal)
    jun = await scene.person("jun")
    await jun.command(CHANNEL, "/concept find squirrels")
    await scene.settle()
    assert "Lived by" in texts(last_whisper(jun))


async def test_nothing_found_is_told_to_the_asker_and_noted_without_a_name(scene: Scene) -> None:
    mari = await switched_on(scene)
    await mari.command(CHANNEL, "/concept find festival umbrellas")
    await scene.settle()
    assert "found no card" in texts(last_whisper(mari))
    (gap,) = await scene.rows(select(Question))
    assert gap.words == "festival umbrellas"
    card = await write(scene, mari, "Umbrellas at the festival")
    (gap,) = await scene.rows(select(Question))
    assert gap.answered_by == card.id


async def test_a_person_gets_the_cards_they_may_see_as_a_file(scene: Scene) -> None:
    mari = await switched_on(scene)
    await write(scene, mari, "Squirrels in the rain")
    await mari.command(CHANNEL, "/concept export")
    await scene.settle()
    (row,) = await scene.rows(select(Outbox).where(Outbox.kind == "card_export"))
    assert row.reason == "sent as a file"
    messages = [m for channel in mari.channels for m in mari.messages(channel)]
    assert any(f["name"] == "cards.zip" for m in messages for f in m.get("files") or [])


async def test_all_cards_are_taken_out_by_administrators_alone(scene: Scene) -> None:
    mari = await switched_on(scene)
    await write(scene, mari, "Squirrels in the rain")
    await mari.command(CHANNEL, "/concept export all")
    await scene.settle()
    await scene.client.until(lambda: "Only administrators" in texts(last_whisper(mari)))
    exports = select(Outbox).where(Outbox.kind == "card_export")
    assert await scene.rows(exports) == []
    diego = await scene.person("diego")
    place = next(c["id"] for c in diego.channels.values() if not c.get("is_app_dm"))
    await diego.command(place, "/concept export all")
    await scene.settle()
    (row,) = await scene.rows(exports)
    assert row.reason == "sent as a file"
    assert any(
        file["name"] == "cards.zip"
        for channel in diego.channels
        for message in diego.messages(channel)
        for file in message.get("files") or []
    )
    acts = await scene.rows(select(Audit).where(Audit.action == "export_cards"))
    assert [(act.by, act.subject) for act in acts] == [(diego.id, "all")]


async def test_who_asks_in_vain_is_told_where_they_asked(scene: Scene) -> None:
    mari = await switched_on(scene)
    asked = await mari.post(CHANNEL, "<@B> ".replace("B", mari.app["bot_user_id"]) + "penguins?")
    await scene.settle()
    told = last_whisper(mari)
    assert "found no card" in texts(told) or "nothing" in texts(told).lower()
    assert not told.get("thread_ts"), "a thread without replies shows no whisper"
    assert asked["ts"] != told["ts"]
