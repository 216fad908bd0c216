"""How a Web API method is declared: a table of arguments with their checks and error codes, scopes,
a rate tier.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.ground import Ground
from playground.model import Channel, Message, Person
from playground.scopes import conversation_scope, lacking
from playground.types import Json, Refused
from playground.workspace import Workspace

Reader = Callable[[Any], Any]
"""Turns an argument as sent into its value; raises ValueError when it is malformed."""

TS = re.compile(r"\d{1,12}\.\d{6}")
_LOOSE_TS = re.compile(r"\d{1,12}(\.\d{1,6})?")


def text(value: Any) -> str:
    """Any string (numbers become strings)."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("must be a string")
    return str(value)


def flag(value: Any) -> bool:
    """true, false, 1, 0."""
    if isinstance(value, bool):
        return value
    if str(value).lower() in ("1", "true"):
        return True
    if str(value).lower() in ("0", "false", ""):
        return False
    raise ValueError("must be a boolean")


def whole(low: int, high: int) -> Reader:
    """A whole number from `low` to `high`."""

    def read(value: Any) -> int:
        number = int(str(value))
        if not low <= number <= high:
            raise ValueError(f"must be between {low} and {high}")
        return number

    return read


def ts(value: Any) -> str:
    """A message's ts, exactly."""
    if not isinstance(value, str) or not TS.fullmatch(value):
        raise ValueError("must be a timestamp")
    return value


def moment(value: Any) -> float:
    """A point in time: a ts or epoch seconds."""
    if not _LOOSE_TS.fullmatch(str(value)):
        raise ValueError("must be a timestamp")
    return float(str(value))


def raw(value: Any) -> Any:
    """Anything; the method looks at it itself."""
    return value


def parsed_json(value: Any) -> Any:
    """JSON, also when it comes as text."""
    return json.loads(value) if isinstance(value, str) else value


def words(value: Any) -> list[str]:
    """A comma-separated list, or a JSON list of strings."""
    if isinstance(value, list):
        return [str(v) for v in value]
    if isinstance(value, str) and value.startswith("["):
        return [str(v) for v in json.loads(value)]
    return [part.strip() for part in str(value).split(",") if part.strip()]


@dataclass(frozen=True)
class Arg:
    """An argument. `missing` and `bad` are the error codes when it is not there (and `required`),
    or malformed.
    """

    name: str
    read: Reader = text
    required: bool = False
    default: Any = None
    missing: str = "invalid_arguments"
    bad: str = "invalid_arguments"


@dataclass
class Call:
    """One call: its arguments, read. `raw` as they were sent."""

    ground: Ground
    args: Json
    raw: Json = field(default_factory=dict)

    @property
    def ws(self) -> Workspace:
        """The workspace."""
        return self.ground.workspace

    def need(self, *scopes: str) -> None:
        """Refused(missing_scope) unless one of these is granted."""
        needed = lacking(self.ground.scopes, scopes)
        if needed:
            raise missing_scope(needed, self.ground.scopes)

    def channel(self, right: str | None = None, name: str = "channel") -> Channel:
        """The conversation named by an argument, if the app can see it; `right`: the scope needed
        for its kind.
        """
        channel = self.ws.channels.get(str(self.args.get(name)))
        if channel is None:
            raise Refused("channel_not_found")
        if right:
            self.need(conversation_scope(channel, right))
        if channel.is_private and not self.ws.app_in(channel):
            raise Refused("channel_not_found")
        return channel

    def message(self, channel: Channel, name: str = "ts") -> Message:
        """The message named by an argument. Refused(message_not_found)."""
        return self.ws.message(channel, str(self.args[name]))

    def person(self, name: str = "user") -> Person:
        """The person named by an argument (an id). Refused(user_not_found)."""
        found = self.ws.people.get(str(self.args.get(name)))
        if found is None:
            raise Refused("user_not_found")
        return found


Handler = Callable[[Call], Awaitable[Json] | Json]


@dataclass(frozen=True)
class Method:
    """A Web API method. `scopes`: one of these is needed; `tier`: see limits.TIERS; `token`: which
    kind it takes.
    """

    name: str
    run: Handler
    args: tuple[Arg, ...] = ()
    scopes: tuple[str, ...] = ()
    tier: str = "3"
    token: Literal["bot", "app", "none"] = "bot"

    def read(self, given: Json) -> Json:
        """All arguments read. Refused with the code of the table, and Slack's `messages`."""
        out: Json = {}
        for arg in self.args:
            value = given.get(arg.name)
            if value is None or (value == "" and arg.required):
                if arg.required:
                    raise _wrong(arg.missing, f"missing required field: {arg.name}")
                out[arg.name] = arg.default
                continue
            try:
                out[arg.name] = arg.read(value)
            except (ValueError, TypeError) as problem:
                raise _wrong(arg.bad, f"invalid `{arg.name}`: {problem}") from problem
        return out


def _wrong(code: str, message: str) -> Refused:
    if code != "invalid_arguments":
        return Refused(code)
    return Refused(code, response_metadata={"messages": [f"[ERROR] {message}"]})


def missing_scope(needed: str, granted: frozenset[str]) -> Refused:
    """Slack's answer when a scope is lacking."""
    return Refused("missing_scope", needed=needed, provided=",".join(sorted(granted)))
