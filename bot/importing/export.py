"""A Slack export: its people, its channels, and the messages of each channel day by day."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.errors import ImportFailed
from bot.importing.rules import days_around
from bot.importing.source import BrokenFile, Source

_ID = re.compile(r"^[A-Z0-9][A-Za-z0-9_-]{0,63}$")
_DAY = re.compile(r"^(\d{4}-\d{2}-\d{2})\.json$")
_PUBLIC, _PRIVATE, _PEOPLE = "channels.json", "groups.json", "users.json"
_DIRECT = ("dms.json", "mpims.json")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """One channel of an export."""

    id: str
    name: str
    is_private: bool
    is_archived: bool
    is_shared: bool
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Day:
    """One day file: its messages in order of time, or why it cannot be read (``broken``)."""

    name: str
    grouped: bool
    messages: Sequence[Json] = ()
    odd: int = 0
    broken: str = ""


@dataclass(slots=True)
class Export:
    """The files of an export, understood. Raises ImportFailed for what is no Slack export."""

    source: Source
    people: Sequence[Json] = field(init=False)
    channels: Sequence[ChannelFacts] = field(init=False)
    direct: int = field(init=False)
    team_id: str = field(init=False)
    _folders: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Read who and which channels there are; messages are read later, file by file."""
        names = self.source.names()
        root = _root(names)
        self.people = [each for each in self._list(root + _PEOPLE) if is_id(each.get("id"))]
        self.channels = [
            _facts(each, is_private=file == _PRIVATE)
            for file in (_PUBLIC, _PRIVATE)
            for each in self._list(root + file)
            if is_id(each.get("id"))
        ]
        self.direct = sum(len(self._list(root + file)) for file in _DIRECT)
        teams = Counter(t for each in self.people if is_id(t := each.get("team_id")))
        self.team_id = str(teams.most_common(1)[0][0]) if teams else ""
        self._folders = _day_files(names, root)

    def _list(self, name: str) -> list[Json]:
        if name not in self.source.names():
            return []
        try:
            entries = _parse(self.source.read(name))
            return [_storable(each) for each in entries if isinstance(each, dict)]
        except BrokenFile as broken:
            raise ImportFailed(f"{name} cannot be read: {broken}.") from None

    def files_of(self, channel: ChannelFacts) -> list[str]:
        """The day files of a channel, oldest first. Its folder has its name, or its id."""
        return self._folders.get(channel.name) or self._folders.get(channel.id) or []

    def days_of(self, channel: ChannelFacts) -> Iterator[Day]:
        """A channel's days, read one at a time."""
        files = self.files_of(channel)
        threaded = days_around(self._threaded(files))
        for name in files:
            grouped = _date(name) not in threaded
            try:
                yield _day(name, _parse(self.source.read(name)), grouped)
            except BrokenFile as broken:
                yield Day(name, grouped, broken=str(broken))

    def _threaded(self, files: Sequence[str]) -> Iterator[date]:
        """The days on which somebody answered in a thread."""
        for name in files:
            try:
                found = b'"thread_ts"' in self.source.read(name)
            except BrokenFile:
                continue  # reported when its messages are read
            if found and (day := _date(name)) is not None:
                yield day


def is_id(value: object) -> bool:
    """Whether something looks like an id of Slack's."""
    return isinstance(value, str) and bool(_ID.fullmatch(value))


def _root(names: Sequence[str]) -> str:
    """The folder that holds the export: people zip folders, and sites add one of their own."""
    found = [
        name.rpartition("/")[0]
        for name in names
        if name.rpartition("/")[2] in (_PUBLIC, _PRIVATE) and not name.startswith("__MACOSX/")
    ]
    if not found:
        raise ImportFailed("There is no channels.json: this is not a Slack export.")
    shortest = min(found, key=lambda folder: (folder.count("/"), len(folder)))
    return f"{shortest}/" if shortest else ""


def _day_files(names: Sequence[str], root: str) -> dict[str, list[str]]:
    folders: dict[str, list[str]] = {}
    for name in names:
        folder, _, file = name.removeprefix(root).partition("/")
        if name.startswith(root) and _DAY.match(file):
            folders.setdefault(folder, []).append(name)
    return {folder: sorted(files) for folder, files in folders.items()}


def _date(name: str) -> date | None:
    try:
        return date.fromisoformat(name.rpartition("/")[2].removesuffix(".json"))
    except ValueError:
        return None


def _parse(data: bytes) -> list[Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise BrokenFile("not JSON") from None
    if not isinstance(value, list):
        raise BrokenFile("not a list")
    return value


def _storable(entry: Json) -> Json:
    """An entry without halves of surrogate pairs, which no database stores."""
    try:
        whole = json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace")
    except RecursionError:
        raise BrokenFile("nested too deeply") from None
    found: Json = json.loads(whole)
    return found


def _day(name: str, entries: Sequence[Any], grouped: bool) -> Day:
    messages = [each for each in entries if isinstance(each, dict)]
    messages.sort(key=_when)
    return Day(name, grouped, messages, odd=len(entries) - len(messages))


def _when(message: Mapping[str, Any]) -> float:
    try:
        return float(message.get("ts") or 0)
    except (TypeError, ValueError):
        return 0.0


def _facts(raw: Mapping[str, Any], *, is_private: bool) -> ChannelFacts:
    members = raw.get("members")
    name = raw.get("name")
    return ChannelFacts(
        id=str(raw["id"]),
        name=name[:255].replace("\x00", "") if isinstance(name, str) else "",
        is_private=is_private or bool(raw.get("is_private")),
        is_archived=bool(raw.get("is_archived")),
        is_shared=bool(raw.get("is_ext_shared") or raw.get("is_shared")),
        members=frozenset(m for m in members if is_id(m))
        if isinstance(members, list)
        else frozenset(),
    )
