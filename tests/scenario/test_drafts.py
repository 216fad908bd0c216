"""Drafts that nobody wrote in vanish, and words that are taken back leave them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.texts import cards as card_texts
from models.card import Card, Draft
from playground.client_person import Person
from playground.client_view import texts
from tests.scenario.scene import Scene
from tests.scenario.test_card_writing import form_of
from tests.scenario.test_leading_people import direct
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


async def _form(scene: Scene) -> tuple[Person, dict[str, Any], Draft]:
    """Mari has a form open that quotes what people said; the thread, and the form's draft."""
    mari, parent, offer = await offered(scene)
    await mari.press(offer, "make_card")
    await form_of(scene, mari)
    (draft,) = await scene.rows(select(Draft))
    return mari, parent, draft


async def _quoted(scene: Scene, parent: dict[str, Any], draft: Draft, name: str) -> Any:
    """The message that a field alone quotes, and its author."""
    (ts,) = {quote["ts"] for quote in draft.quotes if quote["field"] == name}
    person = await scene.person("mari")
    message = next(m for m in await person.thread(CHANNEL, parent["ts"]) if m["ts"] == ts)
    return await scene.person(message["user"]), message


async def test_what_was_deleted_does_not_come_back_with_a_form(scene: Scene) -> None:
    mari, parent, draft = await _form(scene)
    author, message = await _quoted(scene, parent, draft, "model")
    words = str(draft.fields["model"])
    assert words
    await author.delete(message)
    await scene.settle()
    await mari.submit({"model": f"{words}\nTo me they are camels.", "metaphor": "By hand."})
    await scene.settle()
    (card,) = await scene.rows(select(Card))
    assert card.model == "To me they are camels."
    assert card.metaphor == "By hand."
    assert card.statement, "what others said is quoted still"
    assert message["ts"] not in {each["ts"] for each in card.evidence}
    assert card_texts.TAKEN_BACK in str(await direct(mari))
    assert words not in str(await mari.thread(CHANNEL, parent["ts"]))


async def test_an_erased_authors_words_are_asked_for_anew(scene: Scene) -> None:
    mari, parent, draft = await _form(scene)
    author, _ = await _quoted(scene, parent, draft, "statement")
    await author.command(CHANNEL, "/ba forget me")
    await scene.settle()
    answer = await mari.submit({"metaphor": "By hand."})
    assert card_texts.TAKEN_BACK_HERE in str(answer["errors"])
    assert await scene.rows(select(Card)) == []
    (kept,) = await scene.rows(select(Draft))
    assert (kept.fields["statement"], kept.fields["metaphor"]) == ("", "By hand.")
    mine = {"title": "Ask the clouds", "statement": "Look up before you order."}
    await mari.submit({**mine, "metaphor": "By hand."})
    await scene.settle()
    (card,) = await scene.rows(select(Card))
    assert (card.title, card.statement) == tuple(mine.values())


async def test_saving_a_form_does_not_bring_it_back_either(scene: Scene) -> None:
    mari, parent, draft = await _form(scene)
    author, message = await _quoted(scene, parent, draft, "model")
    words = str(draft.fields["model"])
    await author.delete(message)
    await scene.settle()
    state = {"model": {"model": f"{words} camels"}}
    await mari.press(await form_of(scene, mari), "save_draft", state=state)
    await scene.client.until(lambda: card_texts.TAKEN_BACK_SAVED in texts(mari.modal or {}))
    assert mari.modal
    assert words not in str(mari.modal["blocks"])
    (kept,) = await scene.rows(select(Draft))
    assert kept.fields["model"] == "camels"
    await mari.close_view()
    await mari.open_home()
    await scene.client.until(lambda: mari.home and "open_draft" in str(mari.home))
    await mari.press(mari.home or {}, "open_draft")
    state = {"model": {"model": "camels and bees"}}
    await mari.press(await form_of(scene, mari), "save_draft", state=state)
    await scene.client.until(lambda: "Saved" in texts(mari.modal or {}))
    (kept,) = await scene.rows(select(Draft))
    assert kept.fields["model"] == "camels and bees"


async def test_an_edited_message_is_quoted_only_as_it_is_now(scene: Scene) -> None:
    mari, parent, draft = await _form(scene)
    author, message = await _quoted(scene, parent, draft, "model")
    await author.edit(message, f"{message['text']} That is how it looks to me.")
    await scene.settle()
    (kept,) = await scene.rows(select(Draft))
    assert kept.fields["model"] == draft.fields["model"]
    await author.edit(message, "never mind what I said")
    await scene.settle()
    (kept,) = await scene.rows(select(Draft))
    assert kept.fields["model"] == ""
    assert kept.fields["statement"] == draft.fields["statement"]
    assert message["ts"] not in {quote["ts"] for quote in kept.quotes}
    await mari.submit()
    await scene.settle()
    (card,) = await scene.rows(select(Card))
    assert (card.model, card.statement) == ("", draft.fields["statement"])
