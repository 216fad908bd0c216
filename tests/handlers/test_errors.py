"""Whoever acted gets an answer, acknowledged or not; logs hold no words of theirs."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.errors import PersonError
from bot.logs import OneLine
from bot.texts import ba as texts
from handlers.answers import register_errors


class Told:
    """A gateway that remembers what it whispered."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.told = asyncio.Event()

    async def whisper(self, channel_id: str, member_id: str, text: str, *_: Any, **__: Any) -> None:
        self.words.append(text)
        self.told.set()


class FakeBa:
    def __init__(self) -> None:
        self.gateway = Told()


async def authorize(**_: Any) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_user_id="U0")


async def dispatched(error: Exception, *, acked: bool) -> tuple[Any, list[str]]:
    app, ba = AsyncApp(authorize=authorize, request_verification_enabled=False), FakeBa()
    register_errors(app, ba)  # type: ignore[arg-type]

    async def on_command(ack: AsyncAck) -> None:
        if acked:
            await ack()
        raise error

    app.command("/ba")(on_command)
    body = {"command": "/ba", "team_id": "T1", "user_id": "U1", "channel_id": "C1", "text": ""}
    request = AsyncBoltRequest(body=body, mode="socket_mode")
    response = await app.async_dispatch(request)
    if acked:  # the listener runs on after the acknowledgement
        await asyncio.wait_for(ba.gateway.told.wait(), 5)
    return response, ba.gateway.words


async def test_before_the_acknowledgement_the_answer_carries_the_words() -> None:
    response, told = await dispatched(PersonError("I may not do that"), acked=False)
    assert response.status == 200
    assert "I may not do that" in response.body
    assert told == []


async def test_after_it_the_person_is_told_privately() -> None:
    response, told = await dispatched(PersonError("I may not do that"), acked=True)
    assert response.status == 200
    assert told == ["I may not do that"]


async def test_an_unknown_failure_is_words_for_the_person_and_a_type_for_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    _, told = await dispatched(ValueError("somebody's secret words"), acked=True)
    assert told == [texts.SOMETHING_WRONG]
    record = next(r for r in caplog.records if r.levelno == logging.ERROR)
    assert "secret" not in OneLine().format(record)
    assert "ValueError" in OneLine().format(record)
