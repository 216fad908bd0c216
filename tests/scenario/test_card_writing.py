"""Cards are written, saved at each step, changed by two at once, and looked back on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.card import Card, Draft, Revision
from playground.client_person import Person
from playground.client_view import find_elements, texts
from tests.scenario.scene import Scene
from tests.scenario.test_turn import (
    CHANNEL,
    carded,
    from_bot,
    offered,
    switched_on,
    talked,
    with_button,
)


async def form_of(scene: Scene, person: Person, callback: str = "card_form") -> dict[str, Any]:
    await scene.client.until(lambda: person.modal and person.modal["callback_id"] == callback)
    assert person.modal
    return person.modal


async def the_card(scene: Scene, number: int = 0) -> Card:
    card: Card = (await scene.rows(select(Card).order_by(Card.id)))[number]
    return card


async def change(scene: Scene, person: Person, parent: dict[str, Any]) -> dict[str, Any]:
    card = await the_card(scene)
    shown = with_button(await person.thread(CHANNEL, parent["ts"]), "card_menu")
    await person.press(shown, "card_menu", f"edit:{card.id}")
    return await form_of(scene, person)


async def test_a_draft_is_saved_at_each_step_and_goes_on_from_home(scene: Scene) -> None:
    mari, _, offer = await offered(scene)
    await mari.press(offer, "make_card")
    form = await form_of(scene, mari)
    typed = {"metaphor": {"metaphor": "squirrels before winter"}}
    await mari.press(form, "title", "Order for squirrels", state=typed)
    await scene.settle()
    (draft,) = await scene.rows(select(Draft))
    assert draft.fields["title"] == "Order for squirrels"
    assert draft.fields["metaphor"] == "squirrels before winter"
    scene.place.clock.advance(60)
    await mari.press(form, "save_draft", state={"analogy": {"analogy": "until the sun is back"}})
    await scene.client.until(lambda: "Saved" in texts(mari.modal or {}))
    await mari.close_view()
    await scene.settle()
    await mari.open_home()
    await scene.client.until(lambda: mari.home and find_elements(mari.home, "open_draft"))
    assert mari.home
    assert "Kept until" in texts(mari.home)
    await mari.press(mari.home, "open_draft")
    again = await form_of(scene, mari)
    assert "until the sun is back" in str(again)
    await mari.submit({"title": "Order for squirrels"})
    await scene.settle()
    assert (await the_card(scene)).analogy == "until the sun is back"
    assert await scene.rows(select(Draft)) == []


async def test_an_empty_form_that_is_closed_leaves_nothing(scene: Scene) -> None:
    mari = await switched_on(scene)
    await mari.global_shortcut("new_card")
    await form_of(scene, mari)
    await mari.close_view()
    await scene.settle()
    assert await scene.rows(select(Draft)) == []


async def test_two_people_change_one_card_and_nothing_is_lost(scene: Scene) -> None:
    mari, parent, _ = await carded(scene)
    jun = await scene.person("jun")
    await change(scene, mari, parent)
    await change(scene, jun, parent)
    await jun.submit({"statement": "Jun's words", "why": "shorter", "analogy": "only in autumn"})
    await scene.settle()
    await mari.submit({"statement": "Mari's words", "not_this": "not for snow"})
    merging = await form_of(scene, mari, "card_merge")
    assert "Jun's words" in texts(merging)
    assert "Mari's words" in str(merging)
    await mari.submit({"which_statement": "both"})
    await scene.settle()
    card = await the_card(scene)
    assert card.statement == "Jun's words\n\nMari's words"
    assert (card.analogy, card.not_this, card.revision) == ("only in autumn", "not for snow", 3)
    assert not mari.modals
    shown = with_button(await mari.thread(CHANNEL, parent["ts"]), "card_menu")
    assert "Put into words by" in texts(shown)
    assert "Mari's words" in texts(shown)
    assert [r.why for r in await scene.rows(select(Revision).order_by(Revision.number))][1] == (
        "shorter"
    )


async def test_the_history_shows_differences_and_brings_back(scene: Scene) -> None:
    mari, parent, _ = await carded(scene)
    first = (await the_card(scene)).statement
    await change(scene, mari, parent)
    await mari.submit({"statement": "Quite other words"})
    await scene.settle()
    shown = with_button(await mari.thread(CHANNEL, parent["ts"]), "card_menu")
    await mari.press(shown, "card_menu", f"history:{(await the_card(scene)).id}")
    history = await form_of(scene, mari, "card_history")
    await mari.press(history, "show_revision")
    await scene.client.until(lambda: len(mari.modals) == 2)
    assert "*Quite other words*" in texts(mari.modal or {})
    assert "~" in texts(mari.modal or {})
    await mari.close_view()
    await mari.press(history, "bring_back")
    await scene.settle()
    await scene.client.until(lambda: "says again" in texts(mari.modal or {}))
    card = await the_card(scene)
    assert (card.statement, card.revision) == (first, 3)


async def test_a_thread_like_it_is_added_to_the_card_that_exists(scene: Scene) -> None:
    mari, _, _ = await carded(scene)
    again = await talked(scene)
    await mari.shortcut("make_card", again)
    form = await form_of(scene, mari)
    assert "something like this already" in texts(form)
    await mari.press(form, "add_to_card")
    await scene.settle()
    await scene.client.until(lambda: "now stands on the card" in texts(mari.modal or {}))
    assert len(await scene.rows(select(Card))) == 1
    card = await the_card(scene)
    assert card.revision == 2
    assert {each["ts"][:3] for each in card.evidence}
    assert all(each["permalink"] for each in card.evidence)
    assert "now stands on this card" in texts((await from_bot(mari, again))[-1])
    assert await scene.rows(select(Draft)) == []
