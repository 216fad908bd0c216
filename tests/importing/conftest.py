"""Importing into a fresh database with a reader that is quick to make."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import pytest

from bot.importing.export import Export
from bot.importing.outcome import Outcome
from bot.importing.service import Tools, import_export
from bot.importing.source import Limits, open_source
from models.database import Sessions
from tests.conftest import START
from tests.support import FakeReading, settings

Importer = Callable[..., Awaitable[Outcome]]


@pytest.fixture
def run_import(sessions: Sessions) -> Importer:
    """Import what is at a path; gives the outcome."""

    async def run(
        path: Path,
        *,
        workspace: str = "",
        now: datetime = START,
        limits: Limits | None = None,
        reading: FakeReading | None = None,
    ) -> Outcome:
        tools = Tools(sessions, reading or FakeReading(), settings(), now, lambda *_: None)
        with open_source(path, limits) as source:
            return await import_export(Export(source), tools, workspace=workspace)

    return run
