"""Linking and sharing on the playground, by the buttons that people press."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.card import Card
from models.conversion import Conversion
from models.link import CardLink
from models.outbox import Outbox
from models.share import CardShare
from playground.client_person import Person
from playground.client_view import texts
from tests.scenario.scene import Scene
from tests.scenario.test_finding import last_whisper, write
from tests.scenario.test_turn import CHANNEL, switched_on


async def opened(scene: Scene, person: Person, words: str) -> dict[str, Any]:
    """A card's details, reached by finding it."""
    await person.command(CHANNEL, f"/concept find {words}")
    await scene.settle()
    await person.press(last_whisper(person), "card_details")
    await scene.client.until(lambda: person.modal and person.modal["callback_id"] == "card_details")
    assert person.modal is not None
    return person.modal


async def form(scene: Scene, person: Person, surface: dict[str, Any], action: str) -> None:
    await person.press(surface, action)
    wanted = {"link_form", "point_form"}
    await scene.client.until(lambda: person.modal and person.modal["callback_id"] in wanted)


async def test_two_cards_become_a_guide_with_a_lineage(scene: Scene) -> None:
    mari = await switched_on(scene)
    one = await write(scene, mari, "Squirrels in the rain")
    two = await write(scene, mari, "Penguins on ice")
    await form(scene, mari, await opened(scene, mari, "squirrels"), "link_cards_combines")
    assert mari.modal is not None
    options = await mari.options(mari.modal, "choose_cards", "penguins")
    assert [o["value"] for o in options] == [str(two.id)]
    await mari.submit(
        {
            "choose_cards": [str(one.id), str(two.id)],
            "link_title": "Weather animals",
            "link_statement": "Look up before you order",
            "link_home": mari.channel_id(CHANNEL),
        }
    )
    await scene.settle()
    assert mari.modal is not None
    assert "is a card now" in texts(mari.modal)
    assert len(await scene.rows(select(CardLink))) == 2
    modes = await scene.rows(select(Conversion.mode))
    assert modes.count("combination") == 2
    details = await opened(scene, mari, "squirrels")
    assert "It is part of the guide" in texts(details)

    await mari.press(details, "card_picture")
    await scene.settle()
    (row,) = await scene.rows(select(Outbox).where(Outbox.kind == "card_lineage"))
    assert row.state == "sent"
    image = [b for c in mari.channels for m in mari.messages(c) for b in m.get("blocks") or []]
    assert any("It is part of the guide" in b.get("alt_text", "") for b in image)


async def test_a_card_is_broken_down_and_challenged(scene: Scene) -> None:
    mari = await switched_on(scene)
    await write(scene, mari, "Squirrels in the rain")
    await form(scene, mari, await opened(scene, mari, "squirrels"), "link_cards_breaks_down")
    await mari.submit({"link_part_1": "Umbrellas: by the door", "link_part_2": "Noodles"})
    await scene.settle()
    await form(scene, mari, await opened(scene, mari, "umbrellas"), "link_cards_challenges")
    await mari.submit({"link_why": "Nobody took one on Thursday <!channel>"})
    await scene.settle()
    kinds = await scene.rows(select(CardLink.kind).order_by(CardLink.id))
    assert kinds == ["breaks_down", "breaks_down", "challenges"]
    assert "&lt;!channel&gt;" in str(mari.messages(CHANNEL)) or "<!channel>" not in str(
        [m for m in mari.messages(CHANNEL) if m.get("bot_id")]
    )


async def test_somebody_else_shares_with_the_authors_consent(scene: Scene) -> None:
    mari = await switched_on(scene)
    await write(scene, mari, "Squirrels in the rain")
    jun = await scene.person("jun")
    target = next(
        c["id"]
        for c in jun.channels.values()
        if c["id"] in mari.channels
        and c.get("name") not in (None, "shop-floor")
        and not str(c["id"]).startswith("D")
    )
    await jun.invite(target, "app")
    await scene.settle()
    await form(scene, jun, await opened(scene, jun, "squirrels"), "share_card")
    await jun.submit({"link_home": target})
    await scene.settle()
    shares = await scene.rows(select(CardShare))
    if not shares:  # guests are in that channel: the form says so
        assert jun.modal is not None
        return
    asked = next(
        m for c in mari.channels for m in mari.messages(c) if "share_agree" in str(m.get("blocks"))
    )
    await mari.press(asked, "share_agree")
    await scene.settle()
    (shared,) = await scene.rows(select(CardShare))
    assert shared.state == "agreed"
    (pointer,) = await scene.rows(select(Outbox).where(Outbox.kind == "share_pointer"))
    assert pointer.state == "sent", pointer.reason
    told = await scene.rows(select(Outbox).where(Outbox.kind == "share_told"))
    assert [row.state for row in told] == ["sent"]


async def test_an_erased_card_leaves_slack_too(scene: Scene) -> None:
    mari = await switched_on(scene)
    await write(scene, mari, "Squirrels in the rain")
    assert any("Squirrels" in texts(m) for m in mari.messages(CHANNEL) if not m["ephemeral"])
    await mari.press(await opened(scene, mari, "squirrels"), "erase_card")
    await scene.settle()
    assert await scene.rows(select(Card)) == []
    assert not any("Squirrels" in texts(m) for m in mari.messages(CHANNEL) if not m["ephemeral"])


async def test_a_person_takes_back_what_they_contributed(scene: Scene) -> None:
    mari = await switched_on(scene)
    await write(scene, mari, "Squirrels in the rain")
    await mari.command(CHANNEL, "/concept erase mine")
    await scene.settle()
    await mari.press(last_whisper(mari), "erase_mine")
    await scene.settle()
    assert await scene.rows(select(Card)) == []
    assert not any("Squirrels" in texts(m) for m in mari.messages(CHANNEL) if not m["ephemeral"])
