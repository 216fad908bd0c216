from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bot.errors import ImportFailed
from bot.importing.export import Export
from bot.importing.source import MIB, BrokenFile, Folder, Limits, Zip, is_plain, open_source
from tests.importing.bakery import bakery, write_folder, write_zip


def test_a_zip_and_its_folder_hold_the_same(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "export", bakery())
    packed = write_zip(tmp_path / "export.zip", bakery(), prefix="bakery-main/")
    with open_source(folder) as there, open_source(packed) as here:
        first, second = Export(there), Export(here)
        assert first.channels == second.channels
        assert first.team_id == second.team_id == "T0BAKERY"
        for channel in first.channels:
            days = [day.messages for day in first.days_of(channel)]
            assert days == [day.messages for day in second.days_of(channel)]


@pytest.mark.parametrize(
    "name",
    [
        "../users.json",
        "/etc/passwd",
        "a/../../b.json",
        "C:/x.json",
        "a\\..\\b.json",
        "a\x1b[2J.json",
    ],
)
def test_a_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    assert not is_plain(name)
    packed = write_zip(tmp_path / "trick.zip", {**bakery(), name: []})
    with pytest.raises(ImportFailed, match="leads out"):
        Zip(packed)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["trick.zip"]


def test_a_channel_named_like_a_path_reads_nothing_outside(tmp_path: Path) -> None:
    write_folder(tmp_path, {"secret/2024-01-01.json": [{"text": "keys"}]})
    channels = [{"id": "C1", "name": "../secret"}, {"id": "C2", "name": "."}]
    folder = write_folder(tmp_path / "export", {"channels.json": channels})
    with open_source(folder) as source:
        export = Export(source)
        assert [export.files_of(channel) for channel in export.channels] == [[], []]


def test_links_are_not_followed(tmp_path: Path) -> None:
    write_folder(tmp_path, {"secret/2024-01-01.json": []})
    folder = write_folder(tmp_path / "export", {"channels.json": [{"id": "C1", "name": "c"}]})
    (folder / "c").symlink_to(tmp_path / "secret")
    (folder / "users.json").symlink_to(tmp_path / "secret" / "2024-01-01.json")
    assert list(Folder(folder).names()) == ["channels.json"]


def test_a_bomb_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    bomb = {**bakery(), "oven/2015-06-06.json": b"[" + b" " * (20 * MIB) + b"]"}
    packed = write_zip(tmp_path / "bomb.zip", bomb)
    assert packed.stat().st_size < MIB
    with open_source(packed) as source:
        export = Export(source)
        with pytest.raises(ImportFailed, match="200 times its size"):
            list(export.days_of(export.channels[0]))


def test_sizes_are_bounded(tmp_path: Path) -> None:
    packed = write_zip(tmp_path / "export.zip", bakery())
    with pytest.raises(ImportFailed, match="more than 2 files"):
        Zip(packed, Limits(files=2))
    with pytest.raises(ImportFailed, match="unpacked"):
        Zip(packed, Limits(total_bytes=100))
    with pytest.raises(BrokenFile), Zip(packed, Limits(file_bytes=10)) as source:
        source.read("users.json")
    folder = write_folder(tmp_path / "export", bakery())
    with pytest.raises(BrokenFile):
        Folder(folder, Limits(file_bytes=10)).read("users.json")
    with pytest.raises(ImportFailed, match="more than 2 files"):
        Folder(folder, Limits(files=2))


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(ImportFailed, match="neither a folder nor a readable zip"):
        open_source(tmp_path / "notes.txt")
    with pytest.raises(ImportFailed, match="does not exist"):
        open_source(tmp_path / "missing.zip")
    with open_source(tmp_path) as source, pytest.raises(ImportFailed, match=r"no channels\.json"):
        Export(source)
    for content in (b"{", b"{}", b"\xff\xfe", b"[" * 100_000):
        folder = write_folder(tmp_path / "broken", {"channels.json": content})
        with open_source(folder) as source, pytest.raises(ImportFailed, match=r"channels\.json"):
            Export(source)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_given_twice_is_refused(tmp_path: Path) -> None:
    packed = write_zip(tmp_path / "twice.zip", bakery())
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("users.json", "[]")
    with pytest.raises(ImportFailed, match="twice"):
        Zip(packed)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    packed = write_zip(tmp_path / "export.zip", bakery())
    data = packed.read_bytes()
    where = data.index(b"oven/2015-06-05.json") + 30
    packed.write_bytes(data[:where] + b"\x00\xff\x00\xff" + data[where + 4 :])
    with open_source(packed) as source:
        export = Export(source)
        days = list(export.days_of(export.channels[0]))
    assert [day.broken for day in days] == ["damaged in the zip"]
