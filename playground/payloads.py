"""The payloads of commands and interactions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playground.ground import Ground
from playground.modals import OpenView
from playground.model import Channel, Message, Person
from playground.shapes import message_shape
from playground.types import Json, Refused


@dataclass
class Place:
    """Where something was pressed: on a message (channel and message) or in a view."""

    channel: Channel | None
    person: Person
    message: Message | None = None
    view: OpenView | None = None

    def blocks(self) -> list[Json]:
        """The blocks there, those in attachments included."""
        if self.view:
            found: list[Json] = self.view.given["blocks"]
            return found
        if self.message is None:
            return []
        inner = [b for a in self.message.attachments for b in a.get("blocks") or []]
        return self.message.blocks + inner


def find_place(ground: Ground, person: Person, container: Json) -> Place:
    """The place that a page's `container` means, if this person may see it."""
    if container.get("type") == "view":
        view = ground.views.find(str(container.get("view_id")))
        if view.person != person.id:
            raise Refused("not_found", "That form is not open any more.")
        return Place(None, person, view=view)
    ws = ground.workspace
    channel = ws.channel(str(container.get("channel")))
    if not ws.visible_to(person, channel):
        raise Refused("channel_not_found", "You cannot see that channel.")
    ts = str(container.get("ts"))
    message = channel.ephemerals.get(ts) or channel.messages.get(ts)
    if message is None or (message.to and message.to != person.id):
        raise Refused("message_not_found", "That message is not there (any more).")
    if not message.by_app:
        raise Refused("element_not_found", "That message is not from the app.")
    return Place(channel, person, message)


class Payloads:
    """Makes payloads with fresh trigger ids and response URLs."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def _common(self, kind: str, person: Person) -> Json:
        ws = self._ground.workspace
        return {
            "type": kind,
            "team": {"id": ws.id, "domain": ws.domain},
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": ws.id,
            },
            "api_app_id": ws.app_id,
            "token": "playground",
            "is_enterprise_install": bool(ws.organization),
            "enterprise": ws.enterprise,
        }

    def _channel(self, channel: Channel) -> Json:
        names = {"im": "directmessage", "mpim": channel.name, "private": "privategroup"}
        return {"id": channel.id, "name": names.get(channel.kind, channel.name)}

    def command(self, person: Person, channel: Channel, name: str, text: str, escape: bool) -> Json:
        """A slash command's form fields."""
        ws = self._ground.workspace
        urls = self._ground.response_urls
        return {
            "token": "playground",
            "team_id": ws.id,
            "team_domain": ws.domain,
            "channel_id": channel.id,
            "channel_name": self._channel(channel)["name"],
            "user_id": person.id,
            "user_name": person.name,
            "command": name,
            "text": self._escaped(text) if escape else text,
            "api_app_id": ws.app_id,
            "is_enterprise_install": "true" if ws.organization else "false",
            **{f"enterprise_{name}": value for name, value in (ws.enterprise or {}).items()},
            "response_url": urls.new(channel.id, person.id, kind="commands"),
            "trigger_id": self._ground.triggers.new(person.id),
        }

    def _escaped(self, text: str) -> str:
        """Mentions in a command's text by id, as `should_escape` asks for."""
        ws = self._ground.workspace

        def swap(match: re.Match[str]) -> str:
            try:
                if match.group(1) == "@":
                    person = ws.person(match.group(2))
                    return f"<@{person.id}|{person.name}>"
                channel = ws.channel(match.group(2))
                return f"<#{channel.id}|{channel.name}>"
            except Refused:
                return match.group()

        return re.sub(r"(?<![\w<])([@#])([\w.-]*\w)", swap, text)

    def message_shortcut(
        self, person: Person, callback_id: str, channel: Channel, message: Message
    ) -> Json:
        """Type message_action."""
        ws = self._ground.workspace
        url = self._ground.response_urls.new(
            channel.id, person.id, kind="app", thread_ts=message.thread_ts
        )
        return self._common("message_action", person) | {
            "action_ts": ws.event_ts(),
            "channel": self._channel(channel),
            "callback_id": callback_id,
            "trigger_id": self._ground.triggers.new(person.id),
            "response_url": url,
            "message_ts": message.ts,
            "message": message_shape(ws, message),
        }

    def global_shortcut(self, person: Person, callback_id: str) -> Json:
        """Type shortcut."""
        return self._common("shortcut", person) | {
            "action_ts": self._ground.workspace.event_ts(),
            "callback_id": callback_id,
            "trigger_id": self._ground.triggers.new(person.id),
        }

    def _surface(self, person: Person, place: Place) -> Json:
        """Container, and the view or the channel and message, of something pressed."""
        if place.view:
            shape = self._ground.views.shape(place.view)
            return {"container": {"type": "view", "view_id": place.view.id}, "view": shape}
        assert place.channel is not None
        assert place.message is not None
        message = place.message
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": place.channel.id,
            "is_ephemeral": message.is_ephemeral,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        out: Json = {"container": container, "channel": self._channel(place.channel)}
        if not message.is_ephemeral:
            out["message"] = message_shape(self._ground.workspace, message)
        return out

    def block_actions(
        self, person: Person, place: Place, actions: list[Json], values: Json
    ) -> Json:
        """Type block_actions."""
        view_id = place.view.id if place.view and place.view.kind == "modal" else None
        payload = self._common("block_actions", person) | self._surface(person, place)
        payload |= {
            "trigger_id": self._ground.triggers.new(person.id, view_id),
            "state": {"values": values},
            "actions": actions,
        }
        if place.channel and place.message:
            payload["response_url"] = self._ground.response_urls.new(
                place.channel.id,
                person.id,
                message_ts=place.message.ts,
                thread_ts=place.message.thread_ts,
                ephemeral=place.message.is_ephemeral,
            )
        if place.view:
            payload.pop("state")
        return payload

    def suggestion(
        self, person: Person, place: Place, block_id: str, action_id: str, query: str
    ) -> Json:
        """Type block_suggestion."""
        payload = self._common("block_suggestion", person) | self._surface(person, place)
        return payload | {"block_id": block_id, "action_id": action_id, "value": query}

    def submission(self, person: Person, view: OpenView) -> Json:
        """Type view_submission."""
        return self._common("view_submission", person) | {
            "trigger_id": self._ground.triggers.new(person.id, view.id),
            "view": self._ground.views.shape(view),
            "response_urls": self._response_urls(person, view),
        }

    def _response_urls(self, person: Person, view: OpenView) -> list[Json]:
        """A URL for every conversation chosen in a select with response_url_enabled."""
        out: list[Json] = []
        for block in view.given["blocks"]:
            element = block.get("element") or {}
            if not element.get("response_url_enabled"):
                continue
            value = view.values.get(block["block_id"], {}).get(element["action_id"], {})
            chosen = value.get("selected_conversation") or value.get("selected_channel")
            if chosen:
                url = self._ground.response_urls.new(chosen, person.id, kind="app")
                ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
                out.append({**ids, "channel_id": chosen, "response_url": url})
        return out

    def closed(self, person: Person, view: OpenView, cleared: bool) -> Json:
        """Type view_closed."""
        return self._common("view_closed", person) | {
            "view": self._ground.views.shape(view),
            "is_cleared": cleared,
        }
