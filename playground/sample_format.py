"""The format of sample talk, read strictly: a typing error is refused with the file's name and the
place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from playground.seed import CHANNELS, PEOPLE
from playground.types import Json

_ID = re.compile(r"[a-z0-9-]+")
_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?")


class SampleError(ValueError):
    """A sample file is wrong; the text says where and why."""


@dataclass
class Line:
    """One message of a play. Times in seconds: `at` after the start, `delete` after the message."""

    key: str
    at: float
    channel: str
    by: str
    text: str
    reply_to: str | None = None
    broadcast: bool = False
    reactions: list[Json] = field(default_factory=list)
    edit: Json | None = None
    delete: float | None = None
    file: Json | None = None


@dataclass
class Part:
    """A play."""

    id: str
    title: str
    about: str
    lines: list[Line]


@dataclass
class Room:
    """A channel of a sample."""

    name: str
    members: list[str]
    private: bool = False
    topic: str = ""
    purpose: str = ""
    app: bool = False


@dataclass
class Sample:
    """A whole file."""

    id: str
    title: str
    about: str
    people: list[Json]
    channels: list[Room]
    plays: list[Part]


def load_samples(folder: Path) -> list[Sample]:
    """All samples of a folder, by file name. Raises SampleError."""
    samples = [load_sample(path) for path in sorted(folder.glob("*.yaml"))]
    seen: set[str] = set()
    for sample in samples:
        if sample.id in seen:
            raise SampleError(f"two samples have the id {sample.id}")
        seen.add(sample.id)
    return samples


def load_sample(path: Path) -> Sample:
    """One file. Raises SampleError."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        return _Reader(path.name).sample(raw)
    except yaml.YAMLError as problem:
        raise SampleError(f"{path.name}: {problem}") from problem


def seconds(value: Any) -> float:
    """A duration: a number of seconds, or `1h`, `2m30s`, `45s`. Raises ValueError."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    match = _DURATION.fullmatch(str(value))
    if not match or not any(match.groups()):
        raise ValueError(f"{value!r} is no duration")
    hours, minutes, rest = (float(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + rest


class _Reader:
    """Reads one file; keeps the names that lines may refer to."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._people = {handle for handle, *_ in PEOPLE}
        self._rooms = {name for name, *_ in CHANNELS}

    def fail(self, where: str, why: str) -> SampleError:
        return SampleError(f"{self._name}: {where}: {why}")

    def record(self, raw: Any, where: str, need: Iterable[str], may: Iterable[str] = ()) -> Json:
        """A mapping with all of `need` and otherwise only `may`."""
        if not isinstance(raw, dict):
            raise self.fail(where, "must be a mapping")
        need = set(need)
        lacking, unknown = need - set(raw), set(raw) - need - set(may)
        if lacking or unknown:
            why = [f"lacks {n}" for n in sorted(lacking)] + [
                f"unknown {n}" for n in sorted(unknown)
            ]
            raise self.fail(where, ", ".join(why))
        return raw

    def sample(self, raw: Any) -> Sample:
        given = self.record(raw, "file", ("id", "title", "plays"), ("about", "people", "channels"))
        if not _ID.fullmatch(str(given["id"])):
            raise self.fail("id", "only a-z, 0-9 and -")
        people = [self.person(p, i) for i, p in enumerate(given.get("people") or [])]
        rooms = [self.room(r, i) for i, r in enumerate(given.get("channels") or [])]
        parts = [self.part(p, i) for i, p in enumerate(given["plays"])]
        about = str(given.get("about") or "")
        return Sample(given["id"], str(given["title"]), about, people, rooms, parts)

    def person(self, raw: Any, index: int) -> Json:
        where = f"people[{index}]"
        given = self.record(raw, where, ("id", "name"), ("title", "tz", "role"))
        if given.get("role", "member") not in ("admin", "member", "guest"):
            raise self.fail(where, "role is admin, member or guest")
        try:
            ZoneInfo(given.get("tz", "Etc/UTC"))
        except (ZoneInfoNotFoundError, ValueError) as problem:
            raise self.fail(where, f"no time zone {given.get('tz')}") from problem
        self._people.add(given["id"])
        return given

    def room(self, raw: Any, index: int) -> Room:
        where = f"channels[{index}]"
        may = ("private", "topic", "purpose", "app")
        given = self.record(raw, where, ("name", "members"), may)
        for handle in given["members"]:
            self.known(handle, where)
        if not given["members"]:
            raise self.fail(where, "needs a member")
        self._rooms.add(given["name"])
        return Room(**given)

    def known(self, handle: Any, where: str) -> str:
        if handle not in self._people:
            raise self.fail(where, f"nobody is called {handle}")
        return str(handle)

    def part(self, raw: Any, index: int) -> Part:
        where = f"plays[{index}]"
        given = self.record(raw, where, ("id", "title", "messages"), ("about",))
        labels: dict[str, float] = {}
        lines = [
            self.line(m, f"{where}.messages[{i}]", labels, i)
            for i, m in enumerate(given["messages"])
        ]
        return Part(str(given["id"]), str(given["title"]), str(given.get("about") or ""), lines)

    def line(self, raw: Any, where: str, labels: dict[str, float], index: int) -> Line:
        may = ("id", "reply_to", "broadcast", "reactions", "edit", "delete", "file")
        given = self.record(raw, where, ("at", "in", "by", "text"), may)
        if given["in"] not in self._rooms:
            raise self.fail(where, f"no channel {given['in']}")
        at = self.time(given["at"], where)
        parent = given.get("reply_to")
        if parent is not None and not (parent in labels and labels[parent] <= at):
            raise self.fail(where, f"reply_to {parent} is no earlier message")
        key = str(given.get("id") or f"#{index}")
        if key in labels:
            raise self.fail(where, f"the id {key} is used twice")
        labels[key] = at
        line = Line(
            key, at, given["in"], self.known(given["by"], where), str(given["text"]), parent
        )
        line.broadcast = bool(given.get("broadcast", False))
        self.later(line, given, where)
        return line

    def later(self, line: Line, given: Json, where: str) -> None:
        """What happens to a message afterwards, and its file."""
        for raw in given.get("reactions") or []:
            reaction = self.record(raw, where, ("by", "name"), ("after",))
            after = self.time(reaction.get("after", 0), where)
            by = self.known(reaction["by"], where)
            line.reactions.append({"by": by, "name": str(reaction["name"]), "after": after})
        if given.get("edit") is not None:
            edit = self.record(given["edit"], where, ("after", "text"))
            line.edit = {"after": self.time(edit["after"], where), "text": str(edit["text"])}
        if given.get("delete") is not None:
            gone = self.record(given["delete"], where, ("after",))
            line.delete = self.time(gone["after"], where)
        if given.get("file") is not None:
            line.file = self.record(given["file"], where, ("name", "content"))

    def time(self, value: Any, where: str) -> float:
        try:
            return seconds(value)
        except ValueError as problem:
            raise self.fail(where, str(problem)) from problem
