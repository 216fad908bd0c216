"""Somebody to act as: does what a person does in Slack, and sees what that person sees."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Iterable
from typing import Any

import aiohttp

from playground.client_values import container_of, path_of, state_of
from playground.client_view import PersonView, find_elements
from playground.client_wire import Wire
from playground.types import Json


class Person(PersonView):
    """A person of the workspace. Channels are given by id, `#name`, or `@handle` for a DM."""

    def __init__(self, wire: Wire, who: str) -> None:
        super().__init__()
        self._wire = wire
        self._who = who
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._task: asyncio.Task[None] | None = None
        self._syncs = 0
        self._synced: dict[int, asyncio.Event] = {}

    async def open(self) -> None:
        """Read the present state and follow the changes."""
        url = f"{self._wire.url}/page/live"
        params = {"as": self._who, "traffic": "1"}
        self._socket = await self._wire.session.ws_connect(url, params=params)
        await self._socket.receive_json()
        self.begin(await self._wire.call("GET", "/bootstrap", person=self._who))
        for channel in list(self.channels):
            await self.read(channel)
        self._task = asyncio.get_running_loop().create_task(self._follow(self._socket))

    async def _follow(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type == aiohttp.WSMsgType.TEXT:
                change = json.loads(message.data)
                if change["type"] == "synced":
                    self._synced[change["id"]].set()
                    continue
                self.take(change)
                self._wire.note_change()

    async def close(self) -> None:
        """Stop following."""
        if self._socket:
            await self._socket.close()
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def call(self, verb: str, path: str, body: Json | None = None, **more: Any) -> Json:
        """Any page call as this person; when it is done, the view shows what it changed."""
        answer = await self._wire.call(verb, path, body, person=self.id or self._who, **more)
        if verb != "GET":
            await self.sync()
        return answer

    async def sync(self) -> None:
        """Wait until everything that has happened so far is in the view."""
        if self._socket is None or self._socket.closed or self._task is None:
            return
        self._syncs += 1
        key, done = self._syncs, asyncio.Event()
        self._synced[key] = done
        await self._socket.send_json({"type": "sync", "id": key})
        await asyncio.wait_for(done.wait(), 5)
        del self._synced[key]

    async def read(self, channel: str, limit: int = 500) -> list[Json]:
        """Read a channel's messages into the view."""
        key = self.channel_id(channel)
        answer = await self.call("GET", f"/channels/{key}/messages", params={"limit": limit})
        self.take_messages(key, answer["messages"])
        return list(answer["messages"])

    async def thread(self, channel: str, ts: str) -> list[Json]:
        """Read a thread: the parent and its replies."""
        key = self.channel_id(channel)
        answer = await self.call("GET", f"/channels/{key}/threads/{ts}")
        found = [answer["parent"], *answer["replies"]]
        self.take_messages(key, found)
        return found

    async def post(
        self,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
        files: Iterable[str] = (),
        me: bool = False,
    ) -> Json:
        """Send a message. Out: the message."""
        body: Json = {"text": text, "broadcast": broadcast, "files": list(files), "me": me}
        if thread_ts:
            body["thread_ts"] = thread_ts
        path = f"/channels/{await self._reach(channel)}/messages"
        return dict((await self.call("POST", path, body))["message"])

    async def reply(self, to: Json, text: str, *, broadcast: bool = False) -> Json:
        """Reply in the thread of a message."""
        root = to.get("thread_ts") or to["ts"]
        return await self.post(to["channel"], text, thread_ts=root, broadcast=broadcast)

    async def edit(self, message: Json, text: str) -> Json:
        """Edit one's message."""
        return dict((await self.call("PATCH", path_of(message), {"text": text}))["message"])

    async def delete(self, message: Json) -> None:
        """Delete a message, or hide an ephemeral."""
        await self.call("DELETE", path_of(message))

    async def react(self, message: Json, name: str, on: bool = True) -> Json:
        """Add (or with `on=False` take away) a reaction."""
        path = path_of(message) + "/reactions"
        return dict((await self.call("POST", path, {"name": name, "on": on}))["message"])

    async def unreact(self, message: Json, name: str) -> Json:
        """Take a reaction away."""
        return await self.react(message, name, on=False)

    async def upload(
        self,
        channel: str | None,
        name: str,
        content: bytes | str,
        *,
        text: str = "",
        thread_ts: str | None = None,
    ) -> Json:
        """Upload a file and share it. Out: {files, message?}."""
        form = aiohttp.FormData()
        data = content if isinstance(content, bytes) else content.encode()
        form.add_field("file", data, filename=name)
        params: Json = {"text": text}
        if channel:
            params["channel"] = await self._reach(channel)
        if thread_ts:
            params["thread_ts"] = thread_ts
        return await self.call("POST", "/files", form=form, params=params)

    async def _reach(self, channel: str) -> str:
        """The channel's id; a DM with @handle is opened when it is not there."""
        try:
            return self.channel_id(channel)
        except KeyError:
            if not channel.startswith("@"):
                raise
            return str((await self.open_dm(channel))["id"])

    async def open_dm(self, *people: str) -> Json:
        """Open a DM or group DM. Out: the channel."""
        wanted = [self.person_id(p) for p in people]
        channel: Json = (await self.call("POST", "/dms", {"people": wanted}))["channel"]
        self.channels[channel["id"]] = channel
        return channel

    async def create_channel(
        self, name: str, *, private: bool = False, members: Iterable[str] = (), shared: bool = False
    ) -> Json:
        """Create a channel. Out: the channel."""
        body: Json = {"name": name, "private": private, "shared": shared}
        body["members"] = [self.person_id(m) for m in members]
        channel: Json = (await self.call("POST", "/channels", body))["channel"]
        self.channels[channel["id"]] = channel
        return channel

    async def _on_channel_call(self, channel: str, what: str, body: Json | None = None) -> Json:
        return await self.call("POST", f"/channels/{self.channel_id(channel)}/{what}", body or {})

    async def join(self, channel: str) -> Json:
        """Join a public channel."""
        return await self._on_channel_call(channel, "join")

    async def leave(self, channel: str) -> Json:
        """Leave a channel."""
        return await self._on_channel_call(channel, "leave")

    async def invite(self, channel: str, *people: str) -> Json:
        """Invite people by handle or id; "app" invites the app."""
        wanted = [self._somebody(p) for p in people]
        return await self._on_channel_call(channel, "invite", {"people": wanted})

    async def kick(self, channel: str, person: str) -> Json:
        """Remove somebody; "app" removes the app."""
        return await self._on_channel_call(channel, "kick", {"person": self._somebody(person)})

    def _somebody(self, person: str) -> str:
        return str(self.app["bot_user_id"]) if person == "app" else self.person_id(person)

    async def change_channel(self, channel: str, what: str, **body: Any) -> Json:
        """archive, unarchive, delete, share, unshare, rename(name=), topic(topic=),
        purpose(purpose=).
        """
        return await self._on_channel_call(channel, what, body)

    async def change_profile(self, **change: Any) -> Json:
        """Change one's own profile, status, time zone, role or dnd."""
        return dict((await self.call("PATCH", f"/people/{self.id}", change))["person"])

    async def command(self, channel: str, line: str) -> None:
        """Run a slash command, as typed."""
        await self.call("POST", "/commands", {"channel": await self._reach(channel), "text": line})

    async def shortcut(self, callback_id: str, message: Json) -> None:
        """Run a message shortcut."""
        body = {"callback_id": callback_id, "channel": message["channel"], "ts": message["ts"]}
        await self.call("POST", "/shortcuts/message", body)

    async def global_shortcut(self, callback_id: str) -> None:
        """Run a global shortcut."""
        await self.call("POST", "/shortcuts/global", {"callback_id": callback_id})

    async def press(
        self,
        surface: Json,
        action_id: str,
        value: Any = None,
        *,
        block_id: str | None = None,
        state: Json | None = None,
    ) -> None:
        """Press a button, or choose `value` in a menu, of a message or view. Raises KeyError when
        it is not there.
        """
        body = {**self._at(surface, action_id, block_id), "value": value, "state": state or {}}
        await self.call("POST", "/actions", body)

    def _at(self, surface: Json, action_id: str, block_id: str | None) -> Json:
        found = find_elements(surface, action_id)
        if block_id is not None:
            found = [entry for entry in found if entry[0] == block_id]
        if not found:
            raise KeyError(
                f"there is no {action_id} in {surface.get('callback_id') or surface.get('ts')}"
            )
        return {"container": container_of(surface), "block_id": found[0][0], "action_id": action_id}

    async def options(self, surface: Json, action_id: str, query: str = "") -> list[Json]:
        """Suggestions of an external select; those in groups too."""
        body = self._at(surface, action_id, None) | {"query": query}
        answer = await self.call("POST", "/options", body)
        grouped = [o for g in answer["option_groups"] for o in g["options"]]
        return list(answer["options"]) + grouped

    async def submit(self, values: Json | None = None, *, view: Json | None = None) -> Json:
        """Send the modal on top (or `view`). `values`: {action_id: page value}, or {block_id:
        {action_id: value}}.

        Out: {response_action, errors?, modals}.
        """
        target = view or self.modal
        if target is None:
            raise KeyError(f"{self.name} has no modal open")
        state = state_of(target, values or {})
        return await self.call("POST", f"/views/{target['id']}/submit", {"state": state})

    async def close_view(self, *, clear: bool = False, view: Json | None = None) -> None:
        """Close the modal on top; `clear`: the whole stack."""
        target = view or self.modal
        if target is None:
            raise KeyError(f"{self.name} has no modal open")
        await self.call("POST", f"/views/{target['id']}/close", {"clear": clear})

    async def open_home(self, tab: str = "home") -> Json | None:
        """Open the app's Home or Messages tab. Out: what Home shows now; `home` changes when the
        app publishes.
        """
        found: Json | None = (await self.call("POST", "/home", {"tab": tab}))["home"]
        return found

    async def permalink(self, url: str) -> Json:
        """What a message's address points to."""
        return await self.call("GET", "/permalink", params={"url": url})

    async def search(self, words: str) -> list[Json]:
        """Messages with all the words."""
        return list((await self.call("GET", "/search", params={"q": words}))["messages"])
