"""What kind of place is it, and why? Through Slack, from real talk."""

from __future__ import annotations

from sqlalchemy import select

from models.channel import Channel
from models.channel_week import ChannelWeek
from models.outbox import Outbox
from playground.client_person import Person
from playground.client_view import texts
from tests.scenario.scene import Scene
from tests.scenario.test_turn import CHANNEL, switched_on, talked


def told(person: Person) -> str:
    return "".join(map(texts, person.ephemerals(CHANNEL)))


async def channel_of(scene: Scene) -> Channel:
    found: Channel = (await scene.rows(select(Channel).where(Channel.name == "shop-floor")))[0]
    return found


async def test_the_kind_is_worked_out_by_itself_and_explained(scene: Scene) -> None:
    mari = await switched_on(scene, "auto")
    for _ in range(2):
        await talked(scene)
    assert (await channel_of(scene)).kind is None, "not at every message"
    await scene.later(minutes=16)
    channel = await channel_of(scene)
    assert channel.kind == "dialoguing"
    (week,) = await scene.rows(select(ChannelWeek))
    assert (week.people, week.conversations, week.kind) == (4, 2, "dialoguing")
    await mari.command(CHANNEL, "/ba why")
    await scene.client.until(lambda: "How likely each kind is" in told(mari))
    seen = told(mari)
    assert "Here *people put into words what they know* (`dialoguing`)" in seen
    assert "put into words what somebody knows, among about 4 people at a time" in seen
    assert "From one alone (0) to many (100)" in seen
    assert "Week by week – 02 Mar: dialoguing" in seen


async def test_a_changed_kind_is_told_once_in_the_channel(scene: Scene) -> None:
    mari = await switched_on(scene, "auto")
    for _ in range(2):
        await talked(scene)
    await scene.later(minutes=16)
    for day in range(14):  # two weeks later people only pass on what is written
        await scene.later(days=1)
        if day >= 7:
            for person in ("mari", "jun"):
                speaker = await scene.person(person)
                await speaker.post(CHANNEL, f"minutes of day {day}: https://example.com/{day}")
                await speaker.post(
                    CHANNEL, f"the sales figures are here: https://example.com/{day}"
                )
            await scene.later(minutes=20)
    told_rows = await scene.rows(select(Outbox).where(Outbox.kind == "kind_changed"))
    sent = [row for row in told_rows if row.state == "sent"]
    assert len(sent) == 1
    said = [texts(m) for m in mari.messages(CHANNEL) if "This place has changed" in texts(m)]
    assert len(said) == 1
    assert "Before, people put into words what they knew. Now people collect" in said[0]
    assert (await channel_of(scene)).told_kind == "systemizing"
