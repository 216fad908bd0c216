"""Rows M5, M6 and M20 with the real bot: journeys, levels, digests for a channel and for all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.card import Card
from models.conversion import Conversion
from models.digest import DigestPost
from models.outbox import Outbox
from playground.client_person import Person
from playground.client_view import find_elements, texts
from tests.scenario.scene import Scene
from tests.scenario.test_turn import CHANNEL, carded, with_button


async def direct_of(person: Person) -> str:
    place = next(str(c["id"]) for c in person.channels.values() if c.get("is_app_dm"))
    await person.read(place)
    return place


async def tried_and_told(scene: Scene, parent: dict[str, Any], name: str, answer: str) -> Person:
    """Somebody tries the card, is asked, and says how it went."""
    person = await scene.person(name)
    thread = await person.thread(CHANNEL, parent["ts"])
    await person.press(with_button(thread, "try_card"), "try_card")
    await scene.settle()
    await scene.later(days=2, hours=1)
    direct = await direct_of(person)
    nudge = with_button(person.messages(direct), "answer_used")
    await person.press(nudge, "answer_used")
    await scene.settle()
    asked = with_button(person.messages(direct), answer)
    await person.press(asked, answer)
    await scene.settle()
    return person


async def posted_digest(scene: Scene, person: Person) -> dict[str, Any]:
    """Let a week pass; the digest as somebody sees it in the channel."""
    for _ in range(7):
        await scene.later(hours=23, minutes=59)
    await scene.later(hours=3)
    digests = [m for m in person.messages(CHANNEL) if find_elements(m, "digest_menu")]
    assert len(digests) == 1
    return digests[0]


async def promoted(scene: Scene, person: Person, parent: dict[str, Any], scope: str) -> None:
    thread = await person.thread(CHANNEL, parent["ts"])
    await person.press(with_button(thread, "card_details"), "card_details")
    await scene.client.until(lambda: person.modal and person.modal["callback_id"] == "card_details")
    assert person.modal is not None
    await person.press(person.modal, f"promote_card_{scope}")
    await scene.settle()


async def test_m5_m6_a_card_tells_its_journey_in_any_direction_and_through_levels(
    scene: Scene,
) -> None:
    mari, parent, _ = await carded(scene)
    await tried_and_told(scene, parent, "jun", "answer_worked")
    await promoted(scene, mari, parent, "organization")
    rows = await scene.rows(select(Conversion).order_by(Conversion.id))
    assert [row.mode for row in rows] == ["externalization", "internalization", "combination"]
    assert [row.level for row in rows] == ["group", "person", "organization"]

    ines = await scene.person("ines")
    thread = await ines.thread(CHANNEL, parent["ts"])
    await ines.press(with_button(thread, "card_journey"), "card_journey")
    await scene.client.until(lambda: ines.modal and ines.modal["callback_id"] == "card_journey")
    told = texts(ines.modal)
    assert "put into words → tried out → put together" in told
    assert "Put into words, from a conversation in" in told
    assert "Tried out once." in told
    assert "Its author let everybody here see it." in told
    assert "one person → the group → *everybody*" in told
    assert "Written by Mari" in told
    assert "Jun" not in told, "who tried it for themselves is nobody's business"


async def test_m20_the_digest_shares_what_worked_and_what_did_not(scene: Scene) -> None:
    mari, parent, _ = await carded(scene)
    await tried_and_told(scene, parent, "jun", "answer_failed")
    digest = await posted_digest(scene, mari)
    told = texts(digest)
    assert "*What did not work out*" in told
    assert "did not work once" in told
    assert "Thank you, Mari" in told
    assert "Jun" not in told
    image = next(b for b in digest["blocks"] if b["type"] == "image")
    assert "Knowledge went" in image["alt_text"]
    assert not set("*`") & set(image["alt_text"])

    ines = await scene.person("ines")
    await ines.press(digest, "digest_rest")
    await scene.client.until(lambda: ines.modal and ines.modal["callback_id"] == "digest_rest")
    rest = texts(ines.modal)
    assert "Which way it went" in rest
    assert "put into words → tried out: once" in rest


async def test_m20_an_erased_card_leaves_the_digest(scene: Scene) -> None:
    mari, parent, _ = await carded(scene)
    digest = await posted_digest(scene, mari)
    assert "Order for squirrels" in texts(digest)
    thread = await mari.thread(CHANNEL, parent["ts"])
    await mari.press(with_button(thread, "card_details"), "card_details")
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "card_details")
    assert mari.modal is not None
    await mari.press(mari.modal, "erase_card")
    await scene.settle()
    assert await scene.rows(select(Card)) == []
    left = [m for m in mari.messages(CHANNEL) if find_elements(m, "digest_menu")]
    assert "Order for squirrels" not in "".join(map(texts, left))
    for message in left:
        assert "Thank you" not in texts(message)


async def test_m20_administrators_choose_where_everybody_is_told(scene: Scene) -> None:
    mari, _, _ = await carded(scene)
    hana = await scene.person("hana")
    await hana.join(CHANNEL)
    await hana.open_home()
    await scene.settle()
    assert hana.home is not None
    assert "How I am" in texts(hana.home)
    channel = hana.channel_id(CHANNEL)
    await hana.press(hana.home, "digest_channel", channel)
    await scene.settle()
    await mari.open_home()
    await scene.settle()
    assert mari.home is not None
    assert "How I am" not in texts(mari.home)
    waiting = await scene.rows(select(Outbox).where(Outbox.kind == "digest_all"))
    assert [row.channel_id for row in waiting] == [channel]
    for _ in range(9):
        await scene.later(hours=23, minutes=59)
    posts = await scene.rows(select(DigestPost).where(DigestPost.is_organization.is_(True)))
    assert len(posts) == 1
    shown = next(m for m in mari.messages(CHANNEL) if m["ts"] == posts[0].ts)
    assert "The week of all of us" in texts(shown)
    assert "Order for squirrels" in texts(shown)


async def test_home_looks_for_cards(scene: Scene) -> None:
    mari, _, _ = await carded(scene)
    await mari.open_home()
    await scene.settle()
    assert mari.home is not None
    assert "people put into words what they know" in texts(mari.home)
    await mari.press(mari.home, "home_search", "squirrels order")
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "found_cards")
    assert mari.modal is not None
    assert "Order for squirrels" in texts(mari.modal)
    await mari.press(mari.modal, "card_details")
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "card_details")
