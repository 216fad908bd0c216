from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import select

from bot.errors import PersonError
from bot.report.gather import Report, gather
from bot.report.render import show
from models.channel import Channel, Kind
from models.database import Sessions
from models.outbox import Outbox
from models.thread import Thread
from tests.conftest import START
from tests.importing.bakery import MIRA, OTTO, bakery, said, write_folder
from tests.importing.conftest import Importer, run_import
from tests.support import FakeReading, settings

__all__ = ["run_import"]


def talk() -> dict[str, Any]:
    """A channel with an insight in it, in words that the fake reader reads."""
    dough = [
        said(MIRA, "2015-06-09 08:00", "externalization: [red]why[/red] is it flat? \x1b[2J"),
        said(OTTO, "2015-06-09 08:01", "externalization: an insight of <@U0MIRA>, dough is a pet"),
        *(said(MIRA, f"2015-06-09 08:{10 + n}", f"externalization again {n}") for n in range(8)),
    ]
    alone = [said(MIRA, f"2015-06-10 08:0{n}", "insight, insight") for n in range(5)]
    return {**bakery(), "oven/2015-06-09.json": dough, "oven/2015-06-10.json": alone}


async def made(sessions: Sessions, **more: Any) -> tuple[Report, str]:
    report = await gather(sessions, FakeReading(), START, **more)
    out = io.StringIO()
    console = Console(file=out, width=120, markup=False, highlight=False, emoji=False)
    show(report, console, settings().zone)
    return report, out.getvalue()


async def test_a_report_shows_modes_kinds_and_the_ripest(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    await run_import(write_folder(tmp_path, talk()))
    report, shown = await made(sessions)
    oven = next(each for each in report.channels if each.name == "oven")
    assert oven.modes["externalization"] == 10
    assert oven.kind.kind == Kind.DIALOGUING
    assert oven.messages == sum(oven.modes.values()) + oven.unsure + oven.wordless
    best = report.ripest[0]
    assert (best.channel, best.messages, best.people) == ("oven", 10, 2)
    assert "an insight of @mira" in best.statement
    assert "2015-06-09" in shown
    assert "dialoguing" in shown
    assert "a card would be offered" in shown
    assert "Nothing was posted" in shown


async def test_a_report_changes_nothing_and_posts_nothing(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    await run_import(write_folder(tmp_path, talk()))
    await made(sessions)
    async with sessions() as session:
        assert list(await session.scalars(select(Outbox))) == []
        assert list(await session.scalars(select(Thread))) == []
        assert set(await session.scalars(select(Channel.kind))) == {None}


async def test_long_exports_are_read_in_part_and_it_is_said(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    await run_import(write_folder(tmp_path, talk()))
    report, shown = await made(sessions, most_read=1, top=1)
    assert (report.read, len(report.ripest)) == (1, 1)
    assert report.conversations == 3  # five messages of one person alone are no conversation
    assert "1 conversations were read as a whole, of 3" in shown


async def test_words_that_are_no_longer_kept_are_told(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    await run_import(write_folder(tmp_path, talk()), now=START - timedelta(days=31))
    report, shown = await made(sessions)
    assert report.ripest == []
    assert report.forgotten > 10
    assert "no longer kept" in shown


async def test_which_workspace(tmp_path: Path, sessions: Sessions, run_import: Importer) -> None:
    with pytest.raises(PersonError, match="ba import"):
        await made(sessions)
    await run_import(write_folder(tmp_path, bakery()))
    await run_import(tmp_path, workspace="T0OTHER")
    with pytest.raises(PersonError, match="T0BAKERY, T0OTHER"):
        await made(sessions)
    with pytest.raises(PersonError, match="T0NONE"):
        await made(sessions, workspace="T0NONE")
    report, _ = await made(sessions, workspace="T0OTHER")
    assert report.workspace_id == "T0OTHER"
