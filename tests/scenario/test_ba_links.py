"""M10 on the playground: places that talk about the same are proposed, accepted, refused, drawn."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.ba_link import BaLink
from models.outbox import Outbox
from playground.client_person import Person
from playground.client_view import find_elements, texts
from tests.scenario.scene import Scene
from tests.scenario.test_ba_life import directs, status
from tests.scenario.test_turn import CHANNEL, switched_on

OTHER, THIRD = "#night-bakers", "#loading-bay"
OVEN = (
    "the sourdough crust tears when the oven steams too long",
    "put the baguette tray lower, the levain likes it damp",
    "hydration at seventy, then the proofing basket stays clean",
    "a longer levain and less steam gave the better crust",
    "the baguette wants a hot tray and a short proofing",
    "sourdough hydration again: the basket stuck",
)
YARD = (
    "the forklift left the pallet on the ramp",
    "barcode scanner by the conveyor is dead",
    "trailer two docks at nine, the manifest came late",
    "stack the pallets three high by the conveyor",
    "the ramp is icy, take the forklift around",
    "manifest and barcode do not agree for trailer two",
)


async def opened(scene: Scene, mari: Person, name: str) -> None:
    await mari.create_channel(name.strip("#"))
    await mari.invite(name, "app")
    await scene.settle()
    await mari.command(name, "/ba on")
    await scene.settle()


async def chatted(scene: Scene, mari: Person, channel: str, lines: tuple[str, ...]) -> None:
    for number in range(30):
        await mari.post(channel, lines[number % len(lines)])
        scene.place.clock.advance(30)
    await scene.settle()


async def linked_talk(scene: Scene) -> Person:
    mari = await switched_on(scene)
    for name, lines in ((OTHER, OVEN), (THIRD, YARD)):
        await opened(scene, mari, name)
        await chatted(scene, mari, name, lines)
    await chatted(scene, mari, CHANNEL, OVEN)
    await scene.later(minutes=11)
    return mari


def asked(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [message for message in messages if find_elements(message, "ba_link_yes")]


async def test_a_link_is_proposed_accepted_and_drawn(scene: Scene) -> None:
    mari = await linked_talk(scene)
    (question,) = asked(await directs(mari))
    assert "sourdough" not in texts(question)
    await mari.press(question, "ba_link_yes")
    await scene.settle()
    assert [link.state for link in await scene.rows(select(BaLink))] == ["accepted"]
    assert asked(await directs(mari)) == []
    shown = await status(scene, mari)
    assert f"linked with <#{mari.channel_id(OTHER)}>" in texts(shown)

    await mari.press(shown, "ba_map")
    await scene.settle()
    await scene.later(minutes=1)  # a send that got no answer is tried again
    (row,) = await scene.rows(select(Outbox).where(Outbox.kind == "ba_map"))
    assert row.state == "sent", row.reason
    images = [b for m in await directs(mari) for b in m.get("blocks") or [] if b["type"] == "image"]
    (image,) = images
    assert "Linked: #" in image["alt_text"]
    assert "#night-bakers" in image["alt_text"]


async def test_refused_by_one_press_it_is_not_proposed_again(scene: Scene) -> None:
    mari = await linked_talk(scene)
    shown = await status(scene, mari)
    assert "may belong together" in texts(shown)
    await mari.press(shown, "ba_link_no")
    await scene.settle()
    assert [link.state for link in await scene.rows(select(BaLink))] == ["refused"]
    await chatted(scene, mari, CHANNEL, OVEN)
    await scene.later(days=1)
    assert len(await scene.rows(select(BaLink))) == 1
    assert "may belong together" not in texts(await status(scene, mari))
    assert len(await scene.rows(select(Outbox).where(Outbox.kind == "ba_link_ask"))) == 1
