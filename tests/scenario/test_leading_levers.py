"""M11 on the playground: each lever tried and refused; thanks, asking in, wandering."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.leadership.levers_rules import Lever, in_turn, turn_of
from models.card import Card, CardStatus
from models.outbox import Outbox
from models.thanks import Thanks
from models.wander import Meeting, Wanderer
from playground.client_person import Person
from playground.client_view import find_elements, texts
from tests.scenario.scene import Scene
from tests.scenario.test_finding import last_whisper, write
from tests.scenario.test_leading_people import asked, direct
from tests.scenario.test_turn import CHANNEL, switched_on, with_button

PRESS = {
    Lever.CHAOS: "lever_doubt",
    Lever.REDUNDANCY: "card_details",
    Lever.VARIETY: "lever_ask_in",
    Lever.CARE: "thank",
    Lever.AUTONOMY: "practice_times",
}
MODAL = {
    Lever.CHAOS: "card_standing",
    Lever.REDUNDANCY: "card_details",
    Lever.VARIETY: "ask_in_form",
    Lever.CARE: "thank_form",
    Lever.AUTONOMY: "times_form",
}


async def elsewhere(scene: Scene) -> tuple[Person, Card]:
    """Sam switches the bot on in #software and writes a card there."""
    sam = await scene.person("sam")
    await sam.invite("#software", "app")
    await scene.settle()
    intro = next(m for m in await sam.read("#software") if m.get("bot_id"))
    await sam.press(intro, "switch_on")
    await scene.settle()
    await sam.command("#software", "/concept")
    await scene.client.until(lambda: sam.modal and sam.modal["callback_id"] == "card_form")
    await sam.submit({"title": "Rain and squirrels in the log", "statement": "Both come at dusk"})
    await scene.settle()
    (card,) = await scene.rows(select(Card).where(Card.author_id == sam.id))
    return sam, card


async def seeded(scene: Scene, lever: Lever) -> Person:
    """Three old cards in #shop-floor, one in #software; the week in which it is this one's turn."""
    mari = await switched_on(scene)
    for number in "abc":
        await write(scene, mari, f"Rain and squirrels {number}")
    await elsewhere(scene)
    (channel_id,) = {card.channel_id for card in await scene.rows(select(Card))} - {
        card.channel_id for card in await scene.rows(select(Card).where(Card.title.like("%log")))
    }
    scene.place.clock.advance(timedelta(days=70).total_seconds())
    today = scene.bot.ba.clock.now()
    weeks = next(
        n
        for n in range(5)
        if in_turn(turn_of(channel_id, (today + timedelta(days=7 * n)).date()), ())[0] == lever
    )
    scene.place.clock.advance(timedelta(days=7 * weeks).total_seconds())
    await scene.settle()
    return mari


@pytest.mark.parametrize("lever", Lever)
async def test_each_lever_is_offered_pulled_and_refused(scene: Scene, lever: Lever) -> None:
    mari = await seeded(scene, lever)
    await asked(scene, mari, "/ba")
    shown = last_whisper(mari)
    assert find_elements(shown, "lever_no"), texts(shown)
    await mari.press(shown, PRESS[lever])
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == MODAL[lever])
    await mari.close_view()
    await mari.press(shown, "lever_no", f"good:person:{lever}:{item_of(shown)}")
    await scene.settle()
    assert "not come back" in texts(last_whisper(mari)) or "any more" in texts(last_whisper(mari))
    await asked(scene, mari, "/ba")
    again = last_whisper(mari)
    offered = {value.split(":")[2] for value in values_of(again, "lever_no_once")}
    assert lever not in offered


def values_of(message: dict[str, Any], action_id: str) -> list[str]:
    return [str(element["value"]) for _, element in find_elements(message, action_id)]


def item_of(message: dict[str, Any]) -> str:
    return values_of(message, "lever_no_once")[0].split(":", 3)[3]


async def test_a_doubt_is_one_press_and_a_reason(scene: Scene) -> None:
    mari = await seeded(scene, Lever.CHAOS)
    await asked(scene, mari, "/ba")
    await mari.press(last_whisper(mari), "lever_doubt")
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "card_standing")
    await mari.submit({"why": "It never rains here any more"})
    await scene.settle()
    (card,) = await scene.rows(select(Card).where(Card.status == CardStatus.CONTESTED))
    assert card.title == "Rain and squirrels a", "the oldest"


async def test_thanks_reach_whom_they_are_for(scene: Scene) -> None:
    await switched_on(scene)
    mari, jun = await scene.person("mari"), await scene.person("jun")
    said = await asked(scene, jun, "/ba thank @mari for showing me the till <!here>")
    assert "Said" in said
    message = (await direct(mari))[-1]
    assert f"<@{jun.id}> thanks you" in str(message)
    assert "showing me the till" in texts(message)
    (thanks,) = await scene.rows(select(Thanks))
    assert (thanks.from_id, thanks.to_id) == (jun.id, mari.id)
    assert "Thank somebody else" in await asked(scene, jun, "/ba thank @jun for being me")
    assert len(await scene.rows(select(Thanks))) == 1
    await mari.press(message, "thanked_no")
    await scene.settle()
    seen = len(await direct(mari))
    await asked(scene, jun, "/ba thank @mari for tea")
    await scene.later(hours=3)
    assert len(await direct(mari)) == seen, "no more of it"


async def test_a_missing_view_is_asked_in_by_whoever_wants_it(scene: Scene) -> None:
    mari = await seeded(scene, Lever.VARIETY)
    sam = await scene.person("sam")
    await asked(scene, mari, "/ba")
    await mari.press(last_whisper(mari), "lever_ask_in")
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "ask_in_form")
    assert mari.modal is not None
    assert sam.id not in str(mari.modal), "Sam did not agree to be asked"
    await mari.close_view()
    await sam.command("#software", "/ba found on")
    await scene.settle()
    await mari.press(last_whisper(mari), "lever_ask_in")
    await scene.client.until(lambda: mari.modal and sam.id in str(mari.modal))
    before = await scene.rows(select(Outbox).where(Outbox.kind == "asked_in"))
    assert before == [], "nobody is asked before somebody says so"
    await mari.submit({"who": sam.id, "words": "Is it so in the log too?"})
    for _ in range(18):  # until it is working hours in New York
        await scene.later(hours=1)
    message = with_button(await direct(sam), "asked_in_no")
    assert f"<@{mari.id}>" in str(message)
    assert "Is it so in the log too?" in texts(message)
    await sam.press(message, "asked_in_no")
    await scene.settle()
    await mari.press(last_whisper(mari), "lever_ask_in")
    await scene.client.until(lambda: mari.modal and "Nobody outside" in texts(mari.modal))


async def test_wanderers_meet_and_stop_by_a_press(scene: Scene) -> None:
    mari = await switched_on(scene)
    sam, _ = await elsewhere(scene)
    for person, channel in ((mari, CHANNEL), (sam, "#software")):
        await person.command(channel, "/ba wander")
        await scene.settle()
        await person.press(person.ephemerals(channel)[-1], "wander_begin_1")
        await scene.settle()
    assert len(await scene.rows(select(Wanderer))) == 2
    for _ in range(24):  # working hours come in Tokyo and in New York
        await scene.later(hours=1)
        await scene.bot.jobs.tidy()
    (meeting,) = await scene.rows(select(Meeting))
    assert {meeting.one_id, meeting.two_id} == {mari.id, sam.id}
    for person, other in ((mari, sam), (sam, mari)):
        (message,) = [m for m in await direct(person) if find_elements(m, "wander_stop")]
        assert f"<@{other.id}>" in str(message)
    await mari.press(with_button(await direct(mari), "wander_stop"), "wander_stop")
    await scene.settle()
    assert [each.member_id for each in await scene.rows(select(Wanderer))] == [sam.id]
    await scene.later(days=7)
    await scene.bot.jobs.tidy()
    assert len(await scene.rows(select(Meeting))) == 1
    for channel in (CHANNEL, "#software"):
        everybody = [texts(m) for m in await sam.read("#software") + await mari.read(CHANNEL)]
        assert not any("meet" in text for text in everybody), f"nothing in {channel}"
