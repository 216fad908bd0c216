"""Stopping in the middle of a job: it is broken off without a word of error."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, cast

import pytest

from bot import jobs
from bot.clock import ManualClock
from bot.outgoing.sender import Sender
from models.database import Sessions
from tests.support import FakeReading, settings


async def test_a_job_that_is_broken_off_is_no_error(
    sessions: Sessions,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun, after = asyncio.Event(), asyncio.Event()

    async def endless(_: Any) -> None:
        begun.set()
        await asyncio.Event().wait()

    async def never(_: Any) -> None:
        after.set()

    monkeypatch.setattr(jobs, "STOP_SECONDS", 0.01)
    monkeypatch.setattr(jobs.Jobs, "_catch_up", endless)
    monkeypatch.setattr(jobs.Jobs, "_kinds", never)
    sender = cast("Sender", None)  # nothing is sent
    working = jobs.Jobs(sessions, clock, settings(), FakeReading(), sender, asyncio.Event())
    with caplog.at_level(logging.INFO):
        await working.start()
        await asyncio.wait_for(begun.wait(), 20)
        await asyncio.wait_for(working.stop(), 20)
        await working.look()
        # What the scheduler says of a job, it says a turn of the loop after its end.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert [r.message for r in caplog.records if r.levelno >= logging.WARNING] == []
    assert "catching up was broken off: the bot stops" in caplog.messages
    assert not after.is_set()
