"""Simulated workspaces: talk whose kind, timeline and subject are known beforehand.

Made from the definitions (Nonaka, Toyama and Konno, 2000; docs/codebook.md), not from the bot's
rules: its words are its own. Everything is drawn from a seeded ``random.Random``: the same seed
gives the same workspace.

- ``talk.week_of`` writes one week of one channel; ``talk.timeline`` a channel over many weeks.
- ``trades`` holds what people talk about, ``frames`` how they say it; each in two halves, ``TUNED``
  and ``HELD_BACK``: nobody may look at the second while changing rules.
- ``feeding`` turns what was written into what the bot knows: readings, or rows of the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from models.channel import Kind

# How much of a week belongs to each kind of ba; shares of 0-1 that sum to 1.
Mix = Mapping[Kind, float]


@dataclass(frozen=True, slots=True)
class SimMessage:
    """One message as a person of the simulation wrote it.

    ``ts`` and ``thread_ts`` are Slack's time stamps (equal on a message that begins a thread).
    ``text`` is what Slack would send: links as ``<https://…>``, people as ``<@U…>``. ``intent`` is
    the mode that the writer meant ("none" for small talk), ``ba`` the kind of the conversation it
    stands in: the truth, which the bot never sees.
    """

    author: str
    ts: str
    thread_ts: str
    text: str
    files: int = 0
    intent: str = "none"
    ba: Kind | None = None

    @property
    def at(self) -> datetime:
        """When it was written (UTC)."""
        return datetime.fromtimestamp(float(self.ts), UTC)

    @property
    def is_reply(self) -> bool:
        """Whether it stands in somebody's thread."""
        return self.ts != self.thread_ts


@dataclass(frozen=True, slots=True)
class Phase:
    """Some weeks of a channel's life: of what kinds, how lively, among whom.

    ``mix`` is None in weeks of silence. ``conversations`` per week are drawn around the number
    given; ``people`` are ids of those who take part (all of the channel's when empty); ``trade`` is
    the name of what they talk about ("": the channel's own).
    """

    weeks: int
    mix: Mix | None
    conversations: int = 12
    people: tuple[str, ...] = ()
    trade: str = ""


@dataclass(frozen=True, slots=True)
class SimChannel:
    """A channel with everything said in it, oldest first, and the truth about it."""

    id: str
    name: str
    people: tuple[str, ...]
    trade: str
    phases: tuple[Phase, ...]
    messages: tuple[SimMessage, ...] = field(repr=False)

    @property
    def kind(self) -> Kind | None:
        """The kind that most of its last phase with talk belongs to; None without any talk."""
        mixes = [phase.mix for phase in self.phases if phase.mix]
        return max(mixes[-1], key=lambda each: mixes[-1][each]) if mixes else None
