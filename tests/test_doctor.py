from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import ManualClock, SystemClock
from bot.commands.doctoring import examine
from bot.doctor.findings import Mark, care, is_well, wrong
from bot.doctor.model import look_at_model
from bot.doctor.slack import look_at_slack
from bot.doctor.stored import look_at_database
from bot.manifest import manifest_path, read_manifest
from bot.settings import Settings
from migrations.run import downgrade
from models.database import make_engine, make_sessions
from models.inbox import Inbox, InboxState, insert_event
from models.outbox import put
from playground.harness import Playground, running
from tests.conftest import START
from tests.support import TEAM, envelope, inbox_row, message, settings


@pytest.fixture
async def place() -> AsyncIterator[Playground]:
    async with running(manifest=manifest_path()) as found:
        yield found


def of(place: Playground, **more: Any) -> Settings:
    given = {
        "slack_bot_token": place.bot_token,
        "slack_app_token": place.app_token,
        "slack_api_url": place.api_url,
    }
    return settings(**{**given, **more})


async def marks(found: Settings, clock: Any = None, url: str = "") -> dict[str, tuple[Mark, str]]:
    findings = await look_at_slack(found, clock or SystemClock(), url)
    return {each.subject: (each.mark, " ".join(each.lines())) for each in findings}


async def test_all_is_well(place: Playground, sqlite_url: str) -> None:
    said: list[str] = []
    fine = await examine(of(place, database_url=sqlite_url), said.append)
    assert fine, said
    assert said[-1] == "All is well."
    assert not [line for line in said if "✗" in line]
    assert place.bot_token not in " ".join(said)


async def test_tokens(place: Playground) -> None:
    found = await marks(of(place, slack_bot_token="", slack_app_token=""))
    assert found["Bot token"][0] == found["Socket Mode"][0] == Mark.WRONG
    assert "xoxb-" in found["Bot token"][1]
    found = await marks(of(place, slack_bot_token="xoxb-no", slack_app_token="xapp-no"))
    assert "invalid_auth" in found["Bot token"][1]
    assert found["Socket Mode"][0] == Mark.WRONG
    assert "Clock" in found


async def test_slack_that_cannot_be_reached(place: Playground) -> None:
    found = await marks(of(place, slack_api_url="http://127.0.0.1:1/api/"))
    assert found["Slack"][0] == Mark.WRONG


@pytest.mark.parametrize(
    ("less", "more", "mark", "words"),
    [("users:read", "", Mark.WRONG, "users:read"), ("", "emoji:read", Mark.CARE, "emoji:read")],
)
async def test_scopes(less: str, more: str, mark: Mark, words: str) -> None:
    manifest = read_manifest()
    scopes = manifest["oauth_config"]["scopes"]
    scopes["bot"] = [each for each in (*scopes["bot"], more) if each and each != less]
    async with running(manifest=manifest) as place:
        found = await marks(of(place))
    assert found["Scopes"][0] == mark
    assert words in found["Scopes"][1]


@pytest.mark.parametrize(
    ("seconds", "mark"), [(0, Mark.WELL), (-20, Mark.CARE), (3600, Mark.WRONG)]
)
async def test_the_clock(place: Playground, seconds: int, mark: Mark) -> None:
    clock = ManualClock(datetime.now(UTC) + timedelta(seconds=seconds))
    found = await marks(of(place), clock)
    assert found["Clock"][0] == mark


async def test_a_public_address(place: Playground) -> None:
    signing = {"slack_signing_secret": "s", "slack_app_token": ""}
    found = await marks(of(place, **signing), url="http://127.0.0.1:1")
    assert found["Socket Mode"][0] == Mark.SKIPPED
    assert found["HTTP"][0] == Mark.WRONG
    found = await marks(of(place), url="http://127.0.0.1:1")
    assert "SLACK_SIGNING_SECRET" in found["HTTP"][1]


async def stored(url: str, *, retry: bool = False) -> dict[str, tuple[Mark, str]]:
    clock = ManualClock(START + timedelta(hours=1))
    findings = await look_at_database(settings(database_url=url), clock, retry=retry)
    return {each.subject: (each.mark, " ".join(each.lines())) for each in findings}


async def test_queues_that_lag_and_events_set_aside(database_url: str) -> None:
    engine = make_engine(database_url)
    sessions = make_sessions(engine)
    aside = {"state": InboxState.SET_ASIDE, "attempts": 5, "error": "KeyError"}
    bodies = [envelope(message(f"loaf {n}")) for n in range(2)]
    async with sessions.begin() as session:
        await insert_event(session, inbox_row(bodies[0]))
        await insert_event(session, inbox_row(bodies[1], **aside))
        await put(session, workspace_id=TEAM, kind="offer", key="k", now=START)
    found = await stored(database_url)
    assert found["Inbox"][0] == found["Outbox"][0] == found["Set aside"][0] == Mark.WRONG
    assert "60 min" in found["Inbox"][1]
    assert "KeyError" in found["Set aside"][1]
    assert "--retry-set-aside" in found["Set aside"][1]
    found = await stored(database_url, retry=True)
    assert "1 events" in found["Put back"][1]
    assert found["Set aside"][0] == Mark.WELL
    async with sessions() as session:
        kept = list(await session.scalars(select(Inbox)))
        assert {(each.state, each.attempts) for each in kept} == {(InboxState.NEW, 0)}
    await engine.dispose()


@pytest.mark.postgres
async def test_a_missing_migration(postgres_url: str, tmp_path: Path) -> None:
    engine = make_engine(postgres_url)
    await downgrade(engine, "base")
    await engine.dispose()
    found = await stored(postgres_url)
    assert found["Migrations"][0] == Mark.WRONG
    assert "ba migrate" in found["Migrations"][1]
    found = await stored(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert found["Migrations"][0] == Mark.CARE


async def test_a_database_that_is_not_there() -> None:
    found = await stored("postgresql://me:hidden@127.0.0.1:1/ba")
    assert found["Database"][0] == Mark.WRONG
    assert "hidden" not in found["Database"][1]
    assert (await stored("mysql://x"))["Database"][0] == Mark.WRONG


def test_a_model_that_does_not_load() -> None:
    def fails() -> Any:
        raise OSError("gone")

    assert look_at_model(fails).mark == Mark.WRONG


def test_only_what_is_wrong_counts() -> None:
    assert is_well([care("a", "b", "c")])
    assert not is_well([wrong("a", "b", "c")])
