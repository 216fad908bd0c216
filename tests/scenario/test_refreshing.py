"""What changed while the bot was away, and no event told: cards go by how it is now."""

from __future__ import annotations

from sqlalchemy import func, select

from models.channel import Channel
from models.member import Member, Membership
from models.message import Message
from models.workspace import Workspace
from tests.scenario.scene import Scene
from tests.scenario.test_catching_up import away, back
from tests.scenario.test_turn import CHANNEL, switched_on


async def test_who_left_and_who_became_a_guest_is_learned(scene: Scene) -> None:
    mari = await switched_on(scene)
    jun = await scene.person("jun")
    await mari.invite(CHANNEL, "jun")
    await scene.settle()
    in_channel = select(Membership).where(Membership.channel_id == mari.channel_id(CHANNEL))
    assert {mari.id, jun.id} <= {row.member_id for row in await scene.rows(in_channel)}
    workspace = scene.place.workspace
    workspace.channels[mari.channel_id(CHANNEL)].members.remove(jun.id)
    workspace.people[mari.id].role = "guest"
    await scene.bot.jobs.refresh()
    assert jun.id not in {row.member_id for row in await scene.rows(in_channel)}
    (her,) = await scene.rows(select(Member).where(Member.id == mari.id))
    assert her.is_guest


async def test_a_channel_that_became_private_or_shared_is_so_at_the_next_look(scene: Scene) -> None:
    mari = await switched_on(scene)
    await mari.post(CHANNEL, "we order by the hour the rain begins")
    await scene.settle()
    channel = scene.place.workspace.channels[mari.channel_id(CHANNEL)]
    query = select(Channel).where(Channel.id == channel.id)
    channel.kind = "private"
    await scene.bot.jobs.catch_up()
    (stored,) = await scene.rows(query)
    assert (stored.is_private, stored.level) == (True, "offering")
    channel.shared = True
    await scene.bot.jobs.catch_up()
    (stored,) = await scene.rows(query)
    assert (stored.is_shared, stored.level) == (True, "off")
    assert await scene.rows(select(Message)) == []


async def test_a_removal_from_the_workspace_while_away_is_noticed(scene: Scene) -> None:
    mari = await switched_on(scene)
    await mari.post(CHANNEL, "we order by the hour the rain begins")
    await scene.settle()
    await away(scene)
    scene.place.uninstall()
    await scene.settle()
    await back(scene)
    assert await scene.rows(select(func.count()).select_from(Message)) == [1]
    await scene.bot.jobs.catch_up()
    assert await scene.rows(select(Message)) == []
    (workspace,) = await scene.rows(select(Workspace))
    assert workspace.uninstalled_at is not None


async def test_a_slack_that_is_away_is_no_removal(scene: Scene) -> None:
    mari = await switched_on(scene)
    await mari.post(CHANNEL, "we order by the hour the rain begins")
    await scene.settle()
    await scene.place.fault("error", "users.conversations", error="internal_error")
    await scene.bot.jobs.catch_up()
    assert len(await scene.rows(select(Message))) == 1
