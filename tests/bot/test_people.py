from __future__ import annotations

from bot.home import gather_home, home_view, make_home
from bot.outgoing.rules import Drop
from bot.people import fetch_person, make_refresh
from bot.slack.gateway import SlackRefused
from models.card import Draft
from models.channel import get_channel
from models.database import Sessions
from models.member import Member, MuteSubject, members_of, mute
from models.outbox import put
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    all_of,
    make_card,
    make_channel,
    make_people,
    making,
    outbox_row,
    settings,
)


class Slack(FakeGateway):
    """Knows two members of C1, one of them a guest."""

    async def query(self, method: str, **arguments: object) -> dict[str, object]:
        self.calls.append((method, dict(arguments)))
        self._fail(method)
        user = str(arguments.get("user"))
        return {
            "users.info": {"user": {"id": user, "name": user, "is_restricted": user == "G1"}},
            "conversations.info": {"channel": {"name": "tides", "is_private": True}},
            "conversations.members": {"members": ["U1", "G1"]},
        }[method]


async def refresh(sessions: Sessions, slack: Slack) -> object:
    async with sessions.begin() as session:
        await put(
            session,
            workspace_id=TEAM,
            kind="refresh_channel",
            key="r",
            payload={"channel": "C1"},
            now=START,
        )
    row = await outbox_row(sessions, "r")
    assert row is not None
    return await make_refresh(making(sessions, slack), row)


async def test_a_channel_is_fetched_with_its_people(sessions: Sessions) -> None:
    slack = Slack()
    assert await refresh(sessions, slack) == Drop("fetched")
    async with sessions.begin() as session:
        channel = await get_channel(session, TEAM, "C1")
        assert await members_of(session, TEAM, "C1") == {"U1", "G1"}
    assert channel is not None
    assert (channel.name, channel.is_private, channel.level) == ("tides", True, "off")
    assert {row.id: row.is_guest for row in await all_of(sessions, Member)} == {
        "U1": False,
        "G1": True,
    }
    asked = len(slack.calls)
    await fetch_person(sessions, slack, TEAM, "U1", START)
    assert len(slack.calls) == asked  # known already


async def test_a_channel_that_slack_hides_is_let_be(sessions: Sessions) -> None:
    slack = Slack()
    slack.failures["conversations.info"] = [SlackRefused("channel_not_found")]
    assert await refresh(sessions, slack) == Drop("channel_not_found")


async def test_home_shows_what_is_mine_and_what_i_may_see(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2")
        await make_channel(session)
        await make_channel(session, "C2", "U2", is_private=True)
        await make_card(session, "Everybody's tide")
        await make_card(session, "Hidden tide", channel_id="C2")
        for who, title in (("U1", "mine <!channel>"), ("U2", "theirs")):
            session.add(
                Draft(workspace_id=TEAM, author_id=who, fields={"title": title}, updated_at=START)
            )
        await mute(session, TEAM, MuteSubject.PERSON, "U1", "all", until=None, by="U1", now=START)
    async with sessions.begin() as session:
        shown = str(
            home_view(await gather_home(session, TEAM, "U1", START, settings()), settings())
        )
    assert "Everybody's tide" in shown
    assert "mine" in shown
    for hidden in ("Hidden", "theirs", "<!channel>"):
        assert hidden not in shown
    assert "unmute" in shown


async def test_home_is_published(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        payload = {"person": "U1"}
        await put(session, workspace_id=TEAM, kind="home", key="h", payload=payload, now=START)
    row = await outbox_row(sessions, "h")
    assert row is not None
    slack = Slack()
    assert await make_home(making(sessions, slack), row) == Drop("published")
    method, given = slack.calls[-1]
    assert (method, given["user_id"], given["view"]["type"]) == ("views.publish", "U1", "home")
