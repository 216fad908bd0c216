"""Names for the shapes that pass through the playground."""

from __future__ import annotations

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A JSON object as Slack sends or takes it."""


class Refused(Exception):
    """Something a person or an app asked for is not possible.

    In: `code`, Slack's error code; `message`, a sentence for people; `extra`, further fields of the
    answer.
    """

    def __init__(self, code: str, message: str = "", **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message or code.replace("_", " ").capitalize() + "."
        self.extra: Json = extra
