"""The state of the workspace: who and what there is, and how to find it. In memory, no I/O.

What changes it lives beside: talk.py (messages, reactions), membership.py (channels and people),
library.py (files).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playground.clock import PlayClock
from playground.ids import Ids, micros_to_ts
from playground.model import Channel, Fact, File, Kind, Message, Person
from playground.types import Json, Refused


class Workspace:
    """One Slack workspace. Listeners are called with every `Fact`, in order, in the same turn."""

    def __init__(self, name: str, domain: str, clock: PlayClock, ids: Ids) -> None:
        self.id = ids.new("T")
        self.name = name
        self.domain = domain
        self.clock = clock
        self.ids = ids
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.app_id = ids.new("A")
        self.bot_id = ids.new("B")
        self.app_user = ""
        self.app_name = "App"
        self.installed = True
        # The organization (Enterprise Grid) that took the app as a whole; "": there is none.
        self.organization = ""
        self.file_delay = 0.05
        self.files_url = "https://files.slack.com"
        self.message_replied = False
        self.listeners: list[Callable[[Fact], None]] = []
        self._last_event_micros = 0

    @property
    def url(self) -> str:
        """The address Slack would give the workspace, with a slash at the end."""
        return f"https://{self.domain}.slack.com/"

    @property
    def enterprise(self) -> Json | None:
        """The organization as Slack names it in payloads; None outside Enterprise Grid."""
        if not self.organization:
            return None
        return {"id": self.organization, "name": f"{self.name} Corp"}

    def publish(self, fact: Fact) -> None:
        """Tell every listener."""
        for listener in list(self.listeners):
            listener(fact)

    def next_ts(self, channel: Channel) -> str:
        """A ts for a new message: unique and increasing in its channel."""
        micros = max(int(self.clock.now() * 1_000_000), channel.last_micros + 1)
        channel.last_micros = micros
        return micros_to_ts(micros)

    def event_ts(self) -> str:
        """A ts for something that happened without being a message."""
        micros = max(int(self.clock.now() * 1_000_000), self._last_event_micros + 1)
        self._last_event_micros = micros
        return micros_to_ts(micros)

    def person(self, key: str) -> Person:
        """The person with this id, handle, `@handle` or real name; Refused(user_not_found)
        otherwise.
        """
        found = self.people.get(key)
        if found:
            return found
        wanted = key.removeprefix("@").lower()
        for person in self.people.values():
            if wanted in (person.name.lower(), person.real_name.lower()):
                return person
        raise Refused("user_not_found", f"There is nobody called {key}.")

    def channel(self, key: str) -> Channel:
        """The channel with this id, name or `#name`; Refused(channel_not_found) otherwise."""
        found = self.channels.get(key)
        if found:
            return found
        wanted = key.removeprefix("#").lower()
        for channel in self.channels.values():
            if wanted and channel.name == wanted:
                return channel
        raise Refused("channel_not_found", f"There is no channel {key}.")

    def message(self, channel: Channel, ts: str) -> Message:
        """The message (not ephemeral) with this ts; Refused(message_not_found) otherwise."""
        found = channel.messages.get(ts)
        if found is None:
            raise Refused("message_not_found", "That message is not there (any more).")
        return found

    def file(self, key: str) -> File:
        """The file with this id, also a deleted one; Refused(file_not_found) otherwise."""
        found = self.files.get(key)
        if found is None:
            raise Refused("file_not_found", "That file is not there.")
        return found

    def app_in(self, channel: Channel) -> bool:
        """Whether the app's bot user is a member."""
        return self.app_user in channel.members

    def visible_to(self, person: Person, channel: Channel) -> bool:
        """Whether this person may open the channel: a member, or a public one and not a guest."""
        if person.id in channel.members:
            return True
        return channel.kind == "public" and not person.is_guest

    def visible_channels(self, person: Person) -> Iterator[Channel]:
        """All channels the person may see."""
        return (c for c in self.channels.values() if self.visible_to(person, c))

    def direct(self, people: list[str]) -> Channel | None:
        """The DM or group DM of exactly these people (ids), if there is one."""
        wanted = set(people)
        kind: Kind = "im" if len(wanted) <= 2 else "mpim"
        for channel in self.channels.values():
            if channel.kind == kind and set(channel.members) == wanted:
                return channel
        return None

    def open_direct(self, people: list[str], creator: str) -> tuple[Channel, bool]:
        """Open the DM of these people (ids). Out: the channel, and whether it was there before."""
        wanted = list(dict.fromkeys(people))
        there = self.direct(wanted)
        if there:
            return there, True
        single = len(wanted) <= 2
        names = "--".join(sorted(self.people[p].name for p in wanted))
        channel = Channel(
            id=self.ids.new("D" if single else "G"),
            name="" if single else f"mpdm-{names}-1",
            kind="im" if single else "mpim",
            creator=creator,
            created=int(self.clock.now()),
            members=wanted,
        )
        self.channels[channel.id] = channel
        self.publish(Fact("direct_opened", channel=channel, actor=creator))
        return channel, False

    def permalink(self, message: Message) -> str:
        """The address of a message as Slack writes it."""
        link = f"{self.url}archives/{message.channel}/p{message.ts.replace('.', '')}"
        if message.is_reply:
            link += f"?thread_ts={message.thread_ts}&cid={message.channel}"
        return link
