from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.errors import ImportFailed
from models.channel import Channel, Level, ensure_channel, get_channel
from models.database import Sessions
from models.member import Member, get_member, members_of, set_opted_out
from models.message import Message, get_message
from models.outbox import Outbox
from models.registry import metadata
from models.thread import Thread
from models.workspace import list_workspaces, remember_workspace
from tests.conftest import START
from tests.importing.bakery import (
    GONE,
    MIRA,
    OTTO,
    PARENT,
    TEAM,
    bakery,
    said,
    stamp,
    write_folder,
    write_zip,
)
from tests.importing.conftest import Importer
from tests.support import FakeReading


async def dump(sessions: Sessions) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    async with sessions() as session:
        return {
            table.name: sorted(map(tuple, await session.execute(select(table))), key=repr)
            for table in metadata().sorted_tables
        }


async def stored(sessions: Sessions, channel: str, at: str) -> Message | None:
    async with sessions() as session:
        return await get_message(session, TEAM, channel, stamp(at))


async def test_a_second_import_changes_nothing(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    first = await run_import(write_folder(tmp_path / "export", bakery()))
    before = await dump(sessions)
    later = START + timedelta(days=2)
    second = await run_import(write_zip(tmp_path / "export.zip", bakery()), now=later)
    assert (first.new, first.changed) == (10, 0)
    assert (second.new, second.changed, second.same) == (0, 0, 10)
    assert (second.new_people, second.changed_people, second.new_channels) == (0, 0, 0)
    assert await dump(sessions) == before


async def test_each_shape_is_taken_on_purpose(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    outcome = await run_import(write_folder(tmp_path, bakery()))
    assert outcome.passed_over == {
        "nothing that a person said": 1,  # somebody joined
        "written by a bot": 2,
        "not a shape of Slack's that we know": 2,
    }
    assert (outcome.deleted, outcome.direct, outcome.broken) == (1, 1, [])
    shared = await stored(sessions, "C0OVEN", "2015-06-05 08:12")
    assert shared is not None
    assert (shared.text, shared.files, shared.author_id) == ("this is too pale", 1, OTTO)
    comment = await stored(sessions, "C0OVEN", "2015-06-05 08:14")
    assert comment is not None
    assert (comment.text, comment.author_id) == ("the top is fine", MIRA)
    halved = await stored(sessions, "C0SHOP", "2024-02-01 09:04")
    assert halved is not None
    assert halved.text == "like pigeons under a roof ?"
    grave = await stored(sessions, "C0SHOP", "2024-02-01 09:05")
    assert grave is not None
    assert (grave.is_deleted, grave.text) == (True, None)
    edited = await stored(sessions, "C0SHOP", "2024-02-01 09:02")
    assert edited is not None
    assert edited.edited_ts == stamp("2024-02-01 09:03")
    assert edited.text_until == START + timedelta(days=30)
    async with sessions() as session:
        assert not await session.scalar(select(func.count()).where(Message.text.contains("secret")))


async def test_pauses_make_conversations_only_where_nobody_uses_threads(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    reading = FakeReading()
    await run_import(write_folder(tmp_path, bakery()), reading=reading)
    async with sessions() as session:
        rows = await session.execute(select(Message.ts, Message.thread_ts))
        threads = {row.ts: row.thread_ts for row in rows}
    first = stamp("2015-06-05 08:00")
    assert {threads[stamp(f"2015-06-05 08:{m}")] for m in ("05", "10", "12", "14")} == {first}
    assert threads[stamp("2015-06-05 12:00")] == stamp("2015-06-05 12:00")
    assert threads[stamp("2024-02-01 09:02")] == PARENT
    assert threads[stamp("2024-02-01 09:01")] == stamp("2024-02-01 09:01")


async def test_nothing_imported_leads_to_posting(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    await run_import(write_folder(tmp_path, bakery()))
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Outbox)) == 0
        assert await session.scalar(select(func.count()).select_from(Thread)) == 0
        assert set(await session.scalars(select(Channel.level))) == {Level.OFF}
        assert set(await session.scalars(select(Channel.last_ts))) == {None}
        assert await list_workspaces(session) == []  # no job looks at an imported workspace


async def test_people_and_places(tmp_path: Path, sessions: Sessions, run_import: Importer) -> None:
    await run_import(write_folder(tmp_path, bakery()), workspace="T0OTHER")
    async with sessions() as session:
        mira = await get_member(session, "T0OTHER", MIRA)
        assert mira is not None
        assert (mira.name, mira.tz, mira.is_admin) == ("mira", "Europe/Berlin", True)
        assert not any(await session.scalars(select(Member.is_foreign)))
        assert await members_of(session, "T0OTHER", "C0SHOP") == {MIRA, OTTO, GONE}
        oven = await get_channel(session, "T0OTHER", "C0OVEN")
        assert oven is not None
        assert (oven.name, oven.is_archived, oven.is_member) == ("oven", True, False)


async def test_what_slack_said_is_newer_than_an_export(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    async with sessions.begin() as session:
        await remember_workspace(session, TEAM, name="Bakery", bot_user_id="U0BOT", now=START)
        await ensure_channel(
            session, TEAM, "C0SHOP", name="store", level=Level.LISTENING, is_member=True
        )
        session.add(Member(workspace_id=TEAM, id=OTTO, name="Otto the Great", refreshed_at=START))
    await run_import(write_folder(tmp_path, bakery()))
    async with sessions() as session:
        shop = await get_channel(session, TEAM, "C0SHOP")
        assert shop is not None
        assert (shop.name, shop.level, shop.is_member) == ("store", Level.LISTENING, True)
        assert await members_of(session, TEAM, "C0SHOP") == set()
        otto = await get_member(session, TEAM, OTTO)
        assert otto is not None
        assert otto.name == "Otto the Great"
        workspaces = await list_workspaces(session)
        assert [each.name for each in workspaces] == ["Bakery"]


async def test_people_who_opted_out_are_not_read(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    async with sessions.begin() as session:
        await set_opted_out(session, TEAM, OTTO, START)
    outcome = await run_import(write_folder(tmp_path, bakery()))
    assert outcome.silent == 4
    async with sessions() as session:
        assert OTTO not in set(await session.scalars(select(Message.author_id)))


async def test_a_newer_export_brings_edits_and_deletions(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    files = bakery()
    await run_import(write_folder(tmp_path, files))
    edit = {"user": OTTO, "ts": stamp("2024-02-01 10:00")}
    morning = said(OTTO, "2024-02-01 09:01", "Good morning all", edited=edit)
    gone = {**said(GONE, "2024-02-01 09:04", ""), "subtype": "tombstone", "thread_ts": PARENT}
    newer = [morning, gone, said(MIRA, "2024-02-01 11:00", "And snow?", thread_ts=PARENT)]
    outcome = await run_import(write_folder(tmp_path, {"shop/2024-02-01.json": newer}))
    assert (outcome.new, outcome.changed) == (1, 2)
    changed = await stored(sessions, "C0SHOP", "2024-02-01 09:01")
    assert changed is not None
    assert changed.text == "Good morning all"
    again = await run_import(tmp_path)
    assert (again.new, again.changed) == (0, 0)


async def test_a_broken_day_is_skipped_and_told(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    broken = {"oven/2015-06-06.json": b"[{", "shop/2024-02-02.json": {"ok": False}}
    outcome = await run_import(write_folder(tmp_path, {**bakery(), **broken}))
    assert outcome.broken == [
        ("oven/2015-06-06.json", "not JSON"),
        ("shop/2024-02-02.json", "not a list"),
    ]
    assert outcome.new == 10
    told = "\n".join(outcome.lines())
    assert "skipped: 2 files" in told
    assert "shop/2024-02-02.json: not a list" in told


async def test_reading_sees_what_was_said_before(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    seen: list[Any] = []

    class Watching(FakeReading):
        async def read(self, utterances: Any) -> Any:
            seen.extend(utterances)
            return await super().read(utterances)

    await run_import(write_folder(tmp_path, bakery()), reading=Watching())
    last = next(each for each in seen if each.said.text == "the top is fine")
    assert [before.author for before in last.context] == [OTTO, GONE, OTTO]
    row = await stored(sessions, "C0OVEN", "2015-06-05 08:00")
    assert row is not None
    assert row.mode is not None


async def test_many_messages_go_in_batches(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    talk = [
        {"type": "message", "user": MIRA, "ts": f"1433500000.{n:06d}", "text": f"loaf {n}"}
        for n in range(1_203)
    ]
    files = {"channels.json": [{"id": "C1", "name": "c"}], "c/2015-06-05.json": [*talk, talk[0]]}
    outcome = await run_import(write_folder(tmp_path, files))
    assert (outcome.workspace_id, outcome.new, outcome.same) == ("T-import", 1_203, 1)


async def test_a_workspace_must_be_an_id(tmp_path: Path, run_import: Importer) -> None:
    with pytest.raises(ImportFailed, match="not a workspace's id"):
        await run_import(write_folder(tmp_path, bakery()), workspace="my team")


async def test_a_large_channel_with_odd_names(
    tmp_path: Path, sessions: Sessions, run_import: Importer
) -> None:
    members = [f"U{n:06d}" for n in range(9_000)]
    files = {
        "channels.json": [{"id": "C1", "name": "half \ud83d", "members": members}],
        "users.json": [{"id": "U000001", "name": "half \ud83d \x00", "team_id": TEAM}],
    }
    await run_import(write_folder(tmp_path, files))
    async with sessions() as session:
        assert len(await members_of(session, TEAM, "C1")) == 9_000
        person = await get_member(session, TEAM, "U000001")
        assert person is not None
        assert person.name == "half ? "
