"""Building blocks of the checks: a check looks at a value at a JSON pointer and tells the scan what
is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Surface = Literal["message", "modal", "home"]


def _always(key: str) -> bool:
    return True


@dataclass
class Scan:
    """One pass over blocks. `file_ready` says whether a slack_file (its id or URL) exists by
    now.
    """

    surface: Surface = "message"
    file_ready: Callable[[str], bool] = _always
    problems: list[str] = field(default_factory=list)
    text_length: int = 0
    markdown_length: int = 0
    focused: int = 0

    def say(self, path: str, problem: str) -> None:
        """Report a problem at a JSON pointer."""
        self.problems.append(f"[ERROR] {problem} [json-pointer:{path}]")


Check: TypeAlias = Callable[[Any, str, Scan], None]


def string(
    low: int = 0, high: int | None = None, pattern: str | None = None, words: str = ""
) -> Check:
    """A string of `low` to `high` characters, matching `pattern` (described by `words`)."""

    def check(value: Any, path: str, scan: Scan) -> None:
        if not isinstance(value, str):
            scan.say(path, "must be a string")
        elif len(value) < low:
            scan.say(path, f"must be more than {low - 1} characters")
        elif high is not None and len(value) > high:
            scan.say(path, f"must be less than {high + 1} characters")
        elif pattern and not re.fullmatch(pattern, value):
            scan.say(path, words or "must match the pattern")

    return check


def boolean() -> Check:
    """True or false."""

    def check(value: Any, path: str, scan: Scan) -> None:
        if not isinstance(value, bool):
            scan.say(path, "must be a boolean")

    return check


def integer(low: int, high: int) -> Check:
    """A whole number from `low` to `high`."""

    def check(value: Any, path: str, scan: Scan) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            scan.say(path, "must be an integer")
        elif not low <= value <= high:
            scan.say(path, f"must be between {low} and {high}")

    return check


def one_of(*allowed: str) -> Check:
    """One of some strings."""

    def check(value: Any, path: str, scan: Scan) -> None:
        if value not in allowed:
            scan.say(path, f"must be a valid enum value: {', '.join(allowed)}")

    return check


def list_of(item: Check, low: int = 0, high: int | None = None) -> Check:
    """A list of `low` to `high` items that each pass `item`."""

    def check(value: Any, path: str, scan: Scan) -> None:
        if not isinstance(value, list):
            scan.say(path, "must provide an array")
            return
        if len(value) < low:
            scan.say(path, f"must have at least {low} item{'s' if low > 1 else ''}")
        if high is not None and len(value) > high:
            scan.say(path, f"no more than {high} items allowed")
        for index, entry in enumerate(value):
            item(entry, f"{path}/{index}", scan)

    return check


def shape(
    fields: Mapping[str, Check], required: Sequence[str] = (), *more: Check, open_: bool = False
) -> Check:
    """An object with these fields and no others, `required` among them; then `more` checks on the
    whole.
    """

    def check(value: Any, path: str, scan: Scan) -> None:
        if not isinstance(value, dict):
            scan.say(path, "must provide an object")
            return
        for name in required:
            if value.get(name) is None:
                scan.say(path, f"missing required field: {name}")
        for name, entry in value.items():
            known = fields.get(name)
            if known is None:
                if not open_:
                    scan.say(path, f"invalid additional property: {name}")
            elif entry is not None or name in required:
                known(entry, f"{path}/{name}", scan)
        for extra in more:
            extra(value, path, scan)

    return check


def by_type(kinds: Mapping[str, Check], default: str | None = None) -> Check:
    """An object whose `type` picks its check."""

    def check(value: Any, path: str, scan: Scan) -> None:
        if not isinstance(value, dict):
            scan.say(path, "must provide an object")
            return
        kind = value.get("type", default)
        if kind is None:
            scan.say(path, "missing required field: type")
        elif not isinstance(kind, str) or kind not in kinds:
            scan.say(f"{path}/type", f"unsupported type: {kind}")
        else:
            kinds[kind](value, path, scan)

    return check


def anything(value: Any, path: str, scan: Scan) -> None:
    """Passes everything."""


def exactly_one(*names: str) -> Check:
    """Exactly one of these fields is there."""

    def check(value: Any, path: str, scan: Scan) -> None:
        there = [name for name in names if value.get(name) is not None]
        if len(there) != 1:
            scan.say(path, f"must have exactly one of: {', '.join(names)}")

    return check


def at_least_one(*names: str) -> Check:
    """At least one of these fields is there."""

    def check(value: Any, path: str, scan: Scan) -> None:
        if all(value.get(name) is None for name in names):
            scan.say(path, f"missing required field: {' or '.join(names)}")

    return check
