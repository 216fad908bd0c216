"""The buttons of practice through Bolt itself; Slack's Web API is a spec-bound fake."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import create_autospec
from urllib.parse import urlencode

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from sqlalchemy import select

from bot.clock import ManualClock
from bot.practice import service
from bot.settings import Settings
from bot.slack.gateway import Gateway
from bot.texts import practice as texts
from handlers import practice
from handlers.answers import register_errors
from handlers.context import Ba
from models.card import Card
from models.database import Sessions
from models.member import MuteSubject, muted_kinds
from models.practice import Practice, get_review

MakeCard = Callable[..., Awaitable[Card]]
DAY = timedelta(days=1)


@pytest.fixture
def gateway() -> Any:
    return create_autospec(Gateway, instance=True)


@pytest.fixture
def ba(workspace: Sessions, settings: Settings, gateway: Any, now: datetime) -> Ba:
    nothing: Any = None
    return Ba(settings, ManualClock(now), workspace, gateway, nothing, lambda: None)


@pytest.fixture
def app(ba: Ba) -> AsyncApp:
    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1")

    app = AsyncApp(signing_secret="secret", authorize=authorize, request_verification_enabled=False)
    practice.register(app, ba)
    register_errors(app, ba)
    return app


async def send(app: AsyncApp, payload: dict[str, Any]) -> Any:
    body = urlencode({"payload": json.dumps(payload)})
    headers = {"content-type": ["application/x-www-form-urlencoded"]}
    response = await app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
    assert response.status == 200
    return json.loads(response.body) if response.body else None


async def press(
    app: AsyncApp, action_id: str, value: str, *, who: str = "U1", channel: str = "D1"
) -> Any:
    chosen = {"selected_option": {"value": value}} if action_id == "nudge_menu" else {}
    action = {"action_id": action_id, "block_id": "b", "value": value, **chosen}
    action["type"] = "overflow" if chosen else "button"
    return await send(
        app,
        {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": who, "team_id": "T1"},
            "api_app_id": "A1",
            "trigger_id": "trigger",
            "channel": {"id": channel},
            "container": {"type": "message", "channel_id": channel, "message_ts": "9.9"},
            "message": {"ts": "9.9", "thread_ts": "8.8"},
            "actions": [action],
        },
    )


async def nudged(ba: Ba, card: Card, now: datetime) -> str:
    async with ba.sessions.begin() as session:
        await service.start(session, "T1", "U1", card.id, now, ba.settings)
        assert await service.sweep(session, now + 2 * DAY, ba.settings) == 1
        review = await get_review(session, "T1", "U1", card.id)
        assert review is not None
        return f"{review.id}:1"


async def test_trying_is_answered_in_private(
    app: AsyncApp, ba: Ba, gateway: Any, make_card: MakeCard
) -> None:
    card = await make_card()
    await press(app, "try_card", str(card.id), channel="C1")
    channel, who, text, _ = gateway.whisper.call_args.args
    assert (channel, who) == ("C1", "U1")
    assert "Order early" in text
    assert "in 2 days" in text
    assert gateway.whisper.call_args.kwargs == {"thread_ts": "8.8"}


@pytest.mark.parametrize("value", ["", "x", "²", "999"])
async def test_trying_what_is_not_there_is_answered_too(
    app: AsyncApp, gateway: Any, workspace: Sessions, value: str
) -> None:
    await press(app, "try_card", value, channel="C1")
    assert gateway.whisper.call_args.args[2] == texts.NO_CARD


async def test_used_then_worked_changes_the_message(
    app: AsyncApp, ba: Ba, gateway: Any, make_card: MakeCard, now: datetime
) -> None:
    value = await nudged(ba, await make_card(), now)
    await press(app, "answer_used", value)
    assert gateway.call.call_args.args == ("chat.update",)
    changed = gateway.call.call_args.kwargs
    assert (changed["channel"], changed["ts"]) == ("D1", "9.9")
    assert changed["text"] == texts.DID_IT_WORK
    await press(app, "answer_worked", value)
    assert "it worked" in gateway.call.call_args.kwargs["text"]
    async with ba.sessions() as session:
        assert (await session.scalars(select(Practice.answer))).all() == ["worked"]


async def test_somebody_else_is_refused_in_words(
    app: AsyncApp, ba: Ba, gateway: Any, make_card: MakeCard, now: datetime
) -> None:
    value = await nudged(ba, await make_card(), now)
    await press(app, "answer_used", value, who="U2", channel="C1")
    assert gateway.whisper.call_args.args[2] == texts.CLOSED
    gateway.call.assert_not_called()


@pytest.mark.parametrize(
    ("refusal", "text"),
    [("once", texts.STOPPED_CARD), ("week", texts.STOPPED_WEEK), ("person", texts.STOPPED_ALL)],
)
async def test_the_menu_stops_it(
    app: AsyncApp, ba: Ba, gateway: Any, make_card: MakeCard, now: datetime, refusal: str, text: str
) -> None:
    value = await nudged(ba, await make_card(), now)
    await press(app, "nudge_menu", f"{refusal}:{value}")
    assert gateway.call.call_args.kwargs["text"] == text
    async with ba.sessions() as session:
        muted = await muted_kinds(session, "T1", MuteSubject.PERSON, ["U1"], now)
    assert bool(muted) == (refusal != "once")


async def test_words_go_into_the_private_log(
    app: AsyncApp, ba: Ba, gateway: Any, make_card: MakeCard, now: datetime
) -> None:
    value = await nudged(ba, await make_card(), now)
    await press(app, "answer_used", value)
    await press(app, "add_words", value)
    assert gateway.call.call_args.args == ("views.open",)
    view = gateway.call.call_args.kwargs["view"]
    assert view["private_metadata"] == value
    answer = await send(
        app,
        {
            "type": "view_submission",
            "team": {"id": "T1"},
            "user": {"id": "U1", "team_id": "T1"},
            "view": {**view, "id": "V1", "state": {
                "values": {"words": {"words": {"type": "plain_text_input", "value": "sold out"}}}
            }},
        },
    )  # fmt: skip
    assert answer["response_action"] == "update"
    async with ba.sessions() as session:
        assert (await session.scalars(select(Practice.words))).all() == ["sold out"]


async def test_words_without_an_answer_keep_the_form_open(
    app: AsyncApp, ba: Ba, make_card: MakeCard, now: datetime
) -> None:
    value = await nudged(ba, await make_card(), now)
    state = {"values": {"words": {"words": {"type": "plain_text_input", "value": None}}}}
    view = {"type": "modal", "callback_id": "practice_words", "private_metadata": value}
    answer = await send(
        app,
        {
            "type": "view_submission",
            "team": {"id": "T1"},
            "user": {"id": "U1", "team_id": "T1"},
            "view": {**view, "id": "V1", "state": state},
        },
    )
    assert answer == {"response_action": "errors", "errors": {"words": texts.NO_WORDS_YET}}
