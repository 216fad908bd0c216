from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.response import BoltResponse

from bot.clock import ManualClock
from bot.errors import PersonError
from bot.slack.gateway import SlackRefused, SlackUnreachable
from bot.texts.ba import SOMETHING_WRONG
from handlers.answers import register_errors, tell
from handlers.context import Ba, Person, action_value, message_of, person_of
from handlers.events import registry
from tests.conftest import START
from tests.support import FakeGateway, FakeReading, settings

Handler = Callable[..., Awaitable[BoltResponse | None]]
HERE = Person("T1", "U1", "C1")
BUTTON = {"user": {"id": "U1", "team_id": "T1"}, "container": {"channel_id": "C1"}}


class App:
    """Takes the error handler as Bolt's app does."""

    handler: Handler

    def error(self, handler: Handler) -> None:
        self.handler = handler


async def fail(error: Exception, body: dict[str, Any], slack: FakeGateway) -> BoltResponse | None:
    app: Any = App()
    sessions: Any = None
    ba = Ba(settings(), ManualClock(START), sessions, slack, FakeReading(), poke=lambda: None)
    register_errors(app, ba)
    unanswered = BoltResponse(status=500)  # what Bolt hands over before an acknowledgement
    answer: BoltResponse | None = await app.handler(error=error, body=body, response=unanswered)
    return answer


async def test_a_person_is_told_where_they_are_or_else_directly() -> None:
    slack = FakeGateway()
    await tell(slack, HERE, "one")
    slack.failures["whisper"] = [SlackRefused("not_in_channel")]
    await tell(slack, HERE, "two")
    await tell(slack, Person("T1", "U1", "D1"), "three")
    await tell(slack, Person("T1", "U1"), "four")
    assert slack.whispers == [("C1", "U1", "one")]
    assert [(post[0], post[2]) for post in slack.posted] == [
        ("D-U1", "two"),
        ("D-U1", "three"),
        ("D-U1", "four"),
    ]


async def test_a_failed_event_is_left_to_be_sent_again() -> None:
    slack = FakeGateway()
    assert await fail(RuntimeError("x"), {"type": "event_callback"}, slack) is None
    assert slack.whispers == slack.posted == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PersonError("Only members can do that."), "Only members can do that."),
        (RuntimeError("secret words"), SOMETHING_WRONG),
        (SlackUnreachable("no answer"), SOMETHING_WRONG),
    ],
)
async def test_who_acted_gets_words_and_nobody_elses(
    error: Exception, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    slack = FakeGateway()
    command = await fail(error, {"command": "/ba", "user_id": "U1"}, slack)
    assert command is not None
    assert json.loads(command.body)["text"] == words
    pressed = await fail(error, {"type": "block_actions", **BUTTON}, slack)
    assert pressed is not None
    assert pressed.status == 200
    assert slack.whispers == [("C1", "U1", words)]
    slack.failures["whisper"] = [SlackRefused("x")]
    slack.failures["open_direct"] = [SlackUnreachable("x")]
    assert await fail(error, {"type": "block_actions", **BUTTON}, slack) is not None
    assert "secret words" not in caplog.text


async def test_a_form_stays_open_with_what_was_typed() -> None:
    blocks = [{"type": "context"}, {"type": "input", "block_id": "statement"}]
    body = {"type": "view_submission", "view": {"blocks": blocks}, **BUTTON}
    answer = await fail(PersonError("gone"), body, FakeGateway())
    assert answer is not None
    assert json.loads(answer.body) == {
        "response_action": "errors",
        "errors": {"statement": "gone"},
    }


def test_who_acted_is_read_from_every_kind_of_payload() -> None:
    command = {"team_id": "T1", "user_id": "U1", "channel_id": "C1", "trigger_id": "t"}
    assert person_of(command) == Person("T1", "U1", "C1", "t")
    assert person_of(BUTTON) == HERE
    shortcut = {"team": {"id": "T1"}, "user": {"id": "U1"}, "channel": {"id": "C1"}}
    assert person_of(shortcut) == HERE
    home = {"team": None, "user": {"id": "U1", "team_id": "T1"}, "trigger_id": "t"}
    assert person_of(home) == Person("T1", "U1", "", "t")


@pytest.mark.parametrize(
    ("actions", "value"),
    [
        ([{"value": "7"}], "7"),
        ([{"selected_option": {"value": "week:C1"}}], "week:C1"),
        ([{}], ""),
        ([], ""),
        (None, ""),
        (["odd"], ""),
    ],
)
def test_the_value_of_what_was_pressed(actions: Any, value: str) -> None:
    assert action_value({"actions": actions}) == value


def test_a_message_is_there_or_empty() -> None:
    assert message_of({"message": {"ts": "1.0"}}) == {"ts": "1.0"}
    assert message_of({"message": None}) == {}


def test_these_events_have_a_handler_each_tested_in_events() -> None:
    channel = {"rename", "archive", "unarchive", "deleted", "left"}
    assert set(registry()) == {
        *(f"{kind}_{what}" for kind in ("channel", "group") for what in channel),
        *("channel_shared", "channel_unshared", "member_joined_channel", "member_left_channel"),
        *("message", "app_mention", "reaction_added", "reaction_removed"),
        *("user_change", "team_join", "app_home_opened", "app_uninstalled", "tokens_revoked"),
        "team_access_revoked",
    }
