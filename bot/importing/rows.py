"""From an export's messages to what is stored of them: the same as of a live message."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field, replace
from typing import Any

from bot.importing.export import is_id
from bot.importing.rules import Conversation, follow
from bot.importing.shapes import modern
from bot.seci.types import Said, Utterance
from bot.slack.events import (
    Deleted,
    Ignored,
    MessageChange,
    Posted,
    is_ts,
    parse_message,
    time_of,
)
from bot.utterances import CONTEXT, said_of

# So many threads of a channel are remembered at a time, for what was said before an answer.
_THREADS = 4096


@dataclass(slots=True)
class Thread:
    """Reads a channel's messages in order of time, and knows what was said before each."""

    channel_id: str
    bots: frozenset[str]
    _current: Conversation | None = field(init=False, default=None)
    _before: OrderedDict[str, deque[Said]] = field(init=False, default_factory=OrderedDict)

    def take(self, raw: dict[str, Any], *, grouped: bool) -> MessageChange:
        """What one entry of a day file says; with ``grouped``, conversations stand in for threads.

        A conversation's first message becomes the ``thread_ts`` of the others: reading, the kinds
        of ba and the report then need not know whether people or pauses made the thread.
        """
        try:
            change = parse_message({**modern(raw), "channel": self.channel_id})
            if not isinstance(change, Ignored):
                time_of(change.ts)
        except (ValueError, OverflowError, OSError):
            return Ignored("not a shape of Slack's that we know")
        if not isinstance(change, Posted):
            return change
        if change.author_id in self.bots or not is_id(change.author_id):
            return Ignored("written by a bot")
        if change.edited_ts and not is_ts(change.edited_ts):
            change = replace(change, edited_ts="")
        if raw.get("thread_ts"):
            return change
        self._current = follow(self._current, change.ts, grouped=grouped)
        return replace(change, thread_ts=self._current.root)

    def hear(self, posted: Posted) -> Utterance:
        """A message to read, with up to three before it; remembered for the next in its thread."""
        before = self._before.setdefault(posted.thread_ts, deque(maxlen=CONTEXT))
        self._before.move_to_end(posted.thread_ts)
        said = said_of(posted)
        utterance = Utterance(said, tuple(before))
        before.append(said)
        while len(self._before) > _THREADS:
            self._before.popitem(last=False)
        return utterance


def newest_of(changes: list[Posted | Deleted]) -> list[Posted | Deleted]:
    """One change per message: a deletion, else the newest edit (an export may repeat itself)."""
    kept: dict[str, Posted | Deleted] = {}
    for change in changes:
        known = kept.get(change.ts)
        if isinstance(known, Deleted):
            continue
        if (
            isinstance(known, Posted)
            and isinstance(change, Posted)
            and known.edited_ts >= change.edited_ts
        ):
            continue
        kept[change.ts] = change
    return list(kept.values())
