"""One whole turn of the spiral, each step asserted in the database and in what people see."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.card import Card, Draft
from models.channel import Channel
from models.conversion import Conversion
from models.outbox import Outbox
from models.practice import Practice, Review
from models.thread import Thread
from playground.client_person import Person
from playground.client_view import find_elements, texts
from tests.scenario.scene import Scene

TALK = (
    (
        "jun",
        "who understands yesterday? rain from 4, fewer people, and we sold out of noodles by nine",
    ),
    (
        "mari",
        "I was on the till. They were not in a hurry, basket on the arm, looking along every shelf",
    ),
    ("ines", "so maybe it is not about hunger tonight? They took what can wait"),
    (
        "mari",
        "on a dry day customers are like sparrows, they peck one thing and come back."
        " In the rain they are squirrels: one trip, and carry it home for the night",
    ),
    (
        "jun",
        "so the order sheet is wrong because it counts heads, but it is the basket that changes",
    ),
    (
        "diego",
        "Then the rule is: when rain begins before the evening rush, don't order less, order"
        " different: half the rice balls but twice of everything that keeps, because a rainy"
        " evening is one trip not three",
    ),
    ("jun", "Thanks Mari, now I finally get it. Ordering for squirrels on Thursday"),
)
CHANNEL = "#shop-floor"


async def switched_on(scene: Scene, kind: str = "dialoguing") -> Person:
    mari = await scene.person("mari")
    await mari.invite(CHANNEL, "app")
    await scene.settle()
    intro = next(m for m in mari.messages(CHANNEL) if m.get("bot_id"))
    await mari.press(intro, "switch_on")
    await scene.settle()
    await mari.command(CHANNEL, f"/ba set {kind}")
    await scene.settle()
    return mari


async def talked(scene: Scene) -> dict[str, Any]:
    parent: dict[str, Any] = {}
    for name, text in TALK:
        person = await scene.person(name)
        if parent:
            await person.reply(parent, text)
        else:
            parent = await person.post(CHANNEL, text)
        scene.place.clock.advance(40)
    await scene.settle()
    return parent


async def from_bot(person: Person, parent: dict[str, Any]) -> list[dict[str, Any]]:
    """What everybody sees from the bot in a thread."""
    thread = await person.thread(CHANNEL, parent["ts"])
    return [m for m in thread if m.get("bot_id") and not m["ephemeral"]]


def with_button(messages: list[dict[str, Any]], action: str) -> dict[str, Any]:
    return next(m for m in reversed(messages) if find_elements(m, action))


async def offered(scene: Scene) -> tuple[Person, dict[str, Any], dict[str, Any]]:
    mari = await switched_on(scene)
    parent = await talked(scene)
    await scene.later(minutes=31)
    thread = await mari.thread(CHANNEL, parent["ts"])
    return mari, parent, with_button(thread, "make_card")


async def carded(scene: Scene) -> tuple[Person, dict[str, Any], dict[str, Any]]:
    mari, parent, offer = await offered(scene)
    await mari.press(offer, "make_card")
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "card_form")
    await mari.submit(
        {"title": "Order for squirrels", "metaphor": "Customers in the rain are squirrels"}
    )
    await scene.settle()
    thread = await mari.thread(CHANNEL, parent["ts"])
    return mari, parent, with_button(thread, "try_card")


async def test_a_ripe_quiet_thread_is_offered_and_becomes_a_card(scene: Scene) -> None:
    mari, parent, offer = await offered(scene)
    assert offer["thread_ts"] == parent["ts"]
    thread = (await scene.rows(select(Thread)))[0]
    assert thread.state == "offered"
    assert thread.ripeness >= 0.5
    assert thread.reasons

    await mari.press(offer, "make_card")
    await scene.client.until(lambda: mari.modal and mari.modal["callback_id"] == "card_form")
    draft = (await scene.rows(select(Draft)))[0]
    assert draft.fields["statement"].lower() in " ".join(text for _, text in TALK).lower()
    await mari.submit({"title": "Order for squirrels <!channel>"})
    await scene.settle()

    card = (await scene.rows(select(Card)))[0]
    assert card.title == "Order for squirrels <!channel>"
    assert card.thread_ts == parent["ts"]
    assert card.posted_ts
    assert f"/archives/{card.channel_id}/p{card.posted_ts.replace('.', '')}" in card.permalink
    assert await scene.rows(select(Draft)) == []
    conversion = (await scene.rows(select(Conversion)))[0]
    assert (conversion.mode, conversion.target) == ("externalization", f"card:{card.id}")

    seen = await mari.thread(CHANNEL, parent["ts"])
    shown = with_button(seen, "try_card")
    assert "&lt;!channel&gt;" in texts(shown)
    assert "/archives/" in texts(shown)
    assert not [m for m in seen if find_elements(m, "make_card")], "the offer is taken away"


async def test_it_is_found_by_command_and_by_mention(scene: Scene) -> None:
    mari, _, _ = await carded(scene)
    await mari.command(CHANNEL, "/concept find ordering squirrel")
    await scene.client.until(
        lambda: "Order for squirrels" in "".join(map(texts, mari.ephemerals(CHANNEL)))
    )
    jun = await scene.person("jun")
    question = await jun.post(CHANNEL, "@ba what do we order when it rains?")
    await scene.settle()
    answer = (await jun.thread(CHANNEL, question["ts"]))[-1]
    assert "Order for squirrels" in texts(answer)
    nothing = await jun.post(CHANNEL, "@ba who repairs bicycles?")
    await scene.settle()
    assert await from_bot(mari, nothing) == []
    await scene.client.until(
        lambda: "I found no card" in "".join(map(texts, jun.ephemerals(CHANNEL)))
    )


async def test_the_bot_says_what_kind_of_place_it_is(scene: Scene) -> None:
    mari = await switched_on(scene, "auto")
    await talked(scene)
    more = await talked(scene)
    await mari.command(CHANNEL, "/ba")
    await scene.client.until(lambda: "dialoguing" in "".join(map(texts, mari.ephemerals(CHANNEL))))
    channel = (await scene.rows(select(Channel).where(Channel.name == "shop-floor")))[0]
    assert channel.kind == "dialoguing"
    assert channel.kind_reason.startswith("because")
    assert more


async def test_who_tries_a_card_is_asked_and_answers(scene: Scene) -> None:
    mari, parent, shown = await carded(scene)
    jun = await scene.person("jun")
    await jun.press(with_button(await jun.thread(CHANNEL, parent["ts"]), "try_card"), "try_card")
    await scene.settle()
    review = (await scene.rows(select(Review)))[0]
    assert review.member_id == jun.id
    await scene.later(days=2, hours=1)
    direct = next(c["id"] for c in jun.channels.values() if c.get("is_app_dm"))
    await jun.read(direct)
    nudge = with_button(jun.messages(direct), "answer_used")
    assert "Order for squirrels" in texts(nudge)
    await jun.press(nudge, "answer_used")
    await scene.settle()
    assert [p.answer for p in await scene.rows(select(Practice))] == ["used"]
    assert "internalization" in [c.mode for c in await scene.rows(select(Conversion))]
    assert (mari.id, shown["ts"]) != ("", "")


async def test_the_weekly_digest_comes_once_with_its_picture(scene: Scene) -> None:
    mari, _, _ = await carded(scene)
    for _ in range(7):
        await scene.later(hours=23, minutes=59)
    await scene.later(hours=3)
    digests = [m for m in mari.messages(CHANNEL) if find_elements(m, "digest_menu")]
    assert len(digests) == 1
    assert next(b for b in digests[0]["blocks"] if b["type"] == "image")["alt_text"]
    assert "Order for squirrels" in texts(digests[0])
    sent = await scene.rows(select(Outbox).where(Outbox.kind == "digest", Outbox.state == "sent"))
    assert len(sent) == 1


async def test_an_offer_can_be_refused_and_goes_away_by_itself(scene: Scene) -> None:
    mari, parent, offer = await offered(scene)
    await mari.press(offer, "refuse_offer_once")
    await scene.settle()
    assert await from_bot(mari, parent) == []
    assert (await scene.rows(select(Thread)))[0].state == "refused"
    again = await talked(scene)
    await scene.later(days=1, minutes=1)
    assert await from_bot(mari, again)
    await scene.later(days=3, minutes=1)
    await scene.bot.jobs.tidy()
    await scene.settle()
    assert await from_bot(mari, again) == []


async def test_elsewhere_it_is_silent(scene: Scene) -> None:
    mari = await switched_on(scene, "originating")
    parent = await talked(scene)
    await scene.later(days=1)
    assert await from_bot(mari, parent) == []
