"""M1 and M16 on the playground: who looks after a place, who knows, what was lived, huddles."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.knowing import Findable
from models.outbox import Outbox
from models.role import Role
from models.thread import Thread
from playground.client_person import Person
from playground.client_view import find_elements, texts
from tests.scenario.scene import Scene
from tests.scenario.test_finding import last_whisper, write
from tests.scenario.test_turn import CHANNEL, switched_on, talked, with_button

TALES = (
    "When I started here, I burned every loaf for a month, my hands still remember that oven",
    "I still remember my first winter at the till, I was so scared of the evening rush",
    "Same here, I sat in the storeroom and cried, and then Hana showed me how to breathe",
    "I know the feeling, I was there that night and it was rough for all of us",
)


async def direct(person: Person) -> list[dict[str, Any]]:
    """What the bot wrote to somebody in private."""
    found: list[dict[str, Any]] = []
    for channel in list(person.channels.values()):
        if channel.get("is_app_dm"):
            found += await person.read(channel["id"])
    return found


async def asked(scene: Scene, person: Person, line: str) -> str:
    """What somebody alone sees after a command."""
    await person.command(CHANNEL, line)
    await scene.settle()
    return texts(last_whisper(person))


async def everything_said(scene: Scene, *people: Person) -> str:
    """All that the bot ever showed to some people."""
    said = []
    for person in people:
        for channel in list(person.channels):
            for message in await person.read(channel):
                said.append(texts(message) if message.get("bot_id") else "")
                if message.get("reply_count"):
                    thread = await person.thread(channel, message["ts"])
                    said += [texts(m) for m in thread if m.get("bot_id")]
        said += [texts(m) for channel in person.channels for m in person.ephemerals(channel)]
    return "\n".join(said)


async def test_anybody_may_look_after_a_place_and_step_back(scene: Scene) -> None:
    mari = await switched_on(scene)
    jun = await scene.person("jun")
    await talked(scene)
    await scene.later(minutes=31)
    await jun.command(CHANNEL, "/ba")
    await scene.settle()
    await jun.press(last_whisper(jun), "produce_take")
    await scene.settle()
    assert "Home now shows you" in texts(last_whisper(jun))
    assert "look after this place" in await asked(scene, mari, "/ba produce")
    await asked(scene, mari, "/ba")
    assert f"<@{jun.id}> and <@{mari.id}> look after" in str(last_whisper(mari)), "by name"

    await jun.open_home()
    await scene.settle()
    await scene.client.until(lambda: "look after" in str(jun.home))
    assert jun.home is not None
    (thread,) = await scene.rows(select(Thread).where(Thread.ripeness >= 0.5))
    await jun.press(jun.home, "produce_look")
    await scene.client.until(lambda: jun.modal and "Open the thread" in texts(jun.modal))
    assert thread.ts.replace(".", "") in str(jun.modal)
    assert "sparrows" not in str(jun.modal), "the way there, none of its words"

    await asked(scene, jun, "/ba produce off")
    assert [role.member_id for role in await scene.rows(select(Role))] == [mari.id]
    await jun.open_home()
    await scene.settle()
    await scene.client.until(lambda: "Places you look after" not in str(jun.home))


async def test_who_knows_is_answered_with_people_who_agreed(scene: Scene) -> None:
    mari = await switched_on(scene)
    jun, ines = await scene.person("jun"), await scene.person("ines")
    card = await write(scene, mari, "Squirrels in the rain")
    assert "Nobody who agreed" in await asked(scene, ines, "/ba who knows about squirrels?")

    posted = next(m for m in await jun.read(CHANNEL) if find_elements(m, "try_card"))
    await jun.press(posted, "try_card")
    await scene.later(days=2, hours=1)
    nudge = with_button(await direct(jun), "answer_used")
    await jun.press(nudge, "answer_used")
    await scene.bot.jobs.tidy()
    await scene.settle()
    question = with_button(await direct(mari), "found_agree")
    assert "Squirrels in the rain" in texts(question)
    await mari.press(question, "found_agree")
    await scene.settle()

    answer = await asked(scene, ines, "/ba who knows about squirrels?")
    assert "wrote" in answer
    assert "Squirrels in the rain" in answer
    assert mari.id in str(last_whisper(ines))
    assert jun.id not in str(last_whisper(ines)), "Jun used it and was never asked"
    seen = len(ines.ephemerals(CHANNEL))
    await ines.post(CHANNEL, "@ba who knows about squirrels?")
    await scene.settle()
    assert len(ines.ephemerals(CHANNEL)) == seen + 1
    assert mari.id in str(last_whisper(ines))
    await ines.open_dm("ba")
    dm = next(c["id"] for c in ines.channels.values() if c.get("is_app_dm"))
    await ines.post(dm, "who knows about squirrels?")
    await scene.settle()
    assert mari.id in str((await direct(ines))[-1])

    assert "You agreed" in await asked(scene, mari, "/ba found")
    await mari.press(last_whisper(mari), "found_refuse")
    await scene.settle()
    assert "Nobody who agreed" in await asked(scene, ines, "/ba who squirrels")
    (row,) = await scene.rows(select(Findable).where(Findable.member_id == mari.id))
    assert row.state == "refused"
    assert card.author_id == mari.id


async def test_what_was_lived_points_to_who_agreed_and_is_never_quoted(scene: Scene) -> None:
    mari = await switched_on(scene, "originating")
    jun, ines = await scene.person("jun"), await scene.person("ines")
    await write(scene, ines, "The oven at night", statement="Wait for the oven to be hot")
    await asked(scene, mari, "/ba found on")
    await mari.post(CHANNEL, TALES[0])
    await jun.post(CHANNEL, "When I started here, that oven was my only friend at night")
    await scene.later(minutes=10)
    await scene.bot.jobs.tidy()
    answer = await asked(scene, ines, "/ba who knows about ovens?")
    assert mari.id in str(last_whisper(ines))
    assert "knows it from experience" in answer
    assert jun.id not in str(last_whisper(ines)), "who did not agree is not named"
    assert "oven" in await asked(scene, mari, "/ba found")
    said = await everything_said(scene, mari, jun, ines)
    assert "loaf" not in said
    assert "only friend" not in said
    assert [r.kind for r in await scene.rows(select(Outbox)) if r.kind in ("offer", "card")] == [
        "card"
    ]

    await mari.press(last_whisper(mari), "found_theme", "oven")
    await scene.settle()
    assert "Nobody who agreed" in await asked(scene, ines, "/ba who knows about ovens?")


async def tales(scene: Scene) -> tuple[Person, Person]:
    """Mari and Jun tell each other what they lived through."""
    mari, jun = await scene.person("mari"), await scene.person("jun")
    for person, text in zip((mari, jun, mari, jun), TALES, strict=True):
        await person.post(CHANNEL, text)
        scene.place.clock.advance(30)
    await scene.settle()
    await scene.bot.jobs.tidy()
    await scene.settle()
    return mari, jun


async def test_a_huddle_is_suggested_to_one_in_private_when_feel_matters(scene: Scene) -> None:
    await switched_on(scene, "originating")
    mari, jun = await tales(scene)
    hint = last_whisper(mari)
    assert "huddle" in texts(hint)
    assert not any("huddle" in texts(m) for m in jun.ephemerals(CHANNEL))
    assert not any("huddle" in texts(m) for m in await jun.read(CHANNEL))
    await mari.press(hint, "huddle_no", "good")
    await scene.settle()
    await scene.later(days=1)
    await tales(scene)
    whispers = [m for m in mari.ephemerals(CHANNEL) if find_elements(m, "huddle_no")]
    assert len(whispers) == 1, "never again for Mari"


async def test_elsewhere_no_huddle_is_suggested(scene: Scene) -> None:
    await switched_on(scene, "dialoguing")
    await tales(scene)
    assert await scene.rows(select(Outbox).where(Outbox.kind == "huddle")) == []
