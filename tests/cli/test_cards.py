"""``ba export cards`` and ``ba import cards`` as people run them."""

from __future__ import annotations

import asyncio
import json
import zipfile
from pathlib import Path

import pytest

from models.database import make_engine, make_sessions
from models.workspace import remember_workspace
from tests.cli.conftest import Ba
from tests.conftest import START
from tests.support import TEAM, make_card


async def _fill(url: str) -> None:
    engine = make_engine(url)
    async with make_sessions(engine).begin() as session:
        await remember_workspace(session, TEAM, name="Bakery", bot_user_id="U0", now=START)
        await make_card(session, "=Tide")
    await engine.dispose()


async def _name(url: str) -> None:
    engine = make_engine(url)
    async with make_sessions(engine).begin() as session:
        await remember_workspace(session, TEAM, name="Bakery", bot_user_id="U0", now=START)
    await engine.dispose()


def test_cards_go_out_and_come_back(ba: Ba, sqlite_url: str, tmp_path: Path) -> None:
    asyncio.run(_fill(sqlite_url))
    out = ba("export", "cards", "--format", "json", "cards.json", BA_DATABASE_URL=sqlite_url)
    assert out.output == "1 cards written to cards.json.\n"
    again = ba("import", "cards", "cards.json", BA_DATABASE_URL=sqlite_url)
    assert "0 cards imported, 1 were there already" in again.output
    ba("export", "cards", "cards.zip", BA_DATABASE_URL=sqlite_url)
    with zipfile.ZipFile(tmp_path / "cards.zip") as archive:
        assert archive.namelist() == ["cards/00001-tide.md"]
        assert "# \\=Tide" in archive.read("cards/00001-tide.md").decode()


@pytest.mark.parametrize("content", ["", "[]", '{"format": "ba-cards", "version": 1}'])
def test_another_file_is_told_off_in_a_sentence(
    ba: Ba, sqlite_url: str, tmp_path: Path, content: str
) -> None:
    asyncio.run(_name(sqlite_url))
    (tmp_path / "other.json").write_text(content)
    told = ba("import", "cards", "other.json", BA_DATABASE_URL=sqlite_url)
    assert told.exit_code == 1
    assert "other.json: this is no file of cards." in told.output


def test_a_card_that_is_not_whole_leaves_nothing_behind(
    ba: Ba, sqlite_url: str, tmp_path: Path
) -> None:
    asyncio.run(_fill(sqlite_url))
    ba("export", "cards", "--format", "json", "cards.json", BA_DATABASE_URL=sqlite_url)
    whole = json.loads((tmp_path / "cards.json").read_text())
    broken = {name: value for name, value in whole["cards"][0].items() if name != "statement"}
    whole["cards"] = [{**broken, "title": "Broken"}, {**whole["cards"][0], "title": "New"}]
    (tmp_path / "cards.json").write_text(json.dumps(whole))
    told = ba("import", "cards", "cards.json", BA_DATABASE_URL=sqlite_url)
    assert "Nothing was imported" in told.output
    out = ba("export", "cards", "left.json", "--format", "json", BA_DATABASE_URL=sqlite_url)
    assert out.output.startswith("1 cards")
