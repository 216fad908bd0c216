"""M15 and M13 on the playground: vision, a card's theme, map and gaps, as people press them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.asset_map import AssetSnapshot
from models.card import Card
from models.member import Mute
from models.outbox import Outbox
from models.question import Question
from models.theme import CardTheme, Theme
from models.vision import Vision
from playground.client_person import Person
from playground.client_view import find_elements, texts
from tests.scenario.scene import Scene
from tests.scenario.test_finding import write
from tests.scenario.test_turn import CHANNEL, switched_on


async def modal(scene: Scene, person: Person, callback: str, words: str = "") -> dict[str, Any]:
    """The modal on top, once it is this one and shows these words."""
    await scene.client.until(
        lambda: (
            person.modal
            and person.modal["callback_id"] == callback
            and words in texts(person.modal)
        )
    )
    assert person.modal
    return person.modal


async def with_themes(scene: Scene) -> tuple[Person, Person]:
    """Diego, an administrator, writes the vision and breaks it down; Mari works in the shop."""
    mari = await switched_on(scene)
    diego = await scene.person("diego")
    await diego.command(CHANNEL, "/ba vision")
    empty = await modal(scene, diego, "vision", "There is no vision yet")
    await diego.press(empty, "vision_change")
    await modal(scene, diego, "vision_form")
    await diego.submit({"are": "A shop for <!channel> & friends", "where": "Round every corner"})
    seen = await modal(scene, diego, "vision", "Edition 1")
    await diego.press(seen, "vision_break_down")
    await modal(scene, diego, "break_down_form")
    parts = {"vision_part_1": "Weather: rain, umbrella", "vision_part_2": "Tea: cup, leaf"}
    await diego.submit(parts)
    await modal(scene, diego, "vision", "Edition 2")
    await scene.settle()
    return mari, diego


async def posted(person: Person, title: str) -> dict[str, Any]:
    """The card as it stands in the channel."""
    await person.read(CHANNEL)
    return next(
        m
        for m in reversed(person.messages(CHANNEL))
        if m.get("bot_id") and not m["ephemeral"] and title in texts(m)
    )


async def test_the_vision_is_written_broken_down_and_looked_back_on(scene: Scene) -> None:
    mari, diego = await with_themes(scene)
    assert [t.name for t in await scene.rows(select(Theme).order_by(Theme.id))] == [
        "Weather",
        "Tea",
    ]
    await mari.command(CHANNEL, "/ba vision")
    seen = await modal(scene, mari, "vision", "Round every corner")
    assert "&lt;!channel&gt; &amp; friends" in str(seen)
    assert "Weather" in texts(seen)
    assert find_elements(seen, "vision_change") == []  # she may read it, not change it
    await mari.press(seen, "vision_history")
    await modal(scene, mari, "vision_history", "themes added: Weather, Tea")

    top = diego.modal
    assert top
    menu = find_elements(top, "theme_menu")[0][1]
    out = next(o["value"] for o in menu["options"] if o["value"].startswith("out:"))
    await diego.press(top, "theme_menu", out)
    again = await modal(scene, diego, "vision", "Edition 3")
    assert "Weather" not in texts(again)
    await diego.press(again, "vision_history")
    history = await modal(scene, diego, "vision_history", "theme taken out: Weather")
    (block_id,) = [b for b, e in find_elements(history, "vision_show") if e["value"] == "2"]
    await diego.press(history, "vision_show", block_id=block_id)
    await scene.client.until(lambda: len(diego.modals) == 3)
    assert diego.modal
    await diego.press(diego.modal, "vision_back")
    await modal(scene, diego, "vision_history", "edition 2 brought back")
    await diego.close_view()
    await diego.close_view()
    await modal(scene, diego, "vision", "Weather")
    editions = await scene.rows(select(Vision).order_by(Vision.number))
    assert [e.number for e in editions] == [1, 2, 3, 4]


async def test_two_administrators_at_once_lose_nothing(scene: Scene) -> None:
    _, diego = await with_themes(scene)
    hana = await scene.person("hana")
    await hana.command("#general", "/ba vision")
    await hana.press(await modal(scene, hana, "vision"), "vision_change")
    await modal(scene, hana, "vision_form")
    assert diego.modal
    await diego.press(diego.modal, "vision_change")
    await modal(scene, diego, "vision_form")
    await diego.submit({"where": "To the sea", "vision_why": "we grow"})
    await modal(scene, diego, "vision", "To the sea")
    await hana.submit({"where": "To the hills"})
    form = await modal(scene, hana, "vision_form", "Diego")
    assert "To the sea" in texts(form)
    assert "To the hills" in str(form)
    await hana.submit({"where": "To the sea and the hills"})
    await modal(scene, hana, "vision", "To the sea and the hills")
    said = [e.answers["where"] for e in await scene.rows(select(Vision).order_by(Vision.number))]
    assert said[-2:] == ["To the sea", "To the sea and the hills"]


async def test_a_card_shows_its_theme_and_one_press_corrects_it(scene: Scene) -> None:
    mari, _ = await with_themes(scene)
    card = await write(scene, mari, "Umbrellas in the rain")
    shown = await posted(mari, card.title)
    assert "Theme: *Weather*, I think: it speaks of rain and umbrella" in texts(shown)
    options = await mari.options(shown, "card_theme")
    assert [o["text"]["text"] for o in options] == ["Weather", "Tea", "No theme"]
    await mari.press(shown, "card_theme", options[1]["value"])
    await scene.settle()
    assert "Theme: *Tea*" in texts(await posted(mari, card.title))
    (its,) = await scene.rows(select(CardTheme))
    assert its.is_chosen
    await scene.later(days=1)  # nothing takes it from her
    assert "Theme: *Tea*" in texts(await posted(mari, card.title))
    chosen = await write(scene, mari, "Rain", theme="none")
    assert "Theme: none" in texts(await posted(mari, chosen.title))


async def test_the_map_shows_what_came_and_what_went(scene: Scene) -> None:
    mari, _ = await with_themes(scene)
    await write(scene, mari, "Umbrellas in the rain", asset_kind="routine")
    await scene.later(days=7)
    assert len(await scene.rows(select(AssetSnapshot))) == 2  # one a week, whatever happens
    await scene.settle()
    assert len(await scene.rows(select(AssetSnapshot))) == 2
    card = await write(scene, mari, "Rain and an umbrella", asset_kind="experiential")
    await mari.command(CHANNEL, f"/concept find {card.title}")
    await scene.settle()
    await mari.press(mari.ephemerals(CHANNEL)[-1], "card_details")
    await mari.press(await modal(scene, mari, "card_details"), "find_me")
    await modal(scene, mari, "card_details", "Mari")
    await mari.close_view(clear=True)
    await mari.command(CHANNEL, "/ba assets")
    shown = await modal(scene, mari, "assets", "1 skill · 1 routine")
    assert "skills: 1 new" in texts(shown)
    assert "To ask: Mari" in texts(shown)
    await mari.press(shown, "assets_picture")
    await scene.settle()
    (row,) = await scene.rows(select(Outbox).where(Outbox.kind == "asset_map"))
    assert row.state == "sent"
    images = [b for c in mari.channels for m in mari.messages(c) for b in m.get("blocks") or []]
    alt = [b["alt_text"] for b in images if "alt_text" in b]
    assert any("Weather: 1 skill · 1 routine (skills: 1 new)" in each for each in alt)


async def test_gaps_are_shown_and_each_has_its_press(scene: Scene) -> None:
    mari, _ = await with_themes(scene)
    for number in range(3):
        await write(scene, mari, f"Umbrellas in the rain {number}")
    for words in ("penguins nesting", "zebra crossing"):
        await mari.command(CHANNEL, f"/concept find {words}")
        await scene.settle()
    await mari.command(CHANNEL, "/ba gaps")
    shown = await modal(scene, mari, "gaps", "What is lacking")
    assert "*Tea*: nothing yet" in texts(shown)
    assert "*Weather*: no skills, documents or routines yet" in texts(shown)
    assert "“zebra crossing”" in texts(shown)
    assert "In your hands alone" in texts(shown)
    questions = {q.words: q.id for q in await scene.rows(select(Question))}
    drop = f"drop:{questions['zebra crossing']}"
    (zebra,) = [b for b, e in find_elements(shown, "gap_menu") if drop in str(e["options"])]
    await mari.press(shown, "gap_menu", drop, block_id=zebra)
    await scene.client.until(lambda: "zebra" not in texts(mari.modal or {}))
    shown = await modal(scene, mari, "gaps", "penguins nesting")
    (block_id,) = [b for b, _ in find_elements(shown, "gap_menu")]
    answer = f"card:{questions['penguins nesting']}"
    await mari.press(shown, "gap_menu", answer, block_id=block_id)
    await modal(scene, mari, "card_form", "Somebody looked for")
    await mari.submit({"statement": "Penguins are nesting behind the till"})
    await scene.settle()
    (question,) = await scene.rows(select(Question))
    assert question.answered_by == (await scene.rows(select(Card.id).order_by(Card.id)))[-1]

    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "gaps")
    assert mari.modal
    lack = next(b for b, e in find_elements(mari.modal, "theme_card"))
    await mari.press(mari.modal, "theme_card", block_id=lack)
    form = await modal(scene, mari, "card_form")
    assert "Tea" in str(find_elements(form, "theme"))


async def test_who_alone_knows_is_told_alone_and_may_refuse(scene: Scene) -> None:
    mari, _ = await with_themes(scene)
    for number in range(3):
        await write(scene, mari, f"Umbrellas in the rain {number}")
    await scene.later(days=7)  # the next week's look
    await scene.later(days=1)
    (row,) = await scene.rows(select(Outbox).where(Outbox.kind == "hangs_on_you"))
    assert row.state == "sent", row.reason
    told = [
        (c, m) for c in mari.channels for m in mari.messages(c) if find_elements(m, "hangs_menu")
    ]
    ((channel, message),) = told
    assert channel.startswith("D")
    assert "on *Weather* is on cards that you alone wrote" in texts(message)
    await mari.press(message, "hangs_menu", "hangs_on_you")
    await scene.settle()
    assert await scene.rows(select(Mute.kind)) == ["hangs_on_you"]
    await scene.later(days=14)
    assert len(await scene.rows(select(Outbox).where(Outbox.kind == "hangs_on_you"))) == 1


async def test_home_leads_to_vision_map_and_gaps(scene: Scene) -> None:
    _, diego = await with_themes(scene)
    await diego.close_view(clear=True)
    await diego.open_home()
    await scene.settle()
    await scene.client.until(lambda: diego.home and find_elements(diego.home, "vision_open"))
    assert diego.home
    assert "What are we?" in texts(diego.home)
    assert "*Weather*: nothing yet" in texts(diego.home)
    for action, callback in (
        ("vision_open", "vision"),
        ("assets_open", "assets"),
        ("gaps_open", "gaps"),
    ):
        await diego.press(diego.home, action)
        await modal(scene, diego, callback)
        await diego.close_view(clear=True)


async def test_a_guest_is_told_nothing_of_it(scene: Scene) -> None:
    await with_themes(scene)
    gil = await scene.person("gil")
    channel = next(c["id"] for c in gil.channels.values() if not str(c["id"]).startswith("D"))
    before = len(gil.modals)
    await gil.command(channel, "/ba vision")
    await scene.settle()
    assert "people who work here" in str(gil.ephemerals(channel)[-1])
    assert len(gil.modals) == before
