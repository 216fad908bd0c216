"""Looking back for a preview: bounded, for members, and what happens when Slack says no."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.cards.previewing import SHOWN, THREADS_READ, Glance, Preview, look_back
from bot.errors import PersonError
from bot.slack.gateway import SlackBusy, SlackRefused, SlackUnreachable
from bot.texts import ba as ba_texts
from bot.texts import previewing as texts
from models.database import Sessions
from tests.conftest import START
from tests.support import TEAM, FakeGateway, FakeReading, make_workspace, settings, ts

LATER = START + timedelta(days=2)


class FakeSlack(FakeGateway):
    """A channel with threads that each work something out."""

    def __init__(self, threads: int = 1, text: str = "the insight is {n}") -> None:
        super().__init__()
        self.text = text
        self.answers = {
            "conversations.members": {"members": ["U1", "U2"]},
            "conversations.history": {"messages": [self.parent(n) for n in range(threads)]},
        }

    def parent(self, n: int, latest: str = "") -> dict[str, Any]:
        latest = latest or ts(10 * n + 2)
        return {"type": "message", "user": "U1", "text": "externalization: why?", "ts": ts(10 * n),
                "thread_ts": ts(10 * n), "reply_count": 2, "latest_reply": latest}  # fmt: skip

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        found = await super().call(method, **arguments)
        if method != "conversations.replies":
            return found
        root = arguments["ts"]
        n = round((float(root) - float(ts())) / 600)
        words = ("externalization: why?", self.text.format(n=n), "thanks")
        return {
            "messages": [
                {"type": "message", "user": f"U{i % 2 + 1}", "text": word, "thread_ts": root,
                 "ts": ts(10 * n + i)}
                for i, word in enumerate(words)
            ]
        }  # fmt: skip

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [arguments for name, arguments in self.calls if name == method]


async def looked(sessions: Sessions, slack: FakeSlack, member: str = "U1") -> Preview:
    async with sessions.begin() as session:
        await make_workspace(session)
    glance = Glance(sessions, slack, FakeReading(), settings(), LATER, TEAM, "C1")
    return await look_back(glance, member)


async def test_ripe_quiet_threads_are_found_with_their_address(sessions: Sessions) -> None:
    slack = FakeSlack(2)
    found = await looked(sessions, slack)
    assert found.looked == 2
    assert [each.statement for each in found.offered] == ["the insight is 0", "the insight is 1"]
    assert found.offered[0].permalink.endswith(ts().replace(".", ""))
    (asked,) = slack.asked("conversations.history")
    assert float(asked["oldest"]) == (LATER - timedelta(days=14)).timestamp()


async def test_it_is_bounded_however_lively_a_channel_is(sessions: Sessions) -> None:
    slack = FakeSlack(150)
    slack.answers["conversations.history"]["response_metadata"] = {"next_cursor": "more"}
    found = await looked(sessions, slack)
    assert found.looked == THREADS_READ
    assert len(found.offered) == SHOWN
    assert len(slack.asked("conversations.history")) == 1
    newest = [round((float(a["ts"]) - float(ts())) / 600) for a in
              slack.asked("conversations.replies")]  # fmt: skip
    assert newest == list(range(149, 149 - THREADS_READ, -1))


async def test_threads_in_which_people_still_talk_are_left_alone(sessions: Sessions) -> None:
    slack = FakeSlack(0)
    just_now = f"{LATER.timestamp() - 60:.6f}"
    slack.answers["conversations.history"]["messages"] = [slack.parent(0, just_now)]
    found = await looked(sessions, slack)
    assert (found.looked, found.offered) == (0, ())


async def test_unripe_talk_is_not_shown_and_the_kind_is_told(sessions: Sessions) -> None:
    found = await looked(sessions, FakeSlack(9, "externalization {n}"))
    assert (found.looked, found.offered) == (9, ())
    assert found.kind.kind == "dialoguing"


async def test_questions_to_the_bot_are_no_talk(sessions: Sessions) -> None:
    found = await looked(sessions, FakeSlack(1, "<@U0BOT> insight"))
    assert found.offered == ()


async def test_only_members_may_look(sessions: Sessions) -> None:
    slack = FakeSlack()
    with pytest.raises(PersonError, match="Only members"):
        await looked(sessions, slack, "U9")
    assert slack.asked("conversations.history") == []


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (SlackRefused("not_in_channel"), ba_texts.NOT_IN_CHANNEL),
        (SlackBusy(30), texts.BUSY),
        (SlackUnreachable("gone"), texts.UNREACHABLE),
    ],
    ids=str,
)
async def test_what_slack_refuses_is_said_in_words(
    sessions: Sessions, failure: Exception, words: str
) -> None:
    slack = FakeSlack()
    slack.failures["conversations.history"] = [failure]
    with pytest.raises(PersonError) as raised:
        await looked(sessions, slack)
    assert str(raised.value) == words
