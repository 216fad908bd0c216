"""What one person sees, kept up to date from the live changes. Knows nothing of the network."""

from __future__ import annotations

from typing import Any

from playground.types import Json


class PersonView:
    """People, channels, messages, ephemerals, modals, Home, notices as one person sees them."""

    def __init__(self) -> None:
        self.id = ""
        self.name = ""
        self.people: dict[str, Json] = {}
        self.channels: dict[str, Json] = {}
        self.app: Json = {}
        self.modals: list[Json] = []
        self.home: Json | None = None
        self.notices: list[Json] = []
        self.tour: Json | None = None
        self.plays: dict[str, Json] = {}
        self.clock: Json = {}
        self.traffic: dict[int, Json] = {}
        self.log: list[str] = []
        self._messages: dict[str, dict[str, Json]] = {}
        self.fault_list: list[Json] = []

    def begin(self, boot: Json) -> None:
        """Take the bootstrap answer."""
        self.id, self.name = boot["me"]["id"], boot["me"]["name"]
        self.people = {p["id"]: p for p in boot["people"]}
        self.channels = {c["id"]: c for c in boot["channels"]}
        self.app, self.modals, self.home = boot["app"], boot["modals"], boot["home"]
        self.tour, self.clock = boot["tour"], boot["clock"]
        self.plays = {p["id"]: p for p in boot["plays"]}
        self.fault_list = boot["faults"]

    def take_messages(self, channel: str, messages: list[Json]) -> None:
        """Take messages read from the history."""
        self._messages.setdefault(channel, {}).update({m["ts"]: m for m in messages})

    def take(self, change: Json) -> None:
        """Take one live change."""
        kind = str(change.get("type"))
        self.log.append(kind)
        handler = getattr(self, f"_on_{kind}", None)
        if handler:
            handler(change)

    def _on_message(self, change: Json) -> None:
        message = change["message"]
        self._messages.setdefault(change["channel"], {})[message["ts"]] = message

    _on_message_changed = _on_message
    _on_ephemeral = _on_message

    def _on_message_deleted(self, change: Json) -> None:
        self._messages.get(change["channel"], {}).pop(change["ts"], None)

    _on_ephemeral_deleted = _on_message_deleted

    def _on_channel(self, change: Json) -> None:
        self.channels[change["channel"]["id"]] = change["channel"]

    def _on_channel_removed(self, change: Json) -> None:
        self.channels.pop(change["channel"], None)

    def _on_person(self, change: Json) -> None:
        self.people[change["person"]["id"]] = change["person"]

    def _on_modals(self, change: Json) -> None:
        self.modals = change["modals"]

    def _on_home(self, change: Json) -> None:
        self.home = change["home"]

    def _on_notice(self, change: Json) -> None:
        self.notices.append(change)

    def _on_app(self, change: Json) -> None:
        self.app = change["app"]

    def _on_clock(self, change: Json) -> None:
        self.clock = change["clock"]

    def _on_faults(self, change: Json) -> None:
        self.fault_list = change["faults"]

    def _on_tour(self, change: Json) -> None:
        self.tour = change["tour"]

    def _on_play(self, change: Json) -> None:
        self.plays[change["play"]["id"]] = change["play"]

    def _on_traffic(self, change: Json) -> None:
        self.traffic[change["entry"]["id"]] = change["entry"]

    def channel_id(self, channel: str) -> str:
        """The id of a channel given by id or (#)name, or of the DM with @handle. Raises
        KeyError.
        """
        if channel in self.channels:
            return channel
        if channel.startswith("@"):
            return self._direct_id(channel[1:])
        wanted = channel.removeprefix("#")
        for key, found in self.channels.items():
            if found["name"] == wanted:
                return key
        raise KeyError(f"{self.name} sees no channel {channel}")

    def _direct_id(self, handle: str) -> str:
        for key, found in self.channels.items():
            if found["kind"] == "im" and self.people[found["with"]]["name"] == handle:
                return key
        raise KeyError(f"{self.name} has no DM with {handle}")

    def person_id(self, person: str) -> str:
        """The id of somebody given by id or (@)handle."""
        wanted = person.removeprefix("@")
        for key, found in self.people.items():
            if wanted in (key, found["name"]):
                return key
        raise KeyError(f"nobody is called {person}")

    def messages(self, channel: str, *, thread: str | None = None) -> list[Json]:
        """Messages and ephemerals seen in a channel (or in one thread, the parent included), oldest
        first.
        """
        try:
            known = self._messages.get(self.channel_id(channel), {})
        except KeyError:
            return []
        shown = sorted(known.values(), key=lambda m: m["ts"])
        if thread is None:
            return [m for m in shown if m.get("thread_ts", m["ts"]) == m["ts"] or _is_broadcast(m)]
        return [m for m in shown if m["ts"] == thread or m.get("thread_ts") == thread]

    def ephemerals(self, channel: str) -> list[Json]:
        """What only this person sees in a channel and its threads."""
        try:
            known = self._messages.get(self.channel_id(channel), {})
        except KeyError:
            return []
        return [m for _, m in sorted(known.items()) if m["ephemeral"]]

    def message(self, channel: str, ts: str) -> Json | None:
        """One message, if it is there."""
        return self._messages.get(self.channel_id(channel), {}).get(ts)

    def replies(self, channel: str, ts: str) -> list[Json]:
        """The replies of a thread, ephemerals included."""
        return [m for m in self.messages(channel, thread=ts) if m["ts"] != ts]

    @property
    def modal(self) -> Json | None:
        """The modal on top."""
        return self.modals[-1] if self.modals else None


def _is_broadcast(message: Json) -> bool:
    return message.get("subtype") == "thread_broadcast"


def find_elements(surface: Json, action_id: str) -> list[tuple[str, Json]]:
    """All (block_id, element) with this action_id in a message or view."""
    found: list[tuple[str, Json]] = []
    blocks: list[Any] = list(surface.get("blocks") or [])
    for attachment in surface.get("attachments") or []:
        blocks += attachment.get("blocks") or []
    for block in blocks:
        candidates: list[Any] = [block.get("accessory"), block.get("element")]
        if block.get("type") == "actions":
            candidates += block.get("elements") or []
        found += [
            (block["block_id"], element)
            for element in candidates
            if isinstance(element, dict) and element.get("action_id") == action_id
        ]
    return found


def texts(surface: Json) -> str:
    """All words that a message or view shows, one piece per line: for asserting what people see."""
    out: list[str] = [str(surface.get("text") or "")]

    def walk(value: Any) -> None:
        if isinstance(value, list):
            for entry in value:
                walk(entry)
        elif isinstance(value, dict):
            if isinstance(value.get("text"), str):
                out.append(value["text"])
            for entry in value.values():
                if isinstance(entry, dict | list):
                    walk(entry)

    walk([surface.get("title"), surface.get("blocks"), surface.get("attachments")])
    return "\n".join(part for part in out if part)
