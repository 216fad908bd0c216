"""``ba adapt`` learns from a workspace's corrections, says what came of it, can be undone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from bot.cli import app
from models.correction import Correction, adaptation_in_use
from models.database import make_engine, make_sessions
from models.workspace import remember_workspace

NOW = datetime(2026, 3, 3, tzinfo=UTC)
MODES = ("socialization", "externalization", "combination", "internalization", "none")


async def seed(url: str) -> None:
    engine = make_engine(url)
    async with make_sessions(engine).begin() as session:
        await remember_workspace(session, "T1", name="Tanpopo", bot_user_id="U0", now=NOW)
        for number in range(40):
            right = "socialization" if number % 2 else "none"
            scores = {mode: 0.6 if mode == "combination" else 0.1 for mode in MODES}
            session.add(
                Correction(
                    workspace_id="T1",
                    channel_id="C1",
                    ts=f"17000000{number:02d}.000000",
                    read_mode="combination",
                    mode=right,
                    scores=scores,
                    cues=["story"] if number % 2 else ["thanks"],
                    by="U1",
                    at=NOW,
                )
            )
    await engine.dispose()


async def in_use(url: str) -> str | None:
    engine = make_engine(url)
    async with make_sessions(engine).begin() as session:
        found = await adaptation_in_use(session, "T1")
    await engine.dispose()
    return found


def test_it_learns_and_can_be_switched_off(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(seed(sqlite_url))
    monkeypatch.setenv("BA_DATABASE_URL", sqlite_url)
    said = CliRunner().invoke(app, ["adapt"])
    assert said.exit_code == 0
    assert "Tanpopo: 40 corrections; in use" in said.output
    assert asyncio.run(in_use(sqlite_url))
    assert "switched off" in CliRunner().invoke(app, ["adapt", "--off"]).output
    assert asyncio.run(in_use(sqlite_url)) is None
    assert "in use" in CliRunner().invoke(app, ["adapt", "--on"]).output
