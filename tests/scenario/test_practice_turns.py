"""Practice on the playground: predict, be asked, tell; share; be taught; one's own times."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.card import Card, Draft
from models.experiment import Experiment
from models.link import CardLink
from models.outbox import Outbox
from models.rhythm import Rhythm
from models.story import Story
from playground.client_person import Person
from playground.client_view import find_elements, texts
from tests.scenario.scene import Scene
from tests.scenario.test_turn import CHANNEL, carded, with_button


async def direct(person: Person) -> tuple[str, list[dict[str, Any]]]:
    """Somebody's conversation with the bot."""
    channel = next(c["id"] for c in person.channels.values() if c.get("is_app_dm"))
    await person.read(channel)
    return channel, person.messages(channel)


async def on_card(person: Person, parent: dict[str, Any]) -> dict[str, Any]:
    return with_button(await person.thread(CHANNEL, parent["ts"]), "card_practice")


async def predicted(scene: Scene) -> tuple[Person, dict[str, Any]]:
    mari, parent, shown = await carded(scene)
    card = (await scene.rows(select(Card)))[0]
    await mari.press(shown, "card_practice", f"predict:{card.id}")
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "predict_form")
    answer = await mari.submit(
        {"expected": "What keeps is gone by nine", "day": "2026-03-01", "number": "many"}
    )
    assert set(answer["errors"]) == {"day", "number"}
    await mari.submit(
        {
            "expected": "What keeps is gone by nine",
            "day": "2026-03-10",
            "seen_by": "the shelf",
            "number": "≥ 20",
        }
    )
    await scene.settle()
    assert "at least 20" in texts(await on_card(mari, parent))
    return mari, parent


async def test_a_refuted_prediction_reopens_the_dialogue(scene: Scene) -> None:
    mari, parent = await predicted(scene)
    await scene.later(days=7, hours=3)
    _, messages = await direct(mari)
    reminder = with_button(messages, "experiment_not")
    assert "What keeps is gone by nine" in texts(reminder)
    await mari.press(reminder, "experiment_not")
    await scene.settle()
    _, messages = await direct(mari)
    await mari.press(with_button(messages, "experiment_words"), "experiment_words")
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "result_form")
    await mari.submit({"came": "half of it stood there at closing <!here>"})
    await scene.settle()
    assert [c.status for c in await scene.rows(select(Card))] == ["contested"]
    before = len(await mari.thread(CHANNEL, parent["ts"]))
    await scene.later(minutes=11)
    await scene.later(days=1)
    thread = await mari.thread(CHANNEL, parent["ts"])
    assert len(thread) == before + 1
    said = texts(thread[-1])
    assert "What keeps is gone by nine" in said
    assert "half of it stood there at closing &lt;!here&gt;" in said
    assert "It did not happen" in texts(await on_card(mari, parent))


async def test_a_number_by_command_confirms_it(scene: Scene) -> None:
    mari, _ = await predicted(scene)
    await mari.command(CHANNEL, "/concept result squirrels: 24")
    await scene.settle()
    experiment = (await scene.rows(select(Experiment)))[0]
    assert (experiment.state, experiment.came_number) == ("confirmed", 24)
    assert [c.status for c in await scene.rows(select(Card))] == ["tested"]
    await scene.later(days=30)
    asked = await scene.rows(select(Outbox).where(Outbox.kind == "experiment"))
    assert asked == [], "what is told is not asked about"


async def shared(scene: Scene) -> tuple[Person, dict[str, Any]]:
    _, parent, _ = await carded(scene)
    jun = await scene.person("jun")
    await jun.press(with_button(await jun.thread(CHANNEL, parent["ts"]), "try_card"), "try_card")
    await scene.settle()
    await scene.later(days=2, hours=1)
    _, messages = await direct(jun)
    await jun.press(with_button(messages, "answer_used"), "answer_used")
    await scene.settle()
    _, messages = await direct(jun)
    await jun.press(with_button(messages, "answer_failed"), "answer_failed")
    await scene.settle()
    _, messages = await direct(jun)
    await jun.press(with_button(messages, "share_practice"), "share_practice")
    await scene.client.until(lambda: jun.modal and jun.modal["callback_id"] == "share_form")
    await jun.submit({"story_words": "On Sundays they come twice all the same"})
    await scene.settle()
    return jun, parent


async def test_a_shared_story_stands_on_the_card_and_grows_another(scene: Scene) -> None:
    jun, parent = await shared(scene)
    assert [s.stance for s in await scene.rows(select(Story))] == ["against"]
    assert "On Sundays they come twice" in texts(await on_card(jun, parent))
    await scene.later(days=3)
    thread = await jun.thread(CHANNEL, parent["ts"])
    assert sum("it did not hold" in texts(m) for m in thread if m.get("bot_id")) == 1

    assert jun.modal
    await jun.press(jun.modal, "card_from_practice")
    await scene.client.until(lambda: jun.modal and jun.modal["callback_id"] == "card_form")
    draft = (await scene.rows(select(Draft)))[0]
    assert draft.fields["statement"] == "On Sundays they come twice all the same"
    await jun.submit({"title": "Sundays are different"})
    await scene.settle()
    cards = {card.title: card.id for card in await scene.rows(select(Card))}
    links = [(link.kind, link.source_id) for link in await scene.rows(select(CardLink))]
    assert links == [("grew_from", cards["Sundays are different"])]


async def test_a_newcomer_is_taught_and_hears_whether_it_helps(scene: Scene) -> None:
    await carded(scene)
    ines = await scene.person("ines")
    await ines.command(CHANNEL, "/ba teach")
    await scene.settle()
    _, messages = await direct(ines)
    assert "Order for squirrels" in texts(messages[-1])
    assert find_elements(messages[-1], "try_card")
    await ines.command(CHANNEL, "/ba practice")
    await scene.client.until(
        lambda: "No card was used yet" in "".join(map(texts, ines.ephemerals(CHANNEL)))
    )


async def test_nothing_is_asked_in_do_not_disturb_nor_on_days_off(scene: Scene) -> None:
    _, parent, _ = await carded(scene)
    jun = await scene.person("jun")
    await jun.open_home()
    await scene.settle()
    await scene.client.until(lambda: jun.home)
    assert jun.home
    await jun.press(jun.home, "practice_times")
    await scene.client.until(lambda: jun.modal and jun.modal["callback_id"] == "times_form")
    hours = {"times_begins": "9", "times_ends": "20", "times_days": ["4"]}  # Fridays
    await jun.submit(hours)
    assert [r.days for r in await scene.rows(select(Rhythm))] == [[4]]
    await jun.change_profile(dnd={"enabled": True, "start": "22:00", "end": "15:00"})
    await jun.press(with_button(await jun.thread(CHANNEL, parent["ts"]), "try_card"), "try_card")
    await scene.settle()
    sent = select(Outbox.sent_at).where(Outbox.kind == "nudge", Outbox.state == "sent")
    for _ in range(30):
        await scene.later(hours=4)
    (at,) = await scene.rows(sent)
    assert (at.weekday(), at.hour) == (4, 8) or (at.weekday() == 4 and 6 <= at.hour < 11), at
