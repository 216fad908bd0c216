"""A playground inside a test or program: `async with running(manifest="app.yaml") as place: …`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.client import PlaygroundClient
from playground.clock import PlayClock
from playground.ground import Ground, build_ground
from playground.manifest import read_manifest
from playground.membership import install
from playground.model import Message
from playground.page.app_calls import set_request_url, uninstall
from playground.page.driving import switch_on
from playground.server import Server
from playground.serving import Running
from playground.talk import post, unfurl
from playground.types import Json
from playground.workspace import Workspace


@dataclass
class Playground:
    """A running playground. `api_url` ends with `/api/`, as slack_sdk's `base_url` wants it."""

    url: str
    api_url: str
    ground: Ground
    server: Server
    client: PlaygroundClient

    @property
    def bot_token(self) -> str:
        """The bot token (xoxb-…)."""
        return self.ground.tokens.bot

    @property
    def app_token(self) -> str:
        """The app-level token (xapp-…) for Socket Mode."""
        return self.ground.tokens.app

    @property
    def signing_secret(self) -> str:
        """The secret that requests are signed with."""
        return self.ground.tokens.signing

    @property
    def clock(self) -> PlayClock:
        """The play clock."""
        return self.ground.clock

    @property
    def workspace(self) -> Workspace:
        """The state, for asserting and for short cuts in tests."""
        return self.ground.workspace

    def environment(self) -> dict[str, str]:
        """Environment variables for an app that is started as a program of its own."""
        return {
            "SLACK_BOT_TOKEN": self.bot_token,
            "SLACK_APP_TOKEN": self.app_token,
            "SLACK_SIGNING_SECRET": self.signing_secret,
            "SLACK_API_URL": self.api_url,
        }

    def oauth_environment(self) -> dict[str, str]:
        """The same for an app that is installed by OAuth."""
        return {
            "SLACK_CLIENT_ID": self.ground.client.id,
            "SLACK_CLIENT_SECRET": self.ground.client.secret,
            "SLACK_SIGNING_SECRET": self.signing_secret,
            "SLACK_API_URL": self.api_url,
        }

    def install(self) -> None:
        """Install the app again."""
        install(self.workspace)
        self.ground.tokens.revoked = False

    def uninstall(self) -> None:
        """Remove the app: app_uninstalled and tokens_revoked, then account_inactive."""
        uninstall(self.ground)

    def revoke_tokens(self) -> None:
        """From now on the bot token answers token_revoked; no event tells."""
        self.ground.tokens.revoked = True

    async def set_request_url(self, url: str | None) -> None:
        """HTTP mode at `url` (which must answer url_verification), or back to sockets with None."""
        await set_request_url(self.ground, url)

    async def fault(self, kind: str, target: str = "*", **fields: Any) -> Json:
        """Switch a fault on (see faults.KINDS)."""
        return await switch_on(self.ground, kind, target, **fields)

    def clear_faults(self) -> None:
        """Switch all faults off."""
        frozen = self.ground.faults.is_on("half_open")
        self.ground.faults.clear()
        if frozen:
            self.ground.pump.hub.freeze(False)

    def other_bot_says(self, channel: str, text: str, thread_ts: str | None = None) -> Message:
        """A message of some other app (subtype bot_message) in a channel (id or #name)."""
        where = self.workspace.channel(channel)
        extra = {"bot_id": "B0OTHERBOT1", "username": "Other bot"}
        message = Message(where.id, "", "U0OTHERBOT1", text, subtype="bot_message", extra=extra)
        message.thread_ts = thread_ts
        return post(self.workspace, where, message)

    def unfurl(self, channel: str, ts: str, title: str = "A page") -> None:
        """Add a link preview, as Slack does: message_changed without a new `edited`."""
        where = self.workspace.channel(channel)
        preview = {"id": 1, "title": title, "fallback": title}
        unfurl(self.workspace, where, self.workspace.message(where, ts), preview)

    async def idle(self) -> None:
        """Wait until every event and interaction sent so far was acknowledged or given up for
        now.
        """
        await self.ground.pump.idle()


@asynccontextmanager
async def running(
    manifest: str | Path | Json | None = None,
    *,
    port: int = 0,
    seed: int = 1,
    start: float | None = None,
    speed: float = 1.0,
    ack_timeout: float = 3.0,
    file_delay: float = 0.05,
    samples: Path | None = None,
) -> AsyncIterator[Playground]:
    """A playground on a free loopback port, in this process and event loop.

    In: `manifest`, a path, a dict or None (everything allowed); `start`, the play clock's epoch
    seconds; `speed` of the clock;
    `ack_timeout` and `file_delay` in real seconds; `samples`, a folder of sample talk.
    """
    ground = build_ground(read_manifest(manifest), seed=seed, start=start, speed=speed)
    ground.pump.set_ack_timeout(ack_timeout)
    ground.workspace.file_delay = file_delay
    server = Server(ground, samples)
    async with Running(server, port=port) as live, PlaygroundClient(live.url) as client:
        yield Playground(live.url, f"{live.url}/api/", ground, server, client)
