"""Short-lived permissions: trigger ids (3 s, once) and response URLs (30 minutes, five uses).

Both run on real time, not on the play clock: they are promises about how fast software answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playground.ids import Ids
from playground.types import Refused

TRIGGER_LIFE = 3.0
"""Seconds a trigger id can be exchanged."""
URL_LIFE = 30 * 60.0
"""Seconds a response URL works."""
URL_USES = 5
"""How often a response URL works."""


@dataclass(slots=True)
class Trigger:
    """Who may be shown a modal, until when; `view` is the modal the interaction came from."""

    person: str
    until: float
    view: str | None = None
    used: bool = False


class Triggers:
    """Trigger ids. `real` gives real seconds."""

    def __init__(self, ids: Ids, real: Callable[[], float]) -> None:
        self._ids = ids
        self._real = real
        self._known: dict[str, Trigger] = {}
        self.life = TRIGGER_LIFE

    def new(self, person: str, view: str | None = None) -> str:
        """A fresh trigger id for this person."""
        key = f"{self._ids.digits(13)}.{self._ids.digits(12)}.{self._ids.hex()}"
        self._known[key] = Trigger(person, self._real() + self.life, view)
        return key

    def exchange(self, key: str) -> Trigger:
        """Use a trigger id. Refused: invalid_trigger_id, exchanged_trigger_id,
        expired_trigger_id.
        """
        trigger = self.check(key)
        trigger.used = True
        return trigger

    def check(self, key: str) -> Trigger:
        """The trigger, if it could be used now; refuses like `exchange`, without using it."""
        trigger = self._known.get(key)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._real() > trigger.until:
            raise Refused("expired_trigger_id")
        return trigger


@dataclass(slots=True)
class ResponseUrl:
    """Where an answer may go: the channel, the person, the message (if any) that the interaction
    was on.
    """

    channel: str
    person: str
    until: float
    message_ts: str | None = None
    thread_ts: str | None = None
    ephemeral: bool = False
    uses: int = 0


class ResponseUrls:
    """Response URLs by their secret. `base` is the server's address."""

    def __init__(self, ids: Ids, real: Callable[[], float]) -> None:
        self._ids = ids
        self._real = real
        self._known: dict[str, ResponseUrl] = {}
        self.life = URL_LIFE
        self.uses = URL_USES
        self.base = ""

    def new(
        self,
        channel: str,
        person: str,
        *,
        kind: str = "actions",
        message_ts: str | None = None,
        thread_ts: str | None = None,
        ephemeral: bool = False,
    ) -> str:
        """A fresh response URL; `kind` is actions or commands."""
        key = f"{self._ids.digits(13)}/{self._ids.token()}"
        self._known[key] = ResponseUrl(
            channel, person, self._real() + self.life, message_ts, thread_ts, ephemeral
        )
        return f"{self.base}/{kind}/{key}"

    def use(self, key: str) -> ResponseUrl:
        """Count a use. Refused: used_url (too often), expired_url (too late or unknown)."""
        url = self._known.get(key)
        if url is None or self._real() > url.until:
            raise Refused("expired_url")
        if url.uses >= self.uses:
            raise Refused("used_url")
        url.uses += 1
        return url
