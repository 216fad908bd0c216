"""Drafts that nobody wrote in vanish, and words that are taken back leave them."""

from __future__ import annotations

from sqlalchemy import select

from models.card import Draft
from playground.client_view import texts
from tests.scenario.scene import Scene
from tests.scenario.test_card_writing import form_of
from tests.scenario.test_turn import CHANNEL, offered


async def test_a_form_that_was_only_looked_at_leaves_nothing(scene: Scene) -> None:
    mari, _, offer = await offered(scene)
    await mari.press(offer, "make_card")
    await form_of(scene, mari)
    await mari.close_view()
    await scene.settle()
    assert await scene.rows(select(Draft)) == []
    await mari.open_home()
    await scene.client.until(lambda: mari.home and "No drafts" in texts(mari.home))


async def test_a_saved_form_stays_when_it_is_closed(scene: Scene) -> None:
    mari, _, offer = await offered(scene)
    await mari.press(offer, "make_card")
    form = await form_of(scene, mari)
    await mari.press(form, "save_draft")
    await scene.client.until(lambda: "Saved" in texts(mari.modal or {}))
    await mari.close_view()
    await scene.settle()
    assert len(await scene.rows(select(Draft))) == 1


async def test_a_deleted_message_is_quoted_no_more(scene: Scene) -> None:
    mari, parent, offer = await offered(scene)
    await mari.press(offer, "make_card")
    form = await form_of(scene, mari)
    await mari.press(form, "save_draft")
    await scene.client.until(lambda: "Saved" in texts(mari.modal or {}))
    await scene.settle()
    (draft,) = await scene.rows(select(Draft))
    assert draft.quotes
    stamps = {quote["ts"] for quote in draft.quotes}
    for message in await mari.thread(CHANNEL, parent["ts"]):
        if message["ts"] in stamps:
            author = await scene.person(message["user"])
            await author.delete(message)
    await scene.settle()
    (draft,) = await scene.rows(select(Draft))
    assert draft.quotes == []
    assert draft.evidence == [] or not stamps & {each["ts"] for each in draft.evidence}
    quoted = ("title", "statement", "metaphor", "analogy", "model")
    assert not any(draft.fields.get(name) for name in quoted)
